"""`results.json`: the pooled results of a review for other programs, with decimal points.

The keys are those of `contracts.md` section 10. For measures without a log scale `log` holds the
analysis scale. Numbers are those of the one `Analysis` that feeds window, workbook and figures.
"""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from appraisal import __version__
from appraisal.dataset import dataset
from appraisal.further import Scores, further
from appraisal.measuring import number_cells
from appraisal.plan import plan_of
from appraisal.ratings import Lookup, rate
from appraisal.results_further import further_json, plain
from appraisal.risk_mapping import scores_of
from appraisal.state import State
from appraisal.study_rows import StudyRow
from appraisal.subjects import REVIEW
from appraisal.synthesis import Analysis, RowEffect, analyse
from appraisal.synthesis_text import noted

Json = dict[str, Any]  # Any: JSON nests

FORMAT = 1


def analyses(state: State, lookup: Lookup) -> tuple[Analysis, ...]:
    """Every outcome, pooled by its plan."""

    def one(outcome: str) -> Analysis:
        rows = dataset(
            state,
            outcome,
            plan_of(state, outcome),
            ratings=lambda study: rate(state, study, lookup, outcome),
        )
        return analyse(rows)

    return tuple(one(outcome) for outcome in state.ids("outcome"))


def results(state: State, found: Sequence[Analysis]) -> Json:
    """The content of `results.json`."""
    scores = scores_of(state)
    return {
        "format": FORMAT,
        "review": state.text(REVIEW, "title"),
        "program": f"Evenhand {__version__}",
        "outcomes": [_outcome(analysis, scores) for analysis in found],
    }


def _outcome(analysis: Analysis, scores: Scores) -> Json:
    data = analysis.dataset
    plan = data.plan
    made: Json = {
        "id": data.outcome.id,
        "name": data.outcome.name,
        "data": data.outcome.data,
        "measure": plan.measure,
        "model": f"{plan.method}-{'random' if plan.is_random else 'fixed'}",
        "tau2_method": plan.tau2,
        "interval": plan.interval,
        "zeros": plan.zeros,
        "k": analysis.pooled.k if analysis.pooled is not None else 0,
        "n_left_out": len(analysis.left_out),
        **_pooled(analysis),
        "nnt": _needed(analysis),
    }
    if data.outcome.data == "counts":
        names = ("events1", "n1", "events2", "n2")
        made |= dict(zip(names, analysis.totals(), strict=True))
    made["studies"] = [
        _study(analysis, row, effect)
        for row, effect in zip(data.rows, analysis.effects, strict=True)
    ]
    made["notes"] = [
        {"code": one.code, "studies": list(one.studies), "text": one.text}
        for one in noted(analysis)
    ]
    made["further"] = further_json(further(analysis, quality=scores))
    return made


def _pooled(analysis: Analysis) -> Json:
    pooled = analysis.pooled
    if pooled is None:
        return {"log": None, "natural": None, "fault": analysis.fault}
    made, found = pooled.estimate, pooled.heterogeneity
    prediction, shown = pooled.prediction, pooled.prediction_shown
    return {
        "log": {
            "estimate": plain(made.value),
            "se": plain(made.se),
            "lower": plain(made.lower),
            "upper": plain(made.upper),
            "pi_lower": plain(prediction.lower) if prediction else None,
            "pi_upper": plain(prediction.upper) if prediction else None,
        },
        "natural": {
            "estimate": plain(pooled.shown.value),
            "lower": plain(pooled.shown.lower),
            "upper": plain(pooled.shown.upper),
            "pi_lower": plain(shown.lower) if shown else None,
            "pi_upper": plain(shown.upper) if shown else None,
        },
        "stat": plain(made.statistic) if analysis.has_test else None,
        "p": plain(made.p) if analysis.has_test else None,
        "q": plain(found.q),
        "q_df": found.df,
        "q_p": plain(found.p),
        "tau2": plain(found.tau2) if analysis.dataset.plan.is_random else None,
        "i2": plain(found.i2_q),
        "i2_from": "q",
        "h2": plain(found.h2),
    }


def _needed(analysis: Analysis) -> Json | None:
    needed = analysis.needed
    if needed is None:
        return None
    return {
        "value": plain(needed.value),
        "lower": plain(needed.lower),
        "upper": plain(needed.upper),
        "control_risk": plain(analysis.control_risk),
        "control_risk_from": analysis.dataset.plan.control_risk.kind,
    }


def _study(analysis: Analysis, row: StudyRow, effect: RowEffect) -> Json:
    cells = number_cells(analysis.dataset.outcome.data)
    return {
        "id": row.study,
        "label": row.label,
        "used": row.is_used,
        "log": {
            "estimate": effect.estimate,
            "se": effect.se,
            "lower": effect.lower,
            "upper": effect.upper,
        },
        "natural": {
            **dict(zip(("estimate", "lower", "upper"), effect.shown or (None,) * 3, strict=True)),
        },
        "weight": effect.weight,
        "rank": int(row.rank),
        "note": row.why or row.left_out,
        **({"cells": dict(zip(cells, row.cells, strict=True))} if cells else {}),
        **({"reported": asdict(row.report)} if row.report is not None else {}),
    }
