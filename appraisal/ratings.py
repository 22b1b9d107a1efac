"""What was made of a study: its stars or levels, from the settled answers.

One `Rating` feeds the table of studies, the forest plot, the figures and the workbook, so that all
show the same. No scale spans instruments: a star total and a level stand in different fields.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from appraisal.algorithm import Assessment, assess
from appraisal.instrument import Block, Domain, Instrument
from appraisal.ledger import Value
from appraisal.review_instruments import instrument_of_study
from appraisal.settled import Rank, Settled, settled
from appraisal.state import State
from appraisal.subjects import ITSELF, REVIEW, appraisal_form, setting_field, target_subject
from appraisal.targets import assessed, shown_target, target_name

Lookup = Callable[
    [str], Instrument
]  # `id@version` to the instrument, in the language of the reader


@dataclass(frozen=True, slots=True)
class BlockRating:
    """A second judgement on the same answers, such as the applicability of QUADAS-2."""

    id: str
    title: str
    level: str
    word: str
    letter: str
    role: str


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
    blocks: tuple[BlockRating, ...] = ()


@dataclass(frozen=True, slots=True)
class Rating:
    """A study's appraisal as all may use it; without one, `total` is None and `level` empty.

    `target` is what of the study was judged, `place` its name; `rule` says why this one of several
    stands for the study (`only`, `chosen`, `outcome`, `first`).
    """

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
    target: str = ITSELF
    place: str = ""
    rule: str = "only"
    blocks: tuple[BlockRating, ...] = ()

    @property
    def form(self) -> str:
        """The form it was worked out from."""
        return appraisal_form(self.study, self.instrument, self.target)

    @property
    def is_settled(self) -> bool:
        """Whether it stands for everyone, not for the reader alone who is still at it."""
        return self.rank <= Rank.SINGLE

    @property
    def is_complete(self) -> bool:
        """Whether every item that is asked was answered."""
        return self.asked > 0 and self.answered == self.asked


def rate(state: State, study: str, lookup: Lookup, outcome: str = "") -> Rating | None:
    """The rating that stands for a study, from its settled answers; None without an instrument.

    Of several assessments it is the one that `shown_target` names.
    """
    key = instrument_of_study(state, study)
    if not key:
        return None
    instrument = lookup(key)
    return state.kept(
        study, ("rating", outcome), instrument, lambda: _rate(state, study, instrument, outcome)
    )


def _rate(state: State, study: str, instrument: Instrument, outcome: str) -> Rating:
    shown = shown_target(state, study, instrument, outcome)
    return replace(_of_target(state, study, instrument, shown.target), rule=shown.rule)


def assessments(state: State, study: str, lookup: Lookup) -> tuple[Rating, ...]:
    """Every assessment of a study with its present instrument."""
    key = instrument_of_study(state, study)
    if not key:
        return ()
    instrument = lookup(key)
    return state.kept(
        study,
        "assessments",
        instrument,
        lambda: tuple(
            _of_target(state, study, instrument, target) for target in assessed(state, study, key)
        ),
    )


def _of_target(state: State, study: str, instrument: Instrument, target: str) -> Rating:
    """One assessment: the same for every outcome that shows it, so worked out once for all."""

    def work() -> Rating:
        form = settled(state, appraisal_form(study, instrument.key, target))
        found = rating_of(study, instrument, form, settings_of(state, instrument, target))
        return replace(found, target=target, place=target_name(state, target))

    return state.kept(study, ("target", target), instrument, work)


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
        blocks=_blocks(instrument.overall.blocks, found.overall.blocks, instrument),
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


def settings_of(state: State, instrument: Instrument, target: str = ITSELF) -> dict[str, Value]:
    """What was chosen for an instrument; defaults are the instrument's affair.

    A setting of each result holds for the review until a target says otherwise.
    """
    chosen: dict[str, Value] = {}
    for setting in instrument.settings:
        field = setting_field(instrument.id, setting.key)
        value = state.value(REVIEW, field)
        if setting.scope == "result" and target != ITSELF:
            own = state.value(target_subject(target), field)
            value = value if own is None else own
        chosen[setting.key] = value
    return chosen


def _domain(domain: Domain, found: Assessment, instrument: Instrument) -> DomainRating:
    result = found.domains[domain.id]
    level = result.level or ""
    shown = instrument.level(level) if level else None
    return DomainRating(
        domain.id,
        instrument.heading(domain),
        domain.title,
        _whole(result.score),
        int(result.max or 0),
        level,
        shown.label if shown else "",
        shown.letter if shown else "",
        shown.role if shown else "",
        _blocks(domain.blocks, result.blocks, instrument),
    )


def _blocks(
    blocks: tuple[Block, ...], given: Mapping[str, str | None], instrument: Instrument
) -> tuple[BlockRating, ...]:
    made = []
    for block in blocks:
        level = given.get(block.id) or ""
        shown = instrument.level(level) if level else None
        words = (shown.label, shown.letter, shown.role) if shown else ("", "", "")
        made.append(BlockRating(block.id, block.title, level, *words))
    return tuple(made)


def _whole(value: object) -> int | None:
    return int(value) if isinstance(value, int | float) else None
