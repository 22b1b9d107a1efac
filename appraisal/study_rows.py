"""A study in a pool: its row as extracted, and what a plan makes of it where it has more arms."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from appraisal.further_arms import (
    BETWEEN,
    SPLIT,
    Further,
    FurtherArm,
    Numbers,
    combined,
    comparisons,
)
from appraisal.ratings import Rating
from appraisal.reported import Report
from appraisal.risk_mapping import Risk
from appraisal.settled import Rank, Standing

LeftOut = Literal["", "excluded", "limit", "incomplete", "other_measure", "not_estimable"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """An outcome's facts."""

    id: str
    name: str
    data: str
    arm1: str
    arm2: str
    event_is: str
    unit: str
    time: str
    note: str


@dataclass(frozen=True, slots=True)
class StudyRow:
    """A study with its settled numbers for an outcome, and its rating.

    `report` is the estimate it reported, where that is pooled in place of its numbers; `facts` are
    its design and the review's own fields, as texts; `risk` is what the team's mapping makes of the
    rating. `numbers` and `appraisal` say how far these forms are from what all agreed on.
    `further` is there where the study has more arms than two: `cells` is then what the plan makes
    of them, and `study` the id of a comparison where it is one of several. `keys` are what other
    entries of the same report would share.
    """

    study: str
    label: str
    year: int | None
    cells: tuple[float | None, ...]
    rank: Rank
    rating: Rating | None
    left_out: LeftOut
    why: str
    report: Report | None = None
    facts: tuple[tuple[str, str], ...] = ()
    risk: Risk = ""
    numbers: Standing = ""
    appraisal: Standing = ""
    further: Further | None = None
    keys: tuple[str, ...] = ()

    @property
    def is_used(self) -> bool:
        """Whether it goes into the pool."""
        return not self.left_out

    @property
    def stars(self) -> int | None:
        """Its star total, once every item is answered."""
        if self.rating is None or not self.rating.is_complete:
            return None
        return self.rating.total


def further_of(label: str, cells: Numbers, arms: tuple[FurtherArm, ...]) -> Further | None:
    """A study as extracted, where it has further arms."""
    return Further(label, cells, arms) if arms else None


def with_numbers(
    row: StudyRow, cells: Numbers, report: Report | None, arms: tuple[FurtherArm, ...]
) -> StudyRow:
    """A row as extracted, with other numbers."""
    further = further_of(row.label, cells, arms)
    return replace(row, cells=cells, report=report, further=further, left_out="", why="")


def as_extracted(rows: Iterable[StudyRow]) -> tuple[StudyRow, ...]:
    """The rows before a plan made anything of further arms: one a study."""
    made = []
    for row in rows:
        if row.further is None:
            made.append(row)
        elif BETWEEN not in row.study:
            made.append(replace(row, label=row.further.label, cells=row.further.cells))
    return tuple(made)


def planned(row: StudyRow, how: str, facts: Outcome) -> tuple[StudyRow, ...]:
    """What a plan (combine, split) makes of a study's further arms.

    A reported estimate stands as it is.
    """
    known = row.further
    if known is None or row.report is not None:
        return (row,)
    if how != SPLIT:
        return (replace(row, cells=combined(facts.data, known.cells, known.arms)),)
    found = comparisons(facts.data, known.cells, known.arms)
    if len(found) == 1:
        return (replace(row, cells=found[0][1]),)
    apart = next(arm.side for arm, _cells in found if arm is not None)
    own = facts.arm1 if apart == "arm1" else facts.arm2
    return tuple(
        replace(
            row,
            study=f"{row.study}{BETWEEN}{arm.id}" if arm is not None else row.study,
            label=f"{known.label}: {arm.name if arm is not None else own}".removesuffix(": "),
            cells=cells,
        )
        for arm, cells in found
    )
