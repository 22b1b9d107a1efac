"""Records of the same report: which surely are, and which a person must look at.

By DOI and PubMed number first, then by title, first author, year, volume and pages, all folded
(`folding`). Sure pairs form groups; a pair that would join two different DOIs or PubMed numbers is
never sure. What differs in a doubtful pair is named, so that it can be marked.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Literal

from appraisal.folding import key_of, name_key
from appraisal.references.reference import Reference

Verdict = Literal["same", "maybe", ""]
Report = Callable[[int, int], None]

_BLOCK: Final = 60  # records compared each with each; a larger block by its neighbours in order
_WINDOW: Final = 15
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


@dataclass(frozen=True, slots=True)
class Group:
    """Records of one report: the one that is kept, and the others, each with why."""

    keeper: str
    others: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Two records that may be of one report: which fields differ."""

    first: str
    second: str
    alike: float
    differ: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in a set of records."""

    groups: tuple[Group, ...]
    doubtful: tuple[Doubtful, ...]


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


def find(
    cards: Sequence[Card],
    *,
    apart: Collection[frozenset[str]] = (),
    joined: Mapping[str, str] | None = None,
    report: Report | None = None,
) -> Found:
    """The groups of records of one report, and the pairs that are doubtful.

    Groups are given whole, with those that were joined before.

    Parameters
    ----------
    cards
        The records.
    apart
        Pairs of which someone said that they are two reports.
    joined
        Each duplicate that is known already, and the record that stands for it.
    report
        Told how far it is; may raise to stop.
    """
    sure: list[tuple[float, int, int, str]] = []
    maybe: list[tuple[float, int, int]] = []
    for number, (one, other) in enumerate(_pairs(cards)):
        if report is not None and number % 20_000 == 0:
            report(min(number, len(cards) * 4), len(cards) * 4)
        verdict, alike, why = compare(cards[one], cards[other])
        if verdict and frozenset((cards[one].id, cards[other].id)) in apart:
            continue
        if verdict == "same":
            sure.append(
                (alike + (2 if why == "doi" else 1 if why == "pmid" else 0), one, other, why)
            )
        elif verdict == "maybe":
            maybe.append((alike, one, other))
    clusters = _Clusters(cards, joined or {})
    for alike, one, other, why in sorted(sure, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if not clusters.join(one, other, why):
            maybe.append((min(alike, 1.0), one, other))
    doubtful = [
        Doubtful(cards[one].id, cards[other].id, alike, differing(cards[one], cards[other]))
        for alike, one, other in sorted(maybe, key=lambda pair: (-pair[0], pair[1], pair[2]))
        if clusters.root(one) != clusters.root(other)
    ]
    return Found(tuple(clusters.groups()), tuple(_once_a_group(doubtful, clusters, cards)))


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


# -- which to compare --------------------------------------------------------------------------


def _pairs(cards: Sequence[Card]) -> Iterator[tuple[int, int]]:
    """The pairs worth comparing, each once: a number, a title, an author and year in common."""
    seen: set[int] = set()
    total = len(cards)
    for members in _blocks(cards):
        for one, other in _within(members, cards):
            low, high = (one, other) if one < other else (other, one)
            code = low * total + high
            if code not in seen:
                seen.add(code)
                yield low, high


def _blocks(cards: Sequence[Card]) -> Iterable[list[int]]:
    blocks: dict[tuple[str, object, object], list[int]] = {}
    for place, card in enumerate(cards):
        words = card.title.split()
        keys: list[tuple[str, object, object]] = []
        if card.doi:
            keys.append(("doi", card.doi, ""))
        if card.pmid:
            keys.append(("pmid", card.pmid, ""))
        if len(words) >= 3:
            keys.append(("begins", " ".join(words[:4]), ""))
            keys.append(("ends", " ".join(words[-4:]), ""))
        elif words:
            keys.append(("title", card.title, ""))
        if card.first and card.year:
            keys.append(("name", card.first, card.year))
        if card.page and card.volume:
            keys.append(("place", card.volume, card.page))
        for key in keys:
            blocks.setdefault(key, []).append(place)
    return (members for members in blocks.values() if len(members) > 1)


def _within(members: list[int], cards: Sequence[Card]) -> Iterator[tuple[int, int]]:
    if len(members) <= _BLOCK:
        yield from combinations(members, 2)
        return
    ordered = sorted(members, key=lambda place: cards[place].title)
    for place, one in enumerate(ordered):
        for other in ordered[place + 1 : place + 1 + _WINDOW]:
            yield one, other


# -- groups ------------------------------------------------------------------------------------


class _Clusters:
    """Records joined into groups; no group holds two DOIs or two PubMed numbers."""

    def __init__(self, cards: Sequence[Card], joined: Mapping[str, str]) -> None:
        self._cards = cards
        self._joined = joined
        self._keepers = frozenset(joined.values())
        self._above = list(range(len(cards)))
        self._numbers = [({card.doi} - {""}, {card.pmid} - {""}) for card in cards]
        self._why: dict[int, str] = {}
        place = {card.id: number for number, card in enumerate(cards)}
        for other, keeper in joined.items():
            if other in place and keeper in place:
                self.join(place[keeper], place[other], "known")

    def root(self, place: int) -> int:
        """The record that stands for a group."""
        above = self._above
        while above[place] != place:
            above[place] = above[above[place]]
            place = above[place]
        return place

    def join(self, one: int, other: int, why: str) -> bool:
        """Make two groups one; refused where their numbers tell them apart."""
        a, b = self.root(one), self.root(other)
        if a == b:
            return True
        (dois, pmids), (dois_b, pmids_b) = self._numbers[a], self._numbers[b]
        tells = (dois and dois_b and not dois & dois_b) or (
            pmids and pmids_b and not pmids & pmids_b
        )
        if tells and why == "title":
            return False
        self._above[b] = a
        self._numbers[a] = (dois | dois_b, pmids | pmids_b)
        self._why[other if other != a else one] = why
        self._why.setdefault(one, why)
        return True

    def groups(self) -> Iterator[Group]:
        """The groups of more than one, in the order of the records."""
        members: dict[int, list[int]] = {}
        for place in range(len(self._cards)):
            members.setdefault(self.root(place), []).append(place)
        for places in members.values():
            if len(places) > 1:
                cards = self._cards
                keeper = min(places, key=self._rank)
                yield Group(
                    cards[keeper].id,
                    tuple((cards[p].id, self._why.get(p, "title")) for p in places if p != keeper),
                )

    def _rank(self, place: int) -> tuple[bool, int, int, int]:
        """Who stands for a group: who does so already, then who says most, then the first."""
        card = self._cards[place]
        stands = card.id in self._keepers and card.id not in self._joined
        return (not stands, -card.riches, card.order, place)


def _once_a_group(
    doubtful: Iterable[Doubtful], clusters: _Clusters, cards: Sequence[Card]
) -> Iterator[Doubtful]:
    """One pair for two groups that are doubtful of each other, not each with each."""
    place = {card.id: number for number, card in enumerate(cards)}
    seen: set[frozenset[int]] = set()
    for pair in doubtful:
        roots = frozenset((clusters.root(place[pair.first]), clusters.root(place[pair.second])))
        if roots not in seen:
            seen.add(roots)
            yield pair
