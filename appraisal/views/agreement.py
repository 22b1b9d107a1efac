"""How far the reviewers agreed, place by place, where they differ most first; and calibration."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from appraisal.agreement import Agreement, Limits, agreement, by
from appraisal.agreement_table import coefficient_words, missing_words, no_interval_words
from appraisal.blind_answers import Answers, blind_answers
from appraisal.blind_numbers import (
    BlindNumber,
    NumberAgreement,
    blind_numbers,
    number_agreement,
)
from appraisal.calibration import rounds
from appraisal.cells import number_name
from appraisal.instrument import Instrument
from appraisal.ratings import Lookup
from appraisal.state import State
from appraisal.subjects import outcome_subject, rule_subject, study_subject
from appraisal.views.seats import SeatState, progress
from resources.i18n import _, date_text_of, interval, ngettext, number, percent

Kind = str  # item, domain, whole, all


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """Agreement at one place: an item, a domain's judgement, an instrument, or everything."""

    key: str
    kind: Kind
    instrument: str
    short: str
    place: str
    what: str
    found: Agreement
    rule: str = ""
    version: int = 0

    @property
    def same(self) -> str:
        """How many pairs of answers were the same."""
        return _("{n} of {total}").format(n=self.found.same, total=self.found.pairs)


@dataclass(frozen=True, slots=True)
class RoundView:
    """A calibration round with where each of its studies stands."""

    number: int
    studies: tuple[str, ...]
    title: str
    words: str
    is_done: bool


def agreement_rows(
    state: State, lookup: Lookup, studies: Iterable[str] | None = None
) -> tuple[AgreementRow, ...]:
    """Items where reviewers differ most first, then domains, instruments, and everything.

    `studies` limits them to some, such as those of a calibration round.
    """
    kept = None if studies is None else set(studies)
    found = [one for one in blind_answers(state, lookup) if kept is None or one.study in kept]
    items = sorted(
        _rows(state, lookup, found, "item"),
        key=lambda row: (row.found.percent, -row.found.pairs),
    )
    whole = agreement([one for one in found if one.what == "item"])
    rows = [
        *items,
        *_rows(state, lookup, found, "domain"),
        *_instruments(lookup, found),
        *_rows(state, lookup, found, "overall"),
    ]
    if whole is not None:
        rows.append(AgreementRow("all", "all", "", "", "", _("All items"), whole))
    return tuple(rows)


def figures(found: Agreement) -> tuple[tuple[str, str], ...]:
    """Every figure of a place by its name; those it cannot have left out."""
    share = f"{percent(found.percent)} {interval(found.percent_lower, found.percent_upper, 0)}"
    named: list[tuple[str, Limits | None]] = [
        (_("Cohen's κ"), found.kappa),
        (_("Gwet's AC1"), found.ac1),
        (_("Fleiss' κ"), found.fleiss if found.readers > 2 else None),
        (_("Krippendorff's α"), found.alpha),
        (_("κ, linear weights"), found.linear),
        (_("κ, quadratic weights"), found.quadratic),
        (_("Gwet's AC2"), found.ac2),
        (_("α, quadratic weights"), found.alpha_ordered),
    ]
    return (
        (_("Same answer"), share),
        *((name, coefficient_words(made)) for name, made in named if made is not None),
    )


def reading(found: Agreement) -> str:
    """One sentence on how to read it. The bands are those of the Cochrane Handbook 5.1."""
    if found.chance_corrected is None:
        why = missing_words(found) or _("Too few answers to estimate agreement beyond chance.")
        return f"{why} " + _("Read the share of same answers.")
    value = found.chance_corrected[0]
    band = (
        _("excellent")
        if value >= 0.75
        else _("good")
        if value >= 0.6
        else _("fair")
        if value >= 0.4
        else _("poor")
    )
    said = _(
        "{band} by the bands of the Handbook 5.1. κ is low when nearly all answers are alike; "
        "AC1 is not. Counted before consensus, same option for same option; a question that only "
        "one was led to counts as a difference."
    )
    reasons = filter(None, (missing_words(found), no_interval_words(found)))
    return " ".join((said.format(band=band.capitalize()), *reasons))


def number_sentences(state: State) -> tuple[str, ...]:
    """How far extracted numbers agreed, each number of each outcome, and all of them."""
    found = blind_numbers(state)
    if not found:
        return ()
    groups: dict[tuple[str, str], list[BlindNumber]] = {}
    for one in found:
        groups.setdefault((one.outcome, one.field), []).append(one)
    said = []
    for (outcome, field), group in groups.items():
        name = state.text(outcome_subject(outcome), "name")
        said.append(f"{name}, {number_name(field)}: {_number_words(number_agreement(group))}")
    said.append(f"{_('All numbers')}: {_number_words(number_agreement([*found]))}")
    return tuple(said)


def _number_words(made: NumberAgreement) -> str:
    words = _("{same} of {total} the same, {share}").format(
        same=made.same, total=made.pairs, share=percent(made.percent)
    )
    if made.mean is None or made.lower is None or made.upper is None:
        return words
    return words + _("; mean difference {mean}, limits of agreement {limits}").format(
        mean=number(made.mean, 2), limits=interval(made.lower, made.upper, 2)
    )


def round_views(state: State, lookup: Lookup) -> tuple[RoundView, ...]:
    """The calibration rounds, with how far each is."""
    rows = {row.study: row for row in progress(state, lookup)}
    found = []
    for one in rounds(state):
        open_now = [
            study
            for study in one.studies
            if study in rows and rows[study].agreed.state != SeatState.NONE
        ]
        n, total = len(open_now), len(one.studies)
        labels = ", ".join(state.text(study_subject(study), "label") for study in one.studies)
        said = ngettext(
            "{done} of {n} study submitted by all: {studies}",
            "{done} of {n} studies submitted by all: {studies}",
            total,
        )
        title = _("Round {n}, {day}").format(n=one.number, day=date_text_of(one.at))
        found.append(
            RoundView(
                one.number, one.studies, title, said.format(done=n, n=total, studies=labels),
                is_done=n == total,
            )
        )  # fmt: skip
    return tuple(found)


def may_calibrate(state: State, lookup: Lookup) -> tuple[tuple[str, str], ...]:
    """The studies a round can be made of: those that nobody has submitted, id and label."""
    idle = (SeatState.NOT_STARTED, SeatState.STARTED, SeatState.READY, SeatState.NONE)
    taken = {study for one in rounds(state) for study in one.studies}
    return tuple(
        (row.study, row.label)
        for row in progress(state, lookup)
        if row.short
        and row.study not in taken
        and row.agreed.state == SeatState.NONE
        and all(cell.state in idle for cell in row.seats)
    )


def _rows(state: State, lookup: Lookup, found: Sequence[Answers], what: str) -> list[AgreementRow]:
    rows = []
    chosen = [one for one in found if one.what == what]
    for key, group in by(chosen, lambda one: f"{one.instrument}:{one.place}").items():
        made = agreement(group)
        if made is None:
            continue
        instrument = lookup(group[0].instrument)
        place = group[0].place
        subject = rule_subject(instrument.id, place) if what == "item" else ""
        rows.append(
            AgreementRow(
                f"{what}:{key}",
                "whole" if what == "overall" else what,
                instrument.key,
                instrument.short,
                place,
                _name(instrument, what, place, is_stars=_is_stars(group)),
                made,
                state.text(subject, "text") if subject else "",
                int(state.number(subject, "version") or 0) if subject else 0,
            )
        )
    return rows


def _instruments(lookup: Lookup, found: Sequence[Answers]) -> list[AgreementRow]:
    rows = []
    items = [one for one in found if one.what == "item"]
    for key, group in by(items, lambda one: one.instrument).items():
        made = agreement(group)
        if made is not None:
            short = lookup(key).short
            rows.append(AgreementRow(f"all:{key}", "whole", key, short, "", _("All items"), made))
    return rows


def _name(instrument: Instrument, what: str, place: str, *, is_stars: bool) -> str:
    if what == "item":
        item = instrument.item(place)
        return f"{item.id} {item.title}"
    if what == "overall":
        return _("Total stars") if is_stars else _("Overall judgement")
    domain = instrument.domain(place)
    title = domain.title if domain.label == domain.title else f"{domain.label} {domain.title}"
    words = _("{domain}: its stars") if domain.max else _("{domain}: its judgement")
    return words.format(domain=title)


def _is_stars(group: Sequence[Answers]) -> bool:
    return bool(group) and bool(group[0].order) and all(one.isdigit() for one in group[0].order)
