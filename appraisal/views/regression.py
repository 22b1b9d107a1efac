"""What is said of a meta-regression: coefficients, what they explain, and how to read them."""

from math import isfinite
from typing import TYPE_CHECKING

from appraisal.regression import Fit, Term
from appraisal.synthesis import Analysis
from appraisal.synthesis_text import digits_for, measure_sign, p_text, shown_measure
from appraisal.views.subgroups import key_name
from resources.i18n import _, interval, ngettext, number, percent

if TYPE_CHECKING:
    from stats.permutation import Permuted
    from stats.regression import Omnibus, Regressed

Row = tuple[str, str, str]  # a name, its value with an interval, and how to read it


def moderator_name(key: str) -> str:
    """A moderator in words."""
    return {"year": _("Year"), "stars": _("Stars")}.get(key) or key_name(key)


def test_name(key: str) -> str:
    """A test of coefficients in words."""
    return {
        "usual": _("As the interval"),
        "wald": "Wald (z)",
        "t": _("t distribution"),
        "knapp_hartung": "Knapp-Hartung",
        "knapp_hartung_floor": _("Knapp-Hartung, never below Wald"),
    }.get(key, key)


def term_name(term: Term) -> str:
    """A coefficient's name: a number's own, or the level of a factor."""
    if not term.key:
        return _("Intercept")
    name = moderator_name(term.key)
    return _("{field}: {value}").format(field=name, value=term.level) if term.level else name


def coefficient_rows(
    analysis: Analysis, fit: Fit, shuffled: "Permuted | None" = None
) -> tuple[Row, ...]:
    """A row a coefficient, on the scale of the analysis; ratios also as the factor they mean."""
    if fit.made is None:
        return ()
    by_chance = [] if shuffled is None else [p for _term, p in shuffled.terms]
    rows = []
    for place, (term, (_name, one)) in enumerate(
        zip(fit.terms, fit.made.coefficients, strict=True)
    ):
        letter = "z" if one.df is None else "t"
        df = "" if one.df is None else f", df = {one.df:.0f}"
        digits = digits_for(one.se)
        value = (
            f"{number(one.value, digits)} {interval(one.lower, one.upper, digits)}, "
            f"{letter} = {number(one.statistic, 2)}{df}, p {p_text(one.p)}"
        )
        if by_chance:
            value += _(", by permutation p {p}").format(p=p_text(by_chance[place]))
        rows.append((term_name(term), value, _meaning(analysis, term, fit)))
    return tuple(rows)


def fit_rows(fit: Fit, shuffled: "Permuted | None" = None) -> tuple[Row, ...]:
    """What all moderators explain together, and what they leave over."""
    made = fit.made
    if made is None:
        return ()
    test = omnibus_text(made.moderators)
    if shuffled is not None:
        test += _(", by permutation p {p}").format(p=p_text(shuffled.moderators))
    rows = [
        (_("All moderators"), test, _("Do they explain anything together?")),
        (
            _("Left over (QE)"),
            omnibus_text(made.residual, "Q"),
            _("Spread that they do not explain."),
        ),
    ]
    if isfinite(made.tau2):
        tau2 = f"{number(made.tau2, 3)} {interval(made.tau2_lower, made.tau2_upper, 3)}"
        rows += [
            (_("τ² left over"), tau2, _("By Q-profile; without moderators it is {tau2}.").format(
                tau2=number(made.tau2_alone, 3))),
            (_("I² left over"), percent(made.i2), _("Share of τ² in what is left over.")),
            ("R²", percent(made.r2), _("Share of τ² that the moderators explain.")),
        ]  # fmt: skip
    return tuple(rows)


def omnibus_text(test: "Omnibus", letter: str = "") -> str:
    """A test of several coefficients: `F = 12.59, df = 1 and 11, p = 0.005`."""
    if test.df2 is None:
        sign = letter or "χ²"
        return f"{sign} = {number(test.statistic, 2)}, df = {test.df}, p {p_text(test.p)}"
    return _("F = {f}, df = {df} and {df2}, p {p}").format(
        f=number(test.statistic, 2), df=test.df, df2=test.df2, p=p_text(test.p)
    )


def fault_sentence(fit: Fit) -> str:
    """Why a regression could not be fitted."""
    return {
        "TooFewStudies": _("There are too few studies for so many moderators."),
        "NotEstimable": _("These moderators cannot be told apart in the studies used."),
        "InvalidData": _("A moderator is the same in all studies used."),
    }.get(fit.fault, _("The regression could not be fitted to these studies."))


def remarks(analysis: Analysis, fit: Fit) -> tuple[str, ...]:
    """What a reader must know besides: model, rows left out, few studies, no allotment."""
    made = fit.made
    if made is None:
        return ()
    said = [_model(made)]
    left = len(analysis.dataset.used) - made.k
    if left:
        said.append(
            ngettext(
                "{n} study left out: a moderator is not known.",
                "{n} studies left out: a moderator is not known.",
                left,
            ).format(n=left)
        )
    notes = {note.code for note in made.notes}
    if "few_studies_per_covariate" in notes:
        said.append(
            _("Fewer than ten studies a coefficient ({k} for {p}): guidance advises against it.")
            .format(k=made.k, p=made.p - 1)
        )  # fmt: skip
    said.append(
        _(
            "Studies were not allotted to their moderators at random: a slope may come from "
            "whatever else differs between them, and says nothing about single patients."
        )
    )
    return tuple(said)


def _model(made: "Regressed") -> str:
    tau2, test = made.model.tau2, test_name(made.model.test)
    if tau2 is None:
        return _("Common effects by inverse variance; tests: {test}.").format(test=test)
    return _("Mixed effects, τ² by {tau2}; tests: {test}.").format(tau2=tau2, test=test)


def _meaning(analysis: Analysis, term: Term, fit: Fit) -> str:
    assert fit.made is not None
    place = fit.terms.index(term)
    value = fit.made.coefficients[place][1].value
    sign = measure_sign(shown_measure(analysis.dataset.plan))
    if not term.key:
        return _("The effect where every moderator is 0, or at its first level.")
    if not analysis.is_ratio:
        return _("Against the first level.") if term.level else _("For one unit more.")
    from math import exp

    factor = number(exp(value), 2) if abs(value) < 50 else number(value, 2)
    if term.level:
        return _("{measure} times {factor} against the first level.").format(
            measure=sign, factor=factor
        )
    return _("{measure} times {factor} for one unit more.").format(measure=sign, factor=factor)
