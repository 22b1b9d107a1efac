"""Means, rates, proportions and correlations: what contradicts itself in them, and what is odd."""

from math import sqrt

from appraisal.findings import Cells, Finding, Words, figure
from appraisal.measuring import LEAST_CORRELATED, LEAST_MEANS
from appraisal.numbers import decimals
from resources.i18n import _

FAR_APART = 3.0  # times: standard deviations that differ more are looked at again
ALIKE = 1.6  # times: what a standard error times √n must come near


def check_means(
    cells: Cells, words: Words, *, typical_sd: float | None = None, whole: bool = False
) -> tuple[Finding, ...]:
    """Look at means with their standard deviations in two groups.

    `whole`: each person has a whole number, so that not every mean is possible.
    """
    found: list[Finding] = []
    for arm, name in (("1", words.arm1), ("2", words.arm2)):
        sd, n = figure(cells, f"sd{arm}"), figure(cells, f"n{arm}")
        if sd is not None and sd <= 0:
            found.append(
                Finding(
                    f"sd{arm}",
                    "error",
                    (f"sd{arm}",),
                    _("{arm}: a standard deviation is above 0.").format(arm=name),
                    _("Look at the source, or leave the cell empty."),
                )
            )
        if n is not None and n < LEAST_MEANS:
            found.append(
                Finding(
                    f"few{arm}",
                    "error",
                    (f"n{arm}",),
                    _("{arm}: fewer than two people.").format(arm=name),
                    _("A standard deviation needs two people or more."),
                )
            )
    if not found:
        found += _spreads(cells, words, typical_sd)
    return (*found, *(_impossible(cells, words) if whole else ()))


def check_rates(cells: Cells, words: Words) -> tuple[Finding, ...]:
    """Look at events over person-time in two groups."""
    found: list[Finding] = []
    for arm, name in (("1", words.arm1), ("2", words.arm2)):
        events, time = figure(cells, f"e{arm}"), figure(cells, f"t{arm}")
        if time is not None and time <= 0:
            found.append(
                Finding(
                    f"time{arm}",
                    "error",
                    (f"t{arm}",),
                    _("{arm}: person-time is above 0.").format(arm=name),
                    _("Type the time all people were observed, added up."),
                )
            )
        elif events is not None and time is not None and events > time:
            found.append(
                Finding(
                    f"often{arm}",
                    "warning",
                    (f"e{arm}", f"t{arm}"),
                    _("{arm}: more events than time").format(arm=name),
                    _("Possible where an event recurs. Is the time that of all people together?"),
                )
            )
    return (*found, *_no_events(cells, ("e1", "e2")))


def check_proportion(cells: Cells) -> tuple[Finding, ...]:
    """Look at events among the people of one group."""
    events, total = figure(cells, "e"), figure(cells, "n")
    if total is not None and total < 1:
        return (
            Finding(
                "empty",
                "error",
                ("n",),
                _("Nobody in this group."),
                _("Type 1 or more, or leave the study out of this outcome."),
            ),
        )
    if events is not None and total is not None and events > total:
        return (
            Finding(
                "more",
                "error",
                ("e",),
                _("{events} of only {total}").format(events=int(events), total=int(total)),
                _("More events than people. Type {total} or less, or correct n.").format(
                    total=int(total)
                ),
            ),
        )
    if events is not None and total is not None and events in (0, total):
        return (_zero(("e",)),)
    return ()


def check_correlation(cells: Cells) -> tuple[Finding, ...]:
    """Look at a correlation and its sample."""
    r, n = figure(cells, "r"), figure(cells, "n")
    found: list[Finding] = []
    if r is not None and not -1 < r < 1:
        found.append(
            Finding(
                "outside",
                "error",
                ("r",),
                _("A correlation lies between −1 and 1."),
                _("Type r itself, not r² in per cent or a slope."),
            )
        )
    if n is not None and n < LEAST_CORRELATED:
        found.append(
            Finding(
                "few",
                "error",
                ("n",),
                _("Fewer than four people."),
                _("The variance of a correlation needs four or more."),
            )
        )
    return tuple(found)


def _spreads(cells: Cells, words: Words, typical: float | None) -> list[Finding]:
    """Standard deviations that look like standard errors, or lie far apart."""
    sds = {arm: figure(cells, f"sd{arm}") for arm in ("1", "2")}
    ns = {arm: figure(cells, f"n{arm}") for arm in ("1", "2")}
    found: list[Finding] = []
    both = all(_is_error_of(sds[arm], ns[arm], typical) for arm in sds)
    for arm, other, name in (("1", "2", words.arm1), ("2", "1", words.arm2)):
        if both or _is_error_of(sds[arm], ns[arm], sds[other]):
            found.append(_standard_error(arm, name))
    first, second = sds["1"], sds["2"]
    apart = first and second and max(first, second) / min(first, second) > FAR_APART
    if apart and not found:
        found.append(
            Finding(
                "sd_apart",
                "warning",
                ("sd1", "sd2"),
                _("Standard deviations far apart"),
                _("One is more than three times the other. Look at the source once more."),
            )
        )
    return found


def _impossible(cells: Cells, words: Words) -> list[Finding]:
    """Means that so many whole numbers cannot have (GRIM)."""
    from stats.plausibility import grim

    found = []
    for arm, name in (("1", words.arm1), ("2", words.arm2)):
        mean, n = figure(cells, f"m{arm}"), figure(cells, f"n{arm}")
        if mean is None or n is None or n < 1 or grim(mean, n, decimals=decimals(mean)):
            continue
        said = _("{arm}: {n} whole numbers cannot have this mean.").format(arm=name, n=int(n))
        why = _("No whole total divided by n rounds to it. Is n that of the people measured?")
        found.append(Finding(f"grim{arm}", "warning", (f"m{arm}", f"n{arm}"), said, why))
    return found


def _is_error_of(sd: float | None, n: float | None, like: float | None) -> bool:
    """Whether a value is far below another, and near it once multiplied by the root of n."""
    if not sd or not n or not like or like / sd <= FAR_APART:
        return False
    return 1 / ALIKE < sd * sqrt(n) / like < ALIKE


def _standard_error(arm: str, name: str) -> Finding:
    return Finding(
        f"se{arm}",
        "warning",
        (f"sd{arm}",),
        _("{arm}: is this a standard error?").format(arm=name),
        _("It is far below the others, and near them once multiplied by √n. SD = SE × √n."),
    )


def _no_events(cells: Cells, names: tuple[str, ...]) -> tuple[Finding, ...]:
    empty = tuple(name for name in names if figure(cells, name) == 0)
    return (_zero(empty),) if empty else ()


def _zero(names: tuple[str, ...]) -> Finding:
    return Finding(
        "zero",
        "warning",
        names,
        _("A zero cell"),
        _("0.5 may be added to its cells; the plan says when."),
    )
