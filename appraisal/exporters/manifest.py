"""The sums of everything that went out, in the form that `sha256sum -c` checks."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from appraisal.whole_file import write_text

NAME = "manifest.sha256"


def write_manifest(paths: Iterable[Path], folder: Path) -> Path:
    """Write the SHA-256 sums of files in a folder, by name."""
    lines = sorted((path.relative_to(folder).as_posix(), _sum(path)) for path in paths)
    target = folder / NAME
    write_text(target, "".join(f"{found}  {name}\n" for name, found in lines))
    return target


def _sum(path: Path) -> str:
    found = sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            found.update(piece)
    return found.hexdigest()
