"""What a table's cell shows, as plain values: a model gives one, the delegate draws it.

A model answers `CELL` with a `Cell`, and `DisplayRole` with its words, so that what a screen reader
says, what is copied and what is drawn are the same. Nothing here needs a screen.
"""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt

CELL = int(Qt.ItemDataRole.UserRole) + 40
Kind = Literal["text", "name", "quiet", "number", "chip", "state", "stars", "mark", "icon"]
Fault = Literal["", "bad", "warn"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    `kind` says how the words are drawn: `name` stronger, `text` and `quiet` in the second ink,
    `number` tabular and to the right, `chip` in a chip, `state` after the icon of a progress
    state, `stars` after so many stars, `mark` before the mark of a role, `icon` after an icon.
    """

    text: str = ""
    kind: Kind = "text"
    strong: bool = False
    off: bool = False  # left out, or worked out: in a quieter ink
    state: str = ""
    part: float = 0.0
    earned: int = 0
    stars: int = 0
    mark: str = ""
    icon: str = ""
    chip: Literal["", "accent", "warn", "bad", "ok"] = ""
    fault: Fault = ""
    rule: bool = False  # a line at the left: a new group of columns
    link: bool = False  # it can be pressed
