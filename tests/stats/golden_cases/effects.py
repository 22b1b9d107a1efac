"""Effect sizes of single studies, as metafor's `escalc` gives them."""

from __future__ import annotations

from typing import Any

from tests.stats.golden_cases.tables import effects_of


def effect_size(case: dict[str, Any], rows: dict[str, Any]) -> dict[str, Any]:
    effects = effects_of(rows, case["options"])
    lower, upper = effects.intervals(case["options"]["level"])
    return {
        "yi": effects.yi,
        "vi": effects.vi,
        "ci_lb": lower,
        "ci_ub": upper,
        "natural": effects.shown(effects.yi),
        "natural_ci_lb": effects.shown(lower),
        "natural_ci_ub": effects.shown(upper),
    }


KINDS = {"effect_size": effect_size}
