"""The forest plot of the sample shows the numbers of its analysis and the stars of its studies."""

from dataclasses import replace
from math import exp

import pytest

from appraisal import sample
from appraisal.dataset import dataset
from appraisal.figures.forest import forest_data
from appraisal.figures.text import measure, words
from appraisal.plan import Plan, plan_of
from appraisal.ratings import rate
from appraisal.review import Review
from appraisal.store.memory import MemoryStore
from appraisal.synthesis import Analysis, analyse
from resources import i18n
from stats.figures.forest import ForestData, MarkCell, StarCell, Study, layout, paper
from stats.figures.scene import Judgement, Stars, Text


@pytest.fixture(scope="module")
def reviews() -> dict[str, Review]:
    made = {}
    for which in ("ivig", "bcg"):
        store = MemoryStore("a-review")
        sample.write(store, which)
        made[which] = Review(store)
    return made


def analysis(review: Review, **changes: object) -> Analysis:
    state = review.state
    (outcome, *_rest) = state.ids("outcome")
    plan: Plan = replace(plan_of(state, outcome), **changes)  # type: ignore[arg-type]
    rows = dataset(state, outcome, plan, ratings=lambda s: rate(state, s, review.instrument))
    return analyse(rows)


def row(forest: ForestData, label: str) -> Study:
    return next(row for row in forest.studies if row.label == label)


def test_sample_shows_the_reconstruction(reviews: dict[str, Review]) -> None:
    forest = forest_data(analysis(reviews["ivig"]))
    (pool,) = forest.pools
    assert pool.label == "All (4)"
    assert pool.cells == ("11/72", "65/132", "0.32 [0.15, 0.67]", "100\u202f%")
    assert pool.estimate is not None
    assert exp(pool.estimate) == pytest.approx(0.3185, abs=5e-5)
    first = row(forest, "Achiron 2004")
    assert first.cells[:3] == ("6/41", "13/39", "0.34 [0.12, 1.02]")
    assert first.used
    assert forest.favours == ("Favours treated", "Favours untreated")


def test_weights_of_the_rows_are_those_of_the_pool(reviews: dict[str, Review]) -> None:
    found = analysis(reviews["ivig"])
    assert found.pooled is not None
    forest = forest_data(found)
    assert [r.weight for r in forest.studies] == pytest.approx(list(found.pooled.weights))
    assert sum(r.weight or 0.0 for r in forest.studies) == pytest.approx(100)


def test_limit_greys_studies_and_keeps_all_beside(reviews: dict[str, Review]) -> None:
    forest = forest_data(analysis(reviews["ivig"], min_stars=7, sort="stars"))
    assert [r.used for r in forest.studies] == [True, True, False, False]
    assert row(forest, "Hellwig 2008").cells[3] == "–"
    assert [pool.label for pool in forest.pools] == ["7+ stars (2)", "All (4)"]
    assert [pool.cells[2] for pool in forest.pools] == ["0.28 [0.10, 0.76]", "0.32 [0.15, 0.67]"]
    assert forest.pools[1].kind == "comparison"
    hidden = forest_data(analysis(reviews["ivig"], min_stars=7), show_left_out=False)
    assert {r.label for r in hidden.studies} == {"Achiron 1996", "Achiron 2004"}


def test_stars_stand_beside_their_study(reviews: dict[str, Review]) -> None:
    forest = forest_data(analysis(reviews["ivig"]))
    cells = row(forest, "Orvieto 1999").cells
    stars = [cell for cell in cells if isinstance(cell, StarCell)]
    assert sum(star.earned for star in stars) == 5
    assert cells[-1] == "5/9"
    heads = [column.sub for column in forest.columns if column.kind == "stars"]
    assert heads == ["S", "C", "O"]
    assert "S Selection, C Comparability, O Outcome." in forest.notes


def test_marks_stand_beside_their_trial(reviews: dict[str, Review]) -> None:
    forest = forest_data(analysis(reviews["bcg"], measure="RR"))
    marks = [cell for cell in row(forest, "Aronson 1948").cells if isinstance(cell, MarkCell)]
    assert [mark.level for mark in marks[:2]] == ["good", "good"]
    assert len(marks) == 8
    assert dict(forest.legend)["poor"] == "High risk"
    assert any(note.startswith("D1 Random sequence generation") for note in forest.notes)


def test_file_has_every_column_and_the_screen_what_fits(reviews: dict[str, Review]) -> None:
    forest = forest_data(analysis(reviews["bcg"], measure="RR"))
    on_paper = paper(forest, words=words(), measure=measure())
    narrow = layout(forest, words=words(), measure=measure(), width=700)
    drawn = [
        sum(isinstance(mark, Judgement) for mark in scene.marks) for scene in (on_paper, narrow)
    ]
    assert drawn == [13 * 8 + 3, 13 + 2]  # with their legends, of the levels that are seen
    assert on_paper.width <= 1000


def test_risk_difference_has_a_plain_axis(reviews: dict[str, Review]) -> None:
    forest = forest_data(analysis(reviews["ivig"], measure="RD"))
    assert forest.scale == "linear"
    assert row(forest, "Achiron 2004").cells[2].startswith("−0.187 [")  # type: ignore[union-attr]


def test_nothing_pooled_is_said(reviews: dict[str, Review]) -> None:
    forest = forest_data(analysis(reviews["ivig"], min_stars=9))
    assert forest.pools == ()
    assert forest.footer == ("No study is left to pool.",)
    assert not any(r.used for r in forest.studies)
    layout(forest, words=words(), measure=measure(), width=800)


def test_columns_follow_the_plan(reviews: dict[str, Review]) -> None:
    forest = forest_data(analysis(reviews["ivig"], columns=("weight",)))
    assert [column.head for column in forest.columns] == ["OR [95 % CI]", "Weight"]
    assert forest.plot_after == 0
    assert all(len(r.cells) == 2 for r in forest.studies)


def test_portuguese_has_its_decimal_sign(reviews: dict[str, Review]) -> None:
    i18n.set_language("pt_BR")
    forest = forest_data(analysis(reviews["ivig"]))
    assert forest.pools[0].cells[2] == "0,32 [0,15; 0,67]"
    scene = layout(forest, words=words(), measure=measure(), width=1200)
    texts = {mark.text for mark in scene.marks if isinstance(mark, Text)}
    assert "0,01" in texts
    assert sum(isinstance(mark, Stars) for mark in scene.marks) == 12
