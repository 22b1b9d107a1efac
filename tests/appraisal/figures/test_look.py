"""How a figure goes out: its colours and marks, size of type, language, order and title."""

import re
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from appraisal.bundle import figures_of
from appraisal.errors import UnknownName
from appraisal.figure_look import FigureLook, dressed, figure_as, figures_as, small_type
from appraisal.figures.text import MarkSet, print_palette
from appraisal.material import Material
from resources.i18n import language
from stats.figures.ink import render
from stats.figures.pages import pages
from stats.figures.scene import Judgement, Scene, Text
from tests.appraisal.materials import sample_material


@pytest.fixture(scope="module")
def bcg() -> Material:
    return sample_material("bcg")


@pytest.fixture(scope="module")
def ivig() -> Material:
    return sample_material("ivig")


def under(material: Material, name: str, look: FigureLook) -> Scene:
    plain = next(one for one in figures_of(material) if one.name == name)
    return figure_as(material, plain, look).scene


def scene(material: Material, name: str, **chosen: object) -> Scene:
    return under(material, name, FigureLook(**chosen))  # type: ignore[arg-type]


def texts(found: Scene) -> list[str]:
    return [mark.text for mark in found.marks if isinstance(mark, Text)]


def studies(found: Scene) -> list[str]:
    return [row.says.split(",")[0] for row in found.rows]


@pytest.mark.parametrize("points", [7.0, 8.0])
def test_type_comes_out_in_the_size_asked_for(bcg: Material, points: float) -> None:
    look = FigureLook(points=points)
    found = under(bcg, "summary-rob1-2011", look)
    assert look.type_points(found) == pytest.approx(points, abs=0.05)


def test_figure_that_needs_more_room_says_its_smaller_type(bcg: Material) -> None:
    look = FigureLook(points=12.0, width_mm=85.0)
    found = under(bcg, "forest", look)
    assert look.type_points(found) < 12.0
    assert all(mark.x >= 0 for mark in found.marks if isinstance(mark, Text))


def test_type_too_small_to_be_read_is_said_with_the_width_that_helps(bcg: Material) -> None:
    narrow, wide = FigureLook(width_mm=85.0), FigureLook(width_mm=254.0)
    forest = scene(bcg, "forest")
    assert narrow.type_points(forest) < 6 < wide.type_points(forest)
    assert small_type(forest, narrow).endswith(("choose 174 mm.", "choose 254 mm."))
    assert small_type(forest, wide) == ""
    vast = replace(forest, width=forest.width * 4)
    assert "leave out columns" in small_type(vast, wide)


def test_figure_speaks_the_language_asked_for_and_the_window_goes_on_in_its_own(
    ivig: Material,
) -> None:
    found = scene(ivig, "forest", lang="pt_BR")
    assert any("0,32" in text for text in texts(found))
    assert "Estudo" in texts(found)
    light = scene(ivig, "traffic-light-rob1-2011", lang="pt_BR")
    assert any("Baixo" in mark.word for mark in light.marks if isinstance(mark, Judgement))
    assert language() == "en"
    assert "Study" in texts(scene(ivig, "forest"))


def test_studies_stand_in_the_order_asked_for(bcg: Material) -> None:
    name = "traffic-light-rob1-2011"
    listed, by_name = studies(scene(bcg, name)), studies(scene(bcg, name, sort="label"))
    assert by_name == sorted(listed, key=str.casefold)
    years = [int(re.findall(r"\d{4}", one)[0]) for one in studies(scene(bcg, name, sort="year"))]
    assert years == sorted(years)
    forest = [one for one in studies(scene(bcg, "forest", sort="label")) if one in listed]
    assert forest == by_name


def test_best_rating_comes_first(ivig: Material) -> None:
    found = scene(ivig, "star-table-nos-cohort", sort="rating")
    totals = [int(row[-1].split("/")[0]) for row in found.table[1:]]
    assert totals == sorted(totals, reverse=True)


def test_title_stands_above_and_everything_moves_down(bcg: Material) -> None:
    bare = scene(bcg, "traffic-light-rob1-2011")
    titled = scene(bcg, "traffic-light-rob1-2011", title="Thirteen trials of BCG, " * 8)
    assert titled.height > bare.height
    first = titled.marks[0]
    assert isinstance(first, Text)
    assert first.text.startswith("Thirteen trials")
    assert titled.rows[0].y - bare.rows[0].y == pytest.approx(titled.height - bare.height)
    own = scene(bcg, "traffic-light-rob1-2011", title="")
    assert bare.title in texts(own)
    assert all(
        any(isinstance(m, Text) and m.text.startswith("Thirteen") for m in sheet.marks)
        for sheet in pages(titled, 300)[:2]
    )


@pytest.mark.parametrize("marks", ["cochrane", "safe", "grey"])
def test_every_palette_has_every_level_apart(marks: MarkSet) -> None:
    palette = print_palette(marks)
    assert set(palette.marks) == {"good", "fair", "poor", "grave", "unknown", "na"}
    fills = [palette.marks[level].fill for level in ("good", "fair", "poor", "grave")]
    assert len(set(fills)) == 4


def test_grey_palette_has_no_colour() -> None:
    palette = print_palette("grey")
    marks = [ink for one in palette.marks.values() for ink in (one.fill, one.glyph, one.edge)]
    for ink in (*palette.roles.values(), *marks):
        red, green, blue = (ink[-6:][i : i + 2] for i in (0, 2, 4))
        assert red == green == blue, ink


def test_every_kind_of_figure_in_grey_holds_greys_only(bcg: Material, ivig: Material) -> None:
    by_maker = {one.maker: one for made in (bcg, ivig) for one in figures_of(made)}
    assert len(by_maker) >= 12
    for one in by_maker.values():
        png, _missing = render(one.scene, "png", palette=print_palette("grey"), width_mm=85, dpi=50)
        assert Image.open(BytesIO(png)).mode == "L", one.name  # no pixel has a colour


def test_discs_change_the_drawing_and_say_so(bcg: Material) -> None:
    name = "traffic-light-rob1-2011"
    ours = FigureLook()
    robvis, revman = FigureLook(drawing="robvis"), FigureLook(drawing="revman")
    found = {look.drawing: under(bcg, name, look) for look in (ours, robvis, revman)}
    drawn = {
        look.drawing: render(found[look.drawing], "svg", palette=look.palette)[0]
        for look in (ours, robvis, revman)
    }
    assert len(set(drawn.values())) == 3
    assert not any("disc" in text for text in texts(found["shapes"]))
    assert any("as in robvis" in text for text in texts(found["robvis"]))
    assert any("question mark unclear" in t for t in texts(found["revman"]))


def test_figure_without_marks_says_nothing_of_them() -> None:
    bare = Scene(100.0, 50.0, (Text(5, 20, "x"),))
    assert dressed(bare, FigureLook(drawing="revman")) == bare


def test_look_left_alone_changes_nothing(bcg: Material) -> None:
    assert tuple(figures_as(bcg, FigureLook())) == tuple(figures_of(bcg))


def test_unknown_level_and_domain_are_errors_by_name(bcg: Material) -> None:
    instrument = bcg.lookup("rob1-2011@1")
    with pytest.raises(UnknownName, match="purple"):
        instrument.level("purple")
    with pytest.raises(UnknownName, match="D99"):
        instrument.domain("D99")
    bare = replace(instrument, levels=instrument.levels[:1])
    with pytest.raises(UnknownName, match=instrument.short):
        bare.level("high")
