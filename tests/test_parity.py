"""The same figures to the printed digit in every way out, each read by parsing it."""

from pathlib import Path

from appraisal import desk, sample
from appraisal.material import gather
from appraisal.results import results
from tests.tools.parity import EXPECTED, readings


def test_every_way_out_prints_the_same_result(tmp_path: Path) -> None:
    found = readings(tmp_path)
    assert len(found) == 6
    assert found == dict.fromkeys(found, EXPECTED)


def test_unrounded_result_is_that_of_metafor(tmp_path: Path) -> None:
    path = tmp_path / "sample.evenhand"
    sample.make(path, "ivig")
    review = desk.open_review(path, read_only=True)
    material = gather(review, reader=None, lang="en")
    review.close()
    one = results(material.state, material.analyses)["outcomes"][0]
    shown = one["natural"]
    digits = [round(shown[name], 4) for name in ("estimate", "lower", "upper")]
    assert digits == [0.3185, 0.1515, 0.6693]
    assert round(one["q"], 3) == 3.738
