"""How figures go out, as one value: colours, marks, size, type, language, order, title.

A figure is made anew in the language, order and width asked for, then dressed with its title and
what must be said of its marks. The preview and the file are the same scene under the same palette.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from appraisal.bundle import figures_of
from appraisal.figures.text import MarkSet, laid_out_to, measure, print_palette
from appraisal.material import Material, respoken
from appraisal.named import Named
from resources.i18n import _, language, number, speaking
from stats.figures.measure import wrap
from stats.figures.pages import moved
from stats.figures.scene import Judgement, Mark, Scene, Text
from stats.figures.style import PAPER_WIDTHS, Drawing, Palette

TYPE_PX, POINTS, MM_PER_INCH = 13.0, 72.0, 25.4
TITLE, TITLE_LINE, NOTE = 15.0, 20.0, 11.0
EDGE = 16.0
LEAST_PX = 300.0
LEAST_POINTS = 6.0  # of type that can be read on paper
WIDTHS_MM = (85.0, 174.0, 254.0)  # a column, two columns, a slide


@dataclass(frozen=True, slots=True)
class FigureLook:
    """What is chosen of a figure.

    `points` is the size of its type, 0 for what fits; a figure that needs more room than that
    leaves is made smaller as a whole. `lang` is empty for the language in use. `sort` orders the
    studies: empty as listed, `label`, `year` or `rating`. `title` stands above the figure; None for
    none, empty for the figure's own. `titled` names the one figure whose title it is where several
    go out; the others then bear their own.
    """

    marks: MarkSet = "cochrane"
    drawing: Drawing = "shapes"
    width_mm: float = 174.0
    dpi: int = 300
    points: float = 0.0
    lang: str = ""
    sort: str = ""
    title: str | None = None
    titled: str = ""

    @property
    def palette(self) -> Palette:
        """The colours and the drawing of marks."""
        return print_palette(self.marks, self.drawing)

    @property
    def width_px(self) -> float:
        """The width to lay out to, so that type comes out in the size asked for."""
        if not self.points:
            return PAPER_WIDTHS[0]
        inches = self.width_mm / MM_PER_INCH
        return max(LEAST_PX, inches * POINTS * TYPE_PX / self.points)

    def type_points(self, scene: Scene) -> float:
        """The size that the type of a laid-out scene comes out in."""
        return TYPE_PX * self.width_mm / MM_PER_INCH * POINTS / scene.width


def figures_as(material: Material, look: FigureLook, *, maker: str = "") -> Iterator[Named]:
    """Every figure of a review as it goes out under a look; of one module where it is named."""
    with speaking(look.lang or language()):
        yield from figures_under(asked_for(material, look), look, maker=maker)


def asked_for(material: Material, look: FigureLook) -> Material:
    """The same snapshot in the language and order of a look; the caller speaks it."""
    asked = respoken(material, look.lang) if look.lang else material
    return replace(asked, sort=look.sort) if look.sort else asked


def figures_under(asked: Material, look: FigureLook, *, maker: str = "") -> Iterator[Named]:
    """The same as `figures_as`, of a snapshot that is in the language and order already."""
    others = replace(look, title="") if look.title and look.titled else look
    with laid_out_to(look.width_px):
        for figure in figures_of(asked, maker=maker):
            own = look if figure.name == look.titled else others
            yield replace(figure, scene=dressed(figure.scene, own))


def figure_as(material: Material, figure: Named, look: FigureLook) -> Named:
    """A figure of the review under a look; made anew only where the look asks for another."""
    if not (look.lang or look.sort or look.points):
        return replace(figure, scene=dressed(figure.scene, look))
    found = figures_as(material, look, maker=figure.maker)
    return next((one for one in found if one.name == figure.name), figure)


def small_type(scene: Scene, look: FigureLook) -> str:
    """What to do where the type comes out too small to be read; empty where it does not."""
    points = look.type_points(scene)
    if points >= LEAST_POINTS:
        return ""
    enough = (width for width in WIDTHS_MM if points * width / look.width_mm >= LEAST_POINTS)
    if (width := next(enough, None)) is not None:
        return _("Type below 6 pt is too small to be read: choose {width} mm.").format(
            width=number(width, 0)
        )
    return _("Type below 6 pt is too small to be read: leave out columns of the figure.")


def dressed(scene: Scene, look: FigureLook) -> Scene:
    """A scene with its title above, and a line that says whose marks it has if not ours."""
    if look.drawing != "shapes" and any(isinstance(mark, Judgement) for mark in scene.marks):
        scene = _noted(scene, _drawing_note(look.drawing))
    if look.title is not None:
        scene = _titled(scene, look.title.strip() or scene.title)
    return scene


def _drawing_note(drawing: Drawing) -> str:
    if drawing == "revman":
        return _("Signs as in RevMan 5: plus is low, question mark unclear, minus high.")
    return _("All marks are discs, as in robvis; the signs keep their meaning.")


def _titled(scene: Scene, title: str) -> Scene:
    """The title above, in as many lines as it takes; everything else moves down."""
    lines = wrap(title, scene.width - 2 * EDGE, measure(), size=TITLE, bold=True)
    shift = len(lines) * TITLE_LINE + 10
    marks: list[Mark] = [
        Text(EDGE, 8 + TITLE + place * TITLE_LINE, line, "start", TITLE, 600, "ink",
             measure()(line, TITLE, bold=True))
        for place, line in enumerate(lines)
    ]  # fmt: skip
    marks += [moved(mark, shift) for mark in scene.marks]

    def down(band: tuple[float, float] | None, *, grow: bool = False) -> tuple[float, float] | None:
        return None if band is None else (band[0] + (0 if grow else shift), band[1] + shift)

    return replace(
        scene,
        height=scene.height + shift,
        marks=tuple(marks),
        rows=tuple(replace(row, y=row.y + shift) for row in scene.rows),
        title=title,
        head=down(scene.head, grow=True),
        axis=down(scene.axis),
        breaks=tuple(y + shift for y in scene.breaks),
    )


def _noted(scene: Scene, said: str) -> Scene:
    lines = wrap(said, scene.width - 2 * EDGE, measure(), size=NOTE)
    marks = [
        Text(EDGE, scene.height + 2 + NOTE + place * (NOTE + 3), line, "start", NOTE, 400, "quiet",
             measure()(line, NOTE))
        for place, line in enumerate(lines)
    ]  # fmt: skip
    height = scene.height + len(lines) * (NOTE + 3) + 8
    return replace(scene, height=height, marks=(*scene.marks, *marks))


SORTS: dict[str, Callable[[], str]] = {
    "": lambda: _("As listed"),
    "label": lambda: _("By name"),
    "year": lambda: _("By year"),
    "rating": lambda: _("By rating, best first"),
}
