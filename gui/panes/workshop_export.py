"""An instrument written to files: the English one, and one beside it for each other language."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from appraisal.errors import StorageError
from appraisal.whole_file import write_text
from gui import dialogs
from gui.dialogs import Way
from gui.session import Session
from resources.i18n import _


def export_instrument(window: QWidget, session: Session, texts: dict[str, str], name: str) -> None:
    """Ask where to, ask again before a file beside it is replaced, and name all that is written."""
    chosen, _kind = QFileDialog.getSaveFileName(
        window, _("Export the instrument"), f"{name}.toml", _("Instruments (*.toml)")
    )
    if not chosen:
        return
    files = files_of(Path(chosen).with_suffix(".toml"), texts)
    # The file dialog asked about the one that was chosen in it.
    there = [path.name for path in files if path != Path(chosen) and path.exists()]
    if there and not _may_replace(window, there):
        return
    try:
        for path, text in files.items():
            write_text(path, text)
    except StorageError as fault:
        session.faulted.emit(fault)
        return
    names = ", ".join(path.name for path in files)
    session.say(_("Written: {name}").format(name=names))


def files_of(path: Path, texts: dict[str, str]) -> dict[Path, str]:
    """What is written where: the English file at the path, each other language beside it."""
    return {
        path if lang == "en" else path.with_name(f"{path.stem}.{lang}.toml"): text
        for lang, text in sorted(texts.items(), key=lambda one: one[0] != "en")
    }


def _may_replace(window: QWidget, names: list[str]) -> bool:
    way = dialogs.ask(
        window,
        _("Replace {name}?").format(name=", ".join(names)),
        [_("An instrument is a file for each language; all of them are written.")],
        [Way("", _("Keep it")), Way("yes", _("Replace"), "primary")],
    )
    return way == "yes"
