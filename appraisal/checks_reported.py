"""A reported estimate: whether its parts agree with each other."""

from dataclasses import replace

from appraisal.findings import Cells, Finding, text
from appraisal.reported import RATIOS, Report, analysed, report_of
from resources.i18n import _

SKEW = 0.2  # of half the interval: more than rounding explains
UNLIKE = 1.15  # times: a standard error beside that of the interval
LEAST_LEVEL = 50


def check_reported(
    cells: Cells, *, measure: str = "", with_numbers: bool = False
) -> tuple[Finding, ...]:
    """Look at an estimate, its interval and its standard error.

    `measure` stands where the report names none. `with_numbers`: the form has numbers besides, so
    an empty report is no fault.
    """
    report = report_of(cells.get)
    if report == Report():
        return _chosen_but_missing(cells) if with_numbers else ()
    named = report.measure or measure
    is_ratio = named in RATIOS
    found = list(_errors(report, is_ratio=is_ratio))
    if with_numbers and text(cells, "use") == "reported" and not report.is_complete:
        found += _chosen_but_missing(cells)
    if not found:
        found += _doubts(report, is_ratio=is_ratio)
    return tuple(found)


def _errors(report: Report, *, is_ratio: bool) -> tuple[Finding, ...]:
    found = []
    level = report.level
    if level is not None and not LEAST_LEVEL <= level < 100:
        found.append(
            Finding(
                "level",
                "error",
                ("level",),
                _("The level is in per cent."),
                _("Type 95 for a 95 % interval, or leave it empty."),
            )
        )
    if report.se is not None and report.se <= 0:
        found.append(
            Finding(
                "se_zero",
                "error",
                ("se",),
                _("A standard error is above 0."),
                _("Look at the source, or leave the cell empty."),
            )
        )
    if report.p is not None and not 0 < report.p <= 1:
        found.append(
            Finding("p", "error", ("p",), _("p lies between 0 and 1."), _("Type it as in 0.03."))
        )
    return (*found, *_interval_errors(report), *_log_errors(report, is_ratio=is_ratio))


def _interval_errors(report: Report) -> list[Finding]:
    low, high, value = report.lower, report.upper, report.estimate
    if low is None or high is None:
        return []
    if low >= high:
        return [
            Finding(
                "turned",
                "error",
                ("lower", "upper"),
                _("The lower limit is not below the upper one."),
                _("Are they in each other's place?"),
            )
        ]
    if value is not None and not low <= value <= high:
        return [
            Finding(
                "outside_interval",
                "warning",
                ("estimate",),
                _("The estimate lies outside its interval"),
                _("One of the three numbers is wrong, here or in the paper. Look once more."),
            )
        ]
    return []


def _log_errors(report: Report, *, is_ratio: bool) -> list[Finding]:
    if not is_ratio or report.scale == "log":
        return []
    below = tuple(
        name
        for name, value in (
            ("estimate", report.estimate),
            ("lower", report.lower),
            ("upper", report.upper),
        )
        if value is not None and value <= 0
    )
    if not below:
        return []
    return [
        Finding(
            "ratio",
            "error",
            below,
            _("A ratio is above 0."),
            _("If this is its logarithm, choose “log” as the scale."),
        )
    ]


def _doubts(report: Report, *, is_ratio: bool) -> list[Finding]:
    """What is no error and yet does not fit: a skewed interval, another standard error."""
    by_interval = analysed(replace(report, se=None, p=None), is_ratio=is_ratio)
    if not report.has_interval or by_interval is None:
        return []
    found = []
    low = analysed(replace(report, estimate=report.lower), is_ratio=is_ratio)
    high = analysed(replace(report, estimate=report.upper), is_ratio=is_ratio)
    assert low is not None
    assert high is not None
    half = (high[0] - low[0]) / 2
    if abs(by_interval[0] - (low[0] + high[0]) / 2) > SKEW * half:
        found.append(
            Finding(
                "skew",
                "warning",
                ("lower", "upper"),
                _("The interval is not symmetric"),
                _("Around the logarithm of a ratio, or a difference, it should be. Scale right?"),
            )
        )
    by_se = analysed(replace(report, lower=None, upper=None, p=None), is_ratio=is_ratio)
    if by_se is not None and not 1 / UNLIKE < (by_se[1] / by_interval[1]) ** 0.5 < UNLIKE:
        found.append(
            Finding(
                "se_unlike",
                "warning",
                ("se",),
                _("Standard error and interval do not agree"),
                _("The interval is pooled. Is the level right, and the scale?"),
            )
        )
    return found


def _chosen_but_missing(cells: Cells) -> tuple[Finding, ...]:
    if text(cells, "use") != "reported":
        return ()
    return (
        Finding(
            "no_report",
            "error",
            ("use",),
            _("There is no reported estimate to pool."),
            _("Type the estimate with its interval, or pool the numbers."),
        ),
    )
