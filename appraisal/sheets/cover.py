"""The cover: what this workbook is, the settings before rating, and what the marks mean."""

from collections.abc import Iterator

from appraisal import __version__
from appraisal.cells import rank_words
from appraisal.instrument import Instrument
from appraisal.ledger import moment_of
from appraisal.material import Material
from appraisal.ratings import settings_of
from appraisal.risk_mapping import mapping_in_full, mapping_of, risk_word, scores_of
from appraisal.settled import Rank
from appraisal.subjects import REVIEW, person_subject
from appraisal.tables import Cell, Column, Level, Sheet, Table
from resources.i18n import _, date_text, number

Line = tuple[str, str, Cell]


def make(material: Material) -> Iterator[Table]:
    """The cover of a review."""
    yield Table(
        "cover",
        _("Cover"),
        material.title or _("Review"),
        (Column(_("Part"), width=26), Column(_("What"), width=40), Column(_("Value"), "long", 80)),
        tuple(line for line in _lines(material) if line[2]),
        fixed=0,
        has_filter=False,
    )


def _lines(material: Material) -> Iterator[Line]:
    state = material.state
    part = _("Review")
    for title, field in (
        (_("Question"), "question"),
        (_("Population"), "population"),
        (_("Intervention"), "intervention"),
        (_("Comparison"), "comparison"),
        (_("Outcome"), "result"),
        (_("Eligibility"), "eligibility"),
        (_("After"), "source"),
        (_("Nature of the answers"), "nature_note"),
        (_("Nature of the records"), "records_note"),
    ):
        yield part, title, state.text(REVIEW, field)
    people = (state.text(person_subject(person), "name") for person in state.ids("person"))
    yield part, _("Reviewers"), ", ".join(people)
    last = max((entry.at for entry in material.entries), default="")
    yield part, _("Last change"), _utc(last) if last else ""
    yield part, _("Program"), f"Evenhand {__version__}"
    for key in material.instruments():
        yield from _instrument(material, material.lookup(key))
    yield _("Quality effects"), _("Scores"), _scores(material)
    yield from _ranks()


def _instrument(material: Material, instrument: Instrument) -> Iterator[Line]:
    part = instrument.short
    yield part, _("Instrument"), instrument.title
    yield part, _("Source"), f"{instrument.citation} {instrument.url}".strip()
    settings = settings_of(material.state, instrument)
    chosen = instrument.with_defaults(settings)
    for setting in instrument.settings:
        value = chosen[setting.key]
        if value is not None and value != []:
            said = instrument.fill(f"{{{setting.key}}}", settings)
            if settings[setting.key] is None:
                said = _("{value} (as the instrument comes)").format(value=said)
            yield part, setting.label, said
    yield part, _("Counts as"), _mapping(material, instrument)
    met = {one.level for one in material.ratings.values() if one.instrument == instrument.key}
    met |= {
        domain.level
        for one in material.ratings.values()
        if one.instrument == instrument.key
        for domain in one.domains
    }
    for level in instrument.levels:
        if level.id in met:
            word = instrument.fill(level.label, settings)
            yield part, _("Colour"), Level(level.letter, word, level.role)


def _mapping(material: Material, instrument: Instrument) -> str:
    """What the team counts as high, unclear and low in an instrument, and that it does."""
    stars = max((one.max for one in material.ratings.values()
                 if one.instrument == instrument.key), default=0)  # fmt: skip
    mapping = mapping_of(material.state, instrument, stars=stars)
    if mapping.is_open:
        return ""
    said = mapping_in_full(mapping)
    if mapping.is_set:
        return _("{mapping} (set by the team)").format(mapping=said)
    return _("{mapping} (as its levels say)").format(mapping=said)


def _ranks() -> Iterator[Line]:
    part = _("Rests on")
    meaning = {
        Rank.AGREED: _("The reviewers talked, and this is what they agreed on."),
        Rank.ALIKE: _("All reviewers answered alike, each alone."),
        Rank.SINGLE: _("One reviewer was to answer, and did."),
        Rank.MINE: _("The answers of whoever exported this; nobody else's."),
        Rank.NOTHING: _("Nothing is settled."),
    }
    for rank, said in meaning.items():
        yield part, rank_words(rank), said


def _scores(material: Material) -> str:
    scores = scores_of(material.state)
    return "; ".join(f"{risk_word(risk)} {number(score, 2)}" for risk, score in scores.items())


def _utc(at: str) -> str:
    """A moment by Greenwich, so that the same review gives the same file everywhere."""
    moment = moment_of(at)
    if moment is None:
        return at
    return _("{date}, {time}").format(date=date_text(moment.date()), time=f"{moment:%H:%M} UTC")


SHEET = Sheet(0, make)
