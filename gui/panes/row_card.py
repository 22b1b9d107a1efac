"""The card of one study under the forest plot: its counts, stars and words, and its switch."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from appraisal.ratings import Rating
from appraisal.views.synthesis import CardView
from gui.theme import px, space
from gui.widgets.buttons import Button
from gui.widgets.card import Card
from gui.widgets.chip import Chip
from gui.widgets.emptying import empty
from gui.widgets.marks import MarkLine
from gui.widgets.quotation import Quotation
from gui.widgets.stars import StarStrip
from gui.widgets.text import Elided, Text
from resources.i18n import _

SEPARATOR = "   "


class RowCard(Card):
    """Shows a `CardView`."""

    switched = Signal(str)  # study
    asked = Signal(str, str)  # study, item
    judged = Signal(str)  # study whose judgement is to be shown

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.study = ""
        self._label = Elided("", "heading", parent=self)
        self._chip = Chip("", parent=self)
        self._stars = StarStrip(parent=self)
        self._mark = MarkLine("na", "", parent=self)
        self.switch = Button(_("Leave out"), parent=self)
        self.switch.clicked.connect(lambda: self.switched.emit(self.study))
        self.open = Button(_("Open in Appraise"), "quiet", icon="clipboard-check", parent=self)
        self.open.clicked.connect(lambda: self.asked.emit(self.study, ""))
        self.judge = Button(_("Show the judgement"), "quiet", icon="scale", parent=self)
        self.judge.clicked.connect(lambda: self.judged.emit(self.study))
        self._standing = Text("", "quiet", wrap=True, parent=self)
        self._arms = [(Elided("", parent=self), Text("", "strong", parent=self)) for _n in "12"]
        self._domains = Text("", "quiet", wrap=True, parent=self)
        self._quotes = QVBoxLayout()
        space(self._quotes, gap=6)
        self._shown: CardView | None = None
        head = QHBoxLayout()
        space(head, gap=10)
        for widget in (self._label, self._chip, self._stars, self._mark):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self.judge)
        head.addWidget(self.open)
        head.addWidget(self.switch)
        self.add(head)
        self.add(self._standing)
        facts = QHBoxLayout()
        space(facts, gap=6)
        for name, count in self._arms:
            facts.addWidget(name)
            facts.addWidget(count)
            facts.addSpacing(px(10))
        facts.addWidget(self._domains, 1)
        self.add(facts)
        self.add(self._quotes)

    def show_card(self, shown: CardView) -> None:
        """Show a study."""
        if shown == self._shown:
            return
        before, self._shown = self._shown, shown
        self.study = shown.study
        self.setAccessibleName(shown.label)
        self._label.setText(shown.label)
        self._label.setMinimumWidth(0)
        self._show_rating(shown.rating)
        self._standing.setText(shown.standing)
        self._standing.setVisible(bool(shown.standing))
        arms = [*shown.arms, *[("", "")] * len(self._arms)]
        for (name, count), (arm, text) in zip(self._arms, arms, strict=False):
            name.setText(arm)
            count.setText(text)
            name.setVisible(bool(arm))
            count.setVisible(bool(arm))
        self._domains.setText(SEPARATOR.join(shown.domains))
        self.switch.set_text(_("Leave out") if shown.is_used else _("Include anyway"))
        self.switch.setVisible(shown.can_switch)
        if before is None or before.quotes != shown.quotes or before.study != shown.study:
            self._show_quotes(shown)

    def quotations(self) -> tuple[Quotation, ...]:
        """The quotations on the card."""
        items = (self._quotes.itemAt(place) for place in range(self._quotes.count()))
        widgets = (item.widget() for item in items if item is not None)
        return tuple(widget for widget in widgets if isinstance(widget, Quotation))

    def set_low(self, *, low: bool) -> None:
        """Show one quotation only, where the room is low."""
        for quotation in self.quotations()[1:]:
            quotation.setVisible(not low)

    def _show_rating(self, rating: Rating | None) -> None:
        self._chip.setVisible(rating is not None)
        self.open.setVisible(rating is not None)
        self.judge.setVisible(rating is not None)
        has_stars = rating is not None and bool(rating.max) and rating.is_complete
        self._stars.setVisible(has_stars)
        self._mark.setVisible(rating is not None and bool(rating.role))
        if rating is None:
            return
        self._chip.set_chip(rating.short)
        if has_stars:
            self._stars.set_stars(rating.total or 0, rating.max)
        if rating.role:
            self._mark.set_level(rating.role, rating.word)

    def _show_quotes(self, shown: CardView) -> None:
        empty(self._quotes)
        for quote in shown.quotes:
            made = Quotation(quote.text, quote.place, parent=self)
            made.opened.connect(
                lambda item=quote.item, study=shown.study: self.asked.emit(study, item)
            )
            self._quotes.addWidget(made)
