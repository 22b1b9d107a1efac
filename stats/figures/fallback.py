"""Which installed fonts draw the characters that the figure font lacks."""

from collections.abc import Mapping
from functools import cache
from unicodedata import category

FONT = "DejaVu Sans"
TOFU = "Last Resort High-Efficiency"  # comes with matplotlib; draws boxes for everything
NAMELESS = ("Cc", "Cn", "Co", "Cs")  # what a font draws for these means nothing
PREFERRED = ("Noto Sans", "Droid Sans Fallback", "WenQuanYi", "Source Han Sans")


@cache
def families(texts: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the families to draw texts with, the figure font first, and what none of them has."""
    from matplotlib.font_manager import FontProperties, findfont

    have = _characters(findfont(FontProperties(family=FONT)))
    missing = {char for char in texts if ord(char) not in have and not char.isspace()}
    nameless = {char for char in missing if category(char) in NAMELESS}
    lacking = missing - nameless
    chosen = [FONT]
    for name, file in _installed().items() if lacking else ():
        found = {char for char in lacking if ord(char) in _characters(file)}
        if found:
            chosen.append(name)
            lacking -= found
        if not lacking:
            break
    return tuple(chosen), tuple(sorted(lacking | nameless))


@cache
def _installed() -> Mapping[str, str]:
    """Return the file of one upright face of each installed family, the preferred first."""
    from matplotlib.font_manager import FontEntry, fontManager

    def rank(entry: FontEntry) -> tuple[int, str]:
        places = [i for i, name in enumerate(PREFERRED) if entry.name.startswith(name)]
        return (places[0] if places else len(PREFERRED), entry.name)

    usable = [e for e in fontManager.ttflist if e.style == "normal" and e.name not in (FONT, TOFU)]
    return {entry.name: entry.fname for entry in sorted(usable, key=rank)}


@cache
def _characters(file: str) -> frozenset[int]:
    from matplotlib.ft2font import FT2Font

    try:
        return frozenset(FT2Font(file).get_charmap())
    except (OSError, RuntimeError):  # a broken font file of the system's is not ours to mend
        return frozenset()
