"""The workshop's list: every instrument, those that ship and one's own, with what can be done."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from appraisal.library import known, own_files
from appraisal.shipped import shipped
from gui.delegates.cells import Cell
from gui.models.rows import Column, RowsModel
from gui.theme import space
from gui.widgets.buttons import Button
from gui.widgets.card import Card
from gui.widgets.table import Table
from gui.widgets.text import Text
from resources.i18n import NOTHING, _, language, ngettext


@dataclass(frozen=True, slots=True)
class Line:
    """An instrument of the list; `own` is the name of its file, empty where it ships."""

    id: str
    title: str
    items: int
    confidence: str
    own: str
    faults: int


class WorkshopStart(QWidget):
    """Shows the list, and says what is to be done with a line."""

    asked = Signal(str, object)  # verb, Line or None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model: RowsModel[Line] = RowsModel(_columns(), identity=lambda row: row.id,
                                                 parent=self)  # fmt: skip
        self._table = Table(_("Instruments"), parent=self)
        self._table.setModel(self._model)
        self._table.set_columns([320, 200, 80, 100, 150], stretch=(0,))
        self._table.opened.connect(self._on_opened)
        self._table.selectionModel().currentChanged.connect(lambda *_rest: self._show_verbs())
        self._verbs: dict[str, Button] = {}
        row = QHBoxLayout()
        space(row, (24, 0, 24, 12), 8)
        for key, words, icon in (
            ("new", _("New"), "plus"),
            ("duplicate", _("Duplicate"), "copy"),
            ("edit", _("Edit"), "pencil"),
            ("import", _("Import"), "upload"),
            ("export", _("Export"), "download"),
            ("remove", _("Remove"), "trash"),
        ):
            button = Button(words, icon=icon, parent=self)
            button.clicked.connect(lambda _checked=False, key=key: self._ask(key))
            self._verbs[key] = button
            row.addWidget(button)
        row.addStretch(1)
        card = Card(parent=self)
        card.add_edge(self._table, 1)
        inner = QVBoxLayout()
        space(inner, (24, 0, 24, 16), 8)
        inner.addWidget(card, 1)
        said = _("Files of your own lie in your data folder. A review carries the ones it uses.")
        for words in (confidence_key(), said):
            inner.addWidget(Text(words, "caption", wrap=True, parent=self))
        column = QVBoxLayout(self)
        space(column)
        column.addLayout(row)
        column.addLayout(inner, 1)
        self.setFocusProxy(self._table)
        self.refresh()

    def refresh(self) -> None:
        """Read the list again."""
        rows = [
            Line(one.name, one.instrument.title if one.instrument else one.path.name,
                 len(one.instrument.by_address) if one.instrument else 0,
                 one.instrument.confidence if one.instrument else NOTHING,
                 one.name, len(one.faults))
            for one in own_files()
        ]  # fmt: skip
        mine = {row.id for row in rows}
        everything = known(language())
        rows += [
            Line(one.id, one.title, len(one.by_address), one.confidence, "", 0)
            for one in everything.values()
            if one.id in shipped() and one.id not in mine
        ]
        self._model.set_rows(rows)
        if rows and not self._table.currentIndex().isValid():
            self._table.setCurrentIndex(self._model.index(0, 0))
        self._show_verbs()

    def select(self, id: str) -> None:
        """Make an instrument current."""
        place = self._model.place_of(id)
        if place >= 0:
            self._table.setCurrentIndex(self._model.index(place, 0))

    def _line(self) -> Line | None:
        return self._model.row(self._table.currentIndex())

    def _show_verbs(self) -> None:
        line = self._line()
        none = _("Choose an instrument first") if line is None else ""
        ships = _("It ships with the program: duplicate it to change it")
        not_own = none or (ships if line is not None and not line.own else "")
        for key in ("duplicate", "export"):
            self._verbs[key].set_off(none)
        for key in ("edit", "remove"):
            self._verbs[key].set_off(not_own)

    def _ask(self, key: str) -> None:
        self.asked.emit(key, None if key in ("new", "import") else self._line())

    def _on_opened(self, index: QModelIndex) -> None:
        line = self._model.row(index)
        if line is not None:
            self.asked.emit("edit" if line.own else "duplicate", line)


def _columns() -> list[Column[Line]]:
    return [
        Column("title", lambda: _("Instrument"), lambda row: row.title,
               cell=lambda row: Cell(row.title, "name")),
        Column("id", lambda: _("Id"), lambda row: row.id,
               cell=lambda row: Cell(row.id, "quiet")),
        Column("items", lambda: _("Items"), lambda row: str(row.items), is_figure=True,
               cell=lambda row: Cell(str(row.items), "number")),
        Column("confidence", lambda: _("Confidence"), lambda row: row.confidence,
               head_tip=confidence_key, tip=lambda _row: confidence_key(),
               cell=lambda row: Cell(row.confidence, "quiet")),
        Column("kind", lambda: _("Kind"), _kind, cell=lambda row: Cell(_kind(row), "quiet")),
    ]  # fmt: skip


def confidence_key() -> str:
    """What the letters of confidence say: how far a form's structure was compared."""
    return _(
        "Confidence: A, agrees with the official form or with two independent copies of it; "
        "B, with one copy; C, from what is generally known, not compared with the official form."
    )


def _kind(row: Line) -> str:
    if row.faults:
        return ngettext("{n} fault", "{n} faults", row.faults).format(n=row.faults)
    return _("yours") if row.own else _("ships")
