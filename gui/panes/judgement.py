"""The judgement behind a light or star of the forest plot, to read and to change beside it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from appraisal import drafts
from appraisal.ledger import Claim
from appraisal.review import Change
from appraisal.views.judgement import JudgementView, judgement
from gui.panes import card_focus, deciding
from gui.session import Session
from gui.theme import set_class, space
from gui.widgets.buttons import Button
from gui.widgets.fields import ListField
from gui.widgets.page import Scroll
from gui.widgets.text import Elided, Text
from resources.i18n import _

if TYPE_CHECKING:
    from gui.panes.point_card import PointCard


class JudgementPane(QFrame):
    """A part of a study's form, one card an item. What is agreed here moves the plot above."""

    closed = Signal()

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        set_class(self, "head")
        self._session = session
        self._shown: JudgementView | None = None
        self.cards: list[PointCard] = []
        self._label = Elided("", "heading", parent=self)
        self.part = ListField(parent=self)
        self.part.setAccessibleName(_("Domain"))
        self.open = Button(_("Open in Appraise"), "quiet", icon="clipboard-check", parent=self)
        self.close_it = Button(_("Close"), "quiet", icon="x", parent=self)
        self._none = Text("", "quiet", wrap=True, parent=self)
        ground = QWidget()
        self._body = QVBoxLayout(ground)
        space(self._body, (16, 4, 16, 16), 12)
        self._body.addStretch(1)
        self.pages = Scroll(ground, parent=self)
        self._lay_out()
        self.part.picked.connect(lambda part: self.show_part(self.study, part))
        self.open.clicked.connect(self._on_open)
        self.close_it.clicked.connect(self.leave)
        session.changed.connect(self._on_changed)
        session.reader_changed.connect(self.leave)
        self.hide()

    @property
    def study(self) -> str:
        """The study shown; empty for none."""
        return self._shown.study if self._shown is not None else ""

    def show_part(self, study: str, key: str) -> None:
        """Show what stands behind a column of a study's row."""
        session = self._session
        shown = judgement(session.state, study, key, session.instrument) if study else None
        if shown is None:
            self.leave()
            return
        if shown == self._shown:
            self.show()
            return
        is_other = self._shown is None or self._shown.part != shown.part or self.study != study
        self._shown = shown
        self._label.setText(f"{shown.label} · {shown.short}")
        self.part.set_pairs(shown.parts, shown.part)
        self._none.setText(shown.why_not)
        self._none.setVisible(bool(shown.why_not))
        self._fill(shown)
        self.show()
        if is_other:
            self.pages.verticalScrollBar().setValue(0)

    def leave(self) -> None:
        """Show nothing any more."""
        if self._shown is not None or not self.isHidden():
            self._shown = None
            self.hide()
            self.closed.emit()

    def _fill(self, shown: JudgementView) -> None:
        held = card_focus.park(self.pages, self.cards)
        for card in self.cards:  # not at once: it may be the one whose button was pressed
            self._body.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = []
        off = deciding.why_off(self._session, shown.form)
        for place, point in enumerate(shown.points):
            card = deciding.point_card(self._session, self.window(), shown.form, point, off)
            card.agreed.connect(self._agree)
            self._body.insertWidget(place, card)
            self.cards.append(card)
        self.pages.setVisible(bool(shown.points))
        if held:  # once the new cards are laid out
            QTimer.singleShot(0, self, lambda: self._give_back(held))

    def _give_back(self, field: str) -> None:
        if not card_focus.give_back(self.pages, self.cards, field):
            self.close_it.setFocus()  # all is settled: what is left to do is to look at the plot

    def _agree(self, field: str, claim: Claim) -> None:
        shown, session = self._shown, self._session
        if shown is not None and deciding.say(
            session, shown.form, drafts.agree(shown.form, field, claim)
        ):
            item = field.rpartition("/")[2]
            said = _("{study}, {item}: agreed answer saved.")
            session.say(said.format(study=shown.label, item=item), undo=True)

    def _on_open(self) -> None:
        if self._shown is not None:
            self._session.go("appraise", study=self._shown.study, item=self._shown.item)

    def _on_changed(self, change: Change) -> None:
        if self._shown is not None and change.concerns("appraisal", "study", "review", "person"):
            self.show_part(self._shown.study, self._shown.part)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        space(head, (16, 10, 12, 6), 10)
        head.addWidget(self._label)
        head.addWidget(self.part)
        head.addStretch(1)
        head.addWidget(self.open)
        head.addWidget(self.close_it)
        column = QVBoxLayout(self)
        space(column)
        column.addLayout(head)
        words = QHBoxLayout()
        space(words, (16, 0, 16, 8))
        words.addWidget(self._none)
        column.addLayout(words)
        column.addWidget(self.pages, 1)
