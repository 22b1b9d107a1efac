"""Cells that take one of a list: the list opens over the cell, and a choice is taken at once."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QElapsedTimer,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QWidget

from gui.delegates.table import TableDelegate
from gui.widgets.fields import ListField

Index = QModelIndex | QPersistentModelIndex
Pairs = Sequence[tuple[str, str]]
PAUSE_MS = 1200  # after which typing begins anew
AFTER_NAME = (" · ", ", ")  # what parts a short name from the words that explain it


class ChoiceDelegate(TableDelegate):
    """A table's delegate whose columns may offer choices: `choices(index)` gives key and words."""

    def __init__(self, view: QAbstractItemView, choices: Callable[[Index], Pairs]) -> None:
        super().__init__(view)
        self._choices = choices

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Give a list where the column offers choices, else the field for typing."""
        pairs = self._choices(index)
        if not pairs:
            return super().createEditor(parent, option, index)
        field = ListField(pairs, str(index.data(Qt.ItemDataRole.EditRole) or ""), parent=parent)
        header = index.model().headerData(index.column(), Qt.Orientation.Horizontal)
        field.setAccessibleName(str(header or ""))
        field.picked.connect(lambda _key: self._take(field))
        keys = _TypedKeys(field)
        QTimer.singleShot(0, keys, keys.open)
        return field

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Put the value into the editor."""
        if not isinstance(editor, ListField):
            super().setEditorData(editor, index)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Take the value from the editor."""
        if isinstance(editor, ListField):
            place = model.index(index.row(), index.column())
            model.setData(place, editor.key(), Qt.ItemDataRole.EditRole)
        else:
            super().setModelData(editor, model, index)

    def _take(self, editor: ListField) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor)


class _TypedKeys(QObject):
    """Finds what is typed in the list, and keeps what is typed before the list is open.

    Words that are typed whole win over longer ones that begin alike and stand before them.
    """

    def __init__(self, field: ListField) -> None:
        super().__init__(field)
        self._field = field
        self._typed = ""
        self._since = QElapsedTimer()
        field.installEventFilter(self)

    def open(self) -> None:
        """Open the list at what was typed."""
        self._field.showPopup()
        self._field.view().installEventFilter(self)
        self._find()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take printable keys for the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if self._since.isValid() and self._since.hasExpired(PAUSE_MS):
                self._typed = ""
            text = event.text()
            if text and text.isprintable() and (text.strip() or self._typed):
                self._typed += text
                self._since.start()
                self._find()
                return True
        return super().eventFilter(watched, event)

    def _find(self) -> None:
        view, model = self._field.view(), self._field.model()
        words = [self._field.itemText(row) for row in range(self._field.count())]
        place = best_match(words, self._typed)
        if place >= 0 and view.isVisible():
            view.setCurrentIndex(model.index(place, self._field.modelColumn()))


def best_match(words: Sequence[str], typed: str) -> int:
    """The place of what is typed: named so exactly, else the first that begins so; -1 for none."""
    wanted = typed.strip().casefold()
    begins = [place for place, each in enumerate(words) if each.casefold().startswith(wanted)]
    exact = [
        place
        for place in begins
        if words[place][len(wanted) :].startswith(AFTER_NAME) or len(words[place]) == len(wanted)
    ]
    return (exact or begins or [-1])[0] if wanted else -1
