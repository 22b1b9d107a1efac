"""What a person does at the window, as tests say it: press, type, answer a dialog, look."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEventLoop, QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QTableView, QWidget

from gui.dialogs import Dialog
from gui.widgets.rail import Rail
from gui.window import Window

NONE = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier
PATIENCE = 20_000  # ms
Found = TypeVar("Found", bound=QWidget)


def named(inside: QWidget, kind: type[Found], words: str) -> Found:
    """The one widget that shows and is called so."""
    showing = [one for one in inside.findChildren(kind) if one.isVisible()]
    found = [one for one in showing if words in (one.accessibleName(), _text(one))]
    assert found, f"no {kind.__name__} “{words}” among {[_text(one) for one in showing]}"
    return found[0]


def click(inside: QWidget, words: str) -> None:
    """Press the button that is called so."""
    press(named(inside, QAbstractButton, words))


def press(button: QWidget) -> None:
    QTest.mouseClick(button, LEFT, pos=QPoint(button.width() // 2, button.height() // 2))
    QApplication.processEvents()


def keys(*pressed: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
    """Press keys where the focus is."""
    for key in pressed:
        focused = QApplication.focusWidget() or QApplication.activeWindow()
        assert focused is not None, "nothing has the focus"
        QTest.keyClick(focused, key, held)
        QApplication.processEvents()


def type_words(words: str) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None, "nothing has the focus"
    QTest.keyClicks(focused, words)
    QApplication.processEvents()


def page_of(window: Window, kind: type[Found]) -> Found:
    """The page of a kind, which was visited before."""
    return next(page for page in window._pages.values() if isinstance(page, kind))


def go(window: Window, page: str) -> QWidget:
    """Press a page's place in the rail, and give the page."""
    press(window.findChildren(Rail)[-1].items[page])
    return shown(window)


def shown(window: Window) -> QWidget:
    return window._pages[window.page]


def let_finish(window: Window) -> None:
    """Wait until the jobs under way have ended."""
    jobs, loop = window.session.jobs, QEventLoop()
    late = QTimer(loop, singleShot=True, interval=PATIENCE)
    late.timeout.connect(loop.quit)
    late.start()

    def look() -> None:
        if not jobs.running:
            loop.quit()

    jobs.changed.connect(look)
    while jobs.running and late.isActive():  # one may begin while the last one ends
        loop.exec()
    jobs.changed.disconnect(look)
    assert not jobs.running


def cells(inside: QWidget) -> str:
    """All that the tables hold that show."""
    texts = []
    for table in inside.findChildren(QTableView):
        model = table.model()
        if table.isVisible():
            texts += [
                str(model.index(row, column).data())
                for row in range(model.rowCount())
                for column in range(model.columnCount())
            ]
    return "\n".join(texts)


def in_dialog(window: Window, act: Callable[[Dialog], object]) -> None:
    """Do something in the dialog that comes up next; one still open then is turned back from."""
    waiting = QTimer(window, interval=1)

    def look() -> None:
        dialogs = [one for one in window.findChildren(Dialog) if one.isVisible()]
        if not dialogs:
            return
        waiting.stop()
        try:
            act(dialogs[-1])
        finally:
            if dialogs[-1].isVisible():
                dialogs[-1].answer("")

    waiting.timeout.connect(look)
    waiting.start()


def words(dialog: Dialog) -> str:
    """All that a dialog says."""
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def shown_words(inside: QWidget) -> str:
    """All that is said inside a widget and can be seen."""
    QApplication.processEvents()  # what was just put there becomes visible
    return "\n".join(one.text() for one in inside.findChildren(QLabel) if one.isVisible())


def answering(window: Window, *buttons: str) -> list[str]:
    """Press a button in each dialog that follows; gives their words as they come."""
    said: list[str] = []

    def press(left: tuple[str, ...]) -> None:
        def look(dialog: Dialog) -> None:
            said.append(words(dialog))
            if left[1:]:
                press(left[1:])
            click(dialog, left[0])

        in_dialog(window, look)

    press(buttons)
    return said


def drop(window: Window, path: Path) -> None:
    """Let go of a file over the window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(400, 300),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)


def cell(table: QTableView, row: int, column: int) -> None:
    """Press a cell of a table."""
    place = table.visualRect(table.model().index(row, column)).center()
    QTest.mouseClick(table.viewport(), LEFT, pos=place)
    QApplication.processEvents()


def edit(table: QTableView, row: int, column: int, words: str) -> None:
    """Press a cell, type over it, and press Enter."""
    cell(table, row, column)
    table.setFocus()
    keys(Qt.Key.Key_F2)
    keys(Qt.Key.Key_A, held=CONTROL)
    type_words(words) if words else keys(Qt.Key.Key_Delete)
    keys(Qt.Key.Key_Return)


def seen(table: QTableView, row: int, column: int) -> str:
    return str(table.model().index(row, column).data())


def _text(widget: QWidget) -> str:
    return widget.text().replace("&&", "&") if isinstance(widget, QAbstractButton) else ""
