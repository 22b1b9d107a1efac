"""Every measure of effect, by key. A new one is a function and a `Measure(...)` in its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stats.measures import binary, correlations, means, proportions, rates, reported

if TYPE_CHECKING:
    from stats.effects import Measure

MEASURES: dict[str, Measure] = {
    measure.key: measure
    for module in (binary, means, rates, proportions, correlations, reported)
    for measure in module.ALL
}
