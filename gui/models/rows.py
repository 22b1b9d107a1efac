"""A table of frozen rows that sorts and filters itself.

A proxy would take seconds for 10,000 rows; a list of rows sorted and filtered in place takes
milliseconds. When a view gives new rows, the model compares them with the old and says the least:
`dataChanged` for rows that changed in place, a reset when rows came, went or moved.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from gui.delegates.cells import CELL, Cell

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """A column: its title, what a cell says, how it sorts, and whether it can be typed in."""

    key: str
    title: Callable[[], str]
    text: Callable[[R], str]
    sort: Callable[[R], Any] | None = None
    tip: Callable[[R], str] | None = None
    is_figure: bool = False
    is_editable: bool = False
    edit: Callable[[R], str] | None = None
    cell: Callable[[R], Cell] | None = None
    head_tip: Callable[[], str] | None = None  # what the head says under the pointer


LONG_TITLE = 14  # letters, beyond which a narrow column may not show a title whole


class RowsModel(QAbstractTableModel, Generic[R]):
    """Rows of a view in the columns of a table."""

    edited = Signal(object, str, str)  # row, column key, what was typed
    shown_changed = Signal(int)  # how many rows are shown

    def __init__(
        self,
        columns: Sequence[Column[R]],
        *,
        identity: Callable[[R], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._identity = identity
        self._all: tuple[R, ...] = ()
        self._rows: list[R] = []
        self._keep: Callable[[R], bool] = _keep_all
        self._order: tuple[int, Qt.SortOrder] | None = None
        self.is_editable = True

    # -- rows ------------------------------------------------------------------------------------

    def set_rows(self, rows: Sequence[R]) -> None:
        """Show the rows of a view, changing as little as possible."""
        self._all = tuple(rows)
        fresh = self._arranged()
        same = len(fresh) == len(self._rows) and all(
            self._identity(new) == self._identity(old)
            for new, old in zip(fresh, self._rows, strict=True)
        )
        if not same:
            self._reset(fresh)
            return
        for place, (new, old) in enumerate(zip(fresh, self._rows, strict=True)):
            if new != old:
                self._rows[place] = new
                self.dataChanged.emit(
                    self.index(place, 0), self.index(place, len(self.columns) - 1)
                )

    def set_columns(self, columns: Sequence[Column[R]]) -> None:
        """Have other columns; what is sorted by stays so while its column is there."""
        sorted_by = self.columns[self._order[0]].key if self._order is not None else ""
        self.beginResetModel()
        self.columns = tuple(columns)
        if self._order is not None:
            places = [n for n, column in enumerate(self.columns) if column.key == sorted_by]
            self._order = (places[0], self._order[1]) if places else None
            self._rows = self._arranged()
        self.endResetModel()

    def set_filter(self, keep: Callable[[R], bool] | None) -> None:
        """Show only some rows."""
        self._keep = keep or _keep_all
        self._reset(self._arranged())

    def row(self, index: Index | int) -> R | None:
        """The row at an index or a place."""
        place = index if isinstance(index, int) else index.row()
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def rows(self) -> tuple[R, ...]:
        """The rows that are shown, in their order."""
        return tuple(self._rows)

    @property
    def total(self) -> int:
        """How many rows there are, shown or not."""
        return len(self._all)

    def place_of(self, identity: str) -> int:
        """Where a row is shown; -1 when it is not."""
        return next(
            (place for place, row in enumerate(self._rows) if self._identity(row) == identity), -1
        )

    def column_of(self, key: str) -> int:
        """Where a column stands."""
        return next(place for place, column in enumerate(self.columns) if column.key == key)

    # -- Qt --------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """As many rows as are shown."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """As many columns as there are."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell says, for a role."""
        row = self.row(index) if index.isValid() else None
        if row is None:
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role == Qt.ItemDataRole.EditRole:
            return (column.edit or column.text)(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tip(row) if column.tip is not None else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if column.is_figure else LEFT
        if role == CELL:
            return column.cell(row) if column.cell is not None else None
        return row if role == ROW_ROLE else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Hand on what was typed; the rows change when the review does."""
        row = self.row(index)
        if role != Qt.ItemDataRole.EditRole or row is None:
            return False
        column = self.columns[index.column()]
        if str(value) == (column.edit or column.text)(row):
            return False
        self.edited.emit(row, column.key, str(value))
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The titles."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title()
        if role == Qt.ItemDataRole.ToolTipRole:
            title, tip = self.columns[section].title(), self.columns[section].head_tip
            if tip is not None:
                return tip()
            return title if len(title) > LONG_TITLE else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if self.columns[section].is_figure else LEFT
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cells of editable columns can be typed in while the review can be written."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self.is_editable and self.columns[index.column()].is_editable:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; a column of -1 gives the review's own order back."""
        self._order = (column, order) if column >= 0 else None
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        known = [self._identity(self._rows[index.row()]) for index in before]
        self._rows = self._arranged()
        places = {self._identity(row): place for place, row in enumerate(self._rows)}
        self.changePersistentIndexList(
            before,
            [self.index(places[k], i.column()) for k, i in zip(known, before, strict=True)],
        )
        self.layoutChanged.emit()

    # -- within ----------------------------------------------------------------------------------

    def _arranged(self) -> list[R]:
        rows = [row for row in self._all if self._keep(row)]
        if self._order is not None:
            column = self.columns[self._order[0]]
            key = column.sort or (lambda row: column.text(row).casefold())
            rows.sort(
                key=lambda row: _sortable(key(row)),
                reverse=self._order[1] == Qt.SortOrder.DescendingOrder,
            )
        return rows

    def _reset(self, rows: list[R]) -> None:
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()
        self.shown_changed.emit(len(rows))


def _sortable(value: Any) -> tuple[bool, Any]:
    """Put what is missing at one end, whatever the kind of value."""
    return (value is None, 0 if value is None else value)


def _keep_all(_row: Any) -> bool:
    return True
