"""What the Synthesis page shows beside the plot: the study's card, and what a limit changes."""

from dataclasses import dataclass

from appraisal.arm_texts import arm_heads, arm_texts, figure
from appraisal.further_arms import study_of
from appraisal.plan import Plan
from appraisal.ratings import Lookup, Rating, assess_form, settings_of
from appraisal.settled import Settled, settled
from appraisal.state import State
from appraisal.study_rows import StudyRow
from appraisal.synthesis import Analysis
from appraisal.synthesis_text import digits_of, measure_name
from resources.i18n import NOTHING, _, ngettext, number, p_value, percent

MOST_QUOTES = 2


@dataclass(frozen=True, slots=True)
class QuoteView:
    """A quotation and the item it stands at."""

    text: str
    item: str
    place: str


@dataclass(frozen=True, slots=True)
class CardView:
    """A study of the plot, on its card."""

    study: str
    label: str
    rating: Rating | None
    arms: tuple[tuple[str, str], ...]
    domains: tuple[str, ...]
    quotes: tuple[QuoteView, ...]
    standing: str
    is_used: bool
    can_switch: bool


def card(state: State, analysis: Analysis, study: str, lookup: Lookup) -> CardView | None:
    """The card of a study; None where the plot has no such row."""
    row = next((row for row in analysis.dataset.rows if row.study == study), None)
    if row is None:
        return None
    return CardView(
        study_of(study),
        row.label,
        row.rating,
        _arms(analysis, row),
        _domains(row.rating),
        _quotes(state, row.rating, lookup),
        standing_text(row, analysis.dataset.plan),
        row.is_used,
        row.left_out not in ("incomplete", "other_measure", "not_estimable"),
    )


def standing_text(row: StudyRow, plan: Plan) -> str:
    """Why a study is not pooled; empty where it is."""
    if row.left_out == "excluded":
        return _("Switched off: {why}").format(why=row.why) if row.why else _("Switched off.")
    if row.left_out == "limit" and plan.min_stars is not None:
        if row.stars is None:
            return _("Left out: its appraisal has no stars to count.")
        return ngettext(
            "Left out by the limit of {n} star.",
            "Left out by the limit of {n} stars.",
            plan.min_stars,
        ).format(n=plan.min_stars)
    return {
        "": "",
        "limit": _("Left out by the limit on risk of bias."),
        "incomplete": _("Left out: its numbers are incomplete."),
        "other_measure": _("Left out: it reports {measure}.").format(measure=row.why),
        "not_estimable": _("Left out: it holds no information on this measure."),
    }[row.left_out]


def limit_words(plan: Plan) -> str:
    """What a plan lets in, as the head of a column: `7+ stars`."""
    if plan.min_stars is not None:
        return ngettext("{n}+ star", "{n}+ stars", plan.min_stars).format(n=plan.min_stars)
    return {
        "": _("Used"),
        "fair": _("Not high"),
        "good": _("Low only"),
    }[plan.worst]


def changes(analysis: Analysis) -> tuple[tuple[str, str, str], ...]:
    """What leaving studies out changes: a name, the value in use and that of all studies."""
    used, every = analysis.pooled, analysis.everything or analysis.pooled
    if used is None or every is None:
        return ()
    digits = digits_of(analysis.dataset.plan.measure)

    def pair(name: str, *values: float) -> tuple[str, str, str]:
        first, second = (number(value, digits) for value in values)
        return name, first, second

    i2 = [NOTHING if one.k < 2 else percent(one.heterogeneity.i2_q) for one in (used, every)]
    p = (p_value(used.estimate.p), p_value(every.estimate.p))
    tests = (("p", *p),) if analysis.has_test else ()
    return (
        (_("Studies"), str(used.k), str(every.k)),
        pair(measure_name(analysis.dataset.plan.measure), used.shown.value, every.shown.value),
        pair(_("95 % CI low"), used.shown.lower, every.shown.lower),
        pair(_("95 % CI high"), used.shown.upper, every.shown.upper),
        *tests,
        ("I²", i2[0], i2[1]),
    )


def _arms(analysis: Analysis, row: StudyRow) -> tuple[tuple[str, str], ...]:
    outcome = analysis.dataset.outcome
    if outcome.data != "counts":
        texts = arm_texts(outcome.data, row)
        return tuple(
            (head.name or head.what, text)
            for head, text in zip(arm_heads(outcome), texts, strict=False)
        )
    shown = [figure(cell) for cell in row.cells]
    return tuple(
        (arm, _("{events} of {total}").format(events=events, total=total))
        for arm, events, total in (
            (outcome.arm1, shown[0], shown[1]),
            (outcome.arm2, shown[2], shown[3]),
        )
    )


def _domains(rating: Rating | None) -> tuple[str, ...]:
    if rating is None:
        return ()
    if rating.max:
        return tuple(
            _("{domain} {n}/{total}").format(domain=one.title, n=one.score or 0, total=one.max)
            for one in rating.domains
        )
    return tuple(
        _("{domain}: {level}").format(domain=one.title, level=one.word.lower())
        for one in rating.domains
        if one.role in ("fair", "poor", "grave", "unknown")
    )


def _quotes(state: State, rating: Rating | None, lookup: Lookup) -> tuple[QuoteView, ...]:
    """The quotations of the items that cost the most, then of the others."""
    if rating is None:
        return ()
    instrument = lookup(rating.instrument)
    form = settled(state, rating.form)
    found = assess_form(instrument, form, settings_of(state, instrument, rating.target))
    lost: dict[str, float] = {
        address: (item.max or 0) - (item.score or 0) for address, item in found.items.items()
    }
    quoted = [address for address in found.items if _quoted(form, address)]
    quoted.sort(key=lambda address: -lost[address])
    return tuple(
        QuoteView(quote.text, address, _place(address.partition("/")[2], quote.page))
        for address in quoted
        for quote in form.claims[f"item/{address}"].quotes[:1]
    )[:MOST_QUOTES]


def _quoted(form: Settled, address: str) -> bool:
    claim = form.claims.get(f"item/{address}")
    return claim is not None and bool(claim.quotes)


def _place(item: str, page: str | None) -> str:
    return _("{item} · page {page}").format(item=item, page=page) if page else item
