"""What every part of a forest plot's drawing knows: its data, places, axis and type."""

from dataclasses import dataclass

from stats.figures.axis import Axis
from stats.figures.forest_columns import Columns, head_lines
from stats.figures.forest_data import Column, ForestData
from stats.figures.scene import Anchor, Text
from stats.figures.style import ForestStyle, Measure, Words


@dataclass(frozen=True, slots=True)
class Page:
    """What every part of the drawing needs to know."""

    forest: ForestData
    columns: Columns
    axis: Axis
    axis_left: float
    axis_right: float
    style: ForestStyle
    measure: Measure
    words: Words
    row: float
    heaviest: float

    @property
    def deeper(self) -> float:
        """How much higher the head is than usual, where a column's name takes several lines."""
        lines = max((len(self.head_lines(one.column)) for one in self.columns.placed), default=1)
        return (lines - 1) * self.style.line

    def head_lines(self, column: Column) -> tuple[str, ...]:
        """Return a column's name in lines."""
        return head_lines(column, style=self.style, measure=self.measure)

    def x(self, value: float) -> float:
        """Return where a value lies across the page."""
        return self.axis.place(value, self.axis_left, self.axis_right)


def small_text(
    page: Page, text: str, x: float, y: float, anchor: Anchor, *, weight: int = 400
) -> Text:
    """Write a head or a label below the axis."""
    size = page.style.small
    wide = page.measure(text, size, bold=weight >= 600)
    return Text(x, y, text, anchor, size, weight, "quiet", wide)


def column_name(column: Column) -> str:
    """Return a column's name in full, for tables and for reading out."""
    return " ".join(part for part in (column.group, column.head, column.sub) if part)
