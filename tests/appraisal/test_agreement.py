"""Agreement before consensus: from sealed, opened answers, and undefined where it is."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from appraisal import drafts
from appraisal.agreement import agreement
from appraisal.agreement_table import (
    agreement_table,
    coefficient_words,
    missing_words,
    no_interval_words,
)
from appraisal.blind_answers import NOT_ANSWERED, Answers, blind_answers, blind_items, items
from appraisal.instrument import Instrument
from appraisal.review import Review
from appraisal.sample import write
from appraisal.shipped import shipped_instrument
from appraisal.store.memory import MemoryStore
from appraisal.views.agreement import reading
from resources.i18n import number
from tests.appraisal import desks

REFERENCE: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "stats" / "reference" / "agreement.json").read_text("utf-8")
)


def lookup(key: str) -> Instrument:
    return shipped_instrument(key.partition("@")[0])


def said(study: str, *codes: str, order: tuple[str, ...] = (), place: str = "d/1") -> Answers:
    readers = tuple(zip("abcdefg", codes, strict=False))
    return Answers(study, "i@1", "item", place, readers, order)


def made(table: dict[tuple[str, str], int], order: tuple[str, ...] = ()) -> list[Answers]:
    return [
        said(f"s{first}{second}{n}", first, second, order=order)
        for (first, second), times in table.items()
        for n in range(times)
    ]


def test_no_pair_gives_no_agreement() -> None:
    assert agreement([]) is None


def test_kappa_of_a_published_table() -> None:
    # Fleiss, Levin & Paik 2003, Statistical Methods for Rates and Proportions, table 18.1:
    # two raters, 100 people in three categories; kappa 0.68 by their equation 18.9
    found = agreement(
        made(
            {
                ("a", "a"): 75, ("a", "b"): 1, ("a", "c"): 4,
                ("b", "a"): 5, ("b", "b"): 4, ("b", "c"): 1,
                ("c", "a"): 0, ("c", "b"): 0, ("c", "c"): 10,
            }
        )
    )  # fmt: skip
    assert found is not None
    assert found.percent == pytest.approx(89)
    assert found.kappa is not None
    assert round(found.kappa[0], 2) == 0.68


def test_kappa_without_variation_is_not_a_number_but_said() -> None:
    found = agreement(made({("a", "a"): 12}))
    assert found is not None
    assert (found.percent, found.kappa, found.ac1) == (100, None, None)


def test_undefined_kappa_is_explained() -> None:
    found = agreement(made({("a", "a"): 12}))
    assert found is not None
    assert "0/0, not 0" in missing_words(found)


@pytest.mark.parametrize(
    ("table", "kappa"),
    [
        ({("a", "a"): 6, ("b", "b"): 4}, 1.0),  # all alike
        ({("a", "a"): 5, ("a", "b"): 3}, 0.0),  # the first never chose anything else
        ({("a", "b"): 4, ("b", "a"): 4}, -1.0),  # never alike
    ],
)
def test_coefficient_without_spread_has_no_interval_and_says_why(
    table: dict[tuple[str, str], int], kappa: float
) -> None:
    # the large-sample error of kappa (Fleiss, Cohen & Everitt 1969) is then 0, as the delta method
    # in R has it: an interval of no width would claim that ten studies leave no doubt
    found = agreement(made(table))
    assert found is not None
    assert found.kappa is not None
    assert found.kappa[0] == pytest.approx(kappa)
    assert np.isnan(found.kappa[1:]).all()
    assert found.percent_lower < found.percent_upper  # the share has one all the same
    assert coefficient_words(found.kappa) == number(kappa, 2)
    assert "has a standard error of 0" in no_interval_words(found)
    assert "has a standard error of 0" in reading(found)


@pytest.mark.parametrize(
    ("readers", "figure", "name"),
    [
        (3, "ac1", "gwet"),
        (3, "ac2", "gwet_quadratic"),
        (3, "fleiss", "fleiss"),
        (2, "kappa", "unweighted"),
        (2, "linear", "linear"),
        (2, "quadratic", "quadratic"),
    ],
)
def test_coefficients_of_pooled_items_have_intervals_over_studies(
    readers: int, figure: str, name: str
) -> None:
    # tests/stats/reference/agreement.R, `studies`: 27 answers of three readers to six studies
    want = REFERENCE["studies"]
    columns = [want[one] for one in ("study", "first", "second", "third")[: readers + 1]]
    found = agreement(
        [
            said(f"s{study}", *map(str, codes), place=f"d/{n}", order=("1", "2", "3"))
            for n, (study, *codes) in enumerate(zip(*columns, strict=True))
        ]
    )
    value, lower, upper = (want[name][part] for part in ("value", "lower", "upper"))
    assert getattr(found, figure) == pytest.approx((value, lower, min(1.0, upper)), rel=1e-8)


def test_items_of_one_study_alone_give_no_interval_and_say_why() -> None:
    answers = ["aa", "bb", "ab", "aa", "bb"]
    found = agreement([said("s1", *pair, place=f"d/{n}") for n, pair in enumerate(answers)])
    assert found is not None
    assert found.kappa is not None
    assert found.ac1 is not None
    assert np.isnan([*found.kappa[1:], *found.ac1[1:]]).all()
    assert no_interval_words(found) == "Answers of one study alone give a coefficient no interval."


def test_coefficient_with_spread_keeps_its_interval() -> None:
    found = agreement(made({("a", "a"): 6, ("b", "b"): 4, ("a", "b"): 1}))
    assert found is not None
    assert found.kappa is not None
    assert not np.isnan(found.kappa).any()
    assert no_interval_words(found) == ""


def test_weighted_kappa_of_ordered_levels_is_cohens_of_1968() -> None:
    # the Fleiss table above with a < b < c, beside Cohen 1968, Psychol Bull 70:213, written out
    table = {
        ("a", "a"): 75, ("a", "b"): 1, ("a", "c"): 4,
        ("b", "a"): 5, ("b", "b"): 4, ("b", "c"): 1,
        ("c", "c"): 10,
    }  # fmt: skip
    found = agreement(made(table, order=("a", "b", "c")))
    assert found is not None
    assert found.linear is not None
    assert found.quadratic is not None
    n = 100
    for weights, value in ((1, found.linear[0]), (2, found.quadratic[0])):
        assert value == pytest.approx(weighted(table, n, weights), abs=1e-12)


def test_interval_of_the_share_is_wilsons() -> None:
    # R 4.2.2: prop.test(81, 263, correct = FALSE)$conf.int
    found = agreement(made({("a", "a"): 81, ("a", "b"): 182}))
    assert found is not None
    assert found.percent_lower == pytest.approx(25.5288519878274, abs=1e-10)
    assert found.percent_upper == pytest.approx(36.62095769828, abs=1e-10)


def test_pairs_of_three_reviewers_are_not_taken_for_independent() -> None:
    # tests/stats/reference/agreement.R, `three_raters`: 25 of 36 pairs of twelve studies
    alike, one_apart, apart = ("a", "a", "a"), ("a", "a", "b"), ("a", "b", "c")
    answers = [alike] * 7 + [one_apart] * 4 + [apart]
    found = agreement([said(f"s{n}", *codes) for n, codes in enumerate(answers)])
    assert found is not None
    assert (found.same, found.pairs, found.studies) == (25, 36, 12)
    assert found.percent_lower == pytest.approx(44.1365648651283, abs=1e-9)
    assert found.percent_upper == pytest.approx(86.7333210239688, abs=1e-9)


def test_items_of_one_study_are_not_taken_for_independent() -> None:
    # tests/stats/reference/agreement.R, `items_of_studies`: ten studies of 4 to 8 items
    same, asked = [8, 7, 3, 8, 6, 2, 5, 8, 4, 7], [8, 8, 4, 8, 8, 6, 5, 8, 8, 7]
    found = agreement(
        [
            said(f"s{n}", "a", "a" if item < same[n] else "b", place=f"d/{item}")
            for n in range(10)
            for item in range(asked[n])
        ]
    )
    assert found is not None
    assert found.percent_lower == pytest.approx(61.7884138956761, abs=1e-9)
    assert found.percent_upper == pytest.approx(93.5263045887583, abs=1e-9)


def test_ac1_is_gwets_and_not_kappa() -> None:
    # Gwet 2008 from its definition: pa = 118/125, p = (123 + 120)/250, pe = 2 p (1 - p)
    found = agreement(made({("a", "a"): 118, ("a", "b"): 5, ("b", "a"): 2}))
    assert found is not None
    assert found.ac1 is not None
    assert found.ac1[0] == pytest.approx((0.944 - 0.054432) / (1 - 0.054432), abs=1e-9)


def test_ac2_counts_levels_that_nobody_chose() -> None:
    # of four levels two were chosen: chance is spread over all four of the scale
    pairs = {("a", "a"): 6, ("a", "c"): 2, ("c", "c"): 4}
    three = agreement(made(pairs, order=("a", "b", "d", "c")))
    two = agreement(made(pairs, order=("a", "c")))
    assert three is not None
    assert two is not None
    assert three.ac2 is not None
    assert two.ac2 is not None
    assert three.ac2[0] != pytest.approx(two.ac2[0])


def test_level_outside_the_order_leaves_weights_out_and_is_said() -> None:
    # ROBINS-I has “No information” beside its ordered levels: a place between them is nobody's
    table = {("a", "a"): 5, ("a", "b"): 2, ("b", "b"): 4, ("b", "ni"): 1}
    found = agreement(made(table, order=("a", "b")))
    assert found is not None
    assert (found.linear, found.quadratic, found.ac2, found.alpha_ordered) == (None,) * 4
    assert found.kappa is not None
    assert found.alpha is not None
    assert "without a place in the order" in missing_words(found)
    assert "without a place in the order" in reading(found)


def test_question_one_was_led_to_alone_is_a_difference_in_every_coefficient() -> None:
    found = agreement(made({("a", "a"): 6, ("b", "b"): 3, ("a", NOT_ANSWERED): 2}))
    assert found is not None
    assert (found.same, found.pairs) == (9, 11)
    assert found.kappa is not None
    assert found.kappa[0] == pytest.approx(1 - 11 * 2 / (11 * 11 - 8 * 6 - 3 * 3))
    assert "only one was led to counts as a difference" in reading(found)


def test_three_of_whom_not_all_judged_each_study_have_no_cohen() -> None:
    found = agreement(
        [
            Answers(f"s{n}", "i@1", "domain", "d", tuple(zip(readers, codes, strict=True)))
            for n, (readers, codes) in enumerate(
                [(("x", "y"), "aa"), (("y", "z"), "ab"), (("x", "z"), "bb"), (("x", "y"), "bb")]
            )
        ]
    )
    assert found is not None
    assert (found.readers, found.pairs, found.same) == (3, 4, 3)
    assert found.kappa is None
    assert found.chance_corrected == found.fleiss
    assert found.fleiss is not None
    assert found.alpha is not None


def weighted(table: dict[tuple[str, str], int], n: int, power: int) -> float:
    """Cohen's weighted kappa from its definition: 1 - sum d o / sum d e, d = |i - j|^power."""
    codes = "abc"
    rows = {c: sum(k for (i, _j), k in table.items() if i == c) / n for c in codes}
    columns = {c: sum(k for (_i, j), k in table.items() if j == c) / n for c in codes}

    def apart(i: str, j: str) -> float:
        return float(abs(codes.index(i) - codes.index(j)) ** power)

    observed = sum(apart(i, j) * k / n for (i, j), k in table.items())
    expected = sum(apart(i, j) * rows[i] * columns[j] for i in codes for j in codes)
    return float(1 - observed / expected)


def test_fleiss_kappa_of_more_than_two_reviewers_of_a_published_table() -> None:
    # Fleiss 1971, Psychol Bull 76:378, in the example of 14 raters at
    # Wikipedia "Fleiss' kappa": 10 subjects, 5 categories, kappa 0.210
    counts = [
        (0, 0, 0, 0, 14), (0, 2, 6, 4, 2), (0, 0, 3, 5, 6), (0, 3, 9, 2, 0), (2, 2, 8, 1, 1),
        (7, 7, 0, 0, 0), (3, 2, 6, 3, 0), (2, 5, 3, 2, 2), (6, 5, 2, 1, 0), (0, 2, 2, 3, 7),
    ]  # fmt: skip
    found = agreement(
        [
            Answers(
                f"s{row}", "i@1", "item", "d/1",
                tuple(
                    (f"r{n:02d}", code)
                    for n, code in enumerate(
                        "".join(c * k for c, k in zip("abcde", line, strict=True))
                    )
                ),
            )
            for row, line in enumerate(counts)
        ]
    )  # fmt: skip
    assert found is not None
    assert found.kappa is None
    assert found.fleiss is not None
    assert round(found.fleiss[0], 3) == 0.210
    assert found.alpha is not None
    assert found.readers == 14


def test_table_holds_items_domains_instruments_and_all() -> None:
    store = MemoryStore("r")
    write(store, "ivig")
    state = Review(store).state.seen_by(None)
    table = agreement_table(blind_answers(state, lookup), lookup)
    whats = [row[1] for row in table.rows if row[0] == "NOS cohort"]
    assert whats[0] == "S1 Representativeness of the exposed cohort"
    assert "Selection: its items" in whats
    assert "Selection: its stars" in whats
    assert whats[-2:] == ["All items", "Total stars"]
    assert table.rows[-1][:2] == ("All", "All items")
    assert table.rows[-1][2:4] == (89, 77)


def test_unopened_answers_never_count() -> None:
    store = MemoryStore("r")
    write(store, "ivig")
    review = Review(store)
    everyone = items(blind_answers(review.state, lookup))
    assert len(everyone) == 89
    assert sum(not pair.is_same for pair in everyone) == 12
    shut = review.state.with_rows([])
    study = everyone[0].study
    form = next(f for f in shut.forms("appraisal", study))
    seat = shut.seats(form)[0]
    late = next(row for row in store.entries(subject=f"{form}/{seat}") if row.field == "sealed")
    from tests.appraisal.ledgers import row

    reopened = shut.with_rows([row(late.subject, "sealed", False, replaces=(late,))])
    assert study not in {pair.study for pair in blind_answers(reopened, lookup)}


def test_forms_that_two_of_three_have_submitted_do_not_count_yet(tmp_path: Path) -> None:
    people = {**desks.PEOPLE, "cat": "Third"}
    review = desks.begun(tmp_path / "review", studies=1, people=people)
    review.commit(drafts.edit_review({"readers": 3}))
    for person in ("ann", "bob", "cat"):
        assert blind_answers(review.state, review.instrument) == ()
        assert blind_items(review.state, review.instrument) == ()
        desks.answer(review, "s1", person)
        desks.submit(review, "s1", person)
    found = blind_answers(review.state, review.instrument)
    assert {len(one.said) for one in found if one.what == "item"} == {3}
    assert blind_items(review.state, review.instrument) == items(found)
    review.close()
