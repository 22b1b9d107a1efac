"""What the history says of a value: words of a person, never what the file keeps."""

import pytest

from appraisal.fields import FIELDS
from appraisal.ledger import Value
from appraisal.views.history_words import field_name, value_words
from resources.i18n import speaking

DIGEST = "639f103c8c41707fafaf90082a0b3b34eb78d53d1bff677297b6c66722773692"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("pdf", DIGEST, "kept with the review"),
        ("pdf_name", "Haas.pdf", "Haas.pdf"),
        ("key", DIGEST, "key for signing"),
        ("instrument/rob2@1", {"en": DIGEST, "pt_BR": DIGEST}, "kept with the review"),
        ("mapping/nos", {"high_below": 7, "low_from": 8}, "high below 7 stars, low from 8"),
        ("mapping/nih", {"levels": {"poor": "high", "good": "low"}}, "poor: High; good: Low"),
        ("mapping/quality", {"low": 1, "high": 0.5}, "low: 1; high: 0.5"),
        ("columns/0123456789abcdef", {"Título": "title"}, "Título: title"),
        ("import/0123456789abcdef", {"source": "RevMan 5", "text": DIGEST}, "RevMan 5"),
        ("same_as", {"record": "r1", "by": "doi"}, "A trial of rest"),
        ("calibration/1", {"studies": ["s1", "s2"]}, "Haas 2007, Orvieto 1999"),
        ("reviewers", ["p1"], "Ann Lee"),
        ("excluded", [["s1", "too few"]], "Haas 2007 (too few)"),
        ("control_risk", {"kind": "typed", "value": 0.1}, "kind: typed; value: 0.1"),
        ("sealed", {"digest": DIGEST, "count": 2, "entries": []}, "submitted, 2 entries"),
        ("roles", ["reviewer", "coordinator"], "Reviewer, Coordinator"),
        ("design", "rct", "Randomised trial"),
        ("item/D1/1", [], "none of these"),
        ("field/region", "North", "North"),
        ("label", None, "withdrawn"),
        ("measure", "OR", "Odds ratio"),
        ("tau2", "REML", "restricted maximum likelihood"),
        ("tau2", "none", "fixed effect"),
        ("interval", "hartung_knapp", "Hartung-Knapp"),
        ("zeros", "add_pool", "Add 0.5, also in pool"),
        ("method", "MH", "Mantel-Haenszel"),
        ("preset", "cochrane2025", "Cochrane 2025"),
        ("sort", "weight", "Weight, heaviest first"),
        ("columns", ["counts", "year"], "Numbers of each group, Year"),
        ("selection", "stepfun", "Step at p = 0.025"),
        ("selection", "", "None"),
        ("use", "reported", "the report"),
        ("opens", "study", "Study by study"),
        ("scale", "log", "logarithm"),
        ("fill", "R0", "Estimator R0"),
        ("fill_side", "auto", "By the slope"),
        ("worst", "fair", "Not at high risk"),
        ("worst", "", "All studies"),
        ("subgroup", "", "None"),
        ("clusters", "design", "Design"),
        ("moderators", ["stars", "field/region"], "Stars, Region"),
        ("moderators_test", "knapp_hartung_floor", "Knapp-Hartung, never below Wald"),
    ],
)
def test_values_are_said_in_words(field: str, value: Value, said: str) -> None:
    names = {
        "r1": "A trial of rest", "s1": "Haas 2007", "s2": "Orvieto 1999", "p1": "Ann Lee",
    }  # fmt: skip
    assert value_words(field, value, names) == said


def test_fields_are_said_in_words() -> None:
    assert field_name("design/rct") == "Instrument for Randomised trial"
    assert field_name("e1") == "Events 1"
    assert field_name("tau2") == "Between-study variance"
    assert field_name("mapping/0123456789abcdef") == "Columns of a table"
    assert field_name("mapping/nos-cohort") == "What counts as high risk"
    with speaking("pt_BR"):
        assert field_name("event_is") == "O evento é"


def test_every_field_of_a_plan_has_words() -> None:
    for field in FIELDS["plan"]:
        assert field_name(field) != field, field
