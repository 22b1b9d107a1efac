"""The error radar: what stands out beside the other studies, the report and other outcomes."""

import math

import numpy as np
import pytest

from appraisal import drafts
from appraisal.checks import Words, check
from appraisal.ledger import Claim, Value
from appraisal.radar import Filled, beside_others
from appraisal.reported import Report
from appraisal.review import Review
from appraisal.store.memory import MemoryStore
from appraisal.views.extraction import Grid, grid
from stats.data import TwoByTwo, TwoMeans
from stats.measures import MEASURES

READER = "ann"
COUNTS = {
    "a": (4, 50, 12, 52),
    "b": (9, 110, 25, 108),
    "c": (6, 70, 15, 71),
    "d": (3, 40, 10, 41),
    "e": (8, 90, 22, 95),
}


def rows(**more: tuple[float, ...]) -> dict[str, Filled]:
    numbers: dict[str, tuple[float, ...]] = {**COUNTS, **more}
    return {study: Filled(f"Study {study}", cells, None) for study, cells in numbers.items()}


def codes(data: str, measure: str, filled: dict[str, Filled]) -> dict[str, list[str]]:
    told = beside_others(data, measure, filled)
    return {study: [one.code for one in found] for study, found in told.items()}


def test_studies_alike_are_left_alone() -> None:
    assert codes("counts", "OR", rows()) == {}


def test_row_typed_twice_is_named_in_both() -> None:
    told = beside_others("counts", "OR", rows(f=COUNTS["b"]))
    assert {study: found[0].title for study, found in told.items()} == {
        "b": "The same numbers as Study f",
        "f": "The same numbers as Study b",
    }


def test_report_typed_twice_is_named() -> None:
    report = Report(measure="HR", estimate=0.7, lower=0.5, upper=0.98)
    filled = {study: Filled(study, (), report) for study in "xy"}
    assert codes("reported", "HR", filled) == {"x": ["double"], "y": ["double"]}
    assert codes("reported", "HR", {s: Filled(s, (), Report()) for s in "xy"}) == {}


def test_groups_in_each_others_place_stand_out() -> None:
    assert codes("counts", "OR", rows(f=(24, 99, 8, 98))) == {"f": ["swapped"]}


@pytest.mark.parametrize(
    "other",
    [
        (5, 60, 4, 60),  # opposite, but by chance
        (60, 99, 2, 98),  # opposite and large: turned it would be no more usual
    ],
)
def test_other_results_are_not_called_turned(other: tuple[float, ...]) -> None:
    assert codes("counts", "OR", rows(f=other)) == {}


def test_means_turned_stand_out() -> None:
    numbers = {s: (10.0 + i, 4.0, 50.0, 15.0 + 1.1 * i, 4.0, 51.0) for i, s in enumerate("abcde")}
    filled = {study: Filled(study, cells, None) for study, cells in numbers.items()}
    assert codes("means", "MD", filled) == {}
    filled["e"] = Filled("e", (19.5, 4.0, 50.0, 14.0, 4.0, 51.0), None)
    assert codes("means", "MD", filled) == {"e": ["swapped"]}


@pytest.mark.parametrize(("estimate", "found"), [(3.6, ["swapped"]), (0.28, []), (1.4, [])])
def test_report_that_says_the_opposite_is_told(estimate: float, found: list[str]) -> None:
    report = Report(measure="OR", estimate=estimate, lower=0.1, upper=9.0)
    filled = {"a": Filled("a", COUNTS["a"], report)}
    assert codes("counts", "OR", filled).get("a", []) == found


@pytest.mark.parametrize(
    ("n1", "n2", "found"),
    [
        (52, 50, ["swapped"]),  # the other way round
        (50, 52, []),
        (48, 52, []),  # a few were lost
        (50, 25, ["totals"]),
    ],
)
def test_sizes_are_compared_with_other_outcomes(n1: float, n2: float, found: list[str]) -> None:
    filled = {"a": Filled("a", COUNTS["a"], None, (("Pain", n1, n2),))}
    assert codes("counts", "OR", filled).get("a", []) == found


def test_rough_effects_are_those_of_the_statistics() -> None:
    from appraisal.radar import _effect

    table = TwoByTwo.from_totals([4, 0], [50, 20], c=[12, 3], n2=[52, 21])
    effects = MEASURES["OR"].of(table)
    for place, cells in enumerate([(4, 50, 12, 52), (0, 20, 3, 21)]):
        made = _effect("counts", cells)
        assert made == pytest.approx((effects.yi[place], effects.sei[place]))
    n1, m1, sd1, n2, m2, sd2 = (np.array([x]) for x in (20.0, 3.0, 1.0, 22.0, 5.0, 2.0))
    means = MEASURES["MD"].of(TwoMeans(n1, m1, sd1, n2, m2, sd2))
    assert _effect("means", (3, 1, 20, 5, 2, 22)) == pytest.approx((-2, math.sqrt(means.vi[0])))


@pytest.mark.parametrize(
    ("kind", "cells", "kinds"),
    [
        ("counts", {"e1": 15, "n1": 14, "e2": 1, "n2": 9}, {"more1": "error"}),
        (
            "means",
            {"m1": 9, "sd1": 0.5, "n1": 100, "m2": 8, "sd2": 5, "n2": 100},
            {"se1": "warning"},
        ),
        (
            "means",
            {"m1": 9, "sd1": 1, "n1": 4, "m2": 8, "sd2": 5, "n2": 4},
            {"sd_apart": "warning"},
        ),
        (
            "reported",
            {"measure": "MD", "estimate": 2, "lower": 0.5, "upper": 1},
            {"outside_interval": "warning"},
        ),
    ],
)
def test_radar_within_a_form_says_why(
    kind: str, cells: dict[str, Value], kinds: dict[str, str]
) -> None:
    found = check(kind, cells, Words("Study", "Drug", "Placebo"))
    assert {one.code: one.kind for one in found} == kinds
    assert all(one.title and one.remedy for one in found)


def test_impossible_mean_is_told_where_people_have_whole_numbers() -> None:
    cells: dict[str, Value] = {"m1": 5.19, "sd1": 2, "n1": 28, "m2": 5.21, "sd2": 2, "n2": 28}
    words = Words("Study", "Drug", "Placebo")
    assert not check("means", cells, words)
    (found,) = check("means", cells, words, whole=True)
    assert (found.code, found.cells) == ("grim1", ("m1", "n1"))
    assert found.title == "Drug: 28 whole numbers cannot have this mean."


def test_grid_shows_the_radar_until_it_is_dismissed_with_a_reason() -> None:
    review, outcome = typed(COUNTS["a"], COUNTS["a"], (3, 40, 10, 41))
    shown = grid(review.state, outcome, READER)
    assert [[one.code for one in row.warnings] for row in shown.rows] == [
        ["double"],
        ["double"],
        [],
    ]
    claim = Claim("two trials", "Two trials, by chance alike")
    review.commit(drafts.extract("s0", outcome, READER, {"warning/double": claim}), author=READER)
    shown = grid(review.state, outcome, READER)
    assert [[one.code for one in row.warnings] for row in shown.rows] == [[], ["double"], []]


def test_grid_compares_sizes_with_outcomes_of_the_same_groups() -> None:
    review, outcome = typed((4, 50, 12, 52))
    other, pain = drafts.add_outcome(
        {"name": "Pain", "data": "counts", "arm1": "Drug", "arm2": "Placebo"}
    )
    review.commit(other, author=READER)
    turned = {"e1": Claim(1), "n1": Claim(52), "e2": Claim(2), "n2": Claim(50)}
    review.commit(drafts.extract("s0", pain, READER, turned), author=READER)
    shown: Grid = grid(review.state, outcome, READER)
    (found,) = shown.rows[0].warnings
    assert found.code == "swapped"
    assert "Pain" in found.remedy


def typed(*rows: tuple[float, ...]) -> tuple[Review, str]:
    review = Review(MemoryStore("radar"))
    draft, _person = drafts.add_person({"name": "Ann"}, id=READER)
    review.commit(draft, author=READER)
    first, outcome = drafts.add_outcome(
        {"name": "Death", "data": "counts", "arm1": "Drug", "arm2": "Placebo"}
    )
    review.commit(first, author=READER)
    for number, cells in enumerate(rows):
        draft, study = drafts.add_study({"label": f"Study {number}"}, id=f"s{number}")
        review.commit(draft, author=READER)
        names = ("e1", "n1", "e2", "n2")
        claims = {name: Claim(value) for name, value in zip(names, cells, strict=True)}
        review.commit(drafts.extract(study, outcome, READER, claims), author=READER)
    return review, outcome
