"""Duplicates: the sure ones merged in one go, the doubtful side by side, one key each."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from appraisal import records
from appraisal.duplicates import Found, card_of, find
from appraisal.errors import AppraisalError
from appraisal.records_text import field_name
from appraisal.references.reference import Reference
from appraisal.state import State
from appraisal.views.records import PairView, pairs_to_judge
from gui import dialogs
from gui.jobs import Report
from gui.long_writes import write_beside
from gui.session import Session
from gui.theme import set_class, space
from gui.widgets.buttons import Button
from gui.widgets.card import Card, Rule
from gui.widgets.emptying import empty
from gui.widgets.page import EmptyPage, Hints, Scroll
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
        self._said = Text("", "quiet", wrap=True, parent=self)
        self._find = Button(_("Find duplicates"), "primary", parent=self)
        self._find.clicked.connect(self._on_find)
        self._merge = Button("", parent=self)
        self._merge.clicked.connect(self._on_merge)
        self._stack = QStackedWidget(self)
        self._card = Card(parent=self)
        self._grid = QGridLayout()
        self._same = Button(_("Same report"), key="1", parent=self)
        self._apart = Button(_("Two reports"), key="2", parent=self)
        self._later = Button(_("Later"), "quiet", key="3", parent=self)
        self._same.clicked.connect(self._on_same)
        self._apart.clicked.connect(self._on_apart)
        self._later.clicked.connect(self._on_later)
        for key, act in (("1", self._on_same), ("2", self._on_apart), ("3", self._on_later)):
            within = Qt.ShortcutContext.WidgetWithChildrenShortcut
            QShortcut(QKeySequence(key), self, act, context=within)
        self._calm = EmptyPage(
            _("No doubtful pairs"),
            _("Pairs that may be one report stand here side by side, with what differs marked."),
            parent=self,
        )
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
        sure = len(self._sure())
        words = ngettext("Merge {n} sure duplicate", "Merge {n} sure duplicates", sure)
        self._merge.set_text(words.format(n=number(sure, 0)))
        self._merge.setVisible(sure > 0)
        self._merge.set_kind("primary" if sure else "")
        self._find.set_kind("" if sure else "primary")
        off = _("This review is open for reading only") if self._session.read_only else ""
        for button in (self._merge, self._same, self._apart):
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
            done=self._on_found,
            failed=self._on_failed,
        )
        self._job.ended.connect(self._on_ended)

    def _on_found(self, found: Found) -> None:
        self._found = found
        self._place = 0
        self.read()
        sure, doubtful = len(self._sure()), len(self._pairs)
        if not sure and not doubtful:
            self._session.say(_("No duplicates found."))

    def _on_failed(self, fault: Exception) -> None:
        if isinstance(fault, AppraisalError):
            dialogs.tell(self.window(), fault.message, [fault.remedy] if fault.remedy else [])

    def _on_ended(self) -> None:
        self._job = None

    def _on_merge(self) -> None:
        sure = self._sure()
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
            if not pair.left.abstract and pair.right.abstract:
                keep, other = other, keep
            self._session.do(records.merge([(other, keep, "person")], by_person=True))

    def _on_apart(self) -> None:
        pair = self._pair()
        if pair is not None and not self._session.read_only:
            self._session.do(records.keep_apart(self._session.state, pair.first, pair.second))

    def _on_later(self) -> None:
        if self._pairs:
            self._place = (self._place + 1) % len(self._pairs)
            self._show_pair()

    def _sure(self) -> list[tuple[str, str, str]]:
        """The merges of the last search that nobody has made since."""
        if self._found is None:
            return []
        state = self._session.state
        return [
            (other, group.keeper, how)
            for group in self._found.groups
            for other, how in group.others
            if how != "known"
            and records.keeper_of(state, other) != records.keeper_of(state, group.keeper)
            and other not in _said_apart(state, group.keeper)
            and group.keeper not in _said_apart(state, other)
        ]

    def _pair(self) -> PairView | None:
        return self._pairs[self._place] if self._pairs else None

    # -- showing ---------------------------------------------------------------------------------

    def _show_pair(self) -> None:
        pair = self._pair()
        self._stack.setCurrentIndex(0 if pair is not None else 1)
        if pair is None:
            return
        self._card.set_title(
            _("Are these one report?"),
            _("{n} of {total}").format(n=self._place + 1, total=len(self._pairs)),
        )
        empty(self._grid)
        self._heads(pair)
        for row, field in enumerate(FIELDS, 2):
            self._row(row, field, pair)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

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
        row.addWidget(self._said, 1)
        row.addWidget(self._merge)
        row.addWidget(self._find)
        space(self._grid, gap=8)
        self._grid.setColumnMinimumWidth(0, 90)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self._card.add(self._grid)
        ways = QHBoxLayout()
        space(ways, (0, 8, 0, 0), 8)
        for button in (self._same, self._apart, self._later):
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
