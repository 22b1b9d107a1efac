"""The marks of a Scene made ready for QPainter, so that a repaint costs a millisecond or two.

Marks are sorted into strips by height and made ready (pens, fonts, laid-out text) when a strip is
first seen; a repaint walks the visible strips only. Texts use the window's font at the scene's
anchors; one that would be wider than its measured room is condensed.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from math import ceil, floor

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QPolygonF,
    QStaticText,
)

from gui.theme import theme
from gui.widgets.marks import paint_mark
from gui.widgets.stars import paint_star
from stats.figures.scene import (
    Anchor,
    Box,
    Dot,
    Judgement,
    Line,
    Mark,
    Poly,
    Scene,
    Stars,
    Text,
    span,
)
from stats.figures.shapes import STAR_GAP, stars_width
from stats.figures.style import TOKENS

STRIP = 96.0
HAIRLINE = 1.0
MOST_TEXTS = 20_000  # kept ready
Stroke = Callable[[QPainter], None]
Laid = tuple[QPointF, QStaticText, QFont]
LaidKey = tuple[str, float, int, float]
LaidText = tuple[QStaticText, QFont, float, float]  # with its width and its ascent
NOTHING = QColor(0, 0, 0, 0)


def colour(role: str) -> QColor:
    """Return the theme's colour of a scene's role; an empty role is no colour."""
    if role in theme().marks():  # a surface in the colour of a judgement
        return theme().marks()[role].fill
    return theme().token(TOKENS[role]) if role else NOTHING


@dataclass(slots=True)
class Prepared:
    """What was made ready for one theme and zoom, to be used again by the scenes that follow."""

    fonts: dict[tuple[float, int], QFont] = field(default_factory=dict)
    pictures: dict[tuple[object, ...], QPixmap] = field(default_factory=dict)
    texts: dict[LaidKey, LaidText] = field(default_factory=dict)


class Ink:
    """A scene ready to be painted at a zoom."""

    def __init__(self, scene: Scene, zoom: float, prepared: Prepared | None = None) -> None:
        self._zoom = zoom
        prepared = prepared or Prepared()
        self._laid_out = prepared.texts
        if len(self._laid_out) > MOST_TEXTS:
            self._laid_out.clear()
        self._tall: list[Mark] = []
        self._long: list[Mark] = []  # texts: they stand over everything, wherever it is
        self._strips: dict[int, list[Mark]] = {}
        self._ready: dict[int, list[Stroke]] = {}
        self._fonts, self._pictures = prepared.fonts, prepared.pictures
        for mark in scene.marks:
            top, bottom = span(mark)
            if isinstance(mark, Text) and (mark.turned or bottom - top > STRIP):
                self._long.append(mark)
            elif bottom - top > STRIP:
                self._tall.append(mark)
            else:
                self._strips.setdefault(floor((top + bottom) / 2 / STRIP), []).append(mark)

    def paint(self, painter: QPainter, top: float, bottom: float) -> None:
        """Paint what lies between two heights of the widget."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for stroke in self._strokes(-1, self._tall):
            stroke(painter)
        high = STRIP * self._zoom
        for i in range(floor(top / high - 0.5), ceil(bottom / high + 0.5)):
            if i >= 0 and i in self._strips:
                for stroke in self._strokes(i, self._strips[i]):
                    stroke(painter)
        for stroke in self._strokes(-2, self._long):
            stroke(painter)

    def _strokes(self, i: int, marks: Iterable[Mark]) -> list[Stroke]:
        """Make a strip ready once: shapes in their order, then texts, those alike together."""
        if i not in self._ready:
            shapes = [mark for mark in marks if not isinstance(mark, Text)]
            texts = [mark for mark in marks if isinstance(mark, Text)]
            self._ready[i] = [*self._shapes(shapes), *self._texts(texts)]
        return self._ready[i]

    def _shapes(self, marks: Iterable[Mark]) -> Iterable[Stroke]:
        for is_line, run in groupby(marks, key=_line_look):
            if is_line:
                lines = [mark for mark in run if isinstance(mark, Line)]
                pen = self._line_pen(lines[0])
                yield partial(_paint_lines, [self._line(mark) for mark in lines], pen)
            else:
                yield from map(self._shape, run)

    def _texts(self, marks: list[Text]) -> Iterable[Stroke]:
        ordered = sorted((mark for mark in marks if mark.text), key=_text_look)
        for (role, _size, _weight), run in groupby(ordered, key=_text_look):
            placed = [self._text(mark) for mark in run if not mark.turned]
            yield partial(_paint_texts, placed, QPen(colour(role)))
        yield from (self._turned(mark) for mark in marks if mark.turned)

    def _shape(self, mark: Mark) -> Stroke:
        match mark:
            case Box():
                return self._box(mark)
            case Poly():
                return self._poly(mark)
            case Dot():
                return self._dot(mark)
            case Stars():
                return self._stars(mark)
            case Judgement():
                return self._judgement(mark)
            case _:
                raise TypeError(f"No shape: {mark!r}")

    # texts

    def _font(self, size: float, weight: int) -> QFont:
        key = (size, weight)
        if key not in self._fonts:
            font = theme().font("body", weight, tabular=True)
            font.setPixelSize(max(1, round(size * self._zoom)))
            self._fonts[key] = font
        return self._fonts[key]

    def _text(self, mark: Text) -> Laid:
        x, y = mark.x * self._zoom, mark.y * self._zoom
        text, font, wide, ascent = self._laid(mark)
        return QPointF(x - _shift(mark.anchor) * wide, round(y) - ascent), text, font

    def _laid(self, mark: Text) -> LaidText:
        """Return a text laid out, with its font, its width and its ascent."""
        key = (mark.text, mark.size, mark.weight, mark.width)
        if key not in self._laid_out:
            self._laid_out[key] = self._lay_out(mark)
        return self._laid_out[key]

    def _lay_out(self, mark: Text) -> LaidText:
        font = self._font(mark.size, mark.weight)
        metrics = QFontMetricsF(font)
        wide, room = metrics.horizontalAdvance(mark.text), mark.width * self._zoom
        if room and wide > room + 1.0:
            font = QFont(font)
            font.setStretch(max(50, floor(100 * room / wide)))
            metrics = QFontMetricsF(font)
            wide = metrics.horizontalAdvance(mark.text)
        text = QStaticText(mark.text)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
        text.prepare(font=font)
        return text, font, wide, metrics.ascent()

    def _turned(self, mark: Text) -> Stroke:
        text, font, wide, ascent = self._laid(mark)
        origin = QPointF(mark.x * self._zoom, mark.y * self._zoom)
        laid = (QPointF(-_shift(mark.anchor) * wide, -ascent), text, font)
        return partial(_paint_turned, origin, laid, QPen(colour(mark.role)))

    # lines and shapes

    def _pen(self, role: str, width: float, dash: tuple[float, ...] = ()) -> QPen:
        if not role:
            return QPen(Qt.PenStyle.NoPen)
        pen = QPen(colour(role), width * self._zoom)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        if dash:
            pen.setDashPattern([length / width for length in dash])
        return pen

    def _line_pen(self, mark: Line) -> QPen:
        pen = self._pen(mark.role, mark.width, mark.dash)
        if mark.width == HAIRLINE:
            pen.setWidthF(HAIRLINE)
        return pen

    def _line(self, mark: Line) -> QLineF:
        x1, y1, x2, y2 = (v * self._zoom for v in (mark.x1, mark.y1, mark.x2, mark.y2))
        if mark.width == HAIRLINE:  # stays one pixel wide, on a pixel
            x1, x2 = (floor(x1) + 0.5, floor(x2) + 0.5) if x1 == x2 else (x1, x2)
            y1, y2 = (floor(y1) + 0.5, floor(y2) + 0.5) if y1 == y2 else (y1, y2)
        return QLineF(x1, y1, x2, y2)

    def _box(self, mark: Box) -> Stroke:
        zoom = self._zoom
        rect = QRectF(mark.x * zoom, mark.y * zoom, mark.w * zoom, mark.h * zoom)
        pen = self._pen(mark.edge, mark.width)
        return partial(_paint_box, rect, mark.radius * zoom, pen, colour(mark.fill))

    def _poly(self, mark: Poly) -> Stroke:
        points = [QPointF(x * self._zoom, y * self._zoom) for x, y in mark.points]
        pen = self._pen(mark.edge, mark.width, mark.dash)
        path = QPainterPath()
        path.addPolygon(QPolygonF(points))
        if mark.closed:
            path.closeSubpath()
        return partial(_paint_path, path, pen, colour(mark.fill))

    def _dot(self, mark: Dot) -> Stroke:
        path = QPainterPath()
        radius = mark.r * self._zoom
        path.addEllipse(QPointF(mark.x * self._zoom, mark.y * self._zoom), radius, radius)
        return partial(_paint_path, path, self._pen(mark.edge, mark.width), colour(mark.fill))

    # stars and judgements, each picture painted once

    def _stars(self, mark: Stars) -> Stroke:
        size = mark.size * self._zoom
        key = (mark.earned, mark.of, mark.size, mark.role, mark.empty)
        wide = stars_width(mark.of, mark.size) * self._zoom + 2
        place = QPointF(mark.x * self._zoom - 1, mark.y * self._zoom - size / 2 - 1)
        return partial(self._paint_picture, key, place, (wide, size + 2), partial(_stars, mark))

    def _judgement(self, mark: Judgement) -> Stroke:
        side = mark.size * self._zoom * 1.2 + 3
        x, y = mark.x * self._zoom, mark.y * self._zoom
        key = (mark.level, mark.size)
        place = QPointF(x - side / 2, y - side / 2)
        return partial(self._paint_picture, key, place, (side, side), partial(_mark, mark))

    def _paint_picture(
        self,
        key: tuple[object, ...],
        place: QPointF,
        size: tuple[float, float],
        draw: Callable[[QPainter, float], None],
        painter: QPainter,
    ) -> None:
        ratio = painter.device().devicePixelRatio()
        picture = self._pictures.get((*key, ratio))
        if picture is None:
            picture = QPixmap(ceil(size[0] * ratio), ceil(size[1] * ratio))
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            inner = QPainter(picture)
            inner.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw(inner, self._zoom)
            inner.end()
            self._pictures[(*key, ratio)] = picture
        x, y = (round(v * ratio) / ratio for v in (place.x(), place.y()))
        painter.drawPixmap(QPointF(x, y), picture)


def _stars(mark: Stars, painter: QPainter, zoom: float) -> None:
    size = mark.size * zoom
    for i in range(mark.of):
        centre = QPointF(1 + size / 2 + i * (size + STAR_GAP * zoom), 1 + size / 2)
        is_earned = i < mark.earned
        ink = colour(mark.role if is_earned else mark.empty)
        paint_star(painter, centre, size, earned=is_earned, ink=ink)


def _mark(mark: Judgement, painter: QPainter, zoom: float) -> None:
    side = mark.size * zoom * 1.2 + 3
    paint_mark(painter, QPointF(side / 2, side / 2), mark.level, mark.size * zoom)


def _line_look(mark: Mark) -> tuple[str, float, tuple[float, ...]] | None:
    return (mark.role, mark.width, mark.dash) if isinstance(mark, Line) else None


def _text_look(mark: Text) -> tuple[str, float, int]:
    return mark.role, mark.size, mark.weight


def _shift(anchor: Anchor) -> float:
    return {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]


def _paint_texts(laid: list[Laid], pen: QPen, painter: QPainter) -> None:
    painter.setPen(pen)
    last = None
    for place, text, font in laid:
        if font is not last:
            painter.setFont(font)
            last = font
        painter.drawStaticText(place, text)


def _paint_turned(origin: QPointF, laid: Laid, pen: QPen, painter: QPainter) -> None:
    painter.save()
    painter.translate(origin)
    painter.rotate(-90)
    _paint_texts([laid], pen, painter)
    painter.restore()


def _paint_lines(lines: list[QLineF], pen: QPen, painter: QPainter) -> None:
    painter.setPen(pen)
    painter.drawLines(lines)


def _paint_box(rect: QRectF, radius: float, pen: QPen, fill: QColor, painter: QPainter) -> None:
    painter.setPen(pen)
    painter.setBrush(fill)
    if radius:
        painter.drawRoundedRect(rect, radius, radius)
    else:
        painter.drawRect(rect)


def _paint_path(path: QPainterPath, pen: QPen, fill: QColor, painter: QPainter) -> None:
    painter.setPen(pen)
    painter.setBrush(fill)
    painter.drawPath(path)
