"""What stands below a figure: the legend of its marks, sentences, and notes with their sign."""

from stats.figures.measure import wrap
from stats.figures.scene import Dot, Judgement, Line, Mark, Text
from stats.figures.style import ForestStyle, Measure

SIGN = 6.5  # radius of the information sign
INDENT = 22.0


def footer_marks(
    marks: list[Mark],
    y: float,
    *,
    lines: tuple[str, ...],
    notes: tuple[str, ...],
    legend: tuple[tuple[str, str], ...],
    left: float,
    width: float,
    style: ForestStyle,
    measure: Measure,
) -> float:
    """Add the footer from `y` down; return the height it ends at."""
    room = width - 2 * left
    y = _legend(marks, y, legend, left=left, room=room, style=style, measure=measure)
    if not lines and not notes:
        return y + 8.0
    y = float(round(y + 4.0))
    marks.append(Line(0.0, y + 0.5, width, y + 0.5, role="rule"))
    y += 8.0
    for line in lines:
        for piece in wrap(line, room, measure, size=style.small):
            y = _line(marks, piece, left, y, style=style, measure=measure)
    if notes:
        y += 3.0
        marks.extend(_sign(left + SIGN + 0.5, y + style.line / 2))
        for piece in wrap(" ".join(notes), room - INDENT, measure, size=style.small):
            y = _line(marks, piece, left + INDENT, y, style=style, measure=measure)
    return y + 12.0


def _line(
    marks: list[Mark], text: str, x: float, y: float, *, style: ForestStyle, measure: Measure
) -> float:
    wide = measure(text, style.small)
    marks.append(Text(x, y + style.small, text, "start", style.small, 400, "quiet", wide))
    return y + style.line


def _sign(x: float, y: float) -> list[Mark]:
    return [
        Dot(x, y, SIGN - 0.5, "", "quiet", 1.2),
        Line(x, y - 0.5, x, y + 3.2, 1.3, "quiet"),
        Dot(x, y - 3.0, 0.9, "quiet"),
    ]


def _legend(
    marks: list[Mark],
    y: float,
    legend: tuple[tuple[str, str], ...],
    *,
    left: float,
    room: float,
    style: ForestStyle,
    measure: Measure,
) -> float:
    if not legend:
        return y
    x = left
    for level, word in legend:
        wide = measure(word, style.small)
        if x > left and x + style.mark + 8 + wide > left + room:
            x, y = left, y + style.line + 4.0
        marks.append(Judgement(x + style.mark / 2, y + style.line / 2, level, style.mark, word))
        at = x + style.mark + 8
        marks.append(Text(at, y + style.small, word, "start", style.small, 400, "quiet", wide))
        x = at + wide + 20.0
    return y + style.line + 6.0
