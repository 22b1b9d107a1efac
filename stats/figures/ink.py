"""Scenes on paper: SVG with live text, searchable PDF, PNG, the same bytes each time.

One pixel of the scene is 1/96 inch, scaled as a whole to the width asked for. matplotlib draws and
is imported only here, when a file is written; text is DejaVu Sans, which comes with it. A character
it lacks is taken from an installed font, and those that no font has are returned.
"""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

from stats.figures import shapes
from stats.figures.fallback import families
from stats.figures.pages import pages
from stats.figures.scene import Anchor, Box, Dot, Judgement, Line, Mark, Poly, Scene, Stars, Text
from stats.figures.style import REVMAN_GLYPHS, Palette
from stats.figures.svg import with_words

_AT_WORK = Lock()  # matplotlib's settings are one for all threads: one picture at a time

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.figure import Figure

Format = Literal["svg", "pdf", "png"]
PX_PER_INCH = 96.0
MM_PER_INCH = 25.4
POINTS = 72.0
PAGE_MM = 247.0  # A4 less 25 mm above and below
STAR_EDGE = 0.8
PNG_LEVEL = 4  # a third of the time of 6, for files a tenth larger
SIDES: dict[Anchor, Literal["left", "center", "right"]] = {
    "start": "left",
    "middle": "center",
    "end": "right",
}
SETTINGS = {
    "svg.fonttype": "none",
    "svg.hashsalt": "evenhand",
    "pdf.fonttype": 42,
    "path.simplify": False,
    "text.usetex": False,
    "text.hinting": "none",  # hinted, a line of small type comes out wider than it was measured
    "axes.unicode_minus": True,
}


def save(
    scene: Scene,
    path: Path,
    *,
    palette: Palette,
    width_mm: float = 170.0,
    dpi: int = 300,
    page_mm: float = PAGE_MM,
) -> tuple[str, ...]:
    """Write a scene to a file, whose suffix tells the format.

    A PDF higher than `page_mm` is cut into pages. The file appears whole or not at all. Returns the
    characters that no installed font has.
    """
    kind = path.suffix.lower().lstrip(".")
    if kind not in ("svg", "pdf", "png"):
        raise ValueError(f"Figures are written as SVG, PDF or PNG, not as {path.suffix!r}.")
    content, missing = render(
        scene,
        "svg" if kind == "svg" else "pdf" if kind == "pdf" else "png",
        palette=palette,
        width_mm=width_mm,
        dpi=dpi,
        page_mm=page_mm,
    )
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    part.replace(path)
    return missing


def render(
    scene: Scene,
    kind: Format,
    *,
    palette: Palette,
    width_mm: float = 170.0,
    dpi: int = 300,
    page_mm: float = PAGE_MM,
) -> tuple[bytes, tuple[str, ...]]:
    """Return a scene as the bytes of a file, and the characters that no installed font has."""
    import matplotlib as mpl

    texts = "".join(mark.text for mark in scene.marks if isinstance(mark, Text))
    fonts, missing = families(texts)
    scale = width_mm / MM_PER_INCH / scene.width  # inches a px
    with _AT_WORK, mpl.rc_context(_settings(fonts)), _glyphs_reported():
        if kind == "pdf":
            sheets = pages(scene, page_mm / MM_PER_INCH / scale)
            return _pdf(scene, [_figure(sheet, palette, scale) for sheet in sheets]), missing
        figure = _figure(scene, palette, scale)
        out = BytesIO()
        if kind == "svg":
            figure.savefig(out, format="svg", metadata={"Date": None, "Creator": "Evenhand"})
            return with_words(out.getvalue(), scene), missing
        words = {"Title": scene.title, "Description": scene.description, "Software": "Evenhand"}
        figure.savefig(
            out, format="png", dpi=dpi, metadata=words, pil_kwargs={"compress_level": PNG_LEVEL}
        )
        return out.getvalue(), missing


def _settings(fonts: tuple[str, ...]) -> Any:  # matplotlib wants literal keys
    return SETTINGS | {"font.family": list(fonts)}


def _pdf(scene: Scene, figures: "list[Figure]") -> bytes:
    from matplotlib.backends.backend_pdf import PdfPages

    table = " | ".join("; ".join(row) for row in scene.table)
    words = {
        "Title": scene.title,
        "Subject": scene.description,
        "Keywords": table,
        "Creator": "Evenhand",
        "CreationDate": None,
        "ModDate": None,
    }
    out = BytesIO()
    with PdfPages(out, metadata=words) as book:
        for figure in figures:
            book.savefig(figure)
    return out.getvalue()


def _glyphs_reported() -> Any:  # a context manager of the warnings module
    """Silence matplotlib about lacking characters: they are returned to whoever saves."""
    import warnings

    context = warnings.catch_warnings()

    class Quiet:
        def __enter__(self) -> None:
            context.__enter__()
            warnings.filterwarnings("ignore", message="Glyph .* missing from")

        def __exit__(self, *_args: object) -> None:
            context.__exit__(None, None, None)

    return Quiet()


def _figure(scene: Scene, palette: Palette, scale: float) -> "Figure":
    from matplotlib.figure import Figure

    size = (scene.width * scale, scene.height * scale)
    figure = Figure(figsize=size, facecolor=_hex(palette.roles["ground"])[0])
    pen = _Pen(figure, palette, scale, scene.height)
    for mark in scene.marks:
        pen.draw(mark)
    return figure


def _hex(colour: str) -> tuple[str, float]:
    """Split #AARRGGBB into what matplotlib knows: a colour and an opacity."""
    if len(colour) == 9:
        return f"#{colour[3:]}", int(colour[1:3], 16) / 255
    return colour, 1.0


@dataclass(frozen=True, slots=True)
class _Pen:
    """Draws marks onto a figure."""

    figure: "Figure"
    palette: Palette
    scale: float
    height: float

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
                self._circle((mark.x, mark.y), mark.r, mark.fill, mark.edge, mark.width)
            case Stars():
                self._stars(mark)
            case Judgement():
                self._judgement(mark)

    def _role(self, role: str) -> str:
        if role in self.palette.marks:  # a surface in the colour of a judgement
            return self.palette.marks[role].fill
        return self.palette.roles[role] if role else "#00000000"

    def _at(self, points: tuple[tuple[float, float], ...]) -> list[tuple[float, float]]:
        """Turn px from the top into inches from the bottom."""
        return [(x * self.scale, (self.height - y) * self.scale) for x, y in points]

    def _points(self, px: float) -> float:
        return px * self.scale * POINTS

    def _text(self, mark: Text) -> None:
        from matplotlib.text import Text as Label

        ((x, y),) = self._at(((mark.x, mark.y),))
        label = Label(
            x,
            y,
            mark.text,
            fontsize=self._points(mark.size),
            fontweight="bold" if mark.weight >= 600 else "normal",
            color=_hex(self._role(mark.role))[0],
            horizontalalignment=SIDES[mark.anchor],
            verticalalignment="baseline",
            rotation=90 if mark.turned else 0,
            rotation_mode="anchor",
            parse_math=False,
            transform=self.figure.dpi_scale_trans,
        )
        self._add(label)

    def _add(self, artist: "Artist") -> None:
        artist.set_zorder(len(self.figure.get_children()))  # in the order of the scene
        self.figure.add_artist(artist)

    def _stroke(
        self,
        points: tuple[tuple[float, float], ...],
        colour: str,
        width: float,
        dash: tuple[float, ...] = (),
        *,
        cap: Literal["butt", "round"] = "butt",
    ) -> None:
        from matplotlib.lines import Line2D

        xs, ys = zip(*self._at(points), strict=True)
        wide = self._points(width)
        line = Line2D(
            xs,
            ys,
            color=_hex(colour)[0],
            linewidth=wide,
            solid_capstyle=cap,
            dash_capstyle=cap,
            transform=self.figure.dpi_scale_trans,
        )
        if dash:
            line.set_dashes([self._points(length) / wide for length in dash])
        self._add(line)

    def _shape(
        self,
        points: tuple[tuple[float, float], ...],
        fill: str,
        edge: str,
        width: float,
        *,
        closed: bool = True,
        dash: tuple[float, ...] = (),
    ) -> None:
        from matplotlib.patches import Polygon

        colour, opacity = _hex(fill)
        wide = self._points(width)
        shape = Polygon(
            self._at(points),
            closed=closed,
            facecolor=(colour, opacity),
            edgecolor=_hex(edge)[0] if len(edge) == 7 else "none",
            linewidth=wide if len(edge) == 7 else 0.0,
            joinstyle="miter",
            transform=self.figure.dpi_scale_trans,
        )
        if dash:
            shape.set_linestyle((0, [self._points(length) / wide for length in dash]))
        self._add(shape)

    def _box(self, mark: Box) -> None:
        right, bottom = mark.x + mark.w, mark.y + mark.h
        corners = ((mark.x, mark.y), (right, mark.y), (right, bottom), (mark.x, bottom))
        self._shape(corners, self._role(mark.fill), self._role(mark.edge), mark.width)

    def _poly(self, mark: Poly) -> None:
        if not mark.closed and not mark.fill:
            self._stroke(mark.points, self._role(mark.edge), mark.width, mark.dash)
            return
        self._shape(
            mark.points,
            self._role(mark.fill),
            self._role(mark.edge),
            mark.width,
            closed=mark.closed,
            dash=mark.dash,
        )

    def _circle(
        self, centre: tuple[float, float], radius: float, fill: str, edge: str, width: float
    ) -> None:
        self._disc(centre, radius, self._role(fill), self._role(edge), width)

    def _disc(
        self,
        centre: tuple[float, float],
        radius: float,
        fill: str,
        edge: str,
        width: float,
        *,
        dotted: bool = False,
    ) -> None:
        from matplotlib.patches import Circle

        colour, opacity = _hex(fill)
        has_edge = len(edge) == 7
        disc = Circle(
            self._at((centre,))[0],
            radius * self.scale,
            facecolor=(colour, opacity),
            edgecolor=edge if has_edge else "none",
            linewidth=self._points(width) if has_edge else 0.0,
            transform=self.figure.dpi_scale_trans,
        )
        if dotted:
            disc.set_linestyle((0, (1.0, 1.5)))
        self._add(disc)

    def _stars(self, mark: Stars) -> None:
        for i in range(mark.of):
            x = mark.x + mark.size / 2 + i * (mark.size + shapes.STAR_GAP)
            role = mark.role if i < mark.earned else mark.empty
            size = mark.size if i < mark.earned else mark.size - STAR_EDGE
            star = shapes.placed(shapes.STAR, x, mark.y, size)
            fill = role if i < mark.earned else ""
            self._shape(star, self._role(fill), self._role(role), STAR_EDGE if not fill else 0.2)

    def _judgement(self, mark: Judgement) -> None:
        colours = self.palette.marks[mark.level]
        centre = (mark.x, mark.y)
        drawing = self.palette.drawing
        if mark.level in shapes.ROUND or drawing != "shapes":
            dotted = mark.level == "na"
            self._disc(centre, mark.size / 2, colours.fill, colours.edge, 1.0, dotted=dotted)
        else:
            outline = shapes.placed(shapes.OUTLINES[mark.level], mark.x, mark.y, mark.size)
            self._shape(outline, colours.fill, colours.edge, 1.0)
        wide = shapes.stroke(mark.size)
        level = REVMAN_GLYPHS.get(mark.level, mark.level) if drawing == "revman" else mark.level
        for glyph in shapes.GLYPHS[level]:
            points = shapes.placed(glyph, mark.x, mark.y, mark.size)
            if len(points) == 1:
                self._disc(points[0], wide / 2, colours.glyph, "", 0.0)
            else:
                self._stroke(points, colours.glyph, wide, cap="round")
