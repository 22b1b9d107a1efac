"""What a page asks of the window through the session: a sentence in passing, a place to go."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence for the toast; `undo` offers to take back what was just done."""

    text: str
    undo: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere to go: a page, and what to show there."""

    page: str
    target: Mapping[str, str] = field(default_factory=dict)
