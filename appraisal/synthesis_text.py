"""What is said of a pooled result: the same sentences under the plot, in files and in the terminal.

Nothing is abbreviated away: model, estimate, test, heterogeneity, then what was corrected, what was
left out and why, what is not final, and where the numbers come from.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import floor, isfinite, isnan, log10

from appraisal import remark_words
from appraisal.choice_words import prediction_name
from appraisal.choices import family
from appraisal.plan import Plan
from appraisal.settled import Rank
from appraisal.study_rows import LeftOut, StudyRow
from appraisal.synthesis import Analysis
from resources.i18n import _, interval, number, p_value, percent

MOST_DIGITS = 8
_DIGITS = {
    **dict.fromkeys(("RD", "AS", "PLO", "PFT", "PAS", "PLN", "PR"), 3),
    **dict.fromkeys(("IRD", "IRSD"), 4),
}


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence beside a result, with a code that no language changes."""

    code: str
    text: str
    studies: tuple[str, ...] = ()


def measure_name(key: str) -> str:
    """A measure in words."""
    return {
        "OR": _("Odds ratio"),
        "PETO": _("Peto odds ratio"),
        "RR": _("Risk ratio"),
        "RD": _("Risk difference"),
        "AS": _("Arcsine difference"),
        "MD": _("Mean difference"),
        "MD-HO": _("Mean difference (equal SDs)"),
        "SMD": _("Standardised mean difference"),
        "SMD-UB": _("Standardised mean difference (UB)"),
        "SMD-LS2": _("Standardised mean difference (LS2)"),
        "SMD-RM5": _("Standardised mean difference (RevMan 5)"),
        "SMDH": _("Standardised mean difference, unequal SDs"),
        "SMD1": _("Glass’s delta"),
        "ROM": _("Ratio of means"),
        "ROM-HO": _("Ratio of means (equal SDs)"),
        "VR": _("Variability ratio"),
        "CVR": _("Ratio of coefficients of variation"),
        "IRR": _("Rate ratio"),
        "IRD": _("Rate difference"),
        "IRSD": _("Difference of root rates"),
        "PLO": _("Proportion (logit)"),
        "PFT": _("Proportion (double arcsine)"),
        "PAS": _("Proportion (arcsine)"),
        "PLN": _("Proportion (log)"),
        "PR": _("Proportion (untransformed)"),
        "ZCOR": _("Correlation (Fisher’s z)"),
        "COR": _("Correlation (untransformed)"),
        "HR": _("Hazard ratio"),
        "RATIO": _("Another ratio"),
        "DIFF": _("Another difference"),
    }[key]


def measure_sign(key: str) -> str:
    """A measure as it stands before its value: `OR`, `SMD`, `Proportion`."""
    return {
        "PETO": _("Peto OR"),
        "SMD1": _("Glass’s delta"),
        **dict.fromkeys(("PLO", "PFT", "PAS", "PLN", "PR"), _("Proportion")),
        "ZCOR": "r",
        "COR": "r",
        "RATIO": _("Ratio"),
        "DIFF": _("Difference"),
    }.get(key, family(key))


def method_name(plan: Plan) -> str:
    """How a plan pools, in a few words: `Mantel-Haenszel, fixed`."""
    if not plan.is_random:
        return {
            "MH": _("Mantel-Haenszel, fixed"),
            "IV": _("Inverse variance, fixed"),
            "Peto": _("Peto, fixed"),
        }[plan.method]
    return _("{weights}, random ({tau2})").format(weights=_weights(plan), tau2=plan.tau2)


def model_name(plan: Plan) -> str:
    """The model as a sentence begins: `Fixed effect, Mantel-Haenszel`."""
    if plan.is_random:
        return _("Random effects, {weights}, τ² by {tau2}").format(
            weights=_weights(plan), tau2=tau2_name(plan.tau2)
        )
    return _("Fixed effect, {method}").format(
        method={
            "MH": _("Mantel-Haenszel"),
            "IV": _("inverse variance"),
            "Peto": _("Peto"),
        }[plan.method]
    )


def tau2_name(key: str) -> str:
    """An estimator of the between-study variance in words."""
    return {
        "DL": _("DerSimonian-Laird"),
        "REML": _("restricted maximum likelihood"),
        "ML": _("maximum likelihood"),
        "PM": _("Paule-Mandel"),
        "PMM": _("Paule-Mandel, median-unbiased"),
        "EB": _("empirical Bayes"),
        "HE": _("Hedges"),
        "HS": _("Hunter-Schmidt"),
        "HSk": _("Hunter-Schmidt, small-sample"),
        "SJ": _("Sidik-Jonkman"),
    }.get(key, key)


def interval_name(key: str) -> str:
    """How the interval of a random-effects mean is made, in words."""
    return {
        "wald": _("Wald (normal)"),
        "t": _("t distribution"),
        "hartung_knapp": _("Hartung-Knapp"),
        "hartung_knapp_floor": _("Hartung-Knapp, never below Wald"),
        "hartung_knapp_wider": _("Hartung-Knapp or Wald, the wider"),
        "hartung_knapp_iqwig": _("Hartung-Knapp, IQWiG rule"),
    }.get(key, key)


def shown_measure(plan: Plan) -> str:
    """The measure that the rows of a plan show: Peto's method has an odds ratio of its own."""
    return "PETO" if plan.method == "Peto" else plan.measure


def digits_of(measure: str) -> int:
    """How many decimals a measure is shown with."""
    return _DIGITS.get(measure, 2)


def digits_for(error: float) -> int:
    """How many decimals a value of unknown size needs: two digits of its standard error."""
    if not isfinite(error) or error <= 0:
        return 2
    return min(MOST_DIGITS, max(2, 1 - floor(log10(error))))


def estimate_text(analysis: Analysis) -> str:
    """`OR 0.32 [0.15, 0.67]`; empty when nothing was pooled."""
    if analysis.pooled is None:
        return ""
    plan, shown = analysis.dataset.plan, analysis.pooled.shown
    digits = digits_of(plan.measure)
    limits = interval(shown.lower, shown.upper, digits)
    return f"{measure_sign(shown_measure(plan))} {number(shown.value, digits)} {limits}"


def result_sentence(analysis: Analysis) -> str:
    """Model, estimate, test and heterogeneity in one line."""
    pooled = analysis.pooled
    if pooled is None:
        return fault_sentence(analysis)
    found = pooled.heterogeneity
    statistic = "z" if pooled.estimate.df is None else "t"
    test = f"{statistic} = {number(pooled.estimate.statistic, 2)}, p {p_text(pooled.estimate.p)}"
    spread = (
        f"Q = {number(found.q, 2)}, df = {found.df}, p {p_text(found.p)}; "
        f"I² = {i2_text(analysis)}; {_tau2(analysis)}"
    )
    if pooled.k == 1:
        spread = _("one study: no heterogeneity to speak of")
    head = _("{model}: {estimate}").format(
        model=model_name(analysis.dataset.plan), estimate=estimate_text(analysis)
    )
    return f"{head}, {test}. {spread}." if analysis.has_test else f"{head}. {spread}."


def i2_text(analysis: Analysis) -> str:
    """I² from Q with its interval where there is one: `20 % [0, 88]`."""
    assert analysis.pooled is not None
    found = analysis.pooled.heterogeneity
    if isnan(found.i2_q_lower) or isnan(found.i2_q_upper):
        return percent(found.i2_q)
    limits = interval(max(0.0, found.i2_q_lower), min(100.0, found.i2_q_upper), 0)
    by_q, by_tau2 = percent(found.i2_q, 1), percent(found.i2_tau2, 1)
    if analysis.dataset.plan.is_random and by_q != by_tau2:
        return _("{by_q} {limits} from Q, {by_tau2} from τ²").format(
            by_q=by_q, limits=limits, by_tau2=by_tau2
        )
    return f"{percent(found.i2_q)} {limits}"


def prediction_text(analysis: Analysis) -> str:
    """The prediction interval, such as `[0.14, 2.11]`; empty where there is none."""
    if analysis.pooled is None or analysis.pooled.prediction_shown is None:
        return ""
    shown = analysis.pooled.prediction_shown
    return interval(shown.lower, shown.upper, digits_of(analysis.dataset.plan.measure))


def fault_sentence(analysis: Analysis) -> str:
    """Why nothing was pooled."""
    if not analysis.dataset.complete:
        return _("No study has numbers for this outcome yet.")
    if analysis.fault in ("no_rows", "TooFewStudies"):
        return _("No study is left to pool.")
    return _("These studies hold no information on this measure.")


def remarks(analysis: Analysis) -> tuple[str, ...]:
    """What a reader must know besides: corrections, studies left out, what is not final."""
    return tuple(one.text for one in noted(analysis))


UNSETTLED = ("not_final", "single", "unreconciled", "waiting")


def unsettled(analysis: Analysis) -> tuple[str, ...]:
    """What of a result is not what all agreed on: own numbers, one reader, differences, gaps."""
    return tuple(one.text for one in noted(analysis) if one.code in UNSETTLED)


def noted(analysis: Analysis) -> tuple[Remark, ...]:
    """The remarks with their codes and the studies they speak of, for other programs."""
    data = analysis.dataset
    rows = data.rows
    corrected = tuple(row.study for row in data.used if row.study in analysis.corrected)
    silent = _("Left out, no information on this measure: {studies}.")
    other = _("Left out, reported as another measure: {studies}.")
    partial = _("Left out, numbers incomplete: {studies}.")
    switched = zip(remark_words.exclusions(rows), _ids(rows, "excluded"), strict=True)
    mine = tuple(
        row.study for row in data.used if row.rank == Rank.MINE or remark_words.is_own_rating(row)
    )
    said = [
        Remark("interval", _interval_words(analysis)),
        Remark("corrected", remark_words.correction(analysis), corrected),
        Remark("study_interval", remark_words.study_interval(analysis)),
        _about(rows, "limit", remark_words.limit_words(data.plan)),
        Remark("mapping", remark_words.mapping(data)),
        *(Remark("excluded", text, (study,)) for text, study in switched),
        *(Remark("included", text, (study,)) for text, study in remark_words.inclusions(data)),
        _about(rows, "not_estimable", silent),
        _about(rows, "other_measure", other),
        Remark("reported", remark_words.reported(analysis)),
        Remark("arms", remark_words.arms(data)),
        Remark("twice", remark_words.twice(data)),
        _about(rows, "incomplete", partial),
        Remark("not_final", remark_words.not_final(data.used), mine),
        Remark("single", remark_words.single(data)),
        Remark("unreconciled", remark_words.unreconciled(data)),
        Remark("waiting", remark_words.waiting(data)),
        Remark("outcome_note", data.outcome.note),
    ]
    return tuple(one for one in said if one.text)


def needed_sentence(analysis: Analysis) -> str:
    """The number needed to treat with the control risk it stands on; empty when it has none."""
    needed, risk = analysis.needed, analysis.control_risk
    if needed is None or risk is None:
        return ""
    return _("{name} {needed} at a control risk of {risk}").format(
        name=needed_name(analysis), needed=needed_text(analysis), risk=risk_text(risk)
    )


def risk_text(risk: float) -> str:
    """A risk in per cent, with a decimal where it is small."""
    return percent(100 * risk, 0 if risk >= 0.1 else 1)


def needed_name(analysis: Analysis) -> str:
    """Number needed to treat or to harm, by the side the estimate lies on."""
    needed = analysis.needed
    if needed is None or _is_benefit(analysis, needed.value):
        return _("Number needed to treat")
    return _("Number needed to harm")


def needed_text(analysis: Analysis) -> str:
    """`3.9 [2.7, 14.9]`, or through infinity where the interval holds no effect."""
    value, limits = needed_parts(analysis)
    return f"{value} {limits}".strip()


def needed_parts(analysis: Analysis) -> tuple[str, str]:
    """The number needed to treat, and its interval; both empty when it has none."""
    needed = analysis.needed
    if needed is None:
        return "", ""
    value = number(abs(needed.value), 1)
    limits = sorted((needed.lower, needed.upper), key=abs)
    if not needed.through_infinity:
        return value, interval(abs(limits[0]), abs(limits[1]), 1)
    benefit, harm = sorted(limits, key=lambda limit: not _is_benefit(analysis, limit))
    return value, _("[NNTB {benefit} to ∞ to NNTH {harm}]").format(
        benefit=number(abs(benefit), 1), harm=number(abs(harm), 1)
    )


def _is_benefit(analysis: Analysis, needed: float) -> bool:
    """Whether so many treated mean fewer bad or more good events; above 0 is fewer events."""
    return (needed > 0) == (analysis.dataset.outcome.event_is != "good")


def control_risk_words(analysis: Analysis) -> str:
    """Where the control risk comes from: `65 of 132 untreated, from the data`."""
    risk = analysis.dataset.plan.control_risk
    if risk.kind == "typed":
        return risk.source or _("typed, without a source")
    if risk.kind == "median":
        return _("the median of the studies")
    _e1, _n1, events, total = analysis.totals()
    return _("{events} of {total} {arm}, from the data").format(
        events=events, total=total, arm=analysis.dataset.outcome.arm2.lower()
    )


def _weights(plan: Plan) -> str:
    return _("Mantel-Haenszel Q") if plan.method == "MH" else _("inverse variance")


def p_text(p: float) -> str:
    """A p value after its letter: `= 0.29`, `< 0.001`."""
    text = p_value(p, 2 if p >= 0.095 else 3)
    return text if text.startswith("<") else f"= {text}"


def _tau2(analysis: Analysis) -> str:
    if not analysis.dataset.plan.is_random or analysis.pooled is None:
        return _("τ² not used")
    return f"τ² = {number(analysis.pooled.heterogeneity.tau2, 3)}"


def _interval_words(analysis: Analysis) -> str:
    """What the model sentence leaves open of a random-effects interval."""
    plan, pooled = analysis.dataset.plan, analysis.pooled
    if pooled is None:
        return ""
    if not plan.is_random:
        by_t = pooled.estimate.df is not None
        return _("Confidence interval: {name}.").format(name=interval_name("t")) if by_t else ""
    said = []
    if plan.interval != "wald":
        names = {note.code for note in pooled.notes}
        sentence = _("Confidence interval: {name}.")
        if names & {"wald_at_zero_tau2", "wald_for_a_single_study"}:
            sentence = _("Confidence interval: Wald, since τ² is 0 ({name} otherwise).")
        said.append(sentence.format(name=interval_name(plan.interval)))
    if ahead := prediction_text(analysis):
        kind = plan.prediction_kind
        sentence = _("Prediction interval {limits}.")
        if kind != "usual":
            sentence = _("Prediction interval {limits}, {kind}.")
        words = prediction_name(kind)
        said.append(sentence.format(limits=ahead, kind=words[:1].lower() + words[1:]))
    return " ".join(said)


def _about(rows: Iterable[StudyRow], reason: LeftOut, sentence: str) -> Remark:
    """The remark on the studies left out for a reason; empty where there are none."""
    found = [row for row in rows if row.left_out == reason]
    text = sentence.format(studies=remark_words.names(found)) if found else ""
    return Remark(reason, text, tuple(row.study for row in found))


def _ids(rows: Iterable[StudyRow], reason: LeftOut) -> tuple[str, ...]:
    return tuple(row.study for row in rows if row.left_out == reason)
