"""Judgements in a table: a row a study, a column a domain, as robvis and the RoB 2 tool have them.

Which instrument is meant follows from the columns and the words. A sign or a word that programs
read differently is named, not guessed. The printed overall judgement is kept, and laid beside the
worst of the domains. What is written of the rows stands in `judgement_writing`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from appraisal.errors import UnreadableImport
from appraisal.folding import folded
from appraisal.instrument import Instrument
from appraisal.shipped import shipped_instrument
from resources.i18n import _, language, ngettext

Row = Sequence[object]

HEADS_WITHIN: Final = 25  # rows in which the names of the columns are looked for
LEAST: Final = 3  # domains without which a table is no table of judgements
SAMPLES: Final = 4  # cells that are named where many are odd
_STUDY: Final = ("study", "study id", "study name", "estudo", "author", "unique id")
_OUTCOME: Final = frozenset({"outcome", "desfecho"})
_REVIEWER: Final = frozenset({"reviewer", "reviewer name", "assessor", "revisor"})
_JUDGED: Final = re.compile(r" (?:judge?ment|julgamento)$")
_SUPPORT: Final = re.compile(
    r" (?:support|supporting text|support for judge?ment|comments?|justification|justificativa)$"
)
_WEIGHT: Final = frozenset({"weight", "peso"})
_OVERALL: Final = frozenset(
    {"overall", "overall bias", "overall risk of bias", "global", "overall judgement"}
)
_DOMAIN: Final = re.compile(r"d(?:omain)? ?(\d)([ab]?)(?: judgement)?")
_BY_WORDS: Final = ("rob1-2011", "rob1-2008", "rob2", "quips", "quadas2", "robins-i-2016")
_SIGNS: Final = frozenset({"+", "-", "?", "x", "!", "−", "–"})
_WORDS: Final = {
    "low": "low", "low risk": "low", "baixo": "low", "low risk of bias": "low",
    "high": "high", "high risk": "high", "alto": "high", "high risk of bias": "high",
    "some concerns": "some_concerns", "algumas preocupacoes": "some_concerns",
    "unclear": "unclear", "unclear risk": "unclear", "incerto": "unclear",
    "unclear risk of bias": "unclear", "moderate": "moderate", "moderado": "moderate",
    "serious": "serious", "critical": "critical", "very high": "very_high",
    "no information": "no_information",
}  # fmt: skip
_AS: Final = {
    "quadas2": {"some_concerns": "unclear"},
    "rob1-2008": {"some_concerns": "unclear"},
    "rob1-2011": {"some_concerns": "unclear"},
}


@dataclass(frozen=True, slots=True)
class Judged:
    """One row: the level of each domain by its id, and the printed one of the whole."""

    study: str
    outcome: str
    levels: Mapping[str, str]
    overall: str
    reviewer: str = ""
    support: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judgements:
    """What a table of judgements amounts to."""

    source: str
    instrument: str
    rows: tuple[Judged, ...]
    left: tuple[str, ...]
    differs: tuple[str, ...] = field(default=())


def find(rows: Sequence[Row]) -> int | None:
    """The row that names the columns of a table of judgements; None where there is none."""
    for place, row in enumerate(rows[:HEADS_WITHIN]):
        heads = [_head(cell) for cell in row]
        ends = any(head in _OVERALL or head in _REVIEWER for head in heads)
        if not ends or not any(head in _STUDY for head in heads):
            continue
        if len(_numbered(heads)) >= LEAST or _by_words(heads) is not None:
            return place
    return None


def understand(rows: Sequence[Row], *, source: str) -> Judgements:
    """The judgements of a table.

    Raises
    ------
    UnreadableImport
        When no instrument has these columns, or no row holds a judgement.
    """
    place = find(rows)
    if place is None:
        raise UnreadableImport(_("{name} is no table of judgements.").format(name=source))
    heads = [_head(cell) for cell in rows[place]]
    body = rows[place + 1 :]
    name, domains, left = _instrument(heads, body, source)
    instrument = shipped_instrument(name, language())
    study = next(heads.index(one) for one in _STUDY if one in heads)
    overall = next((n for n, head in enumerate(heads) if head in _OVERALL), None)
    outcome = next((n for n, head in enumerate(heads) if head in _OUTCOME), None)
    who = next((n for n, head in enumerate(heads) if head in _REVIEWER), None)
    texts = _support(heads, domains)
    odd: list[str] = []
    made: list[Judged] = []
    for row in body:
        label = _text(row, study)
        if not label:
            continue
        levels = {
            domain: level
            for column, domain in domains.items()
            if (level := _level(instrument, _text(row, column), label, odd))
        }
        whole = _level(instrument, _text(row, overall), label, odd, whole=True)
        support = {key: said for n, key in texts.items() if (said := _text(row, n))}
        made.append(Judged(label, _text(row, outcome), levels, whole, _text(row, who), support))
    if not any(one.levels for one in made):
        raise UnreadableImport(_("{name} holds no judgement that is known.").format(name=source))
    return Judgements(
        source, name, tuple(made), (*left, *_some(odd)), tuple(_differing(instrument, made))
    )


# -- reading ---------------------------------------------------------------------------------------


def _instrument(
    heads: list[str], body: Sequence[Row], source: str
) -> tuple[str, dict[int, str], tuple[str, ...]]:
    """The instrument, the domain of each column, and the columns that have no place."""
    numbered = _numbered(heads)
    if len(numbered) < LEAST:
        found = _by_words(heads)
        assert found is not None
        return found
    words = {folded(_text(row, n)) for row in body for n in numbered}
    plain = {n: key for n, key in numbered.items() if not key.endswith("b")}
    count = len(plain)
    if count == 7:
        name = "robins-e" if words & {"very high", "some concerns", "high"} else "robins-i-2016"
    else:
        name = {4: "quadas2", 5: "rob2", 6: "quips"}.get(count, "")
    if not name:
        raise UnreadableImport(
            _("{name} has {n} domains, which no instrument here has.").format(name=source, n=count)
        )
    left = tuple(
        _("Column {column}: the instrument has no such domain.").format(column=key.upper())
        for key in numbered.values()
        if key.endswith("b")
    )
    domains = {
        n: "D2a" if (name, key) == ("rob2", "d2") else key.upper() for n, key in plain.items()
    }
    return name, domains, left


def _numbered(heads: list[str]) -> dict[int, str]:
    """The columns named D1, D2, Domain 3, by their place."""
    found: dict[int, str] = {}
    for place, head in enumerate(heads):
        named = _DOMAIN.fullmatch(head)
        if named is not None:
            key = f"d{named[1]}{named[2] if named[2] == 'b' else ''}"
            if key not in found.values():
                found[place] = key
    return found


def _by_words(heads: list[str]) -> tuple[str, dict[int, str], tuple[str, ...]] | None:
    """The instrument whose domains most columns are named after; None below three."""
    best: tuple[str, dict[int, str]] = ("", {})
    for name in _BY_WORDS:
        instrument = shipped_instrument(name, "en")
        titles = {_key(domain.title): domain.id for domain in instrument.domains}
        titles |= {_key(title): key for title, key in _OTHER_TITLES.get(name, {}).items()}
        keys = [_JUDGED.sub("", _key(head)) for head in heads]
        found = {n: titles[key] for n, key in enumerate(keys) if key in titles}
        if len(found) > len(best[1]):
            best = (name, found)
    name, domains = best
    if len(domains) < LEAST:
        return None
    known = {*_STUDY, *_OVERALL, *_OUTCOME, *_WEIGHT, *_REVIEWER}
    left = tuple(
        _("Column {column}: the instrument has no such domain.").format(column=head)
        for n, head in enumerate(heads)
        if head and n not in domains and head not in known and not _SUPPORT.search(head)
    )
    return name, domains, left


def _support(heads: list[str], domains: Mapping[int, str]) -> dict[int, str]:
    """The columns of words that support a judgement, with the domain each is of."""
    named = {_JUDGED.sub("", _key(heads[n])): key for n, key in domains.items()}
    return {
        n: named[base]
        for n, head in enumerate(heads)
        if _SUPPORT.search(head) and (base := _key(_SUPPORT.sub("", head))) in named
    }


_OTHER_TITLES: Final = {
    "rob1-2011": {
        "other sources of bias": "D7", "other bias": "D7", "sequence generation": "D1",
        "selective outcome reporting": "D6",
    },
    "rob1-2008": {
        "blinding": "D3", "other sources of bias": "D6", "sequence generation": "D1",
        "selective outcome reporting": "D5",
    },
    "rob2": {
        "randomization process": "D1", "randomisation process": "D1",
        "deviations from intended interventions": "D2a",
        "deviations from the intended interventions": "D2a", "missing outcome data": "D3",
        "measurement of the outcome": "D4", "selection of the reported result": "D5",
    },
}  # fmt: skip


def _head(cell: object) -> str:
    return folded(str(cell or "").replace(".", " ").replace("_", " ").replace(":", " "))


def _key(head: str) -> str:
    """A title as it is compared: without what stands in brackets, letters alone."""
    return re.sub(r"[^a-z]+", " ", re.sub(r"\(.*?\)", "", folded(head))).strip()


def _text(row: Row, place: int | None) -> str:
    if place is None or place >= len(row):
        return ""
    return " ".join(str(row[place] or "").split())


def _level(
    instrument: Instrument, said: str, study: str, odd: list[str], *, whole: bool = False
) -> str:
    """The level that a cell means; empty where it says none, which is told if it says something."""
    plain = folded(said)
    if plain in ("", "n/a", "na", "not applicable"):
        return ""
    named = {folded(one.label): one.id for one in instrument.levels}
    level = named.get(plain) or _WORDS.get(plain, "")
    level = _AS.get(instrument.id, {}).get(level, level)
    if level in {one.id for one in instrument.levels}:
        return level
    if not whole or plain not in _WORDS:
        if said in _SIGNS:
            why = _("{study}: {sign} is read otherwise by different programs; use words.")
            odd.append(why.format(study=study, sign=said))
        else:
            why = _("{study}: “{said}” is no level of {instrument}; it is left open.")
            odd.append(why.format(study=study, said=said[:40], instrument=instrument.short))
    return ""


def _differing(instrument: Instrument, rows: Sequence[Judged]) -> Iterator[str]:
    """Where the printed overall judgement is another than the worst of the domains."""
    order = {one.id: place for place, one in enumerate(instrument.levels)}
    found = []
    for row in rows:
        known = [level for level in row.levels.values() if level in order]
        if not row.overall or not known:
            continue
        worst = max(known, key=order.__getitem__)
        if worst != row.overall:
            found.append(
                _("{study}: printed {printed}; the worst of its domains is {worst}.").format(
                    study=row.study,
                    printed=instrument.level(row.overall).label,
                    worst=instrument.level(worst).label,
                )
            )
    if not found and any(row.overall for row in rows):
        yield _("Every printed overall judgement is the worst of its domains.")
    yield from _some(found)


def _some(sentences: list[str]) -> Iterator[str]:
    unique = list(dict.fromkeys(sentences))
    yield from unique[:SAMPLES]
    more = len(unique) - SAMPLES
    if more > 0:
        yield ngettext("and {n} more like it", "and {n} more like these", more).format(n=more)
