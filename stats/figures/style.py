"""What a layout takes from outside: sizes, words, and the token behind each colour role.

Colours themselves stand in `resources/theme`: the window looks them up by token, files get a
`Palette` of the print theme. Nothing here reads a file.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias

TOKENS: Mapping[str, str] = {
    "ink": "text",
    "quiet": "text2",
    "off": "text3",
    "axis": "control",
    "rule": "line",
    "ground": "surface",
    "selected": "tint",
    "pool": "accent",
    "overall": "sunken",
    "band": "tint",
}


Drawing: TypeAlias = Literal["shapes", "robvis", "revman"]
REVMAN_GLYPHS: Mapping[str, str] = {"fair": "unknown", "poor": "fair"}


class Measure(Protocol):
    """The width of a text in px at 13 px type."""

    def __call__(self, text: str, size: float = ..., bold: bool = ...) -> float:  # noqa: FBT001
        """Return the width of `text` in type of `size`."""


@dataclass(frozen=True, slots=True)
class Words:
    """Numbers and words in the language of the reader; a missing word is its own key."""

    number: Callable[[float, int], str]
    texts: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, key: str) -> str:
        return self.texts.get(key, key)


@dataclass(frozen=True, slots=True)
class MarkColours:
    """The colours of one judgement."""

    fill: str
    glyph: str
    edge: str


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours (#RRGGBB, or #AARRGGBB) by role, and of the judgement marks by level.

    `drawing` says how files draw the marks: our own shapes, or all discs as robvis or RevMan 5 do;
    RevMan's unclear is a question mark, and its high a minus.
    """

    roles: Mapping[str, str]
    marks: Mapping[str, MarkColours]
    drawing: Drawing = "shapes"


@dataclass(frozen=True, slots=True)
class ForestStyle:
    """The measures of a forest plot (design, section 8)."""

    row: float = 36.0
    dense_row: float = 28.0
    dense_from: int = 16  # studies
    head: float = 42.0
    head_most: float = 144.0  # a longer name of a column is broken into lines
    head_lines: int = 3
    top: float = 8.0
    pad: float = 8.0  # inside the row's band, left and right
    gap: float = 8.0  # between columns of text
    star_gap: float = 8.0
    study: float = 92.0
    study_most: float = 220.0
    study_long: float = 140.0  # of long names, where the figure is wider than its room anyway
    plot: float = 148.0  # its least width; with the gaps, 164
    star: float = 9.5
    mark: float = 14.0
    square: float = 18.0
    square_least: float = 6.0
    diamond: float = 14.0
    body: float = 13.0
    small: float = 12.0
    line: float = 16.0
    stroke: float = 1.4
    cap: float = 7.0
    arrow: tuple[float, float] = (8.0, 9.0)
    label_lines: int = 3  # more are cut; the row's tip has the name in full


NARROW = ForestStyle()
WIDE = ForestStyle(gap=20.0, star_gap=16.0, study=124.0, study_most=320.0, star=11.5, plot=240.0)
PAPER = ForestStyle(
    gap=12.0, study_most=260.0, plot=180.0, label_lines=99
)  # nothing is cut in a file
PAPER_WIDTHS = (760.0, 1000.0)  # px, which 170 mm show in type of 8.2 and 6.3 points
WIDE_FROM = 960.0


def forest_style(width: float) -> ForestStyle:
    """Return the measures for a plot of this width."""
    return WIDE if width >= WIDE_FROM else NARROW
