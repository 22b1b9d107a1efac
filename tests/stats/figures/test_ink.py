"""Files hold the figure's numbers as text, its words, and the same bytes each time."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from math import exp
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from matplotlib import font_manager
from matplotlib.font_manager import fontManager
from matplotlib.ft2font import FT2Font
from PIL import Image

from appraisal.figures.text import print_palette
from stats.figures import fallback
from stats.figures.ink import PAGE_MM, render, save
from stats.figures.pages import pages
from stats.figures.scene import Judgement, Line, Scene, Text
from stats.figures.shapes import LEVELS
from tests.stats.figures import forests

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def scene() -> Scene:
    return forests.scene(forests.sample())


def svg_texts(content: bytes) -> list[tuple[float, str]]:
    found = ET.fromstring(content).iter(f"{SVG}text")
    return [(float(text.get("y", 0)), "".join(text.itertext())) for text in found]


def test_svg_texts_read_back_as_the_numbers(scene: Scene) -> None:
    content, missing = render(scene, "svg", palette=print_palette())
    texts = svg_texts(content)
    assert missing == ()
    for row in forests.sample().studies:
        (y,) = [y for y, text in texts if text == row.label]
        line = [text for at, text in texts if abs(at - y) < 0.1]
        (shown,) = [text for text in line if "[" in text]
        numbers = [float(n) for n in re.findall(r"\d+\.\d+", shown)]
        assert row.estimate is not None
        assert row.lower is not None
        assert row.upper is not None
        limits = (exp(v) for v in (row.estimate, row.lower, row.upper))
        assert numbers == [pytest.approx(v, abs=0.005) for v in limits]
        assert row.cells[0] in line


def test_svg_speaks(scene: Scene) -> None:
    root = ET.fromstring(render(scene, "svg", palette=print_palette())[0])
    title, words = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    data = root.find(f"{SVG}metadata")
    assert title is not None
    assert words is not None
    assert data is not None
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {words.get('id')}"
    assert (title.text, words.text) == (scene.title, scene.description)
    assert json.loads(data.text or "") == [list(row) for row in scene.table]


@pytest.mark.parametrize("kind", ["svg", "pdf", "png"])
def test_file_is_the_same_each_time(scene: Scene, tmp_path: Path, kind: str) -> None:
    files = [tmp_path / f"{name}.{kind}" for name in ("one", "two")]
    for file in files:
        save(scene, file, palette=print_palette())
    assert files[0].read_bytes() == files[1].read_bytes()
    assert sorted(tmp_path.iterdir()) == files


def test_pdf_has_its_fonts_and_words(scene: Scene) -> None:
    content, _ = render(scene, "pdf", palette=print_palette())
    assert b"/CIDFontType2" in content  # fonttype 42: TrueType, with a map to Unicode
    assert b"/ToUnicode" in content
    assert b"/Title (Relapse within six months)" in content
    assert b"CreationDate" not in content


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_pdf_can_be_searched(scene: Scene, tmp_path: Path) -> None:
    save(scene, tmp_path / "forest.pdf", palette=print_palette())
    done = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "forest.pdf", "-"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert re.search(r"Achiron 2004\s+6/41\s+13/39\s+0\.34 \[0\.12, 1\.02\]", done.stdout)
    assert "−2.50" in done.stdout


def test_png_has_the_size_asked_for(scene: Scene, tmp_path: Path) -> None:
    save(scene, tmp_path / "forest.png", palette=print_palette(), width_mm=85, dpi=600)
    with Image.open(tmp_path / "forest.png") as picture:
        assert picture.width == pytest.approx(85 / 25.4 * 600, abs=1)
        assert picture.info["dpi"] == pytest.approx((600, 600), abs=0.1)
        assert picture.info["Description"] == scene.description


def test_other_formats_are_refused(scene: Scene, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"not as '\.gif'"):
        save(scene, tmp_path / "forest.gif", palette=print_palette())


def test_character_without_a_font_is_named() -> None:
    private = "\ue123"
    odd = Scene(100, 20, (Text(5, 15, f"A {private}"),))
    for kind in ("svg", "pdf", "png"):
        _, missing = render(odd, kind, palette=print_palette())
        assert missing == (private,)


def test_every_judgement_can_be_drawn() -> None:
    marks = tuple(Judgement(10 + 20 * i, 10, level) for i, level in enumerate(LEVELS))
    content, _ = render(Scene(140, 20, marks), "svg", palette=print_palette())
    colours = print_palette().marks
    for level in LEVELS:
        assert colours[level].fill.lower() in content.decode()


def test_text_that_looks_like_formulas_or_markup_stays_text() -> None:
    odd = Scene(300, 20, (Text(5, 15, "<b>Zola</b> & $5 $x_1$"),))
    content, _ = render(odd, "svg", palette=print_palette())
    assert svg_texts(content)[0][1] == "<b>Zola</b> & $5 $x_1$"


def test_tall_figure_is_cut_between_rows() -> None:
    whole = forests.scene(forests.many(80))
    sheets = pages(whole, 900.0)
    names = [
        [m.text for m in sheet.marks if isinstance(m, Text) and m.text.startswith("Study ")]
        for sheet in sheets
    ]
    assert len(sheets) == 3
    assert all(sheet.height <= 900 for sheet in sheets)
    assert [name for sheet in names for name in sheet] == [f"Study {i}" for i in range(80)]
    for sheet in sheets:  # each has its head and its axis
        texts = [mark.text for mark in sheet.marks if isinstance(mark, Text)]
        assert texts.count("Odds ratio") == texts.count("Study") == texts.count("1") == 1


def test_everything_on_a_page_lies_on_it() -> None:
    for sheet in pages(forests.scene(forests.many(80)), 900.0):
        for mark in sheet.marks:
            if isinstance(mark, Text):
                assert 0 < mark.y <= sheet.height
            if isinstance(mark, Line):
                assert 0 <= min(mark.y1, mark.y2) <= max(mark.y1, mark.y2) <= sheet.height


def test_pdf_of_a_tall_figure_has_pages() -> None:
    content, _ = render(forests.scene(forests.many(80)), "pdf", palette=print_palette())
    heights = [float(h) for h in re.findall(rb"/MediaBox \[ ?0 0 [\d.]+ ([\d.]+) ?\]", content)]
    assert len(heights) > 1
    assert max(heights) <= PAGE_MM / 25.4 * 72 + 1


@pytest.fixture
def forgotten() -> Iterator[None]:
    """What is known of installed fonts is found out anew, here and afterwards."""
    kept = (fallback.families, fallback._installed, fallback._installed_since)
    caches = (*kept, fallback.is_postscript)
    for one in caches:
        one.cache_clear()
    yield
    for one in caches:
        one.cache_clear()


@pytest.mark.usefixtures("forgotten")
def test_font_installed_since_the_first_start_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """matplotlib lists the fonts once and keeps the list; somebody installs one to read a name."""
    upright = (e for e in fontManager.ttflist if e.style == "normal")
    late = next(e for e in upright if e.name == "STIXNonUnicode")
    entries = [e for e in fontManager.ttflist if e.name == fallback.FONT]
    monkeypatch.setattr(fontManager, "ttflist", entries)
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda: [late.fname])
    only = next(chr(code) for code in FT2Font(late.fname).get_charmap() if code >= 0xE000)
    known = next(e for e in entries if e.style == "normal")
    assert ord(only) not in FT2Font(known.fname).get_charmap()
    monkeypatch.setattr(fallback, "NAMELESS", ())
    assert fallback.families(f"A{only}") == ((fallback.FONT, late.name), ())


@pytest.mark.usefixtures("forgotten")
@pytest.mark.parametrize(
    ("head", "is_so"),
    [
        (b"OTTO" + bytes(12), True),
        (b"ttcf" + bytes(8) + b"\0\0\0\x10" + b"OTTO", True),
        (b"\0\1\0\0" + bytes(12), False),
    ],
)
def test_outlines_a_pdf_cannot_hold_as_truetype_are_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, head: bytes, *, is_so: bool
) -> None:
    (tmp_path / "font").write_bytes(head)
    monkeypatch.setattr(fallback, "_installed", lambda: {"Foreign": str(tmp_path / "font")})
    assert fallback.is_postscript((fallback.FONT, "Foreign")) is is_so
    assert not fallback.is_postscript((fallback.FONT,))
