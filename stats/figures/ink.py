"""Scenes on paper: SVG with live text, searchable PDF, PNG, the same bytes each time.

One pixel of the scene is 1/96 inch, scaled as a whole to the width asked for. matplotlib draws and
is imported only here, when a file is written; text is DejaVu Sans, which comes with it. A character
it lacks is taken from an installed font, and those that no font has are returned.
"""

from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

from stats.figures.fallback import families, is_postscript
from stats.figures.pages import pages
from stats.figures.scene import Scene, Text
from stats.figures.style import Palette
from stats.figures.svg import with_words

_AT_WORK = Lock()  # matplotlib's settings are one for all threads: one picture at a time

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Format = Literal["svg", "pdf", "png"]
MM_PER_INCH = 25.4
PAGE_MM = 247.0  # A4 less 25 mm above and below
PNG_LEVEL = 2  # a third of the time of 6; without the opacity nobody needs, no larger either
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
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
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
        if kind == "svg":
            out = BytesIO()
            figure.savefig(out, format="svg", metadata={"Date": None, "Creator": "Evenhand"})
            return with_words(out.getvalue(), scene), missing
        return _png(scene, figure, dpi), missing


def _settings(fonts: tuple[str, ...]) -> Any:  # matplotlib wants literal keys
    kind = {"pdf.fonttype": 3} if is_postscript(fonts) else {}
    return SETTINGS | {"font.family": list(fonts)} | kind


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


def _png(scene: Scene, figure: "Figure", dpi: int) -> bytes:
    """Write the pixels without opacity, and as greys where there are no others."""
    import numpy as np
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    figure.set_dpi(dpi)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call] # matplotlib gives it no types
    pixels = np.asarray(canvas.buffer_rgba())  # type: ignore[no-untyped-call]
    red, green, blue = (pixels[:, :, place] for place in range(3))
    is_grey = np.array_equal(red, green) and np.array_equal(red, blue)
    picture = Image.fromarray(red if is_grey else pixels[:, :, :3])
    words = PngInfo()
    words.add_text("Title", scene.title)
    words.add_text("Description", scene.description)
    words.add_text("Software", "Evenhand")
    out = BytesIO()
    picture.save(out, "PNG", dpi=(dpi, dpi), pnginfo=words, compress_level=PNG_LEVEL)
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

    from stats.figures.pen import Drawing, rgba

    size = (scene.width * scale, scene.height * scale)
    figure = Figure(figsize=size, facecolor=rgba(palette.roles["ground"]))
    figure.add_artist(Drawing(scene, palette, scale), clip=False)
    return figure
