"""Which installed fonts draw the characters that the figure font lacks."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import category

if TYPE_CHECKING:
    from matplotlib.font_manager import FontEntry

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
    for known in (_installed, _installed_since):
        for name, file in known().items() if lacking else ():
            found = {char for char in lacking if ord(char) in _characters(file)}
            if found:
                chosen.append(name)
                lacking -= found
            if not lacking:
                break
    return tuple(chosen), tuple(sorted(lacking | nameless))


@cache
def is_postscript(families: tuple[str, ...]) -> bool:
    """Whether one of these has outlines that a PDF cannot hold as TrueType."""
    files = [_installed().get(name) or _installed_since().get(name) for name in families[1:]]
    return any(_has_postscript(file) for file in files if file is not None)


def _has_postscript(file: str) -> bool:
    with Path(file).open("rb") as font:
        head = font.read(16)
        if head.startswith(b"ttcf"):  # several fonts in a file: the first speaks for them
            font.seek(int.from_bytes(head[12:16], "big"))
            head = font.read(4)
    return head.startswith(b"OTTO")


@cache
def _installed() -> Mapping[str, str]:
    """Return the file of one upright face of each installed family, the preferred first."""
    from matplotlib.font_manager import fontManager

    return _by_family(fontManager.ttflist)


@cache
def _installed_since() -> Mapping[str, str]:
    """The same of fonts that came after matplotlib last listed them: it never looks again."""
    from matplotlib.font_manager import findSystemFonts, fontManager

    known = {entry.fname for entry in fontManager.ttflist}
    before = len(fontManager.ttflist)
    for file in sorted(set(findSystemFonts()) - known):
        try:
            fontManager.addfont(file)
        except (OSError, RuntimeError):  # as below
            continue
    return _by_family(fontManager.ttflist[before:])


def _by_family(entries: "Iterable[FontEntry]") -> Mapping[str, str]:
    def rank(entry: "FontEntry") -> tuple[int, str]:
        places = [i for i, name in enumerate(PREFERRED) if entry.name.startswith(name)]
        return (places[0] if places else len(PREFERRED), entry.name)

    usable = [e for e in entries if e.style == "normal" and e.name not in (FONT, TOFU)]
    return {entry.name: entry.fname for entry in sorted(usable, key=rank)}


@cache
def _characters(file: str) -> frozenset[int]:
    from matplotlib.ft2font import FT2Font

    try:
        return frozenset(FT2Font(file).get_charmap())
    except (OSError, RuntimeError):  # a broken font file of the system's is not ours to mend
        return frozenset()
