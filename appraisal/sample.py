"""The sample reviews, written as their people would write them: answer, submit, agree.

What they say is data, in `resources/samples`. Here it goes through the ordinary verbs, so that
seals, digests and opened forms are real. Ids, times and keys follow from the content's names alone:
two samples of one kind in one language hold the same entries. The whole is made in memory and
written to the file in one transaction.
"""

import hashlib
import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from appraisal import drafts
from appraisal.collecting import uncollected
from appraisal.drafts import Draft
from appraisal.instruments import shipped_key
from appraisal.keys import SigningKey, key_from_seed
from appraisal.ledger import Claim, Quote
from appraisal.review import Review
from appraisal.risk_mapping import mapping_field
from appraisal.sample_records import Reader, Study, write_records
from appraisal.store.memory import MemoryStore
from appraisal.subjects import (
    AGREED,
    appraisal_form,
    extraction_form,
    in_seat,
    item_field,
)
from resources import read_toml
from resources.i18n import language

SAMPLES: Final = ("ivig", "bcg")

Table = dict[str, Any]  # Any: a TOML table, shaped as in resources/samples

_ALPHABET: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_BEGINNING: Final = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
_AFTERNOON: Final = _BEGINNING.replace(hour=13)
_SATURDAY: Final = 5
_FACTS: Final = ("label", "title", "design", "authors", "year", "notes")


def make(path: Path, which: str = "ivig", *, replace: bool = False) -> None:
    """Write a sample review to a file.

    Parameters
    ----------
    path
        Where the file goes.
    which
        `ivig` (after Rosa 2018: two reviewers, five instruments) or `bcg` (after Colditz 1994: one
        reader, thirteen trials).
    replace
        Whether a file that stands there may go.

    Raises
    ------
    StorageError
        When the file cannot be made.
    """
    store = MemoryStore(sample_id(which, "review"))
    with uncollected():
        write(store, which)
    store.copy_to(path, replace=replace)


def write(store: MemoryStore, which: str) -> None:
    """Write a sample review, entry by entry, into a store that is still empty."""
    chance = random.Random(f"evenhand {which}")
    clock = _Clock(chance)

    def make_id() -> str:
        return "".join(chance.choices(_ALPHABET, k=16))

    content = read_toml("samples", f"{which}.toml")
    people = {
        person["key"]: sample_id(which, "person", person["key"]) for person in content["person"]
    }
    desk = _Desk(which, content, Review(store, clock=clock, make_id=make_id), clock, people)
    _set_up(desk)
    if "records" in content:
        _find(desk)
    for step in (_appraise, _extract):
        for person in people:
            clock.next_day()
            step(desk, person)
    if len(people) > 1:
        clock.next_day()
        _agree(desk)
    _map(desk)


def sample_id(which: str, kind: str, key: str = "") -> str:
    """The id that a sample gives its review, a person, a study or an outcome."""
    number = int.from_bytes(hashlib.sha256(f"{which}/{kind}/{key}".encode()).digest()[:12], "big")
    return "".join(_ALPHABET[number // 36**place % 36] for place in range(16))


def reader_keys(which: str = "ivig") -> dict[str, SigningKey]:
    """The keys of a sample's people by their ids, for whoever plays them at this desk."""
    people = [person["key"] for person in read_toml("samples", f"{which}.toml")["person"]]
    return {sample_id(which, "person", person): _key(which, person) for person in people}


def first_reader(which: str = "ivig") -> str:
    """Who sits at the desk when a sample is opened: the first of its people."""
    return next(iter(reader_keys(which)))


# -- the desk at which it is written ---------------------------------------------------------------


class _Clock:
    """Office hours in March: a minute or so between two writes, a new day on demand."""

    def __init__(self, chance: random.Random, begins: datetime = _BEGINNING) -> None:
        self._chance = chance
        self._moment = begins

    def __call__(self) -> datetime:
        self._moment += timedelta(milliseconds=self._chance.randrange(15_000, 90_000))
        return self._moment

    def next_day(self) -> None:
        """Go on in the morning of the next working day."""
        day = self._moment.replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=1)
        while day.weekday() >= _SATURDAY:
            day += timedelta(days=1)
        self._moment = day


@dataclass(slots=True)
class _Desk:
    """The review being written, its clock, and the ids of its people."""

    which: str
    content: Table
    review: Review
    clock: _Clock
    people: dict[str, str]

    @property
    def coordinator(self) -> str:
        """Who sets the review up and settles what differs: the first of its people."""
        return next(iter(self.people.values()))

    @property
    def outcome(self) -> str:
        """The id of its one outcome."""
        return sample_id(self.which, "outcome")

    def study(self, key: str) -> str:
        """The id of a study."""
        return sample_id(self.which, "study", key)

    def do(self, draft: Draft, author: str = "") -> None:
        """Commit a draft."""
        self.review.commit(draft, author=author or self.coordinator)

    def seal(self, subject: str, person: str) -> None:
        """Submit a seat for one of its people."""
        key = _key(self.which, person)
        self.do(drafts.seal(self.review.state, subject, key=key), self.people[person])


def _key(which: str, person: str) -> SigningKey:
    return key_from_seed(f"evenhand {which} {person}")


def _spoken(table: Table) -> Table:
    """A table in the language in use, where it is written in that too."""
    plain = {name: value for name, value in table.items() if name not in ("key", "pt_BR")}
    return {**plain, **table.get(language(), {})}


# -- the protocol ----------------------------------------------------------------------------------


def _set_up(desk: _Desk) -> None:
    content = desk.content
    for person in content["person"]:
        desk.do(drafts.add_person(_spoken(person), id=desk.people[person["key"]])[0])
    desk.do(drafts.edit_review(_spoken(content["review"])))
    designs = {f"design/{design}": name for design, name in content["designs"].items()}
    desk.do(drafts.edit_review(designs))
    for name, settings in content.get("settings", {}).items():
        chosen = {f"setting/{name}/{key}": value for key, value in _spoken(settings).items()}
        desk.do(drafts.edit_review(chosen))
    for box in content.get("flow", ()):
        desk.do(drafts.edit_review({f"flow/{box['key']}": box["n"]}, why=_spoken(box)["why"]))
    for rule in content.get("rule", ()):
        address = _address(desk, rule["instrument"], rule["item"])
        desk.do(drafts.set_rule(rule["instrument"], address, _spoken(rule)["text"]))
    outcome = {**_spoken(content["outcome"]), "order": 1}
    desk.do(drafts.add_outcome(outcome, id=desk.outcome)[0])
    plan = _spoken(content["plan"])
    why = plan.pop("why")
    desk.do(drafts.keep_plan(desk.outcome, plan, why=why))
    for order, study in enumerate(content["study"], start=1):
        facts = {name: study[name] for name in _FACTS if name in study}
        own = {f"field/{name}": value for name, value in study.get("fields", {}).items()}
        fields = {**facts, **own, "order": order}
        desk.do(drafts.add_study(fields, id=desk.study(study["key"]))[0])


def _find(desk: _Desk) -> None:
    """Bring the records in and screen them, on the afternoon of the first day.

    Chance of its own: what is written after it keeps its times, however many records there are.
    """
    chance = random.Random(f"evenhand {desk.which} records")
    apart = Review(
        desk.review.store,
        clock=_Clock(chance, _AFTERNOON),
        make_id=lambda: "".join(chance.choices(_ALPHABET, k=16)),
    )
    readers = [Reader(at, _key(desk.which, person)) for person, at in desk.people.items()]
    studies = [
        Study(desk.study(one["key"]), one["label"], one["authors"], one["year"])
        for one in desk.content["study"]
    ]
    write_records(apart, _spoken(desk.content["records"]), readers, studies)
    desk.review.refresh()


def _address(desk: _Desk, instrument: str, item: str) -> str:
    address = desk.review.instrument(shipped_key(instrument)).address_of(item)
    if address is None:
        raise KeyError(item)  # the content names an item that its instrument has not
    return address


# -- each reviewer alone ---------------------------------------------------------------------------


def _appraise(desk: _Desk, person: str) -> None:
    for study in desk.content["study"]:
        instrument = desk.content["designs"][study["design"]]
        form = appraisal_form(desk.study(study["key"]), shipped_key(instrument))
        subject = in_seat(form, desk.people[person])
        for address, said in _answers(desk, study, instrument).items():
            draft = drafts.answer(subject, address, _claim(said[person]))
            desk.do(draft, desk.people[person])
        if "overall" in study:
            judged = _claim(study["overall"][person])
            desk.do(drafts.judge(subject, "overall", judged), desk.people[person])
        desk.seal(subject, person)


def _answers(desk: _Desk, study: Table, instrument: str) -> dict[str, Table]:
    """What both said of each item of a study, by address."""
    return {_address(desk, instrument, item): said for item, said in study["items"].items()}


def _claim(said: Table) -> Claim:
    quotes = (Quote(said["quote"], page=said.get("page")),) if "quote" in said else ()
    return Claim(said["value"], said["why"], quotes)


def _extract(desk: _Desk, person: str) -> None:
    for table in desk.content["extraction"]:
        study, seat = desk.study(table["study"]), desk.people[person]
        cells = _cells(table, person)
        desk.do(drafts.extract(study, desk.outcome, seat, cells), seat)
        desk.seal(in_seat(extraction_form(study, desk.outcome), seat), person)


def _cells(table: Table, person: str) -> dict[str, Claim]:
    counts = {**table["counts"], **table.get(f"{person}_counts", {})}
    return {
        cell: Claim(count, table[person][cell], _quotes(table, cell))
        for cell, count in counts.items()
    }


def _quotes(table: Table, cell: str) -> tuple[Quote, ...]:
    quote = table.get("quote", {})
    return (Quote(quote["text"], page=quote["page"]),) if quote.get("field") == cell else ()


# -- together --------------------------------------------------------------------------------------


def _agree(desk: _Desk) -> None:
    for study in desk.content["study"]:
        if study.get("reconciled", True):
            _agree_appraisal(desk, study)
    desk.clock.next_day()
    for table in desk.content["extraction"]:
        _agree_extraction(desk, table)


def _map(desk: _Desk) -> None:
    """Say what counts as high, where the review does."""
    for table in desk.content.get("mapping", ()):
        said = _spoken(table)
        why = said.pop("why")
        for instrument in said.pop("instruments"):
            desk.do(drafts.edit_review({mapping_field(instrument): dict(said)}, why=why))


def _agree_appraisal(desk: _Desk, study: Table) -> None:
    """Settle every item: what both said stands as the first said it, the rest with a reason."""
    instrument = desk.content["designs"][study["design"]]
    form = appraisal_form(desk.study(study["key"]), shipped_key(instrument))
    said = {item_field(at): table for at, table in _answers(desk, study, instrument).items()}
    if "overall" in study:
        said["overall"] = study["overall"]
    for field, table in said.items():
        settled = table.get(AGREED)
        claim = _taken({person: _claim(table[person]) for person in desk.people}, settled)
        desk.do(drafts.agree(form, field, claim), _gave_way(desk, settled))


def _agree_extraction(desk: _Desk, table: Table) -> None:
    form = extraction_form(desk.study(table["study"]), desk.outcome)
    both = {person: _cells(table, person) for person in desk.people}
    for cell in table["counts"]:
        said = {person: cells[cell] for person, cells in both.items()}
        settled = table.get(AGREED, {}).get(cell)
        desk.do(drafts.agree(form, cell, _taken(said, settled)), _gave_way(desk, settled))
    if "note" in table:
        desk.do(drafts.agree(form, "note", Claim(table["note"])))


def _gave_way(desk: _Desk, settled: Table | None) -> str:
    """Who wrote the agreed answer: where they differed, the one whose answer was not taken."""
    return next((one for name, one in desk.people.items() if settled and name != settled["take"]),
                "")  # fmt: skip


def _taken(said: Mapping[str, Claim], settled: Table | None) -> Claim:
    """Whose claim the agreed seat takes, and why where they differ."""
    if settled is None:
        return next(iter(said.values()))
    return replace(said[settled["take"]], why=settled["why"])
