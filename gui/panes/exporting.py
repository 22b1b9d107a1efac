"""Writes out what Report shows: one output, the workbook, or everything; each beside the window.

The page says what is chosen and how it looks; here it is asked where it goes, and told how it went.
"""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from appraisal.bundle import Written, alone_sentence, last_change, tables_of, write_figure
from appraisal.errors import StorageError, UserError
from appraisal.everything import write_archive, write_everything
from appraisal.exporters.csv_files import write_table
from appraisal.exporters.xlsx import write_workbook
from appraisal.figure_look import FigureLook, figure_as
from appraisal.material import Material
from appraisal.methods import methods_file
from appraisal.store.protocol import Notice
from appraisal.views.outputs import Output
from appraisal.whole_file import write_text
from gui import dialogs
from gui.jobs import Report, Work
from gui.session import Session
from resources.i18n import _, ngettext


class Exporting:
    """Asks where, and writes."""

    def __init__(self, session: Session, page: QWidget) -> None:
        self._session, self._page = session, page
        self._told_alone = False

    def one(self, output: Output, material: Material, *, kind: str, look: FigureLook) -> None:
        """Write an output as a kind of file; a name that is typed may choose another kind."""
        name = output.key.partition(":")[2].removesuffix(f".{kind}")
        path = self._ask_file(_("Export"), f"{name}.{kind}", kind)
        if path is None:
            return
        typed = path.suffix.lower().lstrip(".")
        kind = next((one for one in output.kinds if one.lower() == typed), kind)
        if typed != kind.lower():
            path = path.with_name(f"{path.name}.{kind}")

        def work(_report: Report) -> Written:
            missing: tuple[str, ...] = ()
            if output.figure is not None:
                figure = figure_as(material, output.figure, look)
                missing = write_figure(
                    figure.scene, path, palette=look.palette, width_mm=look.width_mm, dpi=look.dpi
                )
            elif output.script is not None:
                write_text(path, output.script)
            elif output.texts is not None:
                write_text(path, methods_file(output.texts))
            elif output.table is not None and kind == "xlsx":
                write_workbook((output.table,), path, at=last_change(material))
            elif output.table is not None:
                write_table(output.table, path)
            return Written((path,), missing)

        self._run(_("Exporting {name}").format(name=path.name), work, path)

    def workbook(self, material: Material) -> None:
        """Write every table into one workbook."""
        path = self._ask_file(_("Export the workbook"), "appraisal.xlsx", "xlsx")
        if path is None:
            return

        def work(report: Report) -> Written:
            write_workbook(tables_of(material), path, at=last_change(material), report=report)
            return Written((path,), ())

        self._run(_("Writing the workbook"), work, path)

    def everything(self, material: Material, *, look: FigureLook) -> None:
        """Write all that goes out, as one archive or into a folder."""
        way = dialogs.ask(
            self._page.window(),
            _("Export everything"),
            [
                _(
                    "Workbook, Word report, figures, tables, scripts, references and the whole "
                    "review as JSON, with the SHA-256 sum of each."
                ),
                _(
                    "Figures go out as chosen at the right; the language holds for all words, and "
                    "a title typed for the figure that shows."
                ),
            ],
            [
                dialogs.Way("", _("Cancel")),
                dialogs.Way("zip", _("As one archive")),
                dialogs.Way("folder", _("Into a folder"), "primary"),
            ],
        )
        if way == "zip":
            self.archive(material, look=look)
        elif way == "folder":
            self._folder(material, look)

    def archive(self, material: Material, *, look: FigureLook) -> None:
        """Write everything as one archive."""
        path = self._ask_file(_("Export everything"), "evenhand-report.zip", "zip")
        if path is None:
            return

        def work(report: Report) -> Written:
            return write_archive(material, path, look=look, report=report)

        self._run(_("Exporting everything"), work, path)

    def _folder(self, material: Material, look: FigureLook) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self._page.window(), _("A folder for everything"), str(Path.home())
        )
        if not chosen:
            return
        folder = Path(chosen)
        is_full = any(folder.iterdir())
        if is_full:
            sure = dialogs.ask(
                self._page.window(),
                _("This folder holds files already"),
                [_("Files of the same names are replaced; the others stay.")],
                [
                    dialogs.Way("", _("Cancel")),
                    dialogs.Way("yes", _("Export into it"), "primary"),
                ],
            )
            if sure != "yes":
                return

        def work(report: Report) -> Written:
            return write_everything(material, folder, look=look, replace=is_full, report=report)

        self._run(_("Exporting everything"), work, folder, counted=True)

    def _run(self, name: str, work: Work, path: Path, *, counted: bool = False) -> None:
        session = self._session

        def done(made: Written) -> None:
            if counted:
                n = len(made.paths)
                session.say(ngettext("{n} file written.", "{n} files written.", n).format(n=n))
            elif made.missing:
                dialogs.tell(
                    self._page.window(),
                    _("Some characters have no font here"),
                    [_("No installed font has: {letters}").format(letters=" ".join(made.missing))],
                )
            else:
                session.say(_("Written: {name}").format(name=path.name))
            if made.is_alone and not self._told_alone:
                self._told_alone = True  # the system will not change while the program runs
                session.told.emit(Notice("alone", alone_sentence()))

        def failed(fault: Exception) -> None:
            remedy = fault.remedy if isinstance(fault, StorageError | UserError) else ""
            text = fault.message if isinstance(fault, StorageError | UserError) else str(fault)
            dialogs.tell(self._page.window(), text, [remedy] if remedy else [])

        session.jobs.run(name, work, done=done, failed=failed)

    def _ask_file(self, title: str, name: str, kind: str) -> Path | None:
        folder = self._session.review.store.path.parent if self._session.review else Path.home()
        chosen, _kind = QFileDialog.getSaveFileName(
            self._page.window(), title, str(folder / name), f"{kind.upper()} (*.{kind})"
        )
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix else path.with_suffix(f".{kind}")
