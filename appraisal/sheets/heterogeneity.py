"""How the studies of each outcome differ: a row a figure, and the tests of their tables."""

from collections.abc import Iterator
from math import isfinite

from appraisal.choice_words import tau2_interval_name
from appraisal.further import Further
from appraisal.material import Material
from appraisal.synthesis_text import tau2_name
from appraisal.tables import Cell, Column, Sheet, Table
from resources.i18n import _

Line = tuple[str, float, float | None, float | None, float | None, float | None, str]


def make(material: Material) -> Iterator[Table]:
    """One table of all outcomes with two studies or more."""
    rows = tuple(row for one in material.further for row in _rows(one))
    if not rows:
        return
    yield Table(
        "heterogeneity",
        _("Heterogeneity"),
        _("How the studies differ"),
        (
            Column(_("Outcome"), width=28),
            Column(_("Figure"), width=26),
            Column(_("Value"), "number", 12, 4),
            Column(_("Lower"), "number", 12, 4),
            Column(_("Upper"), "number", 12, 4),
            Column("df", "number", 8, 0),
            Column("p", "p", 10, 4),
            Column(_("How"), "long", 44),
        ),
        rows,
        notes=(_("Limits are those of 95 % intervals; percentages run from 0 to 100."),),
        fixed=2,
    )


def _rows(one: Further) -> Iterator[tuple[Cell, ...]]:
    for line in _lines(one):
        name, *numbers, how = line
        yield (
            one.analysis.dataset.outcome.name,
            name,
            *(_finite(value) for value in numbers),
            how,
        )


def _lines(one: Further) -> Iterator[Line]:
    pooled, found, plan = one.analysis.pooled, one.spread, one.analysis.dataset.plan
    if pooled is None or found is None or pooled.k < 2:
        return
    held = pooled.heterogeneity
    yield ("Q", held.q, None, None, float(held.df), held.p, "")
    i2 = (held.i2_q, held.i2_q_lower, held.i2_q_upper)
    yield ("I² %", *i2, None, None, _("from Q; test-based interval"))
    yield ("H²", held.h2, None, None, None, None, "")
    if plan.is_random:
        kind = tau2_interval_name(found.kind)
        yield ("τ²", held.tau2, found.lower, found.upper, None, None,
               _("{estimator}; interval: {kind}").format(estimator=tau2_name(plan.tau2),
                                                         kind=kind))  # fmt: skip
        yield (_("I² % from τ²"), held.i2_tau2, None, None, None, None, "")
        if found.higgins_thompson is not None:
            rb = found.higgins_thompson.rb
            yield ("Rb %", rb.value, rb.lower, rb.upper, None, None, "Crippa et al. 2016")
    for name, test, how in (
        ("Cochran-Mantel-Haenszel", found.association, _("any association; corrected")),
        ("Breslow-Day", found.breslow_day, _("one odds ratio for all")),
        (_("Breslow-Day, Tarone’s"), found.tarone, _("one odds ratio for all")),
    ):
        if test is not None:
            yield (name, test.statistic, None, None, float(test.df), test.p, how)


def _finite(value: Cell) -> Cell:
    return value if isinstance(value, float) and isfinite(value) else None


SHEET = Sheet(61, make)
