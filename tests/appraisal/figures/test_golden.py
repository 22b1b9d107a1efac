"""Every figure is what it was, mark by mark; the drawn files say in words what they show."""

import json
import re
import shutil
import subprocess
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from appraisal.bundle import figures_of, write_figure
from appraisal.figures.forest import forest_data
from appraisal.figures.text import measure, words
from appraisal.registry import discover
from stats.figures.forest import layout
from stats.figures.forest_data import ForestData, Study
from stats.figures.pages import pages
from stats.figures.scene import Scene, Text, span
from tests.appraisal.figures import pin
from tests.appraisal.materials import sample_material, ugly_material


@pytest.mark.parametrize("which", pin.REVIEWS)
def test_every_figure_of_a_review_is_as_pinned(which: str) -> None:
    found = dict(pin.texts(which))
    there = set((pin.FOLDER / which).glob("*.txt"))
    assert set(found) == there
    for path, content in found.items():
        assert content.splitlines() == path.read_text(encoding="utf-8").splitlines(), path.name


def test_every_figure_of_the_ugly_review_is_as_pinned() -> None:
    assert pin.ugly_digests().splitlines() == pin.DIGESTS.read_text(encoding="utf-8").splitlines()


def test_every_kind_of_figure_is_pinned() -> None:
    """A module of figures that no golden picture comes from would change unseen."""
    makers = {make.__module__ for make in discover("appraisal.figures", "FIGURE")}
    made = [*figures_of(sample_material("ivig")), *figures_of(sample_material("bcg"))]
    assert makers - {one.maker for one in made} == {
        "appraisal.figures.bubble",
        "appraisal.figures.gosh",
    }
    further = {path.stem.partition("-")[0] for path in (pin.FOLDER / "bcg-further").iterdir()}
    assert {"bubble", "gosh"} <= further


@pytest.fixture(scope="module")
def ugly() -> dict[str, Scene]:
    return {one.name: one.scene for one in figures_of(ugly_material(80))}


def test_nothing_leaves_the_page_in_the_ugly_review(ugly: dict[str, Scene]) -> None:
    font = measure()
    for name, scene in ugly.items():
        for mark in scene.marks:
            top, bottom = span(mark)
            if not (isinstance(mark, Text) and mark.turned):
                assert top >= -1, (name, mark)
                assert bottom <= scene.height + 1, (name, mark)
            if isinstance(mark, Text) and not mark.turned:
                wide = font(mark.text, mark.size, mark.weight >= 600)
                left = {"start": 0.0, "middle": wide / 2, "end": wide}[mark.anchor]
                assert mark.x - left >= -1, (name, mark)
                assert mark.x - left + wide <= scene.width + 1, (name, mark)


def test_tall_figures_are_cut_between_their_rows_and_lose_nothing(ugly: dict[str, Scene]) -> None:
    for name, scene in ugly.items():
        sheets = pages(scene, scene.width * 1.2)
        if len(sheets) == 1:
            continue
        whole = {mark.text for mark in scene.marks if isinstance(mark, Text)}
        cut = {mark.text for sheet in sheets for mark in sheet.marks if isinstance(mark, Text)}
        assert whole == cut, name


def test_svg_holds_live_text_words_and_the_data(tmp_path: Path) -> None:
    for figure in figures_of(sample_material("ivig")):
        path = tmp_path / f"{figure.name}.svg"
        write_figure(figure.scene, path)
        content = path.read_text(encoding="utf-8")
        assert "<text" in content
        assert 'role="img"' in content
        data = re.search(r'<metadata id="figure-data">(.*?)</metadata>', content, re.DOTALL)
        assert data is not None
        from html import unescape

        assert len(json.loads(unescape(data[1]))) == len(figure.scene.table)
        assert figure.scene.title
        assert figure.scene.description
        assert figure.scene.table, figure.name


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not installed")
def test_pdf_is_searchable_and_knows_its_data(tmp_path: Path) -> None:
    figure = next(one for one in figures_of(sample_material("ivig")) if one.name == "forest")
    path = tmp_path / "forest.pdf"
    write_figure(figure.scene, path)
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True,
                          check=True).stdout.decode("utf-8")  # fmt: skip
    assert "Achiron 1996" in text
    assert "0.32 [0.15, 0.67]" in text
    info = subprocess.run(["pdfinfo", str(path)], capture_output=True,
                          check=True).stdout.decode("utf-8")  # fmt: skip
    assert "Forest plot: Relapse within six months" in info
    assert "Achiron 1996; 0/3" in info  # its data, among the keywords


@pytest.mark.skipif(not shutil.which("pdftoppm"), reason="poppler is not installed")
def test_another_program_draws_what_the_pdf_holds(tmp_path: Path) -> None:
    figure = next(one for one in figures_of(sample_material("bcg")) if "traffic" in one.name)
    path = tmp_path / "light.pdf"
    write_figure(figure.scene, path)
    subprocess.run(["pdftoppm", "-r", "60", "-png", str(path), str(tmp_path / "page")], check=True)
    drawn = sorted(tmp_path.glob("page*.png"))
    assert drawn
    from PIL import Image

    with Image.open(drawn[0]) as picture:
        colours = {colour for _n, colour in picture.convert("RGB").getcolors(1 << 20) or ()}
    assert (2, 193, 0) in colours  # the green of Cochrane's palette
    assert (191, 0, 0) in colours


def heads(scene: Scene) -> list[tuple[float, float, float, str]]:
    """The texts of a scene's head: baseline, left and right end, what they say."""
    font, found = measure(), []
    assert scene.head is not None
    for mark in scene.marks:
        if isinstance(mark, Text) and mark.y < scene.head[1]:
            wide = font(mark.text, mark.size)
            left = mark.x - {"start": 0.0, "middle": wide / 2, "end": wide}[mark.anchor]
            found.append((mark.y, left, left + wide, mark.text))
    return sorted(found)


@pytest.mark.parametrize("width", [520.0, 640.0, 760.0, 980.0, 1400.0])
@pytest.mark.parametrize("blank", [False, True])
def test_heads_of_a_forest_plot_never_touch(*, width: float, blank: bool) -> None:
    for material in (sample_material("ivig"), sample_material("bcg"), ugly_material(40)):
        for analysis in material.analyses:
            data = forest_data(analysis)
            if blank:  # as before any form is complete: a column of stars without a star
                data = unrated(data)
            scene = layout(data, words=words(), measure=measure(), width=width)
            rows = heads(scene)
            for (y, _left, right, text), (at, left, _right, other) in pairwise(rows):
                assert y != at or right < left, (text, other)


def unrated(data: ForestData) -> ForestData:
    """The same plot with nothing said of any study's bias."""
    rows = tuple(
        replace(row, cells=tuple(c if isinstance(c, str) else "" for c in row.cells))
        if isinstance(row, Study)
        else row
        for row in data.rows
    )
    return replace(data, rows=rows)
