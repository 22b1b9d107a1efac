import pytest

from appraisal.errors import InvalidClaim
from appraisal.numbers import read_count, read_number


@pytest.mark.parametrize(
    ("typed", "value"),
    [("0.5", 0.5), ("0,5", 0.5), (" 12 ", 12), ("−3,25", -3.25), ("1e-3", 0.001), (".5", 0.5)],
)
def test_number_takes_either_mark_as_the_decimal_mark(typed: str, value: float) -> None:
    assert read_number(typed) == value


@pytest.mark.parametrize(
    "typed",
    ["1.234,5", "1 234", "1e400", "NaN", "inf", "0x1F", "1_0", "2-Mar", "１２", "", "1,2,3"],
)
def test_number_names_what_it_cannot_read(typed: str) -> None:
    with pytest.raises(InvalidClaim) as told:
        read_number(typed)
    assert typed.strip()[:10] in str(told.value) or not typed


def test_count_with_one_mark_is_refused_with_both_readings() -> None:
    with pytest.raises(InvalidClaim, match=r"is it 1\.234 or 1234") as told:
        read_count("1.234")
    assert "1234" in told.value.remedy


@pytest.mark.parametrize("typed", ["-1", "1.5", "1,5", "1000000001", "abc", "", "²"])
def test_count_takes_whole_numbers_only(typed: str) -> None:
    with pytest.raises(InvalidClaim):
        read_count(typed)


def test_count_reads_digits() -> None:
    assert read_count("007") == 7
