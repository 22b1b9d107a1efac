"""Studies with more than two arms: nobody is counted twice, whichever way the plan takes them."""

from collections.abc import Iterator
from pathlib import Path
from statistics import mean, stdev

import pytest

from appraisal import drafts
from appraisal.blind_numbers import blind_numbers
from appraisal.dataset import Dataset, dataset, replanned
from appraisal.errors import InvalidClaim
from appraisal.further_arms import FurtherArm, arm_id, combined, comparisons
from appraisal.ledger import Claim, Quote, Value
from appraisal.material import gather
from appraisal.plan import Plan, plan_of, with_study, without_study
from appraisal.review import Review
from appraisal.sheets import extraction, side_by_side
from appraisal.study_rows import as_extracted
from appraisal.subjects import extraction_form, in_seat
from appraisal.synthesis import analyse
from appraisal.synthesis_text import noted
from appraisal.views.extraction import grid
from appraisal.views.history_words import field_name, value_words
from appraisal.views.reconcile_numbers import numbers_compared
from tests.appraisal import desks
from tests.appraisal.test_agreement import lookup

LOW: dict[str, Value] = {"name": "Low dose", "side": "arm1", "e": 3, "n": 30}
GROUPS = ([4.0, 5.5, 6.1, 7.0], [5.0, 5.2, 8.9], [2.0, 3.5, 3.6, 4.4, 9.1])


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    """Two studies, whose numbers two readers have; the first has a third arm."""
    made = desks.begun(tmp_path / "review")
    facts: dict[str, Value] = {"name": "Relapse", "data": "counts", "arm1": "Drug", "arm2": "None"}
    made.commit(drafts.add_outcome(facts, id="o1")[0])
    yield made
    made.close()


def read(review: Review, study: str, person: str, *, arm: dict[str, Value] | None = None) -> None:
    cells = dict(zip(("e1", "n1", "e2", "n2"), map(Claim, (6, 20, 10, 40)), strict=True))
    review.commit(drafts.extract(study, "o1", person, cells), author=person)
    if arm is not None:
        said = {arm_id(str(arm["name"])): {cell: Claim(one) for cell, one in arm.items()}}
        review.commit(drafts.write_arm(study, "o1", person, said), author=person)


def submit(review: Review, study: str) -> None:
    for person in ("ann", "bob"):
        subject = in_seat(extraction_form(study, "o1"), person)
        review.commit(drafts.seal(review.state, subject, key=desks.key(person)), author=person)


def both(review: Review, *, arm: dict[str, Value] = LOW, other: dict[str, Value] = LOW) -> None:
    for study in ("s1", "s2"):
        read(review, study, "ann", arm=arm if study == "s1" else None)
        read(review, study, "bob", arm=other if study == "s1" else None)
        submit(review, study)


def pool(review: Review, arms: str) -> Dataset:
    state = review.state.seen_by("ann")
    data = dataset(state, "o1", plan_of(state, "o1"), ratings=lambda _study: None)
    return replanned(data, Plan(arms=arms))


def test_combined_means_are_those_of_all_people_together() -> None:
    """The formula's witness: the people themselves, in one group."""
    own, *more = [(mean(group), stdev(group), len(group)) for group in GROUPS]
    arms = [FurtherArm(f"a{n}", f"A{n}", "arm2", cells) for n, cells in enumerate(more)]
    made = combined("means", (9.0, 1.0, 8, *own), arms)
    everyone = [one for group in GROUPS for one in group]
    assert made[:3] == (9.0, 1.0, 8)
    assert made[3:] == pytest.approx((mean(everyone), stdev(everyone), 12), rel=1e-12)


def test_counts_of_a_side_add_up(review: Review) -> None:
    both(review)
    rows = pool(review, "combine").rows
    assert [row.cells for row in rows] == [(9, 50, 10, 40), (6, 20, 10, 40)]
    assert [row.label for row in rows] == ["Study 1", "Study 2"]


def test_shared_comparator_is_divided_between_comparisons(review: Review) -> None:
    both(review)
    data = pool(review, "split")
    assert [(row.label, row.cells) for row in data.rows] == [
        ("Study 1: Drug", (6, 20, 5, 20)),
        ("Study 1: Low dose", (3, 30, 5, 20)),
        ("Study 2", (6, 20, 10, 40)),
    ]
    made = analyse(data)
    assert made.pooled is not None
    assert made.pooled.k == 3
    assert made.totals() == (15, 70, 20, 80)  # each person once
    assert next(row.cells for row in replanned(data, Plan()).rows) == (9, 50, 10, 40)


def test_comparator_with_more_groups_is_combined_before_it_is_divided() -> None:
    arms = [
        FurtherArm("low", "Low", "arm1", (5.0, 2.0, 10)),
        FurtherArm("sham", "Sham", "arm2", (7.0, 1.0, 6)),
    ]
    found = comparisons("means", (4.0, 2.0, 10, 7.0, 1.0, 6), arms)
    assert [arm.name if arm else "" for arm, _cells in found] == ["", "Low"]
    (_own, first), (_low, second) = found
    assert first[:3] == (4.0, 2.0, 10)
    assert second[:3] == (5.0, 2.0, 10)
    assert first[3:] == second[3:] == pytest.approx((7.0, (10 / 11) ** 0.5, 6.0))
    only = comparisons("counts", (6, 20, 10, 40), [FurtherArm("b", "B", "arm2", (3, 30))])
    assert [cells for _arm, cells in only] == [(3, 10, 10, 40), (3, 10, 3, 30)]


def test_study_is_switched_off_with_all_its_comparisons(review: Review) -> None:
    both(review)
    data = pool(review, "split")
    plan = without_study(data.plan, data.rows[1].study, why="Odd.")
    assert [row.left_out for row in replanned(data, plan).rows] == ["excluded", "excluded", ""]
    assert with_study(plan, data.rows[0].study).excluded == ()


def test_footer_says_what_was_done(review: Review) -> None:
    both(review)
    for arms, words in (("combine", "combined within each side"), ("split", "divided evenly")):
        said = [one.text for one in noted(analyse(pool(review, arms))) if one.code == "arms"]
        assert len(said) == 1
        assert words in said[0]
        assert "Study\N{NO-BREAK SPACE}1" in said[0]


def test_study_that_stands_in_a_pool_twice_is_warned_of(review: Review) -> None:
    both(review)
    assert "twice" not in [one.code for one in noted(analyse(pool(review, "split")))]
    for study in ("s1", "s2"):
        review.commit(drafts.edit_study(study, "doi", "10.1/ONE"))
    said = next(one.text for one in noted(analyse(pool(review, "combine"))) if one.code == "twice")
    assert "Study\N{NO-BREAK SPACE}1" in said
    assert "Study\N{NO-BREAK SPACE}2" in said


def test_arm_is_veiled_until_the_form_is_open(review: Review) -> None:
    read(review, "s1", "ann", arm=LOW)
    read(review, "s1", "bob")
    state = review.state.seen_by("bob")
    assert state.fields(in_seat(extraction_form("s1", "o1"), "ann")) == {}
    assert grid(state, "o1", "bob").rows[0].arms == ()
    assert [arm.name for arm in grid(review.state.seen_by("ann"), "o1", "ann").rows[0].arms] == [
        "Low dose"
    ]


def test_difference_in_an_arm_is_reconciled(review: Review) -> None:
    both(review, other={**LOW, "e": 4})
    state = review.state.seen_by("ann")
    shown = numbers_compared(state, "s1", "o1", lookup)
    assert shown is not None
    points = {point.field: point for point in shown.points}
    events = points["arm/low-dose/e"]
    assert events.differs
    assert events.title == "low dose: Events"
    assert len(set(events.effects)) == 2, "the two readings give the same pool"
    assert not points["arm/low-dose/side"].differs
    assert points["arm/low-dose/side"].sides[0].words == ("Drug",)
    assert pool(review, "combine").rows[0].left_out == "incomplete"
    agreed = drafts.agree(extraction_form("s1", "o1"), "arm/low-dose/e", Claim(4))
    review.commit(agreed, author="ann")
    assert pool(review, "combine").rows[0].cells == (10, 50, 10, 40)
    pairs = {one.field: one.is_same for one in blind_numbers(review.state.seen_by(None))}
    assert not pairs["arm/low-dose/e"]
    assert pairs["arm/low-dose/n"]


def test_arm_can_be_settled_as_none_of_the_study(review: Review) -> None:
    both(review, other={"name": "Low dose", "side": "arm2", "e": 3, "n": 30})
    agreed = drafts.agree(extraction_form("s1", "o1"), "arm/low-dose/side", Claim("none", "No."))
    review.commit(agreed, author="ann")
    assert pool(review, "split").rows[0].cells == (6, 20, 10, 40)


def test_workbook_and_history_name_the_arm(review: Review) -> None:
    both(review)
    (table,) = extraction.make(gather(review, reader=None, lang="en"))
    place = [column.title for column in table.columns].index("Further arms")
    assert [row[place] for row in table.rows] == ["Low dose (Drug): 3/30", ""]
    assert field_name("arm/low-dose/e") == "low dose: Events"
    assert value_words("arm/low-dose/side", "arm1", {}) == "Arm 1"
    assert value_words("arms", "split", {}) == "One by one, the comparator divided"


def test_quotations_of_an_arms_numbers_go_out_of_both_readers_forms(review: Review) -> None:
    for person, events, page in (("ann", 3, "7"), ("bob", 4, "8")):
        read(review, "s1", person, arm=LOW)
        quoted = Claim(events, "", (Quote(f"so says {person}", page=page),))
        said = {"low-dose": {"e": quoted}}
        review.commit(drafts.write_arm("s1", "o1", person, said), author=person)
    submit(review, "s1")
    shown = numbers_compared(review.state.seen_by("ann"), "s1", "o1", lookup)
    assert shown is not None
    point = next(one for one in shown.points if one.field == "arm/low-dose/e")
    assert [side.quotes[0].text for side in point.sides] == ["so says ann", "so says bob"]
    (table,) = side_by_side.make(gather(review, reader=None, lang="en"))
    heads = [column.title for column in table.columns]
    rows = {row[2]: dict(zip(heads, row, strict=True)) for row in table.rows}
    assert rows["low dose: Events"]["Reviewer A: quotations"] == "“so says ann” (page 7)"
    assert rows["low dose: Events"]["Reviewer B: quotations"] == "“so says bob” (page 8)"
    assert rows["low dose: Side"]["Reviewer A"] == "Arm 1"
    agreed = Claim(4, "B is right.", point.sides[1].quotes)
    review.commit(drafts.agree(extraction_form("s1", "o1"), "arm/low-dose/e", agreed), author="ann")
    (table,) = extraction.make(gather(review, reader=None, lang="en"))
    place = [column.title for column in table.columns].index("Quotations")
    assert table.rows[0][place] == "low dose: Events: “so says bob” (page 8)"


def test_errors_of_an_arm_are_told_by_the_rules_of_the_grid(review: Review) -> None:
    read(review, "s1", "ann", arm={**LOW, "e": 31})
    row = grid(review.state.seen_by("ann"), "o1", "ann").rows[0]
    assert [one.title for one in row.errors] == ["Low dose: 31 of only 30"]
    wrong = drafts.write_arm("s1", "o1", "ann", {"low-dose": {"e": Claim(1.5)}})
    with pytest.raises(InvalidClaim):
        review.commit(wrong, author="ann")


def test_rows_as_extracted_are_one_a_study(review: Review) -> None:
    both(review)
    assert as_extracted(pool(review, "split").rows) == as_extracted(pool(review, "combine").rows)
