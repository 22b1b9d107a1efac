"""Screening: one record after another by keys, alone, then compared where the reviewers differ."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from appraisal import screening
from appraisal.agreement import Agreement, agreement
from appraisal.folding import folded
from appraisal.records import database_of, reference_at
from appraisal.review import Change
from appraisal.screening import ABSTRACT, FULL_TEXT, Stage
from appraisal.state import State
from appraisal.subjects import in_seat, parse, screening_form
from appraisal.views.records import ScreenLine, came_along, screen_line, screen_lines
from gui import dialogs
from gui.delegates.cells import Cell
from gui.dialogs import Way
from gui.models.rows import Column, RowsModel
from gui.panes.decision import Decision, decision_name
from gui.panes.full_text import FullText
from gui.panes.record_card import RecordCard
from gui.panes.screening_words import ask_words
from gui.session import Session
from gui.submitting import submit_screening
from gui.theme import px, space
from gui.widgets.buttons import Button
from gui.widgets.fields import FilterList, SearchField
from gui.widgets.page import EmptyPage, Splitter
from gui.widgets.switches import Segmented
from gui.widgets.table import Table
from gui.widgets.text import Text
from gui.widgets.when_shown import ReadWhenShown
from resources.i18n import _, ngettext, number

Read = tuple[Stage, tuple[ScreenLine, ...], Agreement | None]
AT_ONCE = 5_000  # records; more are read beside the window
TODO, DONE, DIFFER, ALL = "todo", "done", "differ", "all"


class ScreeningPane(ReadWhenShown):
    """The list, the record, and the decision."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._lines: dict[str, ScreenLine] = {}
        self._stage = Segmented(
            [(ABSTRACT, _("Titles and abstracts")), (FULL_TEXT, _("Full texts"))],
            ABSTRACT,
            name=_("Stage"),
            parent=self,
        )
        self._stage.picked.connect(lambda _key: self.read())
        self._show = FilterList(_("Show"), [], TODO, parent=self)
        self._show.set_pairs(self._shows(), TODO)
        self._show.picked.connect(lambda _key: self._filter())
        self._search = SearchField(_("Filter records"), parent=self)
        self._search.searched.connect(lambda _text: self._filter())
        self._search.setFixedWidth(px(170))
        self._progress = Text("", "caption", parent=self)
        self._words = Button(_("Reasons and words"), parent=self)
        self._words.clicked.connect(self._on_words)
        self._came = Button("", "small", parent=self)
        self._came.clicked.connect(self._on_came)
        self._submit = Button("", "primary", icon="check", parent=self)
        self._submit.clicked.connect(self._on_submit)
        self._model: RowsModel[ScreenLine] = RowsModel(
            _columns(), identity=lambda line: line.record, parent=self
        )
        self._model.is_editable = False
        self._table = Table(_("Records to screen"), parent=self)
        self._table.setModel(self._model)
        self._table.set_columns((170, 62, 116), stretch=(0,))
        self._table.selectionModel().currentRowChanged.connect(self._on_current)
        self._card = RecordCard(parent=self)
        self._full_text = FullText(session, self)
        self._decision = Decision(session, parent=self)
        self._decision.decided.connect(self._on_decided)
        self._stack = QStackedWidget(self)
        self._empty = EmptyPage("", "", parent=self)
        self._lay_out()
        for key, act in (("I", "include"), ("M", "maybe"), ("E", "exclude")):
            self._key(key, lambda act=act: self._decision.press(act))
        for n in range(1, 10):
            self._key(str(n), lambda n=n: self._decision.press_reason(n))

    # -- showing ---------------------------------------------------------------------------------

    def list_only(self, show: str, stage: str) -> None:
        """List the records of a stage that are of a kind, as if the person had picked both."""
        self._stage.set_key(stage or ABSTRACT)
        self._show.set_key(show)
        self._search.clear()
        self.refresh()

    def follow(self, change: Change) -> None:
        """Show a change; where it touched a few records, only those."""
        touched = {
            parse(subject).ids[0] for subject in change.subjects if subject.startswith("screening/")
        }
        others = [
            subject
            for subject in change.subjects
            if not subject.startswith(("screening/", "person/"))
        ]
        if others or not touched or len(touched) > 50 or not self.isVisible():
            self.refresh()
            return
        state, stage = self._session.state, self._stage_key()
        for record in touched & self._lines.keys():
            line = screen_line(state, record, stage, self._session.reader)
            self._lines[record] = line
        self._put()

    def attach(self, paths: Sequence[Path]) -> bool:
        """Take PDFs that were dropped, at full text; whether there was one."""
        return self._stage_key() == FULL_TEXT and self._full_text.attach(paths)

    def read(self) -> None:
        """Show what the review holds now."""
        state, stage, reader = self._session.state, self._stage_key(), self._session.reader
        self._decision.set_stage(stage)
        self._full_text.setVisible(stage == FULL_TEXT)
        if state.count("record") <= AT_ONCE:
            self._on_read(_read(state, stage, reader))
            return
        self._session.jobs.run(
            _("Reading the records"),
            lambda _report: _read(state, stage, reader),
            done=self._on_read,
        )

    def _on_read(self, read: Read) -> None:
        stage, lines, found = read
        if stage == self._stage_key():
            self._lines = {line.record: line for line in lines}
            self._decision.show_agreement(found)
            self._filter()

    def _put(self) -> None:
        current = self._current()
        self._model.set_rows(tuple(self._lines.values()))
        place = self._model.place_of(current) if current else -1
        if place >= 0:
            self._table.setCurrentIndex(self._model.index(place, 0))
        elif self._model.rowCount():
            row = min(self._table.currentIndex().row(), self._model.rowCount() - 1)
            self._table.setCurrentIndex(self._model.index(max(0, row), 0))
        self._tell()
        self._show_record()

    def _filter(self) -> None:
        show = self._show.key()
        wanted = folded(self._search.text()).split()

        def keep(line: ScreenLine) -> bool:
            if wanted and not all(word in line.words for word in wanted):
                return False
            if show == TODO:
                return not line.decision and line.standing in ("todo", "waiting")
            if show == DONE:
                return bool(line.decision)
            return show == ALL or line.standing == "conflict"

        self._model.set_filter(keep)
        self._put()

    def _tell(self) -> None:
        lines = self._lines.values()
        mine = sum(bool(line.decision) for line in lines)
        differ = sum(line.standing == "conflict" for line in lines)
        waiting = sum(bool(line.decision) and not line.is_sealed for line in lines)
        said = _("{n} of {total} decided by you").format(
            n=number(mine, 0), total=number(len(lines), 0)
        )
        if differ:
            said += " · " + ngettext("{n} differs", "{n} differ", differ).format(
                n=number(differ, 0)
            )
        self._progress.setText(said)
        words = ngettext("Submit {n} decision", "Submit {n} decisions", waiting)
        self._submit.set_text(words.format(n=number(waiting, 0)))
        off = self._session.why_fixed
        self._submit.set_off(off or ("" if waiting else _("Nothing to submit yet")))
        self._words.set_off(off)
        came = {record for said in came_along(lines).values() for record, *_rest in said}
        words = ngettext("Take in {n} decision", "Take in {n} decisions", len(came))
        self._came.set_text(words.format(n=number(len(came), 0)))
        self._came.setToolTip(_("Decisions made in another program came with these records"))
        self._came.setVisible(bool(came) and not off)
        self._show.set_pairs(self._shows(), self._show.key())
        has_rows = self._model.rowCount() > 0
        self._stack.setCurrentIndex(0 if has_rows else 1)
        if not has_rows:
            self._empty.title.setText(_("Nothing here"))
            self._empty.sentence.setText(self._why_empty())

    def _why_empty(self) -> str:
        show = self._show.key()
        if not self._lines:
            return _("No record has come to this stage yet.")
        if self._search.text().strip():
            return _("No record holds these words.")
        if show == TODO and all(line.is_sealed for line in self._lines.values()):
            return _("You have decided on every record of this stage, and submitted it all.")
        if show == TODO:
            return _(
                "You have decided on every record of this stage. Submit, so that the decisions "
                "can be compared."
            )
        return (
            _("The reviewers agree on every record both have submitted.")
            if show == DIFFER
            else _("You have not decided on any record yet.")
        )

    def _show_record(self) -> None:
        record = self._current()
        state = self._session.state
        if not record:
            self._card.show_record(None)
            self._decision.show_record("", ())
            self._full_text.show_record("")
            return
        seats = []
        line = self._lines[record]
        if line.standing == "conflict":
            form = screening_form(record, self._stage_key())
            seats = [
                (self._session.name_of(seat), *_told(state, form, seat))
                for seat in state.seats(form)
            ]
        self._card.show_record(
            reference_at(state, record),
            database=database_of(state, record),
            included=screening.terms(state, "include"),
            excluded=screening.terms(state, "exclude"),
        )
        self._decision.show_record(record, seats)
        self._full_text.show_record(record)

    def _on_current(self, _index: QModelIndex, _before: QModelIndex) -> None:
        self._show_record()

    # -- verbs -----------------------------------------------------------------------------------

    def _on_decided(self, record: str) -> None:
        """Go on to the next record; in a list of open ones the next has come up by itself."""
        place = self._model.place_of(record)
        if place >= 0 and place + 1 < self._model.rowCount():
            self._table.setCurrentIndex(self._model.index(place + 1, 0))
        QTimer.singleShot(0, self._table, lambda: self._table.setFocus())

    def _on_submit(self) -> None:
        stage = self._stage_key()
        records = screening.unsubmitted(self._session.state, stage, self._session.reader)
        if records and submit_screening(self.window(), self._session, records, stage):
            said = ngettext("{n} decision submitted.", "{n} decisions submitted.", len(records))
            self._session.say(said.format(n=number(len(records), 0)))

    def _on_came(self) -> None:
        """Ask whose decisions these are, and take those of the reader into their own seat."""
        found = came_along(self._lines.values())
        ways = [
            Way(who, _("{who}: {n}").format(who=who, n=number(len(said), 0)))
            for who, said in found.items()
        ][:4]
        me = self._session.name_of(self._session.reader)
        who = dialogs.ask(
            self.window(),
            _("Whose decisions are yours?"),
            [
                _(
                    "They become {name}'s answers, and can be changed until they are submitted."
                ).format(name=me),
            ],
            [Way("", _("Cancel")), *ways],
        )
        if who in found:
            stage = self._stage_key()
            draft = screening.decide_all(found[who], stage, self._session.reader)
            if self._session.do(draft):
                n = len(found[who])
                said = ngettext("{n} decision taken in.", "{n} decisions taken in.", n)
                self._session.say(said.format(n=number(n, 0)), undo=True)

    def _on_words(self) -> None:
        draft = ask_words(self.window(), self._session.state)
        if draft is not None:
            self._session.do(draft)

    # -- within ----------------------------------------------------------------------------------

    def _stage_key(self) -> Stage:
        return FULL_TEXT if self._stage.key() == FULL_TEXT else ABSTRACT

    def _current(self) -> str:
        line = self._model.row(self._table.currentIndex())
        return "" if line is None else line.record

    def _shows(self) -> list[tuple[str, str]]:
        lines = self._lines.values()
        todo = sum(not line.decision and line.standing in ("todo", "waiting") for line in lines)
        done = sum(bool(line.decision) for line in lines)
        differ = sum(line.standing == "conflict" for line in lines)
        return [
            (TODO, _("To decide ({n})").format(n=number(todo, 0))),
            (DONE, _("Decided by me ({n})").format(n=number(done, 0))),
            (DIFFER, _("Reviewers differ ({n})").format(n=number(differ, 0))),
            (ALL, _("All ({n})").format(n=number(len(lines), 0))),
        ]

    def _key(self, key: str, act: object) -> None:
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence(key), self._splitter, act, context=within)  # type: ignore[call-overload]  # a slot

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        space(row, (24, 12, 24, 12), 8)
        left: tuple[QWidget, ...] = (self._stage, self._show, self._search)
        right: tuple[QWidget, ...] = (self._words, self._submit)
        for widget in left:
            row.addWidget(widget)
        row.addStretch(1)
        for widget in right:
            row.addWidget(widget)
        self._splitter = Splitter(parent=self)
        self._splitter.addWidget(self._table)
        self._splitter.addWidget(self._card)
        self._splitter.addWidget(self._decision)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setStretchFactor(1, 2)
        self._decision.setMinimumWidth(px(330))
        self._splitter.setSizes([px(310), px(500), px(340)])
        self._stack.addWidget(self._splitter)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        space(column)
        second = QHBoxLayout()
        space(second, (24, 0, 24, 12), 8)
        second.addWidget(self._progress)
        second.addWidget(self._came)
        second.addStretch(1)
        column.addLayout(row)
        column.addLayout(second)
        column.addWidget(self._full_text)
        column.addWidget(self._stack, 1)


def _read(state: State, stage: Stage, reader: str) -> Read:
    lines = screen_lines(state, screening.pool(state, stage), stage, reader)
    return stage, lines, agreement(screening.blind_decisions(state, stage))


def _told(state: State, form: str, seat: str) -> tuple[str, str]:
    subject = in_seat(form, seat)
    return state.text(subject, "decision"), state.text(subject, "reason")


def _columns() -> list[Column[ScreenLine]]:
    return [
        Column(
            "title",
            lambda: _("Title"),
            lambda line: line.title,
            tip=lambda line: f"{line.title}\n{line.authors}",
            cell=lambda line: Cell(line.title, "name"),
        ),
        Column(
            "year",
            lambda: _("Year"),
            lambda line: str(line.year) if line.year is not None else "",
            is_figure=True,
        ),
        Column(
            "decision",
            lambda: _("Decision"),
            lambda line: decision_name(line.decision),
            cell=lambda line: Cell(
                decision_name(line.decision), "text", icon="lock" if line.is_sealed else ""
            ),
        ),
    ]
