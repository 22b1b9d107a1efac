"""What a table of judgements writes: studies, their results, and each row in its reader's seat.

`judgement_table` reads the table; here its rows become the drafts that an import commits.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Final

from appraisal.brought_in import is_mine, later_of, people_of, person_writes, reviewers_of
from appraisal.drafts import Draft, Write, next_order, write
from appraisal.folding import folded
from appraisal.incoming import Choices, Incoming, Made
from appraisal.instrument import Instrument
from appraisal.judgement_table import Judged, Judgements
from appraisal.ledger import Claim, new_id
from appraisal.shipped import shipped_instrument
from appraisal.state import State
from appraisal.subjects import (
    ITSELF,
    REVIEW,
    appraisal_form,
    in_seat,
    item_field,
    study_subject,
    target_subject,
)
from resources.i18n import _, language, ngettext

LONGEST: Final = 20_000  # characters in a text of the ledger
_ANSWERS: Final[Mapping[str, Mapping[str, str]]] = {
    "rob1-2008": {"low": "yes", "unclear": "unclear", "high": "no"},
}


def incoming_of(found: Judgements, *, kind: str) -> Incoming:
    """A table of judgements as something that may come in."""
    instrument = shipped_instrument(found.instrument, language())
    n = sum(len(one.levels) for one in found.rows)
    studies = len({one.study for one in found.rows})
    said = (
        ngettext(
            "{n} judgement by domain, of {studies} studies, on {instrument}.",
            "{n} judgements by domain, of {studies} studies, on {instrument}.",
            n,
        ).format(n=n, studies=studies, instrument=instrument.title),
        *found.differs,
    )
    names = reviewers_of(found.rows)
    if names:
        told = _("Judged by {names}; each becomes a reviewer who has submitted.")
        said = (*said, told.format(names=", ".join(names)))
    return Incoming(
        kind,
        found.source,
        "",
        said,
        found.left,
        partial(_made, found),
        has_seats=any(not row.reviewer for row in found.rows),
    )


def _made(found: Judgements, state: State, reader: str, choices: Choices, _digest: str) -> Made:
    instrument = shipped_instrument(found.instrument, language())
    writes: list[Write] = []
    seats: dict[str, None] = {}
    left: list[str] = []
    aim = f"setting/{instrument.id}/aim"
    if instrument.setting("aim") is not None and state.value(REVIEW, aim) is None:
        writes.append(write(REVIEW, aim, "assignment"))
        left.append(_("The aim is not said; it is taken to be the effect of assignment."))
    ids = _studies(found, state, instrument.id, choices.design, writes)
    source = _("From {name}").format(name=found.source)
    targets = _targets(found, ids, writes)
    people = people_of(found.rows, state, reader)
    writes += person_writes(people.values())

    def form(row: Judged) -> str:
        target = targets.get((folded(row.study), row.outcome), ITSELF)
        return appraisal_form(ids[folded(row.study)], instrument.key, target)

    def others(row: Judged) -> list[Judged]:
        mine = form(row)
        return [one for one in found.rows if one.reviewer and one != row and form(one) == mine]

    def claims(row: Judged) -> dict[str, Claim]:
        return dict(_claims(instrument, row, source))

    taken: set[str] = set()
    for row in found.rows:
        if not is_mine(row, people, others=others(row)):
            continue
        seat = in_seat(form(row), reader)
        if seat in taken:
            left.append(
                _("{study} stands here twice; its first row is taken.").format(study=row.study)
            )
            continue
        taken.add(seat)
        for part, claim in claims(row).items():
            if state.value(seat, part) is None:
                seats[seat] = None
                writes.append(write(seat, part, claim))
    label = _("Import {name}").format(name=found.source)
    later = later_of(
        found.rows,
        people,
        label=label,
        source=found.source,
        form=form,
        claims=claims,
        others=others,
    )
    return Made(Draft(label, tuple(writes)), tuple(seats), tuple(left), tuple(later))


def _targets(
    found: Judgements, ids: Mapping[str, str], writes: list[Write]
) -> dict[tuple[str, str], str]:
    """A target for each result, where a study is judged for more than one."""
    results = dict.fromkeys((folded(row.study), row.outcome) for row in found.rows if row.outcome)
    times = Counter(study for study, _outcome in results)
    made = {}
    for study, outcome in results:
        if times[study] < 2:
            continue
        target = made[study, outcome] = new_id()
        for name, value in (("study", ids[study]), ("kind", "result"), ("name", outcome)):
            writes.append(write(target_subject(target), name, value))
    return made


def _studies(
    found: Judgements, state: State, instrument: str, design: str, writes: list[Write]
) -> dict[str, str]:
    """The ids of the studies by their folded names; those that are not there yet are written."""
    ids = {folded(state.text(study_subject(one), "label")): one for one in state.ids("study")}
    order = next_order(state)
    for name in dict.fromkeys(row.study for row in found.rows):
        known = ids.get(folded(name))
        if known is None:
            subject = study_subject(ids.setdefault(folded(name), new_id()))
            writes += [write(subject, "label", name), write(subject, "order", order)]
            writes += [write(subject, "design", design)] if design else []
            order += 1
        if known is None or not state.text(study_subject(known), "instrument"):
            writes.append(write(study_subject(ids[folded(name)]), "instrument", instrument))
    return ids


def _claims(instrument: Instrument, row: Judged, source: str) -> Iterator[tuple[str, Claim]]:
    """What is written of a row: judgements, or the answers that are judgements themselves."""
    for key, level in row.levels.items():
        why = row.support.get(key, source)[:LONGEST]
        domain = instrument.domain(key)
        if domain.judgement == "none" and len(domain.items) == 1:
            answer = _ANSWERS.get(instrument.id, {}).get(level, level)
            yield item_field(domain.items[0].address), Claim(answer, why)
        else:
            yield f"judgement/{key}", Claim(level, why)
    own = set(instrument.overall.levels)
    if row.overall and (not own or own >= {one.id for one in instrument.levels}):
        yield "overall", Claim(row.overall, source)
