"""Plots with two axes place what they are told, name what has room, and stay on the page."""

from collections.abc import Callable
from math import nan, sqrt

import pytest

from appraisal.figures.text import measure
from stats.figures import (
    baujat,
    bubble,
    funnel,
    gosh,
    influence,
    labbe,
    radial,
)
from stats.figures.plot import LEAST, MOST, Point, Titles
from stats.figures.scene import Box, Dot, Line, Poly, Scene, Text
from tests.stats.figures.forests import WORDS

TITLES = Titles("Across", "Up", "A plot", "What it shows.", ("A note.",))
POINTS = tuple(
    Point(f"s{i}", f"Study {i}", 0.1 + 0.07 * i, 0.08 + 0.05 * ((7 * i) % 11), 1.0 + i)
    for i in range(11)
)


def dots(scene: Scene) -> dict[str, Dot]:
    return {mark.id: mark for mark in scene.marks if isinstance(mark, Dot) and mark.id}


def tick_x(scene: Scene, text: str) -> float:
    (found,) = [
        m for m in scene.marks if isinstance(m, Text) and m.text == text and m.anchor == "middle"
    ]
    return found.x


def a_funnel(points: tuple[Point, ...] = POINTS) -> Scene:
    made = funnel.Funnel(points, 0.3, scale="linear", contours=(1.96,))
    return funnel.layout(made, TITLES, words=WORDS, measure=measure(), width=640)


def a_bubble() -> Scene:
    line = [bubble.Fitted(x / 10, x / 20, x / 20 - 0.1, x / 20 + 0.1) for x in range(1, 9)]
    return bubble.layout(
        POINTS, line, TITLES, scale="linear", words=WORDS, measure=measure(), width=640
    )


def a_labbe() -> Scene:
    return labbe.layout(
        POINTS, TITLES, risk=lambda x: x / 2, words=WORDS, measure=measure(), width=640
    )


def a_radial() -> Scene:
    return radial.layout(POINTS, TITLES, slope=0.5, words=WORDS, measure=measure(), width=640)


def a_baujat() -> Scene:
    return baujat.layout(POINTS, TITLES, words=WORDS, measure=measure(), width=640)


PLOTS = [a_funnel, a_baujat, a_labbe, a_radial, a_bubble]


@pytest.mark.parametrize("plot", PLOTS)
def test_every_study_has_its_point_and_answers_to_the_pointer(plot: Callable[[], Scene]) -> None:
    scene = plot()
    found = dots(scene)
    assert set(found) == {p.id for p in POINTS} == {row.id for row in scene.rows}
    order = sorted(found, key=lambda key: found[key].x)
    assert order == [p.id for p in POINTS]
    for row in scene.rows:
        assert row.x < found[row.id].x < row.x + row.w


@pytest.mark.parametrize("plot", PLOTS)
def test_names_do_not_cover_each_other_nor_leave_the_page(plot: Callable[[], Scene]) -> None:
    scene = plot()
    names = [m for m in scene.marks if isinstance(m, Text) and m.id]
    boxes = [(m.x, m.y - 10, m.x + m.width, m.y + 3) for m in names]
    assert names
    for i, a in enumerate(boxes):
        assert 0 <= a[0] < a[2] <= scene.width
        for b in boxes[i + 1 :]:
            assert a[0] >= b[2] or b[0] >= a[2] or a[1] >= b[3] or b[1] >= a[3]


@pytest.mark.parametrize("plot", PLOTS)
def test_table_holds_the_points(plot: Callable[[], Scene]) -> None:
    scene = plot()
    assert scene.table[0] == ("", "Across", "Up")
    assert scene.table[1] == ("Study 0", "0.1000", "0.0800")
    assert (scene.title, scene.description) == ("A plot", "What it shows.")


def test_area_of_a_point_goes_with_its_weight() -> None:
    found = dots(a_bubble())
    for i, point in enumerate(POINTS):
        assert found[point.id].r == pytest.approx(max(LEAST, MOST * sqrt((1 + i) / 11)))


def test_small_errors_stand_at_the_top_of_a_funnel() -> None:
    found = dots(a_funnel())
    small, large = min(POINTS, key=lambda p: p.y), max(POINTS, key=lambda p: p.y)
    assert found[small.id].y < found[large.id].y


def test_sides_of_a_funnel_are_two_errors_away() -> None:
    scene = a_funnel()
    zero, one = tick_x(scene, "0"), tick_x(scene, "1")
    sides = [m for m in scene.marks if isinstance(m, Poly) and m.dash == (4.0, 3.0)]
    assert len(sides) == 2
    for side in sides:
        assert side.points[0][0] == pytest.approx(zero + 0.3 * (one - zero), abs=1)
    top, bottom = sides[0].points[0], sides[0].points[-1]
    error = next(p for p in POINTS if p.id == "s0")
    found = dots(scene)["s0"]
    per_px = error.y / (found.y - top[1])
    assert abs(bottom[0] - top[0]) / (one - zero) == pytest.approx(
        1.96 * (bottom[1] - top[1]) * per_px, rel=0.01
    )


def test_studies_left_out_are_hollow() -> None:
    points = (*POINTS[:-1], Point("out", "Out", 0.5, 0.2, used=False))
    assert dots(a_funnel(points))["out"].fill == "ground"


def test_pooled_line_of_labbe_follows_the_risk() -> None:
    scene = a_labbe()
    (line,) = [m for m in scene.marks if isinstance(m, Poly) and m.edge == "pool"]
    diagonal = next(m for m in scene.marks if isinstance(m, Poly) and m.edge == "axis")
    rise = (line.points[0][1] - line.points[-1][1]) / (line.points[-1][0] - line.points[0][0])
    full = (diagonal.points[0][1] - diagonal.points[-1][1]) / (
        diagonal.points[-1][0] - diagonal.points[0][0]
    )
    assert rise / full == pytest.approx(0.5, rel=0.01)


def test_influence_marks_what_is_beyond_its_limit() -> None:
    panel = influence.Panel("Residual", (0.5, 2.5, -3.0, nan), (-1.96, 1.96))
    labels = [(f"s{i}", f"Study {i}") for i in range(4)]
    scene = influence.layout(
        labels, [panel, panel], TITLES, words=WORDS, measure=measure(), width=700
    )
    roles = [m.fill for m in scene.marks if isinstance(m, Dot) and m.id]
    assert roles == ["ink", "pool", "pool"] * 2
    limits = [m for m in scene.marks if isinstance(m, Line) and m.dash]
    assert len(limits) == 4
    assert scene.rows[1].says == "Study 1, Residual 2.500, Residual 2.500"


def test_gosh_counts_every_subset_once() -> None:
    effects, spreads = [0.1, 0.1, 0.1, 0.4], [20.0, 20.0, 20.0, 60.0]
    clouds = [gosh.Cloud(effects, spreads)]
    scene = gosh.layout(clouds, TITLES, scale="linear", words=WORDS, measure=measure(), width=640)
    boxes = [m for m in scene.marks if isinstance(m, Box)]
    assert len(boxes) == 2
    assert sum(int(row[-1]) for row in scene.table[1:]) == 4
    assert boxes[0].w > boxes[1].w
    assert boxes[0].x < boxes[1].x
    assert boxes[0].y > boxes[1].y


def test_gosh_of_many_subsets_stays_small() -> None:
    many = [(i % 997) / 1000 for i in range(100_000)]
    spreads = [(i % 83) * 1.0 for i in range(100_000)]
    clouds = [gosh.Cloud(many, spreads)]
    scene = gosh.layout(clouds, TITLES, scale="linear", words=WORDS, measure=measure(), width=640)
    assert len(scene.marks) < 6000


def test_plots_without_points_have_axes() -> None:
    scene = a_funnel(())
    assert [m for m in scene.marks if isinstance(m, Line)]
