"""What stands out in a study's numbers beside the other studies, the report, the other outcomes.

`checks` looks at a form alone. Here the same reader's forms are compared: rows typed twice, groups
in each other's place, group sizes that do not add up. All are warnings; each may be right.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

from appraisal.findings import Finding
from appraisal.measuring import number_cells
from appraisal.reported import RATIOS, Report, fits
from resources.i18n import _

LEAST_OTHERS = 4  # so many others tell what is usual among them
FAR, NEAR = 3.0, 1.5  # times the usual distance from the median
SURE = 1.96  # standard errors from no effect
ALIKE = 0.05  # on the analysis scale: rounding
UNLIKE = 1.2  # times: group sizes that differ more are looked at again
TWO_ARMS = ("counts", "means", "rates")
Numbers = Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Filled:
    """A study's form as it is compared: its numbers, a report, and sizes at other outcomes.

    `elsewhere` has the name of each outcome of the same groups with n of both.
    """

    label: str
    numbers: tuple[float | None, ...]
    report: Report | None
    elsewhere: tuple[tuple[str, float, float], ...] = ()


def beside_others(data: str, measure: str, rows: Mapping[str, Filled]) -> dict[str, list[Finding]]:
    """What stands out in each study, by its id; studies without a finding are left out."""
    effects = {study: found for study, row in rows.items() if (found := _effect(data, row.numbers))}
    ordered = sorted(effect for effect, _se in effects.values())
    twins = _twins(rows)
    told: dict[str, list[Finding]] = {}
    for study, row in rows.items():
        findings = [
            *_double(data, twins.get(study, "")),
            *_swapped(data, measure, study, rows=rows, effects=effects, ordered=ordered),
            *_totals(data, row),
        ]
        if findings:
            told[study] = findings
    return told


def _twins(rows: Mapping[str, Filled]) -> dict[str, str]:
    """The label of another study with the same numbers."""
    seen: dict[tuple[object, ...], list[str]] = {}
    for study, row in rows.items():
        if row.numbers and all(number is not None for number in row.numbers):
            seen.setdefault(row.numbers, []).append(study)
        elif not row.numbers and row.report is not None and row.report.is_complete:
            report = row.report
            key = (report.measure, report.estimate, report.lower, report.upper, report.se, report.p)
            seen.setdefault(key, []).append(study)
    found = {}
    for same in seen.values():
        for place, study in enumerate(same[1:], start=1):
            found[study] = rows[same[place - 1]].label
        if len(same) > 1:
            found[same[0]] = rows[same[1]].label
    return found


def _double(data: str, twin: str) -> list[Finding]:
    if not twin:
        return []
    cells = number_cells(data) or ("estimate",)
    return [
        Finding(
            "double",
            "warning",
            cells,
            _("The same numbers as {study}").format(study=twin),
            _("Typed into the wrong row, or one trial reported twice? Then it counts double."),
        )
    ]


def _swapped(
    data: str,
    measure: str,
    study: str,
    *,
    rows: Mapping[str, Filled],
    effects: Mapping[str, tuple[float, float]],
    ordered: Sequence[float],
) -> list[Finding]:
    row = rows[study]
    cells = number_cells(data)
    if data not in TWO_ARMS:
        return []
    if place := _sizes_turned(data, row):
        said = _("At “{outcome}” the sizes of the groups stand the other way round.")
        return [_turned(cells, said.format(outcome=place))]
    if study not in effects:
        return []
    value, se = effects[study]
    if row.report is not None and _is_opposite(data, measure, value, row.report):
        return [
            _turned(cells, _("The reported estimate is what they give with the groups turned."))
        ]
    if _stands_alone(value, se, ordered):
        said = _("Their effect is opposite to the other studies', and like them if turned.")
        return [_turned(cells, said)]
    return []


def _turned(cells: tuple[str, ...], why: str) -> Finding:
    return Finding("swapped", "warning", cells, _("Groups in each other's place?"), why)


def _sizes_turned(data: str, row: Filled) -> str:
    """The outcome at which the two sizes stand the other way round."""
    n1, n2 = _sizes(data, row.numbers)
    if n1 is None or n2 is None or n1 == n2:
        return ""
    return next((name for name, a, b in row.elsewhere if (a, b) == (n2, n1)), "")


def _is_opposite(data: str, measure: str, value: float, report: Report) -> bool:
    """Whether a report says the opposite of an effect on the same scale."""
    estimate, named = report.estimate, report.measure or measure
    same = {"counts": ("OR",), "means": ("MD",), "rates": ("IRR",)}[data]
    if estimate is None or not fits(report, measure) or named not in same:
        return False
    if named in RATIOS and report.scale != "log":
        if estimate <= 0:
            return False
        estimate = log(estimate)
    near = max(ALIKE, ALIKE * abs(value))
    return abs(value) > 2 * near and abs(estimate + value) <= near


def _stands_alone(value: float, se: float, ordered: Sequence[float]) -> bool:
    """Whether an effect is surely opposite to the usual one, and usual with its sign changed.

    `ordered` has the effects of all studies, of which this is one.
    """
    if len(ordered) <= LEAST_OTHERS or abs(value) < SURE * se:
        return False
    place = bisect_left(ordered, value)
    others = [*ordered[:place], *ordered[place + 1 :]]
    usual = _middle(others)
    if value * usual >= 0:
        return False
    spread = max(1.4826 * _middle(sorted(abs(one - usual) for one in others)), ALIKE)
    far, near = max(FAR * spread, SURE * se), max(NEAR * spread, SURE * se)
    return abs(value - usual) > far and abs(-value - usual) <= near


def _middle(ordered: Sequence[float]) -> float:
    """The median of numbers in their order."""
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _totals(data: str, row: Filled) -> list[Finding]:
    n1, n2 = _sizes(data, row.numbers)
    if n1 is None or n2 is None or n1 <= 0 or n2 <= 0 or _sizes_turned(data, row):
        return []
    for name, other1, other2 in row.elsewhere:
        ratios = [max(a, b) / min(a, b) for a, b in ((n1, other1), (n2, other2)) if min(a, b) > 0]
        if any(ratio > UNLIKE for ratio in ratios):
            return [
                Finding(
                    "totals",
                    "warning",
                    ("n1", "n2"),
                    _("Totals that do not add up"),
                    _(
                        "At “{outcome}” the groups have {n1} and {n2} people. Randomised there and "
                        "analysed here, or digits in another order?"
                    ).format(outcome=name, n1=int(other1), n2=int(other2)),
                )
            ]
    return []


def _sizes(data: str, numbers: Numbers) -> tuple[float | None, float | None]:
    cells = number_cells(data)
    if "n1" not in cells or len(numbers) != len(cells):
        return None, None
    return numbers[cells.index("n1")], numbers[cells.index("n2")]


def _effect(data: str, numbers: Numbers) -> tuple[float, float] | None:
    """An effect of two groups with its standard error, near enough to compare studies."""
    known = [number for number in numbers if number is not None]
    if data not in TWO_ARMS or len(known) < len(number_cells(data)):
        return None
    if data == "means":
        m1, sd1, n1, m2, sd2, n2 = known
        if min(sd1, sd2) <= 0 or min(n1, n2) < 1:
            return None
        return m1 - m2, sqrt(sd1**2 / n1 + sd2**2 / n2)
    a, n1, c, n2 = known
    if data == "rates":
        if min(n1, n2) <= 0 or min(a, c) <= 0:
            return None
        return log(a / n1) - log(c / n2), sqrt(1 / a + 1 / c)
    if not (0 <= a <= n1 and 0 <= c <= n2) or min(n1, n2) < 1:
        return None
    table = [a, n1 - a, c, n2 - c]
    if 0 in table:
        table = [cell + 0.5 for cell in table]
    a, b, c, d = table
    return log(a * d / (b * c)), sqrt(1 / a + 1 / b + 1 / c + 1 / d)
