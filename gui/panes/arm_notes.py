"""The further arms of a study beside the grid: each number a button that chooses it.

What is chosen takes its reason and its quotations in the same fields as a number of the grid.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from appraisal.arm_texts import arm_name
from appraisal.cells import arm_cell_name
from appraisal.further_arms import FurtherArm, arm_field
from appraisal.subjects import ARM, ARM_CELLS
from appraisal.views.extraction import Grid, GridRow
from gui.panes.number_grid import cell_text
from gui.theme import space
from gui.widgets.buttons import Button
from gui.widgets.emptying import empty
from gui.widgets.text import Text
from gui.widgets.toggles import show_checked
from resources.i18n import NOTHING, _


def can_have_arms(grid: Grid, row: GridRow | None) -> bool:
    """Whether a study may have more arms here: of counts and means, beside its numbers."""
    return row is not None and grid.data in ARM_CELLS and "n1" in grid.fields


def arm_cell_words(row: GridRow, field: str) -> str:
    """What a number of a further arm is: `High dose, Events`; empty for any other field."""
    if not field.startswith(ARM):
        return ""
    arm, _between, cell = field.removeprefix(ARM).partition("/")
    name = next((one.name for one in row.arms if one.id == arm), arm)
    return f"{name}, {arm_cell_name(cell)}"


class ArmNotes(QWidget):
    """The list of a study's further arms, with the ways to add and change them."""

    asked = Signal(str)  # id of an arm to edit; empty for a new one
    removed = Signal(str)
    picked = Signal(str)  # the field of a number
    quote_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cells: dict[str, Button] = {}
        self._shown: tuple[object, ...] = ()
        self._column = QVBoxLayout(self)
        space(self._column, gap=4)

    def show_arms(self, grid: Grid, row: GridRow, *, fixed: bool, current: str) -> None:
        """Show the arms; `current` is the field whose reason and quotations show."""
        names = (grid.arm1, grid.arm2)
        quotes = tuple((field, len(cell.quotes)) for field, cell in row.arm_cells)
        shown = (row.study, row.arms, quotes, names, grid.combines, fixed)
        if shown != self._shown:
            focused = next((key for key, one in self.cells.items() if one.hasFocus()), "")
            self._shown = shown
            self._build(grid, row, names, fixed=fixed, quotes=dict(quotes))
            if focused in self.cells:
                self.cells[focused].setFocus()
        for field, button in self.cells.items():
            show_checked(button, on=field == current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Q asks for a quotation of the number in focus, as in the grid."""
        field = next((key for key, one in self.cells.items() if one.hasFocus()), "")
        if event.key() == Qt.Key.Key_Q and field:
            self.picked.emit(field)
            self.quote_asked.emit()
        else:
            super().keyPressEvent(event)

    # -- within ----------------------------------------------------------------------------------

    def _build(
        self,
        grid: Grid,
        row: GridRow,
        names: tuple[str, str],
        *,
        fixed: bool,
        quotes: dict[str, int],
    ) -> None:
        self.cells = {}
        empty(self._column)
        if row.arms:
            self._column.addWidget(Text(_("Further arms"), "strong", parent=self))
            said = _("Combined with the arm of their side.")
            if not grid.combines:
                said = _("Compared one by one, the comparator divided.")
            self._column.addWidget(Text(said, "caption", wrap=True, parent=self))
        for arm in row.arms:
            words = Text(arm_name(arm, names), "small_strong", wrap=True, parent=self)
            self._column.addWidget(words)
            self._column.addWidget(self._cells(grid, arm, quotes))
            if not fixed:
                self._column.addWidget(self._ways(arm))
        if not fixed:
            add = Button(_("Add an arm"), "link", parent=self)
            add.clicked.connect(lambda: self.asked.emit(""))
            self._column.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)

    def _cells(self, grid: Grid, arm: FurtherArm, quotes: dict[str, int]) -> QWidget:
        box = QWidget(self)
        row = QHBoxLayout(box)
        space(row, gap=6)
        for cell, value in zip(ARM_CELLS[grid.data], arm.cells, strict=True):
            field = arm_field(arm.id, cell)
            icon = "quote" if quotes.get(field) else ""
            words = f"{arm_cell_name(cell)} {cell_text(value) or NOTHING}"
            button = Button(words, "small", icon=icon, parent=box)
            button.setAccessibleName(f"{arm.name}, {words}")
            button.setCheckable(True)
            button.toggled.connect(lambda _on, field=field: self.picked.emit(field))
            self.cells[field] = button
            row.addWidget(button)
        row.addStretch(1)
        return box

    def _ways(self, arm: FurtherArm) -> QWidget:
        box = QWidget(self)
        row = QHBoxLayout(box)
        space(row, gap=12)
        edit, remove = (
            Button(_("Edit"), "link", parent=box),
            Button(_("Remove"), "link", parent=box),
        )
        edit.setAccessibleName(_("{arm}: edit").format(arm=arm.name))
        remove.setAccessibleName(_("{arm}: remove").format(arm=arm.name))
        edit.clicked.connect(lambda: self.asked.emit(arm.id))
        remove.clicked.connect(lambda: self.removed.emit(arm.id))
        row.addWidget(edit)
        row.addWidget(remove)
        row.addStretch(1)
        return box
