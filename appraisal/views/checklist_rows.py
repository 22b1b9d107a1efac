"""A checklist as a screen shows it: frozen rows, from an option to the whole form."""

from collections.abc import Mapping
from dataclasses import dataclass

from appraisal.instrument import Instrument, Level, Option
from appraisal.ledger import Claim, Quote, Value
from appraisal.ratings import Rating
from appraisal.views.seats import SeatCell, work_key
from appraisal.views.waiting import Waiting


@dataclass(frozen=True, slots=True)
class OptionView:
    """One answer an item offers; `stars` is what it would earn here and now."""

    code: str
    text: str
    stars: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ItemView:
    """One question with its answer."""

    address: str
    id: str
    title: str
    ask: str
    help: str
    rule: str
    type: str
    options: tuple[OptionView, ...]
    value: Value
    why: str
    quotes: tuple[Quote, ...]
    is_asked: bool
    is_answered: bool
    because: str
    needs_why: bool
    score: int | None
    max: int
    rule_version: int = 0

    @property
    def chosen(self) -> tuple[OptionView, ...]:
        """The options that are chosen."""
        return tuple(option for option in self.options if option.is_chosen)


@dataclass(frozen=True, slots=True)
class JudgementView:
    """A judgement to be made: of a domain, of a named block of it, or of the whole.

    `offers` are worse levels that may be chosen by hand now, because problems add up.
    """

    field: str
    code: str
    title: str
    ask: str
    help: str
    levels: tuple[Level, ...]
    claim: Claim | None
    suggested: Level | None
    is_provisional: bool
    needs_why: bool
    offers: tuple[Level, ...] = ()

    @property
    def chosen(self) -> str:
        """The level that was chosen; empty for none."""
        return str(self.claim.value) if self.claim is not None and self.claim.value else ""

    @property
    def departs(self) -> bool:
        """Whether another level was chosen than the rules suggest."""
        return bool(self.chosen and self.suggested) and self.chosen != getattr(
            self.suggested, "id", ""
        )

    @property
    def lacks_why(self) -> bool:
        """Whether a reason is needed and not given."""
        return self.needs_why and not (self.claim is not None and self.claim.why.strip())


@dataclass(frozen=True, slots=True)
class DirectionView:
    """Which way a bias would go, in a domain or in the whole."""

    field: str
    options: tuple[Option, ...]
    claim: Claim | None


@dataclass(frozen=True, slots=True)
class DomainView:
    """A domain as a card. `level` is what holds of it, judged or suggested.

    `shared` says in which other forms an entry of the study stands; it `is_locked` where one of
    them is submitted with it.
    """

    id: str
    label: str
    title: str
    help: str
    items: tuple[ItemView, ...]
    answered: int
    asked: int
    score: int | None
    max: int
    level: Level | None
    is_provisional: bool
    judgements: tuple[JudgementView, ...]
    direction: DirectionView | None
    comment: str
    quotes: int
    shared: str = ""
    is_locked: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether every item that is asked was answered."""
        return self.answered == self.asked


@dataclass(frozen=True, slots=True)
class Checklist:
    """A whole form in one seat. `place` names what of the study is judged, where it is a part.

    `to_choose` names the settings that the team has yet to choose before rating; `waits` are the
    domains left out until a setting of this assessment is chosen.
    """

    study: str
    target: str
    label: str
    place: str
    subject: str
    instrument: Instrument
    settings: Mapping[str, Value]
    domains: tuple[DomainView, ...]
    rating: Rating
    cell: SeatCell
    lacking: tuple[str, ...]
    to_choose: tuple[str, ...]
    is_sealed: bool
    is_open: bool
    is_archived: bool
    overall: tuple[JudgementView, ...]
    direction: DirectionView | None
    waits: tuple[Waiting, ...] = ()

    @property
    def key(self) -> str:
        """What tells the form from others on a list."""
        return work_key(self.study, self.target)

    def items(self) -> tuple[ItemView, ...]:
        """The items that are asked, in their order."""
        return tuple(item for domain in self.domains for item in domain.items if item.is_asked)

    def first_open(self) -> str:
        """The address of the first item without an answer, else of the first."""
        items = self.items()
        waiting = [item.address for item in items if not item.is_answered]
        return (waiting or [item.address for item in items] or [""])[0]

    def frame(self) -> tuple[object, ...]:
        """What is asked, without the answers: forms of one frame are shown by the same cards."""
        return self.instrument, self.waits, tuple(domain.id for domain in self.domains), *(
            (domain.id, item.address, item.ask, item.help,
             *((option.text, option.stars) for option in item.options))
            for domain in self.domains
            for item in domain.items
        )  # fmt: skip

    def item(self, address: str) -> ItemView | None:
        """The item at `domain/item`, if it is asked."""
        return next((item for item in self.items() if item.address == address), None)

    def judgement(self, field: str) -> JudgementView | None:
        """The judgement of a field."""
        every = (*(one for domain in self.domains for one in domain.judgements), *self.overall)
        return next((one for one in every if one.field == field), None)
