"""What is wrong with extracted numbers, and what is odd: in words, beside the cell.

Counts are looked at here, people in groups; means, rates and the others in `checks_measured`, a
reported estimate in `checks_reported`.
"""

from appraisal.checks_measured import check_correlation, check_means, check_proportion, check_rates
from appraisal.checks_reported import check_reported
from appraisal.findings import Cells, Finding, Words, figure
from appraisal.measuring import can_report
from resources.i18n import _, ngettext

__all__ = ["Finding", "Words", "check", "check_counts"]


def check_counts(cells: Cells, words: Words) -> tuple[Finding, ...]:
    """Look at events and totals of two arms."""
    found: list[Finding] = []
    for arm, name in (("1", words.arm1), ("2", words.arm2)):
        events, total = figure(cells, f"e{arm}"), figure(cells, f"n{arm}")
        if total is not None and total < 1:
            found.append(
                Finding(
                    f"empty{arm}",
                    "error",
                    (f"n{arm}",),
                    _("{arm}: nobody in this group.").format(arm=name),
                    _("Type 1 or more, or leave the study out of this outcome."),
                )
            )
        elif events is not None and total is not None and events > total:
            found.append(_more_than_all(arm, int(events), int(total)))
        elif events is not None and total == 1:
            found.append(_one_person(arm, int(events), name))
    found.extend(_zero_cells(cells))
    return tuple(found)


def check(
    data: str,
    cells: Cells,
    words: Words,
    *,
    measure: str = "",
    typical_sd: float | None = None,
    whole: bool = False,
) -> tuple[Finding, ...]:
    """Look at a study's numbers of one kind of data.

    `measure` is that of the plan, which a reported estimate may leave out. `typical_sd` is the
    median of the standard deviations that the same reader typed for the outcome; `whole`, that
    each person has a whole number.
    """
    found = _numbers(data, cells, words, typical_sd, whole=whole)
    if data == "reported" or can_report(data):
        found += check_reported(cells, measure=measure, with_numbers=data != "reported")
    return found


def _numbers(
    data: str, cells: Cells, words: Words, typical_sd: float | None, *, whole: bool
) -> tuple[Finding, ...]:
    if data == "counts":
        return check_counts(cells, words)
    if data == "means":
        return check_means(cells, words, typical_sd=typical_sd, whole=whole)
    if data == "rates":
        return check_rates(cells, words)
    if data == "proportion":
        return check_proportion(cells)
    return check_correlation(cells) if data == "correlation" else ()


def _more_than_all(arm: str, events: int, total: int) -> Finding:
    return Finding(
        f"more{arm}",
        "error",
        (f"e{arm}",),
        _("{events} of only {total}").format(events=events, total=total),
        _("More events than people. Type {total} or less, or correct n.").format(total=total),
    )


def _one_person(arm: str, events: int, name: str) -> Finding:
    return Finding(
        f"one{arm}",
        "warning",
        (f"e{arm}", f"n{arm}"),
        _("One person in a group"),
        _("{arm}: {events} of 1 is possible but unusual. Look at the source once more.").format(
            arm=name, events=events
        ),
    )


def _zero_cells(cells: Cells) -> list[Finding]:
    values = [figure(cells, cell) for cell in ("e1", "n1", "e2", "n2")]
    if any(value is None for value in values):
        return []
    e1, n1, e2, n2 = (int(value or 0) for value in values)
    if e1 > n1 or e2 > n2 or not n1 or not n2:
        return []
    empty = [
        cell
        for cell, value in (("e1", e1), ("n1", n1 - e1), ("e2", e2), ("n2", n2 - e2))
        if value == 0
    ]
    if not empty:
        return []
    title = ngettext("A zero cell", "{n} zero cells", len(empty)).format(n=len(empty))
    if e1 == e2 == 0 or (e1 == n1 and e2 == n2):
        remedy = _("Both groups alike: this study says nothing on a ratio.")
    else:
        remedy = _("0.5 may be added to its cells; the plan says when.")
    return [Finding("zero", "warning", tuple(dict.fromkeys(empty)), title, remedy)]
