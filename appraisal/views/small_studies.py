"""What is said of a funnel: the advice on numbers, each test with its interval, trim and fill."""

from appraisal.plan import Plan
from appraisal.small_studies import LEAST, FunnelTest, SmallStudies
from appraisal.synthesis import Analysis
from appraisal.synthesis_text import digits_of, measure_sign, p_text, shown_measure
from resources.i18n import _, interval, ngettext, number

Row = tuple[str, str, str]  # a name, its value with an interval, and how to read it


def advice(found: SmallStudies) -> str:
    """What the number of studies allows; empty where it is enough."""
    if not found.is_enough:
        return ngettext(
            "A funnel needs {least} studies or more; there is {n}.",
            "A funnel needs {least} studies or more; there are {n}.",
            found.k,
        ).format(least=LEAST, n=found.k)
    if found.is_short:
        return ngettext(
            "Fewer than ten studies ({n}): these tests can then hardly tell an uneven funnel from "
            "chance, and guidance advises against them.",
            "Fewer than ten studies ({n}): these tests can then hardly tell an uneven funnel from "
            "chance, and guidance advises against them.",
            found.k,
        ).format(n=found.k)
    return ""


def caution(plan: Plan, data: str) -> str:
    """What is not known of these tests for a measure; empty where they were examined."""
    if plan.measure in ("RD", "IRD", "RR", "IRR"):
        return _("How well these tests do with this measure was little examined.")
    if data == "proportion":
        return _("A proportion and its standard error go together: a funnel is uneven by nature.")
    return ""


def test_rows(analysis: Analysis, found: SmallStudies) -> tuple[Row, ...]:
    """The tests and trim and fill, a row each."""
    rows = [_test_row(test) for test in found.tests]
    if found.filled is not None:
        rows.append(_fill_row(analysis, found))
    return tuple(rows)


def reading() -> str:
    """How an uneven funnel may be read."""
    return _(
        "An uneven funnel has several causes: studies not published, small studies of another "
        "quality or of other people, true differences, chance. No test tells them apart."
    )


def _test_row(test: FunnelTest) -> Row:
    if test.slope is not None:
        line = test.slope.slope
        letter = "z" if line.df is None else "t"
        df = "" if line.df is None else f", df = {line.df:.0f}"
        value = _("slope {value} {limits}").format(
            value=number(line.value, 2), limits=interval(line.lower, line.upper, 2)
        )
        return (
            _test_name(test.name),
            f"{value}, {letter} = {number(line.statistic, 2)}{df}, p {p_text(line.p)}",
            _what_it_tests(test.name),
        )
    assert test.rank is not None
    value = (
        f"τ = {number(test.rank.tau, 2)}, z = {number(test.rank.statistic, 2)}, "
        f"p {p_text(test.rank.p)}"
    )
    return _test_name(test.name), value, _what_it_tests(test.name)


def _test_name(key: str) -> str:
    return {
        "Egger": _("Egger’s test"),
        "Harbord": _("Harbord’s test"),
        "Peters": _("Peters’ test"),
        "Begg": _("Begg’s rank test"),
        "Pustejovsky": _("Pustejovsky’s test"),
    }[key]


def _what_it_tests(key: str) -> str:
    return {
        "Egger": _("Effects on their standard errors; 0 is an even funnel."),
        "Harbord": _("Scores of the counts on their precision, so that the effect itself does not "
                     "tilt the line; 0 is an even funnel."),
        "Peters": _("Effects on one over the number of people; 0 is an even funnel."),
        "Begg": _("Ranks of effects and variances; 0 is no association. It finds little."),
        "Pustejovsky": _("Effects on the share of the standard error that is size alone; 0 is an "
                         "even funnel."),
    }[key]  # fmt: skip


def _fill_row(analysis: Analysis, found: SmallStudies) -> Row:
    filled = found.filled
    assert filled is not None
    measure = analysis.dataset.plan.measure
    shown = filled.pooled.shown
    digits = digits_of(measure)
    estimate = (
        f"{measure_sign(shown_measure(analysis.dataset.plan))} {number(shown.value, digits)} "
        f"{interval(shown.lower, shown.upper, digits)}"
    )
    said = _(
        "Filled with mirror images by inverse variance (L0): a look at sensitivity, not a "
        "correction."
    )
    if filled.missing == 0:
        return _("Trim and fill"), _("no study added"), said
    sentence = (
        ngettext("{n} study added at the left: {estimate}", "{n} studies added at the left: "
                 "{estimate}", filled.missing)
        if filled.side == "left"
        else ngettext("{n} study added at the right: {estimate}", "{n} studies added at the right: "
                      "{estimate}", filled.missing)
    )  # fmt: skip
    return _("Trim and fill"), sentence.format(n=filled.missing, estimate=estimate), said
