"""Export everything: 200 studies, two reviewers, a tool of 34 questions, with all figures."""

import random
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from appraisal import drafts
from appraisal.drafts import Draft, Write
from appraisal.instruments import shipped_key
from appraisal.keys import key_from_seed
from appraisal.ledger import Claim, Value
from appraisal.material import gather
from appraisal.review import Review
from appraisal.store.memory import MemoryStore
from appraisal.subjects import appraisal_form, extraction_form, in_seat
from tests.benchmarks.benchmark import Benchmark

if TYPE_CHECKING:
    from appraisal.material import Material

INSTRUMENT = "robins-i-2016"
SEATS = 2


@cache
def _material(studies: int) -> "Material":
    """A review of so many studies, each scored and extracted by two, all submitted."""
    chance = random.Random(studies)
    review = Review(MemoryStore("benchmark0000000"))
    people = []
    for name in ("Ana", "Bo"):
        draft, person = drafts.add_person({"name": name, "roles": ["reviewer"]})
        review.commit(draft, author=person)
        people.append(person)
    facts: dict[str, Value] = {"title": "Many", "readers": SEATS, "design/cohort": INSTRUMENT}
    review.commit(drafts.edit_review(facts), author=people[0])
    draft, outcome = drafts.add_outcome(
        {"name": "Relapse", "data": "counts", "arm1": "A", "arm2": "B", "event_is": "bad"}
    )
    review.commit(draft, author=people[0])
    for number in range(studies):
        draft, study = drafts.add_study(
            {"label": f"Author {1950 + number % 70}", "title": f"A cohort of relapse, {number}",
             "authors": "Smith A, Jones BC", "design": "cohort", "order": number,
             "year": 1950 + number % 70, "country": "Brasil"}
        )  # fmt: skip
        review.commit(draft, author=people[0])
        counts = _counts(chance)
        answers, judged = dict(_answers(review, chance)), dict(_judged(review, chance))
        for person in people:
            form = in_seat(appraisal_form(study, shipped_key(INSTRUMENT)), person)
            claims = [drafts.answer(form, at, claim) for at, claim in answers.items()]
            claims += [drafts.judge(form, at, claim) for at, claim in judged.items()]
            _commit(review, [write for one in claims for write in one.writes], form, person)
            numbers = in_seat(extraction_form(study, outcome), person)
            cells = drafts.extract(study, outcome, person, counts).writes
            _commit(review, list(cells), numbers, person)
    return gather(review, reader=None, lang="en")


def _commit(review: Review, writes: list[Write], subject: str, person: str) -> None:
    review.commit(Draft("", tuple(writes)), author=person)
    key = key_from_seed(f"benchmark {person}")
    review.commit(drafts.seal(review.state, subject, key=key), author=person)


def _answers(review: Review, chance: random.Random) -> Iterator[tuple[str, Claim]]:
    for item in review.instrument(shipped_key(INSTRUMENT)).items():
        code = chance.choice([option.code for option in item.options])
        yield item.address, Claim(code, "Stated in the report, table 2.")


def _judged(review: Review, chance: random.Random) -> Iterator[tuple[str, Claim]]:
    instrument = review.instrument(shipped_key(INSTRUMENT))
    for domain in instrument.domains:
        if domain.levels:
            level = Claim(chance.choice(domain.levels), "As the items say.")
            yield f"judgement/{domain.id}", level
    yield "overall", Claim(chance.choice(instrument.overall.levels), "The worst domain.")


def _counts(chance: random.Random) -> dict[str, Claim]:
    n1, n2 = chance.randrange(20, 400), chance.randrange(20, 400)
    numbers = {"e1": chance.randrange(n1), "n1": n1, "e2": chance.randrange(n2), "n2": n2}
    return {cell: Claim(number) for cell, number in numbers.items()}


def _export(studies: int) -> Callable[[], Callable[[], object]]:
    def prepare() -> Callable[[], object]:
        from appraisal.everything import write_everything

        material = _material(studies)

        def export() -> None:
            with TemporaryDirectory(prefix="evenhand-export-") as folder:
                written = write_everything(material, Path(folder) / "out")
                assert len(written.paths) > 30

        return export

    return prepare


BENCHMARKS = [
    Benchmark("everything exported, two reviewers, 34 items", 200, 60.0, _export(200), repeats=1)
]
