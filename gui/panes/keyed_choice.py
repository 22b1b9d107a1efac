"""An option with the key that chooses it, the same in Appraise and in Reconcile."""

from appraisal.option_words import has_letters
from appraisal.views.checklist_rows import OptionView
from gui.widgets.options import Choice


def keyed_choice(option: OptionView, key: str) -> Choice:
    """An option whose key can be seen: its letter in the ring, else the key in a chip."""
    code, has_ring = option.code, has_letters(option.code)
    is_said = has_ring and code.casefold() == key.casefold()
    return Choice(
        code, option.text, stars=option.stars, bare=not has_ring and not key,
        key="" if has_ring else key, hint=key if has_ring and not is_said else "",
    )  # fmt: skip
