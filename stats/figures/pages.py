"""A tall figure cut into pages: every page has the head and the axis, and no row is cut."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from stats.figures.scene import Box, Dot, Judgement, Line, Mark, Poly, Scene, Stars, Text, span

Band = tuple[float, float]


def pages(scene: Scene, height: float) -> tuple[Scene, ...]:
    """Return the figure in pages at most so high; whole where it fits or may not be cut."""
    sheets = bands(scene, height)
    return (scene,) if len(sheets) < 2 else tuple(_page(scene, sheet) for sheet in sheets)


def bands(scene: Scene, height: float) -> list[list[Band]]:
    """Return, page by page, the bands (top, bottom) of the figure that it shows."""
    if scene.height <= height or scene.head is None or scene.axis is None:
        return [[(0.0, scene.height)]]
    head, axis = scene.head, scene.axis
    fixed = head[1] - head[0] + axis[1] - axis[0]
    bodies = list(_slices(_cuts(scene, head[1], axis[0]), height - fixed))
    footer = (axis[1], scene.height)
    sheets = [[head, body, axis] for body in bodies]
    if _tall(sheets[-1]) + _tall([footer]) <= height:
        sheets[-1].append(footer)
    else:
        sheets.append([footer])
    return sheets


def _cuts(scene: Scene, begin: float, end: float) -> list[float]:
    return [begin, *sorted(y for y in scene.breaks if begin < y < end), end]


def _slices(cuts: list[float], room: float) -> Iterator[Band]:
    begin = last = cuts[0]
    for cut in cuts[1:]:
        if cut - begin > room and last > begin:
            yield begin, last
            begin = last
        last = cut
    yield begin, last


def _tall(bands: Iterable[Band]) -> float:
    return sum(bottom - top for top, bottom in bands)


def _page(scene: Scene, bands: list[Band]) -> Scene:
    marks: list[Mark] = []
    y = 0.0
    for band in bands:
        for mark in scene.marks:
            piece = _within(mark, band)
            if piece is not None:
                marks.append(moved(piece, y - band[0]))
        y += band[1] - band[0]
    return replace(scene, height=y, marks=tuple(marks), rows=(), breaks=(), head=None, axis=None)


def _within(mark: Mark, band: Band) -> Mark | None:
    """Return a mark if its middle lies in the band; an upright line is cut at the band's ends."""
    top, bottom = band
    if isinstance(mark, Line) and mark.x1 == mark.x2:
        begin, end = sorted((mark.y1, mark.y2))
        if end <= top or begin >= bottom:
            return None
        return replace(mark, y1=max(begin, top), y2=min(end, bottom))
    above, below = span(mark)
    return mark if top <= (above + below) / 2 < bottom else None


def moved(mark: Mark, dy: float) -> Mark:
    """Return a mark so much lower."""
    match mark:
        case Line():
            return replace(mark, y1=mark.y1 + dy, y2=mark.y2 + dy)
        case Poly():
            return replace(mark, points=tuple((x, y + dy) for x, y in mark.points))
        case Text() | Box() | Dot() | Stars() | Judgement():
            return replace(mark, y=mark.y + dy)


def stacked(scene: Scene, below: Scene) -> Scene:
    """Return two figures as one, the second under the first, with a line between."""
    shift = scene.height
    line = Line(0.0, shift + 0.5, max(scene.width, below.width), shift + 0.5, role="rule")
    return replace(
        scene,
        width=max(scene.width, below.width),
        height=shift + below.height,
        marks=(*scene.marks, line, *(moved(mark, shift) for mark in below.marks)),
        rows=(*scene.rows, *(replace(row, y=row.y + shift) for row in below.rows)),
        table=(*scene.table, *below.table),
    )
