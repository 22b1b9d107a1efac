"""What is said of a funnel: the advice on numbers, each test with its interval, trim and fill."""

from collections.abc import Iterable

from appraisal.plan import Plan
from appraisal.small_studies import LEAST, FunnelTest, SmallStudies
from appraisal.synthesis import Analysis
from appraisal.synthesis_text import digits_for, digits_of, measure_sign, p_text, shown_measure
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
    """The tests apt for the measure and trim and fill, a row each."""
    rows = [_test_row(test) for test in found.tests]
    return (*rows, fill_row(analysis, found))


def other_rows(found: Iterable[FunnelTest]) -> tuple[Row, ...]:
    """The tests that can be worked out though others are apter, a row each."""
    return tuple(_test_row(test) for test in found)


def others_advice() -> str:
    """Why the other tests stand apart."""
    return _(
        "These were made for other measures, or find too much or too little with this one. "
        "Choosing a test after seeing its p value is no test."
    )


def reading() -> str:
    """How an uneven funnel may be read."""
    return _(
        "An uneven funnel has several causes: studies not published, small studies of another "
        "quality or of other people, true differences, chance. No test tells them apart."
    )


def fault_sentence(test: FunnelTest) -> str:
    """Why a test has no answer."""
    return {
        "InvalidData": _("It needs numbers that are not known of every study."),
        "NotEstimable": _("The numbers of these studies hold nothing that it could use."),
        "TooFewStudies": _("There are too few studies."),
    }.get(test.fault, _("No answer could be found."))


def _test_row(test: FunnelTest) -> Row:
    if test.fault:
        return test_name(test.name), _("not estimable"), fault_sentence(test)
    if test.slope is not None:
        line = test.slope.slope
        letter = "z" if line.df is None else "t"
        df = "" if line.df is None else f", df = {line.df:.0f}"
        digits = digits_for(line.se)
        value = _("slope {value} {limits}").format(
            value=number(line.value, digits), limits=interval(line.lower, line.upper, digits)
        )
        return (
            test_name(test.name),
            f"{value}, {letter} = {number(line.statistic, 2)}{df}, p {p_text(line.p)}",
            _what_it_tests(test.name),
        )
    assert test.rank is not None
    value = (
        f"τ = {number(test.rank.tau, 2)}, z = {number(test.rank.statistic, 2)}, "
        f"p {p_text(test.rank.p)}"
    )
    return test_name(test.name), value, _what_it_tests(test.name)


def test_name(key: str) -> str:
    """A test by its authors."""
    return {
        "Egger": _("Egger’s test"),
        "Harbord": _("Harbord’s test"),
        "Peters": _("Peters’ test"),
        "Begg": _("Begg’s rank test"),
        "Pustejovsky": _("Pustejovsky’s test"),
        "Thompson": _("Thompson and Sharp’s test"),
        "Macaskill": _("Macaskill’s test"),
        "Deeks": _("Deeks’ test"),
        "Schwarzer": _("Schwarzer’s rank test"),
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
        "Thompson": _("Effects on their standard errors with a variance between studies; 0 is an "
                      "even funnel."),
        "Macaskill": _("Effects on the number of people; 0 is an even funnel."),
        "Deeks": _("Effects on the effective size; made for diagnostic odds ratios."),
        "Schwarzer": _("Ranks of the counts and their variances given the margins; 0 is no "
                       "association."),
    }[key]  # fmt: skip


def fill_row(analysis: Analysis, found: SmallStudies) -> Row:
    """What trim and fill adds, and the pool with it."""
    filled, plan = found.filled, analysis.dataset.plan
    said = _(
        "Filled with mirror images by inverse variance ({counter}): a look at sensitivity, not a "
        "correction."
    ).format(counter=plan.fill)
    if filled is None:
        return _("Trim and fill"), _("not estimable"), said
    measure = analysis.dataset.plan.measure
    shown = filled.pooled.shown
    digits = digits_of(measure)
    estimate = (
        f"{measure_sign(shown_measure(analysis.dataset.plan))} {number(shown.value, digits)} "
        f"{interval(shown.lower, shown.upper, digits)}"
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
