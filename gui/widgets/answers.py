"""The answers to one item: options in a column, or a row of short ones such as Y, PY, PN, N, NI."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from gui.theme import space
from gui.widgets.flow import FlowLayout
from gui.widgets.options import Choice, OptionButton, Shape, TickButton
from gui.widgets.reason import GrowingText
from gui.widgets.toggles import show_checked

NONE_KEY = "0"  # what says that nothing applies, where several could


class OptionList(QWidget):
    """The answers to one item: a column of options, or in another shape a row.

    `answered(value)` comes from the person alone: a code, a list of codes where several may be
    ticked, or None when the answer is taken back with Delete. A list that offers `none` has a
    last row which says that nothing applies: the empty list.
    """

    answered = Signal(object)

    def __init__(
        self,
        choices: Sequence[Choice],
        question: str,
        *,
        multi: bool = False,
        none: str = "",
        shape: Shape = "full",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._multi = multi
        self._value: str | list[str] | None = None
        self._none: TickButton | None = None
        self.setAccessibleName(question)
        layout: QVBoxLayout | FlowLayout = (
            QVBoxLayout(self) if shape == "full" else FlowLayout(self, gap=8)
        )
        if isinstance(layout, QVBoxLayout):
            space(layout, gap=4)
        self._group = QButtonGroup(self)
        self._group.setExclusive(not multi)
        kind = TickButton if multi else OptionButton
        self.buttons: dict[str, OptionButton | TickButton] = {}
        for choice in choices:
            button = kind(choice, question, shape=shape, parent=self)
            self.buttons[choice.code] = button
            self._group.addButton(button)
            layout.addWidget(button)
            button.toggled.connect(self._on_toggled)
        if multi and none:
            is_free = NONE_KEY not in self.buttons
            apart = Choice("–", none, key=NONE_KEY if is_free else "")
            self._none = TickButton(apart, question, shape=shape, parent=self)
            layout.addWidget(self._none)
            self._none.toggled.connect(self._on_none)
        if isinstance(layout, FlowLayout):
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)

    def value(self) -> str | list[str] | None:
        """Give what is chosen."""
        return self._value

    def set_value(self, value: object) -> None:
        """Show an answer without saying that the person gave it."""
        codes = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        self._value = value if isinstance(value, str | list) else None
        self._group.setExclusive(False)
        for code, button in self.buttons.items():
            show_checked(button, on=code in codes)
        self._group.setExclusive(not self._multi)
        if self._none is not None:
            show_checked(self._none, on=value == [])

    def choose(self, code: str) -> None:
        """Press an option, as a letter key does."""
        button = self.buttons.get(code) or (self._none if code == NONE_KEY else None)
        if button is not None:
            button.setFocus()
            button.click()

    def set_sealed(self, *, sealed: bool) -> None:
        """Keep the answer from being changed."""
        for button in [*self.buttons.values(), *([self._none] if self._none else [])]:
            button.look.sealed = sealed
            button.update()

    def focus_option(self) -> None:
        """Put the focus on the chosen option, or on the first."""
        chosen = [button for button in self.buttons.values() if button.isChecked()]
        (chosen or [*self.buttons.values()])[0].setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that mean something here."""
        taken_back = event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
        if taken_back and self._value is not None and not self._is_sealed:
            self.set_value(None)
            self.answered.emit(None)
        else:
            super().keyPressEvent(event)

    @property
    def _is_sealed(self) -> bool:
        return any(button.look.sealed for button in self.buttons.values())

    def _on_toggled(self) -> None:
        if self._is_sealed:
            self.set_value(self._value)
            return
        chosen = [code for code, button in self.buttons.items() if button.isChecked()]
        value: str | list[str] | None = chosen if self._multi else chosen[0] if chosen else None
        if self._multi and not chosen:
            value = None  # all ticks taken away is no answer; "none" has its own row
        if self._none is not None:
            show_checked(self._none, on=False)
        self._give(value)

    def _on_none(self) -> None:
        if self._is_sealed:
            self.set_value(self._value)
            return
        for button in self.buttons.values():
            show_checked(button, on=False)
        self._give([] if self._none is not None and self._none.isChecked() else None)

    def _give(self, value: str | list[str] | None) -> None:
        if value != self._value:
            self._value = value
            self.answered.emit(value)


class WordsAnswer(GrowingText):
    """The answer to an item that is answered in words; it stands where options would."""

    answered = Signal(object)

    def __init__(self, question: str, *, parent: QWidget | None = None) -> None:
        super().__init__(question, lines=2, parent=parent)
        self.edited.connect(lambda text: self.answered.emit(text.strip() or None))

    def set_value(self, value: object) -> None:
        """Show an answer without saying that the person gave it."""
        if not self.hasFocus():
            self.set_text(value if isinstance(value, str) else "")

    def choose(self, code: str) -> None:
        """Take no letters: they are typed."""

    def set_sealed(self, *, sealed: bool) -> None:
        """Keep the answer from being changed."""
        self.setReadOnly(sealed)

    def focus_option(self) -> None:
        """Put the focus on the words."""
        self.setFocus(Qt.FocusReason.TabFocusReason)
