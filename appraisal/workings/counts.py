"""Counts, person-time and correlations from percentages, means of follow-up, tests, groups."""

from collections.abc import Sequence

from appraisal.errors import InvalidClaim
from appraisal.numbers import decimals
from appraisal.workings.working import Asked, Given, Values, Working, plain
from resources.i18n import _

_HANDBOOK = "Cochrane Handbook 6.5, §"


def _events_of_percent(groups: Sequence[Values]) -> Given:
    (given,) = groups
    percent, n = given["percent"], given["n"]
    if not 0 <= percent <= 100 or n < 1:
        raise ValueError("A percentage of a group that is not empty.")
    events = round(percent * n / 100)
    if abs(100 * events / n - percent) > 0.5001 * 10.0 ** -decimals(percent):
        raise InvalidClaim(
            _("No whole number of {n} people is {percent} %.").format(
                n=plain(n), percent=plain(percent)
            ),
            remedy=_("Is n another one, such as those analysed, or is it not of people?"),
        )
    return {"e#": events}


def _combined_counts(groups: Sequence[Values]) -> Given:
    if any(not 0 <= one["e"] <= one["n"] for one in groups):
        raise ValueError("More events than people.")
    return {"e#": sum(one["e"] for one in groups), "n#": sum(one["n"] for one in groups)}


def _combined_rates(groups: Sequence[Values]) -> Given:
    return {"e#": sum(one["e"] for one in groups), "t#": sum(one["t"] for one in groups)}


def _person_time(groups: Sequence[Values]) -> Given:
    (given,) = groups
    if given["n"] < 1 or given["mean"] <= 0:
        raise ValueError("Time and people are above 0.")
    return {"t#": given["n"] * given["mean"]}


def _events_of_rate(groups: Sequence[Values]) -> Given:
    (given,) = groups
    if given["rate"] < 0 or given["per"] <= 0 or given["t"] <= 0:
        raise ValueError("A rate is not negative.")
    return {"e#": given["rate"] * given["t"] / given["per"]}


def _r_of_t(groups: Sequence[Values]) -> Given:
    from stats.conversions import r_from_t

    (given,) = groups
    return {"r": r_from_t(given["t"], given["n"])}


_EVENTS = Asked("e", lambda: _("Events"))
_ARITHMETIC = "x = p n / 100"
_GROUPS = _HANDBOOK + "23.3.4"

COUNTED: tuple[Working, ...] = (
    Working(
        "events_from_percent",
        lambda: _("From a percentage"),
        (Asked("percent", lambda: _("Per cent with the event")), Asked("n", lambda: "n", "n#")),
        ("e#",),
        lambda: _("events = per cent × n / 100, to the whole number that gives this percentage"),
        _ARITHMETIC,
        _events_of_percent,
    ),
    Working(
        "combine_counts",
        lambda: _("Combine several groups into this one"),
        (_EVENTS, Asked("n", lambda: "n")),
        ("e#", "n#"),
        lambda: _("events and people are added up"),
        _GROUPS,
        _combined_counts,
        combines=True,
    ),
)

RATES: tuple[Working, ...] = (
    Working(
        "person_time",
        lambda: _("Person-time from the mean follow-up"),
        (Asked("n", lambda: "n"), Asked("mean", lambda: _("Mean time a person was observed"))),
        ("t#",),
        lambda: _("person-time = n × mean follow-up"),
        "t = n × mean",
        _person_time,
    ),
    Working(
        "events_from_rate",
        lambda: _("Events from a rate"),
        (
            Asked("rate", lambda: _("Rate")),
            Asked("per", lambda: _("Per so much person-time")),
            Asked("t", lambda: _("Person-time"), "t#"),
        ),
        ("e#",),
        lambda: _("events = rate × person-time / unit of the rate, to the whole number"),
        "x = rate × t / unit",
        _events_of_rate,
    ),
    Working(
        "combine_rates",
        lambda: _("Combine several groups into this one"),
        (_EVENTS, Asked("t", lambda: _("Person-time"))),
        ("e#", "t#"),
        lambda: _("events and person-time are added up"),
        _GROUPS,
        _combined_rates,
        combines=True,
    ),
)

CORRELATION: tuple[Working, ...] = (
    Working(
        "r_from_t",
        lambda: _("From the t of its test"),
        (Asked("t", lambda: "t"), Asked("n", lambda: "n", "n")),
        ("r",),
        lambda: _("r = t / √(t² + n − 2)"),
        "Lipsey & Wilson 2001, Practical Meta-Analysis, appendix B",
        _r_of_t,
        ("r_from_t",),
    ),
)
