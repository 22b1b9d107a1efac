"""Estimates as studies report them: what they mean on the analysis scale, and with which variance.

A ratio is analysed as its logarithm. A report on the `natural` scale gives the ratio itself, on the
`log` scale its logarithm; its interval and standard error are on the scale of the estimate.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import log
from typing import Final

RATIOS: Final = frozenset({"HR", "OR", "RR", "IRR", "ROM", "RATIO"})
MEASURES: Final = ("HR", "OR", "RR", "IRR", "ROM", "RATIO", "MD", "SMD", "RD", "IRD", "DIFF")
SCALES: Final = ("natural", "log")
USUAL_LEVEL: Final = 95.0


@dataclass(frozen=True, slots=True)
class Report:
    """A reported estimate. An empty `measure` is that of the plan; `level` is in per cent."""

    measure: str = ""
    estimate: float | None = None
    lower: float | None = None
    upper: float | None = None
    level: float | None = None
    se: float | None = None
    p: float | None = None
    scale: str = ""

    @property
    def has_interval(self) -> bool:
        """Whether both limits are given."""
        return self.lower is not None and self.upper is not None

    @property
    def is_complete(self) -> bool:
        """Whether it says a value and how sure it is."""
        sure = self.has_interval or self.se is not None or self.p is not None
        return self.estimate is not None and sure


def report_of(value: Callable[[str], object]) -> Report:
    """The report among the fields of an extraction."""

    def figure(name: str) -> float | None:
        found = value(name)
        return found if isinstance(found, int | float) and not isinstance(found, bool) else None

    def text(name: str) -> str:
        found = value(name)
        return found if isinstance(found, str) else ""

    return Report(
        text("measure"),
        figure("estimate"),
        figure("lower"),
        figure("upper"),
        figure("level"),
        figure("se"),
        figure("p"),
        text("scale"),
    )


def fits(report: Report, measure: str) -> bool:
    """Whether a report is of the measure that is pooled."""
    return report.measure in ("", measure, measure.partition("-")[0])


def analysed(report: Report, *, is_ratio: bool) -> tuple[float, float] | None:
    """The estimate and its variance on the analysis scale; None where they cannot be had.

    The interval is taken before the standard error, and that before the p value: the nearer to what
    a paper prints, the less was rounded twice.
    """
    if not report.is_complete or report.estimate is None:
        return None
    logs = is_ratio and report.scale != "log"
    given = [report.estimate, report.lower, report.upper]
    if logs and any(value is not None and value <= 0 for value in given):
        return None
    estimate, lower, upper = (
        log(value) if logs and value is not None else value for value in given
    )
    assert estimate is not None
    se = _standard_error(report, estimate, lower, upper, logs=logs)
    return (estimate, se * se) if se is not None and se > 0 else None


def _standard_error(
    report: Report, estimate: float, lower: float | None, upper: float | None, *, logs: bool
) -> float | None:
    from stats.distributions import normal_quantile

    if lower is not None and upper is not None:
        level = (report.level if report.level is not None else USUAL_LEVEL) / 100
        return (upper - lower) / (2 * float(normal_quantile(0.5 + level / 2)))
    if report.se is not None:
        return report.se / report.estimate if logs and report.estimate else report.se
    if report.p is not None and 0 < report.p < 1:
        return abs(estimate) / float(normal_quantile(1 - report.p / 2))
    return None
