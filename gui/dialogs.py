"""Questions that must be answered, and faults that must be told. Nothing else is a dialog."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from appraisal.errors import AppraisalError
from gui.theme import hold, px, set_class, space
from gui.widgets.buttons import Button, ButtonKind
from gui.widgets.page import Scroll
from gui.widgets.scrim import Scrim
from gui.widgets.text import Text
from resources.i18n import _

WIDTH, EDGE = 520, 20


@dataclass(frozen=True, slots=True)
class Way:
    """One way to answer: a key, the verb, and whether it is the safest, which stands right."""

    key: str
    text: str
    kind: ButtonKind = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that is missing, and the key of the place to go to."""

    key: str
    code: str
    text: str


class Dialog(QDialog):
    """A question over the window.

    `ask()` waits and gives the key of the way taken, "go:KEY" for a place to go to, or "" for
    Escape. `open()` does not wait: `answered(key)` says the same.
    """

    answered = Signal(str)

    def __init__(
        self,
        parent: QWidget,
        title: str,
        sentences: Sequence[str] = (),
        ways: Sequence[Way] = (),
        *,
        missing: Sequence[Missing] = (),
    ) -> None:
        self._scrim = Scrim(parent)
        super().__init__(self._scrim)
        self.setWindowFlags(Qt.WindowType.Widget)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(" ".join(sentences))
        set_class(self, "modal")
        hold(self, width=WIDTH)
        self._answer = ""
        self.is_ready: Callable[[str], bool] = lambda _key: True
        self.first: QWidget | None = None  # what has the focus first, where it is not plain
        self.buttons: dict[str, Button] = {}
        self._primary: Button | None = None
        column = QVBoxLayout(self)
        space(column, (EDGE, EDGE, EDGE, EDGE), 12)
        column.addWidget(Text(title, "heading", wrap=True, parent=self))
        for sentence in sentences:
            column.addWidget(Text(sentence, "quiet", wrap=True, parent=self))
        self.body = QVBoxLayout()
        space(self.body, gap=8)
        column.addLayout(self.body)
        if missing:
            self.body.addWidget(self._list(missing))
        row = QHBoxLayout()
        space(row, gap=8)
        row.addStretch(1)
        for way in ways:
            row.addWidget(self._button(way))
        column.addLayout(row)
        self._scrim.installEventFilter(self)

    def add(self, thing: QWidget | QLayout) -> None:
        """Put a field or a list between the sentences and the buttons."""
        if isinstance(thing, QWidget):
            self.body.addWidget(thing)
        else:
            self.body.addLayout(thing)

    def add_scrolled(self, things: Sequence[QWidget]) -> None:
        """Put a column of fields there that scrolls where the window is too low for it."""
        held = QWidget(self)
        column = QVBoxLayout(held)
        space(column, (0, 0, 12, 0), 8)
        for thing in things:
            column.addWidget(thing)
        scroll = Scroll(held, parent=self)
        scroll.take_content()
        self.first = self.first or next(iter(things)).focusProxy()
        self.body.addWidget(scroll)

    def ask(self) -> str:
        """Wait for the answer."""
        self._come_up()
        self.exec()
        return self._answer

    def open(self) -> None:
        """Come up without waiting."""
        self._come_up()
        self.show()

    def refit(self) -> None:
        """Take the height of what is shown now."""
        layout = self.layout()
        if layout is not None and self.isVisible():
            layout.activate()
            self._place()

    def answer(self, key: str) -> None:
        """Take a way, as its button does; one that is not ready yet stays, and says why itself."""
        if key and not self.is_ready(key):
            self.refit()
            return
        self._answer = key
        self.done(1 if key else 0)

    def done(self, code: int) -> None:
        """End, however it came about."""
        super().done(code)
        self._scrim.lift()
        self.answered.emit(self._answer)
        self._scrim.deleteLater()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep the focus inside."""
        return self._scrim.focusNextPrevChild(forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that mean something here."""
        if event.key() == Qt.Key.Key_Escape:
            self.answer("")
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                if self._primary is not None:  # from a reason too, or from any button
                    self._primary.click()
            elif isinstance(focused, Button):
                focused.click()
            elif isinstance(focused, QLineEdit) and self._primary and self.isVisible():
                self._primary.click()  # off while something is missing
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Watch what happens to another."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._place()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Grow when what is in it grows: a text that wraps, a sentence that comes."""
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._place()
        return super().event(event)

    def _come_up(self) -> None:
        self._scrim.cover()
        self._place()
        self.raise_()
        first = self.body.itemAt(0)
        field = first.widget() if first is not None else None
        if self.first is not None:
            self.first.setFocus(Qt.FocusReason.PopupFocusReason)
        elif field is not None and field.focusProxy() is not None:
            field.setFocus(Qt.FocusReason.PopupFocusReason)
        elif self.buttons:
            [*self.buttons.values()][-1].setFocus(Qt.FocusReason.PopupFocusReason)

    def _place(self) -> None:
        self.setMaximumHeight(self._scrim.height() - 2 * px(24))
        layout = self.layout()
        wraps = layout is not None and layout.hasHeightForWidth()
        high = layout.heightForWidth(px(WIDTH)) if layout and wraps else self.sizeHint().height()
        high = min(high, self.maximumHeight())
        left = (self._scrim.width() - px(WIDTH)) // 2
        self.setGeometry(left, max(px(24), (self._scrim.height() - high) * 2 // 5), px(WIDTH), high)

    def _button(self, way: Way) -> Button:
        button = Button(way.text, way.kind, parent=self)
        button.clicked.connect(lambda: self.answer(way.key))
        self.buttons[way.key] = button
        if way.kind == "primary":
            self._primary = button
        return button

    def _list(self, missing: Sequence[Missing]) -> QFrame:
        well = QFrame(self)
        set_class(well, "well")
        grid = QGridLayout(well)
        space(grid, (12, 8, 10, 8), 8)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        for row, each in enumerate(missing):
            grid.addWidget(Text(each.code, "strong", parent=well), row, 0, top)
            grid.addWidget(Text(each.text, wrap=True, parent=well), row, 1, top)
            link = Button(_("Go there"), "link", parent=well)
            link.setAccessibleName(_("Go to {item}").format(item=f"{each.code} {each.text}"))
            link.clicked.connect(lambda _checked=False, key=each.key: self.answer(f"go:{key}"))
            grid.addWidget(link, row, 2, top)
        return well


def ask(
    parent: QWidget,
    title: str,
    sentences: Sequence[str],
    ways: Sequence[Way],
    *,
    missing: Sequence[Missing] = (),
) -> str:
    """Ask a question and wait; see `Dialog.ask`."""
    return Dialog(parent, title, sentences, ways, missing=missing).ask()


def tell(parent: QWidget, title: str, sentences: Sequence[str]) -> None:
    """Tell what stands in the way, and wait until it is read."""
    ask(parent, title, sentences, [Way("close", _("Close"), "primary")])


def tell_why(parent: QWidget, fault: Exception) -> None:
    """Tell why something was not done, and what can be done about it."""
    if isinstance(fault, AppraisalError):
        tell(parent, fault.message, fault.remedy.splitlines())
    else:
        tell(parent, str(fault), [])


@contextmanager
def waiting() -> Iterator[None]:
    """Show by the pointer that something is being done."""
    QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        yield
    finally:
        QGuiApplication.restoreOverrideCursor()


def tell_fault(parent: QWidget, title: str, sentences: Sequence[str], details: str) -> str:
    """Tell of a fault of the program, whose details can be copied; give the way taken."""
    dialog = Dialog(
        parent, title, sentences,
        [Way("copy", _("Copy details")), Way("close", _("Continue"), "primary")],
    )  # fmt: skip
    shown = QPlainTextEdit(details, dialog)
    shown.setReadOnly(True)
    shown.setAccessibleName(_("Details"))
    shown.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    hold(shown, height=160)
    dialog.add(shown)
    way = dialog.ask()
    if way == "copy":
        QGuiApplication.clipboard().setText(details)
    return way
