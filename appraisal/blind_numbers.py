"""How far two reviewers' extracted numbers agreed before they talked, number by number.

The same number is the same number: there is no tolerance. Bland and Altman's limits say how far
apart the others lie; they are per number of one outcome, because only those share a unit, and for
the same two reviewers throughout: differences between changing pairs have no common sign, and those
of three people who read one study are not independent.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from appraisal.cells import number_name
from appraisal.ledger import Value
from appraisal.state import State
from appraisal.subjects import ARM, CELLS, extraction_form, in_seat, outcome_subject
from appraisal.tables import Cell, Column, Table
from resources.i18n import _

FIELDS = tuple(dict.fromkeys(("use", *(cell for cells in CELLS.values() for cell in cells))))


@dataclass(frozen=True, slots=True)
class BlindNumber:
    """One number of one study as two reviewers took it from the paper; None where one did not."""

    outcome: str
    study: str
    field: str
    first: Value
    second: Value
    readers: tuple[str, str] = ("", "")

    @property
    def is_same(self) -> bool:
        """Whether both took the same."""
        return self.first == self.second


@dataclass(frozen=True, slots=True)
class NumberAgreement:
    """Exact agreement over some numbers, and the limits of agreement of those both gave."""

    pairs: int
    same: int
    percent: float
    mean: float | None = None
    lower: float | None = None
    upper: float | None = None
    lower_ci: tuple[float, float] | None = None
    upper_ci: tuple[float, float] | None = None


def blind_numbers(state: State) -> tuple[BlindNumber, ...]:
    """Every number that two have extracted and submitted, in open forms."""
    return tuple(
        one
        for outcome in state.ids("outcome")
        for study in state.ids("study")
        for one in _of_form(state, study, outcome)
    )


def number_agreement(found: list[BlindNumber]) -> NumberAgreement:
    """How far the numbers agree; `found` holds at least one."""
    same = sum(one.is_same for one in found)
    whole = NumberAgreement(len(found), same, 100 * same / len(found))
    both = [
        (float(one.first), float(one.second))
        for one in found
        if isinstance(one.first, int | float) and isinstance(one.second, int | float)
    ]
    if len(both) < 2 or len({(one.field, one.readers) for one in found}) > 1:
        return whole
    from stats.agreement import limits_of_agreement

    made = limits_of_agreement([one for one, _two in both], [two for _one, two in both])
    return NumberAgreement(
        whole.pairs, whole.same, whole.percent,
        made.mean, made.lower, made.upper, made.lower_ci, made.upper_ci,
    )  # fmt: skip


def numbers_table(state: State) -> Table | None:
    """Agreement on numbers as a table; None where no two have submitted any."""
    found = blind_numbers(state)
    if not found:
        return None
    rows = [_row(state, outcome, field, group) for (outcome, field), group in _groups(found)]
    return Table(
        "agreement-numbers",
        _("Agreement, numbers"),
        _("Agreement on extracted numbers before consensus"),
        (
            Column(_("Outcome"), width=28),
            Column(_("Number"), width=20),
            Column(_("Pairs"), "count", 8),
            Column(_("Same"), "count", 8),
            Column(_("Per cent"), "number", 10, 1),
            Column(_("Mean difference"), "number", 14, 3),
            Column(_("Limit, low"), "number", 12, 3),
            Column(_("95 % CI low"), "number", 12, 3),
            Column(_("95 % CI high"), "number", 12, 3),
            Column(_("Limit, high"), "number", 12, 3),
            Column(_("95 % CI low"), "number", 12, 3),
            Column(_("95 % CI high"), "number", 12, 3),
        ),
        (*rows, _row(state, "", "", list(found))),
        notes=(
            _("From submitted numbers before consensus. The same number counts; no tolerance."),
            _(
                "Bland and Altman: the mean of the differences, first reviewer less second, and "
                "the limits within which 95 % of differences lie, each with its interval. They "
                "are for the same two reviewers throughout."
            ),
        ),
        fixed=2,
    )


def _groups(
    found: tuple[BlindNumber, ...],
) -> Iterator[tuple[tuple[str, str], list[BlindNumber]]]:
    groups: dict[tuple[str, str], list[BlindNumber]] = {}
    for one in found:
        groups.setdefault((one.outcome, one.field), []).append(one)
    yield from groups.items()


def _row(state: State, outcome: str, field: str, group: list[BlindNumber]) -> tuple[Cell, ...]:
    made = number_agreement(group)
    of_lower, of_upper = made.lower_ci or (None, None), made.upper_ci or (None, None)
    figures = (made.mean, made.lower, *of_lower, made.upper, *of_upper)
    return (
        state.text(outcome_subject(outcome), "name") if outcome else _("All"),
        number_name(field) if field else _("All numbers"),
        made.pairs,
        made.same,
        round(made.percent, 1),
        *(None if value is None else round(value, 3) for value in figures),
    )


def _of_form(state: State, study: str, outcome: str) -> Iterator[BlindNumber]:
    form = extraction_form(study, outcome)
    if not state.is_open(form):
        return
    for one, other in combinations(sorted(state.parties(form)), 2):
        first, second = state.fields(in_seat(form, one)), state.fields(in_seat(form, other))
        arms = sorted(field for field in {*first, *second} if _is_arm_number(field))
        for field in (*FIELDS, *arms):
            if field in first or field in second:
                values = [said[field].value if field in said else None for said in (first, second)]
                yield BlindNumber(outcome, study, field, values[0], values[1], (one, other))


def _is_arm_number(field: str) -> bool:
    return field.startswith(ARM) and not field.endswith(("/name", "/side"))
