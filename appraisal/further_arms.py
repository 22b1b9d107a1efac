"""Further arms of a study: read from its form, combined with an arm, or compared one by one.

A study with three groups must not enter a pool as two studies that share a comparator: its people
would be counted twice. Either all groups of a side become one (Cochrane Handbook 6.5, section
23.3.4, with 6.5.2.10 for means), or the shared comparator is divided between the comparisons.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from appraisal.checks import check
from appraisal.findings import Finding, Words
from appraisal.folding import folded
from appraisal.ledger import Value
from appraisal.measuring import Cells, number_cells
from appraisal.subjects import ARM, ARM_CELLS, NO_SIDE, SIDES
from resources.i18n import _

BETWEEN: Final = "#"  # between a study and an arm, where a row is one of its comparisons
COMBINED, SPLIT = "combine", "split"
Numbers = tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class FurtherArm:
    """A group beside the two of the grid; `side` is arm1, arm2, or empty while it is not known."""

    id: str
    name: str
    side: str
    cells: Numbers

    @property
    def is_whole(self) -> bool:
        """Whether it can be placed and has every number."""
        return self.side in SIDES and all(cell is not None for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Further:
    """A study as it was extracted: its label, the numbers of the grid, and its further arms."""

    label: str
    cells: Numbers
    arms: tuple[FurtherArm, ...]


def arm_id(name: str) -> str:
    """The id of an arm: two readers who name it alike speak of the same arm."""
    words = "".join(letter if letter.isalnum() else " " for letter in folded(name)).split()
    return "-".join(words)


def arm_field(arm: str, cell: str) -> str:
    """The field of a form that holds a fact of a further arm."""
    return f"{ARM}{arm}/{cell}"


def arms_of(
    data: str, fields: Iterable[str], value: Callable[[str], Value]
) -> tuple[FurtherArm, ...]:
    """The further arms a form holds, by name; none where the kind of data has no such thing."""
    if data not in ARM_CELLS:
        return ()
    ids = dict.fromkeys(
        field.split("/")[1]
        for field in fields
        if field.startswith(ARM) and value(field) is not None
    )
    found = [_arm(data, one, value) for one in ids]
    kept = (arm for arm in found if arm.side != NO_SIDE)
    return tuple(sorted(kept, key=lambda arm: (arm.side, arm.name.casefold(), arm.id)))


def _arm(data: str, arm: str, value: Callable[[str], Value]) -> FurtherArm:
    cells = tuple(_number(value(arm_field(arm, cell))) for cell in ARM_CELLS[data])
    name, side = value(arm_field(arm, "name")), value(arm_field(arm, "side"))
    return FurtherArm(arm, str(name or arm), str(side or ""), cells)


def combined(data: str, cells: Cells, arms: Sequence[FurtherArm]) -> Numbers:
    """The grid's numbers with every further arm put into its side.

    A side with a gap stays empty: what is left of it would be another comparison.
    """
    if not arms:
        return tuple(cells)
    if not all(arm.is_whole for arm in arms):
        return (None,) * len(number_cells(data))
    made: list[float | None] = []
    for side, own in zip(SIDES, _sides(cells), strict=True):
        made += _joined(data, [own, *(arm.cells for arm in arms if arm.side == side)])
    return tuple(made)


def comparisons(
    data: str, cells: Cells, arms: Sequence[FurtherArm]
) -> tuple[tuple[FurtherArm | None, Numbers], ...]:
    """The comparisons of a study: the grid's own (None) first, then one a further arm.

    The comparator is arm 2, or arm 1 where only arm 2 has further groups; further groups of the
    comparator itself are combined first. It is divided evenly: people and events of counts, the
    people of means, whose mean and SD stay.
    """
    if not arms or not all(arm.is_whole for arm in arms):
        return ((None, combined(data, cells, arms)),)
    apart = "arm1" if any(arm.side == "arm1" for arm in arms) else "arm2"
    own = dict(zip(SIDES, _sides(cells), strict=True))
    shared = next(side for side in SIDES if side != apart)
    groups = [(None, own[apart]), *((arm, arm.cells) for arm in arms if arm.side == apart)]
    whole = _joined(data, [own[shared], *(arm.cells for arm in arms if arm.side == shared)])
    part = _divided(data, whole, len(groups))
    return tuple(
        (arm, (*group, *part) if apart == "arm1" else (*part, *group)) for arm, group in groups
    )


def study_of(row: str) -> str:
    """The study a row speaks of: a comparison's id begins with it."""
    return row.partition(BETWEEN)[0]


def arm_findings(
    data: str, cells: Cells, arms: Sequence[FurtherArm], words: Words
) -> tuple[Finding, ...]:
    """What is wrong or odd in the numbers of further arms, by the rules of the grid itself."""
    found: list[Finding] = []
    for arm in arms:
        if not arm.is_whole:
            said = _("Fill in its side and its numbers, or remove the arm.")
            title = _("{arm}: incomplete").format(arm=arm.name)
            found.append(Finding(f"gap.{arm.id}", "error", (), title, said))
            continue
        found += (
            replace(one, code=f"{one.code}.{arm.id}", cells=(), title=_titled(arm, one))
            for one in _checked(data, cells, arm, words)
            if one.kind == "error" or one.code != "zero"
        )
    return tuple(found)


def _checked(data: str, cells: Cells, arm: FurtherArm, words: Words) -> list[Finding]:
    """The findings on an arm's own cells, in the place of the grid's arm of its side."""
    place, names = SIDES.index(arm.side), number_cells(data)
    own = [name for name in names if name.endswith(str(place + 1))]
    values = dict(zip(names, cells, strict=True)) | dict(zip(own, arm.cells, strict=True))
    named = replace(words, **{arm.side: arm.name})
    return [one for one in check(data, values, named) if set(one.cells) & set(own)]


def _titled(arm: FurtherArm, found: Finding) -> str:
    if found.title.startswith(f"{arm.name}:"):
        return found.title
    return f"{arm.name}: {found.title}"


def _sides(cells: Cells) -> tuple[Numbers, Numbers]:
    half = len(cells) // 2
    return tuple(cells[:half]), tuple(cells[half:])


def _joined(data: str, groups: Sequence[Numbers]) -> Numbers:
    if len(groups) == 1:
        return groups[0]
    known = [[cell for cell in group if cell is not None] for group in groups]
    if any(len(group) < len(groups[0]) for group in known):
        return (None,) * len(groups[0])
    if data == "counts":
        return tuple(sum(column) for column in zip(*known, strict=True))
    from stats.conversions import Arm, combine_arms
    from stats.errors import NotEstimable

    try:
        made = combine_arms([Arm(n, mean, sd) for mean, sd, n in known])
    except NotEstimable:
        return (None,) * len(groups[0])
    return made.mean, made.sd, made.n


def _divided(data: str, group: Numbers, parts: int) -> Numbers:
    shared = ("e", "n") if data == "counts" else ("n",)
    return tuple(
        _share(cell, parts) if cell is not None and name in shared else cell
        for name, cell in zip(ARM_CELLS[data], group, strict=True)
    )


def _share(total: float, parts: int) -> float:
    """A part of a total; a whole number where it comes out as one."""
    part = total / parts
    return int(part) if part.is_integer() else part


def _number(value: Value) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
