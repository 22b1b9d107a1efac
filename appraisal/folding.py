"""Texts as they are compared: without accents, case, marks, and in Latin letters.

The same report is `Müller` in one database, `Mueller` in another, `Muller` in a third; a Russian
journal is in two alphabets. What is compared is spelt by one rule; nothing is shown so.
"""

import re
import unicodedata
from typing import Final

_LETTERS: Final = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l",
        "ı": "i", "ħ": "h", "ŋ": "n",
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i",
        "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
        "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "",
        "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya", "і": "i", "є": "ye",
        "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta",
        "η": "eta", "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu",
        "ξ": "xi", "ο": "o", "π": "pi", "ρ": "rho", "σ": "sigma", "ς": "sigma", "τ": "tau",
        "υ": "u", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
    }
)  # fmt: skip
_UMLAUTS = re.compile(r"([aou])e")
_TAGS = re.compile(r"</?[a-z]{1,6}>")
_MARKS = re.compile(r"[^a-z0-9]+")


def folded(text: str) -> str:
    """A text in small letters without accents, single blanks."""
    if not text.isascii():
        plain = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
        text = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return " ".join(text.casefold().split())


def key_of(text: str) -> str:
    """A title as it is compared: folded, letters and figures only, words by one blank."""
    plain = folded(text)
    if "<" in plain:
        plain = _TAGS.sub("", plain)
    return _MARKS.sub(" ", plain).strip()


def name_key(name: str) -> str:
    """A person's or a journal's name as it is compared: also `ae`, `oe`, `ue` as their umlauts."""
    return _UMLAUTS.sub(r"\1", key_of(name))
