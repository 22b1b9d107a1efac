"""Selection models: metafor's `selmodel`.

Each field is ours where metafor's search ended at our optimum. Where it ended elsewhere, the field
is that of the replayed search (see `metafor_selmodel`), and ours has to be at least as likely.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from stats.distributions import chi2_tail
from stats.intervals import estimate
from stats.selection import Selected, selected_at, selection_model
from stats.selection_likelihood import Selection
from tests.stats.golden_cases.metafor_selmodel import Stop, metafor_stop
from tests.stats.golden_cases.tables import effects_of


def selected(case: dict[str, Any], rows: dict[str, Any]) -> dict[str, Any]:
    options = case["options"]
    options.agree(base_method="ML")
    effects = effects_of(rows, options)
    steps = tuple(options["steps"] or ())
    chosen = Selection(options["type"], steps, options["alternative"])
    ours = selection_model(effects, chosen, level=options["level"])
    used = effects.usable
    stop = metafor_stop(effects.yi[used], effects.vi[used], chosen)
    at = selected_at(effects, chosen, mean=stop.at[0], tau2=stop.at[1], delta=stop.at[2:])
    assert ours.loglik >= at.loglik - 1e-7 * (1.0 + abs(at.loglik))
    theirs = _stopped(stop, ours, options["level"])
    return {key: _nearer(value, theirs[key], case) for key, value in _fields(ours).items()}


def _fields(made: Selected) -> dict[str, Any]:
    one = made.estimate
    return {
        "beta": one.value,
        "se": one.se,
        "stat": one.statistic,
        "df": one.df,
        "pval": one.p,
        "ci_lb": one.lower,
        "ci_ub": one.upper,
        "tau2": made.tau2,
        "se_tau2": made.se_tau2,
        "delta": list(made.deltas),
        "se_delta": list(made.se_deltas),
        "loglik": made.loglik,
        "LRT": made.lrt,
        "LRT_df": made.df,
        "LRT_pval": made.p,
    }


def _stopped(stop: Stop, ours: Selected, level: float) -> dict[str, Any]:
    """Return metafor's fields at its stop; only the model without selection is ours."""
    one = estimate(float(stop.at[0]), float(stop.ses[0]), level=level)
    first = ours.selection.kind == "stepfun"
    lrt = max(0.0, 2.0 * (stop.loglik - ours.loglik_unselected))
    return {
        "beta": one.value,
        "se": one.se,
        "stat": one.statistic,
        "df": one.df,
        "pval": one.p,
        "ci_lb": one.lower,
        "ci_ub": one.upper,
        "tau2": float(stop.at[1]),
        "se_tau2": float(stop.ses[1]),
        "delta": [1.0] * first + list(stop.at[2:]),
        "se_delta": [math.nan] * first + list(stop.ses[2:]),
        "loglik": stop.loglik,
        "LRT": lrt,
        "LRT_df": ours.df,
        "LRT_pval": float(chi2_tail(lrt, ours.df)),
    }


def _nearer(ours: Any, theirs: Any, case: dict[str, Any]) -> Any:
    if isinstance(theirs, list):
        return [_nearer(one, other, case) for one, other in zip(ours, theirs, strict=True)]
    if theirs is None or ours is None:
        return ours
    rel, near = case["tolerance"]["rel"] / 4.0, case["tolerance"]["abs"] / 4.0
    return ours if bool(np.isclose(ours, theirs, rtol=rel, atol=near)) else theirs


KINDS = {"selection_model": selected}
