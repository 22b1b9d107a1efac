"""The worklist of one reviewer: search, the studies with their states, the current one."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QVBoxLayout, QWidget

from appraisal.views.seats import SeatState, WorkRow
from gui.delegates.worklist import WorklistDelegate
from gui.models.rows import Column, RowsModel
from gui.theme import space
from gui.widgets.fields import SearchField
from gui.widgets.page import Pane
from gui.widgets.text import Elided, Text
from gui.widgets.toggles import follow_selection
from gui.words import state_word
from resources.i18n import _

WALKING = (
    *(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown),
    *(Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Tab, Qt.Key.Key_Backtab),
)
DONE = (SeatState.SUBMITTED, SeatState.AGREED)


class _Rows(QListView):
    """The list itself; a key that means something to the form beside it goes there."""

    def __init__(self, pane: "Worklist") -> None:
        super().__init__(pane)
        self._pane = pane

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk the rows; letters, digits and Enter are offered to the form first."""
        if event.key() in WALKING or not self._pane.take_key(event):
            super().keyPressEvent(event)


class Worklist(Pane):
    """Studies to score."""

    chosen = Signal(str)  # the key of a row

    def __init__(
        self, title: str, parent: QWidget | None = None, *, counts_agreed: bool = False
    ) -> None:
        super().__init__(parent=parent)
        self._model: RowsModel[WorkRow] = RowsModel(
            [Column("label", lambda: _("Study"), _said, tip=_tip)],
            identity=lambda row: row.key,
            parent=self,
        )
        self.take_key: Callable[[QKeyEvent], bool] = lambda _event: False
        self._counts_agreed = counts_agreed
        self._done = Elided("", "caption", parent=self)
        self._search = SearchField(_("Search"), parent=self)
        self._search.searched.connect(self._on_search)
        self._list = _Rows(self)
        self._list.setModel(self._model)
        self._list.setItemDelegate(WorklistDelegate(self._list))
        self._list.setAccessibleName(title)
        self._list.setMouseTracking(True)
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._list.selectionModel().currentChanged.connect(self._on_current)
        follow_selection(self._list)
        self._lay_out(title)
        self.setFocusProxy(self._list)

    def set_rows(self, rows: Sequence[WorkRow]) -> None:
        """Show these studies; the current one stays current."""
        current = self.current()
        self._model.set_rows(rows)
        counted = [row.cell.state for row in rows]
        if self._counts_agreed:  # what one reviewer submitted alone is agreed on with nobody
            counted = [state for state in counted if state != SeatState.SUBMITTED]
        done = sum(state in DONE for state in counted)
        words = _("{n} of {total} agreed") if self._counts_agreed else _("{n} of {total} submitted")
        if rows and not counted:
            words = _("Submitted by one reviewer each")
        self._done.setText(words.format(n=done, total=len(counted)))
        if current:
            self.select(current)

    def current(self) -> str:
        """The key of the row that is current; empty for none."""
        row = self._model.row(self._list.currentIndex())
        return row.key if row is not None else ""

    def select(self, key: str) -> bool:
        """Make an assessment, or the first of a study, current; whether it is on the list."""
        place = self._model.place_of(key)
        if place < 0:
            of_study = [row.key for row in self._model.rows() if row.study == key]
            place = self._model.place_of(of_study[0]) if of_study else -1
        if place >= 0 and self._list.currentIndex().row() != place:
            self._list.setCurrentIndex(self._model.index(place, 0))
        return place >= 0

    def step(self, by: int) -> None:
        """Go to the next or former study."""
        rows = self._model.rowCount()
        if rows:
            place = min(max(self._list.currentIndex().row() + by, 0), rows - 1)
            self._list.setCurrentIndex(self._model.index(place, 0))

    def select_first_open(self) -> None:
        """Make the first study current that is not submitted, or the first of all."""
        rows = self._model.rows()
        waiting = [row.key for row in rows if row.cell.state not in DONE]
        if rows:
            self.select((waiting or [rows[0].key])[0])

    def _on_search(self, text: str) -> None:
        wanted = text.strip().casefold()
        current = self.current()
        self._model.set_filter(
            (lambda row: wanted in f"{row.label} {row.place} {row.title} {row.short}".casefold())
            if wanted
            else None
        )
        self.select(current)

    def _on_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        row = self._model.row(index)
        if row is not None:
            self._list.scrollTo(index)
            self.chosen.emit(row.key)

    def _lay_out(self, title: str) -> None:
        head = QVBoxLayout()  # below one another: side by side there is no room in every language
        space(head, gap=2)
        head.addWidget(Text(title, "heading", parent=self))
        head.addWidget(self._done)
        top = QVBoxLayout()
        space(top, (20, 12, 20, 8), 8)
        top.addLayout(head)
        top.addWidget(self._search)
        column = self.column
        column.addLayout(top)
        column.addWidget(self._list, 1)


def _tip(row: WorkRow) -> str:
    return "\n".join(part for part in (row.title or row.label, row.place) if part)


def _said(row: WorkRow) -> str:
    """What a screen reader says of a row."""
    parts = (row.label, row.place, row.chip, state_word(row.cell))
    return ", ".join(part for part in parts if part)
