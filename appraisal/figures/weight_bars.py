"""The weighted summary: what part of an outcome's pooled weight stands at each level.

It lies under the forest plot in the window, and goes out as a figure of its own. Parts are told by
their mark and their words below, stars by their number; colour alone tells nothing.
"""

from collections.abc import Iterator, Sequence

from appraisal.figures.outcomes import outcome_files
from appraisal.figures.text import measure as figure_font
from appraisal.figures.text import paper_width
from appraisal.material import Material
from appraisal.named import Named
from appraisal.synthesis import Analysis
from appraisal.views.risk import key_label, risk_names
from appraisal.weight_bars import WeightBar, weight_bars
from resources.i18n import _, percent
from stats.figures.footer import footer_marks
from stats.figures.measure import wrap
from stats.figures.scene import Box, Judgement, Line, Mark, Row, Scene, Text
from stats.figures.style import ForestStyle, Measure

EDGE, TOP = 16.0, 10.0
BAR, UNDER, APART = 16.0, 15.0, 7.0
NAMES, NAMES_MOST = 0.3, 240.0  # of the width, and px
SIZE, SMALL, LINE = 12.0, 11.0, 15.0
MARK = 13.0
LEAST_SAID = 0.5  # per cent; what rounds to nought is not written out
BARS = "bar/"  # how the id of a bar's row begins


def make(material: Material) -> Iterator[Named]:
    """One figure an outcome that is pooled and whose studies are appraised."""
    found = [one for one in material.analyses if one.dataset.complete]
    files = outcome_files(material.state)
    for analysis in found:
        scene = bars_scene(analysis, width=paper_width())
        if scene is not None:
            outcome = analysis.dataset.outcome
            suffix = f"-{files[outcome.id]}" if len(found) > 1 else ""
            yield Named(f"summary-weighted{suffix}", scene.title, scene, about=outcome.name)


def bars_scene(analysis: Analysis, *, width: float, standing_alone: bool = True) -> Scene | None:
    """The bars of an analysis; None where there is none.

    `standing_alone` adds what the bars are shares of, as a note below.
    """
    bars = weight_bars(analysis, risk_names())
    if not bars:
        return None
    title = _("Risk of bias by weight: {outcome}").format(outcome=analysis.dataset.outcome.name)
    note = _("Share of the pooled weight of this outcome at each level.") + _partial(bars)
    return layout(bars, width=width, title=title, note=note, with_note=standing_alone)


def _partial(bars: Sequence[WeightBar]) -> str:
    if all(bar.whole > 99.5 for bar in bars):
        return ""
    return " " + _("A bar shorter than the others speaks of the studies its instrument rated.")


def layout(
    bars: Sequence[WeightBar], *, width: float, title: str, note: str, with_note: bool
) -> Scene:
    """Lay the bars out below each other, each as long as the weight it speaks of."""
    measure = figure_font()
    names = min(NAMES_MOST, NAMES * width)
    left, right = EDGE + names, width - EDGE
    marks: list[Mark] = []
    rows: list[Row] = []
    y = TOP
    head = _("Share of the pooled weight")
    if not with_note:
        wide = measure(head, SIZE, bold=True)
        marks.append(Text(EDGE, y + SIZE, head, "start", SIZE, 600, "quiet", wide))
        y += LINE + 6
    for bar in bars:
        label = _label(bar)
        lines = wrap(label, names - 12, measure, size=SIZE, most=2)
        first = y + BAR / 2 - (len(lines) - 1) * LINE / 2 + 4
        for i, line in enumerate(lines):
            weight = 600 if bar.key == "risk" else 400
            wide = measure(line, SIZE, bold=weight >= 600)
            marks.append(Text(EDGE, first + i * LINE, line, "start", SIZE, weight, "ink", wide))
        _parts(marks, bar, y, left=left, right=right, measure=measure)
        high = BAR + UNDER
        said = ", ".join(f"{word} {percent(share, 0)}" for _role, word, share in bar.parts)
        rows.append(
            Row(f"{BARS}{bar.key}", EDGE, y - 2, width - 2 * EDGE, high, f"{label}: {said}")
        )
        y += high + APART
    if with_note:
        y = footer_marks(
            marks, y, lines=(), notes=(note,), legend=(), left=EDGE, width=width,
            style=ForestStyle(), measure=measure,
        )  # fmt: skip
    table = [
        (_label(bar), *(f"{word} {percent(share, 1)}" for _role, word, share in bar.parts))
        for bar in bars
    ]
    return Scene(width, y, tuple(marks), tuple(rows), title, note, tuple(table))


def _label(bar: WeightBar) -> str:
    return key_label(bar.key, ((bar.key, bar.short, bar.title),))


def _parts(
    marks: list[Mark], bar: WeightBar, y: float, *, left: float, right: float, measure: Measure
) -> None:
    x = left
    free = left  # where the next word may begin
    for role, word, share in bar.parts:
        wide = (right - left) * share / 100
        fill = "overall" if bar.of else role
        marks.append(Box(x, y, wide, BAR, fill, "ink"))
        middle = x + wide / 2
        if not bar.of and wide >= MARK + 4:
            marks.append(Judgement(middle, y + BAR / 2, role, MARK, word))
        said = f"{word} {percent(share, 0)}"
        long = measure(said, SMALL)
        begin = min(max(free, middle - long / 2), right - long)
        if share >= LEAST_SAID and begin >= free:  # else the data and the row's tip have it
            marks.append(Text(begin, y + BAR + SMALL + 1, said, "start", SMALL, 400, "quiet", long))
            free = begin + long + 8
        x += wide
    if bar.whole < 99.5:  # other instruments rated the rest
        y = y + BAR / 2
        marks.append(Line(x + 3, y, right, y, 1.0, "rule", (2.0, 3.0)))


FIGURE = make
