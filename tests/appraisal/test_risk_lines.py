"""The judgement meets the estimate: what the team counts as high, and what leaving it out does."""

from dataclasses import replace

import numpy as np
import pytest

from appraisal import drafts, sample
from appraisal.bundle import tables_of
from appraisal.dataset import dataset, replanned
from appraisal.figures.forest import forest_data
from appraisal.ledger import Value
from appraisal.material import gather
from appraisal.plan import COCHRANE_2025, REVMAN_5, Plan, plan_of
from appraisal.ratings import rate
from appraisal.review import Review
from appraisal.risk_lines import RiskLine, conclusion, domain_keys, risk_lines
from appraisal.risk_mapping import (
    QUALITY,
    claim_of,
    mapping_field,
    mapping_of,
    mapping_words,
    risk_of,
    scores_of,
)
from appraisal.store.memory import MemoryStore
from appraisal.subgroups import domain_key
from appraisal.synthesis import Analysis, analyse
from appraisal.synthesis_text import remarks
from appraisal.weight_bars import weight_bars
from stats.pool import pool
from stats.quality_effects import quality_effects
from stats.sensitivity import chosen_subsets

NAMES = {"low": "Low", "unclear": "Unclear", "high": "High", "": "Not mapped"}


def opened(which: str) -> Review:
    store = MemoryStore(sample.sample_id(which, "review"))
    sample.write(store, which)
    review = Review(store)
    review.author = next(iter(sample.reader_keys(which)))
    return review


@pytest.fixture(scope="module")
def ivig() -> Review:
    return opened("ivig")


@pytest.fixture(scope="module")
def bcg() -> Review:
    return opened("bcg")


def analysed(review: Review, **changes: object) -> Analysis:
    state = review.state.seen_by(None)
    outcome = state.ids("outcome")[0]
    plan = replace(plan_of(state, outcome), **changes)  # type: ignore[arg-type]
    data = dataset(state, outcome, plan, ratings=lambda one: rate(state, one, review.instrument))
    return analyse(replanned(data, plan))


def line(found: Analysis, id: str, **how: object) -> tuple[int, float | None]:
    made = risk_lines(found, **how)  # type: ignore[arg-type]
    assert made is not None
    one = next(one for one in made.lines if one.id == id)
    return one.k, one.estimate


def test_team_says_what_counts_as_high_in_each_instrument(ivig: Review) -> None:
    state = ivig.state
    risks = {}
    for study in state.ids("study"):
        rating = rate(state, study, ivig.instrument)
        assert rating is not None
        risks[state.text(f"study/{study}", "label")] = risk_of(state, rating)
    assert risks["Achiron 1996"] == "low"  # 7 stars
    assert risks["Orvieto 1999"] == "high"  # 5 stars, on another form than the next
    assert risks["Hellwig 2008"] == "high"  # 6 stars
    assert risks["Haas 2007"] == "low"  # the Cochrane tool
    assert risks["Fragoso 2009"] == "low"  # Good, on the NIH tool
    assert risks["Durelli 2004"] == "high"  # Poor, on the NIH tool


def test_mapping_is_said_in_words_and_kept_as_it_was_set(ivig: Review) -> None:
    shown = mapping_of(ivig.state, ivig.instrument("nos-cohort@1"), stars=9)
    assert mapping_words(shown) == f"{shown.short}: below 7 of 9 stars"
    assert shown.is_set
    assert claim_of(shown) == ivig.state.value("review/-", mapping_field("nos-cohort@1"))


def test_stars_count_as_nothing_until_the_team_says_so() -> None:
    review = opened("ivig")
    for name in ("nos-cohort", "nos-case-control", "nos-cross-sectional-9"):
        review.commit(drafts.edit_review({mapping_field(name): None}))
        review.commit(drafts.edit_review({f"setting/{name}/threshold": None}))
    found = analysed(review)
    assert {row.risk for row in found.dataset.rows} == {""}
    made = risk_lines(found)
    assert made is not None
    assert [one.id for one in made.lines if one.id in ("fair", "good")] == []


def test_leaving_out_high_equals_the_pool_of_the_others(ivig: Review) -> None:
    found = analysed(ivig)
    limited = analysed(ivig, min_stars=7)
    assert limited.pooled is not None
    k, estimate = line(found, "fair")
    assert k == 2
    assert estimate == pytest.approx(limited.pooled.estimate.value)
    assert line(found, "all")[0] == 4


def test_plan_can_leave_out_what_the_mapping_calls_high(ivig: Review) -> None:
    found = analysed(ivig, worst="fair")
    assert [row.label for row in found.dataset.used] == ["Achiron 1996", "Achiron 2004"]
    everything = line(found, "all")
    assert everything[0] == 4  # beside it stands the pool of all


@pytest.mark.parametrize("key", ["risk", "instrument", "domain/nos/comparability"])
def test_levels_hold_all_the_weight_and_are_tested(ivig: Review, key: str) -> None:
    made = risk_lines(analysed(ivig), key=key)
    assert made is not None
    assert sum(one.weight or 0.0 for one in made.levels) == pytest.approx(100.0)
    assert sum(one.k for one in made.levels) == 4
    assert made.between is not None
    assert made.between.df == len(made.levels) - 1


def test_levels_of_a_judged_domain_go_from_best_to_worst(bcg: Review) -> None:
    found = analysed(bcg)
    (key, *_rest) = next(one for one in domain_keys(found.dataset.rows) if "equence" in one[2])
    made = risk_lines(found, key=key)
    assert made is not None
    assert [one.name for one in made.levels] == ["Low risk", "High risk"]
    assert [one.k for one in made.levels] == [7, 6]
    first, second = made.levels
    assert made.between is not None
    assert first.estimate is not None
    assert second.estimate is not None

    def variance(one: RiskLine) -> float:
        assert one.upper is not None
        assert one.lower is not None
        return float(((one.upper - one.lower) / (2 * 1.959963985)) ** 2)

    # of two levels: the squared difference over its variance
    if found.dataset.plan.interval == "wald":
        expected = (first.estimate - second.estimate) ** 2 / (variance(first) + variance(second))
        assert made.between.statistic == pytest.approx(expected, rel=1e-6)


def test_domains_of_star_scales_are_shared_and_of_judged_tools_are_not(ivig: Review) -> None:
    assert domain_key("nos-cohort@1", "selection", has_stars=True) == domain_key(
        "nos-case-control@1", "selection", has_stars=True
    )
    assert domain_key("robins-i-2016@1", "D4", has_stars=False) != domain_key(
        "robins-i-v2@1", "D4", has_stars=False
    )


def test_quality_effects_stand_on_stars_or_on_the_team_s_scores() -> None:
    review = opened("ivig")
    found = analysed(review)
    by_stars = line(found, "quality")
    assert by_stars[0] == 4
    review.commit(drafts.edit_review({QUALITY: {"low": 1, "unclear": 0.5, "high": 0.1}}))
    scores = scores_of(review.state)
    by_scores = line(analysed(review), "quality", quality=scores)
    assert by_scores[1] != pytest.approx(by_stars[1])
    assert found.pooled is not None
    given = {"low": 1.0, "high": 0.1}
    expected = quality_effects(found.pooled.effects, [given[r.risk] for r in found.dataset.used])
    assert by_scores[1] == pytest.approx(expected.estimate.value)


@pytest.mark.parametrize("plan", [REVMAN_5, COCHRANE_2025, replace(COCHRANE_2025, tau2="DL")])
def test_subsets_are_what_a_pool_of_them_gives(bcg: Review, plan: Plan) -> None:
    found = analysed(
        bcg, method=plan.method, tau2=plan.tau2, interval=plan.interval, zeros=plan.zeros
    )
    assert found.pooled is not None
    effects, model = found.pooled.effects, found.pooled.model
    chance = np.random.default_rng(7)
    mask = (chance.random((8, effects.k)) < 0.6).astype(float)
    mask[3] = 0.0
    fits = chosen_subsets(effects, mask, model)
    for place, row in enumerate(mask):
        if not row.any():
            assert np.isnan(fits.value[place])
            continue
        expected = pool(effects.take(np.flatnonzero(row)), model).estimate
        assert fits.value[place] == pytest.approx(expected.value, abs=1e-6)
        assert fits.upper[place] == pytest.approx(expected.upper, abs=1e-5)


def test_smallest_exclusion_that_moves_the_interval_across_no_effect(bcg: Review) -> None:
    found = analysed(bcg)
    made = conclusion(found)
    assert made is not None
    assert not made.crosses
    assert found.pooled is not None
    rows = found.dataset.used
    turned = []
    for key, _short, _title in domain_keys(rows):
        for bad in (("poor", "grave"), ("fair", "poor", "grave", "unknown", "")):
            out = {
                row.study
                for row in rows
                for d in (row.rating.domains if row.rating else ())
                if domain_key(row.rating.instrument, d.id, has_stars=False) == key  # type: ignore[union-attr]
                and d.role in bad
            }
            if 0 < len(out) < len(rows):
                kept = np.array([n for n, row in enumerate(rows) if row.study not in out])
                left = pool(found.pooled.effects.take(kept), found.pooled.model).estimate
                if left.lower <= 0 <= left.upper:
                    turned.append(len(out))
    if made.turning is None:
        assert turned == []
    else:
        assert len(made.turning.studies) <= min(turned, default=99)
        assert made.turning.lower <= 0 <= made.turning.upper


def test_conclusion_that_stands_whatever_is_left_out_says_how_many_were_tried(ivig: Review) -> None:
    made = conclusion(analysed(ivig))
    assert made is not None
    assert made.tried >= 2


def test_bars_hold_the_weight_of_the_plot(ivig: Review) -> None:
    found = analysed(ivig)
    bars = weight_bars(found, NAMES)
    assert bars[0].key == "risk"
    weights = dict(zip((r.label for r in found.dataset.rows), found.effects, strict=True))
    high = weights["Orvieto 1999"].weight + weights["Hellwig 2008"].weight
    assert {word: share for _role, word, share in bars[0].parts}["High"] == pytest.approx(high)
    for bar in bars:
        assert sum(share for _role, _word, share in bar.parts) == pytest.approx(bar.whole)
    assert bars[1].whole == pytest.approx(100.0)  # every pooled study has stars for selection


STARS = "NOS cohort: high below 7, low from 7 of 9 stars."


@pytest.mark.parametrize("choice", [{"worst": "fair"}, {"subgroup": "risk"}])
def test_footer_says_what_counts_as_high_where_it_decides(
    ivig: Review, choice: dict[str, str]
) -> None:
    decided = forest_data(analysed(ivig, **choice)).notes
    (said,) = [note for note in decided if note.startswith("Risk of bias, as mapped.")]
    assert STARS in said
    assert not any("as mapped" in note for note in forest_data(analysed(ivig)).notes)


def test_footer_says_levels_that_the_team_moved() -> None:
    review = opened("bcg")
    moved: Value = {"levels": {"high": "unclear", "low": "low"}}
    review.commit(drafts.edit_review({mapping_field("rob1-2011"): moved}))
    (said,) = [one for one in remarks(analysed(review, worst="fair")) if "as mapped" in one]
    assert said == "Risk of bias, as mapped. RoB 1: Unclear = High risk; Low = Low risk."


def test_cover_of_the_workbook_shows_the_mapping(ivig: Review) -> None:
    material = gather(ivig, reader=None, lang="en")
    (cover,) = [one for one in tables_of(material) if one.key == "cover"]
    said = {row[0]: str(row[2]) for row in cover.rows if row[1] == "Counts as"}
    assert said["NOS cohort"] == "high below 7, low from 7 of 9 stars (set by the team)"
    assert said["RoB 1"].endswith("(as its levels say)")
