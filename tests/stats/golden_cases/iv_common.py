"""Inverse-variance pooling around one common effect."""

from __future__ import annotations

from typing import Any

from stats.models import Common
from stats.pool import pool
from tests.stats.golden_cases.fields import estimate_fields, heterogeneity_fields, natural_fields
from tests.stats.golden_cases.tables import effects_of


def pool_iv_common(case: dict[str, Any], rows: dict[str, Any]) -> dict[str, Any]:
    case["options"].agree(method="EE")
    pooled = pool(effects_of(rows, case["options"]), Common(level=case["options"]["level"]))
    return {
        "k": pooled.k,
        **estimate_fields(pooled.estimate),
        **heterogeneity_fields(pooled),
        "weights_pct": pooled.weights[pooled.pooled],
        "study_yi": pooled.effects.yi[pooled.pooled],
        "study_vi": pooled.effects.vi[pooled.pooled],
        "natural": natural_fields(pooled),
    }


KINDS = {"pool_iv_common": pool_iv_common}
