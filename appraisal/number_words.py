"""What an extraction's choices mean in words: the same in the grid, in Reconcile and in tables."""

from appraisal.ledger import Value
from appraisal.subjects import ARM, NO_SIDE, SIDES
from appraisal.synthesis_text import measure_sign
from resources.i18n import _


def choice_word(field: str, key: str) -> str:
    """A choice in words; of a field that takes any text, the text."""
    if field.startswith(ARM) and field.endswith("/side"):
        return side_word(key)
    if field == "measure":
        return measure_sign(key)
    if field not in ("scale", "use"):
        return key
    return {
        "natural": _("natural"),
        "log": _("logarithm"),
        "numbers": _("the numbers"),
        "reported": _("the report"),
    }.get(key, key)


def side_word(side: str, arms: tuple[str, str] = ("", "")) -> str:
    """Whose side a further arm is on, in the names of the outcome where it has any."""
    names = dict(zip(SIDES, arms, strict=True))
    words = {"arm1": _("Arm 1"), "arm2": _("Arm 2"), NO_SIDE: _("No arm of this study")}
    return names.get(side) or words.get(side, side)


def said_value(field: str, value: Value) -> str | int | float:
    """A value as a table holds it: a number stays one, a choice is said in words."""
    return value if isinstance(value, int | float) else choice_word(field, str(value))
