"""What a table of numbers becomes in a review: an outcome, studies, seats and what was agreed.

Rows that name nobody are those of whoever takes them in, and can be undone. Rows of other people
stand in seats of their own (`brought_in`). What the consensus says is the agreed answer. How the
columns were mapped is remembered for tables with the same names of columns.
"""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

from appraisal.arm_blocks import side_of
from appraisal.brought_in import Person, is_mine, later_of, people_of, person_writes
from appraisal.cells import data_name
from appraisal.choices import measures_for
from appraisal.drafts import Draft, Write, next_order, write
from appraisal.errors import InvalidClaim
from appraisal.extraction_table import Extracted, Further, Table, mapped
from appraisal.folding import folded
from appraisal.further_arms import arm_field, arm_id
from appraisal.incoming import Choices, Incoming, Made
from appraisal.ledger import Claim, Value, new_id
from appraisal.state import State
from appraisal.subjects import (
    ARM_CELLS,
    REVIEW,
    extraction_form,
    in_seat,
    outcome_subject,
    study_subject,
)
from resources.i18n import NOTHING, _, ngettext


@dataclass(slots=True)
class _Desk:
    table: Table
    state: State
    reader: str
    choices: Choices
    source: str
    writes: list[Write] = field(default_factory=list)
    studies: dict[str, str] = field(default_factory=dict)
    outcomes: dict[str, str] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)


def incoming_of(table: Table) -> Incoming:
    """A table of numbers as something that may come in."""
    studies = len({row.study for row in table.rows})
    said = [
        ngettext(
            "{n} row of numbers, of {studies} studies.",
            "{n} rows of numbers, of {studies} studies.",
            len(table.rows),
        ).format(n=len(table.rows), studies=studies)
    ]
    if table.reviewers:
        said.append(
            _("Extracted by {names}; each becomes a reviewer who has submitted.").format(
                names=", ".join(table.reviewers)
            )
        )
    outcomes = {row.outcome: row.kind for row in table.rows}
    if len(outcomes) > 1:
        named = (f"{name or NOTHING} ({data_name(kind)})" for name, kind in outcomes.items())
        told = ngettext("{n} outcome: {names}.", "{n} outcomes: {names}.", len(outcomes))
        said.append(told.format(n=len(outcomes), names="; ".join(named)))
    further = sum(len(row.arms) for row in table.rows if row.kind in ARM_CELLS)
    if further:
        told = ngettext("{n} further arm of a study.", "{n} further arms of studies.", further)
        said.append(told.format(n=further))
    if any(row.is_consensus for row in table.rows):
        said.append(_("The rows of the consensus become the agreed answers."))
    unused = [
        head for head, column in zip(table.heads, table.columns, strict=True) if head and not column
    ]
    left = list(table.faults)
    if unused:
        left.append(_("Columns left out: {names}.").format(names=", ".join(unused)[:400]))
    return Incoming(
        "extraction",
        table.source,
        "",
        tuple(said),
        tuple(left),
        partial(_made, table),
        has_seats=any(not row.reviewer for row in table.rows),
        table=table,
    )


def _made(table: Table, state: State, reader: str, choices: Choices, _digest: str) -> Made:
    if table.lacks:
        raise InvalidClaim(table.lacks)
    desk = _Desk(table, state, reader, choices, _("From {name}").format(name=table.source))
    _write_shared(desk)
    desk.writes.append(
        write(REVIEW, _mapping_field(table), dict(zip(table.heads, table.columns, strict=True)))
    )
    mine = [row for row in table.rows if is_mine(row, desk.people, others=_others(desk, row))]
    seats: dict[str, None] = {}
    left: list[str] = []
    for row in mine:
        subject = in_seat(_form(desk, row), reader)
        if subject in seats:
            said = _("{study} stands here twice; its first row is taken.")
            left.append(said.format(study=row.study))
            continue
        left += _sides_open(desk, row)
        seats[subject] = None
        desk.writes += _in_seat(desk, row, subject)
    label = _("Import {name}").format(name=table.source)
    later = later_of(
        table.rows,
        desk.people,
        label=label,
        source=table.source,
        form=partial(_form, desk),
        claims=partial(_claims, desk),
        others=partial(_others, desk),
    )
    return Made(Draft(label, tuple(desk.writes)), tuple(seats), tuple(left), tuple(later))


def remembered(table: Table, state: State) -> Table:
    """The table under the map that was last used for the same names of columns, if any was."""
    known = state.value(REVIEW, _mapping_field(table))
    if not isinstance(known, dict):
        return table
    return mapped(table, [str(known.get(head, "")) for head in table.heads])


def _mapping_field(table: Table) -> str:
    return f"mapping/{hashlib.sha256('|'.join(table.heads).encode()).hexdigest()[:16]}"


def _others(desk: _Desk, row: Extracted) -> list[Extracted]:
    """The rows that people extracted of the same study and outcome."""
    key = (folded(row.study), row.outcome)
    return [
        one
        for one in desk.table.rows
        if (folded(one.study), one.outcome) == key and one.reviewer and not one.is_consensus
    ]


def _write_shared(desk: _Desk) -> None:
    """Write the studies and people that are not there yet, and a new outcome for each name."""
    state, table = desk.state, desk.table
    known = {folded(state.text(study_subject(one), "label")): one for one in state.ids("study")}
    order = next_order(state)
    for row in table.rows:
        key = folded(row.study)
        if key in desk.studies:
            continue
        desk.studies[key] = known.get(key) or new_id()
        if key in known:
            continue
        facts: Mapping[str, Value] = {
            "label": row.study, "year": row.year, "design": desk.choices.design or None,
            "order": order,
        }  # fmt: skip
        desk.writes += _said(study_subject(desk.studies[key]), facts)
        order += 1
    taken = len(state.ids("outcome"))
    for name, kind in {row.outcome: row.kind for row in table.rows}.items():
        own = desk.outcomes[name] = new_id()
        facts = {
            "name": name or desk.choices.outcome or table.source.rpartition(".")[0] or table.source,
            "data": kind,
            "measure": _measure(table, kind),
            "arm1": desk.choices.arm1,
            "arm2": desk.choices.arm2,
            "note": desk.source,
            "order": taken + len(desk.outcomes),
        }
        desk.writes += _said(outcome_subject(own), facts)
    desk.people = people_of(table.rows, state, desk.reader)
    desk.writes += person_writes(desk.people.values())


def _measure(table: Table, kind: str) -> str:
    """The measure that the table names, else the usual one of its kind."""
    rows = (row.fields for row in table.rows if row.kind == kind)
    named = [fields["measure"] for fields in rows if "measure" in fields]
    return str(named[0]) if named else measures_for(kind)[0]


def _said(subject: str, facts: Mapping[str, Value]) -> list[Write]:
    return [write(subject, name, value) for name, value in facts.items() if value not in ("", None)]


def _form(desk: _Desk, row: Extracted) -> str:
    return extraction_form(desk.studies[folded(row.study)], desk.outcomes[row.outcome])


def _claims(desk: _Desk, row: Extracted) -> dict[str, Claim]:
    from appraisal.subjects import CELLS

    own = {
        name: Claim(value, desk.source)
        for name, value in row.fields.items()
        if name in CELLS[row.kind] or ("estimate" in row.fields and name in CELLS["reported"])
    }
    if "estimate" in row.fields:
        own.setdefault("measure", Claim(_measure(desk.table, row.kind), desk.source))
        own["scale"] = Claim("natural", desk.source)
    if row.kind in ARM_CELLS:
        for arm in row.arms:
            own |= _arm_claims(desk, arm, row.kind)
    return own | ({"note": Claim(row.note)} if row.note else {})


def _sides_open(desk: _Desk, row: Extracted) -> Iterator[str]:
    """What is said of further arms whose side is not understood."""
    if row.kind not in ARM_CELLS:
        return
    for arm in row.arms:
        try:
            side_of(arm.side, (desk.choices.arm1, desk.choices.arm2))
        except InvalidClaim as fault:
            said = _("{study}, {arm}: {why} Extract asks for its side.")
            yield said.format(study=row.study, arm=arm.name, why=fault.message)


def _arm_claims(desk: _Desk, arm: Further, kind: str) -> dict[str, Claim]:
    """A further arm; a side that is not understood is left open, and Extract asks for it."""
    key = arm_id(arm.name)
    facts: dict[str, Value] = {"name": arm.name}
    with suppress(InvalidClaim):
        facts["side"] = side_of(arm.side, (desk.choices.arm1, desk.choices.arm2))
    facts |= {cell: arm.cells[cell] for cell in ARM_CELLS[kind] if cell in arm.cells}
    return {arm_field(key, fact): Claim(value, desk.source) for fact, value in facts.items()}


def _in_seat(desk: _Desk, row: Extracted, subject: str) -> list[Write]:
    return [write(subject, name, claim) for name, claim in _claims(desk, row).items()]
