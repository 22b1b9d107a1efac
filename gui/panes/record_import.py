"""Files of references on their way in: read beside the window, shown, and written when told to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from appraisal import records
from appraisal.errors import AppraisalError
from appraisal.records import Chosen, Fresh
from appraisal.references.reading import Understood, UnknownColumns, read_references
from appraisal.state import State
from gui import dialogs
from gui.jobs import Report
from gui.long_writes import write_beside
from gui.panes.record_preview import ask_columns, ask_import
from gui.session import Session
from resources.i18n import _, ngettext, number

Maps = Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that could not be read; with its heads where it is a table we do not know."""

    path: Path
    message: str
    heads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadFiles:
    """What a job made of some files."""

    files: tuple[Chosen, ...]
    refused: tuple[Refused, ...]
    fresh: Fresh


class RecordImport(QObject):
    """Takes files in, one batch at a time."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._page = parent
        self._maps: list[Mapping[str, str]] = []

    def start(self, paths: Sequence[Path]) -> None:
        """Read files and folders, then ask."""
        files = [path for given in paths for path in _files_in(given)]
        if not files or self._session.review is None or self._session.read_only:
            return
        state = self._session.state
        maps = (*self._maps, *records.known_maps(state))
        self._session.jobs.run(
            _("Reading the files"),
            lambda report: read_files(state, files, maps, report),
            done=self._on_read,
            failed=self._on_failed,
        )

    def _on_read(self, read: ReadFiles) -> None:
        again = ask_import(self._page.window(), read)
        if again.columns is not None:
            self._ask_columns(again.columns, [*again.paths])
        elif again.files:
            self._take(again.files, read)

    def _ask_columns(self, one: Understood | Refused, paths: list[Path]) -> None:
        chosen = ask_columns(self._page.window(), one.heads, getattr(one, "columns", ()))
        if chosen:
            self._maps.insert(0, chosen)
        self.start(paths)

    def _take(self, files: Sequence[Chosen], read: ReadFiles) -> None:
        if tuple(files) == read.files:
            self._write(files, read.fresh)
            return
        state = self._session.state
        self._session.jobs.run(
            _("Looking what is new"),
            lambda report: records.fresh(state, files, report=report),
            done=lambda fresh: self._write(files, fresh),
            failed=self._on_failed,
        )

    def _write(self, files: Sequence[Chosen], fresh: Fresh) -> None:
        total = len(fresh.records)
        drafts, name = records.drafts_of(fresh, files), _("Importing the records")
        try:
            stands = write_beside(self._page.window(), self._session, name, drafts, total=total)
        except AppraisalError as fault:
            self._on_failed(fault)
        else:
            if stands:
                self._say_done(total)
            else:
                self._session.say(_("Stopped: nothing was imported."))

    def _say_done(self, total: int) -> None:
        if not total:
            self._session.say(_("Every record of these files is here already."))
            return
        said = ngettext("{n} record imported.", "{n} records imported.", total)
        self._session.say(said.format(n=number(total, 0)), undo=True)

    def _on_failed(self, fault: Exception) -> None:
        if isinstance(fault, AppraisalError):
            dialogs.tell_why(self._page.window(), fault)
        else:
            dialogs.tell(self._page.window(), _("The files cannot be read."), [str(fault)])


def read_files(state: State, paths: Sequence[Path], maps: Maps, report: Report) -> ReadFiles:
    """Read files, whatever they are; those that cannot be read are named with why."""
    files: list[Chosen] = []
    refused: list[Refused] = []
    done = 0

    def told(n: int, _total: int) -> None:
        report(done + n, 0)

    for path in paths:
        try:
            files.append(records.chosen_of(read_references(path, known=maps, report=told)))
        except UnknownColumns as fault:
            refused.append(Refused(path, str(fault), fault.heads))
        except AppraisalError as fault:
            refused.append(Refused(path, str(fault)))
        else:
            done += len(files[-1].understood.references)
    fresh = records.fresh(state, files, report=report)
    return ReadFiles(tuple(files), tuple(refused), fresh)


def _files_in(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return sorted(one for one in path.iterdir() if one.is_file() and not one.name.startswith("."))
