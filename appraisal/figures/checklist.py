"""One study's checklist on paper: blank to fill in by hand, or as it was answered.

Not among the figures of a report (there would be one a study); Appraise asks for it.
"""

from dataclasses import dataclass, field

from appraisal.figures.text import measure
from appraisal.views.checklist_rows import Checklist, DomainView, ItemView
from resources.i18n import _
from stats.figures.measure import wrap
from stats.figures.scene import Box, Dot, Line, Mark, Scene, Stars, Text

WIDTH, EDGE, INDENT = 680.0, 24.0, 44.0
BODY, SMALL, LARGE = 13.0, 12.0, 18.0
LEADING = 1.45


@dataclass(slots=True)
class _Pen:
    """Where the next line goes, and what was drawn so far."""

    y: float = EDGE
    marks: list[Mark] = field(default_factory=list)
    breaks: list[float] = field(default_factory=list)

    def write(
        self, text: str, *, x: float = EDGE, size: float = BODY, bold: bool = False,
        role: str = "ink",
    ) -> None:  # fmt: skip
        """Write a text, as many lines as it takes."""
        room = WIDTH - EDGE - x
        for line in wrap(text, room, measure(), size=size, bold=bold):
            self.y += size * LEADING
            weight = 600 if bold else 400
            self.marks.append(
                Text(x, self.y - size * 0.35, line, size=size, weight=weight, role=role, width=room)
            )

    def rule(self) -> None:
        """Draw a hairline, where a page may end."""
        self.y += 8
        self.breaks.append(self.y)
        self.marks.append(Line(EDGE, self.y, WIDTH - EDGE, self.y, 0.8, "rule"))
        self.y += 4


def checklist_scene(shown: Checklist, *, filled: bool) -> Scene:
    """A form on paper.

    Parameters
    ----------
    shown
        The form in a reader's seat.
    filled
        Whether the answers, reasons and quotations stand in it; else there is room for them.
    """
    pen = _Pen()
    pen.write(shown.label if filled else "", size=LARGE, bold=True)
    pen.write(shown.instrument.title, bold=True)
    pen.write(shown.instrument.citation, size=SMALL, role="quiet")
    if not filled:
        pen.y += 10
        pen.write(_("Study: ") + "_" * 34 + "   " + _("Reviewer: ") + "_" * 14)
    elif shown.rating.max:
        total = _("{n}/{total}").format(n=shown.rating.total, total=shown.rating.max)
        pen.write(_("Total: {total}").format(total=total), bold=True)
    elif shown.rating.word:
        pen.write(_("Overall: {level}").format(level=shown.rating.word), bold=True)
    head = pen.y
    for domain in shown.domains:
        _domain(pen, domain, filled=filled)
    pen.y += EDGE
    title = _("Checklist: {study}").format(study=shown.label) if filled else shown.instrument.title
    return Scene(
        width=WIDTH,
        height=pen.y,
        marks=tuple(pen.marks),
        title=title,
        description=title,
        head=(0.0, 0.0),
        axis=(pen.y, pen.y),
        breaks=tuple(one for one in pen.breaks if one > head),
    )


def _domain(pen: _Pen, domain: DomainView, *, filled: bool) -> None:
    pen.rule()
    top = pen.y
    pen.write(domain.title, size=15.0, bold=True)
    if domain.max and filled:
        stars = Stars(WIDTH - EDGE - 12 * domain.max, top + 12, domain.score or 0, domain.max)
        pen.marks.append(stars)
    asked = [item for item in domain.items if item.is_asked or not filled]
    for place, item in enumerate(asked):
        if place:  # a heading never stands alone at the end of a page
            pen.breaks.append(pen.y + 8)
        _item(pen, item, filled=filled)


def _item(pen: _Pen, item: ItemView, *, filled: bool) -> None:
    pen.y += 8
    top = pen.y
    pen.marks.append(
        Text(EDGE, top + BODY * (LEADING - 0.35), item.id, weight=600, role="quiet", width=INDENT)
    )
    pen.write(item.title or item.ask, x=EDGE + INDENT, bold=True)
    if item.title:
        pen.write(item.ask, x=EDGE + INDENT, size=SMALL, role="quiet")
    if item.rule:
        pen.write(
            _("Team rule: {rule}").format(rule=item.rule), x=EDGE + INDENT, size=SMALL, role="quiet"
        )
    for option in item.options:
        _option(
            pen, option.code, option.text, stars=option.stars,
            chosen=filled and option.is_chosen, square=item.type == "multi",
        )  # fmt: skip
    if not filled:
        pen.y += 4
        pen.write(_("Why: ") + "_" * 62, x=EDGE + INDENT, size=SMALL, role="quiet")
        return
    if item.why:
        pen.write(_("Why: {reason}").format(reason=item.why), x=EDGE + INDENT, size=SMALL)
    for quote in item.quotes:
        place = " " + _("(page {page})").format(page=quote.page) if quote.page else ""
        said = _("“{quotation}”").format(quotation=quote.text) + place
        pen.write(said, x=EDGE + INDENT + 12, size=SMALL, role="quiet")


def _option(pen: _Pen, code: str, text: str, *, stars: int, chosen: bool, square: bool) -> None:
    x, y = EDGE + INDENT + 6, pen.y + BODY * LEADING / 2 + 1
    if square:
        pen.marks.append(Box(x - 5, y - 5, 10, 10, fill="ground", edge="axis"))
        if chosen:
            pen.marks.append(Box(x - 3, y - 3, 6, 6, fill="ink"))
    else:
        pen.marks.append(Dot(x, y, 5, fill="ground", edge="axis"))
        if chosen:
            pen.marks.append(Dot(x, y, 3, fill="ink"))
    words = text if code.casefold() == text.casefold() else f"{code}  {text}"
    pen.write(words, x=EDGE + INDENT + 20, bold=chosen)
    if stars:
        pen.marks.append(Stars(WIDTH - EDGE - 14 * stars, y, stars, stars, role="quiet"))
