"""Estimates and their standard errors from intervals, tests and other measures.

A ratio stays a ratio in the cells: what is worked out on its logarithm comes back as 95 % limits.
"""

import math
from collections.abc import Callable, Sequence
from functools import partial

from appraisal.reported import USUAL_LEVEL
from appraisal.workings.working import Asked, Given, Values, Working
from resources.i18n import _

_HANDBOOK = "Cochrane Handbook 6.5, §"
_CHINN = "Chinn 2000, Stat Med 19:3127; " + _HANDBOOK + "10.6"
_ESTIMATE = Asked("estimate", lambda: _("Estimate"), "estimate")
_LIMITS = (
    Asked("lower", lambda: _("Lower limit"), "lower"),
    Asked("upper", lambda: _("Upper limit"), "upper"),
    Asked("level", lambda: _("Level %"), usual=95.0),
)
_N1 = Asked("n1", lambda: _("n, first group"))
_N2 = Asked("n2", lambda: _("n, second group"))
_DF = Asked("df", lambda: _("Degrees of freedom"))


def _of_ci(groups: Sequence[Values]) -> Given:
    from stats.conversions import se_from_ci

    (given,) = groups
    made = se_from_ci(given["lower"], given["upper"], level=given["level"] / 100)
    return {"estimate": made.estimate, **_limits(given)}


def _of_ratio_ci(groups: Sequence[Values]) -> Given:
    from stats.conversions import se_from_ratio_ci

    (given,) = groups
    made = se_from_ratio_ci(given["lower"], given["upper"], level=given["level"] / 100)
    return {"estimate": math.exp(made.estimate), **_limits(given)}


def _limits(given: Values) -> dict[str, float]:
    return {key: given[key] for key in ("lower", "upper", "level")}


def _of_small_ci(groups: Sequence[Values]) -> Given:
    from stats.conversions import se_from_ci

    (given,) = groups
    level = given["level"] / 100
    made = se_from_ci(given["lower"], given["upper"], level=level, df=given["df"])
    # the limits would be pooled by z in place of the standard error
    return {"estimate": made.estimate, "se": made.se, "lower": None, "upper": None}


def _shown(estimate: float, se: float, *, logs: bool) -> Given:
    """An estimate of the analysis scale as the cells take it: a ratio with its 95 % limits."""
    from stats.conversions import critical_value

    if not logs:
        return {"estimate": estimate, "se": se}
    half = critical_value(USUAL_LEVEL / 100) * se
    return {
        "estimate": math.exp(estimate),
        "lower": math.exp(estimate - half),
        "upper": math.exp(estimate + half),
        "level": USUAL_LEVEL,
    }


def _of_test(
    se_of: Callable[[float, Values], float], *, logs: bool
) -> Callable[[Sequence[Values]], Given]:
    """Give what an estimate and a test of it imply."""

    def compute(groups: Sequence[Values]) -> Given:
        (given,) = groups
        value = math.log(given["estimate"]) if logs else given["estimate"]
        return {**_shown(value, se_of(value, given), logs=logs), "estimate": given["estimate"]}

    return compute


def _se_of_t(estimate: float, given: Values) -> float:
    from stats.conversions import se_from_t

    return se_from_t(estimate, given["t"]).se


def _se_of_f(estimate: float, given: Values) -> float:
    from stats.conversions import se_from_f

    return se_from_f(estimate, given["f"]).se


def _se_of_p(estimate: float, given: Values) -> float:
    from stats.conversions import se_from_p

    return se_from_p(estimate, given["p"], df=given.get("df")).se


def _smd_of_t(groups: Sequence[Values]) -> Given:
    from stats.conversions import smd_from_t, smd_se

    (given,) = groups
    d = smd_from_t(given["t"], given["n1"], given["n2"])
    return {"estimate": d, "se": smd_se(d, given["n1"], given["n2"])}


def _smd_of_or(groups: Sequence[Values]) -> Given:
    from stats.conversions import se_from_ratio_ci, smd_from_log_or

    (given,) = groups
    found = se_from_ratio_ci(given["lower"], given["upper"], level=given["level"] / 100)
    made = smd_from_log_or(math.log(given["or"]), found.se)
    return {"estimate": made.estimate, "se": made.se}


def _or_of_smd(groups: Sequence[Values], *, logs: bool) -> Given:
    from stats.conversions import log_or_from_smd

    (given,) = groups
    made = log_or_from_smd(given["d"], given["se"])
    return _shown(made.estimate, made.se, logs=logs)


def _hr_of_oe(groups: Sequence[Values], *, logs: bool) -> Given:
    from stats.conversions import log_hr_from_oe

    (given,) = groups
    made = log_hr_from_oe(given["oe"], given["v"])
    return _shown(made.estimate, made.se, logs=logs)


def for_measure(measure: str, *, is_ratio: bool, logs: bool) -> tuple[Working, ...]:
    """The workings of an estimate; `logs`, where it is a ratio whose logarithm is analysed."""
    found = [*_from_interval(is_ratio=is_ratio, logs=logs), *_from_test(logs=logs)]
    if measure.partition("-")[0] == "SMD":
        found += _SMD
    if measure == "OR":
        found.append(_or_from_smd(logs=logs))
    if measure == "HR":
        found.append(_hr_from_oe(logs=logs))
    return tuple(found)


def _from_interval(*, is_ratio: bool, logs: bool) -> tuple[Working, ...]:
    key, place = ("se_from_ratio_ci", "6.3.2") if logs else ("se_from_ci", "6.3.1")
    first = Working(
        key,
        lambda: _("From its confidence interval alone"),
        _LIMITS,
        ("estimate", "lower", "upper"),
        lambda: (
            _("ln estimate = (ln lower + ln upper) / 2")
            if logs
            else _("estimate = (lower + upper) / 2")
        ),
        _HANDBOOK + place,
        _of_ratio_ci if logs else _of_ci,
        (key,),
    )
    if is_ratio:
        return (first,)
    small = Working(
        "se_from_small_ci",
        lambda: _("From the confidence interval of a small study, by t"),
        (*_LIMITS, _DF),
        ("estimate", "se"),
        lambda: _("estimate = (lower + upper) / 2; SE = (upper − lower) / (2 t)"),
        _HANDBOOK + "6.5.2.3",
        _of_small_ci,
        ("se_from_ci",),
    )
    return (first, small)


def _from_test(*, logs: bool) -> tuple[Working, ...]:
    gives = ("lower", "upper") if logs else ("se",)

    def formula(rest: Callable[[], str]) -> Callable[[], str]:
        return (lambda: _of_ratio(rest())) if logs else rest

    return (
        Working(
            "se_from_t",
            lambda: _("From the estimate and its t or z"),
            (_ESTIMATE, Asked("t", lambda: _("t or z"))),
            gives,
            formula(lambda: _("SE = |estimate / t|")),
            _HANDBOOK + "6.5.2.3",
            _of_test(_se_of_t, logs=logs),
            ("se_from_t",),
        ),
        Working(
            "se_from_f",
            lambda: _("From the estimate and its F of one degree of freedom"),
            (_ESTIMATE, Asked("f", lambda: "F")),
            gives,
            formula(lambda: _("t = √F; SE = |estimate / t|")),
            _HANDBOOK + "6.5.2.3",
            _of_test(_se_of_f, logs=logs),
            ("se_from_f",),
        ),
        Working(
            "se_from_p",
            lambda: _("From the estimate and its exact p value"),
            (_ESTIMATE, Asked("p", lambda: "p", "p")),
            gives,
            formula(lambda: _("SE = |estimate| / z, z from p / 2")),
            _HANDBOOK + "6.3.1",
            _of_test(_se_of_p, logs=logs),
            ("se_from_p",),
        ),
        Working(
            "se_from_p_by_t",
            lambda: _("From the estimate and its exact p value, by t"),
            (_ESTIMATE, Asked("p", lambda: "p", "p"), _DF),
            gives,
            formula(lambda: _("SE = |estimate| / t, t from p / 2")),
            _HANDBOOK + "6.5.2.3",
            _of_test(_se_of_p, logs=logs),
            ("se_from_p",),
        ),
    )


def _of_ratio(formula: str) -> str:
    return _("on the logarithm: {formula}; limits = exp(ln estimate ± 1.96 SE)").format(
        formula=formula
    )


_SMD = (
    Working(
        "smd_from_t",
        lambda: _("From the t of two groups"),
        (Asked("t", lambda: "t"), _N1, _N2),
        ("estimate", "se"),
        lambda: _("d = t √(1/n1 + 1/n2); SE = √(1/n1 + 1/n2 + d² / (2 (n1 + n2)))"),
        "Borenstein 2009, Introduction to Meta-Analysis, chapter 4, equation 4.20",
        _smd_of_t,
        ("smd_from_t", "smd_se"),
    ),
    Working(
        "smd_from_or",
        lambda: _("From an odds ratio"),
        (
            Asked("or", lambda: _("Odds ratio")),
            Asked("lower", lambda: _("Lower limit")),
            Asked("upper", lambda: _("Upper limit")),
            Asked("level", lambda: _("Level %"), usual=95.0),
        ),
        ("estimate", "se"),
        lambda: _("d = ln OR × √3 / π, and its SE likewise"),
        _CHINN,
        _smd_of_or,
        ("se_from_ratio_ci", "smd_from_log_or"),
    ),
)


def _or_from_smd(*, logs: bool) -> Working:
    return Working(
        "or_from_smd",
        lambda: _("From a standardised mean difference"),
        (Asked("d", lambda: "d"), Asked("se", lambda: _("Standard error"))),
        _given_cells(logs=logs),
        lambda: _("ln OR = d × π / √3, and its SE likewise"),
        _CHINN,
        partial(_or_of_smd, logs=logs),
        ("log_or_from_smd",),
    )


def _hr_from_oe(*, logs: bool) -> Working:
    return Working(
        "hr_from_oe",
        lambda: _("From observed minus expected events"),
        (
            Asked("oe", lambda: _("Observed − expected")),
            Asked("v", lambda: _("Its variance V")),
        ),
        _given_cells(logs=logs),
        lambda: _("ln HR = (O − E) / V; SE = 1 / √V"),
        "Parmar 1998, Stat Med 17:2815; " + _HANDBOOK + "6.8.2",
        partial(_hr_of_oe, logs=logs),
        ("log_hr_from_oe",),
    )


def _given_cells(*, logs: bool) -> tuple[str, ...]:
    return ("estimate", "lower", "upper") if logs else ("estimate", "se")
