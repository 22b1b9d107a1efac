"""Cells that take one of a list: the list opens over the cell, and a choice is taken at once."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
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
        keys = _FirstKeys(field)
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


class _FirstKeys(QObject):
    """Keeps what is typed before the list is open, so that typing "cohort" finds it whole."""

    def __init__(self, field: ListField) -> None:
        super().__init__(field)
        self._field = field
        self._typed = ""
        field.installEventFilter(self)

    def open(self) -> None:
        """Open the list at what was typed."""
        self._field.removeEventFilter(self)
        self._field.showPopup()
        if self._typed:
            self._field.view().keyboardSearch(self._typed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take printable keys for the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            text = event.text()
            if text.isprintable() and text.strip():
                self._typed += text
                return True
        return super().eventFilter(watched, event)
