"""The verbs: what a person can do to a review, as drafts of writes with a label for Undo.

A draft writes nothing. `Review.commit` checks it, fills in what it replaces and appends it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from appraisal.keys import SigningKey
from appraisal.ledger import Claim, Slot, Value, new_id
from appraisal.state import State
from appraisal.subjects import (
    ARM,
    CONFIRMED,
    REFERRED,
    REVIEW,
    extraction_subject,
    in_seat,
    item_field,
    outcome_subject,
    parse,
    person_subject,
    plan_subject,
    rule_subject,
    study_subject,
    target_subject,
)
from resources.i18n import _, ngettext


@dataclass(frozen=True, slots=True)
class Write:
    """A claim on its way to a slot."""

    slot: Slot
    claim: Claim


@dataclass(frozen=True, slots=True)
class Draft:
    """Writes about to be made together, and what they are called in the Undo menu."""

    label: str
    writes: tuple[Write, ...]


def write(subject: str, field: str, value: Value | Claim, *, why: str = "") -> Write:
    """One write; a bare value becomes a claim."""
    claim = value if isinstance(value, Claim) else Claim(value, why)
    return Write(Slot(subject, field), claim)


# -- appraisals ------------------------------------------------------------------------------------


def answer(subject: str, address: str, claim: Claim) -> Draft:
    """Answer the item at `domain/item` in a seat's appraisal."""
    item = address.partition("/")[2]
    return Draft(
        _("Answer {item}").format(item=item), (write(subject, item_field(address), claim),)
    )


def judge(subject: str, field: str, claim: Claim) -> Draft:
    """Judge a domain (`judgement/<domain>`), its direction, or `overall`."""
    return Draft(_("Judge"), (write(subject, field, claim),))


def comment(subject: str, domain: str, text: str) -> Draft:
    """Comment on a domain."""
    return Draft(_("Comment"), (write(subject, f"comment/{domain}", text or None),))


def confirm(subject: str, fields: Mapping[str, Value]) -> Draft:
    """Say that a seat's answers hold under settings that changed since."""
    return Draft(_("Confirm the answers"), _writes(subject, fields))


def seal(state: State, subject: str, *, key: SigningKey) -> Draft:
    """Submit a seat: name what stands in it, and sign that.

    The digest is over what stands now, so nothing may be written in between; `Review.commit`
    refuses a seal that names something else.
    """
    digest, count = state.seal_of(subject)
    person = parse(subject).seat
    writes = [
        write(
            subject,
            "sealed",
            {
                "digest": digest,
                "count": count,
                "entries": list(state.entries_of(subject)),
                "signature": key.sign(f"{subject}:{digest}"),
            },
        )
    ]
    if state.value(person_subject(person), "key") is None:
        writes.insert(0, write(person_subject(person), "key", key.public))
    return Draft(_("Submit"), tuple(writes))


def reopen(subject: str, why: str) -> Draft:
    """Open a submitted seat again, with a reason."""
    return Draft(_("Reopen"), (write(subject, "sealed", value=False, why=why),))


def agree(form: str, field: str, claim: Claim) -> Draft:
    """Settle a field of an open form for both."""
    return Draft(_("Agree"), (write(in_seat(form, "agreed"), field, claim),))


def agree_all(form: str, claims: Mapping[str, Claim]) -> Draft:
    """Settle several fields of an open form at once: those that both said alike."""
    label = ngettext("Accept an agreed item", "Accept {n} agreed items", len(claims))
    subject = in_seat(form, "agreed")
    return Draft(
        label.format(n=len(claims)),
        tuple(write(subject, field, claim) for field, claim in claims.items()),
    )


def accept_all(claims: Mapping[str, Mapping[str, Claim]]) -> tuple[Draft, ...]:
    """Settle what both said alike, in several open forms: a draft for each, to be one change."""
    n = sum(map(len, claims.values()))
    label = ngettext("Accept an agreed item", "Accept {n} agreed items", n).format(n=n)
    return tuple(replace(agree_all(form, said), label=label) for form, said in claims.items())


def reopen_agreed(form: str, field: str, why: str) -> Draft:
    """Open a settled field again, with a reason; the former agreed answer stays on record."""
    return Draft(_("Reopen"), (write(in_seat(form, "agreed"), field, Claim(None, why)),))


def confirm_agreed(form: str, field: str, person: str, value: Value) -> Draft:
    """Say that an agreed answer, which somebody else wrote, is one's own too."""
    made = write(in_seat(form, "agreed"), f"{CONFIRMED}{person}/{field}", value)
    return Draft(_("Confirm an agreed answer"), (made,))


def refer(form: str, field: str, why: str, *, on: bool = True) -> Draft:
    """Hand a difference to the adjudicator, with the question, or take it back."""
    label = _("Ask the adjudicator") if on else _("Take back from the adjudicator")
    claim = Claim(value=True, why=why) if on else Claim(None, why)
    return Draft(label, (write(in_seat(form, "agreed"), f"{REFERRED}{field}", claim),))


# -- extraction ------------------------------------------------------------------------------------


def extract(study: str, outcome: str, seat: str, cells: Mapping[str, Claim]) -> Draft:
    """Write extracted numbers of a study for an outcome."""
    subject = extraction_subject(study, outcome, seat)
    label = ngettext("Change a number", "Change {n} numbers", len(cells)).format(n=len(cells))
    return Draft(label, tuple(write(subject, cell, claim) for cell, claim in cells.items()))


def write_arm(
    study: str, outcome: str, seat: str, arms: Mapping[str, Mapping[str, Claim]]
) -> Draft:
    """Write further arms of a study for an outcome, each by its id; empty claims take one off."""
    subject = extraction_subject(study, outcome, seat)
    claims = {f"{ARM}{arm}/{cell}": one for arm, said in arms.items() for cell, one in said.items()}
    is_removal = all(claim.value is None for claim in claims.values())
    label = _("Remove an arm") if is_removal else _("Write an arm")
    return Draft(label, tuple(write(subject, field, claim) for field, claim in claims.items()))


def paste(outcome: str, seat: str, block: Sequence[tuple[str, str, Value]]) -> Draft:
    """Write a block of numbers: study, cell and value of each."""
    return Draft(
        _("Paste numbers"),
        tuple(
            write(extraction_subject(study, outcome, seat), cell, value)
            for study, cell, value in block
        ),
    )


# -- shared facts ----------------------------------------------------------------------------------


def add_study(
    fields: Mapping[str, Value],
    *,
    id: str | None = None,
) -> tuple[Draft, str]:
    """Add a study; gives the draft and the study's id."""
    study = id or new_id()
    return Draft(_("Add study"), _writes(study_subject(study), fields)), study


def add_studies(rows: Sequence[Mapping[str, Value]]) -> tuple[Draft, tuple[str, ...]]:
    """Add several studies in one step."""
    ids = tuple(new_id() for _row in rows)
    writes = tuple(
        made
        for study, row in zip(ids, rows, strict=True)
        for made in _writes(study_subject(study), row)
    )
    label = ngettext("Add a study", "Add {n} studies", len(rows)).format(n=len(rows))
    return Draft(label, writes), ids


def next_order(state: State) -> int:
    """The place after the last study."""
    orders = (state.number(study_subject(study), "order") for study in state.ids("study"))
    return int(max((order for order in orders if order is not None), default=0)) + 1


def edit_study(study: str, field: str, value: Value, *, why: str = "") -> Draft:
    """Change a fact of a study."""
    return Draft(_("Edit study"), (write(study_subject(study), field, value, why=why),))


def remove_studies(studies: Sequence[str], *, why: str = "") -> Draft:
    """Take studies off; nothing of them is lost."""
    label = ngettext("Remove a study", "Remove {n} studies", len(studies)).format(n=len(studies))
    return Draft(
        label, tuple(write(study_subject(s), "removed", value=True, why=why) for s in studies)
    )


def add_target(
    study: str,
    fields: Mapping[str, Value],
    *,
    id: str | None = None,
) -> tuple[Draft, str]:
    """List something of a study that is judged on its own; gives the draft and the target's id."""
    target = id or new_id()
    facts = {"study": study, **fields}
    return Draft(_("Add assessment"), _writes(target_subject(target), facts)), target


def edit_target(target: str, fields: Mapping[str, Value], *, why: str = "") -> Draft:
    """Change the name or the settings of something that is judged."""
    return Draft(_("Edit assessment"), _writes(target_subject(target), fields, why=why))


def remove_target(target: str, why: str) -> Draft:
    """Take an assessment off; its answers are kept."""
    made = write(target_subject(target), "removed", value=True, why=why)
    return Draft(_("Remove assessment"), (made,))


def show_in_figures(study: str, instrument: str, target: str | None) -> Draft:
    """Say which of several assessments stands for a study in figures (None: the first listed)."""
    made = write(study_subject(study), f"shows/{instrument}", target)
    return Draft(_("Show in figures"), (made,))


def carry_over(subject: str, claims: Mapping[str, Claim]) -> Draft:
    """Take over answers with the same meaning from another assessment, as one's own."""
    label = ngettext("Carry over an answer", "Carry over {n} answers", len(claims))
    return Draft(
        label.format(n=len(claims)),
        tuple(write(subject, field, claim) for field, claim in claims.items()),
    )


def add_outcome(
    fields: Mapping[str, Value],
    *,
    id: str | None = None,
) -> tuple[Draft, str]:
    """Add an outcome; gives the draft and the outcome's id."""
    outcome = id or new_id()
    return Draft(_("Add outcome"), _writes(outcome_subject(outcome), fields)), outcome


def edit_outcome(outcome: str, fields: Mapping[str, Value]) -> Draft:
    """Change facts of an outcome."""
    return Draft(_("Edit outcome"), _writes(outcome_subject(outcome), fields))


def remove_outcome(outcome: str, why: str) -> Draft:
    """Take an outcome off; its numbers are kept."""
    made = write(outcome_subject(outcome), "removed", value=True, why=why)
    return Draft(_("Remove outcome"), (made,))


def edit_review(fields: Mapping[str, Value], *, why: str = "", label: str = "") -> Draft:
    """Change the protocol or a setting of the review."""
    return Draft(label or _("Edit the protocol"), _writes(REVIEW, fields, why=why))


def add_person(
    fields: Mapping[str, Value],
    *,
    id: str | None = None,
) -> tuple[Draft, str]:
    """Add a reviewer; gives the draft and the person's id."""
    person = id or new_id()
    return Draft(_("Add reviewer"), _writes(person_subject(person), fields)), person


def edit_person(person: str, fields: Mapping[str, Value]) -> Draft:
    """Change a person's name or roles."""
    return Draft(_("Edit reviewer"), _writes(person_subject(person), fields))


def assign(reviewers: Mapping[str, Sequence[str]]) -> Draft:
    """Say who scores each of some studies."""
    label = ngettext("Assign a study", "Assign {n} studies", len(reviewers))
    return Draft(
        label.format(n=len(reviewers)),
        tuple(
            write(study_subject(study), "reviewers", list(people))
            for study, people in reviewers.items()
        ),
    )


def keep_plan(outcome: str, fields: Mapping[str, Value], *, why: str = "") -> Draft:
    """Keep choices of the analysis as the plan of an outcome."""
    return Draft(_("Keep as plan"), _writes(plan_subject(outcome), fields, why=why))


def put_back(subject: str, field: str, claim: Claim, why: str) -> Draft:
    """Write a former claim again, with the reason it is put back for."""
    return Draft(_("Put back"), (write(subject, field, Claim(claim.value, why, claim.quotes)),))


def take_snapshot(name: str, *, at: str, entries: int) -> Draft:
    """Name the review as it stands, such as `as submitted`, to see later what changed since."""
    return Draft(
        _("Name this state"),
        (write(REVIEW, f"snapshot/{name.replace('/', '-')}", {"at": at, "entries": entries}),),
    )


def decide(subject: str, field: str, claim: Claim) -> Draft:
    """Say which of several claims that stand side by side holds."""
    return Draft(_("Decide between two versions"), (write(subject, field, claim),))


def merge_study(study: str, into: str) -> Draft:
    """Let another study stand for this one, which is the same; what was answered stays."""
    label = _("Count two studies as one")
    return Draft(label, (write(study_subject(study), "merged_into", into),))


def keep_studies_apart(study: str, others: Sequence[str]) -> Draft:
    """Say which studies this one is not, though they share a DOI or PMID."""
    return Draft(_("Keep both studies"), (write(study_subject(study), "apart", list(others)),))


def begin_calibration(number: int, studies: Sequence[str]) -> Draft:
    """Begin a calibration round on a few studies."""
    return Draft(
        _("Begin a calibration round"),
        (write(REVIEW, f"calibration/{number}", {"studies": list(studies)}),),
    )


def set_rule(instrument: str, address: str, text: str, *, version: int = 1) -> Draft:
    """Write the team's rule for an item, in its next version; an empty one takes it back."""
    subject = rule_subject(instrument, address)
    return Draft(
        _("Write a team rule"),
        (write(subject, "text", text or None), write(subject, "version", version)),
    )


def _writes(subject: str, fields: Mapping[str, Value], *, why: str = "") -> tuple[Write, ...]:
    return tuple(write(subject, field, value, why=why) for field, value in fields.items())
