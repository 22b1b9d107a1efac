"""Names of points keep off the lines and off each other, and what has none is said."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from appraisal.figures.text import measure
from stats.figures import baujat, influence
from stats.figures.names import Named, Places, place_names
from stats.figures.plot import Point, Titles
from stats.figures.scene import Dot, Line, Poly, Scene, Text
from tests.stats.figures import test_plots
from tests.stats.figures.forests import WORDS

TITLES = Titles("Across", "Up", "A plot", "What it shows.", ("A note.",))
PLOTS = [test_plots.a_bubble, test_plots.a_labbe, test_plots.a_radial]


def names(scene: Scene) -> dict[str, Text]:
    return {m.id: m for m in scene.marks if isinstance(m, Text) and m.id}


def said(scene: Scene) -> str:
    return " ".join(m.text for m in scene.marks if isinstance(m, Text) and not m.id)


@pytest.mark.parametrize("plot", PLOTS)
def test_no_name_lies_on_a_line_of_the_plot(plot: Callable[[], Scene]) -> None:
    scene = plot()
    lines = [m.points for m in scene.marks if isinstance(m, Poly) and not m.closed]
    strokes = [(*a, *b) for points in lines for a, b in pairwise(points)]
    assert strokes
    for name in names(scene).values():
        for x1, y1, x2, y2 in strokes:
            for step in range(10):
                x, y = x1 + (x2 - x1) * step / 20, y1 + (y2 - y1) * step / 20
                on = name.x < x < name.x + name.width and name.y - 10 < y < name.y + 3
                assert not on, name.text


def crowd(n: int) -> Scene:
    points = tuple(
        Point(f"s{i}", f"A study of the year {i}", i % 7 / 50, i // 7 / 50) for i in range(n)
    )
    far = Point("far", "Far away", 1.0, 1.0)
    return baujat.layout((*points, far), TITLES, words=WORDS, measure=measure(), width=640)


def test_points_close_together_are_named_by_leaders() -> None:
    near = [(0.5, 0.5), (0.51, 0.5), (0.5, 0.51), (0.515, 0.52), (0.0, 1.0), (1.0, 0.0)]
    points = tuple(Point(f"s{i}", f"A study of {i}", x, y) for i, (x, y) in enumerate(near))
    scene = baujat.layout(points, TITLES, words=WORDS, measure=measure(), width=640)
    found = names(scene)
    assert set(found) == {p.id for p in points}
    leaders = {m.id: m for m in scene.marks if isinstance(m, Line) and m.id}
    assert leaders
    dots = {m.id: m for m in scene.marks if isinstance(m, Dot) and m.id}
    for key, leader in leaders.items():
        dot, name = dots[key], found[key]
        assert abs(leader.x1 - dot.x) <= dot.r + 0.01
        assert name.x - 1.01 <= leader.x2 <= name.x + name.width + 1.01


def test_points_without_a_name_are_told_below_the_figure() -> None:
    scene = crowd(10)
    lacking = {f"s{i}" for i in range(10)} - set(names(scene))
    assert lacking
    told = said(scene).partition("Unnamed: ")[2]
    assert told.count("of the year") == len(lacking)


def test_of_many_without_a_name_the_number_is_told() -> None:
    scene = crowd(140)
    lacking = 141 - len(names(scene))
    assert lacking > 12
    assert f"{lacking} of 141 unnamed" in said(scene)


def test_heavier_points_choose_first() -> None:
    """Of two at one place the first in order stands beside the point."""
    pair = [Named(key, "A name", 50.0, 50.0, 4.0, "quiet") for key in ("heavy", "light")]
    places = Places((0.0, 0.0, 105.0, 60.0), [one.circle for one in pair[:1]], [])
    marks, unnamed = place_names(pair, places, [45.0, 45.0])
    assert marks[0].id == "heavy"
    assert "heavy" not in unnamed


def test_of_studies_with_the_same_numbers_as_many_are_named_as_find_room() -> None:
    """All lie in one place: names go about it, then on leaders, and the others are told."""
    same = [Named(f"s{i}", "A name", 300.0, 200.0, 5.0, "quiet") for i in range(60)]
    places = Places((40.0, 0.0, 640.0, 450.0), [one.circle for one in same], [])
    marks, unnamed = place_names(same, places, [45.0] * 60)
    boxes = [(m.x, m.y - 10, m.x + m.width, m.y + 3) for m in marks if isinstance(m, Text)]
    assert len(boxes) > 3
    assert len(boxes) + len(unnamed) == 60
    for place, (left, top, right, bottom) in enumerate(boxes):
        assert not left < 300 < right or not top < 200 < bottom
        for a, b, c, d in boxes[:place]:
            assert right <= a or c <= left or bottom <= b or d <= top


def test_axis_labels_of_neighbouring_panels_keep_apart() -> None:
    panels = [
        influence.Panel(f"P{i}", tuple(0.25 + i / 100 + n / 3 for n in range(4))) for i in range(6)
    ]
    labels = [(f"s{i}", f"Study with a long name {i}") for i in range(4)]
    scene = influence.layout(labels, panels, TITLES, words=WORDS, measure=measure(), width=700)
    ticks = [m for m in scene.marks if isinstance(m, Text) and m.anchor == "middle" and m.y > 100]
    spans = sorted((m.x - m.width / 2, m.x + m.width / 2) for m in ticks)
    assert len(spans) > 6
    assert all(b[0] - a[1] >= 7 for a, b in pairwise(spans))
    assert spans[0][0] > 0
    assert spans[-1][1] < 700
