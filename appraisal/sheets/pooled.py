"""The pooled results: a table of results, and one of the studies that went in."""

from collections.abc import Iterator

from appraisal.cells import arms_note, number_name, overall_cell
from appraisal.material import Material
from appraisal.plan import Plan
from appraisal.subjects import CELLS
from appraisal.synthesis import Analysis, StudyRow
from appraisal.synthesis_text import (
    fault_sentence,
    measure_name,
    model_name,
    needed_sentence,
    remarks,
)
from appraisal.tables import Cell, Column, Sheet, Table
from resources.i18n import _


def make(material: Material) -> Iterator[Table]:
    """The results of every outcome, and their rows."""
    found = [one for one in material.analyses if one.dataset.rows]
    if not found:
        return
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
            *(Column(number_name(cell), "count", 10) for cell in CELLS["counts"]),
            Column(_("Estimate"), "number", 12, 4),
            Column(_("95 % CI low"), "number", 12, 4),
            Column(_("95 % CI high"), "number", 12, 4),
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
        tuple(_result(one) for one in found),
        notes=tuple(note for note in (arms_note(material.state),) if note),
    )
    yield Table(
        "forest",
        _("Forest"),
        _("The rows of each forest plot"),
        (
            Column(_("Outcome"), width=28),
            Column(_("Study"), width=24),
            *(Column(number_name(cell), "count", 10) for cell in CELLS["counts"]),
            Column(_("Estimate"), "number", 12, 4),
            Column(_("95 % CI low"), "number", 12, 4),
            Column(_("95 % CI high"), "number", 12, 4),
            Column(_("Estimate, analysis scale"), "number", 12, 6),
            Column(_("Standard error"), "number", 12, 6),
            Column(_("Weight %"), "number", 10, 1),
            Column(_("In the pool"), "mark", 10),
            Column(_("Why not"), width=24),
            Column(_("Stars"), "count", 8),
            Column(_("Overall"), "level", 18),
        ),
        tuple(row for one in found for row in _rows(one)),
        notes=(
            *(note for note in (arms_note(material.state),) if note),
            _("The analysis scale of ratios is the natural logarithm."),
        ),
        fixed=2,
    )


def _result(analysis: Analysis) -> tuple[Cell, ...]:
    data, pooled = analysis.dataset, analysis.pooled
    counts = analysis.totals() if data.outcome.data == "counts" else (None,) * 4
    head = (
        data.outcome.name,
        measure_name(data.plan.measure),
        model_name(data.plan),
        _zeros_name(data.plan),
        len(data.used) if pooled is None else pooled.k,
        len(analysis.left_out),
        *counts,
    )
    said = "\n".join(remarks(analysis))
    if pooled is None:
        return (*head, *([None] * 11), fault_sentence(analysis), said)
    made, found, ahead = pooled.estimate, pooled.heterogeneity, pooled.prediction_shown
    return (
        *head,
        pooled.shown.value,
        pooled.shown.lower,
        pooled.shown.upper,
        made.statistic,
        made.p,
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


def _rows(analysis: Analysis) -> Iterator[tuple[Cell, ...]]:
    for row, effect in zip(analysis.dataset.rows, analysis.effects, strict=True):
        yield (
            analysis.dataset.outcome.name,
            row.label,
            *row.cells,
            analysis.natural(effect.estimate),
            analysis.natural(effect.lower),
            analysis.natural(effect.upper),
            effect.estimate,
            effect.se,
            effect.weight if row.is_used else None,
            _("yes") if row.is_used else _("no"),
            _why_not(row),
            row.stars,
            overall_cell(row.rating),
        )


def _zeros_name(plan: Plan) -> str:
    """What is done where a cell is zero."""
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
        "not_estimable": _("no information on this measure"),
    }.get(row.left_out, "")
    return f"{said}: {row.why}" if said and row.why else said


SHEET = Sheet(60, make)
