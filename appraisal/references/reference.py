"""A reference: what a database says of one report, in one form whatever the file was.

Its value is what the ledger keeps of an imported record, one claim with all of it. Texts are
tidied here and nowhere else, so that the same report read from two formats is spelt alike.
"""

import html
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any, Final

LONGEST: Final = 20_000  # characters of one text, as the ledger takes them
AUTHORS: Final = 500
_KEYWORDS, _NOTES = 200, 8
_ROOM = 60_000  # bytes of a whole reference: a claim holds 64 kB

_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]+", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_PMID = re.compile(r"(?<!\d)\d{1,8}(?!\d)")


@dataclass(frozen=True, slots=True)
class Decision:
    """What another program says was decided of a report, and by whom."""

    program: str
    decision: str  # include, maybe, exclude
    person: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """One report as a file describes it; what it does not say is empty."""

    kind: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()
    year: int | None = None
    journal: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    url: str = ""
    language: str = ""
    issn: str = ""
    number: str = ""  # its number in the database it came from
    notes: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether nothing in it tells which report is meant."""
        return not (self.title or self.doi or self.pmid or self.abstract or self.number)


TEXTS: Final = (
    "kind", "title", "journal", "volume", "issue", "pages", "doi", "pmid", "abstract", "url",
    "language", "issn", "number",
)  # fmt: skip
LISTS: Final = ("authors", "keywords", "notes")
_TEXT_NAMES: Final = frozenset(TEXTS)
_texts_of = attrgetter(*TEXTS)


def value_of(reference: Reference) -> dict[str, Any]:  # Any: JSON
    """A reference as JSON: what it does not say is left out, and the whole fits a claim."""
    value: dict[str, Any] = {
        name: text for name, text in zip(TEXTS, _texts_of(reference), strict=True) if text
    }
    for name in LISTS:
        parts = getattr(reference, name)
        if parts:
            value[name] = list(parts)
    if reference.year is not None:
        value["year"] = reference.year
    if reference.decisions:
        value["decisions"] = [
            {"program": one.program, "decision": one.decision}
            | ({"person": one.person} if one.person else {})
            | ({"reason": one.reason} if one.reason else {})
            for one in reference.decisions
        ]
    return value


def reference_of(value: object) -> Reference:
    """The reference a claim holds; what is not as we write it is left out."""
    if not isinstance(value, Mapping):
        return Reference()
    said: dict[str, Any] = {}  # Any: fields of several kinds
    for name, text in value.items():
        if name in _TEXT_NAMES and isinstance(text, str):
            said[name] = text
        elif name in LISTS and isinstance(text, list):
            said[name] = tuple(map(str, text))
    year = value.get("year")
    if isinstance(year, int):
        said["year"] = year
    decisions = value.get("decisions")
    if isinstance(decisions, list):
        said["decisions"] = tuple(
            Decision(
                str(one.get("program", "")),
                str(one.get("decision", "")),
                str(one.get("person", "")),
                str(one.get("reason", "")),
            )
            for one in decisions
            if isinstance(one, Mapping)
        )
    return Reference(**said)


# -- tidying -----------------------------------------------------------------------------------


def tidy(text: str) -> str:
    """A text in one line, without control characters and what HTML made of letters."""
    if text.isprintable() and "&" not in text and "  " not in text:
        return text.strip()[:LONGEST]  # nearly every text: a blank is the only white in it
    if "&" in text and ";" in text:
        text = html.unescape(text)
    made = " ".join(text.split())
    if not made.isprintable():
        made = " ".join("".join(mark if mark.isprintable() else " " for mark in made).split())
    return made[:LONGEST]


def tidy_all(
    texts: Iterable[str],
    most: int = _KEYWORDS,
    longest: int = LONGEST,
    made: Callable[[str], str] = tidy,
) -> tuple[str, ...]:
    """Several texts, tidied by `made`; empty ones and repetitions left out."""
    found = dict.fromkeys([said for text in texts if (said := made(text)[:longest])])
    return tuple(found)[:most]


def doi_in(text: str) -> str:
    """The DOI in a text, in small letters and without what surrounds it; empty where none is."""
    if "10." not in text:
        return ""
    found = _DOI.search(text.replace("%2F", "/").replace("%2f", "/"))
    if found is None:
        return ""
    doi = found.group().rstrip(".,;:'")
    for closing, opening in ((")", "("), ("]", "["), ("}", "{")):
        while doi.endswith(closing) and doi.count(closing) > doi.count(opening):
            doi = doi[:-1].rstrip(".,;:")
    return doi.casefold()


def year_in(text: str) -> int | None:
    """The first year in a text."""
    found = _YEAR.search(text)
    return None if found is None else int(found.group())


def pmid_in(text: str) -> str:
    """A PubMed number, where the text is nothing else."""
    plain = text.strip().removeprefix("PMID").strip(": ")
    return plain.lstrip("0") if _PMID.fullmatch(plain) else ""


def pages_of(first: str, last: str = "") -> str:
    """First and last page as one text."""
    first, last = tidy(first), tidy(last)
    joined = f"{first}-{last}" if first and last and last != first and "-" not in first else first
    return (joined or last).replace("\N{EN DASH}", "-").replace("--", "-")[:60]


def fitted(reference: Reference) -> Reference:
    """A reference that a claim can hold: notes and keywords go first, then the abstract's end."""
    if (
        len(reference.authors) <= AUTHORS
        and len(reference.keywords) <= _KEYWORDS
        and len(reference.notes) <= _NOTES
        and _size(reference) <= _ROOM
    ):
        return reference
    made = replace(
        reference,
        authors=reference.authors[:AUTHORS],
        keywords=reference.keywords[:_KEYWORDS],
        notes=reference.notes[:_NOTES],
    )
    if _size(made) <= _ROOM:
        return made
    made = replace(made, notes=(), keywords=(), url=made.url[:2_000])
    over = _size(made) - _ROOM
    if over > 0:
        short = {name: getattr(made, name)[:2_000] for name in TEXTS if name != "abstract"}
        authors = tuple(author[:100] for author in made.authors)
        made = replace(made, **short, authors=authors, abstract=made.abstract[: LONGEST // 4])
    return made


def _size(reference: Reference) -> int:
    texts = [*_texts_of(reference), *reference.authors, *reference.keywords, *reference.notes]
    length = sum(map(len, texts)) + 8 * len(texts)
    if length * 4 <= _ROOM:  # no letter takes more than four bytes
        return length
    return sum(len(text.encode(errors="replace")) + 8 for text in texts)
