"""Which database a file came from: what its records say, then its name; the person decides."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain
from typing import Final, Literal

from appraisal.folding import key_of
from appraisal.references.reference import Reference

Via = Literal["database", "register", "website", "organisation", "citation"]
VIAS: Final[tuple[Via, ...]] = ("database", "register", "website", "organisation", "citation")

DATABASES: Final = (
    "PubMed", "MEDLINE", "EMBASE", "CENTRAL", "Scopus", "Web of Science", "SciELO", "LILACS",
    "Google Scholar", "CINAHL", "PsycINFO", "CAB Abstracts", "ClinicalTrials.gov", "WHO ICTRP",
)  # fmt: skip
_REGISTERS: Final = frozenset({"ClinicalTrials.gov", "WHO ICTRP"})
_SAID: Final = (  # what a database's tag, number or link says; the first that fits
    (re.compile(r"scielo", re.I), "SciELO"),
    (re.compile(r"lilacs|\blil-\d|bvsalud", re.I), "LILACS"),
    (re.compile(r"scopus", re.I), "Scopus"),
    (re.compile(r"^wos:|web of science|webofscience|webofknowledge", re.I), "Web of Science"),
    (re.compile(r"embase", re.I), "EMBASE"),
    (re.compile(r"cochranelibrary|central|cochrane central", re.I), "CENTRAL"),
    (re.compile(r"clinicaltrials\.gov|^nct\d{8}", re.I), "ClinicalTrials.gov"),
    (re.compile(r"ictrp", re.I), "WHO ICTRP"),
    (re.compile(r"cinahl", re.I), "CINAHL"),
    (re.compile(r"psyc-?info|psycnet", re.I), "PsycINFO"),
    (re.compile(r"cab abstracts", re.I), "CAB Abstracts"),
    (re.compile(r"scholar\.google|google scholar", re.I), "Google Scholar"),
    (re.compile(r"medline", re.I), "MEDLINE"),
    (re.compile(r"pubmed|ncbi\.nlm\.nih", re.I), "PubMed"),
)
_SHORT: Final = 40  # a database's name, which each record repeats; a link is not
_NAMES: Final = (
    ("pubmed", "PubMed"), ("medline", "MEDLINE"), ("embase", "EMBASE"), ("central", "CENTRAL"),
    ("cochrane", "CENTRAL"), ("scopus", "Scopus"), ("wos", "Web of Science"),
    ("webofscience", "Web of Science"), ("savedrecs", "Web of Science"), ("scielo", "SciELO"),
    ("lilacs", "LILACS"), ("bvs", "LILACS"), ("scholar", "Google Scholar"), ("cinahl", "CINAHL"),
    ("psycinfo", "PsycINFO"), ("ictrp", "WHO ICTRP"), ("clinicaltrials", "ClinicalTrials.gov"),
)  # fmt: skip


def database_in(texts: Iterable[str]) -> str:
    """The database that a record's own words name; empty where they name none."""
    for text in texts:
        if text and (name := _named(text) if len(text) < _SHORT else _searched(text)):
            return name
    return ""


@lru_cache(maxsize=1_000)
def _named(text: str) -> str:
    return _searched(text)


def _searched(text: str) -> str:
    return next((name for pattern, name in _SAID if pattern.search(text)), "")


def guess_database(file_name: str, kind: str, hints: Counter[str], total: int) -> str:
    """The database a whole file came from; empty where that would be a guess in the dark.

    Its own tags decide where most records have one; then its name; then its format.
    """
    if hints:
        name, times = hints.most_common(1)[0]
        if times * 2 >= total:
            return name
    words = key_of(file_name).replace(" ", "")
    named = next((name for word, name in _NAMES if word in words), "")
    return named or {"nbib": "PubMed", "ciw": "Web of Science"}.get(kind, "")


def via_of(database: str) -> Via:
    """Whether a name is that of a register of trials or of a database."""
    return "register" if database in _REGISTERS else "database"


def hint_of(reference: Reference, tags: Iterable[str]) -> str:
    """The database of one record: by its tags, its number, its link."""
    return database_in(chain(tags, (reference.number, reference.url)))
