"""The forest plot keeps the laws of drawing; the sample's layout stays as it was looked at."""

from itertools import pairwise
from math import inf, log
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.figures.text import measure
from stats.figures.forest import Column, ForestData, Heading, Study, Summary
from stats.figures.scene import Box, Line, Mark, Poly, Scene, Stars, Text
from tests.stats.figures import forests, pin

M = TypeVar("M", bound=Mark)


def of(kind: type[M], scene: Scene, id: str | None = None) -> list[M]:
    return [m for m in scene.marks if isinstance(m, kind) and (id is None or m.id == id)]


def text(scene: Scene, words: str) -> Text:
    (found,) = [mark for mark in of(Text, scene) if mark.text == words]
    return found


def x_of(scene: Scene, low: str, high: str) -> tuple[float, float]:
    """Where two ticks of a logarithmic axis stand: x at 0, and px for each unit of the log."""
    a, b = text(scene, low), text(scene, high)
    slope = (b.x - a.x) / (log(float(high)) - log(float(low)))
    return a.x - slope * log(float(low)), slope


def test_sample_is_laid_out_as_it_was_looked_at() -> None:
    pinned = pin.PINNED.read_text(encoding="utf-8").splitlines()
    assert pin.lines(forests.scene(forests.sample())) == pinned


names = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=60)
effects = st.floats(-12, 12)
counts = st.from_regex(r"\d{1,6}/\d{1,6}", fullmatch=True)


@st.composite
def plots(draw: st.DrawFn) -> ForestData:
    rows = []
    for i in range(draw(st.integers(0, 25))):
        value, half = draw(effects), draw(st.floats(0.01, 30))
        known = draw(st.booleans())
        row = Study(
            f"s{i}",
            draw(names),
            (draw(counts), "12345.67 [1.23, 99.99]"),
            value if known else None,
            value - half if known else None,
            value + half if known else None,
            weight=draw(st.floats(0, 100)),
            used=draw(st.booleans()),
        )
        rows.append(row)
    value = draw(effects)
    pool = Summary(draw(names), (draw(counts), "0.5"), value, value - 0.5, value + 0.5, id="pool")
    columns = (Column("Treated", "n/N"), Column("OR"))
    favours = (draw(names), draw(names))
    return ForestData(columns, 1, tuple(rows), (pool,), "Study", "OR", favours=favours)


@given(forest=plots(), width=st.floats(300, 2000))
def test_all_text_lies_on_the_page(forest: ForestData, width: float) -> None:
    scene = forests.scene(forest, width)
    for mark in of(Text, scene):
        wide = measure()(mark.text, mark.size, mark.weight >= 600)
        left = mark.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[mark.anchor] * wide
        assert left >= 0
        assert left + wide <= scene.width
        assert mark.size <= mark.y <= scene.height


@given(forest=plots(), width=st.floats(300, 2000))
def test_cells_of_a_row_never_touch(forest: ForestData, width: float) -> None:
    scene = forests.scene(forest, width)
    for row in scene.rows:
        ends: dict[float, list[tuple[float, float]]] = {}
        for mark in of(Text, scene, row.id):
            left = mark.x - (mark.width if mark.anchor == "end" else 0.0)
            ends.setdefault(mark.y, []).append((left, left + mark.width))
        for line in ends.values():
            for (_, right), (left, _) in pairwise(sorted(line)):
                assert right < left


@given(forest=plots(), width=st.floats(300, 2000))
def test_everything_drawn_for_a_row_lies_in_its_band(forest: ForestData, width: float) -> None:
    scene = forests.scene(forest, width)
    for row in scene.rows:
        for box in of(Box, scene, row.id):
            assert row.y <= box.y
            assert box.y + box.h <= row.y + row.h


@given(weights=st.lists(st.floats(0.1, 100), min_size=1, max_size=20))
def test_area_of_a_square_goes_with_its_weight(weights: list[float]) -> None:
    rows = tuple(
        Study(f"s{i}", "A", (), 0.0, -1.0, 1.0, weight) for i, weight in enumerate(weights)
    )
    scene = forests.scene(ForestData((), 0, rows))
    for i, weight in enumerate(weights):
        (square,) = of(Box, scene, f"s{i}")
        side = max(6.0, 18.0 * (weight / max(weights)) ** 0.5)
        assert square.w == square.h == pytest.approx(side, abs=0.5)
        assert square.x == round(square.x)
        assert square.y == round(square.y)


def test_arrow_stands_only_where_the_interval_leaves_the_axis() -> None:
    scene = forests.scene(
        forests.only((0.0, -1.0, 1.0), (0.1, -20.0, 1.0), (0.2, -1.0, 21.0), (0.0, *forests.OPEN)),
        1000,
    )
    assert [len(of(Poly, scene, f"s{i}")) for i in range(4)] == [0, 1, 1, 2]
    (left,), (right,) = of(Poly, scene, "s1"), of(Poly, scene, "s2")
    assert left.points[0][0] < left.points[1][0]  # points outwards
    assert right.points[0][0] > right.points[1][0]
    strokes = of(Line, scene, "s1")
    assert len(strokes) == 2  # the interval, and one end stroke: the arrow has none
    assert strokes[0].x1 == left.points[1][0]


def test_interval_wholly_beyond_the_axis_is_an_arrow_alone() -> None:
    near = [(0.0, -1.0, 1.0)] * 3
    scene = forests.scene(forests.only(*near, (30.0, 29.0, 31.0)))
    assert not of(Box, scene, "s3")
    assert len(of(Poly, scene, "s3")) == 1
    assert not of(Line, scene, "s3")


def test_diamond_reaches_from_limit_to_limit() -> None:
    scene = forests.scene(forests.sample())
    zero, slope = x_of(scene, "0.1", "10")
    for row, lower, value, upper in (("pool", 0.10, 0.28, 0.76), ("all", 0.1515, 0.3185, 0.6693)):
        (diamond,) = of(Poly, scene, row)
        expected = [zero + slope * log(v) for v in (lower, value, upper, value)]
        assert [x for x, _ in diamond.points] == pytest.approx(expected, abs=0.6)
        assert diamond.points[3][1] - diamond.points[1][1] == 14


def test_rows_left_out_are_hollow_and_grey_and_keep_their_place() -> None:
    scene = forests.scene(forests.sample())
    used, left_out = of(Box, scene, "achiron-2004")[0], of(Box, scene, "hellwig-2008")[0]
    assert (used.fill, used.edge) == ("ink", "")
    assert (left_out.fill, left_out.edge) == ("ground", "off")
    assert {mark.role for mark in of(Text, scene, "hellwig-2008")} == {"off"}
    assert [row.id for row in scene.rows][:4] == [s.id for s in forests.sample().studies]


def test_row_says_what_it_shows() -> None:
    scene = forests.scene(forests.sample())
    said = next(row.says for row in scene.rows if row.id == "hellwig-2008")
    assert said.startswith("Hellwig 2008, Treated n/N 5/14, Untreated n/N 39/74, OR [95 % CI] 0.50")
    assert "Stars (NOS) S 2/4" in said
    assert said.endswith("left out")


def test_prediction_interval_lies_under_its_diamond() -> None:
    pool = Summary("All", (), 0.0, -0.2, 0.2, prediction=(-1.0, 1.0), id="pool")
    scene = forests.scene(ForestData((), 0, (), (pool,)))
    (diamond,) = of(Poly, scene, "pool")
    line = of(Line, scene, "pool")[0]
    assert line.role == "pool"
    assert line.y1 > diamond.points[3][1]
    assert line.x1 < diamond.points[0][0] < diamond.points[2][0] < line.x2


def test_subgroups_have_headings_and_grey_diamonds() -> None:
    row = Study("a", "Trial", (), 0.1, -0.2, 0.3, 1.0)
    group = Summary("Subtotal", (), 0.1, 0.0, 0.2, "subgroup", id="g")
    scene = forests.scene(ForestData((), 0, (Heading("Random allocation"), row, group)))
    assert text(scene, "Random allocation").weight == 600
    assert of(Poly, scene, "g")[0].fill == "quiet"


def test_totals_of_two_arms_do_not_read_as_one_number() -> None:
    columns = (Column("Treated", "n/N"), Column("Untreated", "n/N"), Column("OR [95 % CI]"))
    pool = Summary("All (4)", ("1009/2066", "1031/1555", "0.5 [0.2, 1.1]"), 0.0, -1.0, 0.5)
    shown = forests.scene(ForestData(columns=columns, plot_after=2, rows=(), pools=(pool,)))
    first, second = text(shown, "1009/2066"), text(shown, "1031/1555")
    wide = measure()("1031/1555", second.size, bold=True)
    assert second.x - wide - first.x >= 12 - 0.01  # both end at their x


def test_columns_leave_before_the_plot_gets_too_small() -> None:
    wide, narrow = (forests.scene(forests.sample(), width) for width in (760, 640))
    assert len(of(Stars, wide)) == 12
    assert not of(Stars, narrow)
    assert text(narrow, "8/9")
    assert narrow.width == 640


def test_scene_is_wider_than_its_room_when_nothing_else_helps() -> None:
    assert forests.scene(forests.sample(), 300).width > 300


def test_long_name_wraps_on_screen_and_is_whole_on_paper() -> None:
    from stats.figures.style import PAPER

    name = "Multicentre consortium on postpartum relapse prevention " * 5
    row = Study("a", name.strip(), (), 0.1, -0.2, 0.3, 1.0)
    forest = ForestData((), 0, (row,))
    on_screen, on_paper = forests.scene(forest, 400), forests.scene(forest, 400, PAPER)
    shown = [mark.text for mark in of(Text, on_screen, "a")]
    assert len(shown) == 3
    assert shown[-1].endswith("…")
    assert " ".join(mark.text for mark in of(Text, on_paper, "a")) == name.strip()
    assert on_screen.rows[0].says == name.strip()


def test_many_rows_are_lower() -> None:
    assert forests.scene(forests.many(15)).rows[0].h == 36
    assert forests.scene(forests.many(16)).rows[0].h == 28


@pytest.mark.parametrize("k", [0, 1])
def test_empty_and_single_plots_have_an_axis(k: int) -> None:
    scene = forests.scene(forests.many(k))
    assert text(scene, "1").role == "quiet"


def test_table_holds_every_number() -> None:
    table = forests.scene(forests.sample()).table
    assert table[0][:2] == ("Study", "Treated n/N")
    assert table[2][:5] == ("Achiron 2004", "6/41", "13/39", "0.34 [0.12, 1.02]", "74.9\u202f%")
    assert table[2][5:] == ("3/4", "2/2", "3/3", "8/9")
    assert len(table) == 7


def test_limits_may_be_infinite() -> None:
    scene = forests.scene(forests.only((0.0, -inf, inf)))
    assert len(of(Poly, scene, "s0")) == 2
