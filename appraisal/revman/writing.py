"""What a RevMan file becomes in a review: studies, outcomes, numbers, judgements, plans, one draft.

Everything stands in the seat of whoever takes the file in, and is theirs to check and to submit.
Nothing that is there already is overwritten: a study of the same name or DOI gets what the file
adds to it. A study has one row in an outcome of ours; an analysis in which it stands in several
subgroups becomes an outcome a subgroup.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from appraisal.drafts import Draft, Write, next_order, write
from appraisal.errors import UserError
from appraisal.incoming import Choices, Incoming, Made
from appraisal.instruments import shipped_key
from appraisal.ledger import Claim, NewId, Value, new_id
from appraisal.revman.content import Comparison, Content, Outcome, Row, Study, Subgroup
from appraisal.revman.flow import flow_writes
from appraisal.revman.kept import import_field, import_value, text_of
from appraisal.revman.recompute import cells_of, data_kind, plan_of, report_of
from appraisal.revman.risk import Answer, answers_of, instrument_of, outcome_groups
from appraisal.revman.understood import understood, unread
from appraisal.state import State
from appraisal.subjects import (
    CELLS,
    COUNTS,
    ITSELF,
    REVIEW,
    appraisal_subject,
    extraction_subject,
    item_field,
    outcome_subject,
    plan_subject,
    study_subject,
)
from resources.i18n import _

LONGEST: Final = 20_000  # characters in a text of the ledger
_GROUP: Final = 80  # characters in the name of a study's field


@dataclass(slots=True)
class _Desk:
    """What the writing rests on, and what it has written so far."""

    content: Content
    state: State
    reader: str
    make_id: NewId
    writes: list[Write]
    seats: dict[str, None]
    left: list[str]
    ids: dict[str, str]

    def say(self, subject: str, field: str, value: Value | Claim, *, why: str = "") -> None:
        """Write, unless there is nothing to say."""
        if value not in ("", None):
            self.writes.append(write(subject, field, value, why=why))

    def say_in_seat(self, subject: str, field: str, value: Value, *, why: str) -> None:
        """Write in the reader's seat, where nothing stands yet."""
        if value not in ("", None) and self.state.value(subject, field) is None:
            self.seats[subject] = None
            self.writes.append(write(subject, field, Claim(value, why)))


def incoming_of(content: Content, *, kind: str) -> Incoming:
    """A file of RevMan as something that may come in."""
    text = text_of(content)
    return Incoming(
        kind,
        content.source,
        content.title,
        understood(content),
        (*content.left, *unread(content), *dict.fromkeys(content.notices)),
        partial(write_content, content, text),
        text,
        is_review=True,
        design="rct" if content.is_trials and instrument_of(content) else "",
    )


def write_content(
    content: Content,
    text: str,
    state: State,
    reader: str,
    choices: Choices,
    digest: str,
    *,
    make_id: NewId = new_id,
) -> Made:
    """Everything a file says, as one draft; `text` is what is kept of it, `digest` its hash.

    Raises
    ------
    UserError
        When this very file is in the review already.
    """
    field = import_field(text)
    if state.value(REVIEW, field) is not None:
        raise UserError(_("{name} is in this review already.").format(name=content.source))
    desk = _Desk(content, state, reader, make_id, [], {}, [], {})
    _write_review(desk, field, digest)
    desk.writes.extend(flow_writes(content, state))
    for study in content.studies:
        _write_study(desk, study, choices.design)
    _write_risk(desk)
    for order, (comparison, outcome) in enumerate(content.outcomes(), 1):
        _write_outcome(desk, comparison, outcome, order)
    label = _("Import {name}").format(name=content.source)
    return Made(
        Draft(label, tuple(desk.writes)),
        tuple(seat for seat in desk.seats if not state.is_sealed(seat)),
        tuple(dict.fromkeys(desk.left)),
    )


# -- the review and its studies --------------------------------------------------------------------


def _write_review(desk: _Desk, field: str, digest: str) -> None:
    content, state = desk.content, desk.state
    desk.say(REVIEW, field, import_value(content, digest))
    for name, text in (("source", content.title), *content.protocol):
        if not state.text(REVIEW, name):
            desk.say(REVIEW, name, text[:LONGEST])


def _write_study(desk: _Desk, study: Study, design: str) -> None:
    """Write a study's facts, unless it is known here."""
    known = _known(desk.state, study)
    desk.ids[study.id] = known or desk.make_id()
    if known:
        return
    subject = study_subject(desk.ids[study.id])
    primary = next((one for one in study.references if one.primary), None)
    first = primary or next(iter(study.references), None)
    year = study.year or (first.year if first else "")
    desk.say(subject, "label", study.name or study.id)
    desk.say(subject, "year", int(year) if _is_year(year) else None)
    if first is not None:
        for name, text in (
            ("title", first.title),
            ("authors", first.authors),
            ("journal", first.journal),
            ("doi", first.doi),
            ("pmid", first.pmid),
        ):
            desk.say(subject, name, text[:LONGEST])
    desk.say(subject, "notes", _notes(study)[:LONGEST])
    desk.say(subject, "order", next_order(desk.state) + list(desk.ids).index(study.id))
    if study.status == "included":
        desk.say(subject, "design", design)
    else:
        reason = study.reason or _status(study.status)
        desk.writes.append(write(subject, "removed", value=True, why=reason[:LONGEST]))


def _known(state: State, study: Study) -> str:
    """The study of ours that a study of the file is, by name or DOI; empty for none."""
    dois = {one.doi.casefold() for one in study.references if one.doi}
    name = " ".join(study.name.split()).casefold()
    for known in state.ids("study"):
        subject = study_subject(known)
        if name and " ".join(state.text(subject, "label").split()).casefold() == name:
            return known
        if state.text(subject, "doi").casefold() in dois:
            return known
    return ""


def _notes(study: Study) -> str:
    """What is told of a study, under its headings, and all of its reports."""
    parts = [f"{heading}\n{text}" for heading, text in study.facts]
    lines = [one.line for one in study.references if one.line]
    if lines:
        parts.append(_("Reports") + "\n" + "\n".join(lines))
    return "\n\n".join(parts)


def _status(status: str) -> str:
    return {
        "excluded": _("Excluded"),
        "awaiting": _("Awaiting classification"),
        "ongoing": _("Ongoing"),
    }.get(status, status)


def _is_year(text: str) -> bool:
    return len(text) == 4 and text.isdecimal() and text.isascii() and text >= "1000"


# -- risk of bias ----------------------------------------------------------------------------------


def _write_risk(desk: _Desk) -> None:
    name = instrument_of(desk.content)
    if not name:
        return
    key = shipped_key(name)
    groups = outcome_groups(desk.content)
    if groups and desk.state.value(REVIEW, f"setting/{name}/outcome_groups") is None:
        desk.say(REVIEW, f"setting/{name}/outcome_groups", "; ".join(groups))
    source = _("From {name}").format(name=desk.content.source)
    for study in desk.content.with_status("included"):
        own = desk.ids[study.id]
        answers, further = answers_of(desk.content, study.id)
        if not answers and not further:
            continue
        if not desk.state.text(study_subject(own), "instrument"):
            desk.say(study_subject(own), "instrument", name)
        apart = tuple(dict.fromkeys(group for one in answers for group, _l, _s in one.groups))
        if apart:
            _write_groups(desk, own, key, answers, apart)
        else:
            subject = appraisal_subject(own, ITSELF, key, desk.reader)
            for one in answers:
                why = one.support[:LONGEST]
                desk.say_in_seat(subject, item_field(one.address), one.value, why=why)
        for more in further:
            field = f"field/{_plain(more.entry)}"
            desk.say(study_subject(own), field, more.level, why=more.support[:LONGEST] or source)


def _write_groups(
    desk: _Desk, study: str, key: str, answers: tuple[Answer, ...], groups: tuple[str, ...]
) -> None:
    """Judge each group of outcomes apart; what was said of the study holds for each of them."""
    words = {"rob1-2008": {"low": "yes", "high": "no"}}.get(key.partition("@")[0], {})
    for order, group in enumerate(groups, 1):
        target = desk.make_id()
        subject = f"target/{target}"
        for field, value in (("study", study), ("kind", "outcome-group"), ("name", group)):
            desk.say(subject, field, value)
        desk.say(subject, "order", order)
        seat = appraisal_subject(study, target, key, desk.reader)
        for one in answers:
            own = next(((level, why) for name, level, why in one.groups if name == group), None)
            value, why = (one.value, one.support) if own is None else own
            value = words.get(value, value) if own is not None else value
            desk.say_in_seat(seat, item_field(one.address), value, why=why[:LONGEST])


# -- outcomes --------------------------------------------------------------------------------------


def _write_outcome(desk: _Desk, comparison: Comparison, outcome: Outcome, order: int) -> None:
    """Write an analysis as one outcome, or as one for each subgroup."""
    kind = data_kind(outcome)
    if not kind:
        desk.left.append(
            _("{number} {name}: a table of words, not of numbers.").format(
                number=outcome.number, name=outcome.name
            )
        )
        return
    if not outcome.repeated():
        _write_one(desk, comparison, outcome, order, outcome.every_row(), outcome.subgroups)
        return
    desk.left.append(
        _(
            "{number} {name}: a study stands in several subgroups, so each subgroup becomes an "
            "outcome; the total is in the certificate."
        ).format(number=outcome.number, name=outcome.name)
    )
    parts = [
        *((Subgroup(outcome.number, "", outcome.rows),) if outcome.rows else ()),
        *outcome.subgroups,
    ]
    for place, part in enumerate(parts):
        name = _part_name(outcome.name, part.name)
        named = replace(outcome, number=part.number, name=name)
        _write_one(desk, comparison, named, order + place / 100, part.rows, ())


def _part_name(outcome: str, part: str) -> str:
    """What a subgroup is called as an outcome; most repeat the outcome's name themselves."""
    if not part or part.casefold().startswith(outcome[:12].casefold()):
        return part or outcome
    return f"{outcome}: {part}"


def _write_one(
    desk: _Desk,
    comparison: Comparison,
    outcome: Outcome,
    order: float,
    rows: tuple[Row, ...],
    subgroups: tuple[Subgroup, ...],
) -> None:
    own = desk.make_id()
    subject = outcome_subject(own)
    plan = plan_of(outcome)
    place = _("Analysis {number}, {comparison}").format(
        number=outcome.number, comparison=comparison.name
    )
    facts: Mapping[str, Value] = {
        "name": outcome.name or outcome.number,
        "data": data_kind(outcome),
        "measure": plan.measure,
        "arm1": outcome.arms[0],
        "arm2": outcome.arms[1],
        "event_is": _event_is(outcome),
        "unit": outcome.unit,
        "note": place + ("\n" + _swapped() if outcome.swapped else ""),
        "order": order,
    }
    for field, value in facts.items():
        desk.say(subject, field, value)
    field = _write_subgroups(desk, outcome, subgroups)
    choices: Mapping[str, Value] = {
        "preset": "revman5",
        "method": plan.method,
        "tau2": plan.tau2,
        "subgroup": field,
        "favours": list(plan.favours) or None,
    }
    for name, value in choices.items():
        desk.say(plan_subject(own), name, value)
    for row in rows:
        _write_row(desk, outcome, row, own)


def _write_subgroups(desk: _Desk, outcome: Outcome, subgroups: tuple[Subgroup, ...]) -> str:
    """Say of each study which subgroup it is in; gives the field that says it."""
    if len(subgroups) < 2:
        return ""
    field = f"field/{_plain(f'{outcome.number} {outcome.name}')}"
    for group in subgroups:
        for row in group.rows:
            own = desk.ids.get(row.study)
            if own:
                desk.say(study_subject(own), field, (group.name or group.number)[:LONGEST])
    return field


def _write_row(desk: _Desk, outcome: Outcome, row: Row, own: str) -> None:
    study = desk.ids.get(row.study)
    if study is None:
        desk.left.append(
            _("{number}: a row of a study that the file does not list.").format(
                number=outcome.number
            )
        )
        return
    subject = extraction_subject(study, own, desk.reader)
    if subject in desk.seats:
        desk.left.append(
            _("{number} {study}: a second row of the same study.").format(
                number=outcome.number, study=row.study.removeprefix("STD-")
            )
        )
        return
    why = _("{source}, analysis {number}").format(source=desk.content.source, number=outcome.number)
    for field, value in _fields(outcome, row):
        if field in COUNTS and not _is_count(value):
            desk.left.append(
                _("{number} {study}: {value} is no count.").format(
                    number=outcome.number, study=row.study.removeprefix("STD-"), value=value
                )
            )
            continue
        whole = int(value) if field in COUNTS and isinstance(value, float) else value
        desk.say_in_seat(subject, field, whole, why=why)
    if row.footnote:
        desk.say_in_seat(subject, "note", row.footnote[:LONGEST], why="")


def _fields(outcome: Outcome, row: Row) -> Iterator[tuple[str, float | str]]:
    report = report_of(outcome, row)
    if report is None:
        names = CELLS[data_kind(outcome)]
        for name, value in zip(names, cells_of(outcome, row), strict=True):
            if value is not None:
                yield name, value
        return
    if report.estimate is not None and report.se is not None:
        yield "measure", plan_of(outcome).measure
        yield "estimate", report.estimate
        yield "se", report.se
        yield "scale", report.scale


def _is_count(value: float | str) -> bool:
    return isinstance(value, int | float) and 0 <= value <= 10**9 and float(value).is_integer()


def _event_is(outcome: Outcome) -> str:
    """Whether events are good or bad, where the words under the plot tell."""
    drug, left, right = (text.casefold() for text in (outcome.arms[0], *outcome.favours))
    if outcome.kind != "counts" or not drug or (drug in left) == (drug in right):
        return ""
    return "bad" if drug in left else "good"


def _swapped() -> str:
    return _("The numbers are those without the event, as the analysis pools them.")


def _plain(text: str) -> str:
    return " ".join(text.replace("/", "-").split())[:_GROUP].strip()
