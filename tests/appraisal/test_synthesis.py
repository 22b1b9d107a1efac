"""From a review to a pooled result, what a plan changes in it, and what is said of it."""

from dataclasses import replace

import pytest

from appraisal import drafts, sample
from appraisal.dataset import Dataset, dataset, replanned
from appraisal.heterogeneity import spread
from appraisal.ledger import Claim
from appraisal.living import Living
from appraisal.plan import (
    COCHRANE_2025,
    REVMAN_5,
    ControlRisk,
    Plan,
    changed_fields,
    has_model_of,
    plan_of,
    with_method,
    with_preset,
    with_random,
    with_study,
    with_tau2,
    without_study,
)
from appraisal.ratings import rate
from appraisal.review import Review
from appraisal.sensitivity import at_each_limit, has_levels, left_one_out, star_values
from appraisal.state import State
from appraisal.store.memory import MemoryStore
from appraisal.synthesis import Analysis, analyse
from appraisal.synthesis_text import needed_sentence, remarks, result_sentence
from appraisal.views.heterogeneity import heterogeneity_rows
from appraisal.views.synthesis import card, changes
from tests.tools import ugly


def opened(which: str) -> Review:
    store = MemoryStore(sample.sample_id(which, "review"))
    sample.write(store, which)
    return Review(store)


@pytest.fixture(scope="module")
def ivig() -> Review:
    return opened("ivig")


@pytest.fixture(scope="module")
def bcg() -> Review:
    return opened("bcg")


def state_of(review: Review) -> State:
    return review.state.seen_by(review.state.ids("person")[0])


def data_of(review: Review) -> Dataset:
    state = state_of(review)
    outcome = state.ids("outcome")[0]
    plan = plan_of(state, outcome)
    return dataset(
        state, outcome, plan, ratings=lambda study: rate(state, study, review.instrument)
    )


def pooled(review: Review, plan: Plan | None = None) -> Analysis:
    data = data_of(review)
    return analyse(data if plan is None else replanned(data, plan))


def study(analysis: Analysis, label: str) -> str:
    return next(row.study for row in analysis.dataset.rows if row.label == label)


def test_sample_pools_to_the_published_result(ivig: Review) -> None:
    found = pooled(ivig)
    assert found.pooled is not None
    shown = found.pooled.shown
    assert (shown.value, shown.lower, shown.upper) == pytest.approx(
        (0.3185, 0.1515, 0.6693), abs=5e-5
    )
    assert found.pooled.heterogeneity.q == pytest.approx(3.738, abs=5e-4)
    assert found.totals() == (11, 72, 65, 132)
    assert result_sentence(found) == (
        "Fixed effect, Mantel-Haenszel: OR 0.32 [0.15, 0.67], z = −3.02, p = 0.003. "
        "Q = 3.74, df = 3, p = 0.29; I² = 20\u202f% [0, 88]; τ² not used."
    )


def test_a_limit_leaves_studies_out_and_says_which(ivig: Review) -> None:
    found = pooled(ivig, Plan(min_stars=7))
    assert [row.label for row in found.dataset.used] == ["Achiron 1996", "Achiron 2004"]
    assert found.everything is not None
    assert found.everything.shown.value == pytest.approx(0.3185, abs=5e-5)
    assert any(
        "limit of 7 stars: Orvieto\xa01999, Hellwig\xa02008" in one for one in remarks(found)
    )
    assert {name: used for name, used, _all in changes(found)}["Odds ratio"] == "0.28"


def test_a_study_comes_back_against_the_limit(ivig: Review) -> None:
    limited = pooled(ivig, Plan(min_stars=7))
    hellwig = study(limited, "Hellwig 2008")
    found = pooled(ivig, with_study(Plan(min_stars=7), hellwig, against_limit=True, why="Large."))
    assert len(found.dataset.used) == 3
    assert "Hellwig 2008 included in spite of the limit: Large." in remarks(found)


def test_a_study_switched_off_stays_in_its_place(ivig: Review) -> None:
    orvieto = study(pooled(ivig), "Orvieto 1999")
    plan = without_study(Plan(), orvieto, why="One woman.")
    found = pooled(ivig, plan)
    assert [row.study for row in found.dataset.rows] == [row.study for row in data_of(ivig).rows]
    assert found.pooled is not None
    assert found.pooled.k == 3
    assert with_study(plan, orvieto) == Plan()


def test_levels_limit_where_there_are_no_stars(bcg: Review) -> None:
    data = data_of(bcg)
    assert star_values(data) == ()
    assert has_levels(data)
    kept = replanned(data, replace(data.plan, worst="fair")).used
    assert len(kept) == 7
    assert all(row.rating is not None and row.rating.role in ("good", "fair") for row in kept)


@pytest.mark.parametrize("seed", [1, 2])
def test_living_gives_what_a_full_reading_gives(seed: int) -> None:
    store = MemoryStore("uglyuglyuglyugly")
    ugly.write(store, studies=20, seed=seed)
    review = Review(store)
    state = state_of(review)
    outcome = state.ids("outcome")[0]
    living = Living(review.instrument)
    for plan in (Plan(), Plan(min_stars=4), Plan(sort="label"), Plan(sort="stars")):
        full = dataset(
            state, outcome, plan, ratings=lambda one: rate(state, one, review.instrument)
        )
        assert living.dataset(state, outcome, plan) == full


def test_living_reads_again_what_a_change_touches() -> None:
    review = opened("bcg")
    state = state_of(review)
    outcome = state.ids("outcome")[0]
    living = Living(review.instrument)
    before = living.dataset(state, outcome, Plan())
    first = before.rows[0].study
    change = review.commit(
        drafts.edit_study(first, "label", "Renamed 1948"), author=state.ids("person")[0]
    )
    living.forget(change.subjects)
    after = living.dataset(state_of(review), outcome, Plan())
    assert after.rows[0].label == "Renamed 1948"
    assert after.rows[1:] == before.rows[1:]
    assert after != before


def test_leave_one_out_equals_the_pool_without_that_study(bcg: Review) -> None:
    found = pooled(bcg)
    steps = left_one_out(found)
    assert len(steps) == 13
    for step in (steps[0], steps[7]):
        alone = pooled(bcg, without_study(found.dataset.plan, step.id)).pooled
        assert alone is not None
        assert step.estimate == pytest.approx(alone.estimate.value, abs=1e-9)
        assert step.upper == pytest.approx(alone.estimate.upper, abs=1e-9)
        assert step.i2 == pytest.approx(alone.heterogeneity.i2_q, abs=1e-6)


def test_each_limit_that_changes_the_studies_is_a_step(ivig: Review) -> None:
    data = data_of(ivig)
    steps = at_each_limit(replanned(data, Plan(min_stars=7)))
    assert [(step.plan.min_stars if step.plan else 0, step.k) for step in steps] == [
        (None, 4), (6, 3), (7, 2), (8, 1),
    ]  # fmt: skip
    assert [step.is_current for step in steps] == [False, False, True, False]


def test_choices_fit_together() -> None:
    random = with_random(REVMAN_5, random=True)
    assert (random.tau2, random.method) == ("DL", "MH")
    assert with_tau2(random, "REML").method == "IV"
    assert with_method(with_tau2(random, "REML"), "MH").tau2 == "DL"
    back = with_random(with_preset(REVMAN_5, "cochrane2025"), random=False)
    assert (back.tau2, back.interval, back.prediction) == ("none", "wald", False)
    assert has_model_of(with_preset(Plan(min_stars=5), "cochrane2025"), COCHRANE_2025)


@pytest.mark.parametrize(
    "plan",
    [
        Plan(min_stars=7, included=(("x", "why"),), excluded=(("y", ""),)),
        replace(COCHRANE_2025, measure="RR", worst="fair", sort="year"),
        Plan(control_risk=ControlRisk("typed", 0.125, "Registry")),
        Plan(control_risk=ControlRisk("median")),
    ],
)
def test_a_plan_is_read_back_as_it_was_kept(plan: Plan) -> None:
    review = opened("ivig")
    person, outcome = review.state.ids("person")[0], review.state.ids("outcome")[0]
    fields = changed_fields(plan, plan_of(review.state, outcome))
    review.commit(drafts.keep_plan(outcome, fields, why="Tried."), author=person)
    assert plan_of(review.state, outcome) == plan


def test_number_needed_names_its_control_risk(ivig: Review) -> None:
    assert needed_sentence(pooled(ivig, Plan(min_stars=7))) == (
        "Number needed to treat 3.8 [2.7, 14.9] at a control risk of 44\u202f%"
    )


def test_number_needed_runs_through_infinity_where_the_interval_does(ivig: Review) -> None:
    found = pooled(ivig, Plan(min_stars=8))
    assert "NNTB" in needed_sentence(found)
    assert "to ∞ to NNTH" in needed_sentence(found)


def test_hartung_knapp_says_where_it_is_wald(ivig: Review) -> None:
    said = " ".join(remarks(pooled(ivig, COCHRANE_2025)))
    assert "Wald, since τ² is 0" in said
    assert "Prediction interval [" in said


def rows(analysis: Analysis) -> tuple[tuple[str, str, str], ...]:
    return heterogeneity_rows(analysis, spread(analysis))


def test_heterogeneity_has_tau2_only_where_it_is_used(bcg: Review) -> None:
    names = [name for name, _value, _words in rows(pooled(bcg))]
    assert "τ²" in names
    fixed = with_random(data_of(bcg).plan, random=False)
    assert "τ²" not in [name for name, _v, _w in rows(pooled(bcg, fixed))]


def test_card_quotes_the_item_that_cost_a_star_first(ivig: Review) -> None:
    found = pooled(ivig, Plan(min_stars=7))
    shown = card(state_of(ivig), found, study(found, "Orvieto 1999"), ivig.instrument)
    assert shown is not None
    assert shown.arms == (("Treated", "0 of 14"), ("Untreated", "1 of 1"))
    assert shown.quotes[0].place.startswith("C1")
    assert shown.standing == "Left out by the limit of 7 stars."
    assert not shown.is_used


def test_nothing_left_is_said_not_raised(ivig: Review) -> None:
    found = pooled(ivig, Plan(min_stars=9))
    assert found.pooled is None
    assert result_sentence(found) == "No study is left to pool."
    assert changes(found) == ()
    assert left_one_out(found) == ()


def test_unsettled_numbers_of_others_are_not_pooled() -> None:
    review = opened("bcg")
    person, outcome = review.state.ids("person")[0], review.state.ids("outcome")[0]
    draft, extra = drafts.add_study({"label": "Extra 2000"})
    review.commit(draft, author=person)
    cells = {"e1": Claim(1), "n1": Claim(9), "e2": Claim(2), "n2": Claim(9)}
    review.commit(drafts.extract(extra, outcome, person, cells), author=person)
    mine = Living(review.instrument).dataset(review.state.seen_by(person), outcome, Plan())
    nobody = Living(review.instrument).dataset(review.state.seen_by(None), outcome, Plan())
    assert extra in {row.study for row in mine.rows}
    assert extra not in {row.study for row in nobody.rows}
