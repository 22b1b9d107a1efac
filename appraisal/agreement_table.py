"""Agreement before consensus as a table: for the workbook, the CSV file and the terminal."""

from collections.abc import Iterator, Sequence
from math import isnan

from appraisal.agreement import Agreement, Limits, agreement, by
from appraisal.blind_answers import Answers
from appraisal.instrument import Domain, Instrument
from appraisal.ratings import Lookup
from appraisal.tables import Cell, Column, Table
from resources.i18n import _, interval, number


def agreement_table(found: Sequence[Answers], lookup: Lookup) -> Table:
    """Agreement by item, by domain and of the whole for each instrument, and of all answers."""
    rows = [
        row
        for key, group in by(found, lambda one: one.instrument).items()
        for row in _of_instrument(lookup(key), group)
    ]
    return Table(
        "agreement",
        _("Agreement"),
        _("Agreement before consensus"),
        (
            Column(_("Instrument"), width=24),
            Column(_("What"), width=34),
            Column(_("Pairs of answers"), "count", 10),
            Column(_("Same"), "count", 8),
            Column(_("Per cent"), "number", 10, 1),
            Column(_("95 % CI low"), "number", 12, 1),
            Column(_("95 % CI high"), "number", 12, 1),
            *_limits(_("Cohen's κ")),
            *_limits(_("Gwet's AC1")),
            *_limits(_("Fleiss' κ")),
            *_limits(_("Krippendorff's α")),
            *_limits(_("κ, linear weights")),
            *_limits(_("κ, quadratic weights")),
            *_limits(_("Gwet's AC2")),
            Column(_("Why a figure lacks"), "long", 44),
        ),
        (*rows, *_row(_("All"), _("All items"), [one for one in found if one.what == "item"])),
        notes=(
            _(
                "From submitted answers before consensus; the same option counts, not the same "
                "score."
            ),
            _("A question that only one reviewer was led to counts as a difference."),
            _("Cohen's κ is for the same two reviewers throughout, Fleiss' κ for more."),
            _(
                "Weights let a near miss count in part; they need levels that have an order. AC2 "
                "and, for such levels, α have quadratic weights."
            ),
            _(
                "Intervals are over studies, that of the per cent by Wilson: pairs of one study, "
                "such as those of three reviewers or of several items, count as alike as they "
                "were."
            ),
        ),
        fixed=2,
    )


def missing_words(found: Agreement) -> str:
    """Why coefficients beyond chance lack; empty where they do not."""
    return {
        "": "",
        "one_answer": _(
            "All gave the same answer throughout: agreement beyond chance is 0/0, not 0."
        ),
        "one_study": _("One study alone has no spread to estimate from."),
        "outside_order": _(
            "A level without a place in the order, such as “No information”, was chosen: "
            "coefficients with weights cannot be worked out."
        ),
    }[found.why]


def no_interval_words(found: Agreement) -> str:
    """Why a coefficient that was worked out has no interval; empty where each has one."""
    made = (found.kappa, found.ac1, found.fleiss, found.alpha, found.linear, found.quadratic)
    if not any(one is not None and isnan(one[1]) for one in made):
        return ""
    if found.studies < 2:
        return _("Answers of one study alone give a coefficient no interval.")
    return _(
        "A coefficient without an interval has a standard error of 0: nothing varied, as where "
        "all agreed throughout or one reviewer gave one answer throughout. That is too little "
        "seen, not certainty."
    )


def coefficient_words(made: Limits | None) -> str:
    """A coefficient with its interval, where it has one."""
    if made is None:
        return "–"
    value, lower, upper = made
    return number(value, 2) if isnan(lower) else f"{number(value, 2)} {interval(lower, upper, 2)}"


def _limits(name: str) -> tuple[Column, ...]:
    return (
        Column(name, "number", 12, 3),
        Column(_("{name}, low").format(name=name), "number", 12, 3),
        Column(_("{name}, high").format(name=name), "number", 12, 3),
    )


def _of_instrument(instrument: Instrument, found: list[Answers]) -> Iterator[tuple[Cell, ...]]:
    short = instrument.short
    places = by(found, lambda one: f"{one.what}:{one.place}")
    for domain in instrument.domains:
        for item in domain.items:
            yield from _row(
                short, f"{item.id} {item.title}", places.get(f"item:{item.address}", [])
            )
        inside = [one for one in found if one.what == "item" and one.domain == domain.id]
        title = _title(domain)
        if len(domain.items) > 1:
            yield from _row(short, _("{domain}: its items").format(domain=title), inside)
        yield from _row(
            short, _judged(domain).format(domain=title), places.get(f"domain:{domain.id}", [])
        )
    yield from _row(short, _("All items"), [one for one in found if one.what == "item"])
    whole = places.get("overall:", [])
    yield from _row(short, _("Total stars") if _is_stars(whole) else _("Overall judgement"), whole)


def _row(short: str, what: str, group: Sequence[Answers]) -> Iterator[tuple[Cell, ...]]:
    found = agreement(group)
    if found is None:
        return
    alpha = found.alpha_ordered if found.alpha_ordered is not None else found.alpha
    figures = (
        found.kappa, found.ac1, found.fleiss if found.readers > 2 else None, alpha,
        found.linear, found.quadratic, found.ac2,
    )  # fmt: skip
    yield (
        short, what, found.pairs, found.same, round(found.percent, 1),
        round(found.percent_lower, 1), round(found.percent_upper, 1),
        *(cell for made in figures for cell in _cells(made)),
        f"{missing_words(found)} {no_interval_words(found)}".strip(),
    )  # fmt: skip


def _cells(made: Limits | None) -> tuple[float | None, ...]:
    if made is None:
        return None, None, None
    return tuple(None if isnan(part) else round(part, 3) for part in made)


def _title(domain: Domain) -> str:
    return domain.title if domain.label == domain.title else f"{domain.label} {domain.title}"


def _judged(domain: Domain) -> str:
    return _("{domain}: its stars") if domain.max else _("{domain}: its judgement")


def _is_stars(found: Sequence[Answers]) -> bool:
    return bool(found) and all(code.isdigit() for code in found[0].order)
