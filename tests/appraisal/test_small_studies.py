"""The tests apt for a measure, what metafor and meta give for BCG, and what is said of few."""

import json
from dataclasses import replace

import numpy as np
import pytest

from appraisal import sample
from appraisal.dataset import dataset
from appraisal.figures.funnel import FILLED, funnel_scene
from appraisal.plan import Plan, plan_of
from appraisal.ratings import rate
from appraisal.review import Review
from appraisal.small_studies import small_studies
from appraisal.store.memory import MemoryStore
from appraisal.synthesis import Analysis, analyse
from appraisal.views.small_studies import advice, test_rows
from stats.figures.scene import Dot, Text
from tests.stats.golden import OWN

test_rows.__test__ = False  # type: ignore[attr-defined] # rows of tests, no test


def analysed(which: str, **choices: object) -> Analysis:
    store = MemoryStore(sample.sample_id(which, "review"))
    sample.write(store, which)
    review = Review(store)
    state = review.state.seen_by(review.state.ids("person")[0])
    outcome = state.ids("outcome")[0]
    plan: Plan = replace(plan_of(state, outcome), **choices)  # type: ignore[arg-type]
    return analyse(
        dataset(state, outcome, plan, ratings=lambda one: rate(state, one, review.instrument))
    )


@pytest.fixture(scope="module")
def bcg() -> Analysis:
    return analysed("bcg")


def expected(topic: str, case: str) -> dict[str, float]:
    cases = json.loads((OWN / f"{topic}.json").read_text(encoding="utf-8"))["cases"]
    found: dict[str, float] = next(one["expected"] for one in cases if one["id"] == case)
    return found


def test_risk_ratios_have_harbord_peters_and_begg(bcg: Analysis) -> None:
    found = {test.name: test for test in small_studies(bcg).tests}
    assert list(found) == ["Harbord", "Peters", "Begg"]
    for name in ("Harbord", "Peters"):
        wanted, slope = expected("smallstudy", f"bias-dat.bcg-RR-{name}"), found[name].slope
        assert slope is not None
        assert (slope.slope.value, slope.slope.p) == pytest.approx((wanted["bias"], wanted["pval"]))
    wanted, rank = expected("smallstudy", "bias-dat.bcg-RR-Begg"), found["Begg"].rank
    assert rank is not None
    assert rank.p == pytest.approx(wanted["pval"])


def test_differences_have_egger() -> None:
    found = small_studies(analysed("bcg", measure="RD"))
    assert [test.name for test in found.tests] == ["Egger", "Begg"]


def test_the_funnel_is_filled_under_the_model_of_the_plan(bcg: Analysis) -> None:
    found = small_studies(bcg)
    wanted = expected("trimfill", "tf-dat.bcg-RR-REML-L0-auto")
    assert found.filled is not None
    assert found.filled.missing == wanted["k0"] == 1
    assert found.filled.pooled.estimate.value == pytest.approx(wanted["beta"])
    assert test_rows(bcg, found)[-1][1] == "1 study added at the right: RR 0.52 [0.37, 0.74]"
    scene = funnel_scene(bcg, found, width=700)
    hollow = [m for m in scene.marks if isinstance(m, Dot) and m.id.startswith(FILLED)]
    assert [dot.fill for dot in hollow] == ["ground"]
    assert len(scene.rows) == 14


def test_few_studies_are_said_and_two_have_no_funnel() -> None:
    ivig = analysed("ivig")
    found = small_studies(ivig)
    assert found.is_short
    assert advice(found).startswith("Fewer than ten studies (4)")
    texts = " ".join(m.text for m in funnel_scene(ivig, found, width=700).marks
                     if isinstance(m, Text))  # fmt: skip
    assert "Fewer than ten studies (4)" in texts
    two = small_studies(analysed("ivig", min_stars=7))
    assert (two.is_enough, two.tests, two.filled) == (False, (), None)
    assert advice(two) == "A funnel needs 3 studies or more; there are 2."


def test_a_test_without_an_answer_keeps_its_row_and_says_why(bcg: Analysis) -> None:
    assert bcg.pooled is not None
    alike = bcg.pooled.effects.take(np.zeros(4, dtype=np.intp))  # all of one precision
    found = small_studies(replace(bcg, pooled=replace(bcg.pooled, effects=alike)))
    rows = {name: (value, why) for name, value, why in test_rows(bcg, found)}
    nothing = "The numbers of these studies hold nothing that it could use."
    assert rows["Harbord’s test"] == ("not estimable", nothing)


def test_a_short_list_of_tests_is_said_with_intervals(bcg: Analysis) -> None:
    rows = {name: value for name, value, _words in test_rows(bcg, small_studies(bcg))}
    assert rows["Harbord’s test"] == "slope −1.69 [−5.24, 1.86], t = −1.05, df = 11, p = 0.32"
