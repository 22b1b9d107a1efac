import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from appraisal import sample
from appraisal.dataset import dataset
from appraisal.flow import Reason, faults
from appraisal.flow_live import Waiting, flow_of, live_flow, waiting
from appraisal.flow_typed import typed_flow
from appraisal.hashes import row_holds
from appraisal.keys import is_signed
from appraisal.ledger import Row
from appraisal.plan import plan_of
from appraisal.ratings import rate, settings_of
from appraisal.records import database_of, keeper_of, record_ids, reference_at, searches
from appraisal.review import Review
from appraisal.review_instruments import instrument_of_study
from appraisal.screening import ABSTRACT, FULL_TEXT, labels_of, outcome, pool
from appraisal.settled import differing, settled
from appraisal.state import State
from appraisal.store.memory import MemoryStore
from appraisal.store.sqlite import open_store
from appraisal.subjects import (
    AGREED,
    REVIEW,
    appraisal_form,
    extraction_form,
    in_seat,
    outcome_subject,
    person_subject,
    record_subject,
    screening_form,
    study_subject,
)
from appraisal.synthesis import Analysis, analyse
from resources import i18n, read_toml

STARS = {
    "Achiron 1996": 7,
    "Achiron 2004": 8,
    "Orvieto 1999": 5,
    "Hellwig 2008": 6,
    "Hellwig 2009": 8,
    "Fragoso 2015": 7,
}
LEVELS = {
    "Haas 2007": "low",
    "Fragoso 2009": "good",
    "Durelli 2004": "poor",
    "Brandt-Wouters 2016": "good",
    "Vukusic 2015": "poor",
}
NOT_RECONCILED = {"Durelli 2004": 2, "Brandt-Wouters 2016": 3}
DIFFERENT_AND_AGREED = {
    "Achiron 2004": 1,
    "Orvieto 1999": 2,
    "Hellwig 2008": 3,
    "Fragoso 2015": 1,
}
A, B = sample.reader_keys("ivig")


@pytest.fixture(scope="module")
def ivig() -> Review:
    return _review("ivig")


@pytest.fixture(scope="module")
def bcg() -> Review:
    return _review("bcg")


def _review(which: str) -> Review:
    store = MemoryStore("a-review")
    sample.write(store, which)
    return Review(store)


def _rows(path: Path) -> list[Row]:
    store = open_store(path, read_only=True)
    try:
        return list(store.entries())
    finally:
        store.close()


def _studies(state: State) -> dict[str, str]:
    return {state.text(study_subject(study), "label"): study for study in state.ids("study")}


def _form(review: Review, label: str) -> str:
    study = _studies(review.state)[label]
    return appraisal_form(study, instrument_of_study(review.state, study))


def _appraisals(review: Review) -> Iterator[tuple[str, str]]:
    return ((label, _form(review, label)) for label in _studies(review.state))


@pytest.mark.parametrize(("label", "stars"), STARS.items())
def test_agreed_totals_are_those_of_the_paper(ivig: Review, label: str, stars: int) -> None:
    rating = rate(ivig.state, _studies(ivig.state)[label], ivig.instrument)
    assert rating is not None
    assert (rating.total, rating.max) == (stars, 9)
    assert rating.is_complete


@pytest.mark.parametrize(("label", "level"), LEVELS.items())
def test_agreed_levels_are_those_of_the_paper(ivig: Review, label: str, level: str) -> None:
    rating = rate(ivig.state, _studies(ivig.state)[label], ivig.instrument)
    assert rating is not None
    assert rating.level == level


def test_haas_is_low_in_all_six_entries(ivig: Review) -> None:
    claims = settled(ivig.state, _form(ivig, "Haas 2007")).claims
    assert [claim.value for claim in claims.values()] == ["low"] * 6


def test_every_form_is_sealed_by_both_and_open(ivig: Review) -> None:
    for _label, form in _appraisals(ivig):
        assert ivig.state.seats(form) == (A, B)
        assert all(ivig.state.is_sealed(in_seat(form, seat)) for seat in (A, B))
        assert ivig.state.is_open(form)


def test_all_but_two_forms_are_agreed_in_full(ivig: Review) -> None:
    for label, form in _appraisals(ivig):
        agreed = set(ivig.state.fields(in_seat(form, AGREED)))
        said = set(ivig.state.fields(in_seat(form, A))) - {"sealed"}
        assert agreed == (set() if label in NOT_RECONCILED else said), label


def test_reviewers_differ_on_every_eighth_item(ivig: Review) -> None:
    found = {label: len(differing(ivig.state, form)) for label, form in _appraisals(ivig)}
    assert {label: n for label, n in found.items() if n} == {
        **DIFFERENT_AND_AGREED,
        **NOT_RECONCILED,
    }
    items = sum(
        field.startswith("item/")
        for _label, form in _appraisals(ivig)
        for field in ivig.state.fields(in_seat(form, A))
    )
    assert 0.10 <= sum(found.values()) / items <= 0.14


def test_what_differed_is_agreed_with_a_reason_of_its_own(ivig: Review) -> None:
    for label in DIFFERENT_AND_AGREED:
        form = _form(ivig, label)
        for field in differing(ivig.state, form):
            whys = [
                claim.why
                for seat in (A, B, AGREED)
                if (claim := ivig.state.claim(in_seat(form, seat), field))
            ]
            assert len(set(whys)) == 3, (label, field)


def test_every_claim_has_its_reason_and_most_a_quotation(ivig: Review) -> None:
    claims = [
        claim
        for _label, form in _appraisals(ivig)
        for seat in (A, B)
        for field, claim in ivig.state.fields(in_seat(form, seat)).items()
        if field != "sealed"
    ]
    assert all(claim.why for claim in claims)
    assert all(quote.page for claim in claims for quote in claim.quotes)
    assert sum(bool(claim.quotes) for claim in claims) > len(claims) / 2


@pytest.mark.parametrize("which", sample.SAMPLES)
def test_every_form_answers_all_that_is_asked(which: str) -> None:
    review = _review(which)
    for label, study in _studies(review.state).items():
        rating = rate(review.state, study, review.instrument)
        assert rating is not None
        open_items = NOT_RECONCILED.get(label, 0) if which == "ivig" else 0
        assert rating.asked - rating.answered == open_items, label


@pytest.mark.parametrize("which", sample.SAMPLES)
def test_settings_an_instrument_needs_are_set(which: str) -> None:
    review = _review(which)
    for study in review.state.ids("study"):
        instrument = review.instrument(instrument_of_study(review.state, study))
        chosen = settings_of(review.state, instrument)
        needed = [setting.key for setting in instrument.settings if setting.required]
        assert [key for key in needed if chosen[key] in (None, "")] == []


@pytest.mark.parametrize("which", sample.SAMPLES)
def test_settings_of_the_sample_are_the_instruments(which: str) -> None:
    review = _review(which)
    content = read_toml("samples", f"{which}.toml")
    known = {
        instrument.id: {setting.key for setting in instrument.settings}
        for study in review.state.ids("study")
        for instrument in [review.instrument(instrument_of_study(review.state, study))]
    }
    for name, settings in content.get("settings", {}).items():
        assert set(settings) - {"pt_BR"} <= known[name]


def test_extraction_adds_up_to_the_published_totals(ivig: Review) -> None:
    outcome = ivig.state.ids("outcome")[0]
    forms = [extraction_form(study, outcome) for study in ivig.state.ids("study")]
    rows = [settled(ivig.state, form) for form in forms if ivig.state.seats(form)]
    assert len(rows) == 4
    cells = ("e1", "n1", "e2", "n2")
    totals = [sum(int(str(row.value(cell))) for row in rows) for cell in cells]
    assert totals == [11, 72, 65, 132]
    assert {row.rank for row in rows} == {1}


def test_the_one_number_that_differed_is_agreed(ivig: Review) -> None:
    outcome, state = ivig.state.ids("outcome")[0], ivig.state
    found = {
        label: differing(state, extraction_form(study, outcome))
        for label, study in _studies(state).items()
    }
    assert {label: cells for label, cells in found.items() if cells} == {"Hellwig 2008": ("e2",)}
    form = extraction_form(_studies(state)["Hellwig 2008"], outcome)
    assert [state.value(in_seat(form, seat), "e2") for seat in (A, B, AGREED)] == [39, 44, 39]


def _analysis(review: Review) -> Analysis:
    outcome = review.state.ids("outcome")[0]
    state = review.state.seen_by(None)
    plan = plan_of(state, outcome)
    return analyse(
        dataset(state, outcome, plan, ratings=lambda s: rate(state, s, review.instrument))
    )


def test_first_analysis_gives_what_the_paper_prints(ivig: Review) -> None:
    analysis = _analysis(ivig)
    assert analysis.pooled is not None
    assert analysis.totals() == (11, 72, 65, 132)
    shown, spread = analysis.pooled.shown, analysis.pooled.heterogeneity
    assert (shown.value, shown.lower, shown.upper) == pytest.approx(
        (0.3185, 0.1515, 0.6693), abs=5e-5
    )
    assert analysis.pooled.estimate.p == pytest.approx(0.0025, abs=5e-5)
    assert (spread.q, spread.df, spread.p) == pytest.approx((3.738, 3, 0.291), abs=5e-4)
    assert [row.stars for row in analysis.dataset.rows] == [7, 8, 5, 6]


def test_bcg_plan_gives_the_published_random_effects(bcg: Review) -> None:
    pooled = _analysis(bcg).pooled
    assert pooled is not None
    found = (pooled.estimate.value, pooled.estimate.lower, pooled.estimate.upper)
    assert found == pytest.approx((-0.7145, -1.0669, -0.3622), abs=5e-5)
    assert pooled.heterogeneity.tau2 == pytest.approx(0.3132, abs=5e-5)


def test_nature_is_said_where_it_must_be(ivig: Review) -> None:
    state = ivig.state
    assert "illustrative; the paper prints none" in state.text(REVIEW, "nature_note")
    outcome = outcome_subject(state.ids("outcome")[0])
    assert state.text(outcome, "note") == (
        "These counts are a reconstruction, not the published table."
    )
    boxes = {key: state.claim(REVIEW, f"flow/{key}") for key in ("identified", "pooled")}
    assert {key: box and box.value for key, box in boxes.items()} == {
        "identified": 321,
        "pooled": 6,
    }
    assert boxes["pooled"] is not None
    assert boxes["pooled"].why == "6 in the paper; 4 reconstructed here"


@pytest.mark.parametrize("which", sample.SAMPLES)
def test_seals_are_signed_by_their_reviewers(which: str) -> None:
    review = _review(which)
    seals = 0
    for kind in ("appraisal", "extraction"):
        for subject in review.state.subjects(kind):
            value = review.state.value(subject, "sealed")
            if not isinstance(value, dict):
                continue
            person = subject.rpartition("/")[2]
            public = review.state.text(person_subject(person), "key")
            assert public == sample.reader_keys(which)[person].public
            assert is_signed(f"{subject}:{value['digest']}", value["signature"], public)
            assert review.state.seal_of(subject) == (value["digest"], value["count"])
            seals += 1
    assert seals == {"ivig": 30, "bcg": 26}[which]


def test_veil_hides_nothing_of_what_both_submitted(ivig: Review) -> None:
    form = _form(ivig, "Durelli 2004")
    seen = ivig.state.seen_by(A).fields(in_seat(form, B))
    assert seen == ivig.state.fields(in_seat(form, B))


def test_veil_hides_the_other_while_a_form_is_apart() -> None:
    store = MemoryStore("a-review")
    sample.write(store, "ivig")
    whole = list(store.entries())
    before_b_seals = MemoryStore("a-review")
    before_b_seals.append(_until_first_seal(whole, B))
    review = Review(before_b_seals)
    form = _form(review, "Achiron 1996")
    assert review.state.seen_by(A).fields(in_seat(form, B)) == {}
    assert review.state.seen_by(B).fields(in_seat(form, A)) == {}
    assert len(review.state.seen_by(B).fields(in_seat(form, B))) == 8


def _until_first_seal(rows: list[Row], person: str) -> list[Row]:
    first = next(
        row.seq
        for row in rows
        if row.author == person and row.field == "sealed" and row.subject.startswith("appraisal/")
    )
    return [row for row in rows if row.seq < first]


def test_bcg_has_thirteen_trials_with_their_counts(bcg: Review) -> None:
    outcome = bcg.state.ids("outcome")[0]
    rows = [settled(bcg.state, extraction_form(s, outcome)) for s in bcg.state.ids("study")]
    assert len(rows) == 13
    cells = ("e1", "n1", "e2", "n2")
    totals = [sum(int(str(row.value(cell))) for row in rows) for cell in cells]
    assert totals == [1065, 191_064, 1510, 166_283]


def test_bcg_entries_follow_from_the_allocation(bcg: Review) -> None:
    for study in bcg.state.ids("study"):
        allocation = bcg.state.value(study_subject(study), "field/allocation")
        form = settled(bcg.state, appraisal_form(study, instrument_of_study(bcg.state, study)))
        values = [claim.value for claim in form.claims.values()]
        expected = "low" if allocation == "random" else "high"
        assert values[:2] == [expected, expected]
        assert set(values[2:]) == {"unclear"}


@pytest.mark.parametrize("which", sample.SAMPLES)
def test_two_samples_hold_the_same(which: str, tmp_path: Path) -> None:
    sample.make(tmp_path / "one.evenhand", which)
    sample.make(tmp_path / "two.evenhand", which)
    one, two = (_rows(tmp_path / f"{name}.evenhand") for name in ("one", "two"))
    assert one == two
    assert all(row_holds(row) for row in one)


def test_file_opens_as_it_was_made(tmp_path: Path, ivig: Review) -> None:
    path = tmp_path / "sample.evenhand"
    sample.make(path)
    assert _rows(path) == list(ivig.store.entries())


def test_sample_is_made_within_two_seconds(tmp_path: Path) -> None:
    begun = time.perf_counter()
    sample.make(tmp_path / "sample.evenhand")
    assert time.perf_counter() - begun < 2


def test_sample_speaks_portuguese() -> None:
    i18n.set_language("pt_BR")
    state = _review("ivig").state
    assert state.text(REVIEW, "title").startswith("Imunoglobulina")
    assert state.text(outcome_subject(state.ids("outcome")[0]), "arm2") == "Não tratadas"
    assert state.text(person_subject(A), "name") == "Revisor A"
    assert state.text(REVIEW, "setting/nos-cohort/additional_factor") == "idade"


def test_records_give_the_flow_that_the_paper_prints(ivig: Review) -> None:
    live = live_flow(ivig.state)
    assert live is not None
    typed = typed_flow(ivig.state)
    assert (live.databases, live.duplicates, live.screened, live.screened_out) == (
        321,
        33,
        288,
        266,
    )
    assert (live.sought, live.assessed, live.reports, live.included) == (22, 22, 11, 11)
    assert live.excluded == (Reason("No original patient data", 11),)
    assert (typed.identified, typed.duplicates, typed.screened, typed.screened_out) == (
        live.databases, live.duplicates, live.screened, live.screened_out,
    )  # fmt: skip
    assert (typed.assessed, typed.included, typed.excluded_n) == (22, 11, 11)
    assert waiting(ivig.state) == Waiting()
    assert faults(flow_of(ivig.state)) == ()


def test_every_record_but_those_of_the_paper_says_that_it_is_invented(ivig: Review) -> None:
    state = ivig.state
    records = record_ids(state)
    linked = {
        reference_at(state, record).title: state.text(record_subject(record), "study")
        for record in records
        if state.says(record_subject(record), "study")
    }
    assert linked == _studies(state)
    for record in records:
        title, labels = reference_at(state, record).title, labels_of(state, record)
        if title in linked:
            assert labels == ("study of the paper; where it was found is invented",)
        else:
            assert re.fullmatch(r"Placeholder record \d+ \(invented\)", title)
            assert labels == ("invented placeholder",)
    assert state.text(REVIEW, "records_note").startswith("Invented placeholders")
    assert state.text(REVIEW, "records_note") in flow_of(state).told


def test_records_are_spread_over_the_databases_of_the_paper(ivig: Review) -> None:
    state = ivig.state
    found = Counter(database_of(state, record) for record in record_ids(state))
    assert list(found) == [
        "PubMed", "MEDLINE", "EMBASE", "CENTRAL", "SciELO", "LILACS", "Google Scholar",
    ]  # fmt: skip
    assert dict(found) == {one.database: one.records for one in searches(state)}
    copies = [one for one in record_ids(state) if state.says(record_subject(one), "same_as")]
    for record in copies:
        keeper = keeper_of(state, record)
        assert database_of(state, keeper) != database_of(state, record)
        assert reference_at(state, keeper) == reference_at(state, record)
    assert len(copies) == len({keeper_of(state, record) for record in copies}) == 33


def test_screening_of_the_sample_is_signed_by_both_and_agreed(ivig: Review) -> None:
    state = ivig.state
    for stage, n, differ in ((ABSTRACT, 288, 3), (FULL_TEXT, 22, 0)):
        records = pool(state, stage)
        assert len(records) == n
        forms = [screening_form(record, stage) for record in records]
        assert all(state.seats(form) == (A, B) and state.is_open(form) for form in forms)
        assert sum(bool(state.fields(in_seat(form, AGREED))) for form in forms) == differ
        ends = [outcome(state, record, stage) for record in records]
        assert all(end.reason for end in ends if end.standing == "out")
        assert {end.standing for end in ends} == {"pass", "out"}
