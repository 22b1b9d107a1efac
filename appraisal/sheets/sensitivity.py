"""Sensitivity of each outcome: fewer studies, one after another, other models; and influence."""

from collections.abc import Iterator
from math import isfinite

from appraisal.cells import pool_columns
from appraisal.figures.sensitivity import limit_name
from appraisal.further import Further
from appraisal.material import Material
from appraisal.sensitivity import Step
from appraisal.synthesis import Analysis
from appraisal.tables import Cell, Column, Sheet, Table
from appraisal.views.other_models import caution, group_name, model_label
from resources.i18n import _


def make(material: Material) -> Iterator[Table]:
    """A table of pools, and one of how much each study moves them."""
    pools = tuple(row for one in material.further for row in _pools(one))
    if pools:
        said = [caution(one.others) for one in material.further if one.others]
        yield Table(
            "sensitivity",
            _("Sensitivity"),
            _("How far results rest on single studies, limits and models"),
            (
                Column(_("Outcome"), width=28),
                Column(_("Analysis"), width=26),
                Column(_("Row"), width=34),
                Column(_("Studies"), "count", 8),
                *pool_columns(),
                Column(_("In use"), "mark", 8),
            ),
            pools,
            notes=tuple(dict.fromkeys(sentence for one in said for sentence in one)),
            fixed=3,
        )
    rows = tuple(row for one in material.further for row in _moves(one))
    if rows:
        yield Table(
            "influence",
            _("Influence"),
            _("How much each study moves the pool"),
            (
                Column(_("Outcome"), width=28),
                Column(_("Study"), width=24),
                Column(_("Deleted residual"), "number", 12, 3),
                Column("DFFITS", "number", 10, 3),
                Column(_("Cook’s distance"), "number", 12, 4),
                Column(_("Covariance ratio"), "number", 12, 3),
                Column("DFBETAS", "number", 10, 3),
                Column(_("τ² without"), "number", 10, 4),
                Column(_("Q without"), "number", 10, 3),
                Column(_("Hat value"), "number", 10, 4),
                Column(_("Weight %"), "number", 10, 1),
                Column(_("Contribution to Q"), "number", 12, 3),
                Column(_("Influence on the pool"), "number", 12, 4),
                Column(_("Stands out"), "mark", 10),
            ),
            rows,
            notes=(
                _("By inverse variance. That a study stands out is no reason to leave it out."),
            ),
            fixed=2,
        )


def _pools(one: Further) -> Iterator[tuple[Cell, ...]]:
    analysis = one.analysis
    name = analysis.dataset.outcome.name
    for title, steps in (
        (_("Leave one out"), one.without),
        (_("At each limit"), one.limits),
        (_("Cumulative"), one.cumulated),
    ):
        for step in steps:
            yield (name, title, step.label or limit_name(step), *_step(analysis, step))
    for row in one.others:
        title = _("Other models: {group}").format(group=group_name(row.group))
        shown: tuple[float | None, ...] = row.shown or (None, None, None)
        p = row.p if analysis.has_test else None
        used = _("yes") if row.is_current else ""
        yield (name, title, model_label(row), row.k, *shown, p, row.i2, row.tau2, used)


def _step(analysis: Analysis, step: Step) -> tuple[Cell, ...]:
    shown = [analysis.natural(value) for value in (step.estimate, step.lower, step.upper)]
    tau2 = step.tau2 if analysis.dataset.plan.is_random else None
    p = step.p if analysis.has_test else None
    i2 = step.i2 if step.k > 1 else None
    return (step.k, *shown, p, i2, tau2, _("yes") if step.is_current else "")


def _moves(one: Further) -> Iterator[tuple[Cell, ...]]:
    if one.moves is None:
        return
    made = one.moves.influence
    columns = (
        made.rstudent, made.dffits, made.cook_d, made.cov_r, made.dfbetas, made.tau2_deleted,
        made.q_deleted, made.hat, made.weight, made.baujat_x, made.baujat_y,
    )  # fmt: skip
    for place, label in enumerate(made.labels):
        numbers = (float(column[place]) for column in columns)
        yield (
            one.analysis.dataset.outcome.name,
            label,
            *(value if isfinite(value) else None for value in numbers),
            _("yes") if made.influential[place] else "",
        )


SHEET = Sheet(62, make)
