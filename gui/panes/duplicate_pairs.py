"""Duplicates: the sure ones looked at and merged in one go, the doubtful one key each."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from appraisal import records
from appraisal.alike import card_of, differing
from appraisal.duplicates import Doubtful, Found, find
from appraisal.errors import AppraisalError
from appraisal.records_text import field_name
from appraisal.references.reference import Reference
from appraisal.state import State
from appraisal.views.records import PairView, pair_view, pairs_to_judge
from gui import dialogs
from gui.jobs import Report
from gui.long_writes import write_beside
from gui.panes.sure_duplicates import SureDuplicates, SureRow
from gui.session import Session
from gui.theme import set_class, space
from gui.widgets.buttons import Button
from gui.widgets.card import Card, Rule
from gui.widgets.emptying import empty
from gui.widgets.page import EmptyPage, Hints, Scroll
from gui.widgets.switches import Segmented
from gui.widgets.text import Text
from gui.widgets.when_shown import ReadWhenShown
from resources.i18n import NOTHING, _, ngettext, number

if TYPE_CHECKING:
    from gui.jobs import Job

FIELDS = ("title", "authors", "year", "journal", "volume", "pages", "doi", "pmid")


class DuplicatePairs(ReadWhenShown):
    """Finds duplicates and lets a person decide on the doubtful pairs."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._job: Job | None = None
        self._found: Found | None = None
        self._pairs: tuple[PairView, ...] = ()
        self._place = 0
        self._of: object = None  # the review that was searched
        self._searched: tuple[str, ...] = ()  # the records it held then
        self._merges: list[tuple[str, str, str]] = []
        self._looked: SureRow | None = None  # the sure pair that is looked at side by side
        self._said = Text("", "quiet", wrap=True, parent=self)
        self._find = Button(_("Find duplicates"), "primary", parent=self)
        self._find.clicked.connect(self._on_find)
        self._merge = Button("", parent=self)
        self._merge.clicked.connect(self._on_merge)
        self._which = Segmented(
            [("sure", _("Sure")), ("doubtful", _("Doubtful"))], name=_("Pairs"), parent=self
        )
        self._which.picked.connect(lambda _key: self._on_list())
        self._sure = SureDuplicates(session, self)
        self._sure.ticked_changed.connect(self._name_merge)
        self._sure.opened.connect(self._on_looked)
        self._stack = QStackedWidget(self)
        self._card = Card(parent=self)
        self._grid = QGridLayout()
        self._same = Button(_("Same report"), key="1", parent=self)
        self._apart = Button(_("Two reports"), key="2", parent=self)
        self._later = Button(_("Later"), "quiet", key="3", parent=self)
        self._list = Button(_("Back to the list"), "quiet", key="3", parent=self)
        self._list.clicked.connect(self._on_list)
        self._same.clicked.connect(self._on_same)
        self._apart.clicked.connect(self._on_apart)
        self._later.clicked.connect(self._on_later)
        for key, act in (("1", self._on_same), ("2", self._on_apart), ("3", self._on_later)):
            within = Qt.ShortcutContext.WidgetWithChildrenShortcut
            QShortcut(QKeySequence(key), self, act, context=within)
        self._begin = Button(_("Find duplicates"), "primary", parent=self)
        self._begin.clicked.connect(self._on_find)
        self._calm = EmptyPage(_("Not searched yet"), NOTHING, self._begin, parent=self)
        self._since = Text("", "warn", wrap=True, parent=self)
        self._lay_out()
        self.refresh()

    def read(self) -> None:
        """Show what the review holds now."""
        state = self._session.state
        merged = records.merged_count(state)
        total = len(records.record_ids(state))
        n = ngettext("{n} duplicate merged", "{n} duplicates merged", merged)
        self._said.setText(
            _("{merged}; {left} of {total} records left.").format(
                merged=n.format(n=number(merged, 0)),
                left=number(total - merged, 0),
                total=number(total, 0),
            )
        )
        if self._of is not self._session.review:
            self._found, self._searched = None, ()
        self._merges = merges_left(state, self._found)
        self._sure.show_pairs(self._merges)
        if self._looked is not None and self._looked_at() not in self._merges:
            self._looked = None
        self._name_merge()
        self._say_calm(records.record_ids(state))
        off = self._session.why_fixed
        for button in (self._same, self._apart):
            button.set_off(off)
        self._pairs = () if self._found is None else pairs_to_judge(state, self._found)
        self._place = min(self._place, max(0, len(self._pairs) - 1))
        self._show_pair()

    # -- verbs -----------------------------------------------------------------------------------

    def _on_find(self) -> None:
        if self._job is not None:
            return
        state = self._session.state
        self._job = self._session.jobs.run(
            _("Looking for duplicates"),
            lambda report: found_in(state, report),
            done=lambda found: self._on_found(found, records.record_ids(state)),
            failed=self._on_failed,
        )
        self._job.ended.connect(self._on_ended)

    def _on_found(self, found: Found, searched: tuple[str, ...]) -> None:
        self._found, self._searched = found, searched
        self._of = self._session.review
        self._place, self._looked = 0, None
        self._sure.forget()
        self._which.set_key("sure")
        self.read()
        if not self._merges and not self._pairs:
            self._session.say(_("No duplicates found."))

    def _on_failed(self, fault: Exception) -> None:
        if isinstance(fault, AppraisalError):
            dialogs.tell_why(self.window(), fault)

    def _on_ended(self) -> None:
        self._job = None

    def _on_merge(self) -> None:
        sure = self._sure.ticked()
        drafts, name = [records.merge(sure)], _("Merging the duplicates")
        try:
            stands = bool(sure) and write_beside(
                self.window(), self._session, name, drafts, total=len(sure)
            )
        except AppraisalError as fault:
            self._on_failed(fault)
            return
        if stands:
            said = ngettext("{n} duplicate merged.", "{n} duplicates merged.", len(sure))
            self._session.say(said.format(n=number(len(sure), 0)), undo=True)

    def _on_same(self) -> None:
        pair = self._pair()
        if pair is not None and not self._session.read_only:
            keep, other = pair.first, pair.second
            fuller = not pair.left.abstract and bool(pair.right.abstract)
            if fuller and self._looked is None:
                keep, other = other, keep
            self._session.do(records.merge([(other, keep, "person")], by_person=True))

    def _on_apart(self) -> None:
        pair = self._pair()
        if pair is not None and not self._session.read_only:
            self._session.do(records.keep_apart(self._session.state, pair.first, pair.second))

    def _on_later(self) -> None:
        if self._looked is not None:
            self._on_list()
        elif self._pairs:
            self._place = (self._place + 1) % len(self._pairs)
            self._show_pair()

    def _on_looked(self, row: SureRow) -> None:
        self._looked = row
        self._show_pair()

    def _on_list(self) -> None:
        self._looked = None
        self._show_pair()

    def _looked_at(self) -> tuple[str, str, str] | None:
        row = self._looked
        return None if row is None else (row.other, row.keeper, row.how)

    def _pair(self) -> PairView | None:
        if self._looked is not None:
            return sure_pair(self._session.state, self._looked)
        return self._pairs[self._place] if self._pairs else None

    # -- showing ---------------------------------------------------------------------------------

    def _show_pair(self) -> None:
        is_list = bool(self._merges) and self._which.key() == "sure" and self._looked is None
        pair = None if is_list else self._pair()
        self._which.setVisible(bool(self._merges))
        self._stack.setCurrentIndex(2 if is_list else 0 if pair is not None else 1)
        begins = not is_list and pair is None and self._begin.isVisibleTo(self._calm)
        self._find.setVisible(not begins)  # then the one in the middle is the thing to do
        if is_list:
            self._sure.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if pair is None:
            return
        self._list.setVisible(self._looked is not None)
        self._later.setVisible(self._looked is None)
        place = _("{n} of {total}").format(n=self._place + 1, total=len(self._pairs))
        self._card.set_title(
            _("Are these one report?"), place if self._looked is None else _("Surely one report")
        )
        empty(self._grid)
        self._heads(pair)
        for row, field in enumerate(FIELDS, 2):
            self._row(row, field, pair)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _name_merge(self) -> None:
        """Say on the button how many are merged; what is searched for comes first else."""
        n = len(self._sure.ticked())
        words = ngettext("Merge {n} sure duplicate", "Merge {n} sure duplicates", n)
        self._merge.set_text(words.format(n=number(n, 0)))
        self._merge.setVisible(bool(self._merges))
        self._merge.set_kind("primary" if n else "")
        self._find.set_kind("" if n else "primary")
        self._merge.set_off(self._session.why_fixed or ("" if n else _("All are left out")))

    def _say_calm(self, now: tuple[str, ...]) -> None:
        """Say what is known where no pair waits: nothing before a search, all after it."""
        new = 0 if self._found is None else len(set(now).difference(self._searched))
        since = ngettext(
            "{n} record came in since the search: find duplicates again.",
            "{n} records came in since the search: find duplicates again.",
            new,
        ).format(n=number(new, 0))
        if self._found is None:
            title, said = _("Not searched yet"), _("Find duplicates looks through all records.")
        elif new:
            title, said = _("New records are not searched"), since
        else:
            title = _("No doubtful pairs")
            said = _("The search left no pair for a person to decide.")
        self._calm.title.setText(title)
        self._calm.sentence.setText(said)
        self._begin.setVisible(self._found is None or new > 0)
        self._since.setText(since)
        self._since.setVisible(new > 0)

    def _heads(self, pair: PairView) -> None:
        for column, name in ((1, pair.left_database), (2, pair.right_database)):
            words = name or _("Not said where found")
            self._grid.addWidget(Text(words, "small_strong", parent=self._card), 0, column)
        self._grid.addWidget(Rule(parent=self._card), 1, 0, 1, 3)

    def _row(self, row: int, field: str, pair: PairView) -> None:
        top = Qt.AlignmentFlag.AlignTop
        differs = field in pair.differ
        name = Text(field_name(field), "caption", parent=self._card)
        self._grid.addWidget(name, row, 0, top)
        for column, one in ((1, pair.left), (2, pair.right)):
            words = Text(
                _said(one, field) or NOTHING, wrap=True, selectable=True, parent=self._card
            )
            if differs:
                set_class(words, "differs")
                words.setAccessibleDescription(_("This differs"))
            self._grid.addWidget(words, row, column, top)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        space(row, (24, 12, 24, 12), 8)
        told = QVBoxLayout()
        space(told, gap=2)
        told.addWidget(self._said)
        told.addWidget(self._since)
        row.addLayout(told, 1)
        row.addWidget(self._which)
        row.addWidget(self._merge)
        row.addWidget(self._find)
        space(self._grid, gap=8)
        self._grid.setColumnMinimumWidth(0, 90)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self._card.add(self._grid)
        ways = QHBoxLayout()
        space(ways, (0, 8, 0, 0), 8)
        for button in (self._same, self._apart, self._later, self._list):
            ways.addWidget(button)
        ways.addStretch(1)
        ways.addWidget(
            Hints([(_("same"), "1"), (_("two"), "2"), (_("later"), "3")], parent=self._card)
        )
        self._card.add(ways)
        sheet = QWidget()
        inner = QVBoxLayout(sheet)
        space(inner, (24, 0, 24, 24))
        inner.addWidget(self._card)
        inner.addStretch(1)
        self._stack.addWidget(Scroll(sheet, parent=self))
        self._stack.addWidget(self._calm)
        self._stack.addWidget(self._sure)
        column = QVBoxLayout(self)
        space(column)
        column.addLayout(row)
        column.addWidget(self._stack, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


def found_in(state: State, report: Report) -> Found:
    """Search every record of a review for duplicates."""
    ids = records.record_ids(state)
    cards = []
    for place, record in enumerate(ids):
        if place % 2_000 == 0:
            report(place, 2 * len(ids))
        cards.append(card_of(record, records.reference_at(state, record), place))
    joined = {
        record: keeper for record in ids if (keeper := records.keeper_of(state, record)) != record
    }
    return find(
        cards,
        apart=records.apart(state),
        joined=joined,
        report=lambda done, total: report(total + done, 2 * total),
    )


def merges_left(state: State, found: Found | None) -> list[tuple[str, str, str]]:
    """The sure merges of a search that nobody has made, or said to be two reports, since."""
    return [
        (other, group.keeper, how)
        for group in (() if found is None else found.groups)
        for other, how in group.others
        if how != "known"
        and records.keeper_of(state, other) != records.keeper_of(state, group.keeper)
        and other not in _said_apart(state, group.keeper)
        and group.keeper not in _said_apart(state, other)
    ]


def sure_pair(state: State, row: SureRow) -> PairView | None:
    """A sure pair as it is looked at: the record that stays first, then the one merged into it."""
    one, other = (
        card_of(record, records.reference_at(state, record)) for record in (row.keeper, row.other)
    )
    return pair_view(state, Doubtful(row.keeper, row.other, 1.0, differing(one, other)))


def _said(one: Reference, field: str) -> str:
    value = getattr(one, field)
    if isinstance(value, tuple):
        return "; ".join(_first(value))
    return "" if value is None else str(value)


def _first(names: Sequence[str]) -> list[str]:
    return [*names[:6], "..."] if len(names) > 6 else [*names]


def _said_apart(state: State, record: str) -> list[str]:
    value = state.value(f"record/{record}", "apart")
    return [str(one) for one in value] if isinstance(value, list) else []
