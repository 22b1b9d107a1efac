"""An ugly review, on purpose: what real files hold and pictures of a program never show.

`python -m tests.tools.ugly OUT.evenhand` writes 80 studies with long and foreign names, holes,
half-answered forms, mixed instruments, zero cells and extreme effects. The same each time.
"""

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from appraisal import drafts, screening
from appraisal.drafts import Draft
from appraisal.instrument import Instrument, Item
from appraisal.instruments import shipped_key
from appraisal.keys import key_from_seed
from appraisal.ledger import Claim, Quote, Value
from appraisal.records import merge, record_id
from appraisal.review import Review
from appraisal.store.memory import MemoryStore
from appraisal.subjects import (
    appraisal_form,
    extraction_subject,
    in_seat,
    item_field,
    record_subject,
)

Counts = tuple[int, int, int, int]

STUDIES: Final = 80
RECORDS: Final = 120
ALPHABET: Final = "abcdefghijklmnopqrstuvwxyz0123456789"
NAMES: Final = (
    "Smith",
    "Żółć-Brzęczyszczykiewicz",
    "Παπαδόπουλος",
    "Müller-Lüdenscheidt",
    "王小明",
    "Ó Súilleabháin",
    "de la Fuente y Gutiérrez del Castillo-Montemayor",
    "佐藤",
    "Нечипоренко",
    "Çağlayan",
    "김민준",
    "Nguyễn Thị Ánh Nguyệt",
    "von und zu Hohenstein-Wartenburg",
    "O",
    "=Cmd",
    "Ibn al-Haytham",
    "Þórsdóttir",
    "Wolfeschlegelsteinhausenbergerdorff",
)


# Of 90 characters each, by the place of the study that has it.
LONG_NAMES: Final = {
    4: "Collaborative Group for Hochdosisimmunglobulintherapie in Women after Birth, Part II, 1998",
    13: (
        "Wolfeschlegelsteinhausenbergerdorff-Brzęczyszczykiewicz-Παπαδόπουλος-Hohenstein-Wartenburg"
    ),
    46: (
        "産後の多発性硬化症における免疫グロブリン療法の有効性に関する後ろ向きコホート研究グループ、"
        "東京大学医学部附属病院神経内科および国立精神神経医療研究センター病院、研究第三報 2011"
    ),
}
LONG_TITLE: Final = (
    "Effect of α-interferon and β-blockers on Δt ≥ 5 μg/mL: a randomised, double-blind, "
    "placebo-controlled, multicentre, parallel-group, dose-ranging, event-driven, adaptive trial "
    "with blinded end-point adjudication in 1,234 women and men aged 18 to 93 years (the "
    "VERY-LONG-ACRONYM-2 trial)"
)
TITLES: Final = (
    "",
    "A trial",
    "Wirksamkeit und Verträglichkeit der Hochdosisimmunglobulintherapie: eine offene Studie",
    LONG_TITLE,
    "産後の多発性硬化症における免疫グロブリン療法の有効性に関する後ろ向きコホート研究",
    "Αποτελεσματικότητα της ανοσοσφαιρίνης μετά τον τοκετό",
    "<b>Not bold</b> & \"quoted\" 'twice' \\ with a backslash %s {name}",
    "+49 and -1 and @home and =1+1: begins like a formula",
)
COUNTRIES: Final = ("", "Brasil", "Côte d’Ivoire", "Österreich", "中国", "São Tomé e Príncipe")
DESIGNS: Final = {
    "cohort": "nos-cohort",
    "case-control": "nos-case-control",
    "cross-sectional": "nos-cross-sectional-herzog",
    "rct": "rob1-2011",
    "case-series": "nih-case-series",
}
LONG_REASON: Final = (
    "The authors state this twice and contradict themselves in the table, where the women "
    "followed to the end are more than the women who entered; we wrote to them, and the "
    "answer, which came after nine weeks, says that the table is right and the text is wrong. "
)
REASONS: Final = (
    "",
    "Yes.",
    "Não descrito; ver página 3, § 2.",
    LONG_REASON * 3,
    "Καμία περιγραφή.",
    "記載なし。",
    "Line one\nline two\n\nline four",
)
CELLS: Final[tuple[Counts, ...]] = (
    (0, 10, 0, 12),
    (0, 25, 9, 24),
    (12, 12, 0, 12),
    (500, 500, 1, 500),
    (1, 1, 0, 1),
    (0, 40_000, 1, 40_000),
    (7, 7, 9, 9),
    (480_000, 1_000_000, 479_000, 1_000_000),
    (3, 20, 3, 20),
)


@dataclass(slots=True)
class Desk:
    """Chance, time and the review that is being made."""

    chance: random.Random
    moment: datetime
    review: Review
    people: tuple[str, ...] = ()

    def do(self, draft: Draft, author: str = "") -> None:
        """Commit a draft."""
        self.review.commit(draft, author=author or self.people[0])


def make(path: Path) -> None:
    """Write the ugly review to a file; one that stands there is replaced."""
    store = MemoryStore("uglyuglyuglyugly")
    _records(_written(store, studies=STUDIES, seed=2018))
    store.copy_to(path)


def write(store: MemoryStore, *, studies: int = STUDIES, seed: int = 2018) -> None:
    """Write the ugly review, or one of more studies, into a store that is still empty."""
    _written(store, studies=studies, seed=seed)


def _written(store: MemoryStore, *, studies: int, seed: int) -> Desk:
    chance = random.Random(seed)
    desk = Desk(chance, datetime(2026, 1, 5, 8, tzinfo=UTC), Review(store))
    desk.review = Review(store, clock=lambda: _tick(desk), make_id=lambda: _id(chance))
    desk.people = tuple(_id(chance) for _n in range(3))
    _set_up(desk)
    outcomes = tuple(_outcomes(desk))
    for order in range(studies):
        study = _study(desk, order)
        _appraisals(desk, study)
        readers = desk.people[: chance.choice((1, 2, 2, 2, 2, 2, 2, 2))]
        share = chance.choice((0.0, 0.6, *[1.0] * 8))
        for outcome in outcomes:
            counts = CELLS[order // 3 % len(CELLS)] if order % 3 == 0 else _counts(chance)
            for person in readers:
                subject = extraction_subject(study, outcome, person)
                _extraction(desk, subject, counts, share=share)
    duplicates = (_study(desk, studies), _study(desk, studies + 1))
    desk.do(drafts.remove_studies(duplicates, why="Duplicate"))
    return desk


def _records(desk: Desk) -> None:
    """What the searches of such a review look like: holes, scripts, copies, half screened."""
    chance = desk.chance
    writes: list[drafts.Write] = []
    kept: list[str] = []
    for number in range(RECORDS):
        title = TITLES[number % len(TITLES)]
        value: dict[str, Value] = {
            "title": f"{title} {number // len(TITLES)}" if title else "",
            "authors": list(chance.choices(NAMES, k=chance.choice((0, 1, 2, 40)))),
            "year": chance.choice((1890, 1999, 2026)),
            "journal": chance.choice(("", LONG_TITLE[:90], "J", "神経内科")),
            "abstract": chance.choice(("", LONG_REASON * 12, TITLES[6])),
            "doi": chance.choice(("", f"10.1000/{'x' * chance.choice((3, 90))}.{number}")),
            "database": chance.choice(("PubMed", "LILACS", "", "Ovid MEDLINE(R) and In-Process")),
        }
        known = {name: said for name, said in value.items() if said not in ("", [])}
        known.setdefault("doi", f"10.1000/{number}")
        record = record_id(known)
        kept.append(record)
        writes.append(drafts.write(record_subject(record), "imported", dict(known)))
    desk.do(Draft("Import", tuple(writes)))
    desk.do(merge([(one, kept[0], "doi") for one in kept[1:6]]))
    for person, share in zip(desk.people[:2], (0.7, 0.5), strict=True):
        key = key_from_seed(f"ugly {person}")
        said = [one for one in kept[6:] if chance.random() < share]
        for record in said:
            word = chance.choice(("include", "include", "exclude", "maybe"))
            desk.do(screening.decide(record, "abstract", person, word), person)
        done = said[: len(said) * 3 // 4]
        desk.do(screening.submit(desk.review.state, done, "abstract", person, key=key), person)


def _tick(desk: Desk) -> datetime:
    desk.moment += timedelta(seconds=desk.chance.randrange(5, 400))
    return desk.moment


def _id(chance: random.Random) -> str:
    return "".join(chance.choices(ALPHABET, k=16))


# -- shared facts ----------------------------------------------------------------------------------


def _set_up(desk: Desk) -> None:
    names = ("Ana", "Dr. Wolfgang Amadeus von und zu Hohenstein-Wartenburg (Universität)", "李")
    for person, name in zip(desk.people, names, strict=True):
        fields: dict[str, Value] = {"name": name, "initials": name[0], "roles": ["reviewer"]}
        desk.do(drafts.add_person(fields, id=person)[0])
    desk.do(
        drafts.edit_review(
            {
                "title": f"{LONG_TITLE}: systematic review and meta-analysis",
                "question": LONG_REASON,
                "readers": 2,
                **{f"design/{design}": name for design, name in DESIGNS.items()},
                "setting/nos-cohort/primary_factor": LONG_REASON[:150],
                "setting/nos-cohort/additional_factor": "âge, 年齢, ηλικία",
                "setting/nos-cohort/threshold": 7,
            }
        )
    )


def _outcomes(desk: Desk) -> Iterator[str]:
    named = (
        ("Relapse", "Treated", "Untreated"),
        (
            TITLES[3],
            "Hochdosisimmunglobulintherapie, 0,4 g/kg an fünf Tagen",
            "Placebo (フィブリン)",
        ),
    )
    for order, (name, arm1, arm2) in enumerate(named):
        fields: dict[str, Value] = {
            "name": name,
            "data": "counts",
            "arm1": arm1,
            "arm2": arm2,
            "event_is": "bad",
            "order": order,
        }
        draft, outcome = drafts.add_outcome(fields, id=_id(desk.chance))
        desk.do(draft)
        yield outcome


def _study(desk: Desk, order: int) -> str:
    chance = desk.chance
    year = chance.choice((None, None, 1913, *range(1996, 2026)))
    name = chance.choice(NAMES)
    facts: dict[str, Any] = {  # Any: None where a fact is missing
        "label": LONG_NAMES.get(order) or (name if year is None else f"{name} {year}"),
        "title": chance.choice(TITLES) or None,
        "design": chance.choice((None, "other", *DESIGNS, *DESIGNS)),
        "authors": chance.choice((None, name, "; ".join(chance.choices(NAMES, k=40)))),
        "year": year,
        "country": chance.choice(COUNTRIES) or None,
        "notes": chance.choice(REASONS) or None,
        "order": order,
    }
    draft, study = drafts.add_study(
        {field: value for field, value in facts.items() if value is not None}, id=_id(chance)
    )
    desk.do(draft)
    return study


# -- forms -----------------------------------------------------------------------------------------


def _appraisals(desk: Desk, study: str) -> None:
    """Anything from an untouched form to an agreed one."""
    design = desk.review.state.text(f"study/{study}", "design")
    stage = desk.chance.choice(("none", "half", "half", "one", "both", "both", "agreed", "agreed"))
    if design not in DESIGNS or stage == "none":
        return
    key = shipped_key(DESIGNS[design])
    form, instrument = appraisal_form(study, key), desk.review.instrument(key)
    readers = desk.chance.sample(desk.people, k=2)
    for nth, person in enumerate(readers):
        done = stage in ("both", "agreed") or (stage == "one" and nth == 0)
        _fill(desk, in_seat(form, person), instrument, done=done)
    if stage == "agreed":
        _agree(desk, form, instrument, readers)


def _fill(desk: Desk, subject: str, instrument: Instrument, *, done: bool) -> None:
    person = subject.rpartition("/")[2]
    for item in instrument.items():
        if done or desk.chance.random() < 0.5:
            desk.do(drafts.answer(subject, item.address, _claim(desk, item)), person)
    if done:
        if instrument.id.startswith("nih-"):
            desk.do(drafts.judge(subject, "overall", Claim("poor", "Little is reported.")), person)
        _seal(desk, subject)


def _claim(desk: Desk, item: Item) -> Claim:
    chance = desk.chance
    codes = [option.code for option in item.options]
    value: Value = chance.choice(codes)
    if item.type == "multi":
        value = chance.sample(codes, k=chance.randrange(len(codes) + 1))
    quotes = tuple(
        Quote(chance.choice(TITLES[1:]), page=chance.choice((None, "1", "e1207–e1208", "S-14")))
        for _n in range(chance.choice((0, 0, 1, 4)))
    )
    why = chance.choice(REASONS)
    return Claim(value, why or ("Stated." if item.why_required else ""), quotes)


def _agree(desk: Desk, form: str, instrument: Instrument, readers: list[str]) -> None:
    for item in instrument.items():
        claim = desk.review.state.claim(in_seat(form, readers[0]), item_field(item.address))
        if claim is not None:
            desk.do(drafts.agree(form, item_field(item.address), claim), readers[0])


def _seal(desk: Desk, subject: str) -> None:
    person = subject.rpartition("/")[2]
    key = key_from_seed(f"ugly {person}")
    desk.do(drafts.seal(desk.review.state, subject, key=key), person)


def _extraction(desk: Desk, subject: str, counts: Counts, *, share: float) -> None:
    """Counts of one reader: all of them, a share, or none; now and then with a slip."""
    chance = desk.chance
    if chance.random() < 0.04:
        counts = (counts[0] // 2, *counts[1:])
    cells = {
        cell: Claim(count, chance.choice(REASONS))
        for cell, count in zip(("e1", "n1", "e2", "n2"), counts, strict=True)
        if chance.random() < share
    }
    if cells:
        _kind, study, outcome, person = subject.split("/")
        desk.do(drafts.extract(study, outcome, person, cells), person)
    if len(cells) == len(counts):
        _seal(desk, subject)


def _counts(chance: random.Random) -> Counts:
    n1, n2 = chance.randrange(5, 3_000), chance.randrange(5, 3_000)
    return chance.randrange(n1 + 1), n1, chance.randrange(n2 + 1), n2


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m tests.tools.ugly OUT.evenhand")
    make(Path(sys.argv[1]))
