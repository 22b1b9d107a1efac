"""The pooled results: a table of results, and one of the studies that went in."""

from collections.abc import Iterator

from appraisal.material import Material
from appraisal.subjects import CELLS
from appraisal.synthesis import Analysis
from appraisal.synthesis_text import measure_name, model_name, needed_sentence, remarks
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
            Column(_("Studies"), "count", 8),
            Column(_("Estimate"), "number", 12, 4),
            Column(_("95 % CI low"), "number", 12, 4),
            Column(_("95 % CI high"), "number", 12, 4),
            Column(_("Statistic"), "number", 10, 3),
            Column(_("p"), "number", 10, 4),
            Column("Q", "number", 10, 3),
            Column("df", "count", 6),
            Column(_("p of Q"), "number", 10, 4),
            Column("I² %", "number", 8, 1),
            Column("τ²", "number", 10, 4),
            Column(_("Number needed to treat"), "long", 44),
            Column(_("Remarks"), "long", 80),
        ),
        tuple(_result(one) for one in found),
    )
    yield Table(
        "forest",
        _("Forest"),
        _("The rows of each forest plot"),
        (
            Column(_("Outcome"), width=28),
            Column(_("Study"), width=24),
            *(Column(cell, "number", 9, 0) for cell in CELLS["counts"]),
            Column(_("Estimate"), "number", 12, 4),
            Column(_("95 % CI low"), "number", 12, 4),
            Column(_("95 % CI high"), "number", 12, 4),
            Column(_("Weight %"), "number", 10, 1),
            Column(_("In the pool"), width=12),
            Column(_("Stars"), "count", 8),
        ),
        tuple(row for one in found for row in _rows(one)),
        fixed=2,
    )


def _result(analysis: Analysis) -> tuple[Cell, ...]:
    data, pooled = analysis.dataset, analysis.pooled
    head = (data.outcome.name, measure_name(data.plan.measure), model_name(data.plan))
    said = "\n".join(remarks(analysis))
    if pooled is None:
        return (*head, 0, *([None] * 10), "", said)
    made, found = pooled.estimate, pooled.heterogeneity
    return (
        *head,
        pooled.k,
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
            effect.weight if row.is_used else None,
            _("yes") if row.is_used else _("no"),
            row.stars,
        )


SHEET = Sheet(60, make)
