"""An answer in words: the letters of its code stand before it where they say something.

A code such as `b` or `PN` is what reviewers call the answer by. One such as `Yes` or `NoMA` is only
how files write it: its words say the same, or more, and in the reader's language.
"""

from collections.abc import Sequence
from string import ascii_lowercase


def has_letters(code: str) -> bool:
    """Whether a code is letters that people use, and not a word of the file."""
    return len(code) == 1 or code.isupper() or code.isdigit()


def answer_words(code: str, text: str) -> str:
    """An answer as it is read: `PN  Probably no`, but `Partial yes`."""
    is_said = has_letters(code) and code.casefold() != text.casefold()
    return f"{code}  {text}" if is_said else text


VERBS = "wqg"  # write why, quote, guidance: keys that choose no answer unless one is called so


def keys_of(codes: Sequence[str], *, first: int = 1) -> dict[str, str]:
    """The key that chooses each answer: its one letter, else the digit of its place from `first`.

    Digits below `first` do something else. An answer past the last digit, or whose digit is
    taken, gets the first letter that is free.
    """
    low = {str(digit) for digit in range(1, first)}
    single = {code.casefold() for code in codes if len(code) == 1} - low
    digits = {str(digit) for digit in range(first, 10)}
    letters = iter(sorted(set(ascii_lowercase) - single - set(VERBS)))
    keys: dict[str, str] = {}
    for place, code in enumerate(codes, start=first):
        if code.casefold() in single:
            keys[code] = code
        elif str(place) in digits - single:
            keys[code] = str(place)
        else:
            keys[code] = next(letters, "").upper()
    return keys


def code_of(letter: str, codes: Sequence[str]) -> str:
    """The answer that a key chooses, in lower case; empty where it chooses none.

    A digit also chooses the answer at its place that has a letter.
    """
    named = next((code for code, key in keys_of(codes).items() if key.casefold() == letter), "")
    if not named and letter.isdecimal() and 0 < int(letter) <= len(codes):
        return codes[int(letter) - 1]
    return named
