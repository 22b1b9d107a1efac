"""Where two readers differed, before they talked: studies down, items across, one map a tool.

A cell holds what was said; where readers differ it is dark and holds both. Totals stand at the
right of a study and below an item. Answers of forms that are not open are not in it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import floor

from appraisal.agreement import agreement
from appraisal.agreement_table import coefficient_words
from appraisal.blind_answers import Answers, blind_answers, items
from appraisal.figures.text import measure as figure_font
from appraisal.figures.text import paper_width
from appraisal.instrument import Instrument
from appraisal.material import Material
from appraisal.named import Named
from appraisal.subjects import study_subject
from resources.i18n import _, interval, percent
from stats.figures.footer import footer_marks
from stats.figures.measure import elide, wrap
from stats.figures.scene import Anchor, Box, Line, Mark, Row, Scene, Text
from stats.figures.style import ForestStyle, Measure

EDGE, TOP, ROW, HEAD = 16.0, 10.0, 26.0, 28.0
NAME_LEAST, NAME_MOST, TOTAL = 120.0, 240.0, 56.0
PITCH_LEAST, PITCH_MOST = 34.0, 72.0
SIZE, SMALL = 13.0, 12.0
BASELINE = 4.5
GAP = 1.5


@dataclass(frozen=True, slots=True)
class MapRow:
    """A study: what was said at each item, empty where nothing was asked."""

    id: str
    label: str
    cells: tuple[tuple[str, ...], ...]

    @property
    def same(self) -> tuple[int, int]:
        """How many items were answered alike, of how many."""
        asked = [cell for cell in self.cells if cell]
        return sum(len(set(cell)) == 1 for cell in asked), len(asked)


def make(material: Material) -> Iterator[Named]:
    """One map for each instrument that two readers used, each alone."""
    found = items(blind_answers(material.state, material.lookup))
    for key in dict.fromkeys(one.instrument for one in found):
        instrument = material.lookup(key)
        answers = [one for one in found if one.instrument == key]
        scene = map_scene(material, instrument, answers)
        yield Named(f"agreement-{instrument.id}", scene.title, scene)


def map_scene(material: Material, instrument: Instrument, answers: Sequence[Answers]) -> Scene:
    """The map of one instrument."""
    addresses = [one.address for one in instrument.items()]
    asked = [one for one in addresses if any(said.place == one for said in answers)]
    rows = tuple(_row(material, study, asked, answers)
                 for study in dict.fromkeys(one.study for one in answers))  # fmt: skip
    title = _("{instrument}: agreement before consensus").format(instrument=instrument.short)
    heads = tuple(one.partition("/")[2] for one in asked)
    names = ", ".join(f"{instrument.item(one).id} {instrument.item(one).title}" for one in asked)
    legend = _("A dark cell holds two answers that differ. Below: items answered alike.")
    notes = tuple(part for part in (_sentence(answers), legend, f"{names}.") if part)
    return layout(rows, heads, title=title, notes=notes, measure=figure_font(),
                  width=paper_width())  # fmt: skip


def _row(
    material: Material, study: str, asked: Sequence[str], answers: Sequence[Answers]
) -> MapRow:
    said = {one.place: one.codes for one in answers if one.study == study}
    label = material.state.text(study_subject(study), "label")
    return MapRow(study, label, tuple(said.get(one, ()) for one in asked))


def _sentence(answers: Sequence[Answers]) -> str:
    found = agreement(answers)
    if found is None:
        return ""
    said = _("Alike in {same} of {pairs}: {percent} {limits}.").format(
        same=found.same,
        pairs=found.pairs,
        percent=percent(found.percent),
        limits=interval(found.percent_lower, found.percent_upper, 0),
    )
    kappa = found.chance_corrected
    if kappa is None:
        return said
    return f"{said} " + _("κ {kappa}.").format(kappa=coefficient_words(kappa))


def layout(
    rows: Sequence[MapRow], heads: Sequence[str], *, title: str, notes: tuple[str, ...],
    measure: Measure, width: float,
) -> Scene:  # fmt: skip
    """Lay the map out; it is wider where its cells need it."""
    longest = max((measure(row.label, SIZE) for row in rows), default=0.0)
    name = min(max(NAME_LEAST, longest + 8), NAME_MOST)
    said = [measure(_text(c), SIZE, _differs(c)) for row in rows for c in row.cells if c]
    needed = max([*said, *(measure(head, SMALL) for head in heads), 0.0]) + 8
    room = (width - 2 * EDGE - name - TOTAL) / max(1, len(heads))
    pitch = max(min(room, PITCH_MOST), PITCH_LEAST, needed)
    width = max(width, 2 * EDGE + name + TOTAL + pitch * len(heads))
    left = EDGE + name
    end = left + pitch * len(heads)
    marks: list[Mark] = []
    places: list[Row] = []
    base = TOP + 16
    for i, head in enumerate(heads):
        marks.append(_label(head, left + pitch * (i + 0.5), base, measure, anchor="middle"))
    marks.append(_label(_("Alike"), end + TOTAL - 4, base, measure, anchor="end"))
    y = TOP + HEAD
    marks.append(Line(EDGE, floor(y) - 1.5, end + TOTAL, floor(y) - 1.5, role="ink"))
    for row in rows:
        high = _draw(row, y, marks, measure=measure, name=name, pitch=pitch, end=end)
        says = ", ".join(
            (row.label, *(f"{h} {_text(c)}" for h, c in zip(heads, row.cells, strict=True) if c))
        )
        places.append(Row(row.id, EDGE, y, end + TOTAL - EDGE, high, says))
        y += high
    for i in range(len(heads) + 1):  # between the columns, over all rows at once
        x = left + pitch * i
        marks.append(Line(x, TOP + HEAD, x, y, 2 * GAP, "ground"))
    marks.append(Line(EDGE, floor(y) + 1.5, end + TOTAL, floor(y) + 1.5, role="ink"))
    for i in range(len(heads)):
        same, of = _column(rows, i)
        marks.append(
            _label(f"{same}/{of}", left + pitch * (i + 0.5), y + 18, measure, anchor="middle")
        )
    bottom = footer_marks(
        marks, y + 28, lines=(), notes=notes, legend=(), left=EDGE, width=width,
        style=ForestStyle(), measure=measure,
    )  # fmt: skip
    table = [(_("Study"), *heads, _("Alike"))]
    table += [(row.label, *(_text(cell) for cell in row.cells), "{}/{}".format(*row.same))
              for row in rows]  # fmt: skip
    return Scene(
        width, bottom, tuple(marks), tuple(places), title, notes[0] if notes else title,
        tuple(table), head=(0.0, TOP + HEAD), axis=(y, y), breaks=tuple(one.y for one in places),
    )  # fmt: skip


def _draw(
    row: MapRow, y: float, marks: list[Mark], *, measure: Measure, name: float, pitch: float,
    end: float,
) -> float:  # fmt: skip
    lines = wrap(row.label, name - 6, measure, size=SIZE)
    high = max(ROW, len(lines) * 16.0 + 8)
    middle = y + high / 2
    first = middle - (len(lines) - 1) * 8 + BASELINE
    for i, line in enumerate(lines):
        marks.append(Text(EDGE, first + 16 * i, line, "start", SIZE, 400, "ink",
                          measure(line, SIZE)))  # fmt: skip
    begin = EDGE + name
    for first_cell, last_cell in _runs(row.cells):  # one ground for all that stand together
        wide = pitch * (last_cell - first_cell + 1)
        marks.append(Box(begin + pitch * first_cell, y + GAP, wide, high - 2 * GAP, "overall"))
    for i, cell in enumerate(row.cells):
        if not cell:
            continue
        differs = _differs(cell)
        x = begin + pitch * i
        if differs:
            marks.append(Box(x, y + GAP, pitch, high - 2 * GAP, "quiet"))
        text = elide(_text(cell), pitch - 4, measure, size=SIZE, bold=differs)
        marks.append(
            Text(x + pitch / 2, middle + BASELINE, text, "middle", SIZE,
                 600 if differs else 400, "ground" if differs else "ink",
                 measure(text, SIZE, differs))
        )  # fmt: skip
    same, of = row.same
    marks.append(_label(f"{same}/{of}", end + TOTAL - 4, middle + BASELINE, measure, anchor="end"))
    return high


def _runs(cells: Sequence[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """The first and last places of cells that stand side by side."""
    begin: int | None = None
    for place, cell in enumerate((*cells, ())):
        if cell and begin is None:
            begin = place
        elif not cell and begin is not None:
            yield begin, place - 1
            begin = None


def _column(rows: Sequence[MapRow], i: int) -> tuple[int, int]:
    asked = [row.cells[i] for row in rows if row.cells[i]]
    return sum(len(set(cell)) == 1 for cell in asked), len(asked)


def _differs(cell: tuple[str, ...]) -> bool:
    return len(set(cell)) > 1


def _text(cell: tuple[str, ...]) -> str:
    """What was said: once where alike, all of it where not."""
    return " | ".join(cell) if _differs(cell) else cell[0]


def _label(text: str, x: float, y: float, measure: Measure, *, anchor: Anchor) -> Text:
    return Text(x, y, text, anchor, SMALL, 400, "quiet", measure(text, SMALL))


FIGURE = make
