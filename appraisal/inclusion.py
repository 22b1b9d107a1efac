"""Included reports become studies: several reports of one study grouped, the design proposed.

The design is read from words of the title and abstract, which the person is shown; nothing is
decided by it until the person says so.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from appraisal.alike import family_name
from appraisal.drafts import Draft, Write, write
from appraisal.folding import key_of
from appraisal.ledger import Value, new_id
from appraisal.records import reference_at
from appraisal.references.reference import Reference
from appraisal.screening import FULL_TEXT, outcome, pool
from appraisal.state import State
from appraisal.subjects import record_subject, study_subject
from resources.i18n import ngettext

_DESIGNS: Final = (  # the first that is found; the more particular stand first
    ("animal", r"\b(?:rats?|mice|mouse|rabbits?|animal model|murine|in vivo in)\b"),
    ("review", r"\b(?:systematic review|meta-?analys[ei]s|scoping review|revis.o sistem.tica)\b"),
    ("cluster-rct", r"\bcluster[- ]randomi[sz]ed\b"),
    ("crossover", r"\b(?:cross-?over (?:trial|study|design)|randomi[sz]ed cross-?over)\b"),
    ("rct", r"\b(?:randomi[sz](?:ed|ado)|randomly (?:assigned|allocated)|placebo-controlled)\b"),
    ("diagnostic", r"\b(?:diagnostic accuracy|sensitivity and specificity)\b"),
    ("prognostic", r"\bprognostic (?:factors?|models?|study)\b"),
    ("case-control", r"\b(?:case[- ]control|caso-controle)\b"),
    ("before-after", r"\b(?:before[- ](?:and[- ])?after|pre-?post|interrupted time series)\b"),
    ("case-series", r"\b(?:case (?:series|reports?)|consecutive patients|s.rie de casos)\b"),
    ("cross-sectional", r"\b(?:cross-?sectional|survey|questionnaire|transversal|prevalence)\b"),
    ("cohort", r"\b(?:cohorts?|longitudinal|(?:pro|retro)spective(?:ly)?|follow-?up|coorte)\b"),
)  # fmt: skip
_PATTERNS: Final = tuple((design, re.compile(words, re.IGNORECASE)) for design, words in _DESIGNS)


@dataclass(frozen=True, slots=True)
class Proposal:
    """An included report, the design its words propose, and the study it may be of."""

    record: str
    reference: Reference
    design: str
    words: str  # those that propose the design
    study: str  # it became already; empty while it is none
    group: str  # the first record that may be of the same study; itself where none is


def design_in(reference: Reference) -> tuple[str, str]:
    """The design that a report's own words name, and those words; empty where none does."""
    for text in (reference.title, reference.abstract):
        for design, pattern in _PATTERNS:
            found = pattern.search(text)
            if found is not None:
                return design, found.group()
    return "", ""


def proposals(state: State) -> tuple[Proposal, ...]:
    """Every included report, in the order of the records."""
    found: list[Proposal] = []
    groups: dict[tuple[str, ...], str] = {}
    for record in pool(state, FULL_TEXT):
        if outcome(state, record, FULL_TEXT).standing != "pass":
            continue
        reference = reference_at(state, record)
        design, words = design_in(reference)
        first = next((groups[key] for key in _study_keys(reference) if key in groups), record)
        for key in _study_keys(reference):
            groups.setdefault(key, first)
        study = state.text(record_subject(record), "study")
        found.append(Proposal(record, reference, design, words, study, first))
    return tuple(found)


def _study_keys(reference: Reference) -> tuple[tuple[str, ...], ...]:
    """By what two reports may be of one study: a trial's number; first author, title's start."""
    text = f"{reference.title} {reference.abstract} {reference.number}"
    keys: list[tuple[str, ...]] = [("number", one.upper()) for one in _REGISTERED.findall(text)]
    words = key_of(reference.title).split()
    if reference.authors and len(words) >= 4:
        keys.append(("start", family_name(reference.authors[0]), *words[:6]))
    return tuple(keys)


_REGISTERED = re.compile(
    r"\b(?:NCT\d{8}|ISRCTN\d{8}|RBR-[0-9a-z]{6}|EUCTR\d{4}-\d{6}-\d{2})\b", re.I
)


def label_of(reference: Reference) -> str:
    """What a study is called by its first report: first author and year."""
    name = reference.authors[0] if reference.authors else ""
    family = name.partition(",")[0].strip()
    if "," not in name:
        parts = family.split()
        while len(parts) > 1 and len(parts[-1].strip(".")) <= 2:
            parts.pop()
        family = " ".join(parts[-1:])
    year = str(reference.year) if reference.year is not None else ""
    return " ".join(part for part in (family, year) if part) or reference.title[:40]


def make_studies(
    state: State,
    groups: Sequence[tuple[Sequence[str], str]],
    *,
    after: int,
) -> Draft:
    """Make a study of each group of reports: (records, design)."""
    writes: list[Write] = []
    for number, (records, design) in enumerate(groups, 1):
        first = reference_at(state, records[0])
        study = new_id()
        for name, value in _facts(first, design, order=after + number).items():
            writes.append(write(study_subject(study), name, value))
        writes.extend(write(record_subject(record), "study", study) for record in records)
        writes.extend(_pdf(state, records, study))
    n = len(groups)
    return Draft(ngettext("Make a study", "Make {n} studies", n).format(n=n), tuple(writes))


def join_study(records: Sequence[str], study: str) -> Draft:
    """Say that reports are of a study that is there; `new` takes them out of the one they had."""
    n = len(records)
    label = ngettext("Add a report to a study", "Add {n} reports to a study", n).format(n=n)
    value = None if study == "new" else study
    return Draft(label, tuple(write(record_subject(record), "study", value) for record in records))


def _facts(reference: Reference, design: str, *, order: int) -> Mapping[str, Value]:
    facts: dict[str, Value] = {
        "label": label_of(reference),
        "title": reference.title,
        "authors": "; ".join(reference.authors[:20]),
        "journal": reference.journal,
        "doi": reference.doi,
        "pmid": reference.pmid,
        "abstract": reference.abstract,
        "design": design,
    }
    made = {name: value for name, value in facts.items() if value}
    if reference.year is not None:
        made["year"] = reference.year
    made["keys"] = [one for one in (reference.doi, reference.pmid, key_of(reference.title)) if one]
    made["order"] = order
    return made


def _pdf(state: State, records: Sequence[str], study: str) -> list[Write]:
    for record in records:
        pdf = state.text(record_subject(record), "pdf")
        if pdf:
            name = state.text(record_subject(record), "pdf_name")
            return [
                write(study_subject(study), "pdf", pdf),
                write(study_subject(study), "pdf_name", name),
            ]
    return []
