"""`reproduce.py`: the results once more by our own `stats`, without window, file or ledger."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from appraisal import __version__
from appraisal.reported import USUAL_LEVEL
from appraisal.reproduction.content import Groups, Reproduced
from resources import path

if TYPE_CHECKING:
    from stats.models import Model

_TABLES = {
    "means": ("TwoMeans", ("n1", "m1", "sd1", "n2", "m2", "sd2")),
    "rates": ("Rates", ("e1", "t1", "e2", "t2")),
    "proportion": ("OneGroup", ("e", "n")),
    "correlation": ("Correlations", ("r", "n")),
}
WIDTH = 96


def python_script(outcomes: Sequence[Reproduced]) -> str:
    """The whole script: what it is, its functions, and a block for each outcome."""
    functions = path("reproduce", "functions.py.txt").read_text(encoding="utf-8")
    blocks = [_block(one) for one in outcomes]
    return "\n\n".join([_head(), functions, *blocks, _END])


def _head() -> str:
    return f'''\
"""The results of a review, computed once more from the numbers as they were extracted.

Run it in the program's folder, where the package `stats` lies:

    python PATH/reproduce.py

or name that folder:

    python reproduce.py FOLDER

Every number is compared with the one in the review. The script stops at the first that differs
and says which. Written by Evenhand {__version__}. Effects and standard errors are on the analysis
scale, which is the logarithm for ratios.
"""

import os
import sys
from dataclasses import replace
from math import inf, log, nan

sys.path[:0] = [*sys.argv[1:2], os.getcwd()]

try:
    import numpy as np
    from stats.data import Correlations, OneGroup, Rates, Reported, TwoByTwo, TwoMeans, Zeros
    from stats.distributions import normal_quantile
    from stats.measures import MEASURES
    from stats.models import Common, MantelHaenszel, Peto, Random
    from stats.pool import pool
    from stats.subgroups import shared_tau2, subgroups
except ModuleNotFoundError as fault:
    sys.exit(
        f"{{fault}}. Run this in Evenhand's folder, where the package `stats` lies, with the "
        "Python that runs it, or name that folder: python reproduce.py FOLDER"
    )
'''


_END = 'print(f"All reproduced: {compared} numbers compared.")\n'


def _block(one: Reproduced) -> str:
    name = ascii(one.name)
    lines = [f"outcome = {name}", f"labels = {_list([row.label for row in one.rows])}"]
    lines += _effects(one)
    lines += [f"used = np.array({_list(one.used)})", "effects = effects.take(used)"]
    lines += [f"model = {_model(one.pooled.model)}", "pooled = pool(effects, model)"]
    lines += [
        f'check(outcome, "{what}", {got}, {expected})' for what, got, expected in _checks(one)
    ]
    if one.groups is not None:
        lines += _groups(one, one.groups)
    return "\n".join([*lines, 'print(f"{outcome}: reproduced.")'])


def _effects(one: Reproduced) -> list[str]:
    key = "GEN-RATIO" if one.is_ratio else "GEN"
    if one.data == "reported":
        blank = "np.full(len(labels), nan)"
        made = [f"effects = MEASURES[{key!r}].of(Reported({blank}, {blank}, tuple(labels)))"]
    else:
        columns = {
            name: _list([row.cells[place] for row in one.rows])
            for place, name in enumerate(one.cells)
        }
        made = [f"{name} = {values}" for name, values in columns.items()]
        made += [f"table = {_table(one.data)}"]
        made += [f"effects = MEASURES[{one.measure!r}].of(table, zeros={one.zeros!r})"]
    if one.has_reports:
        made += ["effects = reported(effects, {", *_reports(one), "})"]
    return made


def _table(data: str) -> str:
    if data == "counts":
        return "TwoByTwo.from_totals(e1, n1, c=e2, n2=n2, labels=labels)"
    kind, names = _TABLES[data]
    return f"{kind}({', '.join(f'np.array({name})' for name in names)}, tuple(labels))"


def _reports(one: Reproduced) -> list[str]:
    lines = []
    for place, row in enumerate(one.rows):
        report = row.report
        if report is None or not report.is_complete:
            continue
        level = USUAL_LEVEL if report.level is None else report.level
        parts = (report.estimate, report.lower, report.upper, level, report.se, report.p)
        lines.append(f"    {place}: {(*parts, report.scale or 'natural')!r},")
    return lines


def _model(model: "Model") -> str:
    """A model as its own class writes it; the measure is that of the effects."""
    return repr(model)


def _checks(one: Reproduced) -> list[tuple[str, str, str]]:
    pooled, made, found = one.pooled, one.pooled.estimate, one.pooled.heterogeneity
    shown = pooled.shown
    checks = [
        ("effect of each study", "pooled.effects.yi", _list(pooled.effects.yi.tolist())),
        ("standard error of each study", "pooled.effects.sei", _list(pooled.effects.sei.tolist())),
        ("weights", "pooled.weights", _list(pooled.weights.tolist())),
        *(
            (part, f"pooled.estimate.{part}", _number(getattr(made, part)))
            for part in ("value", "se", "lower", "upper", "statistic", "p")
        ),
        (
            "estimate and limits as shown",
            "[pooled.shown.value, pooled.shown.lower, pooled.shown.upper]",
            _list([shown.value, shown.lower, shown.upper]),
        ),
        *(
            (name, f"pooled.heterogeneity.{part}", _number(getattr(found, part)))
            for name, part in (
                ("Q", "q"), ("df of Q", "df"), ("p value of Q", "p"), ("I2", "i2_q"),
                ("tau2", "tau2"), ("tau2, lower limit", "tau2_lower"),
                ("tau2, upper limit", "tau2_upper"),
            )
        ),
    ]  # fmt: skip
    if pooled.prediction is not None:
        limits = _list([pooled.prediction.lower, pooled.prediction.upper])
        got = "[pooled.prediction.lower, pooled.prediction.upper]"
        checks.append(("prediction interval", got, limits))
    return checks


def _groups(one: Reproduced, groups: Groups) -> list[str]:
    used = [name for name, row in zip(one.group, one.rows, strict=True) if row.is_used]
    lines = [f"groups = {_list(used)}"]
    if groups.shared:
        lines += [
            f"made = shared_tau2(effects, groups, method={groups.shared!r})",
            "found = {one.name: one.estimate for one in made.groups}",
            f'check(outcome, "tau2 shared by the subgroups", made.tau2, {_number(groups.tau2)})',
        ]
    else:
        lines += [
            "made = subgroups(effects, groups, model)",
            "found = {one.name: one.pooled.estimate for one in made.groups}",
        ]
    for name, estimate in zip(groups.names, groups.estimates, strict=True):
        got = ", ".join(f"found[{name!a}].{part}" for part in ("value", "lower", "upper"))
        expected = _list([estimate.value, estimate.lower, estimate.upper])
        what = f"subgroup {name}"
        lines.append(f"check(outcome, {what!a}, [{got}], {expected})")
    if groups.between is not None:
        got, want = (
            "[made.between.statistic, made.between.p]",
            [groups.between.statistic, groups.between.p],
        )
        lines.append(f'check(outcome, "test between subgroups", {got}, {_list(want)})')
    return lines


def _list(values: Sequence[object]) -> str:
    """A list in lines of moderate length."""
    lines, line = [], "["
    items = [_number(value) for value in values]
    for place, item in enumerate(items):
        piece = item + (", " if place < len(items) - 1 else "")
        if len(line) + len(piece) > WIDTH:
            lines.append(line.rstrip())
            line = "    "
        line += piece
    return "\n".join([*lines, line + "]"])


def _number(value: object) -> str:
    return "nan" if value is None else ascii(value)
