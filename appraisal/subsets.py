"""All subsets of an outcome's studies (GOSH), and the shuffles of its meta-regression: long work.

Both are given a `report` that may raise to stop them, and draw by chance from a fixed seed: the
same review gives the same numbers.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from appraisal.small_studies import inverse_variance
from appraisal.synthesis import Analysis

if TYPE_CHECKING:
    from collections.abc import Callable

    from stats.gosh import Gosh

LEAST: Final = 3
STEPS: Final = 1000


@dataclass(frozen=True)
class Subsets:
    """The pools of the subsets; `studies` go with the rows of `gosh`."""

    studies: tuple[str, ...]
    labels: tuple[str, ...]
    gosh: "Gosh"


def subsets(
    analysis: Analysis, *, report: "Callable[[int, int], None] | None" = None
) -> Subsets | None:
    """Pool all subsets by the plan's model by inverse variance; None below three studies.

    Above 20 studies a random sample of subsets is pooled; more than 62 are not offered.
    """
    from stats.gosh import MOST_STUDIES, gosh

    pooled, rows = analysis.pooled, analysis.dataset.used
    if pooled is None or not LEAST <= int(pooled.effects.usable.sum()) <= MOST_STUDIES:
        return None
    told = None if report is None else lambda share: report(int(share * STEPS), STEPS)
    made = gosh(pooled.effects, inverse_variance(analysis.dataset.plan), report=told)
    studies = tuple(rows[place].study for place in made.rows)
    return Subsets(studies, tuple(rows[place].label for place in made.rows), made)
