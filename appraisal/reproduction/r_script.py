"""`reproduce.R`: the results once more by R's metafor, compared number by number."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from appraisal import __version__
from appraisal.reported import USUAL_LEVEL, Report
from appraisal.reproduction.content import Groups, Reproduced
from resources import path

if TYPE_CHECKING:
    from stats.data import Zeros
    from stats.models import MantelHaenszel, Model

WIDTH = 96
_INDENT = "  "
_REPORT = ("estimate", "lower", "upper", "level", "se", "p")

Item = str | float | int | bool | None


def r_script(outcomes: Sequence[Reproduced]) -> str:
    """The whole script: what it is, R's part, and a call for each outcome."""
    functions = path("reproduce", "functions.R").read_text(encoding="utf-8")
    calls = [_call(one) for one in outcomes]
    return "\n".join([_head(), functions, *calls, _END])


def _head() -> str:
    return f"""\
# The results of a review, computed once more by R from the numbers as they were extracted.
#
# Run:    Rscript reproduce.R
# Needs:  R with the package metafor, 3.8 or later: install.packages("metafor")
#
# Every number is compared with the one in the review. The script stops at the first that differs
# and says which. Written by Evenhand {__version__}. Effects and standard errors are on the
# analysis scale, which is the logarithm for ratios.
"""


_END = """\
cat(sprintf("All reproduced: %d numbers compared, with R %s.%s and metafor %s.\\n", compared,
            R.version$major, R.version$minor, as.character(packageVersion("metafor"))))
"""


def _call(one: Reproduced) -> str:
    parts = [
        ("name", text(one.name)),
        ("measure", text(one.measure)),
        ("ratio", _item(one.is_ratio)),
        ("zeros", _zeros(one.zeros)),
        ("model", _model(one.pooled.model)),
        ("data", _frame(one)),
        ("expected", _expected(one)),
    ]
    if one.groups is not None:
        parts.append(("groups", _groups(one.groups)))
    body = ",\n".join(f"{_INDENT}{name} = {value}" for name, value in parts)
    return f"reproduce(\n{body}\n)\n"


def _zeros(zeros: "Zeros") -> str:
    drop = zeros.drop00 if isinstance(zeros.drop00, str) else ("yes" if zeros.drop00 else "no")
    return _list({"add": zeros.add, "to": zeros.to, "share": zeros.share, "drop00": drop})


def _model(model: "Model") -> str:
    from stats.models import Common, MantelHaenszel, Random

    if isinstance(model, MantelHaenszel):
        return _mantel_haenszel(model)
    if isinstance(model, Common):
        return _list({"kind": "common", "interval": model.interval, "level": model.level})
    if not isinstance(model, Random):
        return _list({"kind": "peto", "level": model.level})
    said = _list(
        {
            "kind": "random",
            "tau2": model.tau2,
            "interval": model.interval,
            "prediction": model.prediction or "none",
            "wald_at_zero": model.wald_at_zero,
            "level": model.level,
        }
    )
    if model.q_around is None:
        return said
    around = _mantel_haenszel(model.q_around)
    return f"{said[:-1]},\n{_INDENT * 2}q_around = {around})"


def _mantel_haenszel(model: "MantelHaenszel") -> str:
    said = _list({"kind": "mantel_haenszel", "level": model.level})
    rows, pooled = _zeros(model.rows), _zeros(model.pooled)
    return f"{said[:-1]},\n{_INDENT * 2}rows = {rows},\n{_INDENT * 2}pooled = {pooled})"


def _frame(one: Reproduced) -> str:
    columns: list[tuple[str, Sequence[Item]]] = [
        ("study", [row.label for row in one.rows]),
        ("used", one.used),
    ]
    if one.group:
        columns.append(("group", one.group))
    for place, name in enumerate(one.cells):
        columns.append((name, [row.cells[place] for row in one.rows]))
    if one.has_reports:
        columns += _reports([row.report or Report() for row in one.rows])
    lines = [f"{_INDENT * 2}{name} = {vector(values)}" for name, values in columns]
    return "data.frame(\n" + ",\n".join([*lines, f"{_INDENT * 2}stringsAsFactors = FALSE"]) + ")"


def _reports(reports: Sequence[Report]) -> list[tuple[str, Sequence[Item]]]:
    columns: list[tuple[str, Sequence[Item]]] = []
    for name in _REPORT:
        values: list[float | None] = [getattr(report, name) for report in reports]
        if name == "level":
            values = [USUAL_LEVEL if value is None else value for value in values]
        # a vector of nothing but NA would be logical
        columns.append((name, [math.nan if value is None else value for value in values]))
    columns.append(("scale", [report.scale or "natural" for report in reports]))
    return columns


def _expected(one: Reproduced) -> str:
    pooled, found = one.pooled, one.pooled.heterogeneity
    made, shown = pooled.estimate, pooled.shown
    parts: dict[str, Sequence[float] | float] = {
        "effects": [float(y) for y in pooled.effects.yi],
        "se_of_studies": [float(se) for se in pooled.effects.sei],
        "estimate": made.value,
        "se": made.se,
        "lower": made.lower,
        "upper": made.upper,
        "shown": [shown.value, shown.lower, shown.upper],
        "q": found.q,
        "q_df": found.df,
        "q_p": found.p,
        "i2": found.i2_q,
        "tau2": found.tau2,
    }
    if one.has_test:
        parts |= {"stat": made.statistic, "p": made.p}
    if pooled.prediction is not None:
        parts["prediction"] = [pooled.prediction.lower, pooled.prediction.upper]
    return _named_list(parts)


def _groups(groups: Groups) -> str:
    parts: dict[str, Sequence[Item] | Item] = {
        "names": groups.names,
        "shared": groups.shared,
        "estimate": [one.value for one in groups.estimates],
        "se": [one.se for one in groups.estimates],
        "lower": [one.lower for one in groups.estimates],
        "upper": [one.upper for one in groups.estimates],
    }
    if groups.tau2 is not None:
        parts["tau2"] = groups.tau2
    if groups.between is not None:
        parts |= {"q": groups.between.statistic, "p": groups.between.p}
    return _named_list(parts)


def _named_list(parts: Mapping[str, Sequence[Item] | Item]) -> str:
    lines = [
        f"{_INDENT * 2}{name} = "
        + (_item(value) if isinstance(value, str | float | int) else vector(value or ()))
        for name, value in parts.items()
    ]
    return "list(\n" + ",\n".join(lines) + ")"


def _list(parts: Mapping[str, Item]) -> str:
    return "list(" + ", ".join(f"{name} = {_item(value)}" for name, value in parts.items()) + ")"


def vector(values: Iterable[Item]) -> str:
    """A vector of R, in lines of moderate length."""
    lines, line = [], "c("
    items = [_item(value) for value in values]
    for place, item in enumerate(items):
        piece = item + (", " if place < len(items) - 1 else ")")
        if len(line) + len(piece) > WIDTH:
            lines.append(line.rstrip())
            line = _INDENT * 3
        line += piece
    return "\n".join([*lines, line if items else "c()"])


def _item(value: Item) -> str:
    if value is None:
        return "NA"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return text(value)
    if math.isnan(value):
        return "NA_real_"
    if math.isinf(value):
        return "Inf" if value > 0 else "-Inf"
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e9 else repr(float(value))


def text(words: str) -> str:
    """A string of R in plain ASCII, whatever the letters: R reads it in any locale."""
    return '"' + "".join(_letter(letter) for letter in words) + '"'


def _letter(letter: str) -> str:
    if letter in '"\\':
        return "\\" + letter
    if letter.isascii() and letter.isprintable():
        return letter
    code = ord(letter)
    return f"\\u{{{code:x}}}" if code <= 0xFFFF else f"\\U{{{code:x}}}"
