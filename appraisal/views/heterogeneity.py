"""What is said of heterogeneity: each figure with its interval and how to read it; the tests."""

from math import isnan
from typing import TYPE_CHECKING

from appraisal.choice_words import tau2_interval_name
from appraisal.heterogeneity import Spread
from appraisal.synthesis import Analysis
from appraisal.synthesis_text import p_text
from resources.i18n import _, interval, number, percent

if TYPE_CHECKING:
    from stats.stratified import ChiSquare

Row = tuple[str, str, str]  # a name, its value with an interval, and how to read it


def heterogeneity_rows(analysis: Analysis, found: Spread | None) -> tuple[Row, ...]:
    """How the studies differ, a row a figure; none below two studies."""
    pooled = analysis.pooled
    if pooled is None or found is None or pooled.k < 2:
        return ()
    held = pooled.heterogeneity
    rows = [
        (
            "Q",
            f"{number(held.q, 2)}, df = {held.df}, p {p_text(held.p)}",
            _("Spread of the effects, weighted; by chance alone it would be near its df."),
        ),
        (
            "I²",
            _with_limits(percent(held.i2_q), held.i2_q_lower, held.i2_q_upper, 0),
            _("From Q: the share of the spread that is not chance. It grows with study size."),
        ),
        ("H²", number(held.h2, 2), _("Q divided by its df.")),
    ]
    if analysis.dataset.plan.is_random:
        rows += [
            (
                "τ²",
                _with_limits(number(held.tau2, 3), found.lower, found.upper, 3),
                _("Variance of the true effects between studies. Interval: {kind}.").format(
                    kind=tau2_interval_name(found.kind)
                ),
            ),
            (
                "τ",
                _with_limits(number(held.tau, 3), _root(found.lower), _root(found.upper), 3),
                _("Its root: the spread on the scale of the analysis."),
            ),
            (
                _("I² from τ²"),
                percent(held.i2_tau2),
                _("The same share, worked out from τ² instead of Q."),
            ),
        ]
    if found.higgins_thompson is not None and analysis.dataset.plan.is_random:
        rb = found.higgins_thompson.rb
        rows.append(
            (
                "Rb",
                _with_limits(percent(rb.value), rb.lower, rb.upper, 0),
                _("Share of τ² in the variance of the pool; it does not grow with study size."),
            )
        )
    return tuple(rows)


def test_rows(found: Spread | None) -> tuple[Row, ...]:
    """The tests of the tables, a row each; none where the data allow none."""
    if found is None:
        return ()
    pairs = (
        (
            "Cochran-Mantel-Haenszel",
            found.association,
            _("Is there any association? With correction for continuity."),
        ),
        (
            "Breslow-Day",
            found.breslow_day,
            _("Does one odds ratio serve all studies? Small p: it does not."),
        ),
        (
            _("Breslow-Day, Tarone’s"),
            found.tarone,
            _("The same, with Tarone’s correction; it stands where both differ."),
        ),
    )
    return tuple((name, test_text(test), words) for name, test, words in pairs if test is not None)


def test_text(test: "ChiSquare") -> str:
    """A chi-square test: `χ² = 1.86, df = 2, p = 0.39`."""
    p = "" if isnan(test.p) else f", p {p_text(test.p)}"
    return f"χ² = {number(test.statistic, 2)}, df = {test.df}{p}"


def _root(value: float) -> float:
    return value if isnan(value) else max(0.0, value) ** 0.5


def _with_limits(value: str, lower: float, upper: float, digits: int) -> str:
    if isnan(lower) or isnan(upper):
        return value
    return f"{value} {interval(max(0.0, lower), upper, digits)}"
