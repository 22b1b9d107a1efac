"""An analysis of RevMan computed again, by the same way that every outcome of a review goes.

A row of data is a row of `dataset.Dataset`; the choices of the analysis are a `Plan` under the
preset of RevMan 5. The same rows under the preset of today stand beside it.
"""

from dataclasses import replace
from typing import Final

from appraisal.dataset import Dataset, replanned
from appraisal.plan import REVMAN_5, Plan, with_preset
from appraisal.reported import RATIOS, Report
from appraisal.revman.content import Outcome, Row
from appraisal.settled import Rank
from appraisal.study_rows import Outcome as Facts
from appraisal.study_rows import StudyRow
from appraisal.synthesis import Analysis, analyse

_METHODS: Final = {"MH": "MH", "IV": "IV", "PETO": "Peto"}
_NAMED: Final = (
    ("hazard", "HR"),
    ("odds", "OR"),
    ("risk ratio", "RR"),
    ("relative risk", "RR"),
    ("rate ratio", "IRR"),
    ("ratio of means", "ROM"),
    ("std", "SMD"),
    ("standard", "SMD"),
    ("mean difference", "MD"),
    ("risk difference", "RD"),
    ("ratio", "RATIO"),
)
_ALIKE: Final = 1e-4  # how near an effect is to the exponential of its estimate, to be that


def data_kind(outcome: Outcome) -> str:
    """The kind of data of ours that an analysis has; empty where it has no numbers."""
    if outcome.kind in ("inverse", "logrank"):
        return "reported"
    return outcome.kind if outcome.kind in ("counts", "means") else ""


def measure_of(outcome: Outcome) -> str:
    """The measure of ours that an analysis pools."""
    if outcome.kind == "counts":
        known = {"PETO_OR": "OR"}.get(outcome.measure, outcome.measure)
        return known if known in ("OR", "RR", "RD") else "OR"
    if outcome.kind == "means":
        return {"SMD": "SMD-RM5"}.get(outcome.measure, "MD")
    if outcome.kind == "logrank":
        return "HR" if "HR" in outcome.measure or "hazard" in outcome.name.lower() else "OR"
    return _inverse_measure(outcome)


def plan_of(outcome: Outcome) -> Plan:
    """How an analysis was pooled, as a plan."""
    method = _METHODS.get(outcome.method, "IV")
    if outcome.kind == "counts" and outcome.measure == "PETO_OR":
        method = "Peto"
    if outcome.kind != "counts":
        method = "IV"
    is_random = outcome.random and method != "Peto"
    if is_random and outcome.tau2 != "DL":
        method = "IV"  # only that of DerSimonian and Laird takes Q around another pool
    return replace(
        REVMAN_5,
        measure=measure_of(outcome),
        method=method,
        tau2=outcome.tau2 if is_random else "none",
        interval=outcome.interval if is_random else "wald",
        favours=outcome.favours if any(outcome.favours) else (),
    )


def cells_of(outcome: Outcome, row: Row) -> tuple[float | None, ...]:
    """A row's numbers as they are pooled: those without the event, where the analysis says so."""
    if outcome.kind in ("inverse", "logrank", "other"):
        return ()
    if outcome.kind == "counts" and outcome.swapped and None not in row.cells:
        e1, n1, e2, n2 = (cell or 0.0 for cell in row.cells)
        return (n1 - e1, n1, n2 - e2, n2)
    return row.cells


def report_of(outcome: Outcome, row: Row) -> Report | None:
    """What a row reports, where it has an estimate in place of numbers."""
    if outcome.kind == "logrank":
        observed, variance = row.cells
        if observed is None or not variance or variance <= 0:
            return Report(scale="log")
        return Report(estimate=observed / variance, se=variance**-0.5, scale="log")
    if outcome.kind == "inverse":
        estimate, se = row.cells
        se = se if se and se > 0 else None
        ratio = measure_of(outcome) in RATIOS
        return Report(estimate=estimate, se=se, scale="log" if ratio else "natural")
    return None


def recomputed(outcome: Outcome, rows: tuple[Row, ...], *, preset: str = "") -> Analysis:
    """Rows of an analysis pooled again; under a preset's model, where one is named."""
    plan = plan_of(outcome)
    if preset:
        plan = with_preset(plan, preset)
    facts = Facts(
        outcome.number, outcome.name, data_kind(outcome), *outcome.arms, "bad", outcome.unit, "", ""
    )
    made = tuple(
        StudyRow(
            f"{row.study}#{place}",
            row.study,
            None,
            cells_of(outcome, row),
            Rank.SINGLE,
            None,
            "",
            "",
            report_of(outcome, row),
        )
        for place, row in enumerate(rows)
    )
    return analyse(replanned(Dataset(facts, plan, made), plan))


def _inverse_measure(outcome: Outcome) -> str:
    """The measure of an inverse-variance analysis, by its name, else by how its results look."""
    name = (outcome.measure_name or outcome.measure).lower().replace("_", " ")
    is_ratio = _shows_exponentials(outcome)
    short = outcome.measure.upper()
    if short in ("HR", "OR", "RR", "IRR", "MD", "SMD", "RD", "ROM"):
        return short
    found = next((key for word, key in _NAMED if word in name), "")
    if found and (is_ratio is None or (found in RATIOS) == is_ratio):
        return found
    return "RATIO" if is_ratio else "DIFF"


def _shows_exponentials(outcome: Outcome) -> bool | None:
    """Whether effects are shown as exponentials of what was entered; None where none tells."""
    from math import exp, isclose

    for row in outcome.every_row():
        effect, entered = row.stored.figure("effect"), row.cells[0] if row.cells else None
        if effect is None or entered is None or abs(entered) > 50:
            continue
        if isclose(effect.value, exp(entered), rel_tol=_ALIKE):
            return True
        if isclose(effect.value, entered, rel_tol=_ALIKE):
            return False
    return None
