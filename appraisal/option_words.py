"""An answer in words: the letters of its code stand before it where they say something.

A code such as `b` or `PN` is what reviewers call the answer by. One such as `Yes` or `NoMA` is only
how files write it: its words say the same, or more, and in the reader's language.
"""

from collections.abc import Sequence


def has_letters(code: str) -> bool:
    """Whether a code is letters that people use, and not a word of the file."""
    return len(code) == 1 or code.isupper() or code.isdigit()


def answer_words(code: str, text: str) -> str:
    """An answer as it is read: `PN  Probably no`, but `Partial yes`."""
    is_said = has_letters(code) and code.casefold() != text.casefold()
    return f"{code}  {text}" if is_said else text


def keys_of(codes: Sequence[str], *, first: int = 1) -> dict[str, str]:
    """The key that chooses each answer: its one letter, or the digit of its place from `first`."""
    single = {code.casefold() for code in codes if len(code) == 1}
    keys: dict[str, str] = {}
    for place, code in enumerate(codes, start=first):
        digit = str(place) if place < 10 and str(place) not in single else ""
        keys[code] = code if len(code) == 1 else digit
    return keys
