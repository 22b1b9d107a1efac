"""A study may name an instrument that this program does not hold; the review opens all the same."""

import pytest

from appraisal import drafts
from appraisal.instruments import shipped_key
from appraisal.review import Review
from appraisal.review_instruments import instrument_of_study
from appraisal.store.memory import MemoryStore


@pytest.mark.parametrize(
    ("chosen", "found"),
    [("nos-cohort@0", shipped_key("nos-cohort")), ("no-such@1", ""), ("no-such", "")],
)
def test_instrument_that_is_not_here_stops_nothing(chosen: str, found: str) -> None:
    review = Review(MemoryStore("r1"))
    review.author = "ann"
    review.commit(drafts.add_study({"label": "S", "instrument": chosen}, id="s1")[0])
    assert instrument_of_study(review.state, "s1") == found
