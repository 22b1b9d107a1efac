"""What layouts need from resources: the widths of the figure font, words, and the print colours."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Literal

from resources import path, read_toml
from resources.i18n import _, number
from stats.figures.measure import Advances
from stats.figures.style import TOKENS, MarkColours, Palette, Words

MarkSet = Literal["cochrane", "safe"]


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
    }
    return Words(number=number, texts=texts)


@cache
def print_palette(marks: MarkSet = "cochrane") -> Palette:
    """Return the colours of files and previews."""
    table = read_toml("theme", "print.toml")
    tokens = table["tokens"]
    roles = {role: tokens[token] for role, token in TOKENS.items()} | {"overall": tokens["overall"]}
    colours = {level: MarkColours(**mark) for level, mark in table["marks"][marks].items()}
    return Palette(roles, colours)
