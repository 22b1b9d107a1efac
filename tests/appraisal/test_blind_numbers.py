"""Two reviewers' numbers before consensus, and everybody's answers side by side in the workbook."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from appraisal import drafts
from appraisal.blind_numbers import BlindNumber, blind_numbers, number_agreement, numbers_table
from appraisal.ledger import Claim, Value
from appraisal.material import gather
from appraisal.review import Review
from appraisal.sheets import side_by_side
from appraisal.subjects import extraction_form, in_seat
from appraisal.tables import Table
from tests.appraisal import desks

READ = {"ann": (10, 50, 20, 55), "bob": (10, 51, 26, 55)}


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    """Two studies scored and extracted by both; the numbers of the first differ in two cells."""
    made = desks.begun(tmp_path / "review")
    facts: dict[str, Value] = {"name": "Relapse", "data": "counts", "arm1": "T", "arm2": "C"}
    made.commit(drafts.add_outcome(facts, id="o1")[0])
    for study in ("s1", "s2"):
        for person in ("ann", "bob"):
            desks.answer(made, study, person, S1="b" if person == "bob" else "a")
            desks.submit(made, study, person)
            extract(made, study, person, READ[person] if study == "s1" else (1, 9, 2, 9))
    yield made
    made.close()


def extract(review: Review, study: str, person: str, numbers: tuple[int, ...]) -> None:
    cells = dict(zip(("e1", "n1", "e2", "n2"), map(Claim, numbers), strict=True))
    review.commit(drafts.extract(study, "o1", person, cells), author=person)
    subject = in_seat(extraction_form(study, "o1"), person)
    review.commit(drafts.seal(review.state, subject, key=desks.key(person)), author=person)


def test_numbers_agree_exactly_or_not_at_all(review: Review) -> None:
    found = blind_numbers(review.state.seen_by(None))
    assert [(one.study, one.field) for one in found if not one.is_same] == [
        ("s1", "n1"),
        ("s1", "e2"),
    ]
    whole = number_agreement(list(found))
    assert (whole.pairs, whole.same, whole.percent) == (8, 6, 75)
    assert whole.mean is None  # events and totals share no unit


def test_limits_of_agreement_are_those_of_bland_and_altman(review: Review) -> None:
    found = [one for one in blind_numbers(review.state) if one.field == "e2"]
    made = number_agreement(found)
    # differences -6 and 0: mean -3, sd 4.242641; limits -3 -+ 1.959964 * 4.242641
    assert made.mean == pytest.approx(-3)
    assert made.lower == pytest.approx(-11.31542, abs=1e-4)
    assert made.upper == pytest.approx(5.31542, abs=1e-4)


def test_numbers_that_two_of_three_have_submitted_do_not_count_yet(tmp_path: Path) -> None:
    review = desks.begun(tmp_path / "three", people={**desks.PEOPLE, "cat": "Third"})
    review.commit(drafts.edit_review({"readers": 3}))
    review.commit(drafts.add_outcome({"name": "Relapse", "data": "counts"}, id="o1")[0])
    for person in ("ann", "bob", "cat"):
        assert blind_numbers(review.state) == ()
        extract(review, "s1", person, (1, 9, 2, 9))
    assert len(blind_numbers(review.state)) == 12  # four numbers of three pairs
    review.close()


def test_limits_of_agreement_are_for_the_same_two_throughout() -> None:
    def read(study: str, first: float, second: float, readers: tuple[str, str]) -> BlindNumber:
        return BlindNumber("o1", study, "e2", first, second, readers)

    two = [read("s1", 4, 5, ("ann", "bob")), read("s2", 7, 5, ("ann", "bob"))]
    assert number_agreement(two).mean == pytest.approx(0.5)
    third = number_agreement([*two, read("s3", 7, 5, ("ann", "cid"))])
    assert (third.pairs, third.same, third.mean, third.lower_ci) == (3, 0, None, None)


def test_unopened_numbers_are_in_no_figure(review: Review) -> None:
    extract_only = drafts.extract("s1", "o2", "ann", {"e1": Claim(3)})
    review.commit(drafts.add_outcome({"name": "Death", "data": "counts"}, id="o2")[0])
    review.commit(extract_only, author="ann")
    assert {one.outcome for one in blind_numbers(review.state)} == {"o1"}
    table = numbers_table(review.state)
    assert table is not None
    assert table.rows[-1][:4] == ("All", "All numbers", 8, 6)


def test_side_by_side_names_whose_answer_was_taken(review: Review) -> None:
    form = desks.form("s1")
    said = (
        ("item/selection/S1", "b", "Reviewer B"),
        ("item/selection/S2", "b", "another answer"),
        ("item/selection/S3", "a", "the same from all"),
    )
    for field, value, _whose in said:
        review.commit(drafts.agree(form, field, Claim(value, "as talked over")), author="ann")
    (table,) = side_by_side.make(gather(review, reader=None, lang="en"))
    rows = {row[2]: row for row in table.rows if row[0] == "Study 1"}
    assert column(table, "Reviewer A") < column(table, "Reviewer B")
    for field, value, whose in said:
        item = field.rpartition("/")[2]
        row = next(row for name, row in rows.items() if str(name).startswith(item))
        assert row[column(table, "Agreed answer")] == value
        assert row[column(table, "Whose answer was taken")] == whose
    events = rows["Events 2"]
    heads = ("Reviewer A", "Reviewer B", "Same")
    assert [events[column(table, head)] for head in heads] == [20, 26, "no"]


def column(table: Table, title: str) -> int:
    return [one.title for one in table.columns].index(title)
