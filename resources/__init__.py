"""What the program says and shows: texts, instruments, themes, samples. Imports nothing of ours.

Files are found beside this package, so that a frozen program and a checkout read the same ones.
"""

from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve().parent


def path(*parts: str) -> Path:
    """Where a resource lies, whether or not it is there."""
    return _HERE.joinpath(*parts)


def read_toml(*parts: str) -> dict[str, Any]:  # Any: a TOML table; its reader checks what is in it
    """Read a TOML resource into a plain table."""
    import tomllib  # some ms, which only those who read a file pay

    with path(*parts).open("rb") as file:
        return tomllib.load(file)
