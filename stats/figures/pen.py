"""Marks of a scene onto matplotlib's renderers, by their own verbs: a path, a line of text.

One artist draws a whole scene. An artist a mark, as matplotlib has them, takes three times as long:
each measures its text anew, keeps transforms and asks settings that a mark does not have.
"""

from functools import cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from matplotlib.artist import Artist
from matplotlib.colors import to_rgba
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.text import Text as Label
from matplotlib.transforms import Affine2D, IdentityTransform

from stats.figures import shapes
from stats.figures.scene import Anchor, Box, Dot, Judgement, Line, Mark, Poly, Scene, Stars, Text
from stats.figures.style import REVMAN_GLYPHS, Palette

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.backend_bases import GraphicsContextBase, RendererBase

Rgba = tuple[float, float, float, float]
Points = tuple[tuple[float, float], ...]

POINTS = 72.0
STAR_EDGE = 0.8
DOTTED = (1.0, 1.5)
NOTHING: Rgba = (0.0, 0.0, 0.0, 0.0)
HERE = IdentityTransform()
SIDES: dict[Anchor, Literal["left", "center", "right"]] = {
    "start": "left",
    "middle": "center",
    "end": "right",
}
LEFT_OF: dict[Anchor, float] = {"start": 0.0, "middle": 0.5, "end": 1.0}


class Drawing(Artist):
    """A scene as one artist; `scale` is the inches of one of its px."""

    def __init__(self, scene: Scene, palette: Palette, scale: float) -> None:
        super().__init__()
        self._scene = scene
        self._palette = palette
        self._scale = scale

    def draw(self, renderer: "RendererBase") -> None:
        """Draw every mark, in the order of the scene."""
        figure = self.get_figure()
        assert figure is not None
        pen = _Pen(renderer, self._palette, self._scale, figure.dpi, self._scene.height)
        for mark in self._scene.marks:
            pen.draw(mark)


class _Pen:
    """Draws marks with one renderer."""

    def __init__(
        self, renderer: "RendererBase", palette: Palette, scale: float, dpi: float, height: float
    ) -> None:
        self._renderer = renderer
        self._palette = palette
        self._zoom = scale * dpi
        self._points = scale * POINTS
        self._height = height
        self._flips = renderer.get_canvas_width_height()[1] if renderer.flipy() else None
        self._widths: dict[tuple[str, FontProperties], float] = {}
        self._label = Label(rotation_mode="anchor", parse_math=False)  # tells SVG the anchor
        self._label.set_transform(HERE)

    def draw(self, mark: Mark) -> None:
        """Draw one mark."""
        match mark:
            case Text():
                self._text(mark)
            case Line():
                ends = ((mark.x1, mark.y1), (mark.x2, mark.y2))
                self._stroke(ends, self._role(mark.role), mark.width, mark.dash)
            case Box():
                self._box(mark)
            case Poly():
                self._poly(mark)
            case Dot():
                fill, edge = self._role(mark.fill), self._role(mark.edge)
                self._disc((mark.x, mark.y), mark.r, fill, edge, mark.width)
            case Stars():
                self._stars(mark)
            case Judgement():
                self._judgement(mark)

    def _role(self, role: str) -> Rgba:
        if role in self._palette.marks:  # a surface in the colour of a judgement
            return rgba(self._palette.marks[role].fill)
        return rgba(self._palette.roles[role]) if role else NOTHING

    def _at(self, x: float, y: float) -> tuple[float, float]:
        """Turn px from the top into the renderer's units from the bottom."""
        return x * self._zoom, (self._height - y) * self._zoom

    def _path(self, points: Points, *, closed: bool = False) -> Path:
        given = (*points, points[0]) if closed else points
        corners = np.array([self._at(x, y) for x, y in given])
        return Path(corners, closed=closed)

    def _pen(self, colour: Rgba, px: float) -> "GraphicsContextBase":
        context = self._renderer.new_gc()
        context.set_foreground(colour, isRGBA=True)
        context.set_linewidth(px * self._points if colour[3] else 0.0)
        context.set_joinstyle("miter")
        context.set_capstyle("butt")
        return context

    def _text(self, mark: Text) -> None:
        if not mark.text:
            return
        font = _font(mark.size * self._points, bold=mark.weight >= 600)
        ax, ay = x, y = self._at(mark.x, mark.y)
        back = LEFT_OF[mark.anchor]
        if back:
            wide = self._width(mark.text, font)
            x, y = (x, y - back * wide) if mark.turned else (x - back * wide, y)
        label = self._label
        label.set_position((ax, ay))
        label.set_horizontalalignment(SIDES[mark.anchor])
        if self._flips is not None:
            y = self._flips - y
        pen = self._pen(self._role(mark.role), 1.0)
        angle = 90.0 if mark.turned else 0.0
        self._renderer.draw_text(pen, x, y, mark.text, font, angle, ismath=False, mtext=label)
        pen.restore()

    def _width(self, text: str, font: FontProperties) -> float:
        """The width of a text in the renderer's units; the same few stand in every row."""
        found = self._widths.get((text, font))
        if found is None:
            found = self._renderer.get_text_width_height_descent(text, font, ismath=False)[0]
            self._widths[text, font] = found
        return found

    def _stroke(
        self,
        points: Points,
        colour: Rgba,
        width: float,
        dash: tuple[float, ...] = (),
        *,
        cap: Literal["butt", "round"] = "butt",
    ) -> None:
        pen = self._pen(colour, width)
        pen.set_joinstyle("round")
        pen.set_capstyle(cap)
        self._dash(pen, dash)
        self._renderer.draw_path(pen, self._path(points), HERE)
        pen.restore()

    def _dash(self, pen: "GraphicsContextBase", dash: "Sequence[float]") -> None:
        if dash:
            pen.set_dashes(0, [length * self._points for length in dash])

    def _shape(
        self,
        points: Points,
        fill: Rgba,
        edge: Rgba,
        width: float,
        *,
        closed: bool = True,
        dash: tuple[float, ...] = (),
    ) -> None:
        pen = self._pen(edge, width)
        self._dash(pen, dash)
        self._renderer.draw_path(
            pen, self._path(points, closed=closed), HERE, fill if fill[3] else None
        )
        pen.restore()

    def _box(self, mark: Box) -> None:
        right, bottom = mark.x + mark.w, mark.y + mark.h
        corners = ((mark.x, mark.y), (right, mark.y), (right, bottom), (mark.x, bottom))
        self._shape(corners, self._role(mark.fill), self._role(mark.edge), mark.width)

    def _poly(self, mark: Poly) -> None:
        edge = self._role(mark.edge)
        if not mark.closed and not mark.fill:
            self._stroke(mark.points, edge, mark.width, mark.dash)
            return
        self._shape(mark.points, self._role(mark.fill), edge, mark.width,
                    closed=mark.closed, dash=mark.dash)  # fmt: skip

    def _disc(
        self,
        centre: tuple[float, float],
        radius: float,
        fill: Rgba,
        edge: Rgba,
        width: float,
        *,
        dotted: bool = False,
    ) -> None:
        pen = self._pen(edge, width)
        if dotted:
            self._dash(pen, [length * width for length in DOTTED])
        place = Affine2D().scale(radius * self._zoom).translate(*self._at(*centre))
        self._renderer.draw_path(pen, Path.unit_circle(), place, fill if fill[3] else None)
        pen.restore()

    def _stars(self, mark: Stars) -> None:
        for i in range(mark.of):
            x = mark.x + mark.size / 2 + i * (mark.size + shapes.STAR_GAP)
            earned = i < mark.earned
            colour = self._role(mark.role if earned else mark.empty)
            size = mark.size if earned else mark.size - STAR_EDGE
            star = shapes.placed(shapes.STAR, x, mark.y, size)
            self._shape(star, colour if earned else NOTHING, colour, 0.2 if earned else STAR_EDGE)

    def _judgement(self, mark: Judgement) -> None:
        colours = self._palette.marks[mark.level]
        fill, edge, glyph = rgba(colours.fill), rgba(colours.edge), rgba(colours.glyph)
        drawing = self._palette.drawing
        if mark.level in shapes.ROUND or drawing != "shapes":
            dotted = mark.level == "na"
            self._disc((mark.x, mark.y), mark.size / 2, fill, edge, 1.0, dotted=dotted)
        else:
            outline = shapes.placed(shapes.OUTLINES[mark.level], mark.x, mark.y, mark.size)
            self._shape(outline, fill, edge, 1.0)
        wide = shapes.stroke(mark.size)
        level = REVMAN_GLYPHS.get(mark.level, mark.level) if drawing == "revman" else mark.level
        for sign in shapes.GLYPHS[level]:
            points = shapes.placed(sign, mark.x, mark.y, mark.size)
            if len(points) == 1:
                self._disc(points[0], wide / 2, glyph, NOTHING, 0.0)
            else:
                self._stroke(points, glyph, wide, cap="round")


@cache
def rgba(colour: str) -> Rgba:
    """Turn `#RRGGBB`, or `#AARRGGBB` as Qt writes it, into shares of one."""
    if not colour:
        return NOTHING
    if len(colour) == 9:
        return to_rgba(f"#{colour[3:]}{colour[1:3]}")
    return to_rgba(colour)


@cache
def _fonts(families: tuple[str, ...], size: float, *, bold: bool) -> FontProperties:
    return FontProperties(family=families, size=size, weight="bold" if bold else "normal")


def _font(size: float, *, bold: bool) -> FontProperties:
    """The figure font, and behind it those that have what it lacks, as the settings say."""
    import matplotlib as mpl

    families: Any = mpl.rcParams["font.family"]  # Any: the settings have no types
    return _fonts(tuple(families), size, bold=bold)
