"""Terminals that do not speak UTF-8: the signs of our sentences in the letters they have.

A true minus that came out as a question mark would change a number, so each sign we use has its
plain form; only letters of names that a terminal cannot show become question marks.
"""

import codecs
import io
from typing import TextIO

NAME = "evenhand.plain"
PLAIN = {
    "\N{MINUS SIGN}": "-",
    "\N{EN DASH}": "-",
    "\N{NARROW NO-BREAK SPACE}": " ",
    "\N{NO-BREAK SPACE}": " ",
    "\N{SUPERSCRIPT TWO}": "2",
    "\N{GREEK SMALL LETTER TAU}": "tau",
    "\N{INFINITY}": "infinity",
    "\N{GREATER-THAN OR EQUAL TO}": ">=",
    "\N{LESS-THAN OR EQUAL TO}": "<=",
    "\N{LEFT DOUBLE QUOTATION MARK}": '"',
    "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
}


def soften(stream: TextIO) -> None:
    """Have a stream write plain letters for what its encoding lacks, instead of failing."""
    codecs.register_error(NAME, _plain)
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors=NAME)


def _plain(fault: UnicodeError) -> tuple[str, int]:
    if not isinstance(fault, UnicodeEncodeError):
        raise fault
    letters = fault.object[fault.start : fault.end]
    return "".join(PLAIN.get(letter, "?") for letter in letters), fault.end
