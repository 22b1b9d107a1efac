"""A large file from elsewhere, which comes in as a whole where nothing in it is odd.

Every hash is verified and every rule of `arrivals` asked here too, but rows go past the program
instead of being kept by it: minutes and gigabytes at a million of them. The first thing that is odd
ends this; the careful way then tells what may come in from what is set aside.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from appraisal.arrivals import is_second_key, may_be_said
from appraisal.ledger import Row, all_hold
from appraisal.review import Review
from appraisal.seals import SEALED
from appraisal.store.news import Gathering, News
from appraisal.store.protocol import Arrival, Record, Report, Standing

LARGE = 8_000_000  # bytes


@dataclass(frozen=True, slots=True)
class Sifted:
    """What is new in a file, all of it fit to come in: its subjects, and what it says of people."""

    news: News
    standing: Standing
    people: tuple[Row, ...]

    @property
    def subjects(self) -> Iterable[str]:
        """What is spoken of, in the order it was written there."""
        return self.standing.subjects

    def arrival(self, texts: Sequence[str], records: Sequence[Record], source: str) -> Arrival:
        """All that is to be written."""
        return Arrival((), tuple(texts), (), tuple(records), source, self.news, self.standing)


def is_large(path: Path) -> bool:
    """Whether a file is better taken as a whole."""
    return path.stat().st_size >= LARGE


def sifted(
    review: Review, theirs: Path, held_seals: Mapping[str, str], report: Report
) -> Sifted | None:
    """What a file would bring; None where anything in it is odd."""
    gathering = Gathering(review.store.path, theirs)
    try:
        found = _looked_through(review, gathering, held_seals, report)
        awaited = gathering.awaited(report) if found is not None else None
    finally:
        gathering.give_up()
    if found is None or awaited is None:
        return None
    heads = found.standing.heads
    if awaited:
        heads = [row for row in heads if row.id not in awaited]
    return replace(found, standing=replace(found.standing, heads=heads))


def _looked_through(
    review: Review, gathering: Gathering, held_seals: Mapping[str, str], report: Report
) -> Sifted | None:
    """Look at one row after the other, and keep what will stand."""
    given = gathering.replaces()
    replaced = {earlier for before in given.values() for earlier in before}
    subjects: dict[str, None] = {}
    people: list[Row] = []
    heads: list[Row] = []
    done = 0
    for rows in gathering.rows():
        report(min(done + gathering.known, gathering.total), gathering.total)
        done += len(rows)
        if not all_hold(rows, given):
            return None
        for columns in rows:
            _seq, key, _change, _at, author, subject, field, body, _made = columns
            if not may_be_said(subject, field, author, body) or (
                field == SEALED and held_seals.get(subject, key) != key
            ):
                return None
            subjects[subject] = None
            is_about_a_person = subject.startswith("person/")
            if key in replaced and not is_about_a_person:
                continue
            row = Row._make((*columns, given.get(key, ())))
            if is_about_a_person:
                people.append(row)
                if is_second_key(review, row):
                    return None
            if key not in replaced:
                heads.append(row)
    return Sifted(gathering.news, Standing(heads, replaced, subjects), tuple(people))
