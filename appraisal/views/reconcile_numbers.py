"""Both reviewers' numbers side by side, and what each would do to the pooled estimate.

There is no tolerance: 12 and 12.0 are the same number, 12 and 13 differ.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from appraisal.cells import number_name
from appraisal.dataset import Dataset, dataset, replanned
from appraisal.further_arms import arms_of
from appraisal.ledger import Value
from appraisal.measuring import can_report, number_cells
from appraisal.number_words import choice_word, side_word
from appraisal.plan import plan_of
from appraisal.ratings import Lookup, rate
from appraisal.reported import report_of
from appraisal.settled import differing, is_own_word
from appraisal.state import State
from appraisal.study_rows import as_extracted, with_numbers
from appraisal.subjects import (
    AGREED,
    ARM,
    CELLS,
    REFERRED,
    extraction_form,
    in_seat,
    outcome_subject,
    parse,
    person_subject,
    study_subject,
)
from appraisal.synthesis import analyse
from appraisal.synthesis_text import estimate_text
from appraisal.views.checklist_rows import OptionView
from appraisal.views.extraction import choices
from appraisal.views.reconcile import (
    Comparison,
    Point,
    ReconcileRow,
    Side,
    agreed_fields,
    by_of,
    referred_count,
    to_confirm,
)
from resources.i18n import _, number

NUMBERS = "numbers:"  # before an outcome, where a list names what of a study is compared

Values = Mapping[str, Value]


def number_rows(state: State) -> tuple[ReconcileRow, ...]:
    """The studies whose numbers two have submitted, outcome by outcome, differences first."""
    found = []
    for outcome in state.ids("outcome"):
        name = state.text(outcome_subject(outcome), "name")
        for study in state.ids("study"):
            work = partial(_row, state, study, outcome, name)
            row = state.kept(study, ("reconcile numbers", outcome), name, work)
            if row is not None:
                found.append(row)
    return tuple(sorted(found, key=lambda row: not row.waiting))


def _row(state: State, study: str, outcome: str, name: str) -> ReconcileRow | None:
    form = extraction_form(study, outcome)
    readers = len(state.parties(form))
    if not state.is_open(form) or not readers:
        return None
    fields = differing(state, form)
    agreed = agreed_fields(state, form)
    return ReconcileRow(
        study,
        state.text(study_subject(study), "label"),
        name,
        sum(field not in agreed for field in fields),
        len(agreed),
        len(_fields(state, form)),
        f"{NUMBERS}{outcome}",
        "",
        referred_count(state, form, fields),
        is_single=readers == 1,
        to_confirm=to_confirm(state, form, fields),
    )


def numbers_compared(state: State, study: str, outcome: str, lookup: Lookup) -> Comparison | None:
    """Both reviewers' numbers of a study; None while they are not open to all."""
    form = extraction_form(study, outcome)
    if not state.is_open(form) or not state.parties(form):
        return None
    differ = differing(state, form)
    agreed = agreed_fields(state, form)
    label = state.text(study_subject(study), "label")
    pooled = _Pooled(state, study, outcome, lookup)
    points = tuple(
        _point(
            state, form, field, title=_titled(state, outcome, field), differs=field in differ,
            effects=pooled.with_each(field) if field in differ and field not in agreed else (),
        )
        for field in _fields(state, form)
    )  # fmt: skip
    name = state.text(outcome_subject(outcome), "name")
    return Comparison(
        study, label, form, name, points, f"{NUMBERS}{outcome}",
        pooled.sentence() if any(field not in agreed for field in differ) else "",
    )  # fmt: skip


def _fields(state: State, form: str) -> tuple[str, ...]:
    """The cells that anyone filled in, in the order of the grid."""
    met = {
        field
        for seat in state.parties(form)
        for field in state.fields(in_seat(form, seat))
        if field != "sealed" and not is_own_word(field)
    }
    arms = sorted({field.rpartition("/")[0] for field in met if field.startswith(ARM)})
    order = [cell for cells in CELLS.values() for cell in cells] + ["use"]
    order += [f"{arm}/{cell}" for arm in arms for cell in ("name", "side", "e", "m", "sd", "n")]
    return tuple(dict.fromkeys(cell for cell in order if cell in met))


def _titled(state: State, outcome: str, field: str) -> str:
    """A number with the group it is of, where the outcome names its groups: `Events 1 (Drug)`."""
    name = number_name(field)
    group = state.text(outcome_subject(outcome), f"arm{field[-1]}") if field[-1] in "12" else ""
    return f"{name} ({group})" if group else name


def _point(
    state: State, form: str, field: str, *, title: str, differs: bool, effects: tuple[str, ...]
) -> Point:
    agreed = state.claim(in_seat(form, AGREED), field)
    said = agreed.value if agreed is not None else None
    options = tuple(
        OptionView(code, _word(state, form, field, code), 0, code == said)
        for code in choices(field)
    )
    sides = tuple(
        _side(state, form, field, seat, place) for place, seat in enumerate(state.parties(form))
    )
    referred = state.claim(in_seat(form, AGREED), f"{REFERRED}{field}")
    return Point(
        field, "", title, "", is_multi=False, options=options, sides=sides, agreed=agreed,
        differs=differs, referred=referred, typed="" if options else field, effects=effects,
        by=by_of(state, form, field),
    )  # fmt: skip


def _side(state: State, form: str, field: str, seat: str, place: int) -> Side:
    claim = state.claim(in_seat(form, seat), field)
    subject = person_subject(seat)
    letter = state.text(subject, "initials") or chr(ord("A") + place)
    words: tuple[str, ...] = ()
    if claim is not None:
        chosen = isinstance(claim.value, str) and choices(field)
        said = _word(state, form, field, str(claim.value)) if chosen else value_words(claim.value)
        words = (said,)
    return Side(seat, state.text(subject, "name"), letter, claim, words, None, 0)


def _word(state: State, form: str, field: str, code: str) -> str:
    """A choice in words; which arm a further one belongs to, in the names of the outcome."""
    if not field.endswith("/side"):
        return choice_word(field, code)
    subject = outcome_subject(parse(in_seat(form, AGREED)).ids[1])
    return side_word(code, (state.text(subject, "arm1"), state.text(subject, "arm2")))


def value_words(value: Value) -> str:
    """A number as people read it, all of its decimals; a word as it is."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    text = repr(float(value))
    digits = 0 if float(value).is_integer() else len(text.partition(".")[2])
    return number(value, digits) if "e" not in text else text


class _Pooled:
    """The pooled estimate as it would be with one study's numbers read one way or the other."""

    def __init__(self, state: State, study: str, outcome: str, lookup: Lookup) -> None:
        self._state = state
        self._study = study
        self._form = extraction_form(study, outcome)
        self._lookup = lookup
        self._outcome = outcome
        self._data: Dataset | None = None
        self._parties = state.parties(self._form)
        self._said = {
            seat: {
                field: claim.value
                for field, claim in state.fields(in_seat(self._form, seat)).items()
            }
            for seat in self._parties
        }
        agreed = agreed_fields(state, self._form)
        self._agreed = {field: claim.value for field, claim in agreed.items()}

    def with_each(self, field: str) -> tuple[str, ...]:
        """The estimate with each side's value in one cell, the other cells as they stand.

        A cell on which nobody agreed yet stands as the first side has it, so that what is seen is
        this cell's doing alone.
        """
        base = {**self._said[self._parties[0]], **self._agreed}
        return tuple(
            self._estimate({**base, field: self._said[seat].get(field)}) for seat in self._parties
        )

    def sentence(self) -> str:
        """What all of each side's numbers would give."""
        said = "; ".join(
            f"{self._state.text(person_subject(seat), 'name')}: "
            f"{self._estimate({**self._said[seat], **self._agreed})}"
            for seat in self._parties
        )
        return _("Pooled with the numbers of {estimates}.").format(estimates=said)

    def _estimate(self, values: Values) -> str:
        data = self._dataset()
        kind = data.outcome.data
        cells = tuple(_number(values.get(cell)) for cell in number_cells(kind))
        chosen = kind == "reported" or (can_report(kind) and values.get("use") == "reported")
        report = report_of(values.get) if chosen else None
        arms = arms_of(kind, values, values.get)
        rows = tuple(
            with_numbers(row, cells, report, arms) if row.study == self._study else row
            for row in as_extracted(data.rows)
        )
        made = analyse(replanned(replace(data, rows=rows), data.plan))
        return estimate_text(made) or _("nothing to pool")

    def _dataset(self) -> Dataset:
        """The outcome's rows, this study's among them even where nothing of it is settled."""
        if self._data is None:
            state = _read_as(self._state, self._form, self._parties[0], self._agreed)
            plan = plan_of(self._state, self._outcome)
            self._data = dataset(
                state, self._outcome, plan, ratings=lambda one: rate(state, one, self._lookup)
            )
        return self._data


def _read_as(state: State, form: str, seat: str, agreed: Values) -> State:
    """The state as it were, if one side's numbers had been agreed on."""
    rows = [
        row._replace(subject=in_seat(form, AGREED), id=f"supposed-{row.id}", replaces=())
        for field in state.fields(in_seat(form, seat))
        if field != "sealed" and field not in agreed
        and (row := state.row(in_seat(form, seat), field)) is not None
    ]  # fmt: skip
    return state.with_rows(rows)


def _number(value: Value) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
