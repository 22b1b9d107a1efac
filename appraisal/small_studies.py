"""Whether small studies show other effects than large ones: the tests apt for a measure, and fill.

Which tests are apt is taken from Sterne et al. 2011 (BMJ 343:d4002) and the Cochrane Handbook
13.3.5. What an uneven funnel means is for people: publication bias is one reason among several.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from appraisal.plan import Plan
from appraisal.synthesis import Analysis

if TYPE_CHECKING:
    from stats.effects import Effects
    from stats.funnel_ranks import RankTest
    from stats.models import Common, Random
    from stats.small_study import RegressionTest
    from stats.trim_fill import TrimFill

LEAST, ADVISED = 3, 10
_APT = {
    "OR": ("Harbord", "Peters", "Begg"),
    "RR": ("Harbord", "Peters", "Begg"),
    "SMD": ("Pustejovsky", "Begg"),
    "AS": ("Thompson", "Egger", "Begg"),
    **dict.fromkeys(("SMD-RM5", "SMD-UB", "SMD-LS2", "SMDH", "SMD1"), ("Pustejovsky", "Begg")),
}
_USUAL = ("Egger", "Begg")
ALL = (
    *("Egger", "Begg", "Thompson", "Macaskill", "Harbord"),
    *("Peters", "Deeks", "Schwarzer", "Pustejovsky"),
)
FILLS, FILL_SIDES = ("L0", "R0", "Q0"), ("auto", "left", "right")


@dataclass(frozen=True, slots=True)
class FunnelTest:
    """A test by its name: a `slope`, or a `rank`; where there is no answer, why, in `fault`.

    `fault` is the name of a class of `stats.errors`.
    """

    name: str
    slope: "RegressionTest | None" = None
    rank: "RankTest | None" = None
    fault: str = ""


@dataclass(frozen=True)
class SmallStudies:
    """The tests and the funnel filled up; `k` studies have an estimate.

    `tests` are apt for the measure; `studies` names the rows of the pooled effects.
    """

    k: int
    studies: tuple[str, ...]
    tests: tuple[FunnelTest, ...]
    filled: "TrimFill | None"

    @property
    def is_enough(self) -> bool:
        """Whether there are studies enough to test anything."""
        return self.k >= LEAST

    @property
    def is_short(self) -> bool:
        """Whether there are fewer than the ten that are advised."""
        return self.k < ADVISED


def small_studies(analysis: Analysis) -> SmallStudies:
    """The tests of an analysis's funnel, and trim and fill as its plan says."""
    pooled = analysis.pooled
    if pooled is None:
        return SmallStudies(0, (), (), None)
    effects = pooled.effects
    k = int(effects.usable.sum())
    studies = tuple(row.study for row in analysis.dataset.used)
    if k < LEAST:
        return SmallStudies(k, studies, (), None)
    made = tuple(_test(name, effects) for name in apt_tests(analysis))
    return SmallStudies(k, studies, made, _filled(effects, analysis.dataset.plan))


def other_tests(analysis: Analysis) -> tuple[FunnelTest, ...]:
    """The tests made for such data though others are apter; Schwarzer's takes its time."""
    pooled = analysis.pooled
    if pooled is None or int(pooled.effects.usable.sum()) < LEAST:
        return ()
    apt = apt_tests(analysis)
    made = (_test(name, pooled.effects) for name in ALL if name not in apt)
    return tuple(test for test in made if test.fault != "InvalidData")


def apt_tests(analysis: Analysis) -> tuple[str, ...]:
    """The tests for a measure; those made of counts need them of every study."""
    if any(row.report is not None for row in analysis.dataset.used):
        return _USUAL
    return _APT.get(analysis.dataset.plan.measure, _USUAL)


def _test(name: str, effects: "Effects") -> FunnelTest:
    from stats.errors import StatsError
    from stats.funnel_ranks import RankTest
    from stats.small_study import TESTS

    try:
        made = TESTS[name](effects)
    except StatsError as reason:
        return FunnelTest(name, fault=type(reason).__name__)
    return FunnelTest(name, rank=made) if isinstance(made, RankTest) else FunnelTest(name, made)


def _filled(effects: "Effects", plan: Plan) -> "TrimFill | None":
    from stats.errors import StatsError
    from stats.trim_fill import trim_and_fill

    try:
        return trim_and_fill(
            effects,
            inverse_variance(plan),
            estimator=plan.fill,  # type: ignore[arg-type] # a plan is text
            side=None if plan.fill_side == "auto" else plan.fill_side,  # type: ignore[arg-type]
        )
    except StatsError:
        return None


def inverse_variance(plan: Plan) -> "Common | Random":
    """The plan's model by inverse variance: other weights know no single effects to fill in."""
    from stats.models import Common, Random

    if not plan.is_random:
        return Common()
    return Random(
        tau2=plan.tau2,  # type: ignore[arg-type] # a plan is text; the estimator's table refuses
        interval=plan.interval,  # type: ignore[arg-type]
        prediction=None,
        wald_at_zero=plan.interval.startswith("hartung_knapp"),
    )
