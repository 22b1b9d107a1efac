"""The PRISMA 2020 flow diagram, and below it what the appraisal and the synthesis made of it.

In an update the studies of the previous version stand on the left and come in at the end.

What stands in the boxes is a `FlowCounts` (`appraisal.flow`); here it is only drawn. A number that
nobody told leaves its box away; one told twice and differently is said below the figure.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import floor

from appraisal.figures.text import measure as figure_font
from appraisal.flow import (
    Count,
    FlowCounts,
    OtherMethods,
    PooledBox,
    Reason,
    excluded_total,
    faults,
)
from appraisal.flow_told import counts_of
from appraisal.material import Material
from appraisal.named import Named
from resources.i18n import _
from stats.figures.footer import footer_marks
from stats.figures.measure import wrap
from stats.figures.scene import Box, Line, Mark, Poly, Row, Scene, Text
from stats.figures.style import ForestStyle, Measure

EDGE, TOP, STRIP = 16.0, 12.0, 26.0
BOX, SIDE, GAP = 276.0, 276.0, 36.0  # widths of the main and the side boxes, and between them
PAD, LINE, SIZE = 10.0, 17.0, 13.0
BETWEEN = 26.0  # between rows, where the arrow runs
HEAD = 26.0
ARROW = 7.0
_BEFORE = 4  # the column of the previous version, on the left of all
INDENT = 12.0
NO_BREAK = "\u00a0"
BOXES, LISTED = 3, 6  # outcomes with a box of their own; lines of all others in one box
STAGE = 11.5  # the least type of a stage's name beside one row

Lines = tuple[str, ...]  # the first is the box's own name, the others stand below it


@dataclass(frozen=True, slots=True)
class Step:
    """A row of the diagram: boxes of the main stream, of what left it, and of the other methods.

    `before` is the box of the previous version, `sums` the row where its studies come in.
    """

    stage: str
    main: Lines = ()
    side: Lines = ()
    other: Lines = ()
    other_side: Lines = ()
    before: Lines = ()
    sums: bool = False


def make(material: Material) -> Iterator[Named]:
    """One figure, where anything is known of the records."""
    flow = counts_of(material)
    if flow.has_records:
        yield Named("flow", _("Flow of studies"), layout(flow, measure=figure_font()))


# -- the words -------------------------------------------------------------------------------------


def steps_of(flow: FlowCounts) -> tuple[Step, ...]:
    """The rows of the diagram; those without a number are left away."""
    other = flow.other or OtherMethods()
    found, screening, included = _("Identification"), _("Screening"), _("Included")
    steps = [
        Step(
            found,
            _sum(_("Records identified"), flow.found,
                 ((_("Databases"), flow.databases), *_each(flow.sources),
                  (_("Registers"), flow.registers), *_each(flow.register_sources))),
            _sum(_("Records removed before screening"), flow.removed,
                 ((_("Duplicates"), flow.duplicates),
                  (_("Marked ineligible by automation tools"), flow.automation),
                  (_("Other reasons"), flow.removed_other))),
            _sum(_("Records identified from other methods"), other.identified,
                 ((_("Websites"), other.websites), (_("Organisations"), other.organisations),
                  (_("Citation searching"), other.citations))),
            before=(*_one(_("Studies of the previous version"), flow.previous_studies),
                    *_one(_("Reports of the previous version"), flow.previous_reports)),
        ),
        Step(screening, _one(_("Records screened"), flow.screened),
             _one(_("Records excluded"), flow.screened_out)),
        Step(screening, _one(_("Reports sought for retrieval"), flow.sought),
             _one(_("Reports not retrieved"), flow.not_retrieved),
             _one(_("Reports sought for retrieval"), other.sought),
             _one(_("Reports not retrieved"), other.not_retrieved)),
        Step(screening, _one(_("Reports assessed for eligibility"), flow.assessed),
             _excluded(flow.excluded, flow.excluded_n),
             _one(_("Reports assessed for eligibility"), other.assessed),
             _excluded(other.excluded, other.excluded_n)),
        Step(included, (*_one(_("New studies included in the review") if flow.is_update
                              else _("Studies included in the review"), flow.included),
                        *_one(_("Reports of included studies"), flow.reports))),
        *((_all_step(flow),) if flow.is_update else ()),
        Step(_("Appraisal"), _one(_("Studies with a settled appraisal"), flow.appraised),
             _waiting(flow)),
        *_pooled_steps(flow),
    ]  # fmt: skip
    return tuple(one for one in steps if one.main or one.other or one.before)


def _all_step(flow: FlowCounts) -> Step:
    """Where the studies of the previous version come in."""
    return Step(
        _("Included"),
        (
            *_one(_("Studies included in the review"), flow.studies_in_all),
            *_one(_("Reports of included studies"), flow.reports_in_all),
        ),
        sums=True,
    )


def _each(sources: tuple[Reason, ...]) -> tuple[tuple[str, Count], ...]:
    """The databases by name, where there are several."""
    if len(sources) < 2:
        return ()
    return tuple((f"\N{EN DASH} {one.text}", one.n) for one in sources)


def _pooled_steps(flow: FlowCounts) -> tuple[Step, ...]:
    """A box an outcome; all outcomes in one box where that would not fit on a page."""
    if len(flow.pooled) <= BOXES:
        return tuple(_pooled_step(one) for one in flow.pooled)
    gone = [(one.outcome, sum(reason.n for reason in one.left_out)) for one in flow.pooled]
    left_out = [(outcome, n) for outcome, n in gone if n]
    pooled = _sum(
        _("Studies pooled for any outcome"),
        flow.pooled_studies,
        _listed([(one.outcome, one.n) for one in flow.pooled]),
    )
    said = _sum(_("Outcomes with studies not pooled"), len(left_out) or None, _listed(left_out))
    return (Step(_("Synthesis"), pooled, said),)


def _listed(outcomes: list[tuple[str, int]]) -> tuple[tuple[str, Count], ...]:
    """A line an outcome, as many as a page takes, and how many more there are."""
    shown = [(f"\N{EN DASH} {name}", n) for name, n in outcomes[:LISTED]]
    if len(outcomes) > LISTED:
        shown.append((_("Further outcomes"), len(outcomes) - LISTED))
    return tuple(shown)


def _pooled_step(box: PooledBox) -> Step:
    said = _("Studies pooled: {outcome}").format(outcome=box.outcome)
    gone = _sum(
        _("With numbers, not pooled"),
        sum(one.n for one in box.left_out) or None,
        tuple((one.text, one.n) for one in box.left_out),
    )
    return Step(_("Synthesis"), _one(said, box.n), gone)


def _waiting(flow: FlowCounts) -> Lines:
    """What the appraisals say, and how many are not settled."""
    lines = [_line(one.text, one.n) for one in flow.judged]
    open_n = None if None in (flow.listed, flow.appraised) else (
        (flow.listed or 0) - (flow.appraised or 0)
    )  # fmt: skip
    if open_n:
        lines.append(_line(_("Not settled yet"), open_n))
    return (_("Overall judgements"), *lines) if flow.judged else tuple(lines)


def _excluded(reasons: tuple[Reason, ...], n: Count) -> Lines:
    return _sum(
        _("Reports excluded"),
        excluded_total(reasons, n),
        tuple((one.text, one.n) for one in reasons),
    )


def _one(name: str, n: Count) -> Lines:
    return () if n is None else (_line(name, n),)


def _line(name: str, n: int) -> str:
    """A text with its number, which never stands apart from its sign."""
    counted = _("(n = {n})").format(n=n).replace(" ", NO_BREAK)
    return f"{name} {counted}"


def _sum(name: str, n: Count, parts: tuple[tuple[str, Count], ...]) -> Lines:
    known = [(text, count) for text, count in parts if count is not None]
    return (
        (*_one(name, n), *(line for part in known for line in _one(*part))) if n is not None else ()
    )


# -- the drawing -----------------------------------------------------------------------------------


@dataclass(slots=True)
class _Sheet:
    """What was drawn so far."""

    measure: Measure
    marks: list[Mark]
    rows: list[Row]


def layout(flow: FlowCounts, *, measure: Measure) -> Scene:
    """Lay the diagram out; it is wider where there are other methods, and as high as its texts."""
    steps = steps_of(flow)
    both = any(step.other for step in steps)
    before = EDGE + STRIP + 12
    left = before + BOX + GAP if any(step.before for step in steps) else before
    columns = [left, left + BOX + GAP]
    if both:
        columns += [columns[1] + SIDE + GAP, columns[1] + SIDE + BOX + 2 * GAP]
    width = columns[-1] + SIDE + EDGE
    sheet = _Sheet(measure, [], [])
    y = TOP
    if both or left > before:
        y = _heads(sheet, columns, before, y)
    tops: dict[str, tuple[float, float]] = {}
    above: dict[int, float] = {}
    last_other = max((n for n, step in enumerate(steps) if step.other), default=-1)
    for number, step in enumerate(steps):
        alone = sum(one.stage == step.stage for one in steps) == 1
        least = measure(step.stage, STAGE, bold=True) + 10 if alone else 0.0
        place = _Place(
            number, columns, before, y, least,
            joins=number == last_other + 1 and last_other >= 0,
        )  # fmt: skip
        high = _row(sheet, step, place, above)
        begin = tops.get(step.stage, (y, y))[0]
        tops[step.stage] = (begin, y + high)
        y += high + BETWEEN
    for stage, (begin, end) in tops.items():
        _strip(sheet, stage, begin, end)
    notes = (*flow.told, *faults(flow))  # that they add up is for the page to say, not for print
    bottom = footer_marks(
        sheet.marks, y - BETWEEN + 14, lines=(), notes=notes, legend=(), left=EDGE, width=width,
        style=ForestStyle(), measure=measure,
    )  # fmt: skip
    table = [lines for step in steps for lines in (step.before, step.main, step.side, step.other,
                                                   step.other_side) if lines]  # fmt: skip
    description = "; ".join(line for lines in table for line in lines)
    return Scene(
        width=width,
        height=bottom,
        marks=tuple(sheet.marks),
        rows=tuple(sheet.rows),
        title=_("Flow of studies"),
        description=description,
        table=tuple(table),
    )


def _heads(sheet: _Sheet, columns: list[float], before: float, y: float) -> float:
    heads = [(_("Databases and registers"), columns[0], 2 * BOX + GAP)]
    if before < columns[0]:
        heads.insert(0, (_("Previous studies"), before, BOX))
    if len(columns) > 2:
        heads.append((_("Other methods"), columns[2], 2 * BOX + GAP))
    for text, x, wide in heads:
        sheet.marks.append(Box(x, y, wide, HEAD, "overall", "axis"))
        length = sheet.measure(text, SIZE, bold=True)
        sheet.marks.append(
            Text(x + wide / 2, y + HEAD / 2 + 4.5, text, "middle", SIZE, 600, "ink", length)
        )
    return y + HEAD + 14


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a row stands; `joins` where the other methods come into the main stream."""

    number: int
    columns: list[float]
    before: float
    y: float
    least: float
    joins: bool


def _row(sheet: _Sheet, step: Step, place: _Place, above: dict[int, float]) -> float:
    """Draw a row of boxes with the arrows that reach it; give its height."""
    boxes, y = (step.main, step.side, step.other, step.other_side, step.before), place.y
    columns = (*place.columns, *[0.0] * (4 - len(place.columns)), place.before)
    wrapped = [_wrapped(lines, sheet.measure) for lines in boxes]
    high = max(place.least, *(2 * PAD + LINE * len(one) for one in wrapped if one))
    for column, lines in enumerate(wrapped):
        if not lines:
            continue
        x = columns[column]
        _box(sheet, lines, x, y, high)
        sheet.rows.append(
            Row(f"{place.number}/{column}", x, y, BOX, high, ", ".join(boxes[column]))
        )
        if column in (1, 3):
            _across(sheet, columns[column - 1] + BOX, x, y + high / 2)
            continue
        if column in above:
            _down(sheet, x + BOX / 2, above[column], y)
        above[column] = y + high
    if place.joins and step.main:
        middle = place.columns[2] + BOX / 2
        _join(sheet, middle, above[2], place.columns[0] + BOX, y + high / 2)
    if step.sums and _BEFORE in above:
        middle = place.before + BOX / 2
        _join(sheet, middle, above[_BEFORE], place.columns[0], y + high / 2)
    return high


def _wrapped(lines: Lines, measure: Measure) -> list[tuple[str, bool]]:
    """The lines of a box broken to its width, each with whether it is indented."""
    made = []
    for place, line in enumerate(lines):
        room = BOX - 2 * PAD - (INDENT if place else 0)
        made += [(piece, place > 0) for piece in wrap(line, room, measure, size=SIZE)]
    return made


def _box(sheet: _Sheet, lines: list[tuple[str, bool]], x: float, y: float, high: float) -> None:
    sheet.marks.append(Box(x, y, BOX, high, "ground", "ink"))
    first = y + (high - LINE * len(lines)) / 2 + SIZE
    for number, (text, indented) in enumerate(lines):
        at = x + PAD + (INDENT if indented else 0)
        wide = sheet.measure(text, SIZE)
        sheet.marks.append(
            Text(at, first + number * LINE, text, "start", SIZE, 400, "ink", wide)
        )  # fmt: skip


def _strip(sheet: _Sheet, stage: str, begin: float, end: float) -> None:
    """The name of a stage, reading upwards beside its rows; across where it is too long."""
    sheet.marks.append(Box(EDGE, begin, STRIP, end - begin, "overall", "axis"))
    size = SIZE
    while size > 8 and sheet.measure(stage, size, bold=True) > end - begin - 4:
        size -= 0.5
    wide = sheet.measure(stage, size, bold=True)
    middle = (begin + end) / 2
    sheet.marks.append(
        Text(EDGE + STRIP / 2 + size * 0.36, middle, stage, "middle", size, 600, "ink", wide,
             turned=True)
    )  # fmt: skip


def _down(sheet: _Sheet, x: float, begin: float, end: float) -> None:
    x = floor(x) + 0.5
    sheet.marks.append(Line(x, begin, x, end - ARROW + 1, 1.2))
    sheet.marks.append(Poly(((x - 4, end - ARROW), (x + 4, end - ARROW), (x, end)), "ink"))


def _across(sheet: _Sheet, begin: float, end: float, y: float) -> None:
    y = floor(y) + 0.5
    sheet.marks.append(Line(begin, y, end - ARROW + 1, y, 1.2))
    sheet.marks.append(Poly(((end - ARROW, y - 4), (end - ARROW, y + 4), (end, y)), "ink"))


def _join(sheet: _Sheet, x: float, top: float, edge: float, y: float) -> None:
    """From a box of another stream down, and across to the main one's edge."""
    x, y = floor(x) + 0.5, floor(y) + 0.5
    tip = ARROW if x > edge else -ARROW
    line = ((x, top), (x, y), (edge + tip * 0.9, y))
    sheet.marks.append(Poly(line, "", "ink", 1.2, closed=False))
    sheet.marks.append(Poly(((edge + tip, y - 4), (edge + tip, y + 4), (edge, y)), "ink"))


FIGURE = make
