"""All that is worked out from one analysis besides its pool: each part once, when first asked for.

The window, the figures, the workbook, `results.json` and the terminal read the same object, so what
they print cannot differ. What takes long (subsets, shuffles, selection models) is worked out here
only where the plan says that a report has it; the window asks for it as a job.
"""

from collections import deque
from dataclasses import replace
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Final

from appraisal.excess import Excess, excess
from appraisal.heterogeneity import Spread, spread
from appraisal.other_models import OtherModel, other_models
from appraisal.regression import Fit, permuted, regressed
from appraisal.selection import Selecting, planned_selections
from appraisal.sensitivity import Moves, Step, at_each_limit, cumulated, left_one_out, moves
from appraisal.small_studies import FunnelTest, SmallStudies, other_tests, small_studies
from appraisal.subgroups import Subgrouped, subgrouped
from appraisal.subsets import Subsets, subsets
from appraisal.synthesis import Analysis

if TYPE_CHECKING:
    from appraisal.risk_mapping import Risk
    from stats.permutation import Permuted

Scores = dict["Risk", float]

GOSH: Final = "gosh"
PERMUTATION: Final = "permutation"
KEPT: Final = 8

_known: "deque[Further]" = deque(maxlen=KEPT)
_lock = Lock()


class Further:
    """What an analysis tells besides its pool."""

    def __init__(self, analysis: Analysis, quality: "Scores | None" = None) -> None:
        self.analysis = analysis
        self.quality = quality

    @cached_property
    def spread(self) -> Spread | None:
        """How the studies differ."""
        return spread(self.analysis)

    @cached_property
    def without(self) -> tuple[Step, ...]:
        """The pool without each study in turn."""
        return left_one_out(self.analysis)

    @cached_property
    def limits(self) -> tuple[Step, ...]:
        """The pool at each limit of quality."""
        asked = self.analysis.asked
        return at_each_limit(replace(asked, plan=replace(asked.plan, sort="order")))

    @cached_property
    def cumulated(self) -> tuple[Step, ...]:
        """The pool of the first study, the first two, and so on."""
        return cumulated(self.analysis)

    @cached_property
    def others(self) -> tuple[OtherModel, ...]:
        """The same studies by other models."""
        return other_models(self.analysis, quality=self.quality)

    @cached_property
    def moves(self) -> Moves | None:
        """How much each study moves the pool."""
        return moves(self.analysis)

    @cached_property
    def small(self) -> SmallStudies:
        """Whether small studies show other effects."""
        return small_studies(self.analysis)

    @cached_property
    def other_tests(self) -> tuple[FunnelTest, ...]:
        """The tests of the funnel that are not the apt ones."""
        return other_tests(self.analysis)

    @cached_property
    def groups(self) -> Subgrouped | None:
        """The subgroups of the plan."""
        return subgrouped(self.analysis)

    @cached_property
    def regression(self) -> Fit | None:
        """The meta-regression of the plan."""
        return regressed(self.analysis)

    @cached_property
    def excess(self) -> Excess | None:
        """Fail-safe numbers and excess significance, for the workbook."""
        return excess(self.analysis)

    @cached_property
    def selections(self) -> tuple[Selecting, ...]:
        """The selection model that the plan names."""
        return planned_selections(self.analysis)

    @cached_property
    def subsets(self) -> Subsets | None:
        """All subsets of the studies, where the plan says that a report has them."""
        return subsets(self.analysis) if GOSH in self.analysis.dataset.plan.also else None

    @cached_property
    def permuted(self) -> "Permuted | None":
        """The permutation p of the meta-regression, where the plan says that a report has it."""
        wanted = PERMUTATION in self.analysis.dataset.plan.also
        return permuted(self.analysis, self.regression) if wanted and self.regression else None


def further(analysis: Analysis, *, quality: "Scores | None" = None) -> Further:
    """What an analysis tells further; an equal one asked for lately is taken again.

    `quality` are the team's scores for quality effects; None where they do not matter.
    """
    with _lock:
        for one in _known:
            is_same = one.analysis is analysis or one.analysis.asked == analysis.asked
            if is_same and (quality is None or one.quality == quality):
                return one
        made = Further(analysis, quality)
        _known.append(made)
        return made
