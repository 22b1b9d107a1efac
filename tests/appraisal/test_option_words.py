"""Answers as they are read, and the keys that choose them."""

import pytest

from appraisal.option_words import answer_words, code_of, keys_of


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
    assert keys_of(["none", "1", "2"]) == {"none": "A", "1": "1", "2": "2"}


def test_answers_past_the_ninth_have_letters_that_do_nothing_else() -> None:
    codes = [f"Code{n}" for n in range(12)]
    keys = keys_of([*codes, "a", "c"])
    assert [keys[code] for code in codes[8:]] == ["9", "B", "D", "E"]
    assert (keys["a"], keys["c"]) == ("a", "c")
    many = keys_of([f"Code{n}" for n in range(30)], first=3).values()
    assert len(set(many)) == 30
    assert not {"1", "2", "W", "Q", "G"} & set(many)


def test_a_digit_that_takes_a_side_is_no_answer() -> None:
    assert keys_of(["0", "1", "2"], first=3) == {"0": "0", "1": "4", "2": "5"}


def test_an_answer_with_a_letter_is_also_chosen_by_its_place() -> None:
    codes = ["b", "a", "Unclear"]
    assert [code_of(key, codes) for key in ("a", "1", "2", "3")] == ["a", "b", "a", "Unclear"]
    assert code_of("4", codes) == code_of("w", codes) == code_of("0", codes) == ""
