"""Every settled answer with its reason and quotations, and each reviewer's own beside it."""

from collections import Counter
from collections.abc import Iterator, Mapping

from appraisal.cells import answer_text, quotes_text, study_label
from appraisal.instrument import Instrument
from appraisal.ledger import Claim, Value
from appraisal.material import Material
from appraisal.ratings import Rating, assess_form, settings_of
from appraisal.settled import Settled, settled
from appraisal.subjects import in_seat, person_subject
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
    for rating in material.assessments:
        form = settled(material.state, rating.form)
        yield from _rows(material, rating, form)


def _seat_rows(material: Material) -> Iterator[tuple[Cell, ...]]:
    state = material.state
    for rating in material.assessments:
        if not state.is_open(rating.form):
            continue
        for seat in state.seats(rating.form):
            name = state.text(person_subject(seat), "name")
            claims = state.fields(in_seat(rating.form, seat))
            form = Settled(claims, dict.fromkeys(claims, rating.rank))
            for row in _rows(material, rating, form):
                yield (name, *row)


def _rows(material: Material, rating: Rating, form: Settled) -> Iterator[tuple[Cell, ...]]:
    claims = form.claims
    label = study_label(material.state, rating.study, rating.place)
    read = material.lookup(rating.instrument)
    settings = settings_of(material.state, read, rating.target)
    found = assess_form(read, form, settings)
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
            if not found.items[item.address].asked:
                words = _("{answer} – not asked any more, without effect").format(answer=words)
            name = f"{domain.label} {item.id}" if ids[item.id] > 1 else item.id
            title = read.fill(item.title, settings)
            yield (
                label, read.short, name, title, answer_text(claim.value), words, claim.why,
                quotes_text(claim.quotes),
            )  # fmt: skip
        result = found.domains[domain.id]
        blocks = {f"judgement/{domain.id}/{one.id}": one.title for one in domain.blocks}
        places = {f"judgement/{domain.id}": domain.title, **blocks}
        for field, title in places.items():
            judged = claims.get(field)
            if judged is not None:
                departs = result.departs and field not in blocks
                suggested = result.suggested if departs else None
                said = _judged(read, judged, settings, suggested=suggested)
                yield (label, read.short, domain.label, title, *said)
        yield from _said_of(read, claims, domain.id, (label, read.short, domain.label))
    overall = claims.get("overall")
    if overall is not None:
        suggested = found.overall.suggested if found.overall.departs else None
        said = _judged(read, overall, settings, suggested=suggested)
        yield (label, read.short, "", _("Overall"), *said)
    for block in read.overall.blocks:
        judged = claims.get(f"judgement/overall/{block.id}")
        if judged is not None:
            yield (label, read.short, "", block.title, *_judged(read, judged, settings))
    yield from _said_of(read, claims, "overall", (label, read.short, ""))


def _said_of(
    read: Instrument, claims: Mapping[str, Claim], domain: str, head: tuple[Cell, ...]
) -> Iterator[tuple[Cell, ...]]:
    """The direction of bias and the comment of a domain."""
    direction, comment = claims.get(f"direction/{domain}"), claims.get(f"comment/{domain}")
    if direction is not None:
        named = {option.code: option.text for option in read.directions}
        words = named.get(str(direction.value), str(direction.value))
        yield (*head, _("Direction of bias"), "", words, direction.why, "")
    if comment is not None:
        yield (*head, _("Comment"), "", "", str(comment.value), "")


def _judged(
    read: Instrument,
    claim: Claim,
    settings: Mapping[str, Value],
    *,
    suggested: str | None = None,
) -> tuple[Cell, ...]:
    """A judgement's letter, word, reason and quotations; the suggestion it departs from."""
    level = next((one for one in read.levels if one.id == claim.value), None)
    if level is None:  # of another text of this instrument
        return ("", str(claim.value), claim.why, quotes_text(claim.quotes))
    letter = level.letter if level.letter[:1].isalpha() else ""
    word = read.fill(level.label, settings)
    if suggested is not None:
        other = read.fill(read.level(suggested).label, settings)
        word = _("{level} (suggested: {suggested})").format(level=word, suggested=other)
    return (letter, word, claim.why, quotes_text(claim.quotes))


SHEET = Sheet(40, make)
