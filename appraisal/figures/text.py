"""What layouts need from resources: the widths of the figure font, words, and the print colours."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Literal

from resources import path, read_toml
from resources.i18n import _, number
from stats.figures.measure import Advances
from stats.figures.style import PAPER_WIDTHS, TOKENS, Drawing, MarkColours, Palette, Words

MarkSet = Literal["cochrane", "safe", "grey"]


@cache
def measure() -> Advances:
    """Return the widths of the figure font."""
    table = json.loads(path("figure_font.json").read_text(encoding="utf-8"))
    return Advances(_unrolled(table["regular"]), _unrolled(table["bold"]))


def _unrolled(runs: Mapping[str, list[int]]) -> dict[str, int]:
    return {chr(int(start) + i): wide for start, row in runs.items() for i, wide in enumerate(row)}


def words() -> Words:
    """Return the words of the figures in the language in use."""
    texts = {
        "left out": _("left out"),
        "arrows": _("Intervals beyond the axis end in an arrow."),
        "unnamed": _("Without a name, for want of room: {studies}."),
        "some unnamed": _("{n} of {of} points have no name, for want of room."),
    }
    return Words(number=number, texts=texts)


# What a figure is laid out to while somebody has chosen the size of its type, and only there.
_width: ContextVar[float] = ContextVar("width", default=PAPER_WIDTHS[0])


def paper_width() -> float:
    """Return the width (px) that figures for paper are laid out to."""
    return _width.get()


@contextmanager
def laid_out_to(width: float) -> Iterator[None]:
    """Lay figures for paper out to another width for as long as this lasts, and only here."""
    before = _width.set(width)
    try:
        yield
    finally:
        _width.reset(before)


@cache
def print_palette(marks: MarkSet = "cochrane", drawing: Drawing = "shapes") -> Palette:
    """Return the colours of files and previews."""
    table = read_toml("theme", "print.toml")
    tokens = table["tokens"] | (table["greys"] if marks == "grey" else {})
    roles = {role: tokens[token] for role, token in TOKENS.items()} | {"overall": tokens["overall"]}
    colours = {level: MarkColours(**mark) for level, mark in table["marks"][marks].items()}
    return Palette(roles, colours, drawing)
