"""Further arms as a table gives them: a name, the arm it belongs to, and the numbers.

The side is said as people say it: by the name of the arm, or by 1 or 2.
"""

from collections.abc import Sequence
from typing import Final

from appraisal.errors import InvalidClaim
from appraisal.folding import folded
from appraisal.further_arms import arm_field, arm_id
from appraisal.numbers import read_count, read_number
from appraisal.subjects import ARM_CELLS, COUNTS, SIDES
from resources.i18n import _

ABOUT_ARM: Final = ("name", "side")
_FIRST: Final = frozenset({"1", "arm1", "arm 1", "braco 1"})
_SECOND: Final = frozenset({"2", "arm2", "arm 2", "braco 2"})


def width_of_arm(data: str) -> int:
    """How many cells of a table an arm takes."""
    return len(ABOUT_ARM) + len(ARM_CELLS[data])


def arm_writes(data: str, said: Sequence[str], names: tuple[str, str]) -> dict[str, float | str]:
    """What an arm's cells of a table write, by field; `names` are those of the outcome's arms.

    Raises
    ------
    InvalidClaim
        With what is missing or is not understood.
    """
    name, side, *numbers = [*said, *[""] * (width_of_arm(data) - len(said))]
    key = arm_id(name)
    if not key:
        raise InvalidClaim(
            _("The arm has no name yet"),
            remedy=_("A further arm is its name, the arm it belongs to, and its numbers."),
        )
    if key in map(arm_id, names):
        raise InvalidClaim(_("There is an arm of this name already."))
    found: dict[str, float | str] = {
        arm_field(key, "name"): name, arm_field(key, "side"): side_of(side, names),
    }  # fmt: skip
    for cell, typed in zip(ARM_CELLS[data], numbers, strict=True):
        if typed:
            found[arm_field(key, cell)] = (
                read_count(typed) if cell in COUNTS else read_number(typed)
            )
    return found


def side_of(said: str, names: tuple[str, str]) -> str:
    """The arm that a further arm belongs to.

    Raises
    ------
    InvalidClaim
        When the words name neither.
    """
    words = " ".join(folded(said).split())
    for side, name, others in zip(SIDES, names, (_FIRST, _SECOND), strict=True):
        if words in others or (words and words == " ".join(folded(name).split())):
            return side
    raise InvalidClaim(
        _("“{typed}” is neither arm of the outcome.").format(typed=said[:40]),
        remedy=_("Say {first} or {second}, or 1 or 2.").format(
            first=names[0] or _("Arm 1"), second=names[1] or _("Arm 2")
        ),
    )
