"""Records of the same report, among many: groups of sure ones, and pairs a person must look at.

Two are compared in `alike`. Sure pairs form groups; a pair that would join two different DOIs or
PubMed numbers is never sure. What differs in a doubtful pair is named, so that it can be marked.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from appraisal.alike import Card, compare, differing

Report = Callable[[int, int], None]

_BLOCK: Final = 60  # records compared each with each; a larger block by its neighbours in order
_WINDOW: Final = 15


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
