"""Write the advances of DejaVu Sans to `resources/figure_font.json`.

Run after a change of the figure font: `python -m tests.tools.figure_font`. Advances are thousandths
of the type size, in runs of neighbouring code points: `{"regular": {"32": [318, 401, ...]}}`.
"""

import json
from pathlib import Path

from matplotlib.font_manager import FontProperties, findfont
from matplotlib.ft2font import FT2Font, LoadFlags

from resources import path

TARGET = path("figure_font.json")


def advances(weight: str) -> dict[int, int]:
    """Read the advances of one weight by code point."""
    font = FT2Font(findfont(FontProperties(family="DejaVu Sans", weight=weight)))
    units = font.units_per_EM
    found: dict[int, int] = {}
    for code, glyph in font.get_charmap().items():
        wide = font.load_glyph(glyph, flags=LoadFlags.NO_SCALE).horiAdvance
        found[code] = round(1000 * wide / units)
    return found


def runs(table: dict[int, int]) -> dict[str, list[int]]:
    """Join neighbours: first code point to the advances from there on."""
    joined: dict[str, list[int]] = {}
    last, start = -2, 0
    for code in sorted(table):
        if code != last + 1:
            start = code
            joined[str(start)] = []
        joined[str(start)].append(table[code])
        last = code
    return joined


def text() -> str:
    """Compose the file."""
    tables = {name: runs(advances(name)) for name in ("regular", "bold")}
    rows = [
        f'"{name}": {{\n'
        + ",\n".join(
            f'"{code}": {json.dumps(row, separators=(",", ":"))}' for code, row in t.items()
        )
        + "\n}"
        for name, t in tables.items()
    ]
    return "{\n" + ",\n".join(rows) + "\n}\n"


def main(target: Path = TARGET) -> None:
    """Write the file."""
    target.write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
