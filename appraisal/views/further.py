"""What the terminal prints of an outcome besides its pool: each analysis in a line or two."""

from collections.abc import Iterable, Iterator

from appraisal.further import Further
from appraisal.sensitivity import Step
from appraisal.synthesis import Analysis
from appraisal.synthesis_text import digits_of, measure_sign, shown_measure
from appraisal.views.heterogeneity import heterogeneity_rows, test_rows
from appraisal.views.other_models import model_label
from appraisal.views.regression import coefficient_rows, fault_sentence, fit_rows
from appraisal.views.selection import selection_rows
from appraisal.views.small_studies import advice
from appraisal.views.small_studies import test_rows as funnel_rows
from appraisal.views.subgroups import difference_sentence
from resources.i18n import _, interval, number

Row = tuple[str, str, str]


def further_sentences(one: Further) -> Iterator[str]:
    """Heterogeneity, subgroups, regression, sensitivity and small studies, where there are any."""
    analysis = one.analysis
    yield from _lines(heterogeneity_rows(analysis, one.spread))
    yield from _lines(test_rows(one.spread) if analysis.pooled and analysis.pooled.k > 1 else ())
    if one.groups is not None and (said := difference_sentence(one.groups)):
        yield said
    yield from _regression(one)
    if one.without:
        yield from _range(analysis, one.without)
    yield from _models(one)
    if one.small.is_enough:
        yield from _lines(funnel_rows(analysis, one.small))
        yield from _lines(selection_rows(analysis, one.selections))
        yield from filter(None, [advice(one.small)])


def _lines(rows: Iterable[Row]) -> Iterator[str]:
    for name, value, _words in rows:
        yield f"{name}: {value}"


def _regression(one: Further) -> Iterator[str]:
    fit = one.regression
    if fit is None:
        return
    if fit.made is None:
        yield fault_sentence(fit)
        return
    yield from _lines(coefficient_rows(one.analysis, fit, one.permuted))
    yield from _lines(fit_rows(fit, one.permuted))


def _range(analysis: Analysis, steps: tuple[Step, ...]) -> Iterator[str]:
    """Between which pools the result lies when one study is left out."""
    known = [step for step in steps if step.estimate is not None]
    if not known:
        return
    ends = [min(known, key=_estimate), max(known, key=_estimate)]
    low, high = (estimate_of(analysis, step.estimate, step.lower, step.upper) for step in ends)
    yield _("Leave one out: {low} without {first}, {high} without {second}").format(
        low=low, first=ends[0].label, high=high, second=ends[1].label
    )


def _estimate(step: Step) -> float:
    assert step.estimate is not None
    return step.estimate


def _models(one: Further) -> Iterator[str]:
    """The further models alone: estimators and intervals stand in the workbook."""
    digits = digits_of(one.analysis.dataset.plan.measure)
    for row in one.others:
        if row.group == "further" and row.shown is not None:
            value, lower, upper = row.shown
            limits = interval(lower, upper, digits)
            yield f"{model_label(row)}: {_sign(one.analysis)} {number(value, digits)} {limits}"


def estimate_of(
    analysis: Analysis, value: float | None, lower: float | None, upper: float | None
) -> str:
    """A pool in words, on the scale people read: `OR 0.32 [0.15, 0.67]`."""
    digits = digits_of(analysis.dataset.plan.measure)
    shown = [analysis.natural(x) for x in (value, lower, upper)]
    return f"{_sign(analysis)} {number(shown[0], digits)} {interval(shown[1], shown[2], digits)}"


def _sign(analysis: Analysis) -> str:
    return measure_sign(shown_measure(analysis.dataset.plan))
