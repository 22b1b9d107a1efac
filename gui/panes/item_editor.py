"""The item in focus: its question, the answers, the reason and the quotations.

It shows an `ItemView` and says what the person did; it writes nothing.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from appraisal.ledger import Quote
from appraisal.option_words import keys_of
from appraisal.views.checklist_rows import ItemView
from appraisal.views.guidance import PastDecision
from gui.panes.guidance import Guidance
from gui.panes.keyed_choice import keyed_choice
from gui.theme import hold, space
from gui.widgets.answers import OptionList, WordsAnswer
from gui.widgets.buttons import Button
from gui.widgets.emptying import empty
from gui.widgets.quotation import Quotation, TeamRule
from gui.widgets.reason import ReasonField
from gui.widgets.text import KeyCap, Text
from resources.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

Past = tuple[PastDecision, ...]
SHORT = 7  # answers in a row, such as Y PY PN N NI, where no code is longer than this
LINE_DROP = 3  # px by which the title's line lies as low as that of the link beside it
MANY_WORDS = 22  # characters of an option's text; longer ones stand in a column


class _Line(QLineEdit):
    """A line whose Enter is its own: the checklist would go on to the next item."""

    left = Signal()  # Escape

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter after it has done its work."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()


class ItemEditor(QWidget):
    """An open item."""

    answered = Signal(object)  # value
    reasoned = Signal(str)
    quoted = Signal(object)  # Quote
    unquoted = Signal(object)  # Quote
    opened = Signal(object)  # Quote
    rule_asked = Signal()  # the person wants to write the team's rule

    def __init__(self, item: ItemView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._item = item
        self._sealed = False
        self._column = QVBoxLayout(self)
        space(self._column, (16, 8, 16, 14), 4)
        self._because = Text("", "caption", wrap=True, parent=self)
        self._column.addWidget(self._because)
        self._column.addLayout(self._head(item))
        self._ask = Text(item.ask, "quiet", wrap=True, parent=self)
        self._column.addWidget(self._ask)
        self.past: Callable[[str], Past] = lambda _address: ()
        self._guidance = Guidance(self)
        self._guidance.rule_asked.connect(self.rule_asked)
        self._guidance.hide()
        self._column.addWidget(self._guidance)
        self._column.addSpacing(4)
        self.options = self._options(item)
        self._column.addWidget(self.options)
        self._rule = TeamRule(item.rule, parent=self)
        self._column.addWidget(self._rule)
        self._column.addSpacing(4)
        self.reason = self._reason(item)
        self._column.addWidget(self.reason)
        self._quotes = QVBoxLayout()
        space(self._quotes, gap=4)
        self._column.addLayout(self._quotes)
        self._entry = self._quote_entry()
        self._column.addWidget(self._entry)
        self.set_item(item, sealed=False)

    def set_item(self, item: ItemView, *, sealed: bool) -> None:
        """Show what the item holds now; what is being typed is left alone."""
        changed = item.quotes != self._item.quotes or self._quotes.count() != len(set(item.quotes))
        self._item, self._sealed = item, sealed
        self._because.setText(item.because)
        self._because.setVisible(bool(item.because))
        self._ask.setText(item.ask)  # it may quote a setting that has changed
        self._rule.set_text(item.rule, item.rule_version)
        self._rule.setVisible(bool(item.rule))
        self.options.set_value(item.value)
        self.options.set_sealed(sealed=sealed)
        if not self.reason.field.hasFocus() or sealed:
            self.reason.set_text(item.why)
        self.reason.set_sealed(sealed=sealed)
        self._quote.setVisible(not sealed)
        self._entry.setVisible(self._entry.isVisible() and not sealed)
        if changed or sealed:
            self._show_quotes()

    def focus(self) -> None:
        """Put the focus on the answers."""
        self.options.focus_option()

    def focus_reason(self) -> None:
        """Put the focus into the reason."""
        self.reason.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def ask_quote(self) -> None:
        """Open the field for a typed quotation."""
        if not self._sealed:
            self._entry.show()
            self._words.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def toggle_guidance(self) -> None:
        """Show or hide the guidance: help, and how other studies were answered."""
        if self._guidance.isHidden():
            self._guidance.show_item(self._item, self.past(self._item.address), sealed=self._sealed)
        self._guidance.setVisible(self._guidance.isHidden())

    def begin_anew(self) -> None:
        """Close what was opened for another study."""
        self._guidance.hide()
        self._entry.hide()
        self._words.clear()
        self._page.clear()

    def flush(self) -> None:
        """Say what is typed and not yet said."""
        self.reason.flush()

    # -- parts -----------------------------------------------------------------------------------

    def _head(self, item: ItemView) -> QHBoxLayout:
        row = QHBoxLayout()
        space(row, gap=8)
        top = Qt.AlignmentFlag.AlignTop
        words = QHBoxLayout()
        space(words, (0, LINE_DROP, 0, 0), 8)
        words.addWidget(Text(item.id, "strong", parent=self), 0, top)
        words.addWidget(Text(item.title, "strong", wrap=True, parent=self), 1, top)
        row.addLayout(words, 1)
        link = Button(_("Guidance"), "link", icon="circle-help", parent=self)
        link.setAccessibleName(_("Guidance on {item}").format(item=item.id))
        link.clicked.connect(self.toggle_guidance)
        verb = QHBoxLayout()
        space(verb, gap=8)
        verb.addWidget(link)
        verb.addWidget(KeyCap("G", parent=self))
        row.addLayout(verb)
        row.setAlignment(verb, top)
        return row

    def _options(self, item: ItemView) -> OptionList | WordsAnswer:
        if item.type == "text":
            words = WordsAnswer(_("Answer, {item}").format(item=item.id), parent=self)
            words.answered.connect(self.answered)
            return words
        keys = keys_of([one.code for one in item.options])
        choices = [keyed_choice(one, keys[one.code]) for one in item.options]
        in_a_row = all(
            len(one.code) <= SHORT and len(one.text) <= MANY_WORDS and not one.stars
            for one in item.options
        )
        options = OptionList(
            choices,
            f"{item.id} {item.title}",
            multi=item.type == "multi",
            none=_("None of these") if item.type == "multi" else "",
            shape="compact" if in_a_row and len(choices) > 2 else "full",
            parent=self,
        )
        options.answered.connect(self.answered)
        return options

    def _reason(self, item: ItemView) -> ReasonField:
        field = ReasonField(
            _("Why"),
            key="W",
            name=_("Why, {item}").format(item=item.id),
            placeholder=_("A reason is needed here") if item.needs_why else "",
            parent=self,
        )
        field.edited.connect(self.reasoned)
        field.left.connect(self.focus)
        self._quote = QWidget(field)
        row = QHBoxLayout(self._quote)
        space(row, gap=4)
        button = Button(_("Add a quotation"), "link", parent=self._quote)
        button.setAccessibleName(_("Add a quotation to {item}").format(item=item.id))
        button.clicked.connect(lambda: self.ask_quote())
        row.addWidget(button)
        row.addWidget(KeyCap("Q", parent=self._quote))
        field.add_to_head(self._quote)
        return field

    def _quote_entry(self) -> QWidget:
        entry = QWidget(self)
        self._words = _Line(entry)
        self._words.setPlaceholderText(_("Words of the report"))
        self._words.setAccessibleName(_("Quotation for {item}").format(item=self._item.id))
        self._page = _Line(entry)
        self._page.setPlaceholderText(_("Page"))
        self._page.setAccessibleName(_("Page of the quotation"))
        hold(self._page, width=72)
        add = Button(_("Add"), parent=entry)
        add.clicked.connect(self._on_quoted)
        for field in (self._words, self._page):
            field.returnPressed.connect(self._on_quoted)
            field.left.connect(self._leave_entry)
        row = QHBoxLayout(entry)
        space(row, (0, 4, 0, 0), 8)
        row.addWidget(self._words, 1)
        row.addWidget(self._page)
        row.addWidget(add)
        entry.hide()
        return entry

    def _show_quotes(self) -> None:
        empty(self._quotes)
        for quote in dict.fromkeys(self._item.quotes):
            place = _("Page {page}").format(page=quote.page) if quote.page else ""
            shown = Quotation(
                quote.text, place, current=True, removable=not self._sealed, parent=self
            )
            shown.opened.connect(lambda quote=quote: self.opened.emit(quote))
            shown.removed.connect(lambda quote=quote: self.unquoted.emit(quote))
            self._quotes.addWidget(shown)

    def _leave_entry(self) -> None:
        """Go back to the answers; the field goes too, unless words stand in it."""
        if not self._words.text().strip() and not self._page.text().strip():
            self._entry.hide()
        self.focus()

    def _on_quoted(self) -> None:
        text = self._words.text().strip().strip('“”"')
        if not text:
            return
        page = self._page.text().strip() or None
        self._words.clear()
        self._page.clear()
        self._entry.hide()
        self.quoted.emit(Quote(text, "", page))
        self.focus()
