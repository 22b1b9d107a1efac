"""OpenMeta's own files: they are Python pickles, which can run anything, and are never opened."""

from collections.abc import Callable
from pathlib import Path

from appraisal.errors import UnreadableImport
from appraisal.incoming import Importer, Incoming
from resources.i18n import _

Report = Callable[[int, int], None]

_PROTOCOLS = tuple(b"\x80" + bytes([number]) for number in range(2, 6))


def looks_like(path: Path, head: bytes) -> bool:
    """Whether a file begins as a pickle does, of whatever protocol."""
    old = head[:1] in (b"(", b"c") and (b"copy_reg" in head or b"ma_dataset" in head)
    return head.startswith(_PROTOCOLS) or old or path.suffix.lower() == ".oma"


def read(path: Path, _report: Report | None = None) -> Incoming:
    """Refuse it, and say the way round.

    Raises
    ------
    UnreadableImport
        Always.
    """
    raise UnreadableImport(
        _("{name} is a file of OpenMeta, which may hold programs; it is not opened.").format(
            name=path.name
        ),
        remedy=_(
            "In OpenMeta choose File, Export, save the table as CSV, and import that: a column for "
            "the study, and one for each number."
        ),
    )


IMPORTER = Importer("openmeta", 5, lambda: "OpenMeta (.csv)", looks_like, read)
