"""Cells that take one of a list: the list opens over the cell, and a choice is taken at once."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt, QTimer
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
        QTimer.singleShot(0, field, field.showPopup)
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
