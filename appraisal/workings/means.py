"""Means and standard deviations of a group from errors, intervals, tests and quantiles."""

from collections.abc import Callable, Sequence

from appraisal.workings.working import Asked, Given, Values, Working
from resources.i18n import _

_HANDBOOK = "Cochrane Handbook 6.5, §"
_QUANTILES = (
    "Wan 2014, BMC Med Res Methodol 14:135; Luo 2018, Stat Methods Med Res 27:1785; "
    "Shi 2020, Res Synth Methods 11:641"
)

_N = Asked("n", lambda: "n", "n#")
_BOTH = (
    Asked("n1", lambda: _("n, first group"), "n1"),
    Asked("n2", lambda: _("n, second group"), "n2"),
)
_SE = Asked("se", lambda: _("Standard error"))
_LIMITS = (
    Asked("lower", lambda: _("Lower limit")),
    Asked("upper", lambda: _("Upper limit")),
    Asked("level", lambda: _("Level %"), usual=95.0),
)
_DIFFERENCE = Asked("difference", lambda: _("Difference of the means"))
_MEDIAN = Asked("median", lambda: _("Median"))
_BOX = (
    Asked("q1", lambda: _("First quartile")),
    Asked("q3", lambda: _("Third quartile")),
)
_SPAN = (Asked("low", lambda: _("Minimum")), Asked("high", lambda: _("Maximum")))


def _from_se(groups: Sequence[Values]) -> Given:
    from stats.conversions import sd_from_se

    (given,) = groups
    return {"sd#": _above_zero(sd_from_se(given["se"], given["n"]))}


def _from_ci(groups: Sequence[Values]) -> Given:
    from stats.conversions import sd_from_ci

    (given,) = groups
    return {
        "sd#": sd_from_ci(given["lower"], given["upper"], given["n"], level=given["level"] / 100)
    }


def _from_difference(
    se_of: Callable[[Values, float], float],
) -> Callable[[Sequence[Values]], Given]:
    """Give both groups the SD that the standard error of their difference implies."""

    def compute(groups: Sequence[Values]) -> Given:
        from stats.conversions import sd_from_difference_se

        (given,) = groups
        se = se_of(given, given["n1"] + given["n2"] - 2)
        sd = _above_zero(sd_from_difference_se(se, given["n1"], given["n2"]))
        return {"sd1": sd, "sd2": sd}

    return compute


def _se_given(given: Values, _df: float) -> float:
    return given["se"]


def _se_of_ci(given: Values, df: float) -> float:
    from stats.conversions import se_from_ci

    return se_from_ci(given["lower"], given["upper"], level=given["level"] / 100, df=df).se


def _se_of_p(given: Values, df: float) -> float:
    from stats.conversions import se_from_p

    return se_from_p(given["difference"], given["p"], df=df).se


def _se_of_t(given: Values, _df: float) -> float:
    from stats.conversions import se_from_t

    return se_from_t(given["difference"], given["t"]).se


def _se_of_f(given: Values, _df: float) -> float:
    from stats.conversions import se_from_f

    return se_from_f(given["difference"], given["f"]).se


def _of_change(groups: Sequence[Values]) -> Given:
    from stats.conversions import sd_of_change

    (given,) = groups
    return {"sd#": _above_zero(sd_of_change(given["a"], given["b"], correlation=given["r"]))}


def _from_quantiles(groups: Sequence[Values]) -> Given:
    from stats.medians import mean_sd_from_quantiles

    (given,) = groups
    made = mean_sd_from_quantiles(
        given["n"],
        given["median"],
        q1=given.get("q1"),
        q3=given.get("q3"),
        low=given.get("low"),
        high=given.get("high"),
    )
    return {"m#": made.mean, "sd#": _above_zero(made.sd)}


def _combined(groups: Sequence[Values]) -> Given:
    from stats.conversions import Arm, combine_arms

    made = combine_arms([Arm(one["n"], one["mean"], one["sd"]) for one in groups])
    return {"n#": made.n, "m#": made.mean, "sd#": _above_zero(made.sd)}


def _above_zero(sd: float) -> float:
    if sd <= 0:
        raise ValueError("A spread is above 0.")
    return sd


MEANS: tuple[Working, ...] = (
    Working(
        "sd_from_se",
        lambda: _("From the standard error of the mean"),
        (_SE, _N),
        ("sd#",),
        lambda: _("SD = SE × √n"),
        _HANDBOOK + "6.5.2.2",
        _from_se,
        ("sd_from_se",),
    ),
    Working(
        "sd_from_ci",
        lambda: _("From the confidence interval of the mean"),
        (*_LIMITS, _N),
        ("sd#",),
        lambda: _("SD = √n × (upper − lower) / (2 t), t with n − 1 degrees of freedom"),
        _HANDBOOK + "6.5.2.2",
        _from_ci,
        ("sd_from_ci",),
    ),
    Working(
        "quartiles",
        lambda: _("From median and quartiles"),
        (_MEDIAN, *_BOX, _N),
        ("m#", "sd#"),
        lambda: _(
            "mean = w (q1 + q3)/2 + (1 − w) median, w = 0.7 + 0.39/n; SD = (q3 − q1) / η(n). "
            "For roughly symmetric data"
        ),
        _QUANTILES,
        _from_quantiles,
        ("mean_sd_from_quartiles",),
    ),
    Working(
        "range",
        lambda: _("From median, minimum and maximum"),
        (_MEDIAN, *_SPAN, _N),
        ("m#", "sd#"),
        lambda: _(
            "mean = w (min + max)/2 + (1 − w) median, w = 4 / (4 + n^0.75); "
            "SD = (max − min) / ξ(n). For roughly symmetric data"
        ),
        _QUANTILES,
        _from_quantiles,
        ("mean_sd_from_range",),
    ),
    Working(
        "five_numbers",
        lambda: _("From median, quartiles, minimum and maximum"),
        (_MEDIAN, *_BOX, *_SPAN, _N),
        ("m#", "sd#"),
        lambda: _(
            "mean = u (min + max)/2 + v (q1 + q3)/2 + (1 − u − v) median, "
            "u = 2.2 / (2.2 + n^0.75), v = 0.7 − 0.72 / n^0.55; "
            "SD = (max − min) / a(n) + (q3 − q1) / b(n). For roughly symmetric data"
        ),
        _QUANTILES,
        _from_quantiles,
        ("mean_sd_from_five_numbers",),
    ),
    Working(
        "sd_from_difference_se",
        lambda: _("From the standard error of the difference"),
        (Asked("se", lambda: _("Standard error of the difference")), *_BOTH),
        ("sd1", "sd2"),
        lambda: _("SD of both groups = SE / √(1/n1 + 1/n2)"),
        _HANDBOOK + "6.5.2.3",
        _from_difference(_se_given),
        ("sd_from_difference_se",),
    ),
    Working(
        "sd_from_difference_ci",
        lambda: _("From the confidence interval of the difference"),
        (*_LIMITS, *_BOTH),
        ("sd1", "sd2"),
        lambda: _(
            "SE = (upper − lower) / (2 t), t with n1 + n2 − 2 degrees of freedom; "
            "SD of both groups = SE / √(1/n1 + 1/n2)"
        ),
        _HANDBOOK + "6.5.2.3",
        _from_difference(_se_of_ci),
        ("se_from_ci", "sd_from_difference_se"),
    ),
    Working(
        "sd_from_difference_p",
        lambda: _("From the difference and its p value"),
        (_DIFFERENCE, Asked("p", lambda: "p"), *_BOTH),
        ("sd1", "sd2"),
        lambda: _(
            "SE = |difference| / t, t from p with n1 + n2 − 2 degrees of freedom; "
            "SD of both groups = SE / √(1/n1 + 1/n2)"
        ),
        _HANDBOOK + "6.5.2.3",
        _from_difference(_se_of_p),
        ("se_from_p", "sd_from_difference_se"),
    ),
    Working(
        "sd_from_difference_t",
        lambda: _("From the difference and its t"),
        (_DIFFERENCE, Asked("t", lambda: "t"), *_BOTH),
        ("sd1", "sd2"),
        lambda: _("SE = |difference / t|; SD of both groups = SE / √(1/n1 + 1/n2)"),
        _HANDBOOK + "6.5.2.3",
        _from_difference(_se_of_t),
        ("se_from_t", "sd_from_difference_se"),
    ),
    Working(
        "sd_from_difference_f",
        lambda: _("From the difference and F of two groups"),
        (_DIFFERENCE, Asked("f", lambda: "F"), *_BOTH),
        ("sd1", "sd2"),
        lambda: _("t = √F; SE = |difference / t|; SD of both groups = SE / √(1/n1 + 1/n2)"),
        _HANDBOOK + "6.5.2.3",
        _from_difference(_se_of_f),
        ("se_from_f", "sd_from_difference_se"),
    ),
    Working(
        "sd_of_change",
        lambda: _("SD of the change, from before and after"),
        (
            Asked("a", lambda: _("SD before")),
            Asked("b", lambda: _("SD after")),
            Asked("r", lambda: _("Correlation of before and after")),
        ),
        ("sd#",),
        lambda: _(
            "SD = √(before² + after² − 2 r × before × after). The correlation is an assumption "
            "unless the paper gives it"
        ),
        _HANDBOOK + "6.5.2.8",
        _of_change,
        ("sd_of_change",),
    ),
    Working(
        "combine_means",
        lambda: _("Combine several groups into this one"),
        (
            Asked("n", lambda: "n"),
            Asked("mean", lambda: _("Mean")),
            Asked("sd", lambda: "SD"),
        ),
        ("n#", "m#", "sd#"),
        lambda: _(
            "n = Σ n_i; mean = Σ n_i m_i / n; SD² = [Σ (n_i − 1) SD_i² + Σ n_i (m_i − mean)²] "
            "/ (n − 1), as if all had been one group"
        ),
        _HANDBOOK + "6.5.2.10",
        _combined,
        ("combine_arms",),
        combines=True,
    ),
)
