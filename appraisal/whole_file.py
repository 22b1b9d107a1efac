"""Write a file whole, or leave the one that was there as it was."""

import os
from collections.abc import Callable
from pathlib import Path

from appraisal.errors import StorageError
from appraisal.store.faults import of_system
from resources.i18n import _


def write_whole(path: Path, write: Callable[[Path], None]) -> None:
    """Have `write` fill a new file beside the target, then put it in the target's place.

    Raises
    ------
    StorageError
        When it cannot be written; what stood there is untouched.
    """
    draft = path.with_name(f".{path.stem}.new{path.suffix}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(draft)
        os.replace(draft, path)  # noqa: PTH105 - atomic on every system
    except PermissionError as fault:
        raise _refused(path) from fault
    except OSError as fault:
        raise of_system(fault, path) from fault
    finally:
        if draft.exists():
            draft.unlink()


def _refused(path: Path) -> StorageError:
    """The sentence for a target another program holds, or a folder we may not write in."""
    remedy = (
        _("Close {name}, or save under another name.").format(name=path.name)
        if path.exists()
        else _("Choose another folder.")
    )
    said = _("{name} cannot be written.").format(name=path.name)
    return StorageError(said, remedy=remedy, offers=("retry", "save_as"))


def write_text(path: Path, text: str, *, encoding: str = "utf-8") -> None:
    """Write a text whole, with plain line ends."""
    write_whole(path, lambda draft: _text_to(draft, text, encoding))


def _text_to(draft: Path, text: str, encoding: str) -> None:
    draft.write_text(text, encoding, newline="\n")
