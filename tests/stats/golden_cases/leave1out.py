"""The pool without each study in turn."""

from __future__ import annotations

from typing import Any

import numpy as np

from stats.data import Zeros
from stats.effects import Effects
from stats.likelihood import log_likelihood
from stats.measures import MEASURES
from stats.models import Common, IntervalKey, MantelHaenszel, Model, Peto, Random
from stats.pool import LIKELIHOODS
from stats.sensitivity import Sensitivity, leave_one_out
from tests.stats.golden_cases.tables import effects_of, table_of

INTERVALS: dict[str, IntervalKey] = {"z": "wald", "knha": "hartung_knapp"}


def one_out(case: dict[str, Any], rows: dict[str, Any]) -> dict[str, Any]:
    effects, model = chosen(case["options"], rows)
    made = leave_one_out(effects, model)
    return without_unconverged(sensitivity_fields(made), made, effects, case["expected"]["beta"])


def without_unconverged(
    got: dict[str, Any], made: Sensitivity, effects: Effects, expected: list[float | None]
) -> dict[str, Any]:
    """Take out the rows where metafor's iteration ended without a result.

    The file shows them like rows that nobody can estimate, so the program's own tau2 must be the
    best on a dense grid there.
    """
    if not isinstance(made.model, Random) or made.model.tau2 not in LIKELIHOODS:
        return got
    rows = np.array(made.rows)
    lost = [i for i, value in enumerate(expected) if value is None]
    for i in lost:
        subset = rows[: i + 1] if made.fits.k[i] == i + 1 else np.delete(rows, i)
        yi, vi = effects.yi[subset], effects.vi[subset]
        grid = np.concatenate([[made.fits.tau2[i], 0.0], np.geomspace(1e-9, 1e3, 4000)])
        tried = log_likelihood(grid, yi, vi, restricted=LIKELIHOODS[made.model.tau2])
        assert tried[0] >= tried.max() - 1e-9
    return {
        name: np.where(np.isin(np.arange(len(rows)), lost), np.nan, values)
        for name, values in got.items()
    }


def chosen(options: Any, rows: dict[str, Any]) -> tuple[Any, Model]:
    """Return the effects and the model that the options name."""
    level = options["level"]
    if options["method"] == "MH":
        options.agree(add_pooled=0)
        zeros = Zeros(options["add_study"], options["to_study"], drop00=True)
        measure = MEASURES[options["measure"]]
        effects = measure.of(table_of(rows), zeros)
        return effects, MantelHaenszel(measure=measure, rows=zeros, level=level)
    if options["method"] == "Peto":
        effects = MEASURES[options["measure"]].of(table_of(rows))
        return effects, Peto(rows=Zeros(0.5, "only0", drop00=True), level=level)
    effects = effects_of(rows, options)
    interval = INTERVALS[options["test"]]
    if options["method"] == "EE":
        assert interval == "wald"
        return effects, Common(level=level)
    return effects, Random(tau2=options["method"], interval=interval, level=level)


def sensitivity_fields(made: Sensitivity) -> dict[str, Any]:
    fits = made.fits
    return {
        "beta": fits.value,
        "se": fits.se,
        "stat": fits.statistic,
        "pval": fits.p,
        "ci_lb": fits.lower,
        "ci_ub": fits.upper,
        "Q": fits.q,
        "Q_pval": fits.q_p,
        "I2_tau2_or_Q": fits.i2,
        "H2": np.where(np.isnan(fits.h2), 1.0, fits.h2),  # metafor: 1 for a single study
        "tau2": fits.tau2,
    }


KINDS = {"leave_one_out": one_out}
