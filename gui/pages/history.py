"""History: who changed what, when and why; filter it, and put a former value back."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from appraisal import desk, drafts
from appraisal.errors import StorageError
from appraisal.subjects import AGREED
from appraisal.views.history import (
    HistoryLine,
    may_put_back,
    snapshots,
    when_mark,
    when_tip,
)
from appraisal.views.history_forms import named_instruments
from gui import questions
from gui.jobs import Job
from gui.models.rows import Column, RowsModel
from gui.pages import PageSpec
from gui.panes import deciding
from gui.session import Session
from gui.theme import px, space, theme
from gui.widgets.buttons import Button
from gui.widgets.card import Card
from gui.widgets.fields import FilterList, SearchField
from gui.widgets.page import EmptyPage, PageHead
from gui.widgets.table import Table
from gui.widgets.text import Text
from gui.widgets.when_shown import ReadWhenShown
from resources.i18n import _, moment_text, ngettext

ABOUT, NAME, FIELD = 2, 3, 5  # the columns that grow where there is room
MOST, AROUND = 360, 28  # px: a column grows to this, and what lies around its words
KEEPS = 300  # px that the reasons keep
MEASURED = 2_000  # lines that the widths are measured on


class HistoryPage(ReadWhenShown):
    """The ledger, newest first, as this reader may see it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._model: RowsModel[HistoryLine] = RowsModel(
            _columns(), identity=lambda line: line.id, parent=self
        )
        self._table = Table(_("History"), short=True, parent=self)
        self._table.setModel(self._model)
        self._table.set_columns((166, 108, 118, 144, 92, 166, 166, 190), stretch=(7,))
        self._table.selectionModel().currentRowChanged.connect(self._on_current)
        self._search = SearchField(_("Search reasons, values, quotations"), parent=self)
        self._search.searched.connect(lambda _text: self._filter())
        self._person = FilterList(_("Person"), [("", _("All"))], "", parent=self)
        self._study = FilterList(_("Study"), [("", _("All"))], "", parent=self)
        self._item = FilterList(_("Field"), [("", _("All"))], "", parent=self)
        self._item.setMaximumWidth(px(200))
        for field in (self._person, self._study, self._item):
            field.picked.connect(lambda _key: self._filter())
        self._since = FilterList(_("Since"), [("", _("The beginning"))], "", parent=self)
        self._since.picked.connect(lambda _key: self._filter())
        self._name = Button(_("Name this state"), icon="flag", parent=self)
        self._name.clicked.connect(self._take_snapshot)
        self._last = ""
        self._job: Job | None = None
        self._shown = Text("", "caption", parent=self)
        self._back = Button(_("Put back"), icon="undo-2", parent=self)
        self._back.clicked.connect(self._put_back)
        self._stack = QStackedWidget(self)
        self._lay_out()
        self.first = self._table
        session.changed.connect(self._on_changed)
        session.reader_changed.connect(self._on_reader)

    def _on_changed(self, _change: object) -> None:
        self.refresh()

    def _on_reader(self) -> None:
        self._job = None
        self._model.set_rows(())  # what one reader may see is gone before the next one looks
        self.refresh()

    def read(self) -> None:
        """Read the file beside the window: a ledger can hold hundreds of thousands of lines."""
        session = self._session
        if session.review is None:
            return
        path, state = session.review.store.path, session.state
        instruments = named_instruments(state, session.instrument)
        job = self._job = session.jobs.run(
            _("Reading the history"),
            lambda _report: desk.read_history(path, state, instruments),
            done=lambda lines: self._on_read(job, lines),
            failed=self._on_failed,
        )
        self._name.set_off(_("Reading the history"))

    def _on_failed(self, fault: Exception) -> None:
        self.is_stale = True
        if isinstance(fault, StorageError):
            self._session.faulted.emit(fault)
        else:
            self._session.refused.emit(fault)

    def _on_read(self, job: Job, lines: tuple[HistoryLine, ...]) -> None:
        if job is not self._job:  # more was written, or another reads, since it began
            return
        self._job = None
        self._last = lines[0].at if lines else ""
        self._model.set_rows(lines)
        self._table.want_widths(_wanted_widths(lines), keeps=KEEPS)
        named = [(one.name, one.name) for one in snapshots(self._session.state)]
        self._since.set_pairs([("", _("The beginning")), *named], self._since.key())
        self._since.setVisible(bool(named))
        self._name.set_off(self._session.why_fixed)
        everything = ("", _("All"))
        for field, names in (
            (self._person, dict.fromkeys(line.author for line in lines)),
            (self._study, dict.fromkeys(line.study for line in lines if line.study)),
            (self._item, dict.fromkeys(line.called for line in lines)),
        ):
            field.set_pairs([everything, *((name, name) for name in sorted(names))], field.key())
        self._count()
        self._on_current(self._table.currentIndex(), QModelIndex())

    def _filter(self) -> None:
        wanted = self._search.text().strip().casefold()
        person, study, since = self._person.key(), self._study.key(), self._since.key()
        item = self._item.key()
        known = {one.name: one.at for one in snapshots(self._session.state)}
        after = known.get(since, "")

        def keep(line: HistoryLine) -> bool:
            quoted = " ".join(quote.text for quote in line.claim.quotes)
            said = (line.why, line.words, line.field, line.called, line.about, line.name, quoted)
            words = " ".join(said).casefold()
            fits = person in ("", line.author) and study in ("", line.study)
            fits = fits and item in ("", line.called)
            return fits and wanted in words and line.at > after

        self._model.set_filter(keep if wanted or person or study or item or after else None)
        self._count()

    def _count(self) -> None:
        n = self._model.rowCount()
        self._shown.setText(ngettext("{n} change", "{n} changes", n).format(n=n))
        self._stack.setCurrentIndex(0 if n else 2 if self._last else 1)

    def _show_all(self) -> None:
        """Take every filter off."""
        self._search.clear()
        for field in (self._person, self._study, self._item, self._since):
            field.set_key("")
        self._filter()
        self._table.setFocus()

    def _on_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        line = self._model.row(index) if index.isValid() else None
        session = self._session
        if session.read_only:
            self._back.set_off(session.why_fixed)
        elif line is None:
            self._back.set_off(_("Choose a change"))
        else:
            self._back.set_off(may_put_back(session.state, line, session.reader))

    def _take_snapshot(self) -> None:
        name = questions.ask_text(
            self.window(),
            _("Name this state"),
            _("Later you can see what changed since. Nothing is copied or locked."),
            label=_("Name"),
            verb=_("Name this state"),
            text=_("as submitted"),
        )
        review = self._session.review
        if name and self._last and review is not None:
            total = len(review.store.ids())
            draft = drafts.take_snapshot(name, at=self._last, entries=total)
            if self._session.do(draft):
                self._session.say(_("This state is named “{name}”.").format(name=name), undo=True)

    def _put_back(self) -> None:
        line = self._model.row(self._table.currentIndex())
        if line is None:
            return
        why = questions.ask_reason(
            self.window(),
            _("Put this back?"),
            _(
                "“{value}” of {moment} is written again; what stands now is kept in the history."
            ).format(value=line.words, moment=moment_text(line.at)),
            _("Put back"),
        )
        if not why:
            return
        draft = drafts.put_back(line.subject, line.field, line.claim, why)
        if deciding.say(self._session, line.subject.rpartition("/")[0], draft):
            self._session.say(_("Put back."), undo=True)

    def _lay_out(self) -> None:
        head = PageHead(
            _("History"), _("Every change, with who, when and why. Nothing is lost."), parent=self
        )
        head.add(self._name)
        head.add(self._back)
        row = QHBoxLayout()
        space(row, (24, 0, 24, 12), 8)
        self._search.setFixedWidth(240)
        for widget in (self._search, self._person, self._study, self._item, self._since):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self._shown)
        card = Card(parent=self)
        card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        card.add_edge(self._table)
        sheet = QWidget(self)
        inner = QVBoxLayout(sheet)
        space(inner, (24, 0, 24, 24))
        inner.addWidget(card)
        inner.addStretch(1)
        self._stack.addWidget(sheet)
        self._stack.addWidget(
            EmptyPage(_("Nothing has happened yet"), _("Each change will stand here."), parent=self)
        )
        everything = Button(_("Show all changes"), "primary", parent=self)
        everything.clicked.connect(self._show_all)
        self._stack.addWidget(
            EmptyPage(
                _("No change fits"),
                _("Nothing was changed that all of these filters let through."),
                everything,
                parent=self,
            )
        )
        column = QVBoxLayout(self)
        space(column)
        column.addWidget(head)
        column.addLayout(row)
        column.addWidget(self._stack, 1)


def _columns() -> list[Column[HistoryLine]]:
    return [
        Column(
            "at",
            lambda: _("When"),
            lambda line: when_mark(line.at),
            tip=lambda line: when_tip(line.at),
        ),
        Column("author", lambda: _("Who"), lambda line: line.author),
        Column("kind", lambda: _("About"), lambda line: line.about, tip=lambda line: line.about),
        Column("name", lambda: _("Which one"), lambda line: line.name, tip=lambda line: line.name),
        Column("seat", lambda: _("Form of"), lambda line: _seat(line.seat)),
        Column("field", lambda: _("Field"), lambda line: line.called, tip=lambda line: line.called),
        Column(
            "value",
            lambda: _("Value"),
            lambda line: line.words.replace("\n", " "),
            tip=lambda line: line.words,
        ),
        Column(
            "why",
            lambda: _("Reason"),
            lambda line: line.why.replace("\n", " "),
            tip=lambda line: line.why,
        ),
    ]


def _wanted_widths(lines: Sequence[HistoryLine]) -> dict[int, int]:
    """The width at which words are whole, up to a limit, by the column's place."""
    metrics = QFontMetrics(theme().font("body"))
    newest = lines[:MEASURED]
    said = {
        NAME: {line.name for line in newest},
        FIELD: {line.called for line in newest},
        ABOUT: {line.about for line in newest},
    }
    return {
        place: min(
            px(AROUND) + max((metrics.horizontalAdvance(one) for one in words), default=0), px(MOST)
        )
        for place, words in said.items()
    }


def _seat(seat: str) -> str:
    return _("agreed") if seat == AGREED else seat


PAGE = PageSpec(
    key="history",
    title=lambda: _("History"),
    icon="history",
    order=90,
    build=HistoryPage,
    about=lambda: _(
        "The whole history of the review, as far as you may see it. Choose a line and put its "
        "value back where it stood; Undo only reaches back over this sitting."
    ),
)
