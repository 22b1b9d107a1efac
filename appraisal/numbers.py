"""Numbers as people type them: the one place that reads them.

No thousands separators. A number has at most one mark, `.` or `,`, and it is the decimal mark in
every language. What could be read in two ways is refused with both readings; nothing is guessed.
"""

import re
from math import isfinite

from appraisal.errors import InvalidClaim
from resources.i18n import _

_PLAIN = re.compile(r"[-+−]?(\d+([.,]\d*)?|[.,]\d+)([eE][-+]?\d{1,3})?", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}([ .,’'\u00a0\u202f]\d{3})+([.,]\d+)?", re.ASCII)
_LARGEST_COUNT = 10**9


def read_number(text: str) -> float:
    """The number a text says.

    Raises
    ------
    InvalidClaim
        With what was typed and what to type instead.
    """
    typed = text.strip()
    if not _PLAIN.fullmatch(typed):
        raise _unreadable(typed)
    value = float(typed.replace("−", "-").replace(",", "."))
    if not isfinite(value):
        raise InvalidClaim(_("{typed} is too large.").format(typed=typed))
    return value


def read_count(text: str) -> int:
    """The whole number, 0 to 10^9, that a text says.

    Raises
    ------
    InvalidClaim
        Also where a mark could be a decimal or a thousands mark.
    """
    typed = text.strip()
    if re.fullmatch(r"\d+", typed, re.ASCII):
        value = int(typed)
        if value > _LARGEST_COUNT:
            raise InvalidClaim(
                _("{typed} is too large: at most {limit}.").format(
                    typed=typed, limit=_LARGEST_COUNT
                )
            )
        return value
    if _GROUPED.fullmatch(typed):
        raise _ambiguous(typed)
    if _PLAIN.fullmatch(typed):
        raise InvalidClaim(
            _("{typed} is not a whole number from 0 on.").format(typed=typed),
            remedy=_("Type a count, such as 12."),
        )
    raise _unreadable(typed)


def decimals(value: float) -> int:
    """How many decimals a number was given with, as far as a number can tell."""
    text = repr(float(value))
    return 0 if text.endswith(".0") or "e" in text else len(text.partition(".")[2])


def _unreadable(typed: str) -> InvalidClaim:
    if not typed:
        return InvalidClaim(_("There is no number here."))
    if _GROUPED.fullmatch(typed):
        return _ambiguous(typed)
    return InvalidClaim(
        _("“{typed}” is not a number.").format(typed=typed[:40]),
        remedy=_("Type digits with at most one decimal mark, as in 0.5 or 0,5."),
    )


def _ambiguous(typed: str) -> InvalidClaim:
    whole = re.sub(r"\D", "", typed)
    marks = re.findall(r"[.,]", typed)
    if len(marks) == 1 and not re.search(r"[ ’'\u00a0\u202f]", typed):
        return InvalidClaim(
            _("{typed}: is it {typed} or {whole}?").format(typed=typed, whole=whole),
            remedy=_("Type {whole} for the whole number.").format(whole=whole),
        )
    return InvalidClaim(
        _("{typed} has thousands marks.").format(typed=typed),
        remedy=_("Type it without them, with one decimal mark at most."),
    )
