"""Whole sets of choices by name: what RevMan 5 computes, and what Cochrane asks for since 2025.

A preset chooses measures and models; `stats.pool` computes as ever.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from stats.data import Zeros
from stats.measures import MEASURES
from stats.models import Common, MantelHaenszel, Model, Peto, Random

if TYPE_CHECKING:
    from stats.effects import Measure

Method: TypeAlias = Literal["mantel_haenszel", "inverse_variance", "peto"]

DOUBLE_ZEROS_OUT = {
    "OR": Zeros(add=0.5, to="only0", drop00=True),
    "RR": Zeros(add=0.5, to="only0", drop00="no_events"),
    "IRR": Zeros(add=0.5, to="only0", drop00=True),
}


@dataclass(frozen=True, slots=True)
class Preset:
    """Choices that belong together.

    Parameters
    ----------
    key, label, source
        Name in a plan, English name, and where the choices stand.
    random
        The random-effects model.
    zeros_by_measure
        The correction of rows where it is not the measure's own.
    same_zeros_pooled
        Mantel-Haenszel pools corrected cells; otherwise the cells as they are.
    q_around_mantel_haenszel
        Random effects after Mantel-Haenszel take Q around its pooled value.
    stand_ins
        Measures that the preset computes in its own way, by key.
    """

    key: str
    label: str
    source: str
    random: Random
    zeros_by_measure: dict[str, Zeros] = field(default_factory=dict, hash=False)
    same_zeros_pooled: bool = False
    q_around_mantel_haenszel: bool = False
    stand_ins: dict[str, str] = field(default_factory=dict, hash=False)

    def measure(self, key: str) -> Measure:
        """Return the measure of that key as the preset computes it."""
        return MEASURES[self.stand_ins.get(key, key)]

    def zeros(self, measure: Measure) -> Zeros:
        """Return how rows with empty cells are corrected."""
        return self.zeros_by_measure.get(measure.key, measure.zeros)

    def model(
        self, measure: Measure, method: Method, *, random: bool = False, level: float = 0.95
    ) -> Model:
        """Return the model for a measure of this preset.

        Mantel-Haenszel and Peto with `random` give random effects by inverse variance.
        """
        if method == "peto" and not random:
            return Peto(level=level)
        if method != "mantel_haenszel":
            return replace(self.random, level=level) if random else Common(level=level)
        zeros = self.zeros(measure)
        pool = MantelHaenszel(
            measure=measure,
            rows=zeros,
            pooled=zeros if self.same_zeros_pooled else Zeros(add=0.0, to="none"),
            level=level,
        )
        if not random:
            return pool
        around = pool if self.q_around_mantel_haenszel else None
        return replace(self.random, level=level, q_around=around)


REVMAN_5 = Preset(
    key="revman_5",
    label="RevMan 5",
    source="Deeks & Higgins 2010, Statistical algorithms in Review Manager 5",
    random=Random(tau2="DL", interval="wald", prediction=None),
    zeros_by_measure=DOUBLE_ZEROS_OUT,
    same_zeros_pooled=True,
    q_around_mantel_haenszel=True,
    stand_ins={"SMD": "SMD-RM5", "RD": "RD-RM5"},
)
COCHRANE_2025 = Preset(
    key="cochrane_2025",
    label="Cochrane 2025",
    source="Cochrane Handbook 10.10.4, version 6.5; RevMan: new random-effects methods, 2025",
    random=Random(tau2="REML", interval="hartung_knapp", prediction="hk_km1", wald_at_zero=True),
    zeros_by_measure=DOUBLE_ZEROS_OUT,
)
PRESETS = {preset.key: preset for preset in (REVMAN_5, COCHRANE_2025)}
