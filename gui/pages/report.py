"""Report: every table and figure as it goes out; export one, the workbook, or everything."""

from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QModelIndex
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QListView,
    QVBoxLayout,
    QWidget,
)

from appraisal.bundle import (
    last_change,
    tables_of,
    write_figure,
)
from appraisal.errors import StorageError, UserError
from appraisal.everything import write_archive, write_everything
from appraisal.exporters.csv_files import write_table
from appraisal.exporters.xlsx import write_workbook
from appraisal.figure_look import figure_as
from appraisal.material import Material, gather
from appraisal.methods import methods_file
from appraisal.review import Change
from appraisal.views.outputs import Output, outputs
from appraisal.whole_file import write_text
from gui import dialogs
from gui.delegates.outputs import OutputsDelegate
from gui.jobs import Report, Work
from gui.models.rows import Column, RowsModel
from gui.pages import PageSpec
from gui.panes.export import ExportPane
from gui.panes.preview import Preview
from gui.session import Session
from gui.theme import px, space
from gui.widgets.page import Pane, Splitter
from gui.widgets.text import Text
from gui.widgets.toggles import follow_selection
from resources.i18n import _, language, ngettext


class ReportPage(QWidget):
    """Outputs left, a preview in the middle, the export right."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._material: Material | None = None
        self._stale = True
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
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFocusProxy(self._list)
        self._list.selectionModel().currentChanged.connect(self._on_current)
        follow_selection(self._list)
        self._preview = Preview(session, self)
        self._export = ExportPane(session.settings.palette, self)
        self._export.changed.connect(self._show)
        self._export.wanted.connect(self._export_one)
        self._export.workbook.connect(self._export_workbook)
        self._export.everything.connect(self._export_everything)
        self._lay_out()
        session.changed.connect(self._on_changed)
        session.reader_changed.connect(self._read)
        self._read()

    def show_target(self, output: str = "") -> None:
        """Show an output."""
        place = self._model.place_of(output)
        if place >= 0:
            self._list.setCurrentIndex(self._model.index(place, 0))

    def act(self, key: str) -> None:
        """Carry out an action of this page."""
        {"export": self._export_everything}[key]()

    # -- showing ---------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Read what changed since the page was last seen."""
        super().showEvent(event)
        if self._stale:
            self._read()

    def _on_changed(self, _change: Change) -> None:
        self._stale = True
        if self.isVisible():
            self._read()

    def _read(self) -> None:
        review = self._session.review
        if review is None:
            return
        self._stale = False
        self._material = gather(review, reader=self._session.reader, lang=language())
        current = self._current()
        self._model.set_rows(outputs(self._material))
        place = self._model.place_of(current.key) if current is not None else 0
        index = self._model.index(max(place, 0), 0)
        select = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self._list.selectionModel().setCurrentIndex(index, select)
        self._show()

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
        output, material = self._current(), self._material
        if output is None or material is None:
            return
        kind = self._export.kind
        name = output.key.partition(":")[2].removesuffix(f".{kind}")
        path = self._ask_file(_("Export"), f"{name}.{kind}", kind)
        if path is None:
            return
        typed = path.suffix.lower().lstrip(".")
        kind = next((one for one in output.kinds if one.lower() == typed), kind)
        if typed != kind.lower():
            path = path.with_name(f"{path.name}.{kind}")
        look = self._export.look

        def work(_report: Report) -> tuple[str, ...]:
            if output.figure is not None:
                figure = figure_as(material, output.figure, look)
                return write_figure(
                    figure.scene, path, palette=look.palette, width_mm=look.width_mm, dpi=look.dpi
                )
            if output.script is not None:
                write_text(path, output.script)
                return ()
            if output.texts is not None:
                write_text(path, methods_file(output.texts))
                return ()
            assert output.table is not None
            if kind == "xlsx":
                write_workbook((output.table,), path, at=last_change(material))
            else:
                write_table(output.table, path)
            return ()

        self._run(_("Exporting {name}").format(name=path.name), work, path)

    def _export_workbook(self) -> None:
        material = self._material
        path = self._ask_file(_("Export the workbook"), "appraisal.xlsx", "xlsx")
        if material is None or path is None:
            return

        def work(report: Report) -> tuple[str, ...]:
            write_workbook(tables_of(material), path, at=last_change(material), report=report)
            return ()

        self._run(_("Writing the workbook"), work, path)

    def _export_everything(self) -> None:
        material = self._material
        if material is None:
            return
        way = dialogs.ask(
            self.window(),
            _("Export everything"),
            [
                _(
                    "Workbook, Word report, figures, tables, scripts, references and the whole "
                    "review as JSON, with the SHA-256 sum of each."
                )
            ],
            [
                dialogs.Way("", _("Cancel")),
                dialogs.Way("zip", _("As one archive")),
                dialogs.Way("folder", _("Into a folder"), "primary"),
            ],
        )
        if way == "zip":
            self._export_archive(material)
        elif way == "folder":
            self._export_folder(material)

    def _export_archive(self, material: Material) -> None:
        path = self._ask_file(_("Export everything"), "evenhand-report.zip", "zip")
        if path is None:
            return

        def work(report: Report) -> tuple[str, ...]:
            return write_archive(material, path, report=report).missing

        self._run(_("Exporting everything"), work, path)

    def _export_folder(self, material: Material) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self.window(), _("A folder for everything"), str(Path.home())
        )
        if not chosen:
            return
        folder = Path(chosen)
        replace = any(folder.iterdir())
        if replace:
            sure = dialogs.ask(
                self.window(),
                _("This folder holds files already"),
                [_("Files of the same names are replaced; the others stay.")],
                [
                    dialogs.Way("", _("Cancel")),
                    dialogs.Way("yes", _("Export into it"), "primary"),
                ],
            )
            if sure != "yes":
                return

        def work(report: Report) -> tuple[str, ...]:
            written = write_everything(material, folder, replace=replace, report=report)
            return tuple(str(path) for path in written.paths)

        self._run(_("Exporting everything"), work, folder, counted=True)

    def _run(self, name: str, work: Work, path: Path, *, counted: bool = False) -> None:
        session = self._session

        def done(said: tuple[str, ...]) -> None:
            if counted:
                words = ngettext("{n} file written.", "{n} files written.", len(said))
                session.say(words.format(n=len(said)))
            elif said:
                dialogs.tell(
                    self.window(),
                    _("Some characters have no font here"),
                    [_("No installed font has: {letters}").format(letters=" ".join(said))],
                )
            else:
                session.say(_("Written: {name}").format(name=path.name))

        def failed(fault: Exception) -> None:
            remedy = fault.remedy if isinstance(fault, StorageError | UserError) else ""
            text = fault.message if isinstance(fault, StorageError | UserError) else str(fault)
            dialogs.tell(self.window(), text, [remedy] if remedy else [])

        session.jobs.run(name, work, done=done, failed=failed)

    def _ask_file(self, title: str, name: str, kind: str) -> Path | None:
        folder = self._session.review.store.path.parent if self._session.review else Path.home()
        chosen, _kind = QFileDialog.getSaveFileName(
            self.window(), title, str(folder / name), f"{kind.upper()} (*.{kind})"
        )
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix else path.with_suffix(f".{kind}")

    # -- layout ----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        left = Pane(parent=self)
        head = QVBoxLayout()
        space(head, (20, 14, 20, 8), 4)
        head.addWidget(Text(_("Report"), "heading", parent=left))
        head.addWidget(Text(_("Everything that goes out"), "caption", parent=left))
        left.column.addLayout(head)
        left.column.addWidget(self._list, 1)
        columns = Splitter(parent=self)
        for widget in (left, self._preview, self._export):
            columns.addWidget(widget)
        left.setMinimumWidth(px(180))
        self._export.setMinimumWidth(px(240))
        columns.setSizes([px(256), px(672), px(272)])
        columns.setStretchFactor(1, 1)
        row = QHBoxLayout(self)
        space(row)
        row.addWidget(columns)


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
