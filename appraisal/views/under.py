"""Settings that changed after a form was answered: under which it was answered, until confirmed.

Nothing is stored when a form is answered; the times of the ledger tell. They are for reading, and
this only asks people to look again: no result rests on it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from appraisal.conditions import SettingRef
from appraisal.instrument import Instrument, Item, Setting, fields_of
from appraisal.ledger import Entry, Row, Value
from appraisal.ratings import Lookup
from appraisal.state import State
from appraisal.subjects import (
    AGREED,
    REVIEW,
    appraisal_subject,
    in_seat,
    parse,
    setting_field,
    under_field,
)
from appraisal.views.seats import WorkRow, worklist

History = Callable[[], Iterable[Entry]]


@dataclass(frozen=True, slots=True)
class Under:
    """A setting as it was when a form was answered, and as it is now."""

    setting: Setting
    then: Value
    now: Value


def answered_under(
    state: State, instrument: Instrument, subject: str, history: History
) -> tuple[Under, ...]:
    """The settings that a seat's answers were given under, and that are others now.

    `history` gives the entries of the review's own facts; it is asked only where a setting was
    written after an answer.
    """
    later = tuple(_later(state, instrument, subject))
    if not later:
        return ()
    entries = sorted(history(), key=lambda entry: entry.at)
    found = []
    for setting, answered_at in later:
        field = setting_field(instrument.id, setting.key)
        now = state.value(REVIEW, field)
        then = _confirmed(state, subject, setting)
        if then is None:
            then = _value_at(entries, field, answered_at)
        if _shown(then, setting) != _shown(now, setting):
            found.append(Under(setting, then, now))
    return tuple(found)


def to_confirm(state: State, reader: str, lookup: Lookup, history: History) -> tuple[WorkRow, ...]:
    """The studies that a reader answered before a setting changed."""
    return tuple(
        row
        for row in worklist(state, reader, lookup)
        if row.instrument
        and answered_under(
            state,
            lookup(row.instrument),
            appraisal_subject(row.study, row.target, row.instrument, reader),
            history,
        )
    )


def confirmations(
    state: State, subject: str, found: Iterable[Under]
) -> tuple[str, dict[str, Value]]:
    """Where the reader confirms a seat's answers, and what is written; no subject where nobody may.

    A form that all have submitted is confirmed in the agreed seat.
    """
    fields: dict[str, Value] = {
        under_field(one.setting.key): "" if one.now is None else one.now for one in found
    }
    if not state.is_sealed(subject):
        return subject, fields
    return (in_seat(parse(subject).form, AGREED) if state.is_open(subject) else ""), fields


def _later(state: State, instrument: Instrument, subject: str) -> Iterator[tuple[Setting, str]]:
    """Settings written after an answer that may rest on them, with when that was given."""
    for setting in instrument.settings:
        row = state.row(REVIEW, setting_field(instrument.id, setting.key))
        if setting.scope != "review" or row is None:
            continue
        given = min(_answered(state, instrument, subject, setting), default="")
        if given and given < row.at:
            yield setting, given


def _answered(
    state: State, instrument: Instrument, subject: str, setting: Setting
) -> Iterator[str]:
    items = [item for item in instrument.items() if _rests_on(item, setting.key)]
    for item in items or instrument.items():
        row: Row | None = state.row(subject, f"item/{item.address}")
        if row is not None and state.value(subject, row.field) is not None:
            yield row.at


def _rests_on(item: Item, key: str) -> bool:
    texts = (item.ask, item.help, *(option.text for option in item.options))
    quoted = any(key in fields_of(text) for text in texts)
    return quoted or (isinstance(item.cap, SettingRef) and item.cap.key == key)


def _confirmed(state: State, subject: str, setting: Setting) -> Value:
    """The value a seat, or all of them together, confirmed last."""
    field = under_field(setting.key)
    agreed = state.value(in_seat(parse(subject).form, AGREED), field)
    return state.value(subject, field) if agreed is None else agreed


def _value_at(entries: Iterable[Entry], field: str, at: str) -> Value:
    value: Value = None
    for entry in entries:
        if entry.field == field and entry.at <= at:
            value = entry.claim.value
    return value


def _shown(value: Value, setting: Setting) -> Value:
    """A value as it works: what nobody chose is the default."""
    return setting.default if value in (None, "", []) else value
