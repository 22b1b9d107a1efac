"""Tables of an appraisal as a figure: studies down, items or domains across, block by block.

A block is one instrument's: the same column number means another question in another checklist.
"""

from dataclasses import dataclass
from math import floor

from stats.figures.footer import footer_marks
from stats.figures.forest_data import Cell, MarkCell, StarCell, cell_text
from stats.figures.measure import elide, wrap
from stats.figures.scene import Anchor, Box, Judgement, Line, Mark, Row, Scene, Stars, Text
from stats.figures.shapes import stars_width
from stats.figures.style import PAPER, ForestStyle, Measure

EDGE = 16.0
TOP = 10.0
ROW, HEAD, BETWEEN = 26.0, 26.0, 18.0
NAME_LEAST, NAME_MOST, NAME_GAP = 120.0, 240.0, 6.0
PITCH_LEAST, PITCH_MOST = 30.0, 72.0
CELL_GAP = 8.0
END = 76.0
OVERALL = 64.0
BASELINE = 4.5
STAR = 11.0
MARK = 15.0


@dataclass(frozen=True, slots=True)
class GridRow:
    """A study: its cells, and at the end a text and a mark for the whole."""

    id: str
    label: str
    cells: tuple[Cell, ...]
    total: str = ""
    overall: MarkCell | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One instrument's rows. `end` heads the last column; `grounded` puts a ground under it."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[GridRow, ...]
    end: str = ""
    grounded: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A whole table figure."""

    blocks: tuple[Block, ...]
    legend: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    title: str = ""
    description: str = ""
    study_head: str = ""


def layout(grid: Grid, *, measure: Measure, width: float) -> Scene:
    """Lay the blocks out below each other; the figure is wider where a block needs it."""
    labels = [measure(row.label, PAPER.body) for block in grid.blocks for row in block.rows]
    titles = [measure(block.title, PAPER.small, bold=True) for block in grid.blocks]
    names = max([*labels, *titles])
    name = min(max(NAME_LEAST, names + NAME_GAP), NAME_MOST)
    pitches = _pitches(grid.blocks, name, width, measure)
    ends = [_end(block) for block in grid.blocks]
    needed = [
        2 * EDGE + name + pitch * len(block.heads) + end
        for block, pitch, end in zip(grid.blocks, pitches, ends, strict=True)
    ]
    width = max([width, *needed])
    marks: list[Mark] = []
    rows: list[Row] = []
    breaks: list[float] = []
    y = TOP
    for block, pitch, end in zip(grid.blocks, pitches, ends, strict=True):
        breaks.append(y)
        place = _Place(name=name, pitch=pitch, end=end, width=width, measure=measure)
        y = _block(block, y, place, marks, rows) + BETWEEN
    bottom = footer_marks(
        marks,
        y - BETWEEN + 8,
        lines=(),
        notes=grid.notes,
        legend=grid.legend,
        left=EDGE,
        width=width,
        style=ForestStyle(),
        measure=measure,
    )
    return Scene(
        width=width,
        height=bottom,
        marks=tuple(marks),
        rows=tuple(rows),
        title=grid.title,
        description=grid.description,
        table=_table(grid),
        head=(0.0, TOP + HEAD if len(grid.blocks) == 1 else 0.0),
        axis=(y - BETWEEN + 8, y - BETWEEN + 8),
        breaks=tuple(row.y for row in rows) + tuple(breaks),
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a block's columns stand."""

    name: float
    pitch: float
    end: float
    width: float
    measure: Measure

    def centre(self, i: int) -> float:
        return EDGE + self.name + self.pitch * (i + 0.5)

    @property
    def right(self) -> float:
        return self.width - EDGE


def _end(block: Block) -> float:
    if not block.end:
        return 0.0
    return OVERALL if block.grounded else END


def _pitches(blocks: tuple[Block, ...], name: float, width: float, measure: Measure) -> list[float]:
    """Return the distance between columns, one for all blocks so that they stand in line.

    It is what there is room for in the widest block, and no less than the cells need.
    """
    rooms = [
        (width - 2 * EDGE - name - _end(block)) / len(block.heads)
        for block in blocks
        if block.heads
    ]
    cells = [_wide(cell, measure) for block in blocks for row in block.rows for cell in row.cells]
    heads = [measure(head, PAPER.small) for block in blocks for head in block.heads]
    needed = max([*cells, *heads, 0.0]) + CELL_GAP
    pitch = max(min([*rooms, PITCH_MOST]), PITCH_LEAST, needed)
    return [pitch if block.heads else 0.0 for block in blocks]


def _wide(cell: Cell, measure: Measure) -> float:
    match cell:
        case StarCell():
            return stars_width(cell.of, STAR)
        case MarkCell():
            return MARK
        case str():
            return measure(cell, PAPER.body)


def _block(block: Block, y: float, place: _Place, marks: list[Mark], rows: list[Row]) -> float:
    """Draw a block from `y` down; return where it ends."""
    base = y + 16
    room = EDGE + place.name if block.heads else place.right
    title = elide(block.title, room, place.measure, size=PAPER.small, bold=True)
    marks.append(_text(title, EDGE, base, place, weight=600))
    marks.extend(
        _text(head, place.centre(i), base, place, anchor="middle", role="quiet")
        for i, head in enumerate(block.heads)
    )
    if block.end:
        middle = block.grounded
        x = place.right - (OVERALL / 2 if middle else 0.0)
        anchor: Anchor = "middle" if middle else "end"
        marks.append(_text(block.end, x, base, place, anchor=anchor, role="quiet"))
    y = floor(y + HEAD) + 0.5
    marks.append(Line(EDGE, y, place.right, y, role="ink"))
    for row in block.rows:
        y = _row(block, row, y, place, marks, rows)
    return y


def _row(
    block: Block, row: GridRow, y: float, place: _Place, marks: list[Mark], rows: list[Row]
) -> float:
    lines = wrap(row.label, place.name - NAME_GAP + 0.5, place.measure, size=PAPER.body)
    height = max(ROW, len(lines) * PAPER.line + 8)
    middle = y + height / 2
    rows.append(Row(row.id, EDGE, y, place.right - EDGE, height, _says(block, row)))
    if block.grounded and block.end:
        marks.append(Box(place.right - OVERALL, y, OVERALL, height, "overall"))
    first = middle - (len(lines) - 1) * PAPER.line / 2 + BASELINE
    for i, line in enumerate(lines):
        marks.append(_text(line, EDGE, first + i * PAPER.line, place, size=PAPER.body, role="ink"))
    for i, cell in enumerate(row.cells):
        marks += _cell(cell, place.centre(i), middle, place)
    x = place.right - (OVERALL / 2 if block.grounded else MARK / 2 + 1)
    if row.overall is not None:
        marks.append(Judgement(x, middle, row.overall.level, MARK, row.overall.word))
    if row.total:
        right = x - (MARK / 2 + 8 if row.overall is not None else -MARK / 2)
        marks.append(
            _text(row.total, right, middle + BASELINE, place, anchor="end", weight=600, size=13)
        )
    bottom = floor(y + height) + 0.5
    marks.append(Line(EDGE, bottom, place.right, bottom, role="rule"))
    return bottom


def _cell(cell: Cell, x: float, y: float, place: _Place) -> list[Mark]:
    match cell:
        case StarCell() if cell.earned == 0:
            return [_text("–", x, y + BASELINE, place, anchor="middle", role="off", size=13)]
        case StarCell():
            wide = stars_width(cell.earned, STAR)
            return [Stars(x - wide / 2, y, cell.earned, cell.earned, STAR)]
        case MarkCell():
            return [Judgement(x, y, cell.level, MARK, cell.word)]
        case str():
            return [_text(cell, x, y + BASELINE, place, anchor="middle", role="ink", size=13)]


def _text(
    text: str,
    x: float,
    y: float,
    place: _Place,
    *,
    anchor: Anchor = "start",
    role: str = "ink",
    weight: int = 400,
    size: float = PAPER.small,
) -> Text:
    wide = place.measure(text, size, bold=weight >= 600)
    return Text(x, y, text, anchor, size, weight, role, wide)


def _says(block: Block, row: GridRow) -> str:
    cells = (f"{head} {cell_text(c)}" for head, c in zip(block.heads, row.cells, strict=False))
    return ", ".join(part for part in (row.label, *cells, _whole(row)) if part)


def _whole(row: GridRow) -> str:
    """Return the total and the judgement; once where they are the same word."""
    word = row.overall.word if row.overall is not None else ""
    return " ".join(dict.fromkeys(part for part in (row.total, word) if part))


def _table(grid: Grid) -> tuple[tuple[str, ...], ...]:
    lines: list[tuple[str, ...]] = []
    for block in grid.blocks:
        lines.append((block.title or grid.study_head, *block.heads, block.end))
        lines.extend(
            (row.label, *(cell_text(cell) for cell in row.cells), _whole(row)) for row in block.rows
        )
    return tuple(lines)
