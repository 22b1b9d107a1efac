"""Numbers worked out from what a paper gives: the cells they fill, and the reason they leave."""

import math
from collections.abc import Mapping

import pytest

from appraisal.errors import InvalidClaim
from appraisal.measuring import row_effect
from appraisal.reported import MEASURES, report_of
from appraisal.subjects import CELLS, TEXTS
from appraisal.workings.offered import workings_for
from appraisal.workings.working import Working, work
from resources import i18n
from stats.conversion_table import CONVERSIONS

Z = 1.959963984540054


def every() -> dict[str, Working]:
    found: dict[tuple[str, ...], Working] = {}
    for data, cells in CELLS.items():
        for cell in cells:
            for measure in ("", *MEASURES):
                for scale in ("", "log"):
                    offered = workings_for(data, cell, measure=measure, scale=scale)
                    found |= {(data, one.key, measure, scale): one for one in offered}
    return {f"{'-'.join(key)}": one for key, one in found.items()}


def one(data: str, cell: str, key: str, *, measure: str = "", scale: str = "") -> Working:
    offered = workings_for(data, cell, measure=measure, scale=scale)
    return next(each for each in offered if each.key == key)


def worked(working: Working, *groups: Mapping[str, float], arm: str = "") -> dict[str, object]:
    return dict(work(working, groups, arm=arm).cells)


def test_every_conversion_is_offered_where_a_number_is_needed() -> None:
    used = {key for working in every().values() for key in working.conversions}
    assert used == set(CONVERSIONS)


@pytest.mark.parametrize("working", every().values(), ids=every())
def test_working_says_what_it_asks_and_on_whose_word(working: Working) -> None:
    assert working.title()
    assert working.formula()
    assert working.source
    assert all(asked.label() for asked in working.asks)
    assert set(working.conversions) <= set(CONVERSIONS)


def test_numbers_are_offered_for_numbers_alone() -> None:
    for data, cells in CELLS.items():
        for cell in cells:
            if cell in (*TEXTS, "level"):
                assert not workings_for(data, cell, measure="OR")
    assert [each.key for each in workings_for("counts", "e2")] == [
        "events_from_percent",
        "combine_counts",
    ]


@pytest.mark.parametrize(
    ("cell", "key", "given", "cells"),
    [
        ("sd1", "sd_from_se", {"se": 2, "n": 25}, {"sd1": 10}),
        # Cochrane Handbook 6.5.2.2: 95 % CI 30.0 to 34.2 of 25 people
        ("sd2", "sd_from_ci", {"lower": 30, "upper": 34.2, "level": 95, "n": 25}, {"sd2": 5.08745}),
        # Cochrane Handbook 6.5.2.3: MD 3.8, p 0.008 (t 2.78), n 25 and 22; SE 1.37, SD 4.69
        (
            "sd1",
            "sd_from_difference_p",
            {"difference": 3.8, "p": 0.008, "n1": 25, "n2": 22},
            {"sd1": 4.68286, "sd2": 4.68286},
        ),
        ("sd1", "sd_from_difference_t", {"difference": 3, "t": -1.5, "n1": 8, "n2": 8}, None),
        ("sd1", "sd_from_difference_f", {"difference": 3, "f": 2.25, "n1": 8, "n2": 8}, None),
        ("sd1", "sd_of_change", {"a": 3, "b": 4, "r": 0}, {"sd1": 5}),
        # R's meta: metamean(n = 45, median = 20, q1 = 15, q3 = 27)
        ("m1", "quartiles", {"median": 20, "q1": 15, "q3": 27, "n": 45}, None),
    ],
)
def test_spread_of_a_group_is_worked_out(
    cell: str, key: str, given: dict[str, float], cells: dict[str, float] | None
) -> None:
    made = worked(one("means", cell, key), given, arm=cell[-1])
    if cells is not None:
        assert made == pytest.approx(cells, rel=1e-3)
    elif key == "quartiles":
        share = 0.7 + 0.39 / 45
        assert made["m1"] == pytest.approx(share * 21 + (1 - share) * 20, rel=1e-5)
    else:
        assert made == pytest.approx({"sd1": 4, "sd2": 4})


def test_groups_are_combined_as_if_they_had_been_one() -> None:
    groups: list[dict[str, float]] = [
        {"n": 2, "mean": 1.5, "sd": math.sqrt(0.5)},
        {"n": 1, "mean": 6, "sd": 0},
    ]
    made = worked(one("means", "m2", "combine_means"), *groups, arm="2")
    assert made == pytest.approx({"n2": 3, "m2": 3, "sd2": math.sqrt(7)}, rel=1e-5)
    counts: list[dict[str, float]] = [{"e": 3, "n": 20}, {"e": 4, "n": 22}, {"e": 0, "n": 9}]
    assert worked(one("counts", "e1", "combine_counts"), *counts, arm="1") == {"e1": 7, "n1": 51}


@pytest.mark.parametrize(("percent", "n", "events"), [(33.3, 42, 14), (0, 10, 0), (7, 41, 3)])
def test_events_follow_from_a_percentage(percent: float, n: float, events: int) -> None:
    made = worked(one("counts", "e1", "events_from_percent"), {"percent": percent, "n": n}, arm="1")
    assert made == {"e1": events}


def test_percentage_that_no_count_gives_is_refused() -> None:
    with pytest.raises(InvalidClaim, match=r"No whole number of 30 people is 12\.5 %\."):
        work(one("proportion", "e", "events_from_percent"), [{"percent": 12.5, "n": 30}], arm="")


def test_correlation_follows_from_its_t() -> None:
    # R: cor.test(mtcars$mpg, mtcars$wt), t = -9.559044, r = -0.8676594
    made = worked(one("correlation", "r", "r_from_t"), {"t": -9.559044146972111, "n": 32})
    assert made == {"r": -0.867659}


@pytest.mark.parametrize("key", ["se_from_t", "se_from_f", "se_from_p"])
@pytest.mark.parametrize("scale", ["", "log"])
def test_ratio_and_its_test_give_the_effect_the_test_says(key: str, scale: str) -> None:
    ratio = math.log(0.7) if scale else 0.7
    tests = {"se_from_t": {"t": -2.0}, "se_from_f": {"f": 4.0}, "se_from_p": {"p": 0.0455002638963}}
    given = {"estimate": ratio, **tests[key]}
    cell = "se" if scale else "lower"
    made = worked(one("reported", cell, key, measure="OR", scale=scale), given)
    report = report_of({"measure": "OR", "scale": scale, **made}.get)
    shown = row_effect("OR", "reported", (), report)
    se = abs(math.log(0.7)) / 2
    expected = [math.exp(math.log(0.7) + side * Z * se) for side in (0, -1, 1)]
    assert shown == pytest.approx(expected, rel=1e-5)


def test_interval_alone_gives_the_estimate() -> None:
    given = {"lower": 0.5, "upper": 2.0, "level": 95}
    assert worked(one("reported", "estimate", "se_from_ratio_ci", measure="RR"), given) == {
        "estimate": 1.0,
        "lower": 0.5,
        "upper": 2.0,
        "level": 95.0,
    }
    made = worked(one("reported", "estimate", "se_from_ci", measure="MD"), given)
    assert made["estimate"] == 1.25


def test_small_study_takes_its_interval_by_t_and_leaves_the_limits() -> None:
    working = one("reported", "se", "se_from_small_ci", measure="MD")
    made = worked(working, {"lower": -2.0, "upper": 6.0, "level": 95, "df": 9})
    assert made == {"estimate": 2, "se": pytest.approx(8 / (2 * 2.262157), rel=1e-5)} | {
        "lower": None,
        "upper": None,
    }


def test_measures_are_turned_into_each_other() -> None:
    factor = math.sqrt(3) / math.pi
    made = worked(
        one("reported", "estimate", "smd_from_or", measure="SMD"),
        {"or": 2.0, "lower": 1.0, "upper": 4.0, "level": 95},
    )
    se = math.log(4) / (2 * Z)
    assert made == pytest.approx({"estimate": math.log(2) * factor, "se": se * factor}, rel=1e-5)
    back = worked(one("reported", "estimate", "or_from_smd", measure="OR"), {"d": 0.4, "se": 0.1})
    assert back["estimate"] == pytest.approx(math.exp(0.4 / factor), rel=1e-5)
    t = worked(
        one("reported", "estimate", "smd_from_t", measure="SMD"), {"t": 2.0, "n1": 8, "n2": 8}
    )
    assert t == pytest.approx({"estimate": 1.0, "se": math.sqrt(0.25 + 1 / 32)}, rel=1e-5)
    hr = worked(one("reported", "estimate", "hr_from_oe", measure="HR"), {"oe": -5.0, "v": 16.0})
    assert hr["estimate"] == pytest.approx(math.exp(-0.3125), rel=1e-5)
    assert hr["upper"] == pytest.approx(math.exp(-0.3125 + Z / 4), rel=1e-5)


@pytest.mark.parametrize(
    ("cell", "key", "given"),
    [
        ("sd1", "sd_from_se", {"se": 0, "n": 25}),
        ("sd1", "sd_from_ci", {"lower": 5, "upper": 4, "level": 95, "n": 25}),
        ("sd1", "sd_from_ci", {"lower": 4, "upper": 5, "level": 100, "n": 25}),
        ("sd1", "sd_from_difference_t", {"difference": 3, "t": 0, "n1": 8, "n2": 8}),
        ("sd1", "sd_from_difference_p", {"difference": 3, "p": 1, "n1": 1, "n2": 1}),
        ("m1", "range", {"median": 9, "low": 10, "high": 12, "n": 30}),
        ("sd1", "sd_of_change", {"a": 3, "b": 3, "r": 1}),
    ],
)
def test_numbers_that_give_nothing_are_refused(
    cell: str, key: str, given: dict[str, float]
) -> None:
    with pytest.raises(InvalidClaim, match="Nothing follows"):
        work(one("means", cell, key), [given], arm="1")


def test_reason_holds_numbers_formula_and_source() -> None:
    working = one("means", "sd1", "sd_from_se")
    assert work(working, [{"se": 1.25, "n": 45}], arm="1").why == (
        "Worked out from the paper. From the standard error of the mean: Standard error 1.25, "
        "n 45. SD = SE × √n. Source: Cochrane Handbook 6.5, §6.5.2.2"
    )
    i18n.set_language("pt_BR")
    assert "1,25" in work(working, [{"se": 1.25, "n": 45}], arm="1").why
