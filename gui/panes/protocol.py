"""The protocol in a form: title, question, eligibility."""

from PySide6.QtWidgets import QWidget

from appraisal.ledger import Value
from appraisal.state import State
from appraisal.subjects import REVIEW
from gui.dialogs import Dialog, Way
from gui.widgets.fields import Field, LineField
from gui.widgets.reason import GrowingText
from resources.i18n import _


def ask_protocol(parent: QWidget, state: State) -> dict[str, Value]:
    """Ask for the protocol; gives only the fields that were changed."""
    dialog = Dialog(
        parent,
        _("Protocol"),
        [],
        [Way("", _("Cancel")), Way("yes", _("Save the protocol"), "primary")],
    )
    words = {
        "title": _("Title"),
        "question": _("Question"),
        "population": _("Population"),
        "intervention": _("Intervention or exposure"),
        "comparison": _("Comparison"),
        "result": _("Outcome"),
        "eligibility": _("Eligibility"),
    }
    fields: dict[str, LineField | GrowingText] = {}
    rows: list[Field] = []
    for key, label in words.items():
        text = state.text(REVIEW, key)
        if key in ("question", "eligibility"):
            long = GrowingText(label, lines=2, parent=dialog)
            long.set_text(text)
            fields[key] = long
        else:
            fields[key] = LineField(text, name=label, parent=dialog)
        rows.append(Field(label, fields[key], parent=dialog))
    dialog.add_scrolled(rows)
    if dialog.ask() != "yes":
        return {}
    typed = {
        key: (field.toPlainText() if isinstance(field, GrowingText) else field.text()).strip()
        for key, field in fields.items()
    }
    return {key: text or None for key, text in typed.items() if text != state.text(REVIEW, key)}
