"""Studies: the table of what is appraised; the design chooses the instrument."""

from pathlib import Path

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from appraisal import drafts
from appraisal.drafts import next_order
from appraisal.errors import StorageError, UserError
from appraisal.incoming import importer_of
from appraisal.own_fields import (
    FIELD,
    add_field,
    joined,
    own_fields,
    own_name,
    remove_field,
    same_field,
    subgroup_fields,
)
from appraisal.review import Change
from appraisal.review_instruments import instrument_of_study
from appraisal.sheet_reader import Sheet, read_sheet, read_text
from appraisal.views.assessments import earlier
from appraisal.views.studies import StudyLine, read_cell, study_lines
from appraisal.views.subgroups import key_name
from gui import dialogs, questions
from gui.delegates.choice import ChoiceDelegate
from gui.models.rows import RowsModel
from gui.pages import PageSpec
from gui.panes.attaching import attach, dropped_pdf, source_of
from gui.panes.study_columns import (
    OWN_WIDTH,
    WIDTHS,
    ColumnsButton,
    choices,
    study_columns,
    wanted_widths,
)
from gui.panes.study_filter import StudyFilter
from gui.panes.study_import import ask_studies
from gui.session import Session
from gui.theme import space
from gui.widgets.buttons import Button
from gui.widgets.card import Card
from gui.widgets.page import EmptyPage, Hints, PageHead
from gui.widgets.table import Table
from resources.i18n import _, ngettext

Index = QModelIndex | QPersistentModelIndex

MANY = 3  # fields of subgroups that are shown unasked
UNFOLDED = "studies_shown"  # where the settings keep which of more are shown


class StudiesPage(QWidget):
    """A table to add to, edit in place, filter and sort."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._model: RowsModel[StudyLine] = RowsModel(
            study_columns(self._has_pdf, (), ()), identity=lambda line: line.study, parent=self
        )
        self._model.edited.connect(self._on_edited)
        self._table = Table(_("Studies"), short=True, parent=self)
        self._table.setModel(self._model)
        self._table.setItemDelegate(ChoiceDelegate(self._table, self._choices))
        self.setAcceptDrops(True)
        self._table.setSortingEnabled(True)
        self._table.horizontalHeader().setSectionsClickable(True)
        self._table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self._is_laid_out = False
        self._away: set[str] = set()  # the columns not shown
        self._columns = ColumnsButton(self)
        self._columns.picked.connect(self._on_picked)
        self._columns.add_asked.connect(self._on_add_field)
        self._columns.remove_asked.connect(self._on_remove_field)
        self._filter = StudyFilter(
            self._model, self._columns, lambda: len(session.state.ids("study")), self
        )
        self._add = Button(_("Add study"), "primary", icon="plus", parent=self)
        self._add.clicked.connect(self._on_add)
        self._import = Button(_("Import"), icon="upload", parent=self)
        self._import.clicked.connect(self._on_import)
        self._remove = Button(_("Remove"), icon="trash", parent=self)
        self._remove.clicked.connect(self._on_remove)
        self._stack = QStackedWidget(self)
        self._lay_out()
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self._table, self._on_remove)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self, self._on_paste)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)  # no table shows at first
        self._table.selectionModel().selectionChanged.connect(lambda *_sel: self._switch())
        session.changed.connect(self._on_changed)
        session.reader_changed.connect(self._refresh)
        self._refresh()

    def show_target(self, study: str = "") -> None:
        """Make a study current."""
        place = self._model.place_of(study)
        if place >= 0:
            self._table.setCurrentIndex(self._model.index(place, 0))

    def act(self, key: str) -> None:
        """Carry out an action of this page."""
        {"add_study": self._on_add}[key]()

    # -- showing ---------------------------------------------------------------------------------

    def _on_changed(self, change: Change) -> None:
        if change.concerns("study", "review", "plan"):
            self._refresh()

    def _refresh(self) -> None:
        session = self._session
        lines = study_lines(session.state, session.instrument)
        self._model.is_editable = not session.read_only
        self._set_columns(lines)
        self._model.set_rows(lines)
        self._table.want_widths(wanted_widths(self._model.columns, lines))
        self._filter.offer(lines)
        self._stack.setCurrentIndex(0 if lines else 1)
        self._filter.count()
        self._switch()

    def _set_columns(self, lines: tuple[StudyLine, ...]) -> None:
        """Have a column for each own field, and show those that are wanted."""
        own = own_fields(self._session.state)
        columns = study_columns(self._has_pdf, own, lines)
        kinds = [(one.key, one.is_figure) for one in columns]
        if self._is_laid_out and kinds == [(one.key, one.is_figure) for one in self._model.columns]:
            if self._hidden() != self._away:
                self._hide()
            return
        self._is_laid_out = True
        at = self._table.currentIndex()
        here, key = self._model.row(at), self._model.columns[max(at.column(), 0)].key
        self._model.set_columns(columns)
        widths = [WIDTHS.get(one.key, OWN_WIDTH) for one in columns]
        self._table.set_columns(widths, stretch=(self._model.column_of("notes"),))
        self._hide()
        if here is not None and key in [one.key for one in columns]:
            place = self._model.place_of(here.study)
            self._table.setCurrentIndex(self._model.index(place, self._model.column_of(key)))

    def _hidden(self) -> set[str]:
        """The columns not shown; an import's many subgroups are not until they are asked for."""
        settings = self._session.settings.hidden
        folded = self._folded() - set(settings.get(UNFOLDED, []))
        return {*settings.get("studies", []), *folded}

    def _folded(self) -> set[str]:
        found = subgroup_fields(self._session.state)
        return {FIELD + name for name in found} if len(found) > MANY else set()

    def _hide(self) -> None:
        hidden = self._away = self._hidden()
        for place, column in enumerate(self._model.columns):
            self._table.setColumnHidden(place, column.key in hidden)
        self._table.share_room()
        off = self._session.why_fixed
        pairs = [(one.key, one.title()) for one in self._model.columns if one.key != "label"]
        self._columns.offer(pairs, sorted(hidden), off=off)

    def _switch(self) -> None:
        off = self._session.why_fixed
        self._add.set_off(off)
        self._import.set_off(off)
        chosen = self._table.selectionModel().hasSelection()
        self._remove.set_off(off or ("" if chosen else _("Choose the studies to remove")))

    # -- verbs -----------------------------------------------------------------------------------

    def _on_add(self) -> None:
        state = self._session.state
        draft, study = drafts.add_study({"label": _("New study"), "order": next_order(state)})
        if not self._session.do(draft):
            return
        self._filter.clear()
        place = self._model.place_of(study)
        if place >= 0:
            index = self._model.index(place, 0)
            self._table.setCurrentIndex(index)
            self._table.scrollTo(index)
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)
            self._table.edit(index)

    def _on_import(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self.window(),
            _("Import studies"),
            "",
            _("Tables and files of other programs ({kinds})").format(
                kinds="*.csv *.tsv *.txt *.xlsx *.rm5 *.zip"
            )
            + ";;"
            + _("All files (*)"),
        )
        if not chosen:
            return
        try:
            if importer_of(Path(chosen)) is not None:
                self._session.asked_import.emit([Path(chosen)])
                return
            sheet = read_sheet(Path(chosen))
        except (UserError, StorageError) as fault:
            dialogs.tell_why(self.window(), fault)
            return
        self._take(sheet)

    def _on_paste(self) -> None:
        if self._session.read_only:
            return
        try:
            sheet = read_text(QGuiApplication.clipboard().text())
        except UserError as fault:
            self._session.refused.emit(fault)
            return
        self._take(sheet)

    def _take(self, sheet: Sheet) -> None:
        after = next_order(self._session.state) - 1
        rows = joined(self._session.state, ask_studies(self.window(), sheet, after=after))
        if not rows:
            return
        draft, _ids = drafts.add_studies(rows)
        if self._session.do(draft):
            said = ngettext("{n} study added.", "{n} studies added.", len(rows))
            self._session.say(said.format(n=len(rows)), undo=True)

    def _on_remove(self) -> None:
        rows = sorted({index.row() for index in self._table.selectionModel().selectedIndexes()})
        lines = [line for row in rows if (line := self._model.row(row)) is not None]
        if not lines or self._session.read_only:
            return
        if self._session.do(drafts.remove_studies([line.study for line in lines])):
            said = ngettext("{name} removed.", "{n} studies removed.", len(lines)).format(
                name=lines[0].label, n=len(lines)
            )
            self._session.say(said, undo=True)

    def _on_picked(self, key: str, wanted: bool) -> None:
        hidden = set(self._session.settings.hidden.get("studies", [])) - {key}
        self._session.settings.hidden["studies"] = sorted(hidden if wanted else {*hidden, key})
        unfolded = set(self._session.settings.hidden.get(UNFOLDED, []))
        if wanted and key in self._folded():
            self._session.settings.hidden[UNFOLDED] = sorted({*unfolded, key})
        self._session.settings.save()
        self._hide()

    def _on_add_field(self) -> None:
        asked = questions.ask_text(
            self.window(),
            _("Add a field"),
            _("A fact that each study has, such as a region or a dose. Synthesis can group by it."),
            label=_("Name"),
            verb=_("Add"),
        )
        name = own_name(asked)
        there = same_field(own_fields(self._session.state), name)
        if there:
            self._session.say(_("There is a field {name} already.").format(name=there))
        elif not name or not self._session.do(add_field(name)):
            return
        self._on_picked(FIELD + (there or name), True)
        if self._model.rowCount():
            place = self._model.index(0, self._model.column_of(FIELD + (there or name)))
            self._table.setCurrentIndex(place)
            self._table.scrollTo(place)
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_remove_field(self, name: str) -> None:
        if self._session.do(remove_field(self._session.state, name)):
            self._session.say(_("{name} removed.").format(name=key_name(FIELD + name)), undo=True)

    def _on_edited(self, line: StudyLine, column: str, typed: str) -> None:
        if column == "label" and not typed.strip():
            self._session.say(_("A study needs a name; the former one is kept."))
            return
        try:
            value = read_cell(column, typed)
        except UserError as fault:
            self._session.refused.emit(fault)
        else:
            done = self._session.do(drafts.edit_study(line.study, column, value))
            if done and column in ("design", "instrument"):
                self._tell_earlier(line)

    def _tell_earlier(self, line: StudyLine) -> None:
        """Say that an assessment with another instrument is kept."""
        session = self._session
        now = instrument_of_study(session.state, line.study)
        kept = earlier(session.state, line.study, session.reader, session.instrument)
        if now != line.instrument and kept:
            said = _("{study}: the assessment with {instrument} is kept. Appraise shows it.")
            session.say(said.format(study=line.label, instrument=line.short), undo=True)

    def _choices(self, index: Index) -> list[tuple[str, str]]:
        return choices(self._model.columns[index.column()].key, self._model.row(index))

    def _has_pdf(self, line: StudyLine) -> bool:
        """Whether the file of a study's PDF lies beside the review."""
        source = source_of(self._session, line.study)
        return source is not None and source.path.is_file()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one PDF."""
        if dropped_pdf(event.mimeData()) is not None and not self._session.read_only:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Attach the PDF to the study it was dropped on."""
        path = dropped_pdf(event.mimeData())
        place = self._table.viewport().mapFrom(self, event.position().toPoint())
        line = self._model.row(self._table.indexAt(place))
        if path is None:
            return
        event.acceptProposedAction()
        if line is None:
            self._session.say(_("Drop the PDF on the row of its study."))
        elif attach(self._session, line.study, path):
            said = _("{name} is attached to {study}.").format(name=path.name, study=line.label)
            self._session.say(said, undo=True)

    # -- layout ----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        head = PageHead(_("Studies"), _("The design chooses the instrument."), parent=self)
        head.add(self._remove)
        head.add(self._import)
        head.add(self._add)
        card = Card(parent=self)
        card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        card.add_edge(self._table)
        hints = [
            (_("Paste rows from a spreadsheet"), "Ctrl+V"),
            (_("Edit a cell"), "F2"),
            (_("Remove rows"), "Del"),
            (_("Copy rows"), "Ctrl+C"),
            (_("Drop a PDF on its study"), ""),
        ]
        card.add(Hints(hints, parent=card))
        sheet = QWidget(self)
        inner = QVBoxLayout(sheet)
        space(inner, (24, 0, 24, 24))
        inner.addWidget(card)
        inner.addStretch(1)
        add = Button(_("Add the first study"), "primary", icon="plus")
        add.clicked.connect(self._on_add)
        empty = EmptyPage(
            _("No studies yet"),
            _(
                "A study is a report you appraise. Give it a name and a design, or paste rows "
                "copied from a spreadsheet (Ctrl+V)."
            ),
            add,
            parent=self,
        )
        self._stack.addWidget(sheet)
        self._stack.addWidget(empty)
        column = QVBoxLayout(self)
        space(column)
        column.addWidget(head)
        column.addWidget(self._filter)
        column.addWidget(self._stack, 1)


PAGE = PageSpec(
    key="studies",
    title=lambda: _("Studies"),
    icon="book-open",
    order=30,
    build=StudiesPage,
    about=lambda: _(
        "One row a study. F2 or typing edits a cell, Delete removes rows, a press on a head sorts. "
        "The design chooses the checklist, unless you choose another in the Instrument column. "
        "Undo takes every change back."
    ),
)
