"""What an assessment amounts to: the results that `algorithm` works out.

A suggestion and the assessor's judgement stand side by side; `level` is what holds of the two.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from appraisal.conditions import Number
from appraisal.ledger import Value


@dataclass(frozen=True, slots=True)
class ItemResult:
    """One question. `answer` is NA where the path does not lead to it, None where it is open."""

    asked: bool
    answered: bool
    answer: Value
    score: Number | None
    max: Number


@dataclass(frozen=True, slots=True)
class DomainResult:
    """One domain. `blocks` holds the assessor's further judgements, None where none is given."""

    shown: bool
    score: Number | None
    max: Number
    suggested: str | None
    chosen: str | None
    provisional: bool
    answered: int
    asked: int
    blocks: Mapping[str, str | None]

    @property
    def level(self) -> str | None:
        """What holds: the assessor's judgement, else the suggestion."""
        return self.chosen or self.suggested

    @property
    def departs(self) -> bool:
        """Whether the assessor judged otherwise than the rules suggest."""
        return None not in (self.chosen, self.suggested) and self.chosen != self.suggested


@dataclass(frozen=True, slots=True)
class SummaryResult:
    """A number of at most `max`, or the id of a level."""

    value: Number | str | None
    max: Number | None
    provisional: bool


@dataclass(frozen=True, slots=True)
class OverallResult:
    """The whole. `offers` are worse levels that the assessor may choose by hand now."""

    suggested: str | None
    chosen: str | None
    provisional: bool
    offers: tuple[str, ...]
    blocks: Mapping[str, str | None]

    @property
    def level(self) -> str | None:
        """What holds: the assessor's judgement, else the suggestion."""
        return self.chosen or self.suggested

    @property
    def departs(self) -> bool:
        """Whether the assessor judged otherwise than the rules suggest."""
        return None not in (self.chosen, self.suggested) and self.chosen != self.suggested


@dataclass(frozen=True, slots=True)
class Assessment:
    """What one form amounts to.

    `missing` are the questions asked and open; `to_judge` the judgements that only the assessor
    can give and has not; `unset` the required settings that nobody has chosen.
    """

    items: Mapping[str, ItemResult]
    domains: Mapping[str, DomainResult]
    summaries: Mapping[str, SummaryResult]
    overall: OverallResult
    answered: int
    asked: int
    missing: tuple[str, ...]
    to_judge: tuple[str, ...]
    unset: tuple[str, ...]


def score_range(results: Iterable[ItemResult]) -> tuple[Number, Number]:
    """The least and the most that questions can score, some of them still open."""
    sure: Number = 0
    room: Number = 0
    for one in results:
        if one.score is not None:
            sure += one.score
        elif one.asked and not one.answered:
            room += one.max
    return sure, sure + room
