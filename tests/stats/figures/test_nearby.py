"""What lies near a place of a plot is found, wherever it lies and however large it is."""

from hypothesis import given
from hypothesis import strategies as st

from stats.figures.nearby import Box, Grid, Nearby, about

ROOM = (40.0, 0.0, 640.0, 450.0)
END = st.floats(-2_000.0, 2_000.0) | st.sampled_from([0.0, 24.0, 48.0, 640.0])
BOX = st.tuples(END, END, END, END).map(about)


def _meet(a: Box, b: Box) -> bool:
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


@given(st.lists(BOX, max_size=12), BOX)
def test_whatever_meets_a_box_is_near_it(boxes: list[Box], asked: Box) -> None:
    grid, near = Grid(ROOM), Nearby[Box]()
    for box in boxes:
        near.add(box, grid.cells(box))
    assert {one for one in boxes if _meet(one, asked)} <= set(near.at(grid.cells(asked)))


def test_what_lies_far_off_is_not_asked() -> None:
    grid, near = Grid(ROOM), Nearby[str]()
    near.add("left", grid.cells((50.0, 10.0, 60.0, 20.0)))
    near.add("right", grid.cells((600.0, 400.0, 610.0, 410.0)))
    assert set(near.at(grid.cells((52.0, 12.0, 130.0, 25.0)))) == {"left"}


def test_a_stroke_of_no_end_is_near_all_it_may_pass() -> None:
    grid, near = Grid(ROOM), Nearby[str]()
    near.add("axis", grid.cells(about((float("-inf"), 100.0, float("inf"), 100.0))))
    assert set(near.at(grid.cells((300.0, 90.0, 310.0, 110.0)))) == {"axis"}
