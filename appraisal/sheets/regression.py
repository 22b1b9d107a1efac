"""Subgroups and meta-regression of each outcome: what may explain how its studies differ."""

from collections.abc import Iterator
from math import isfinite

from appraisal.cells import pool_columns
from appraisal.further import Further
from appraisal.material import Material
from appraisal.synthesis import Analysis
from appraisal.tables import Cell, Column, Sheet, Table
from appraisal.views.regression import fault_sentence, remarks, term_name
from appraisal.views.subgroups import difference_sentence, group_name
from resources.i18n import _


def make(material: Material) -> Iterator[Table]:
    """A table of subgroups and one of coefficients, each where an outcome's plan has them."""
    groups = tuple(row for one in material.further for row in _groups(one))
    if groups:
        tests = [difference_sentence(one.groups) for one in material.further if one.groups]
        yield Table(
            "subgroups",
            _("Subgroups"),
            _("Pools of subgroups"),
            (
                Column(_("Outcome"), width=28),
                Column(_("Subgroup"), width=30),
                Column(_("Studies"), "count", 8),
                *pool_columns(),
            ),
            groups,
            notes=tuple(dict.fromkeys(test for test in tests if test)),
            fixed=2,
        )
    rows = tuple(row for one in material.further for row in _coefficients(one))
    if rows:
        said = [sentence for one in material.further for sentence in _said(one)]
        yield Table(
            "regression",
            _("Regression"),
            _("Meta-regression"),
            (
                Column(_("Outcome"), width=28),
                Column(_("Term"), width=30),
                Column(_("Value"), "number", 12, 5),
                Column(_("Standard error"), "number", 12, 5),
                Column(_("Lower"), "number", 12, 5),
                Column(_("Upper"), "number", 12, 5),
                Column(_("Statistic"), "number", 10, 3),
                Column("df", "text", 12),
                Column("p", "p", 10, 4),
                Column(_("p by permutation"), "p", 12, 4),
            ),
            rows,
            notes=(
                _("Coefficients are on the scale of the analysis: of ratios the logarithm."),
                *dict.fromkeys(said),
            ),
            fixed=2,
        )


def _groups(one: Further) -> Iterator[tuple[Cell, ...]]:
    if one.groups is None:
        return
    for group in one.groups.groups:
        name = group_name(group, one.groups.key)
        head = (one.analysis.dataset.outcome.name, name, group.k)
        made = group.estimate
        if made is None:
            yield (*head, None, None, None, None, None, None)
            continue
        shown = [one.analysis.natural(value) for value in (made.value, made.lower, made.upper)]
        spread = group.spread if group.k > 1 else None
        tau2 = None if spread is None else spread.tau2
        shared = one.groups.tau2 if one.groups.tau2 is not None else tau2
        yield (
            *head,
            *shown,
            made.p if one.analysis.has_test else None,
            None if spread is None else spread.i2_q,
            shared if one.analysis.dataset.plan.is_random else None,
        )


def _coefficients(one: Further) -> Iterator[tuple[Cell, ...]]:
    fit = one.regression
    if fit is None or fit.made is None:
        return
    name, made = one.analysis.dataset.outcome.name, fit.made
    chance = dict(enumerate(p for _term, p in one.permuted.terms)) if one.permuted else {}
    for place, (term, (_key, line)) in enumerate(zip(fit.terms, made.coefficients, strict=True)):
        yield (
            name,
            term_name(term),
            line.value,
            line.se,
            line.lower,
            line.upper,
            line.statistic,
            "" if line.df is None else f"{line.df:.0f}",
            line.p,
            chance.get(place),
        )
    whole = one.permuted.moderators if one.permuted else None
    for label, test, p in (
        (_("All moderators (QM)"), made.moderators, whole),
        (_("Left over (QE)"), made.residual, None),
    ):
        df = str(test.df) if test.df2 is None else f"{test.df}, {test.df2}"
        yield (name, label, None, None, None, None, test.statistic, df, test.p, p)
    for label, value, lower, upper in (
        (_("τ² left over"), made.tau2, made.tau2_lower, made.tau2_upper),
        (_("I² left over"), made.i2, None, None),
        ("R² %", made.r2, None, None),
    ):
        if isfinite(value):
            yield (name, label, value, None, lower, upper, None, "", None, None)


def _said(one: Further) -> tuple[str, ...]:
    fit, analysis = one.regression, one.analysis
    if fit is None:
        return ()
    found = remarks(analysis, fit) if fit.made is not None else (fault_sentence(fit),)
    return tuple(_named(analysis, sentence) for sentence in found)


def _named(analysis: Analysis, sentence: str) -> str:
    return f"{analysis.dataset.outcome.name}: {sentence}"


SHEET = Sheet(64, make)
