"""A labelled set of duplicates, made from the real exports as other databases would write them.

Each real record is rendered again in six ways seen in exports (no DOI, initials, other case and
alphabet, a title without its subtitle, a year later, a slip of the key): those are duplicates. And
each has five neighbours that are other reports: a second part, an erratum, a reply, the congress
abstract of the year before, another report by the same authors in the same year and journal.
`python -m tests.appraisal.labelled` prints what the search for duplicates makes of it.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from appraisal.alike import Card, card_of
from appraisal.duplicates import find
from appraisal.folding import folded, key_of
from appraisal.references.reading import read_references
from appraisal.references.reference import Reference

FOLDERS = [parent / "shared" / "data" / "formats" for parent in Path(__file__).resolve().parents]
FORMATS = next((folder for folder in FOLDERS if folder.is_dir()), None)
FILES = (
    "Ovid_ris_example.ris", "Scopus_bib_example.bib", "WoS_ciw_example.ciw", "pubmed_zotero.ris",
    "restoration_pubmed_first25.nbib", "rispy_example_wos.ris", "zotero_endnote_xml_first12.xml",
)  # fmt: skip


def originals(folder: Path) -> list[Reference]:
    """The real records, one of each report."""
    found: dict[str, Reference] = {}
    for name in FILES:
        for one in read_references(folder / "references" / name).references:
            found.setdefault(key_of(one.title), one)
    return [one for title, one in found.items() if title]


def renderings(one: Reference) -> Iterator[tuple[str, Reference]]:
    """One report as other databases write it."""
    initials = tuple(_initials(name) for name in one.authors)
    bare = replace(one, doi="", pmid="", number="")
    yield (
        "scopus",
        replace(
            one,
            title=one.title.title(),
            authors=initials,
            pmid="",
            journal=_abbreviated(one.journal),
        ),
    )
    yield "ovid", replace(bare, title=folded(one.title).capitalize() + ".", authors=initials)
    short = one.title.split(":")[0]
    yield (
        "scholar",
        replace(bare, title=short, authors=initials[:3], pages="", issue="", abstract=""),
    )
    later = None if one.year is None else one.year + 1
    umlauts = one.title.replace("\u00fc", "ue").replace("\u00e4", "ae")
    yield "lilacs", replace(bare, title=umlauts.upper(), year=later, pages=_short_pages(one.pages))
    yield "embase", replace(bare, authors=initials[:1], pages="", keywords=())
    middle = len(one.title) // 2
    yield "slip", replace(bare, title=one.title[:middle] + one.title[middle + 1 :], issue="")


def neighbours(one: Reference, other: Reference) -> Iterator[tuple[str, Reference]]:
    """Other reports that look like one."""
    new = replace(one, doi="", pmid="", number="", abstract="Another text.")
    yield "part", replace(new, title=f"{one.title} Part 2", pages="901-907")
    yield "erratum", replace(new, title=f"Erratum: {one.title}", pages="1001")
    yield "reply", replace(new, title=f"Reply to: {one.title}", pages="77", authors=("Zweig, P.",))
    before = None if one.year is None else one.year - 1
    yield (
        "congress",
        replace(
            new, year=before, journal="Annual Congress", volume="S1", pages="P314", abstract=""
        ),
    )
    yield "same team", replace(new, title=other.title, pages="33-41", volume="2")


@dataclass(frozen=True, slots=True)
class Labelled:
    """The cards, the report each is of, and how each was made."""

    cards: list[Card]
    report: dict[str, str]
    made_by: dict[str, str]


def labelled(folder: Path) -> Labelled:
    """The set made from the real exports."""
    cards: list[Card] = []
    report: dict[str, str] = {}
    made_by: dict[str, str] = {}

    def add(reference: Reference, of: str, how: str) -> None:
        name = f"r{len(cards)}"
        cards.append(card_of(name, reference, len(cards)))
        report[name], made_by[name] = of, how

    real = originals(folder)
    for place, one in enumerate(real):
        add(one, str(place), "original")
        for how, made in renderings(one):
            add(made, str(place), how)
        for how, made in neighbours(one, real[place - 1]):
            add(made, f"{place} {how}", how)
    return Labelled(cards, report, made_by)


def figures(known: Labelled) -> dict[str, float]:
    """Sensitivity and specificity over all pairs, and what is left to a person."""
    cards, report, made_by = known.cards, known.report, known.made_by
    found = find(cards)
    group = {card.id: card.id for card in cards}
    for one in found.groups:
        group.update({other: one.keeper for other, _why in one.others})
    asked = {frozenset((group[pair.first], group[pair.second])) for pair in found.doubtful}
    counts = dict.fromkeys(("merged", "asked", "missed", "wrong", "wrongly asked", "other"), 0)
    missed: dict[str, int] = {}
    for place, a in enumerate(cards):
        for b in cards[place + 1 :]:
            same = report[a.id] == report[b.id]
            joined = group[a.id] == group[b.id]
            shown = frozenset((group[a.id], group[b.id])) in asked
            if same:
                what = "merged" if joined else "asked" if shown else "missed"
            else:
                what = "wrong" if joined else "wrongly asked" if shown else "other"
            counts[what] += 1
            if what in ("missed", "wrong", "asked", "wrongly asked"):
                kinds = f"{what}: " + " with ".join(sorted((made_by[a.id], made_by[b.id])))
                missed[kinds] = missed.get(kinds, 0) + 1
    positives = counts["merged"] + counts["asked"] + counts["missed"]
    negatives = counts["wrong"] + counts["wrongly asked"] + counts["other"]
    return {
        "reports": len(set(report.values())),
        "records": len(cards),
        "positives": positives,
        "negatives": negatives,
        "sensitivity": counts["merged"] / positives,
        "sensitivity with asked": (counts["merged"] + counts["asked"]) / positives,
        "specificity": 1 - counts["wrong"] / negatives,
        "questions": len(found.doubtful),
        **counts,
        **missed,
    }


def _abbreviated(journal: str) -> str:
    words = [word for word in journal.split() if word.casefold() not in ("of", "the", "and")]
    return " ".join(f"{word[:4]}." for word in words)


def _initials(name: str) -> str:
    family, _comma, given = name.partition(",")
    letters = [word[0] for word in given.replace(".", " ").split() if word]
    return f"{family} {''.join(letters)}".strip()


def _short_pages(pages: str) -> str:
    first, dash, last = pages.partition("-")
    return f"{first}-{last[-1:]}" if dash and first.isdigit() else pages


if __name__ == "__main__":
    assert FORMATS is not None
    for name, value in figures(labelled(FORMATS)).items():
        sys.stdout.write(
            f"{name}: {value:.4f}\n" if isinstance(value, float) else f"{name}: {value}\n"
        )
