"""The sure duplicates of a search in a list, so that they are looked at before they are merged.

There may be many thousands: what a row says is read from the review when the row is drawn.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from appraisal.records import database_of, reference_at
from appraisal.references.reference import Reference
from gui.delegates.cells import Cell
from gui.models.rows import Column, RowsModel
from gui.session import Session
from gui.theme import space
from gui.widgets.buttons import Button
from gui.widgets.card import Card
from gui.widgets.page import Hints
from gui.widgets.table import Table
from gui.widgets.text import Text
from resources.i18n import NOTHING, _

Merge = tuple[str, str, str]  # duplicate, keeper, how it is known


@dataclass(frozen=True, slots=True)
class SureRow:
    """A pair that is surely one report: the record that is merged, and into which."""

    other: str
    keeper: str
    how: str
    is_ticked: bool = True


class SureDuplicates(QWidget):
    """Shows the sure pairs; each can be left out or looked at side by side."""

    ticked_changed = Signal()
    opened = Signal(object)  # SureRow

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._left_out: set[tuple[str, str]] = set()
        self.model: RowsModel[SureRow] = RowsModel(
            self._columns(), identity=lambda row: f"{row.other}/{row.keeper}", parent=self
        )
        self.table = Table(_("Sure duplicates"), parent=self)
        self.table.setModel(self.model)
        self.table.set_columns((110, 300, 70, 140, 140, 150), stretch=(1,))
        self.table.clicked.connect(self._on_clicked)
        self.table.opened.connect(self._on_opened)
        self.table.installEventFilter(self)
        self._all = Button("", "small", parent=self)
        self._all.clicked.connect(self._on_all)
        self._look = Button(_("Look side by side"), "small", parent=self)
        self._look.clicked.connect(lambda: self._on_opened(self.table.currentIndex()))
        self._lay_out()

    def show_pairs(self, pairs: Iterable[Merge]) -> None:
        """Show these; what was left out stays so."""
        current = self.table.currentIndex().row()
        self.model.set_rows(
            [SureRow(*pair, is_ticked=pair[:2] not in self._left_out) for pair in pairs]
        )
        if self.model.rowCount() and not self.table.currentIndex().isValid():
            place = min(max(0, current), self.model.rowCount() - 1)
            self.table.setCurrentIndex(self.model.index(place, 1))
        self._name_all()

    def forget(self) -> None:
        """Leave nothing out any more: another search was made."""
        self._left_out.clear()

    def ticked(self) -> list[Merge]:
        """The pairs to merge."""
        return [(row.other, row.keeper, row.how) for row in self.model.rows() if row.is_ticked]

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Let Space tick the chosen rows, or take their ticks away."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Space
        ):
            chosen = {index.row() for index in self.table.selectedIndexes()}
            self._turn(chosen or {self.table.currentIndex().row()})
            return True
        return False

    # -- verbs -----------------------------------------------------------------------------------

    def _on_clicked(self, index: QModelIndex) -> None:
        if index.column() == 0:
            self._turn({index.row()})

    def _on_opened(self, index: QModelIndex) -> None:
        row = self.model.row(index)
        if row is not None and index.column() != 0:
            self.opened.emit(row)

    def _on_all(self) -> None:
        on = len(self.ticked()) < self.model.rowCount()
        self._tick(set(range(self.model.rowCount())), on=on)

    def _turn(self, places: set[int]) -> None:
        rows = [row for place in places if (row := self.model.row(place)) is not None]
        self._tick(places, on=not all(row.is_ticked for row in rows))

    def _tick(self, places: set[int], *, on: bool) -> None:
        rows = list(self.model.rows())
        for place in places:
            row = rows[place]
            rows[place] = replace(row, is_ticked=on)
            (self._left_out.discard if on else self._left_out.add)((row.other, row.keeper))
        self.model.set_rows(rows)
        self._name_all()
        self.ticked_changed.emit()

    # -- showing ---------------------------------------------------------------------------------

    def _name_all(self) -> None:
        is_whole = len(self.ticked()) == self.model.rowCount()
        self._all.set_text(_("Leave all out") if is_whole else _("Take all in"))

    def _columns(self) -> list[Column[SureRow]]:
        said, found = self._said, self._found
        return [
            Column("merge", lambda: _("Merge?"), _ticked,
                   cell=lambda row: Cell(_ticked(row), "icon", off=not row.is_ticked,
                                         icon="check" if row.is_ticked else "minus")),
            Column("title", lambda: _("Title"), lambda row: said(row).title or NOTHING,
                   tip=lambda row: said(row).title,
                   cell=lambda row: Cell(said(row).title or NOTHING, "name",
                                         off=not row.is_ticked)),
            Column("year", lambda: _("Year"), lambda row: str(said(row).year or NOTHING)),
            Column("from", lambda: _("Found in"), lambda row: found(row.other)),
            Column("into", lambda: _("Merged into"), lambda row: found(row.keeper)),
            Column("how", lambda: _("What matched"), lambda row: matched(row.how)),
        ]  # fmt: skip

    def _said(self, row: SureRow) -> Reference:
        return reference_at(self._session.state, row.other)

    def _found(self, record: str) -> str:
        return database_of(self._session.state, record) or _("Not said where found")

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        space(row, gap=8)
        said = _("A merge takes nothing away: each record can be split off again.")
        row.addWidget(Text(said, "caption", wrap=True, parent=self), 1)
        row.addWidget(Hints([(_("in or out"), "Space"), (_("side by side"), "Enter")], parent=self))
        row.addWidget(self._all)
        row.addWidget(self._look)
        card = Card(parent=self)
        card.add_edge(self.table, 1)
        column = QVBoxLayout(self)
        space(column, (24, 0, 24, 16), 8)
        column.addLayout(row)
        column.addWidget(card, 1)
        self.setFocusProxy(self.table)


def matched(how: str) -> str:
    """What told that two records are one report."""
    return {"doi": "DOI", "pmid": "PMID"}.get(how) or _("Title and details")


def _ticked(row: SureRow) -> str:
    return _("Merge") if row.is_ticked else _("Left out")
