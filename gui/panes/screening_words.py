"""The review's reasons for exclusion, in order, and the words it marks in abstracts."""

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from appraisal import drafts, screening
from appraisal.drafts import Draft
from appraisal.state import State
from gui.dialogs import Dialog, Way
from gui.theme import hold
from gui.widgets.fields import Field
from resources.i18n import _

HIGH = 84


def ask_words(parent: QWidget, state: State) -> Draft | None:
    """Ask for reasons and words, one a line; None when nothing is to change."""
    dialog = Dialog(
        parent,
        _("Reasons and words"),
        [_("One a line. The first nine reasons have the keys 1 to 9.")],
        [Way("", _("Cancel")), Way("yes", _("Keep"), "primary")],
    )
    before = {
        "reasons": screening.reasons(state),
        "include_terms": screening.terms(state, "include"),
        "exclude_terms": screening.terms(state, "exclude"),
    }
    names = {
        "reasons": _("Reasons for exclusion"),
        "include_terms": _("Words that speak for inclusion"),
        "exclude_terms": _("Words that speak against it"),
    }
    fields: dict[str, QPlainTextEdit] = {}
    rows: list[Field] = []
    for key, lines in before.items():
        field = QPlainTextEdit("\n".join(lines), dialog)
        field.setTabChangesFocus(True)
        hold(field, height=HIGH * 2 if key == "reasons" else HIGH)
        fields[key] = field
        rows.append(Field(names[key], field, parent=dialog))
    dialog.add_scrolled(rows)
    if dialog.ask() != "yes":
        return None
    said = {key: tuple(_lines(field.toPlainText())) for key, field in fields.items()}
    changed = {f"screening/{key}": list(said[key]) for key in said if said[key] != before[key]}
    if not changed:
        return None
    return drafts.edit_review(dict(changed), label=_("Change reasons and words"))


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
