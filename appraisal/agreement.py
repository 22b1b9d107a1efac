"""How far the reviewers agreed before they talked: per cent, and coefficients beyond chance.

Two answers agree when they are the same option; what both starred with different letters does not.
Levels that have an order also get coefficients that let near misses count in part.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import isfinite, nan
from typing import TYPE_CHECKING, Literal

from appraisal.blind_answers import Answers

if TYPE_CHECKING:
    from stats.agreement import Weighting
    from stats.many_raters import Coefficient, Weights

Limits = tuple[float, float, float]  # a value with the limits of its 95 % interval
Why = Literal["", "one_answer", "one_study", "outside_order"]
_NO_SPREAD = 1e-9


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement over some blind answers; a coefficient is None where it cannot be estimated.

    `kappa` (Cohen's) is for the same two reviewers throughout, `fleiss` for more, or for pairs
    that change. `linear`, `quadratic` (Cohen's) and `ac2` (Gwet's, quadratic) are for ordered
    levels. `why` says why a coefficient lacks: all gave one answer, there is one study only, or a
    level was chosen that has no place in the order.
    """

    pairs: int
    same: int
    percent: float
    percent_lower: float
    percent_upper: float
    kappa: Limits | None
    ac1: Limits | None
    readers: int = 2
    studies: int = 0
    fleiss: Limits | None = None
    alpha: Limits | None = None
    linear: Limits | None = None
    quadratic: Limits | None = None
    ac2: Limits | None = None
    alpha_ordered: Limits | None = None
    why: Why = ""

    @property
    def chance_corrected(self) -> Limits | None:
        """Cohen's kappa, or Fleiss' where more than two scored."""
        return self.kappa if self.readers == 2 else self.fleiss


def agreement(found: Sequence[Answers]) -> Agreement | None:
    """How far the answers agree; None when there is none.

    Per cent of pairs; Cohen's kappa; Gwet's AC1; Fleiss' kappa and Krippendorff's alpha, all with
    intervals over studies. Categories are those that were used, or every level where they are
    ordered.
    """
    codes = [one.codes for one in found]
    pairs = [pair for some in codes for pair in combinations(some, 2)]
    if not pairs:
        return None
    same = sum(first == second for first, second in pairs)
    lower, upper = _limits_of_share(found)
    readers = sorted({reader for one in found for reader, _code in one.said})
    used = set().union(*codes)
    order = found[0].order if all(one.order == found[0].order for one in found) else ()
    coefficients = _Coefficients(found, readers, used, order)
    is_two = len(readers) == 2
    return Agreement(
        len(pairs),
        same,
        100 * same / len(pairs),
        100 * lower,
        100 * upper,
        coefficients.cohen("unweighted") if is_two else None,
        coefficients.many("gwet"),
        len(readers),
        len({one.study for one in found}),
        coefficients.many("fleiss"),
        coefficients.many("krippendorff"),
        coefficients.cohen("linear") if is_two and order else None,
        coefficients.cohen("quadratic") if is_two and order else None,
        coefficients.many("gwet", "quadratic") if order else None,
        coefficients.many("krippendorff", "quadratic") if order else None,
        _why(found, used, order),
    )


class _Coefficients:
    """The answers as numbers, once, for every coefficient."""

    def __init__(
        self,
        found: Sequence[Answers],
        readers: Sequence[str],
        used: set[str],
        order: tuple[str, ...],
    ) -> None:
        self._used = sorted(used)
        self._order = order if order and used <= {*order} else ()
        codes = self._order or self._used
        self._place = {code: float(n) for n, code in enumerate(codes)}
        studies = {study: float(n) for n, study in enumerate({one.study: None for one in found})}
        self._studies = [studies[one.study] for one in found]
        said = [dict(one.said) for one in found]
        self._ratings = [
            [self._place[one[reader]] if reader in one else nan for one in said]
            for reader in readers
        ]

    def cohen(self, weighting: "Weighting") -> Limits | None:
        from stats.clustered import clustered_kappa

        if weighting != "unweighted" and not self._order:
            return None
        if len(self._ratings[0]) < 2:
            return None
        first, second = self._ratings
        made = clustered_kappa(
            first, second, self._studies, categories=[*self._place.values()], weighting=weighting
        )
        return _possible(made.value, made.lower, made.upper)

    def many(self, coefficient: "Coefficient", weights: "Weights" = "identity") -> Limits | None:
        from stats.many_raters import agreement as chance_corrected

        is_alone = len(self._ratings[0]) < 2
        if len(self._used) < 2 or is_alone or (weights != "identity" and not self._order):
            return None
        seen = [self._place[code] for code in self._used]
        codes = [*self._place.values()] if weights != "identity" else seen
        made = chance_corrected(
            self._ratings,
            coefficient,
            weights=weights,
            categories=codes,
            clusters=self._studies,
        )
        return _possible(made.value, made.lower, made.upper)


def by(found: Sequence[Answers], key: Callable[[Answers], str]) -> dict[str, list[Answers]]:
    """The answers in groups, in the order they are first met."""
    groups: dict[str, list[Answers]] = {}
    for one in found:
        groups.setdefault(key(one), []).append(one)
    return groups


def _why(found: Sequence[Answers], used: set[str], order: tuple[str, ...]) -> Why:
    if len(used) < 2:
        return "one_answer"
    if len(found) < 2:
        return "one_study"
    return "outside_order" if order and not used <= {*order} else ""


def _possible(value: float, lower: float, upper: float) -> Limits | None:
    """A coefficient with its limits kept where coefficients can lie, -1 to 1.

    A standard error of zero says that too little was seen, not that nothing is uncertain: the
    limits are then not given (NaN), nor are they of several answers of one study alone.
    """
    if not isfinite(value):
        return None
    if not upper - lower >= _NO_SPREAD:  # nor is NaN
        return value + 0.0, nan, nan
    return value + 0.0, max(lower, -1.0), min(upper, 1.0)


def _limits_of_share(found: Sequence[Answers]) -> tuple[float, float]:
    """The 95 % interval of the share of pairs that agree, those of one study being alike."""
    from stats.clustered import clustered_share

    studies = by(found, lambda one: one.study).values()
    pairs = [[pair for one in group for pair in combinations(one.codes, 2)] for group in studies]
    same = [sum(first == second for first, second in some) for some in pairs]
    made = clustered_share(same, [len(some) for some in pairs])
    return made.lower, made.upper
