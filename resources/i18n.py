"""The language of the program: its sentences, and how it writes numbers and dates.

Texts are looked up at the moment they are shown, so a change of language needs no restart. English
is the language of the source; the others are gettext catalogues in `resources/locale`. What people
type is read elsewhere (`appraisal/numbers.py`), in every language alike.
"""

import gettext
import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from resources import path

DOMAIN = "evenhand"
MINUS = "\N{MINUS SIGN}"
THIN_SPACE = "\N{NARROW NO-BREAK SPACE}"
NOTHING = "\N{EN DASH}"  # stands where a number is missing


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks with which a language writes numbers."""

    decimal: str
    between: str  # the limits of an interval


LANGUAGES = {"en": Marks(decimal=".", between=", "), "pt_BR": Marks(decimal=",", between="; ")}

NAMES = {"en": "English", "pt_BR": "Português (Brasil)"}  # what each language calls itself


# What is for other programs to read is written with these marks, whatever the language.
_marks: ContextVar[Marks | None] = ContextVar("marks", default=None)


class _Current:
    """The one language in use; Qt and the terminal both run one at a time."""

    language = "en"
    catalogue: gettext.NullTranslations = gettext.NullTranslations()


# What goes out in another language than the window's speaks it here, and only there.
_spoken: ContextVar[tuple[str, gettext.NullTranslations] | None] = ContextVar(
    "spoken", default=None
)


def set_language(name: str) -> None:
    """Speak this language from now on.

    Raises
    ------
    ValueError
        If the language is not one of `LANGUAGES`.
    """
    _Current.language, _Current.catalogue = name, _catalogue(name)


def language() -> str:
    """The language in use, such as `en` or `pt_BR`."""
    spoken = _spoken.get()
    return _Current.language if spoken is None else spoken[0]


@contextmanager
def speaking(name: str) -> Iterator[None]:
    """Speak another language for as long as this lasts, and only here.

    Raises
    ------
    ValueError
        If the language is not one of `LANGUAGES`.
    """
    before = _spoken.set((name, _catalogue(name)))
    try:
        yield
    finally:
        _spoken.reset(before)


@contextmanager
def decimal_points() -> Iterator[None]:
    """Write numbers with a decimal point for as long as this lasts, and only here."""
    before = _marks.set(LANGUAGES["en"])
    try:
        yield
    finally:
        _marks.reset(before)


def closest(wanted: Iterable[str]) -> str:
    """The first language we have among names such as `pt-BR` or `pt_PT.UTF-8`, else English."""
    for name in wanted:
        tag = name.split(".")[0].replace("-", "_")
        for ours in LANGUAGES:
            if tag.split("_")[0].lower() == ours.split("_")[0].lower():
                return ours
    return "en"


def _(text: str) -> str:
    """Put a sentence into the language in use."""
    return _speaks().gettext(text) if text else ""  # gettext("") is the catalogue's header


def ngettext(one: str, many: str, n: int) -> str:
    """Put a sentence about `n` things into the language in use."""
    return _speaks().ngettext(one, many, n)


def number(x: float | None, digits: int = 2) -> str:
    """Write a number with so many decimals, the language's decimal mark and a true minus."""
    if x is None or math.isnan(x):
        return NOTHING
    if math.isinf(x):
        return "∞" if x > 0 else f"{MINUS}∞"
    text = f"{x:.{digits}f}"
    if text.startswith("-"):  # a minus before nothing but zeros says what is not so
        text = MINUS + text[1:] if text.strip("-0.") else text[1:]
    return text.replace(".", _marks_now().decimal)


def percent(x: float | None, digits: int = 0) -> str:
    """Write a number that is in per cent, as `20 %` with a thin space that does not break."""
    return f"{number(x, digits)}{THIN_SPACE}%" if x is not None and not math.isnan(x) else NOTHING


def interval(lower: float | None, upper: float | None, digits: int = 2) -> str:
    """Write two limits, as `[0.15, 0.67]` or `[0,15; 0,67]`."""
    between = _marks_now().between
    return f"[{number(lower, digits)}{between}{number(upper, digits)}]"


def p_value(p: float | None, digits: int = 3) -> str:
    """Write a p value; one too small for its decimals as `< 0.001`."""
    floor = 10.0**-digits
    if p is not None and p < floor / 2:
        return f"<{THIN_SPACE}{number(floor, digits)}"
    return number(p, digits)


def date_text(day: date) -> str:
    """Write a day, as `3 May 2026`."""
    months = _("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec").split()
    return _("{day} {month} {year}").format(day=day.day, month=months[day.month - 1], year=day.year)


def date_text_of(at: str | datetime) -> str:
    """Write the day of a moment in the clock of this machine."""
    local = _local(at)
    return str(at) if local is None else date_text(local.date())


def _local(at: str | datetime) -> datetime | None:
    """A moment in the clock of this machine; None where a foreign file's text is none."""
    try:
        return (datetime.fromisoformat(at) if isinstance(at, str) else at).astimezone()
    except (ValueError, OverflowError, OSError):
        return None


def moment_text(at: str | datetime) -> str:
    """Write a moment in the clock of this machine, from ISO 8601 text or a time with a zone."""
    local = _local(at)
    if local is None:
        return str(at)
    return _("{date}, {time}").format(date=date_text(local.date()), time=f"{local:%H:%M}")


def _marks_now() -> Marks:
    return _marks.get() or LANGUAGES[language()]


def _speaks() -> gettext.NullTranslations:
    spoken = _spoken.get()
    return _Current.catalogue if spoken is None else spoken[1]


@cache
def _catalogue(name: str) -> gettext.NullTranslations:
    if name not in LANGUAGES:
        raise ValueError(f"No such language: {name!r}. There are: {', '.join(LANGUAGES)}.")
    if name == "en":
        return gettext.NullTranslations()
    with path("locale", name, "LC_MESSAGES", f"{DOMAIN}.mo").open("rb") as file:
        return gettext.GNUTranslations(file)
