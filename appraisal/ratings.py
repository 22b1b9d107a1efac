"""What was made of a study: its stars or levels, from the settled answers.

One `Rating` feeds the table of studies, the forest plot, the figures and the workbook, so that all
show the same. No scale spans instruments: a star total and a level stand in different fields.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from appraisal.algorithm import Assessment, assess
from appraisal.instrument import Domain, Instrument
from appraisal.ledger import Value
from appraisal.review import instrument_of_study
from appraisal.settled import Rank, Settled, settled
from appraisal.state import State
from appraisal.subjects import REVIEW, appraisal_form, setting_field

Lookup = Callable[
    [str], Instrument
]  # `id@version` to the instrument, in the language of the reader


@dataclass(frozen=True, slots=True)
class DomainRating:
    """One domain of a rated study: stars of a maximum, or a level with its role."""

    id: str
    label: str
    title: str
    score: int | None
    max: int
    level: str
    word: str
    letter: str
    role: str


@dataclass(frozen=True, slots=True)
class Rating:
    """A study's appraisal as all may use it; without one, `total` is None and `level` empty."""

    study: str
    instrument: str
    short: str
    domains: tuple[DomainRating, ...]
    total: int | None
    max: int
    level: str
    word: str
    letter: str
    role: str
    flag: str
    answered: int
    asked: int
    rank: Rank

    @property
    def is_complete(self) -> bool:
        """Whether every item that is asked was answered."""
        return self.asked > 0 and self.answered == self.asked


def rate(state: State, study: str, lookup: Lookup) -> Rating | None:
    """The rating of a study from its settled answers; None when it has no instrument."""
    key = instrument_of_study(state, study)
    if not key:
        return None
    instrument = lookup(key)
    return state.kept(study, "rating", instrument, lambda: _rate(state, study, instrument))


def _rate(state: State, study: str, instrument: Instrument) -> Rating:
    form = settled(state, appraisal_form(study, instrument.key))
    return rating_of(study, instrument, form, settings_of(state, instrument))


def rating_of(
    study: str, instrument: Instrument, form: Settled, settings: Mapping[str, Value]
) -> Rating:
    """The rating that a form's settled claims amount to."""
    found = assess_form(instrument, form, settings)
    total = found.summaries.get("total")
    level = found.overall.level or ""
    shown = instrument.level(level) if level else None
    flag = found.summaries.get("flag")
    return Rating(
        study=study,
        instrument=instrument.key,
        short=instrument.short,
        domains=tuple(
            _domain(domain, found, instrument)
            for domain in instrument.domains
            if found.domains[domain.id].shown
        ),
        total=_whole(total.value) if total is not None else None,
        max=int(total.max or 0) if total is not None else 0,
        level=level,
        word=instrument.fill(shown.label, settings) if shown else "",
        letter=shown.letter if shown else "",
        role=shown.role if shown else "",
        flag=str(flag.value) if flag is not None and flag.value is not None else "",
        answered=found.answered,
        asked=found.asked,
        rank=form.rank,
    )


def assess_form(instrument: Instrument, form: Settled, settings: Mapping[str, Value]) -> Assessment:
    """Work out an assessment from a form's claims."""
    answers = {
        field.removeprefix("item/"): claim.value
        for field, claim in form.claims.items()
        if field.startswith("item/")
    }
    judged = {
        field.removeprefix("judgement/"): str(claim.value)
        for field, claim in form.claims.items()
        if field.startswith("judgement/")
    }
    overall = form.value("overall")
    if isinstance(overall, str):
        judged["overall"] = overall
    return assess(instrument, answers, settings=settings, judgements=judged)


def settings_of(state: State, instrument: Instrument) -> dict[str, Value]:
    """What the review has chosen for an instrument; defaults are the instrument's affair."""
    return {
        setting.key: state.value(REVIEW, setting_field(instrument.id, setting.key))
        for setting in instrument.settings
    }


def _domain(domain: Domain, found: Assessment, instrument: Instrument) -> DomainRating:
    result = found.domains[domain.id]
    level = result.level or ""
    shown = instrument.level(level) if level else None
    return DomainRating(
        domain.id,
        domain.label,
        domain.title,
        _whole(result.score),
        int(result.max or 0),
        level,
        shown.label if shown else "",
        shown.letter if shown else "",
        shown.role if shown else "",
    )


def _whole(value: object) -> int | None:
    return int(value) if isinstance(value, int | float) else None
