"""The summary of judgements: a full bar a domain, in shares of the studies, none weighted."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from appraisal.cells import standing_words
from appraisal.figures.blocks import legend_of, standing
from appraisal.figures.text import measure, paper_width
from appraisal.material import Material
from appraisal.named import Named
from appraisal.ratings import Rating
from resources.i18n import _, ngettext, percent
from stats.figures.footer import footer_marks
from stats.figures.measure import wrap
from stats.figures.scene import Box, Judgement, Line, Mark, Row, Scene, Text
from stats.figures.shapes import LEVELS
from stats.figures.style import ForestStyle, Measure

EDGE, TOP = 16.0, 12.0
ROW, BAR = 34.0, 22.0
NAMES = 240.0
SIZE, SMALL, LINE = 13.0, 12.0, 15.0
MARK = 14.0
TICKS = (0, 25, 50, 75, 100)


@dataclass(frozen=True, slots=True)
class Bar:
    """A domain with how many studies have each role."""

    id: str
    title: str
    counts: tuple[tuple[str, int], ...]
    n: int  # studies in all
    strong: bool = False

    @property
    def blank(self) -> int:
        """The studies not judged."""
        return self.n - sum(count for _role, count in self.counts)


def make(material: Material) -> Iterator[Named]:
    """One figure for each instrument with judgements of more than one study."""
    for key in material.instruments():
        instrument = material.lookup(key)
        ratings = standing(material, instrument)
        bars = (*bars_of(ratings), *further_bars(ratings))
        if not bars or len(ratings) < 2:
            continue
        title = _("{instrument}: summary of judgements").format(instrument=instrument.short)
        n = len(ratings)
        note = ngettext(
            "Share of {n} study, not weighted.", "Share of {n} studies, not weighted.", n
        ).format(n=n)
        if any(bar.blank for bar in bars):
            note += " " + _("Blank: not judged.")
        rule = standing_words(material.state, ratings)
        note = f"{note} {rule}".strip()
        legend = legend_of(ratings, domains=True)
        scene = layout(
            bars, legend=legend, note=note, title=title, measure=measure(), width=paper_width()
        )
        yield Named(f"summary-{instrument.id}", title, scene)


def bars_of(ratings: Sequence[Rating]) -> tuple[Bar, ...]:
    """The bars: domains in order, the whole last."""
    titles = {d.id: d.title for one in ratings for d in one.domains if d.role}
    bars = [
        Bar(
            key,
            title,
            _counts([d.role for one in ratings for d in one.domains if d.id == key]),
            len(ratings),
        )
        for key, title in titles.items()
    ]
    overall = _counts([one.role for one in ratings])
    if overall:
        bars.append(Bar("overall", _("Overall"), overall, len(ratings), strong=True))
    return tuple(bars)


def further_bars(ratings: Sequence[Rating]) -> Iterator[Bar]:
    """A bar for each further judgement, such as the concerns about applicability of a domain."""
    title = _("{name}: {text}")
    places = {
        (d.id, block.id): title.format(name=block.title, text=d.title)
        for one in ratings
        for d in one.domains
        for block in d.blocks
        if block.role
    }
    for (domain, name), words in places.items():
        roles = [
            block.role
            for one in ratings
            for d in one.domains
            for block in d.blocks
            if (d.id, block.id) == (domain, name)
        ]
        yield Bar(f"{domain}/{name}", words, _counts(roles), len(ratings))
    wholes = {block.id: block.title for one in ratings for block in one.blocks if block.role}
    for name, words in wholes.items():
        roles = [block.role for one in ratings for block in one.blocks if block.id == name]
        yield Bar(f"overall/{name}", words, _counts(roles), len(ratings), strong=True)


def _counts(roles: Sequence[str]) -> tuple[tuple[str, int], ...]:
    found = Counter(role for role in roles if role)
    return tuple((level, found[level]) for level in LEVELS if found[level])


def layout(
    bars: Sequence[Bar],
    *,
    legend: tuple[tuple[str, str], ...],
    note: str,
    title: str,
    measure: Measure,
    width: float,
) -> Scene:
    """Lay the bars out; a piece has its mark where there is room, so that colour is not alone."""
    left, right = EDGE + NAMES, width - EDGE - 8
    marks: list[Mark] = []
    rows: list[Row] = []
    y = TOP
    for bar in bars:
        _bar(bar, y, (left, right), marks, measure=measure)
        said = ", ".join(_said(bar, dict(legend)))
        rows.append(Row(bar.id, EDGE, y, width - 2 * EDGE, ROW, f"{bar.title}: {said}"))
        y += ROW
    y += 4.5
    marks.append(Line(left, y, right, y, role="axis"))
    for tick in TICKS:
        x = left + (right - left) * tick / 100
        text = percent(tick)
        marks.append(Line(x, y, x, y + 4, role="axis"))
        marks.append(Text(x, y + 18, text, "middle", SMALL, 400, "quiet", measure(text, SMALL)))
    bottom = footer_marks(
        marks,
        y + 28,
        lines=(),
        notes=(note,),
        legend=legend,
        left=EDGE,
        width=width,
        style=ForestStyle(),
        measure=measure,
    )
    words = dict(legend)
    table = [(bar.title, *_said(bar, words)) for bar in bars]
    return Scene(width, bottom, tuple(marks), tuple(rows), title, note, tuple(table))


def _said(bar: Bar, words: dict[str, str]) -> list[str]:
    said = [f"{words.get(role, role)} {count}/{bar.n}" for role, count in bar.counts]
    if bar.blank:
        said.append(_("not judged {n}/{total}").format(n=bar.blank, total=bar.n))
    return said


def _bar(
    bar: Bar, y: float, ends: tuple[float, float], marks: list[Mark], *, measure: Measure
) -> None:
    left, right = ends
    weight = 600 if bar.strong else 400
    lines = wrap(bar.title, NAMES - 12, measure, size=SIZE, bold=bar.strong, most=2)
    first = y + ROW / 2 - (len(lines) - 1) * LINE / 2 + 4.5
    for i, line in enumerate(lines):
        wide = measure(line, SIZE, bold=bar.strong)
        marks.append(Text(EDGE, first + i * LINE, line, "start", SIZE, weight, "ink", wide))
    x = left
    top = y + (ROW - BAR) / 2
    for role, count in bar.counts:
        wide = (right - left) * count / bar.n
        marks.append(Box(x, top, wide, BAR, role, "ink", id=bar.id))
        if wide >= MARK + 4:
            marks.append(Judgement(x + wide / 2, y + ROW / 2, role, MARK))
        x += wide
    if bar.blank:
        marks.append(Box(x, top, right - x, BAR, "", "ink", id=bar.id))


FIGURE = make
