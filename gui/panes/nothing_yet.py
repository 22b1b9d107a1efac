"""Reconcile while no form is open: whether answers are missing, or a parcel between the desks."""

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from appraisal.views.exchange import Stage, standing
from gui.actions import action
from gui.session import Session
from gui.theme import space
from gui.widgets.buttons import Button
from gui.widgets.page import EmptyPage
from resources.i18n import _

MINE = (Stage.WRITING, Stage.THEIRS)  # they wait for who sits here
OTHERS = (Stage.SUBMITTED, Stage.WAITING)  # and these for the others: one reviewer alone has none
LAST = (Stage.ANSWERED, Stage.CLOSED, Stage.SENT)  # all have submitted; a parcel is missing


class NothingYet(QStackedWidget):
    """Leads to what opens the forms: Appraise, or Share and Receive."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        to_appraise = Button(_("Go to Appraise"), "primary", icon="arrow-right", icon_after=True)
        to_appraise.clicked.connect(lambda: session.go("appraise"))
        self._answers = EmptyPage(
            _("Nothing to reconcile yet"),
            _(
                "A study comes here once all its reviewers have submitted. Until then nobody sees "
                "the other's answers."
            ),
            to_appraise,
            parent=self,
        )
        self._buttons: dict[str, Button] = {}
        self._exchange = EmptyPage("", "", self._both(), parent=self)
        self.addWidget(self._answers)
        self.addWidget(self._exchange)

    def refresh(self) -> None:
        """Show what is missing now."""
        session, review = self._session, self._session.review
        if review is None or not session.reader:
            self.setCurrentWidget(self._answers)
            return
        lines = standing(session.state, review.store.records(), session.reader)
        stages = {line.stage for line in lines}
        if Stage.SENT in stages and not stages.intersection(LAST[:2]):
            self._exchange.title.setText(_("One parcel is missing"))
            said = _(
                "All have submitted, and you have shared. Receive what the other reviewers share "
                "next: then the forms open here."
            )
        elif stages.intersection(LAST):
            self._exchange.title.setText(_("One exchange is missing"))
            said = _(
                "All have submitted. Share once more and receive what the other reviewers share: "
                "then the forms open here."
            )
        else:
            self._exchange.title.setText(_("The other reviewers' parcels are missing"))
            said = _(
                "You have submitted all of yours. Share them, and receive what the other "
                "reviewers share: a form opens here once all have submitted it."
            )
        self._exchange.sentence.setText(said)
        waits = bool(stages.intersection(LAST)) or (
            bool(stages.intersection(OTHERS)) and not stages.intersection(MINE)
        )
        self.setCurrentWidget(self._exchange if waits else self._answers)
        for key, button in self._buttons.items():
            button.set_off(action(key).why_off(session))

    def _both(self) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        space(line, gap=8)
        for key in ("share", "receive"):
            one = action(key)
            button = Button(
                one.text(), "primary" if key == "share" else "", icon=one.icon, parent=row
            )
            button.clicked.connect(
                lambda _checked=False, key=key: self._session.go(f"action:{key}")
            )
            line.addWidget(button)
            self._buttons[key] = button
        return row
