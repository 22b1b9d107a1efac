"""What the program remembers of its user: language, theme, recent reviews, who sits here.

Kept as TOML in the user's configuration folder. Nothing of a review is kept here but its name, its
place and how far it is.
"""

import os
import tomllib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

RECENTS_KEPT = 12


@dataclass(frozen=True, slots=True)
class Recent:
    """A review that was open here."""

    path: str
    title: str = ""
    done: int = 0
    total: int = 0
    at: str = ""

    @property
    def is_missing(self) -> bool:
        """Whether its file is gone."""
        return not Path(self.path).exists()


@dataclass(slots=True)
class Settings:
    """The settings, and the file they are kept in (none: kept nowhere, for tests)."""

    file: Path | None = None
    language: str = ""
    theme: str = "system"
    palette: str = "cochrane"
    text_zoom: float = 1.0
    font: str = ""
    name: str = ""
    recents: list[Recent] = field(default_factory=list)
    readers: dict[str, str] = field(default_factory=dict)
    widths: dict[str, list[int]] = field(default_factory=dict)
    hidden: dict[str, list[str]] = field(default_factory=dict)  # columns of a table not shown
    window: str = ""

    def save(self) -> None:
        """Write the file whole, or not at all."""
        if self.file is None:
            return
        import tomli_w

        self.file.parent.mkdir(parents=True, exist_ok=True)
        kept = {name: value for name, value in asdict(self).items() if name != "file"}
        draft = self.file.with_suffix(".new")
        draft.write_text(tomli_w.dumps(kept), "utf-8")
        os.replace(draft, self.file)  # noqa: PTH105 - atomic on every system

    def remember(self, recent: Recent) -> None:
        """Put a review on top of the recent ones."""
        others = [known for known in self.recents if known.path != recent.path]
        self.recents = [recent, *others][:RECENTS_KEPT]
        self.save()

    def forget(self, paths: Iterable[str]) -> None:
        """Take reviews off the recent ones; their files are not touched."""
        gone = set(paths)
        self.recents = [known for known in self.recents if known.path not in gone]
        self.save()

    def relocate(self, old: str, new: str) -> None:
        """Note that a review now lies elsewhere."""
        self.recents = [
            replace(known, path=new) if known.path == old else known for known in self.recents
        ]
        self.save()


def read_settings(file: Path) -> Settings:
    """The settings kept in a file; what cannot be read there takes its default."""
    try:
        read = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return Settings(file)  # a lost preference is not worth a message
    return Settings(file, **_fitting(read))


def _fitting(read: dict[str, Any]) -> dict[str, Any]:  # Any: a TOML table
    default = Settings()
    kept: dict[str, Any] = {}
    for part in fields(Settings):
        value = read.get(part.name)
        if part.name == "recents" and isinstance(value, list):
            kept["recents"] = [_recent(one) for one in value if isinstance(one, dict)]
        elif part.name not in ("file", "recents") and isinstance(
            value, type(getattr(default, part.name))
        ):
            kept[part.name] = value
    return kept


def _recent(read: dict[str, Any]) -> Recent:  # Any: a TOML table
    return Recent(
        str(read.get("path", "")),
        str(read.get("title", "")),
        int(read.get("done", 0)),
        int(read.get("total", 0)),
        str(read.get("at", "")),
    )
