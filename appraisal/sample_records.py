"""The records of a sample review: as many as its paper counted, most of them invented.

The paper prints how many records stood at each step, not which. So that screening, duplicates and
the flow can be tried, the rest is made up from a few numbers: every invented record says in its own
title that it is one, and carries a label. Only the included ones are the studies of the paper.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from appraisal import screening
from appraisal.drafts import Draft, write
from appraisal.keys import SigningKey
from appraisal.ledger import Value
from appraisal.records import merge, record_id
from appraisal.references.reference import Reference, value_of
from appraisal.review import Review
from appraisal.screening import ABSTRACT, FULL_TEXT, Stage
from appraisal.subjects import REVIEW, record_subject

Table = dict[str, Any]  # Any: a TOML table, shaped as in resources/samples


@dataclass(frozen=True, slots=True)
class Reader:
    """A reviewer who screens."""

    id: str
    key: SigningKey


@dataclass(frozen=True, slots=True)
class Study:
    """An included study: its id, and what the paper says of it."""

    id: str
    label: str
    author: str
    year: int


@dataclass(frozen=True, slots=True)
class _Found:
    """One record: the report it is of, and where it was found."""

    id: str
    report: int
    value: dict[str, Value]
    same_as: str  # the record it is a duplicate of; empty for none


def write_records(
    review: Review, table: Table, readers: Sequence[Reader], studies: Sequence[Study]
) -> None:
    """Import, merge, screen and link the records that a sample's numbers describe."""
    plan = _Plan(table, tuple(studies))
    found = tuple(plan.found())
    kept = {one.report: one.id for one in found if not one.same_as}
    lead = readers[0].id
    review.commit(_imported(table, found, plan), author=lead)
    review.commit(
        merge((one.id, one.same_as, "title") for one in found if one.same_as), author=lead
    )
    for stage, reports in ((ABSTRACT, tuple(kept)), (FULL_TEXT, plan.read)):
        for place, reader in enumerate(readers):
            said = [(kept[report], *plan.verdict(report, stage, place)) for report in reports]
            review.commit(screening.decide_all(said, stage, reader.id), author=reader.id)
            seal = screening.submit(
                review.state, [one for one, *_said in said], stage, reader.id, key=reader.key
            )
            review.commit(seal, author=reader.id)
    for report in plan.differing:
        decision, reason = plan.verdict(report, ABSTRACT, 0)
        settled = screening.settle(kept[report], ABSTRACT, decision, reason, why=table["settled"])
        review.commit(settled, author=lead)
    links = (
        write(record_subject(kept[report]), "study", study.id)
        for report, study in plan.included.items()
    )
    review.commit(Draft("", tuple(links)), author=lead)


class _Plan:
    """Which record is what, spread evenly from the numbers of the table."""

    def __init__(self, table: Table, studies: tuple[Study, ...]) -> None:
        self.table = table
        self.databases: Mapping[str, int] = table["databases"]
        self.n = sum(self.databases.values()) - table["merged"]  # reports
        every = self.n // table["full_texts"]
        self.read = tuple(every * nth for nth in range(table["full_texts"]))
        step = len(self.read) // len(studies)
        self.included = dict(zip(self.read[::step], studies, strict=False))
        out = [report for report in range(self.n) if report not in self.read]
        self.differing = tuple(out[:: len(out) // table["differ"]][: table["differ"]])

    def found(self) -> Iterator[_Found]:
        """Every record in the order of the databases; duplicates only after the first of them."""
        first, merged = next(iter(self.databases.values())), self.table["merged"]
        every = (sum(self.databases.values()) - first) // merged
        places = [name for name, n in self.databases.items() for _nth in range(n)]
        ids: list[str] = []
        copies = 0
        for place, database in enumerate(places):
            is_copy = place >= first and (place - first) % every == 0 and copies < merged
            report = copies * (first // merged) if is_copy else len(ids)
            value: dict[str, Value] = {**value_of(self._reference(report)), "database": database}
            made = record_id(value)
            yield _Found(made, report, value, ids[report] if is_copy else "")
            if is_copy:
                copies += 1
            else:
                ids.append(made)

    def _reference(self, report: int) -> Reference:
        study = self.included.get(report)
        if study is not None:
            return Reference(title=study.label, authors=(study.author,), year=study.year)
        before = sum(one < report for one in self.included)
        return Reference(title=self.table["title"].format(n=report - before + 1))

    def verdict(self, report: int, stage: Stage, reader: int) -> tuple[str, str]:
        """What a reviewer says of a report: a decision, and the reason where it is out."""
        if stage == FULL_TEXT:
            is_in = report in self.included
            return ("include", "") if is_in else ("exclude", self.table["no_data"])
        if report in self.read or (reader > 0 and report in self.differing):
            return "include", ""
        reasons = self.table["reasons"]
        return "exclude", reasons[report % len(reasons)]


def _imported(table: Table, found: Sequence[_Found], plan: _Plan) -> Draft:
    """The records with their labels, what each search gave, and what is said of them all."""
    writes = [
        write(REVIEW, "records_note", table["note"]),
        write(REVIEW, "screening/reasons", [*table["reasons"], table["no_data"]]),
    ]
    for name, n in plan.databases.items():
        said: dict[str, Value] = {"file": table["file"], "database": name, "via": "database"}
        key = name.casefold().replace(" ", "-")
        writes.append(write(REVIEW, f"search/{key}", {**said, "records": n}))
    for one in found:
        label = table["of_paper"] if one.report in plan.included else table["label"]
        writes.append(write(record_subject(one.id), "imported", one.value))
        writes.append(write(record_subject(one.id), "labels", [label]))
    return Draft("", tuple(writes))
