"""Two records beside each other: surely of one report, maybe, or of two; and what differs.

By DOI and PubMed number first, then by title, first author, year, volume and pages, all folded
(`folding`). Among many records `duplicates` asks this of the pairs that could be alike.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal

from appraisal.folding import key_of, name_key
from appraisal.references.reference import Reference

Verdict = Literal["same", "maybe", ""]

_CUT: Final = 0.9  # how alike a title and its beginning are taken to be
_SMALL = frozenset(
    {"of", "the", "and", "in", "for", "on", "de", "da", "do", "e", "der", "und", "la"}
)
_NUMBERING = frozenset({"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"})
_KINDS_OF_TEXT = frozenset(
    {
        *("erratum", "errata", "corrigendum", "correction", "addendum", "retraction", "retracted"),
        *("reply", "response", "comment", "commentary", "letter", "editorial", "resposta"),
        *("protocol", "author", "authors"),
    }
)
_FIGURES = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Card:
    """What is compared of a record."""

    id: str
    doi: str
    pmid: str
    title: str
    year: int | None
    first: str  # the first author's family name
    names: frozenset[str]
    journal: str
    volume: str
    page: str
    marks: tuple[str, ...]  # what sets Part 1 apart from Part 2, a reply from its report
    riches: int  # how much it says
    order: int


def card_of(id: str, reference: Reference, order: int = 0) -> Card:
    """What is compared of a reference."""
    title = key_of(reference.title)
    names = [family_name(name) for name in reference.authors[:20]]
    words = title.split()
    riches = (
        4 * bool(reference.abstract)
        + 3 * bool(reference.doi)
        + 2 * bool(reference.pmid)
        + sum(map(bool, (reference.pages, reference.volume, reference.journal, reference.keywords)))
    )
    return Card(
        id,
        reference.doi,
        reference.pmid,
        title,
        reference.year,
        names[0] if names else "",
        frozenset(names),
        name_key(reference.journal),
        key_of(reference.volume),
        _first_page(reference.pages),
        tuple(
            sorted(
                [word for word in words if word in _NUMBERING or word in _KINDS_OF_TEXT]
                + _FIGURES.findall(title)
            )
        ),
        riches,
        order,
    )


def family_name(name: str) -> str:
    """The family name of an author, as it is compared: of `Silva, J.`, `Silva J` and `J. Silva`."""
    before, comma, _rest = name.partition(",")
    if comma:
        return name_key(before)
    words = name_key(name).split()
    while len(words) > 1 and len(words[-1]) <= 2:
        words.pop()
    while len(words) > 1 and len(words[0]) <= 2 and words[0] not in ("de", "da", "do", "di", "du"):
        words.pop(0)
    return words[-1] if words else ""


def compare(a: Card, b: Card) -> tuple[Verdict, float, str]:
    """Whether two records are of one report, how alike their titles are, and how it is known."""
    from rapidfuzz.fuzz import ratio

    alike = ratio(a.title, b.title) / 100 if a.title and b.title else 0.0
    if alike < _CUT and _is_cut(a.title, b.title):
        alike = _CUT
    if a.doi and a.doi == b.doi:
        return _by_number(a, b, alike, "doi")
    if a.pmid and a.pmid == b.pmid:
        return _by_number(a, b, alike, "pmid")
    if alike < 0.8 and not (_equal(a.page, b.page) and _equal(a.volume, b.volume)):
        return "", alike, ""
    verdict = _by_title(a, b, alike)
    return verdict, alike, "title" if verdict else ""


def differing(a: Card, b: Card) -> tuple[str, ...]:
    """The fields in which two records say different things; what one lacks is no difference."""
    pairs = (
        ("title", a.title, b.title),
        ("authors", a.first, b.first),
        ("year", str(a.year or ""), str(b.year or "")),
        ("journal", a.journal, b.journal),
        ("volume", a.volume, b.volume),
        ("pages", a.page, b.page),
        ("doi", a.doi, b.doi),
        ("pmid", a.pmid, b.pmid),
    )
    return tuple(name for name, one, other in pairs if one and other and one != other)


def _by_number(a: Card, b: Card, alike: float, why: str) -> tuple[Verdict, float, str]:
    """Two records with one DOI: one report, unless all else speaks against it.

    A congress supplement gives all its abstracts one DOI; a journal prints a title in two
    languages.
    """
    if not a.title or not b.title or (alike >= 0.7 and a.marks == b.marks):
        return "same", max(alike, 0.7), why
    shared = bool(a.names & b.names) or not a.names or not b.names
    if shared and _near(a.year, b.year, 1) and not _differ(a.page, b.page) and a.marks == b.marks:
        return "same", alike, why
    return "maybe", alike, why


def _by_title(a: Card, b: Card, alike: float) -> Verdict:
    shared = bool(a.names & b.names)
    if not shared and a.names and b.names:
        return ""
    in_place = _equal(a.page, b.page) and _equal(a.volume, b.volume)
    if a.marks != b.marks:
        return "maybe" if in_place and alike >= 0.8 and _near(a.year, b.year, 1) else ""
    if _differ(a.doi, b.doi) or _differ(a.pmid, b.pmid):
        return "maybe" if alike >= 0.95 and _near(a.year, b.year, 2) else ""
    first = a.first == b.first and bool(a.first)
    if alike >= 0.95 and _near(a.year, b.year, 1):
        return _by_same_title(a, b, shared=shared)
    if alike >= 0.85 and in_place and first and _near(a.year, b.year, 1):
        return "same"
    if alike >= 0.88 and shared and _near(a.year, b.year, 2):
        return "maybe"
    if in_place and first and a.year == b.year and journals_alike(a.journal, b.journal):
        return "maybe"
    return ""


def _by_same_title(a: Card, b: Card, *, shared: bool) -> Verdict:
    if _differ(a.page, b.page):
        return "maybe"
    if _equal(a.page, b.page) and not _differ(a.volume, b.volume):
        return "same"
    if _differ(a.volume, b.volume):
        return "maybe"
    if not shared:  # one names no author
        alike = bool(a.journal and b.journal) and journals_alike(a.journal, b.journal)
        return "same" if _equal(a.volume, b.volume) and alike else "maybe"
    journals = a.journal and b.journal and not journals_alike(a.journal, b.journal)
    if journals and not (_equal(a.volume, b.volume) and a.year == b.year):
        return "maybe"
    known = _equal(a.volume, b.volume) or bool(a.journal and b.journal)
    return "same" if known or len(a.title) >= 40 else "maybe"


def journals_alike(a: str, b: str) -> bool:
    """Whether one journal's name may be the other's abbreviation: `mult scler`, `j vet intern med`.

    Each word of the shorter begins a word of the longer, in their order.
    """
    short, long = sorted((_words(a), _words(b)), key=len)
    if not short:
        return False
    rest = iter(long)
    return all(
        any(word.startswith(part) or part.startswith(word) for word in rest) for part in short
    )


def _words(journal: str) -> list[str]:
    return [word for word in journal.split() if word not in _SMALL]


def _is_cut(a: str, b: str) -> bool:
    """Whether one title is the beginning of the other: databases drop what follows the colon."""
    short, long = sorted((a, b), key=len)
    return len(short) >= 25 and long.startswith(f"{short} ")


def _equal(a: str, b: str) -> bool:
    return bool(a) and a == b


def _differ(a: str, b: str) -> bool:
    return bool(a and b) and a != b


def _near(a: int | None, b: int | None, by: int) -> bool:
    return a is None or b is None or abs(a - b) <= by


def _first_page(pages: str) -> str:
    plain = key_of(pages).split()
    return plain[0].lstrip("0") if plain else ""
