"""Records: what the searches found, each one claim, and who is a duplicate of whom.

A record's id is made from what it says and the database that said it, so the same file imported
again, here or on another desk, adds nothing. A duplicate is never taken away: it points to the
record that stands for both, and each database keeps its count.
"""

import hashlib
import string
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from appraisal.collecting import uncollected
from appraisal.drafts import Draft, Write, write
from appraisal.kept import EVERYWHERE
from appraisal.ledger import Value, canonical
from appraisal.references.databases import VIAS, Via, via_of
from appraisal.references.reading import Understood
from appraisal.references.reference import (
    Reference,
    doi_in,
    pmid_in,
    reference_of,
    value_of,
    year_in,
)
from appraisal.state import State
from appraisal.subjects import REVIEW, record_subject
from resources.i18n import _, ngettext, number

AT_ONCE: Final = 1_000  # records of one write to the disk
_ALPHABET: Final = string.ascii_lowercase + string.digits
_PAIRS: Final = tuple(low + high for high in _ALPHABET for low in _ALPHABET)
Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A file as the person wants it taken in: where it came from, and by which road."""

    understood: Understood
    database: str
    via: Via = "database"


@dataclass(frozen=True, slots=True)
class Search:
    """A file that was taken in: how many records it held."""

    id: str
    name: str
    database: str
    via: Via
    records: int


@dataclass(frozen=True, slots=True)
class Fresh:
    """Records of files that are not in the review yet, ready to be written."""

    records: tuple[tuple[str, dict[str, Value]], ...]
    searches: tuple[tuple[str, dict[str, Value]], ...]
    new: tuple[int, ...]  # of each file
    known: tuple[int, ...]


def chosen_of(understood: Understood) -> Chosen:
    """A file with the database it seems to come from."""
    return Chosen(understood, understood.database, via_of(understood.database))


def record_id(value: Mapping[str, Value], nth: int = 1) -> str:
    """The id of a record, from its content; `nth` tells repetitions in one file apart."""
    said = [str(nth)]
    for name in sorted(value):
        what = value[name]
        if isinstance(what, str):
            said.append(f"{name}\x1f{what}")
        elif isinstance(what, list) and set(map(type, what)) <= {str}:
            said.append("\x1f".join((name, *what)))
        else:
            said.append(f"{name}\x1f{canonical(what)}")
    text = "\x1e".join(said).encode("utf-8", "surrogatepass")
    left = int.from_bytes(hashlib.sha256(text).digest()[:12])
    letters = []
    for _n in range(8):
        left, place = divmod(left, 1296)
        letters.append(_PAIRS[place])
    return "".join(letters)


def fresh(state: State, files: Sequence[Chosen], *, report: Report | None = None) -> Fresh:
    """What of some files is not in the review yet; `report` may raise to stop."""
    records: dict[str, dict[str, Value]] = {}
    searches: list[tuple[str, dict[str, Value]]] = []
    new: list[int] = []
    known: list[int] = []
    total = sum(len(one.understood.references) for one in files)
    done = 0
    with uncollected():
        for one in files:
            seen: Counter[str] = Counter()
            before, there = len(records), 0
            for reference in one.understood.references:
                value, record = _identified(reference, one.database, seen)
                if record in records or is_there(state, record):
                    there += 1
                else:
                    records[record] = value
                done += 1
                if report is not None and done % AT_ONCE == 0:
                    report(done, total)
            new.append(len(records) - before)
            known.append(there)
            searches.append(_search_claim(one))
    return Fresh(tuple(records.items()), tuple(searches), tuple(new), tuple(known))


def _identified(
    reference: Reference, database: str, seen: Counter[str]
) -> tuple[dict[str, Value], str]:
    """A reference as the ledger keeps it, and its id; the second of its kind has one of its own."""
    value: dict[str, Value] = value_of(reference)
    value["database"] = database
    record = record_id(value)
    seen[record] += 1
    if seen[record] > 1:
        record = record_id(value, seen[record])
    return value, record


def is_there(state: State, record: str) -> bool:
    """Whether a record is in the review, and was not taken back."""
    return state.says(record_subject(record), "imported")


def drafts_of(found: Fresh, files: Sequence[Chosen] = ()) -> Iterator[Draft]:
    """The writes of an import, a thousand records at a time; what is known of the files last."""
    n = len(found.records)
    label = ngettext("Import a record", "Import {n} records", n).format(n=number(n, 0))
    for start in range(0, len(found.records), AT_ONCE):
        yield Draft(
            label,
            tuple(
                write(record_subject(record), "imported", value)
                for record, value in found.records[start : start + AT_ONCE]
            ),
        )
    maps = [made for one in files for made in map_writes(one.understood)]
    said = [write(REVIEW, f"search/{name}", value) for name, value in found.searches]
    yield Draft(label, (*said, *maps))


def searches(state: State) -> tuple[Search, ...]:
    """The files that were taken in, in the order they came."""
    found: list[Search] = []
    for field, claim in state.fields(REVIEW).items():
        value = claim.value
        if field.startswith("search/") and isinstance(value, dict):
            records, via = value.get("records"), value.get("via")
            found.append(
                Search(
                    field.removeprefix("search/"),
                    str(value.get("file", "")),
                    str(value.get("database", "")),
                    next((known for known in VIAS if known == via), "database"),
                    records if isinstance(records, int) else 0,
                )
            )
    return tuple(found)


# -- reading ---------------------------------------------------------------------------------------

EDITABLE: Final = ("title", "authors", "year", "journal", "volume", "issue", "pages", "doi", "pmid")


def record_ids(state: State) -> tuple[str, ...]:
    """The records that are in the review, duplicates too."""
    return state.kept(EVERYWHERE, "record ids", None, lambda: _record_ids(state))


def merged_count(state: State) -> int:
    """How many records are duplicates of others."""
    return state.kept(EVERYWHERE, "merged", None, lambda: _merged_count(state))


def _merged_count(state: State) -> int:
    return sum(state.says(record_subject(record), "same_as") for record in record_ids(state))


def _record_ids(state: State) -> tuple[str, ...]:
    found = (subject.partition("/")[2] for subject in state.subjects("record"))
    return tuple(record for record in found if state.says(record_subject(record), "imported"))


def reference_at(state: State, record: str, imported: Value = None) -> Reference:
    """What a record says, with what people put right since; `imported` where it was read before."""
    subject = record_subject(record)
    made = reference_of(state.value(subject, "imported") if imported is None else imported)
    for field in state.field_names(subject):
        if field.startswith("field/") and (name := field[6:]) in EDITABLE:
            value = state.value(subject, field)
            if value is not None:
                made = _edited(made, name, str(value))
    return made


def _edited(reference: Reference, name: str, text: str) -> Reference:
    if name == "authors":
        parts = tuple(part.strip() for part in text.split(";") if part.strip())
        return replace(reference, authors=parts)
    if name == "year":
        return replace(reference, year=year_in(text))
    if name == "doi":
        return replace(reference, doi=doi_in(text))
    if name == "pmid":
        return replace(reference, pmid=pmid_in(text))
    return replace(reference, **{name: text})  # type: ignore[arg-type]  # one of the texts


def database_of(state: State, record: str) -> str:
    """The database a record came from."""
    value = state.value(record_subject(record), "imported")
    return str(value.get("database", "")) if isinstance(value, dict) else ""


# -- duplicates ------------------------------------------------------------------------------------


def keeper_of(state: State, record: str) -> str:
    """The record that stands for a report: itself, unless it is a duplicate."""
    seen = {record}
    while True:
        value = state.value(record_subject(record), "same_as")
        above = value.get("record") if isinstance(value, dict) else None
        if not isinstance(above, str) or above in seen:
            return record
        record = above
        seen.add(record)


def apart(state: State) -> frozenset[frozenset[str]]:
    """The pairs of which someone said that they are two reports."""
    found: set[frozenset[str]] = set()
    for subject in state.subjects("record"):
        value = state.value(subject, "apart")
        if isinstance(value, list):
            record = subject.partition("/")[2]
            found.update(frozenset((record, str(other))) for other in value)
    return frozenset(found)


def merge(pairs: Iterable[tuple[str, str, str]], *, by_person: bool = False) -> Draft:
    """Let records stand for others: (duplicate, keeper, how it is known)."""
    writes = tuple(
        write(
            record_subject(other),
            "same_as",
            {"record": keeper, "by": "person" if by_person else how},
        )
        for other, keeper, how in pairs
    )
    n = len(writes)
    label = ngettext("Merge a duplicate", "Merge {n} duplicates", n).format(n=n)
    return Draft(label, writes)


def split(record: str, *, why: str = "") -> Draft:
    """Take a merge back: the record stands for itself again."""
    return Draft(_("Take a merge back"), (write(record_subject(record), "same_as", None, why=why),))


def keep_apart(state: State, record: str, other: str) -> Draft:
    """Say that two records are two reports, so that they are not offered again."""
    said = state.value(record_subject(record), "apart")
    known = [str(one) for one in said] if isinstance(said, list) else []
    return Draft(
        _("Not the same report"),
        (write(record_subject(record), "apart", sorted({*known, other})),),
    )


def _search_claim(one: Chosen) -> tuple[str, dict[str, Value]]:
    found = one.understood
    name = hashlib.sha256(f"{found.digest} {one.database}".encode()).hexdigest()[:16]
    return name, {
        "file": found.name[:200],
        "database": one.database,
        "via": one.via,
        "records": len(found.references),
        "kind": found.kind,
        "lost": found.lost,
    }


def map_writes(found: Understood) -> tuple[Write, ...]:
    """Remember how a table's columns were read, for the next file of that kind."""
    pairs = {
        head: field
        for head, field in zip(found.heads, found.columns, strict=False)
        if head and field
    }
    if not pairs:
        return ()
    name = hashlib.sha256(canonical(sorted(found.heads)).encode()).hexdigest()[:16]
    return (write(REVIEW, f"columns/{name}", dict(pairs)),)


def known_maps(state: State) -> tuple[Mapping[str, str], ...]:
    """The maps of columns that were made here before."""
    return tuple(
        {str(head): str(field) for head, field in claim.value.items()}
        for name, claim in state.fields(REVIEW).items()
        if name.startswith("columns/") and isinstance(claim.value, dict)
    )
