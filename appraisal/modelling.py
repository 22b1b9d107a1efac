"""What a plan means to `stats`: the measure computed, the correction of empty cells, the model.

RevMan 5 and Cochrane leave out studies without information alike; RevMan 5 has a risk difference of
its own (`stats.presets`).
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from appraisal.plan import Plan

if TYPE_CHECKING:
    from stats.data import Zeros
    from stats.effects import Effects, Measure
    from stats.models import Model, PredictionKey


def computed_measure(plan: Plan) -> str:
    """The measure of the rows: Peto's own, and RevMan 5's risk difference where its zeros hold."""
    if plan.method == "Peto":
        return "PETO"
    if plan.zeros == "add_pool":
        from stats.presets import REVMAN_5

        return REVMAN_5.stand_ins["RD"] if plan.measure == "RD" else plan.measure
    return plan.measure


def zeros_of(plan: Plan, measure: "Measure") -> "Zeros":
    """How a plan corrects empty cells of the rows."""
    from stats.data import NO_ZEROS
    from stats.presets import REVMAN_5

    zeros = NO_ZEROS if plan.zeros == "none" else REVMAN_5.zeros(measure)
    if zeros.add:
        zeros = replace(
            zeros,
            to=plan.zeros_to,  # type: ignore[arg-type] # a plan is text; other words change nothing
            share=plan.zeros_share,  # type: ignore[arg-type]
        )
    if plan.double_zeros == "usual":
        return zeros
    return replace(zeros, drop00=plan.double_zeros == "drop")


def model_of(plan: Plan, effects: "Effects") -> "Model":
    """The model a plan means."""
    from stats.models import Common, MantelHaenszel, Peto, Random

    mantel_haenszel = MantelHaenszel(rows=effects.zeros)
    if plan.zeros == "add_pool":
        mantel_haenszel = replace(mantel_haenszel, pooled=effects.zeros)
    elif plan.double_zeros == "drop":
        pooled = replace(mantel_haenszel.pooled, drop00=True)
        mantel_haenszel = replace(mantel_haenszel, pooled=pooled)
    if plan.method == "Peto":
        return Peto()
    if not plan.is_random:
        by_t = plan.interval == "t"
        return mantel_haenszel if plan.method == "MH" else Common(interval="t" if by_t else "wald")
    return Random(
        tau2=plan.tau2,  # type: ignore[arg-type] # a plan is text; the estimator's table refuses
        interval=plan.interval,  # type: ignore[arg-type]
        prediction=_prediction(plan),
        wald_at_zero=plan.interval.startswith("hartung_knapp"),
        q_around=mantel_haenszel if plan.method == "MH" else None,
    )


def _prediction(plan: Plan) -> "PredictionKey | None":
    """The prediction interval of the plan; usually with k - 1 df, as goes with the interval."""
    if not plan.prediction:
        return None
    if plan.prediction_kind != "usual":
        return plan.prediction_kind  # type: ignore[return-value] # a plan is text
    return "hk_km1" if plan.interval.startswith("hartung_knapp") else "v_km1"
