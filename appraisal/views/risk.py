"""What is said of judgement and estimate: names of lines, the test, what would change it."""

from appraisal.plan import Plan
from appraisal.ratings import Lookup, rate
from appraisal.risk_lines import Conclusion, RiskLine, RiskLines, Turning
from appraisal.risk_mapping import RISKS, RiskMapping, mapping_of, risk_word
from appraisal.state import State
from appraisal.subgroups import DOMAIN
from appraisal.synthesis import Analysis
from appraisal.synthesis_text import digits_of, p_text
from resources.i18n import NOTHING, _, interval, ngettext, number, percent

Keys = tuple[tuple[str, str, str], ...]  # of domains: key, instrument, title


def line_label(line: RiskLine, plan: Plan) -> str:
    """A line's name with its number of studies."""
    stars = plan.min_stars or 0
    name = {
        "all": _("All studies"),
        "fair": _("Without high risk"),
        "good": _("Low risk only"),
        "stars": ngettext("{n}+ star", "{n}+ stars", stars).format(n=stars),
        "used": _("In use"),
        "quality": _("Quality effects"),
    }.get(line.id, line.name or _("not judged"))
    return _("{name} ({k})").format(name=name, k=line.k)


def line_text(line: RiskLine, analysis: Analysis) -> str:
    """A line's estimate with its limits; with its share of the weight where it has one."""
    digits = digits_of(analysis.dataset.plan.measure)
    value = analysis.natural(line.estimate)
    if value is None or line.estimate is None:
        return _("no pool") if line.k != 1 else NOTHING
    lower, upper = analysis.natural(line.lower), analysis.natural(line.upper)
    said = f"{number(value, digits)} {interval(lower, upper, digits)}"
    if line.weight is None:
        return said
    return _("{estimate}, {share} of the weight").format(
        estimate=said, share=percent(line.weight, 0)
    )


def key_label(key: str, keys: Keys) -> str:
    """By what the levels are formed, in words."""
    if key.startswith(DOMAIN):
        short, title = next(((s, t) for k, s, t in keys if k == key), ("", key))
        return _("{instrument}: {domain}").format(instrument=short, domain=title)
    return {
        "": _("Not divided"),
        "risk": _("Overall, as mapped"),
        "instrument": _("Instrument"),
    }.get(key, key)


def between_sentence(found: RiskLines) -> str:
    """The test for a difference between the levels; what it lacks where there is none."""
    if not found.key:
        return ""
    if found.between is None:
        return _("There is one level only: nothing to compare.")
    return _("Difference between the levels: χ² = {chi2}, df = {df}, p {p}.").format(
        chi2=number(found.between.statistic, 2),
        df=f"{found.between.df:.0f}",
        p=p_text(found.between.p),
    )


def quality_sentence(found: RiskLines, *, by_scores: bool) -> str:
    """What the quality-effects line stands on, and why to read it with care; empty without one."""
    if not any(line.id == "quality" for line in found.lines):
        return ""
    said = (
        _("Quality effects weigh by the team's scores of low, unclear and high.")
        if by_scores
        else _("Quality effects weigh by the share of stars earned.")
    )
    if found.quality_left_out:
        said += " " + ngettext(
            "{n} study has no score and is left out there.",
            "{n} studies have no score and are left out there.",
            found.quality_left_out,
        ).format(n=found.quality_left_out)
    return said + " " + _("The Cochrane Handbook (7.6.2) advises against weights by quality.")


def conclusion_sentence(analysis: Analysis, found: Conclusion | None, keys: Keys) -> str:
    """What would change the conclusion, in one sentence."""
    if found is None:
        return ""
    if not found.tried:
        return _("The ratings leave no study out, so nothing can be tried.")
    turning = found.turning
    if turning is None:
        said = ngettext(
            "It stands: {n} set of exclusions by rating was tried, and the interval {stays}.",
            "It stands: {n} sets of exclusions by rating were tried, and the interval {stays}.",
            found.tried,
        )
        stays = _("always includes no effect") if found.crosses else _("never includes no effect")
        return said.format(n=found.tried, stays=stays)
    return _("{how}: {estimate}, an interval {sides} no effect.").format(
        how=_how(turning, analysis, keys),
        estimate=_estimate(turning, analysis),
        sides=_("that excludes") if found.crosses else _("that includes"),
    )


def _how(turning: Turning, analysis: Analysis, keys: Keys) -> str:
    labels = {row.study: row.label for row in analysis.dataset.rows}
    names = [labels[study] for study in turning.studies]
    n = len(names)
    which = ", ".join(names) if n <= 3 else ngettext("{n} study", "{n} studies", n).format(n=n)
    return _("Leaving out {rule} ({which}) changes it").format(
        rule=_rule(turning, keys), which=which
    )


def _rule(turning: Turning, keys: Keys) -> str:
    if turning.by == "stars":
        stars = int(turning.kept)
        return ngettext("what has below {n} star", "what has below {n} stars", stars).format(
            n=stars
        )
    where = "" if turning.by == "risk" else key_label(turning.by, keys)
    if turning.kept == "low":
        return (
            _("what is not at low risk in {domain}").format(domain=where)
            if where
            else _("what is not at low risk")
        )
    return (
        _("what is at high risk in {domain}").format(domain=where)
        if where
        else _("what is at high risk")
    )


def _estimate(turning: Turning, analysis: Analysis) -> str:
    digits = digits_of(analysis.dataset.plan.measure)
    value, lower, upper = (
        analysis.natural(one) for one in (turning.estimate, turning.lower, turning.upper)
    )
    return f"{number(value, digits)} {interval(lower, upper, digits)}"


def risk_names() -> dict[str, str]:
    """The words of low, unclear, high and of what nothing maps."""
    return {risk: risk_word(risk) for risk in (*RISKS, "")}


def mappings_in_use(state: State, lookup: Lookup) -> tuple[RiskMapping, ...]:
    """The mapping of every instrument that rates a study, in the order of the studies."""
    stars: dict[str, int] = {}
    for study in state.ids("study"):
        rating = rate(state, study, lookup)
        if rating is not None:
            stars[rating.instrument] = max(rating.max, stars.get(rating.instrument, 0))
    return tuple(mapping_of(state, lookup(key), stars=most) for key, most in stars.items())
