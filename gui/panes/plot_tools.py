"""What can be done with the plot besides reading it: choose its columns, copy it, copy its rows."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from appraisal.views.plot_columns import column_name
from gui.theme import space
from gui.widgets.buttons import ToolButton
from resources.i18n import _


class PlotTools(QWidget):
    """Three buttons at the right end of the tabs."""

    picked = Signal(str, bool)  # a column, and whether it is wanted
    figure_asked = Signal()
    table_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.menu = QMenu(_("Columns"), self)
        self.columns = ToolButton("columns", _("Columns"), parent=self)
        self.columns.clicked.connect(self._open)
        self.figure = ToolButton("copy", _("Copy the figure"), key="Ctrl+C", parent=self)
        self.figure.clicked.connect(self.figure_asked)
        self.table = ToolButton("table-2", _("Copy the table"), parent=self)
        self.table.clicked.connect(self.table_asked)
        row = QHBoxLayout(self)
        space(row, gap=4)
        for button in (self.columns, self.figure, self.table):
            row.addWidget(button)

    def show_columns(self, choices: Sequence[str], chosen: Sequence[str]) -> None:
        """Offer these columns, those chosen ticked."""
        self.menu.clear()
        for key in choices:
            entry = QAction(column_name(key), self.menu)
            entry.setCheckable(True)
            entry.setChecked(key in chosen)
            entry.toggled.connect(partial(self.picked.emit, key))
            self.menu.addAction(entry)

    def _open(self) -> None:
        self.menu.popup(self.columns.mapToGlobal(QPoint(0, self.columns.height())))
