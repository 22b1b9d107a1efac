from collections import Counter
from pathlib import Path

import pytest

from appraisal.review import Review
from appraisal.review_instruments import instrument_of_study
from appraisal.store.memory import MemoryStore
from appraisal.store.sqlite import open_store
from appraisal.subjects import appraisal_form, extraction_form, in_seat, study_subject
from tests.tools import ugly


@pytest.fixture(scope="module")
def review() -> Review:
    store = MemoryStore("ugly")
    ugly.write(store)
    return Review(store)


def test_ugly_file_opens_with_its_studies(tmp_path: Path) -> None:
    ugly.make(tmp_path / "ugly.evenhand")
    store = open_store(tmp_path / "ugly.evenhand", read_only=True)
    opened = Review(store)
    assert len(opened.state.ids("study")) == 80
    assert len(opened.state.ids("study", removed=True)) == 82
    opened.close()


def test_ugly_review_is_the_same_each_time(review: Review) -> None:
    again = MemoryStore("ugly")
    ugly.write(again)
    assert list(again.entries()) == list(review.store.entries())


def test_facts_are_missing_long_and_foreign(review: Review) -> None:
    state = review.state
    studies = [study_subject(study) for study in state.ids("study")]
    years = [state.value(study, "year") for study in studies]
    authors = [state.text(study, "authors") for study in studies]
    titles = [state.text(study, "title") for study in studies]
    assert None in years
    assert "" in authors
    assert max(map(len, authors)) > 400
    assert max(map(len, titles)) > 250
    assert any("\u0370" <= letter <= "\u03ff" for title in titles for letter in title)  # Greek
    assert any("\u3040" <= letter <= "\u9fff" for title in titles for letter in title)  # Japanese


def test_forms_stand_at_every_stage(review: Review) -> None:
    state = review.state
    stages: Counter[str] = Counter()
    instruments = set()
    for study in state.ids("study"):
        key = instrument_of_study(state, study)
        if not key:
            stages["no instrument"] += 1
            continue
        form = appraisal_form(study, key)
        sealed = sum(state.is_sealed(in_seat(form, seat)) for seat in state.seats(form))
        agreed = bool(state.fields(in_seat(form, "agreed")))
        begun = bool(state.seats(form))
        stages["agreed" if agreed else f"{sealed} sealed" if begun else "not begun"] += 1
        instruments.add(key)
    assert set(stages) == {
        "no instrument",
        "not begun",
        "0 sealed",
        "1 sealed",
        "2 sealed",
        "agreed",
    }
    assert len(instruments) == 5


def test_numbers_have_holes_zeros_and_extremes(review: Review) -> None:
    state = review.state
    outcome, _second = state.ids("outcome")
    seen = [
        tuple(state.value(in_seat(extraction_form(study, outcome), seat), cell) for cell in CELLS)
        for study in state.ids("study")
        for seat in state.seats(extraction_form(study, outcome))
    ]
    assert any(None in cells for cells in seen)
    assert any(cells[0] == cells[2] == 0 for cells in seen)
    assert (500, 500, 1, 500) in seen
    assert (0, 40_000, 1, 40_000) in seen


CELLS = ("e1", "n1", "e2", "n2")
