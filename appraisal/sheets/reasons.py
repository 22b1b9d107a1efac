"""Every settled answer with its reason and quotations, and each reviewer's own beside it."""

from collections import Counter
from collections.abc import Iterator, Mapping

from appraisal.cells import answer_text, quotes_text
from appraisal.instrument import Instrument
from appraisal.ledger import Claim, Value
from appraisal.material import Material
from appraisal.ratings import settings_of
from appraisal.settled import settled
from appraisal.subjects import appraisal_form, in_seat, person_subject, study_subject
from appraisal.tables import Cell, Column, Sheet, Table
from resources.i18n import _


def make(material: Material) -> Iterator[Table]:
    """The reasons of the settled answers, then every reviewer's answers."""
    reasons = tuple(_settled_rows(material))
    if reasons:
        yield Table(
            "appraisals",
            _("Reasons"),
            _("Reasons and quotations of the answers in use"),
            (*_head(), Column(_("Reason"), "long", 60), Column(_("Quotations"), "long", 70)),
            reasons,
            fixed=3,
            lead=material.nature,
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
            fixed=4,
            lead=material.nature,
        )


def _head() -> tuple[Column, ...]:
    return (
        Column(_("Study"), width=22),
        Column(_("Instrument"), width=18),
        Column(_("Item"), "mark", 9),
        Column(_("Question"), "long", 34),
        Column(_("Answer"), "mark", 10),
        Column(_("In words"), "long", 34),
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
    settings = settings_of(material.state, read)
    ids = Counter(item.id for item in read.items())
    for domain in read.domains:
        for item in domain.items:
            claim = claims.get(f"item/{item.address}")
            if claim is None:
                continue
            chosen = claim.value if isinstance(claim.value, list) else [claim.value]
            words = "; ".join(
                read.fill(option.text, settings) for option in item.options if option.code in chosen
            )
            name = f"{domain.label} {item.id}" if ids[item.id] > 1 else item.id
            title = read.fill(item.title, settings)
            yield (
                label, read.short, name, title, answer_text(item, claim.value), words, claim.why,
                quotes_text(claim.quotes),
            )  # fmt: skip
        judged = claims.get(f"judgement/{domain.id}")
        if judged is not None:
            yield (label, read.short, domain.label, domain.title, *_judged(read, judged, settings))
    overall = claims.get("overall")
    if overall is not None:
        yield (label, read.short, "", _("Overall"), *_judged(read, overall, settings))


def _judged(read: Instrument, claim: Claim, settings: Mapping[str, Value]) -> tuple[Cell, ...]:
    """A judgement's letter, word, reason and quotations."""
    level = read.level(str(claim.value))
    letter = level.letter if level.letter[:1].isalpha() else ""
    return (letter, read.fill(level.label, settings), claim.why, quotes_text(claim.quotes))


SHEET = Sheet(40, make)
