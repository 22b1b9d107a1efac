"""What several sheets put into a cell, so that no sheet needs another."""

from collections.abc import Iterable

from appraisal.assessment import ItemResult
from appraisal.conditions import NA
from appraisal.ledger import Quote, Value
from appraisal.ratings import Rating
from appraisal.settled import Rank
from appraisal.state import State
from appraisal.subjects import ARM, outcome_subject, study_subject
from appraisal.tables import Cell, Column, Level
from resources.i18n import _


def answer_text(value: Value) -> str:
    """An answer as it stands in a table: its letters; `none` where nothing was ticked."""
    if value == []:
        return _("none")
    if isinstance(value, list):
        return "+".join(map(str, value))
    return "" if value is None else str(value)


def item_text(result: ItemResult, value: Value) -> str:
    """An item in a table: its answer, NA where the path does not lead to it, empty while open.

    An answer given before the path turned away is kept in the form and does not show here.
    """
    if not result.asked and result.answer == NA:
        return NA
    return answer_text(value) if result.asked else ""


def open_words() -> str:
    """What an empty cell and NA stand for, under a table of answers."""
    return _(
        "An empty cell is a question still open; NA is one that does not apply, "
        "or that the answers before it do not lead to."
    )


def study_label(state: State, study: str, place: str = "") -> str:
    """A study's label, with what of it is judged."""
    label = state.text(study_subject(study), "label")
    return _("{study}, {place}").format(study=label, place=place) if place else label


def standing_words(state: State, ratings: Iterable[Rating]) -> str:
    """Which of several assessments stands for a study, and by which rule; empty where all have one.

    It is never the worst or the best by what it says.
    """
    return standing_sentence((study_label(state, one.study), one) for one in ratings)


def standing_sentence(labelled: Iterable[tuple[str, Rating | None]]) -> str:
    """The same of ratings that come with their studies' labels."""
    why = {
        "chosen": _("chosen"),
        "outcome": _("the one of this outcome"),
        "first": _("the first listed"),
    }
    said = [
        _("{study}, {place} ({rule})").format(
            study=label, place=one.place or _("the study as a whole"), rule=why[one.rule]
        )
        for label, one in labelled
        if one is not None and one.rule in why
    ]
    if not said:
        return ""
    return _("Of several assessments of a study this shows: {assessments}.").format(
        assessments="; ".join(said)
    )


def rank_words(rank: Rank) -> str:
    """Whose word a value is."""
    return {
        Rank.AGREED: _("agreed answer"),
        Rank.ALIKE: _("both alike"),
        Rank.SINGLE: _("one reviewer"),
        Rank.MINE: _("own answers, not final"),
        Rank.NOTHING: _("nothing yet"),
    }[rank]


def overall_cell(rating: Rating | None) -> Cell:
    """The level a study was given, or what its star total was flagged as."""
    if rating is None or not rating.level:
        return None
    return Level(rating.letter, rating.word, rating.role)


def design_name(design: str) -> str:
    """A study's design in words."""
    return {
        "": "",
        "rct": _("Randomised trial"),
        "cluster-rct": _("Cluster-randomised trial"),
        "crossover": _("Crossover trial"),
        "cohort": _("Cohort"),
        "case-control": _("Case-control"),
        "cross-sectional": _("Cross-sectional"),
        "case-series": _("Case series"),
        "before-after": _("Before-after"),
        "diagnostic": _("Diagnostic accuracy"),
        "prognostic": _("Prognostic"),
        "review": _("Systematic review"),
        "animal": _("Animal study"),
        "other": _("Other"),
    }.get(design, design)


def target_kind(kind: str) -> str:
    """What of a study is judged, in words."""
    return {
        "study": _("The study"),
        "result": _("A result: one estimate for one outcome"),
        "outcome-group": _("An outcome or a group of outcomes"),
        "index-test": _("An index test"),
        "contrast": _("An exposure contrast"),
    }.get(kind, kind)


def data_name(data: str) -> str:
    """A kind of data in words."""
    return {
        "counts": _("Counts in two groups"),
        "means": _("Means in two groups"),
        "rates": _("Rates in two groups"),
        "proportion": _("Proportion in one group"),
        "correlation": _("Correlation in one group"),
        "reported": _("Reported estimate"),
    }.get(data, data)


def arm_cell_name(cell: str) -> str:
    """What a fact of a further arm is."""
    return {
        "name": _("Name"),
        "side": _("Side"),
        "e": _("Events"),
        "n": _("Total"),
        "m": _("Mean"),
        "sd": "SD",
    }.get(cell, cell)


def number_name(cell: str) -> str:
    """What an extracted number is, by the name of its field."""
    if cell.startswith(ARM):
        arm, _between, own = cell.removeprefix(ARM).partition("/")
        return _("{arm}: {cell}").format(arm=arm.replace("-", " "), cell=arm_cell_name(own))
    return {
        "e1": _("Events 1"),
        "n1": _("Total 1"),
        "e2": _("Events 2"),
        "n2": _("Total 2"),
        "m1": _("Mean 1"),
        "sd1": _("SD 1"),
        "m2": _("Mean 2"),
        "sd2": _("SD 2"),
        "t1": _("Time 1"),
        "t2": _("Time 2"),
        "r": _("Correlation"),
        "measure": _("Measure"),
        "estimate": _("Estimate"),
        "lower": _("Lower limit"),
        "upper": _("Upper limit"),
        "level": _("Level %"),
        "se": _("Standard error"),
        "p": "p",
        "scale": _("Scale"),
        "adjusted": _("Adjusted for"),
        "use": _("Pooled"),
        "e": _("Events"),
        "n": _("Total"),
    }.get(cell, cell)


def arms_note(state: State) -> str:
    """Which arm is 1 and which is 2, for each outcome that names them."""
    said = []
    for outcome in state.ids("outcome"):
        subject = outcome_subject(outcome)
        arms = state.text(subject, "arm1"), state.text(subject, "arm2")
        if all(arms):
            said.append(
                _("{outcome}: 1 is {first}, 2 is {second}.").format(
                    outcome=state.text(subject, "name"), first=arms[0], second=arms[1]
                )
            )
    return " ".join(said)


def quotes_text(quotes: tuple[Quote, ...]) -> str:
    """Quotations in one cell, each with its page."""
    said = []
    for quote in quotes:
        place = " " + _("(page {page})").format(page=quote.page) if quote.page else ""
        said.append(_("“{quotation}”").format(quotation=quote.text) + place)
    return "\n".join(said)


def estimate_columns() -> tuple[Column, ...]:
    """The columns of an estimate and its limits, on the scale people read."""
    return (
        Column(_("Estimate"), "number", 12, 4),
        Column(_("95 % CI low"), "number", 12, 4),
        Column(_("95 % CI high"), "number", 12, 4),
    )


def pool_columns() -> tuple[Column, ...]:
    """The columns of a pool among others: its estimate, p and how far its studies differ."""
    return (
        *estimate_columns(),
        Column("p", "p", 10, 4),
        Column("I² %", "number", 8, 1),
        Column("τ²", "number", 10, 4),
    )
