"""Rows of small fields that come, go and change places: the options of an item, rules, levels."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from gui.theme import px, space
from gui.widgets.buttons import Button, ToolButton
from gui.widgets.emptying import empty
from gui.widgets.fields import LineField, ListField, Pair
from gui.widgets.text import Text
from resources.i18n import _

Row = Mapping[str, Any]  # Any: a text, or a flag
CellKind = Literal["line", "short", "flag", "choice"]
STRETCH: dict[CellKind, int] = {"line": 4, "short": 2, "flag": 0, "choice": 3}


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column: its key, what heads it, what its cells are. `helped` puts a button beside."""

    key: str
    label: str
    kind: CellKind = "line"
    pairs: Sequence[Pair] = ()
    helped: bool = False


class GridEditor(QWidget):
    """Edits rows; `changed` says all of them, `help_asked(row, key)` asks for help with a cell."""

    changed = Signal(object)  # list of rows
    help_asked = Signal(int, str)

    def __init__(
        self,
        name: str,
        columns: Sequence[GridColumn],
        *,
        last_is_fixed: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._columns = tuple(columns)
        self._last_is_fixed = last_is_fixed  # the row that holds always, which takes no condition
        self._rows: list[dict[str, Any]] = []
        self.setAccessibleName(name)
        self._grid = QGridLayout()
        space(self._grid, gap=4)
        self._grid.setHorizontalSpacing(px(6))
        add = Button(_("Add a row"), "link", icon="plus", parent=self)
        add.setAccessibleName(_("Add a row, {name}").format(name=name))
        add.clicked.connect(self._add)
        foot = QHBoxLayout()
        space(foot)
        foot.addWidget(add)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        space(column, gap=4)
        column.addLayout(self._grid)
        column.addLayout(foot)

    def rows(self) -> list[dict[str, Any]]:
        """What stands in it."""
        return [dict(row) for row in self._rows]

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show rows without saying that the person wrote them."""
        self._rows = [dict(row) for row in rows]
        self._fill()

    def set_cell(self, row: int, key: str, value: str) -> None:
        """Write a cell, as help does."""
        self._rows[row][key] = value
        self._fill()
        self._say()

    # -- within ----------------------------------------------------------------------------------

    def _fill(self) -> None:
        empty(self._grid)
        if not self._rows:
            return
        for at, column in enumerate(self._columns):
            self._grid.addWidget(Text(column.label, "caption", parent=self), 0, at)
            self._grid.setColumnStretch(at, STRETCH[column.kind])
        for n, row in enumerate(self._rows):
            for at, column in enumerate(self._columns):
                self._grid.addWidget(self._cell(n, row, column), n + 1, at)
            self._grid.addWidget(self._tools(n), n + 1, len(self._columns))

    def _cell(self, n: int, row: dict[str, Any], column: GridColumn) -> QWidget:
        name = _("{name}, row {n}: {column}").format(name=self._name, n=n + 1, column=column.label)
        value = row.get(column.key)
        if column.kind == "flag":
            box = QCheckBox(self)
            box.setAccessibleName(name)
            box.setChecked(value is True)
            box.toggled.connect(lambda on: self._write(n, column.key, value=on))
            return box
        if column.kind == "choice":
            listed = ListField(column.pairs, str(value or ""), parent=self)
            listed.set_narrow()
            listed.setMinimumWidth(px(88))
            listed.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            hidden = Text(name, parent=self)
            hidden.setBuddy(listed)
            hidden.hide()
            listed.picked.connect(lambda key: self._write(n, column.key, value=key))
            return listed
        if self._last_is_fixed and column.helped and n == len(self._rows) - 1:
            return Text(_("otherwise"), "quiet", parent=self)
        line = LineField(str(value or ""), name=name, parent=self)
        line.setCursorPosition(0)  # the beginning shows, not the end
        line.setMinimumWidth(px(44))
        line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        line.setToolTip(line.text())
        line.textEdited.connect(lambda text: self._write(n, column.key, value=text))
        return self._with_help(line, n, column) if column.helped else line

    def _with_help(self, line: LineField, n: int, column: GridColumn) -> QWidget:
        box = QWidget(self)
        row = QHBoxLayout(box)
        space(row, gap=2)
        row.addWidget(line, 1)
        button = ToolButton("plus", _("Add a condition"), parent=box)
        button.clicked.connect(lambda: self.help_asked.emit(n, column.key))
        row.addWidget(button)
        return box

    def _tools(self, n: int) -> QWidget:
        box = QWidget(self)
        row = QHBoxLayout(box)
        space(row)
        verbs: list[tuple[str, str, Callable[[], None], bool]] = [
            ("arrow-up", _("Up"), lambda: self._move(n, -1), n > 0),
            ("arrow-down", _("Down"), lambda: self._move(n, 1), n < len(self._rows) - 1),
            ("x", _("Take this row away"), lambda: self._remove(n), True),
        ]
        for icon, word, verb, is_on in verbs:
            button = ToolButton(icon, f"{word} ({n + 1})", parent=box)
            button.setEnabled(is_on)
            button.clicked.connect(verb)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return box

    def _write(self, n: int, key: str, *, value: object) -> None:
        self._rows[n][key] = value
        self._say()

    def _add(self) -> None:
        fresh: dict[str, Any] = {
            column.key: False if column.kind == "flag" else "" for column in self._columns
        }
        for column in self._columns:
            if column.kind == "choice" and column.pairs:
                fresh[column.key] = column.pairs[0][0]
        at = len(self._rows) - 1 if self._last_is_fixed and self._rows else len(self._rows)
        self._rows.insert(at, fresh)
        self._fill()
        self._say()

    def _remove(self, n: int) -> None:
        del self._rows[n]
        self._fill()
        self._say()

    def _move(self, n: int, by: int) -> None:
        self._rows[n], self._rows[n + by] = self._rows[n + by], self._rows[n]
        self._fill()
        self._say()

    def _say(self) -> None:
        self.changed.emit(self.rows())
