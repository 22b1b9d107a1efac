"""What the buttons of a `PointCard` do, the same in Reconcile and beside the forest plot."""

from PySide6.QtWidgets import QWidget

from appraisal import drafts
from gui.questions import ask_reason
from gui.session import Session
from resources.i18n import _


def reopen(session: Session, window: QWidget, form: str, field: str) -> None:
    """Open an agreed answer again, with the reason the person gives."""
    why = ask_reason(
        window,
        _("Reopen the agreed answer?"),
        _("It can be agreed on anew. What was agreed, by whom and why stays on record."),
        _("Reopen"),
    )
    if why:
        session.do(drafts.reopen_agreed(form, field, why))


def refer(session: Session, form: str, field: str, why: str, *, on: bool) -> None:
    """Hand a difference to the adjudicator, or take it back."""
    if session.do(drafts.refer(form, field, why, on=on)):
        said = _("Handed to the adjudicator.") if on else _("Taken back from the adjudicator.")
        session.say(said, undo=True)
