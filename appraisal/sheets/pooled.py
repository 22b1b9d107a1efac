"""The pooled results: a table of results, and one of the studies that went in."""

from collections.abc import Iterator, Sequence

from appraisal.cells import arms_note, estimate_columns, number_name, overall_cell
from appraisal.choices import has_zero_cells
from appraisal.material import Material
from appraisal.measuring import number_cells
from appraisal.plan import Plan
from appraisal.study_rows import StudyRow
from appraisal.subjects import CELLS, COUNTS
from appraisal.synthesis import Analysis
from appraisal.synthesis_text import (
    fault_sentence,
    measure_name,
    model_name,
    needed_sentence,
    remarks,
)
from appraisal.tables import Cell, Column, Kind, Sheet, Table
from resources.i18n import _


def make(material: Material) -> Iterator[Table]:
    """The results of every outcome, and their rows."""
    found = [one for one in material.analyses if one.dataset.rows]
    if not found:
        return
    has_counts = any(one.dataset.outcome.data == "counts" for one in found)
    summed = CELLS["counts"] if has_counts else ()
    yield Table(
        "pooled",
        _("Pooled"),
        _("Pooled results"),
        (
            Column(_("Outcome"), width=28),
            Column(_("Measure"), width=16),
            Column(_("Model"), "long", 34),
            Column(_("Zero cells"), "long", 24),
            Column(_("Studies"), "count", 8),
            Column(_("Left out"), "count", 8),
            *(Column(number_name(cell), "count", 10) for cell in summed),
            *estimate_columns(),
            Column(_("Statistic"), "number", 10, 3),
            Column("p", "p", 10, 4),
            Column("Q", "number", 10, 3),
            Column("df", "count", 6),
            Column(_("p of Q"), "p", 10, 4),
            Column("I² %", "number", 8, 1),
            Column("τ²", "number", 10, 4),
            Column(_("Prediction low"), "number", 12, 4),
            Column(_("Prediction high"), "number", 12, 4),
            Column(_("Number needed to treat"), "long", 44),
            Column(_("Remarks"), "long", 80),
        ),
        tuple(_result(one, summed) for one in found),
        notes=tuple(note for note in (arms_note(material.state),) if note),
    )
    yield rows_table(found, note=arms_note(material.state))


def rows_table(found: Sequence[Analysis], *, note: str = "") -> Table:
    """The rows of these outcomes' forest plots."""
    cells = _cells(found)
    return Table(
        "forest",
        _("Forest"),
        _("The rows of each forest plot"),
        (
            Column(_("Outcome"), width=28),
            Column(_("Study"), width=24),
            *(Column(number_name(cell), _kind(cell), 10) for cell in cells),
            *estimate_columns(),
            Column(_("Estimate, analysis scale"), "number", 12, 6),
            Column(_("Standard error"), "number", 12, 6),
            Column(_("Weight %"), "number", 10, 1),
            Column(_("In the pool"), "mark", 10),
            Column(_("Why not"), width=24),
            Column(_("Stars"), "count", 8),
            Column(_("Overall"), "level", 18),
        ),
        tuple(row for one in found for row in _rows(one, cells)),
        notes=(
            *((note,) if note else ()),
            _("The analysis scale of ratios is the natural logarithm."),
            *_scales(found),
        ),
        fixed=2,
    )


def _cells(found: Sequence[Analysis]) -> tuple[str, ...]:
    """The numbers that the outcomes' kinds of data have, each once."""
    kinds = dict.fromkeys(one.dataset.outcome.data for one in found)
    return tuple(dict.fromkeys(cell for kind in kinds for cell in number_cells(kind)))


def _kind(cell: str) -> Kind:
    return "count" if cell in COUNTS else "number"


def _scales(found: Sequence[Analysis]) -> list[str]:
    """What the analysis scale of other measures is, where one is used."""
    used = {one.dataset.plan.measure for one in found}
    said = {
        "PLO": _("That of proportions (PLO) is the logit."),
        "PFT": _("That of proportions (PFT) is the double arcsine of Freeman and Tukey."),
        "ZCOR": _("That of correlations (ZCOR) is Fisher’s z."),
    }
    return [sentence for key, sentence in said.items() if key in used]


def _result(analysis: Analysis, summed: Sequence[str]) -> tuple[Cell, ...]:
    data, pooled = analysis.dataset, analysis.pooled
    counts = analysis.totals() if data.outcome.data == "counts" else (None,) * len(summed)
    head = (
        data.outcome.name,
        measure_name(data.plan.measure),
        model_name(data.plan),
        _zeros_name(data.plan, data.outcome.data),
        len(data.used) if pooled is None else pooled.k,
        len(analysis.left_out),
        *counts,
    )
    said = "\n".join(remarks(analysis))
    if pooled is None:
        return (*head, *([None] * 12), fault_sentence(analysis), said)
    made, found, ahead = pooled.estimate, pooled.heterogeneity, pooled.prediction_shown
    return (
        *head,
        pooled.shown.value,
        pooled.shown.lower,
        pooled.shown.upper,
        made.statistic if analysis.has_test else None,
        made.p if analysis.has_test else None,
        found.q,
        found.df,
        found.p,
        found.i2_q,
        found.tau2 if data.plan.is_random else None,
        ahead.lower if ahead is not None else None,
        ahead.upper if ahead is not None else None,
        needed_sentence(analysis),
        said,
    )


def _rows(analysis: Analysis, cells: Sequence[str]) -> Iterator[tuple[Cell, ...]]:
    own = number_cells(analysis.dataset.outcome.data)
    for row, effect in zip(analysis.dataset.rows, analysis.effects, strict=True):
        numbers = dict(zip(own, row.cells, strict=True))
        yield (
            analysis.dataset.outcome.name,
            row.label,
            *(numbers.get(cell) for cell in cells),
            *(effect.shown or (None, None, None)),
            effect.estimate,
            effect.se,
            effect.weight if row.is_used else None,
            _("yes") if row.is_used else _("no"),
            _why_not(row),
            row.stars,
            overall_cell(row.rating),
        )


def _zeros_name(plan: Plan, data: str) -> str:
    """What is done where a cell is zero."""
    if not has_zero_cells(data):
        return ""
    if plan.zeros == "none":
        return _("nothing added")
    if plan.method == "MH" and not plan.is_random and plan.zeros != "add_pool":
        return _("0.5 added for a study's own row")
    return _("0.5 added, in the pool too")


def _why_not(row: StudyRow) -> str:
    """Why a study is not in the pool."""
    said = {
        "excluded": _("switched off"),
        "limit": _("below the limit"),
        "incomplete": _("numbers incomplete"),
        "other_measure": _("another measure"),
        "not_estimable": _("no information on this measure"),
    }.get(row.left_out, "")
    return f"{said}: {row.why}" if said and row.why else said


SHEET = Sheet(60, make)
