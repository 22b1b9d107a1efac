"""A study's numbers in words, for the columns of a forest plot and the card of a study."""

from collections.abc import Sequence
from dataclasses import dataclass

from appraisal.further_arms import FurtherArm
from appraisal.study_rows import Outcome, StudyRow
from appraisal.subjects import SIDES
from resources.i18n import NOTHING, _, number

MOST_DIGITS = 4


@dataclass(frozen=True, slots=True)
class ArmHead:
    """What stands over the numbers of a group: its name, and what they are."""

    name: str
    what: str


def arm_heads(outcome: Outcome) -> tuple[ArmHead, ...]:
    """The groups whose numbers are shown; none for reported estimates."""
    what = {
        "counts": _("n/N"),
        "means": _("mean (SD), n"),
        "rates": _("events/time"),
        "proportion": _("n/N"),
        "correlation": "n",
    }.get(outcome.data)
    if what is None:
        return ()
    if outcome.data in ("proportion", "correlation"):
        return (ArmHead("", what),)
    return ArmHead(outcome.arm1, what), ArmHead(outcome.arm2, what)


def arm_texts(data: str, row: StudyRow) -> tuple[str, ...]:
    """A study's numbers, a text a group."""
    if row.report is not None and all(cell is None for cell in row.cells):
        return () if data == "reported" else (_("reported"), NOTHING)
    cells = [figure(cell) for cell in row.cells]
    if data == "means":
        return group_text(data, row.cells[:3]), group_text(data, row.cells[3:])
    if data == "correlation":
        return (cells[1],)
    return tuple("/".join(cells[i : i + 2]) for i in range(0, len(cells), 2))


def group_text(data: str, cells: Sequence[float | None]) -> str:
    """The numbers of one group of counts or means."""
    known = [figure(cell) for cell in cells]
    if data == "means":
        return _("{mean} ({sd}), {n}").format(mean=known[0], sd=known[1], n=known[2])
    return "/".join(known)


def arm_name(arm: FurtherArm, names: Sequence[str]) -> str:
    """A further arm with its side: `High dose (Treated)`."""
    side = names[SIDES.index(arm.side)] if arm.side in SIDES else ""
    if not side:
        side = {"arm1": _("Arm 1"), "arm2": _("Arm 2")}.get(arm.side, NOTHING)
    return f"{arm.name} ({side})"


def arm_line(data: str, arm: FurtherArm, names: Sequence[str]) -> str:
    """A further arm with its side and its numbers: `High dose (Treated): 5/20`."""
    return f"{arm_name(arm, names)}: {group_text(data, arm.cells)}"


def arm_totals(data: str, sums: Sequence[float]) -> tuple[str, ...]:
    """The sums of some studies, a text a group; of means only the people can be added."""
    if data == "means":
        return figure(sums[2]), figure(sums[5])
    if data == "correlation":
        return (figure(sums[1]),)
    cells = [figure(cell) for cell in sums]
    return tuple("/".join(cells[i : i + 2]) for i in range(0, len(cells), 2))


def figure(value: float | None) -> str:
    """A number with the decimals it was given with."""
    if value is None:
        return NOTHING
    if float(value).is_integer():
        return number(value, 0)
    decimals = len(repr(value).partition(".")[2]) if "e" not in repr(value) else MOST_DIGITS
    return number(value, min(decimals, MOST_DIGITS))
