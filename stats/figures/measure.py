"""How wide a text is, from one table of advances, the same for screen and paper.

The table is that of the figure font (DejaVu Sans). It is made by `tests.tools.figure_font`, kept in
resources and passed in by whoever calls a layout, since stats reads no files. Characters that
the font lacks are taken as one em where East Asia writes them wide, else as six tenths.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from unicodedata import combining, east_asian_width

from stats.figures.style import Measure

ELLIPSIS = "…"
BREAKS = re.compile(r"[^ -]*(?: +|-+)|[^ -]+$")


@dataclass(frozen=True, slots=True)
class Advances:
    """Advances in thousandths of the type size by character, regular and bold."""

    regular: Mapping[str, int]
    bold: Mapping[str, int]

    def __call__(self, text: str, size: float = 13.0, bold: bool = False) -> float:  # noqa: FBT001, FBT002
        """Return the width of a text."""
        table = self.bold if bold else self.regular
        try:
            total = sum(map(table.__getitem__, text))
        except KeyError:
            total = sum(table[char] if char in table else _guess(char) for char in text)
        return total * size / 1000.0

    def missing(self, text: str) -> tuple[str, ...]:
        """Return the characters of a text that the font lacks, each once."""
        lacking = (c for c in text if c not in self.regular and not c.isspace())
        return tuple(dict.fromkeys(lacking))


def _guess(char: str) -> int:
    if combining(char):
        return 0
    return 1000 if east_asian_width(char) in "WF" else 600


def wrap(
    text: str,
    width: float,
    measure: Measure,
    *,
    size: float = 13.0,
    bold: bool = False,
    most: int | None = None,
) -> tuple[str, ...]:
    """Break a text into lines no wider than `width`; the last of `most` lines ends in an ellipsis.

    Lines break at spaces and after hyphens; a word wider than the line breaks anywhere.
    """
    if measure(text, size, bold) <= width:
        return (text,)
    lines: list[str] = []
    line = ""
    for word in BREAKS.findall(text):
        if measure((line + word).rstrip(" "), size, bold) <= width:
            line += word
            continue
        if line:
            lines.append(line)
        *full, line = _pieces(word, width, measure, size=size, bold=bold)
        lines.extend(full)
    lines.append(line)
    if most is not None and len(lines) > most:
        last = elide("".join(lines[most - 1 :]), width, measure, size=size, bold=bold)
        lines = [*lines[: most - 1], last]
    return tuple(line.rstrip(" ") for line in lines)


def _pieces(word: str, width: float, measure: Measure, *, size: float, bold: bool) -> list[str]:
    pieces = [""]
    for char in word:
        if pieces[-1] and measure((pieces[-1] + char).rstrip(" "), size, bold) > width:
            pieces.append("")
        pieces[-1] += char
    return pieces


def elide(
    text: str, width: float, measure: Measure, *, size: float = 13.0, bold: bool = False
) -> str:
    """Cut a text to a width, ending in an ellipsis where something was cut."""
    if measure(text, size, bold) <= width:
        return text
    kept = text
    while kept and measure(kept.rstrip(" ") + ELLIPSIS, size, bold) > width:
        kept = kept[:-1]
    return kept.rstrip(" ") + ELLIPSIS
