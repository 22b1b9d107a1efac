"""Answers as they are read, and the keys that choose them."""

import pytest

from appraisal.option_words import answer_words, keys_of


@pytest.mark.parametrize(
    ("code", "text", "read"),
    [
        ("Yes", "Yes", "Yes"),
        ("Yes", "Sim", "Sim"),
        ("Partial", "Partial yes", "Partial yes"),
        ("PN", "Probably no", "PN  Probably no"),
        ("b", "somewhat representative", "b  somewhat representative"),
    ],
)
def test_code_stands_before_the_words_only_where_people_use_it(
    code: str, text: str, read: str
) -> None:
    assert answer_words(code, text) == read


def test_each_answer_has_its_letter_or_the_digit_of_its_place() -> None:
    assert keys_of(["Y", "PY", "PN", "N", "NI"]) == {
        "Y": "Y", "PY": "2", "PN": "3", "N": "N", "NI": "5",
    }  # fmt: skip
    assert keys_of(["Yes", "No", "Unclear"]) == {"Yes": "1", "No": "2", "Unclear": "3"}


def test_a_digit_that_is_an_answer_itself_chooses_no_other() -> None:
    assert keys_of(["none", "1", "2"]) == {"none": "", "1": "1", "2": "2"}
