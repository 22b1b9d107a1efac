"""How much each BCG trial moves the pool: what metafor gives, drawn and said."""

from typing import Any

import pytest

from appraisal.figures.baujat import baujat_scene, influence_sentence
from appraisal.sensitivity import moves
from tests.appraisal.test_small_studies import analysed, expected


def test_diagnostics_are_those_of_metafor_and_each_study_has_its_point() -> None:
    analysis = analysed("bcg")
    found = moves(analysis)
    wanted: Any = expected("influence", "inf-dat.bcg-RR-REML")
    assert found is not None
    assert list(found.influence.cook_d) == pytest.approx(wanted["cook_d"], rel=1e-5)
    scene = baujat_scene(analysis, found, width=700)
    assert {row.id for row in scene.rows} == {row.study for row in analysis.dataset.used}


def test_studies_that_stand_out_are_named_without_blame() -> None:
    found = moves(analysed("bcg", tau2="none"))
    assert found is not None
    assert "TPT Madras 1980" in influence_sentence(found)
    assert "no reason to leave a study out" in influence_sentence(found)
    even = moves(analysed("ivig"))
    assert even is not None
    assert moves(analysed("ivig", min_stars=7)) is None
