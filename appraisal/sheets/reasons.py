"""Every settled answer with its reason and quotations, and each reviewer's own beside it."""

from collections.abc import Iterator, Mapping

from appraisal.cells import answer_text
from appraisal.ledger import Claim, Quote
from appraisal.material import Material
from appraisal.settled import settled
from appraisal.subjects import appraisal_form, in_seat, person_subject, study_subject
from appraisal.tables import Cell, Column, Sheet, Table
from resources.i18n import _


def make(material: Material) -> Iterator[Table]:
    """The reasons of the settled answers, then every reviewer's answers."""
    reasons = tuple(_settled_rows(material))
    if reasons:
        yield Table(
            "reasons",
            _("Reasons"),
            _("Reasons and quotations of the answers in use"),
            (*_head(), Column(_("Reason"), "long", 60), Column(_("Quotations"), "long", 70)),
            reasons,
            fixed=2,
        )
    seats = tuple(_seat_rows(material))
    if seats:
        yield Table(
            "reviewers",
            _("Reviewers"),
            _("Each reviewer's answers"),
            (
                Column(_("Reviewer"), width=18),
                *_head(),
                Column(_("Reason"), "long", 60),
                Column(_("Quotations"), "long", 70),
            ),
            seats,
            notes=(_("Only submitted forms that all have opened stand here."),),
            fixed=3,
        )


def quotes_text(quotes: tuple[Quote, ...]) -> str:
    """Quotations in one cell, each with its page."""
    said = []
    for quote in quotes:
        place = " " + _("(page {page})").format(page=quote.page) if quote.page else ""
        said.append(_("“{quotation}”").format(quotation=quote.text) + place)
    return "\n".join(said)


def _head() -> tuple[Column, ...]:
    return (
        Column(_("Study"), width=24),
        Column(_("Item"), width=8),
        Column(_("Question"), "long", 36),
        Column(_("Answer"), width=10),
        Column(_("In words"), "long", 36),
    )


def _settled_rows(material: Material) -> Iterator[tuple[Cell, ...]]:
    for rating in material.ratings.values():
        form = settled(material.state, appraisal_form(rating.study, rating.instrument))
        yield from _rows(material, rating.study, rating.instrument, form.claims)


def _seat_rows(material: Material) -> Iterator[tuple[Cell, ...]]:
    state = material.state
    for rating in material.ratings.values():
        form = appraisal_form(rating.study, rating.instrument)
        if not state.is_open(form):
            continue
        for seat in state.seats(form):
            name = state.text(person_subject(seat), "name")
            claims = state.fields(in_seat(form, seat))
            for row in _rows(material, rating.study, rating.instrument, claims):
                yield (name, *row)


def _rows(
    material: Material, study: str, instrument: str, claims: Mapping[str, Claim]
) -> Iterator[tuple[Cell, ...]]:
    label = material.state.text(study_subject(study), "label")
    read = material.lookup(instrument)
    for item in read.items():
        claim = claims.get(f"item/{item.address}")
        if claim is None:
            continue
        chosen = claim.value if isinstance(claim.value, list) else [claim.value]
        words = "; ".join(option.text for option in item.options if option.code in chosen)
        yield (
            label, item.id, item.title, answer_text(item, claim.value), words, claim.why,
            quotes_text(claim.quotes),
        )  # fmt: skip
    overall = claims.get("overall")
    if overall is not None:
        level = read.level(str(overall.value))
        yield (
            label, "", _("Overall"), level.letter, level.label, overall.why,
            quotes_text(overall.quotes),
        )  # fmt: skip


SHEET = Sheet(40, make)
