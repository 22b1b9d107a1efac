"""Report: every table and figure as it goes out; export one, the workbook, or everything."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from appraisal.errors import StorageError
from appraisal.gathering import read_outputs
from appraisal.material import Material
from appraisal.review import Change
from appraisal.views.outputs import Output
from gui.delegates.outputs import OutputsDelegate
from gui.jobs import Job, Progress
from gui.models.rows import Column, RowsModel
from gui.pages import PageSpec
from gui.panes.export import ExportPane
from gui.panes.exporting import Exporting
from gui.panes.long_work import LongWork
from gui.panes.preview import Preview
from gui.session import Session
from gui.theme import px, space
from gui.widgets.page import PageHead, Pane, Splitter
from gui.widgets.text import Text
from gui.widgets.toggles import follow_selection
from resources.i18n import _, language

SIDES = (180, 240)  # the least of the list and of the export


class ReportPage(QWidget):
    """Outputs left, a preview in the middle, the export right."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._material: Material | None = None
        self._job: Job | None = None
        self._wanted = ""  # to be shown once it is gathered
        self._stale = True
        self._is_divided = False
        self._exporting = Exporting(session, self)
        self._model: RowsModel[Output] = RowsModel(
            [
                Column(
                    "title", lambda: _("Output"), lambda one: one.title, tip=lambda one: one.title
                )
            ],
            identity=lambda one: one.key,
            parent=self,
        )
        self._list = QListView(self)
        self._list.setModel(self._model)
        self._list.setAccessibleName(_("Tables and figures"))
        self._list.setItemDelegate(OutputsDelegate(self._list))
        self._list.setMouseTracking(True)
        self._list.setResizeMode(QListView.ResizeMode.Adjust)  # names take other lines
        self._list.setWordWrap(True)  # without it Qt lays out anew for another height alone
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.first = self._list
        self._list.selectionModel().currentChanged.connect(self._on_current)
        follow_selection(self._list)
        self._preview = Preview(session, self)
        self._export = ExportPane(session.settings.palette, self)
        self._export.changed.connect(self._show)
        self._export.wanted.connect(self._export_one)
        self._export.workbook.connect(self._export_workbook)
        self._export.everything.connect(self._export_everything)
        sentence = _("Outcomes are pooled, tables and figures laid out.")
        self._waiting = LongWork(_("Gather"), sentence, self)
        self._waiting.asked.connect(self._read)
        self._waiting.stopped.connect(lambda: self._job.cancel() if self._job else None)
        self._middle = QStackedWidget(self)
        self._columns = Splitter(parent=self)
        self._lay_out()
        session.changed.connect(self._on_changed)
        session.reader_changed.connect(self._on_reader)
        self._show_state()

    def show_target(self, output: str = "") -> None:
        """Show an output, as soon as it is gathered."""
        self._wanted = output
        if self._job is None:
            self._choose(output)

    def act(self, key: str) -> None:
        """Carry out an action of this page."""
        {"export": self._export_everything}[key]()

    # -- showing ---------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Read what changed since the page was last seen."""
        super().showEvent(event)
        if not event.spontaneous() and not self._is_divided:
            self._divide()
        if self._stale:
            self._read()

    def _divide(self) -> None:
        """Give the sides less where the window is narrow for its type; the picture has the rest."""
        self._is_divided = True
        wide = self.width()
        left = max(px(SIDES[0]), min(px(256), round(0.2 * wide)))
        right = max(px(SIDES[1]), min(px(272), round(0.22 * wide)))
        self._columns.setSizes([left, wide - left - right, right])

    def _on_changed(self, _change: Change) -> None:
        self._stale = True
        if self.isVisible():
            self._read()

    def _on_reader(self) -> None:
        self._model.set_rows(())  # what one reader may see is gone before the next one looks
        self._material = None
        self._preview.forget()
        self._stale = True
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._show_state()
        if self.isVisible():
            self._read()

    def _read(self) -> None:
        """Gather beside the window: many outcomes are pooled and laid out for seconds."""
        session = self._session
        if session.review is None:
            return
        self._stale = False
        if self._job is not None:
            self._job.cancel()
        path, reader, lang = session.review.store.path, session.reader, language()
        job = self._job = session.jobs.run(
            _gathering(),
            lambda report: read_outputs(path, reader=reader, lang=lang, report=report),
            done=lambda found: self._on_read(job, found),
            failed=lambda fault: self._on_failed(job, fault),
        )
        job.cancelled.connect(lambda: self._on_stopped(job))
        self._show_state()

    def _on_read(self, job: Job, found: tuple[Material, tuple[Output, ...]]) -> None:
        if job is not self._job or not isValid(self):  # changed since, or another looks
            return
        self._job = None
        self._material, rows = found
        current = self._current()
        self._model.set_rows(rows)
        self._show_state()
        self._choose(self._wanted or (current.key if current is not None else ""))
        self._wanted = ""
        self._show()

    def _choose(self, output: str) -> None:
        index = self._model.index(max(self._model.place_of(output), 0), 0)
        select = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self._list.selectionModel().setCurrentIndex(index, select)

    def _on_failed(self, job: Job, fault: Exception) -> None:
        self._on_stopped(job)
        if isinstance(fault, StorageError):
            self._session.faulted.emit(fault)
        else:
            self._session.refused.emit(fault)

    def _on_stopped(self, job: Job) -> None:
        if job is self._job and isValid(self):
            self._job = None
            self._stale = True  # gathered when asked, or when the page is opened again
            self._show_state()

    def _show_state(self) -> None:
        """What goes out, or that it is being gathered; nothing old goes out meanwhile."""
        waits = self._job is not None
        self._export.set_off(_gathering() if waits or self._material is None else "")
        self._middle.setCurrentIndex(1 if self._material is None else 0)
        self._waiting.show_state(Progress(0, 0) if waits else None)

    def _current(self) -> Output | None:
        return self._model.row(self._list.currentIndex())

    def _on_current(self, _index: QModelIndex, _before: QModelIndex) -> None:
        output = self._current()
        if output is not None:
            self._export.show_output(output)
            self._show()

    def _show(self) -> None:
        output = self._current()
        if output is not None and self._material is not None:
            self._preview.show_output(output, self._material, self._export.look)

    # -- exports ---------------------------------------------------------------------------------

    def _export_one(self) -> None:
        output = self._current()
        if output is not None and self._material is not None:
            export = self._export
            self._exporting.one(output, self._material, kind=export.kind, look=export.look)

    def _export_workbook(self) -> None:
        if self._material is not None:
            self._exporting.workbook(self._material)

    def _export_everything(self) -> None:
        if self._material is not None:
            self._exporting.everything(self._material, look=self._export.look_of_all)

    # -- layout ----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        left = Pane(parent=self)
        head = QVBoxLayout()
        space(head, (20, 14, 20, 8), 4)
        head.addWidget(Text(_("Report"), "heading", parent=left))
        head.addWidget(Text(_("Everything that goes out"), "caption", parent=left))
        left.column.addLayout(head)
        left.column.addWidget(self._list, 1)
        columns = self._columns
        held = QWidget(self)
        column = QVBoxLayout(held)
        space(column)
        column.addWidget(PageHead(_gathering(), parent=held))
        place = QVBoxLayout()
        space(place, (24, 0, 24, 24))
        place.addWidget(self._waiting)
        column.addLayout(place)
        column.addStretch(1)
        self._middle.addWidget(self._preview)
        self._middle.addWidget(held)
        for widget in (left, self._middle, self._export):
            columns.addWidget(widget)
        left.setMinimumWidth(px(SIDES[0]))
        self._export.setMinimumWidth(px(SIDES[1]))
        columns.setStretchFactor(1, 1)
        row = QHBoxLayout(self)
        space(row)
        row.addWidget(columns)


def _gathering() -> str:
    return _("Gathering what goes out")


PAGE = PageSpec(
    key="report",
    title=lambda: _("Report"),
    icon="file-text",
    order=80,
    build=ReportPage,
    about=lambda: _(
        "Every table and figure of the review, as it goes out. Export the one that shows, the "
        "Excel workbook, or everything into a folder."
    ),
)
