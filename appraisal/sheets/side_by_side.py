"""Every reviewer's answer beside the others', and whose the agreed answer is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from appraisal.cells import answer_text, number_name, quotes_text
from appraisal.instrument import Instrument
from appraisal.ledger import Claim, Value
from appraisal.material import Material
from appraisal.number_words import said_value
from appraisal.settling import settled_words
from appraisal.state import State
from appraisal.subjects import (
    AGREED,
    NO_ANSWER,
    appraisal_form,
    extraction_form,
    in_seat,
    outcome_subject,
    study_subject,
)
from appraisal.tables import Cell, Column, Sheet, Table
from appraisal.targets import assessed, target_name
from appraisal.views.reconcile import choices_of, title_of
from appraisal.whose import names_of, whose_words
from resources.i18n import _


@dataclass(frozen=True, slots=True)
class _Form:
    """An open form with what each of its reviewers said, by field."""

    form: str
    study: str
    about: str
    said: Mapping[str, Mapping[str, Claim]]
    agreed: Mapping[str, Claim]
    instrument: Instrument | None


def make(material: Material) -> Iterator[Table]:
    """One table of all forms that two or more have submitted."""
    forms = [form for form in _forms(material) if len(form.said) >= 2]
    if not forms:
        return
    people = sorted({person for form in forms for person in form.said})
    columns = [
        Column(_("Study"), width=22),
        Column(_("About"), width=22),
        Column(_("Item"), "long", 34),
    ]
    for person in people:
        name = names_of(material.state, [person])
        columns += [
            Column(name, width=16),
            Column(_("{name}: reason").format(name=name), "long", 40),
            Column(_("{name}: quotations").format(name=name), "long", 40),
        ]
    columns += [
        Column(_("Same"), width=8),
        Column(_("Agreed answer"), width=16),
        Column(_("Whose answer was taken"), width=24),
        Column(_("Settled by"), width=24),
        Column(_("Reason"), "long", 40),
        Column(_("Quotations"), "long", 40),
    ]
    yield Table(
        "side-by-side",
        _("Side by side"),
        _("Each reviewer's answer, and the agreed one"),
        tuple(columns),
        tuple(row for form in forms for row in _rows(material.state, form, people)),
        notes=(_("Answers as they were submitted, each reviewer alone; only forms open to all."),),
        fixed=3,
        lead=material.nature,
    )


def _forms(material: Material) -> Iterator[_Form]:
    state = material.state
    for rating in material.ratings.values():
        instrument = material.lookup(rating.instrument)
        for target in assessed(state, rating.study, rating.instrument):
            form = appraisal_form(rating.study, rating.instrument, target)
            about = " · ".join(one for one in (instrument.short, target_name(state, target)) if one)
            yield from _form(state, form, rating.study, about, instrument)
    for outcome in state.ids("outcome"):
        name = state.text(outcome_subject(outcome), "name")
        for study in state.ids("study"):
            yield from _form(state, extraction_form(study, outcome), study, name, None)


def _form(
    state: State, form: str, study: str, about: str, instrument: Instrument | None
) -> Iterator[_Form]:
    if state.is_open(form):
        said = {seat: state.fields(in_seat(form, seat)) for seat in sorted(state.parties(form))}
        label = state.text(study_subject(study), "label")
        yield _Form(form, label, about, said, state.fields(in_seat(form, AGREED)), instrument)


def _rows(state: State, form: _Form, people: list[str]) -> Iterator[tuple[Cell, ...]]:
    for field in _fields(form):
        claims = {person: said.get(field) for person, said in form.said.items()}
        cells: list[Cell] = [form.study, form.about, _name(form, field)]
        for person in people:
            claim = claims.get(person)
            cells += [_value(form, field, claim), *_grounds(claim)]
        values = [None if claim is None else claim.value for claim in claims.values()]
        agreed = form.agreed.get(field)
        cells += [
            _("yes") if all(value == values[0] for value in values) else _("no"),
            _value(form, field, agreed),
            whose_words(state, agreed, claims) if agreed is not None else "",
            settled_words(state, form.form, field),
            *_grounds(agreed),
        ]
        yield tuple(cells)


def _fields(form: _Form) -> list[str]:
    met = dict.fromkeys(field for said in form.said.values() for field in said)
    passed_over = ("warning/", *NO_ANSWER)
    kept = [one for one in met if one != "sealed" and not one.startswith(passed_over)]
    if form.instrument is None:
        return kept
    order = {f"item/{item.address}": n for n, item in enumerate(form.instrument.items())}
    return sorted(kept, key=lambda field: order.get(field, len(order)))


def _name(form: _Form, field: str) -> str:
    if form.instrument is None:
        return number_name(field)
    kind, _between, rest = field.partition("/")
    item = form.instrument.by_address.get(rest) if kind == "item" else None
    if item is not None:
        return f"{item.id} {item.title}"
    if kind == "comment":
        titles = {one.id: one.title for one in form.instrument.domains}
        return _("Comment, {domain}").format(domain=titles.get(rest, rest))
    return title_of(form.instrument, field)


def _grounds(claim: Claim | None) -> tuple[str, str]:
    """What an answer stands on: its reason and its quotations."""
    return (claim.why, quotes_text(claim.quotes)) if claim is not None else ("", "")


def _value(form: _Form, field: str, claim: Claim | None) -> Cell:
    value: Value = None if claim is None else claim.value
    if value is None:
        return None
    if form.instrument is not None:
        if field.startswith("item/"):
            item = form.instrument.by_address.get(field.removeprefix("item/"))
            return str(value) if item is None else answer_text(value)
        named = dict(choices_of(form.instrument, field))
        return named.get(str(value), str(value))
    return said_value(field, value)


SHEET = Sheet(42, make)
