"""An instrument tried out in a review that exists in memory alone: to answer, and to draw."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from appraisal import drafts
from appraisal.bundle import Named, figures_of
from appraisal.errors import UserError
from appraisal.instrument import Instrument, Item, Setting
from appraisal.ledger import Claim, Value
from appraisal.material import gather
from appraisal.review import Review
from appraisal.store.memory import MemoryStore
from appraisal.subjects import appraisal_subject, setting_field
from appraisal.views.checklist import checklist
from appraisal.views.checklist_rows import Checklist, JudgementView
from resources.i18n import _

READER, TRIED = "you", "tried"
OTHERS = ("first", "second")


@dataclass(slots=True)
class Trial:
    """What was answered while trying out, which outlives each change of the instrument."""

    fields: dict[str, Claim] = field(default_factory=dict)


def tried(texts: Mapping[str, str], trial: Trial, *, lang: str) -> tuple[Review, Checklist]:
    """A review with an example study under an instrument, and its form as it was answered.

    Answers that the instrument no longer takes are passed over.

    Raises
    ------
    FaultyInstrument
        When the instrument has faults.
    """
    review = Review(MemoryStore("trial"))
    review.author = READER
    review.commit(drafts.add_person({"name": _("You")}, id=READER)[0])
    carried = {spoken: review.store.put_blob(text) for spoken, text in texts.items()}
    from appraisal.instrument_file import read_instrument

    read = read_instrument(texts["en"])
    facts: dict[str, Value] = {f"instrument/{read.key}": dict(carried), "readers": 1}
    for setting in read.settings:
        value = _some_value(setting, read)
        if value is not None:
            facts[setting_field(read.id, setting.key)] = value
    review.commit(drafts.edit_review(facts))
    for order, (study, label) in enumerate(
        ((TRIED, _("Your example")), (OTHERS[0], _("Example A")), (OTHERS[1], _("Example B")))
    ):
        about: dict[str, Value] = {"label": label, "instrument": read.key, "order": order}
        review.commit(drafts.add_study(about, id=study)[0])
    seat = appraisal_subject(TRIED, "-", read.key, READER)
    for place, claim in trial.fields.items():
        try:
            review.commit(drafts.judge(seat, place, claim))
        except UserError:
            continue  # the instrument has changed under the answer
    return review, _form(review, TRIED, lang)


def figures(review: Review, *, lang: str) -> Iterator[Named]:
    """The figures of the instrument, with two more studies whose answers are made up."""
    for n, study in enumerate(OTHERS):
        _answer_all(review, study, step=n + 1)
    yield from figures_of(gather(review, reader=READER, lang=lang))


def _form(review: Review, study: str, lang: str) -> Checklist:
    found = checklist(
        review.state.seen_by(READER), study, READER, lambda key: review.instrument(key, lang=lang)
    )
    assert found is not None  # the study names its instrument
    return found


def _answer_all(review: Review, study: str, *, step: int) -> None:
    """Answer every question and make every judgement, not all alike."""
    for n in range(400):  # each answer may lead to further questions
        shown = _form(review, study, "en")
        waiting = [item for item in shown.items() if not item.is_answered]
        if not waiting:
            break
        item = waiting[0]
        value = _some_answer(shown.instrument.item(item.address), n * step + step)
        review.commit(drafts.answer(shown.subject, item.address, Claim(value, _("Made up"))))
    shown = _form(review, study, "en")
    _judge_all(review, shown, [one for domain in shown.domains for one in domain.judgements], step)
    shown = _form(review, study, "en")  # the whole follows from the domains where rules say so
    _judge_all(review, shown, shown.overall, step)


def _judge_all(
    review: Review, shown: Checklist, judgements: Sequence[JudgementView], step: int
) -> None:
    """Make the judgements that no rule suggests."""
    for n, one in enumerate(judgements):
        if one.suggested is None and one.levels:
            level = one.levels[(n * step + step) % len(one.levels)]
            made = drafts.judge(shown.subject, one.field, Claim(level.id, _("Made up")))
            review.commit(made)


def _some_answer(item: Item, n: int) -> Value:
    if item.type == "text":
        return _("Made up")
    codes = [option.code for option in item.options]
    return codes[: n % (len(codes) + 1)] if item.type == "multi" else codes[n % len(codes)]


def _some_value(setting: Setting, instrument: Instrument) -> Value:
    """A value for a setting that must be chosen and has no default, so that all can be tried."""
    if setting.default is not None or not setting.required:
        return None
    if setting.type == "choice":
        return setting.options[0].code
    if setting.type == "choices":
        return [option.code for option in setting.options]
    if setting.type == "domains":
        return [domain.id for domain in instrument.domains]
    return {"number": 1, "flag": False}.get(setting.type)
