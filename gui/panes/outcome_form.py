"""What is asked of a new outcome: its name, its two groups, whether the event is good or bad."""

from PySide6.QtWidgets import QWidget

from appraisal.ledger import Value
from gui.dialogs import Dialog, Way
from gui.widgets.fields import Field, LineField
from gui.widgets.switches import Segmented
from resources.i18n import _


def ask_outcome(parent: QWidget) -> dict[str, Value]:
    """Ask for an outcome of counts; empty when the person turns back."""
    dialog = Dialog(
        parent,
        _("Add outcome"),
        [_("Counts in two groups: people with the event, of all people.")],
        [Way("", _("Cancel")), Way("yes", _("Add outcome"), "primary")],
    )
    name = LineField(name=_("Name of the outcome"), parent=dialog)
    arm1 = LineField(name=_("First group"), placeholder=_("such as Treated"), parent=dialog)
    arm2 = LineField(name=_("Second group"), placeholder=_("such as Untreated"), parent=dialog)
    time = LineField(name=_("Time"), placeholder=_("such as six months"), parent=dialog)
    event = Segmented(
        [("bad", _("Bad for the patient")), ("good", _("Good for the patient"))],
        "bad",
        name=_("The event is"),
        parent=dialog,
    )
    for label, field in (
        (_("Name of the outcome"), name),
        (_("First group"), arm1),
        (_("Second group, to compare with"), arm2),
        (_("When it is measured"), time),
        (_("The event is"), event),
    ):
        dialog.add(Field(label, field, parent=dialog))
    button = dialog.buttons["yes"]

    def look() -> None:
        missing = not all(field.text().strip() for field in (name, arm1, arm2))
        button.set_off(_("Give a name and both groups") if missing else "")

    for field in (name, arm1, arm2):
        field.textChanged.connect(look)
    look()
    if dialog.ask() != "yes":
        return {}
    return {
        "name": name.text().strip(),
        "data": "counts",
        "arm1": arm1.text().strip(),
        "arm2": arm2.text().strip(),
        "time": time.text().strip() or None,
        "event_is": event.key(),
    }
