"""`results.json` holds the keys of the contract, and numbers that other programs can read."""

import json
import math

import pytest

from appraisal.material import Material
from appraisal.results import results
from resources import i18n
from tests.appraisal.materials import sample_material, ugly_material

KEYS = {
    "id", "name", "measure", "model", "tau2_method", "interval", "zeros", "k", "n_left_out", "log",
    "natural", "stat", "p", "q", "q_df", "q_p", "tau2", "i2", "i2_from", "h2", "nnt", "events1",
    "n1", "events2", "n2", "studies", "notes",
}  # fmt: skip


@pytest.fixture(scope="module")
def material() -> Material:
    return sample_material()


def test_every_key_of_the_contract_is_there(material: Material) -> None:
    made = results(material.state, material.analyses)
    assert (made["format"], made["program"][:8]) == (1, "Evenhand")
    (one,) = made["outcomes"]
    assert set(one) >= KEYS
    assert set(one["studies"][0]) >= {
        "id", "label", "used", "log", "natural", "weight", "rank", "note",
    }  # fmt: skip
    assert all({"code", "studies", "text"} == set(note) for note in one["notes"])


def test_notes_have_codes_and_name_their_studies(material: Material) -> None:
    (one,) = results(material.state, material.analyses)["outcomes"]
    labels = {study["id"]: study["label"] for study in one["studies"]}
    corrected = next(note for note in one["notes"] if note["code"] == "corrected")
    assert [labels[study] for study in corrected["studies"]] == ["Achiron 1996", "Orvieto 1999"]


def test_scales_belong_together(material: Material) -> None:
    (one,) = results(material.state, material.analyses)["outcomes"]
    for name in ("estimate", "lower", "upper"):
        assert math.exp(one["log"][name]) == pytest.approx(one["natural"][name])
    assert sum(study["weight"] for study in one["studies"]) == pytest.approx(100)


def test_ugly_review_is_json_without_holes() -> None:
    ugly = ugly_material()
    text = json.dumps(results(ugly.state, ugly.analyses), allow_nan=False)
    assert json.loads(text)["outcomes"]


def test_trials_have_a_prediction_interval() -> None:
    trials = sample_material("bcg")
    (one,) = results(trials.state, trials.analyses)["outcomes"]
    assert one["natural"]["pi_lower"] < one["natural"]["lower"]
    assert one["natural"]["pi_upper"] > one["natural"]["upper"]
    assert one["tau2"] == pytest.approx(0.313, abs=5e-4)


def test_numbers_in_sentences_keep_their_point_in_portuguese(material: Material) -> None:
    i18n.set_language("pt_BR")
    with i18n.decimal_points():
        assert i18n.number(0.5, 1) == "0.5"
        assert i18n.interval(0.1, 0.2) == "[0.10, 0.20]"
    assert i18n.number(0.5, 1) == "0,5"
