"""The grid of an outcome: two arms of numbers, what they amount to, and how far each study is."""

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from appraisal.cells import number_name
from appraisal.ledger import Value
from appraisal.number_words import choice_word
from appraisal.subjects import TEXTS
from appraisal.synthesis_text import digits_of, measure_sign
from appraisal.views.extraction import Grid, GridRow, choices
from appraisal.views.seats import SeatState
from gui.delegates.cells import Cell
from gui.delegates.choice import ChoiceDelegate
from gui.delegates.table import PADDING
from gui.models.rows import Column, RowsModel
from gui.theme import px, theme
from gui.widgets.table import GROUP, Table
from gui.words import share_done, state_word
from resources.i18n import NOTHING, _, interval, ngettext, number

Index = QModelIndex | QPersistentModelIndex
FIRST = ("e1", "e2", "m1", "m2", "e", "r", "use", "measure")  # what an arm begins with
TIGHT = 840  # px of the grid below which its columns take only what they need
FEW = 4  # so many columns of figures have all the room they want
WIDE = {"adjusted": 130, "use": 100, "estimate": 84}
Effect = Callable[[GridRow], tuple[float, float, float] | None]


class NumberGrid(Table):
    """A table of a `Grid`'s rows; a number is read where it is typed, by the page."""

    typed = Signal(object, str, str)  # GridRow, field, text
    entered = Signal(object, str)  # GridRow, field: the cell that is current
    quote_asked = Signal()
    work_asked = Signal()

    def __init__(self, effect: Effect, parent: QWidget | None = None) -> None:
        super().__init__(_("Extracted numbers"), short=True, grid=True, parent=parent)
        self._effect = effect
        self._rows: RowsModel[GridRow] | None = None
        self._fields: tuple[str, ...] = ()
        self._decimals = 2
        self._is_tight = False
        self.setItemDelegate(ChoiceDelegate(self, self._choices))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Q asks for a quotation, C to work a number out: no number begins with them."""
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
        )
        typing = self.state() == QAbstractItemView.State.EditingState
        field = self.field_at(self.currentIndex())
        asked = {Qt.Key.Key_Q: self.quote_asked, Qt.Key.Key_C: self.work_asked}.get(
            Qt.Key(event.key())
        )
        if asked is not None and plain and not typing and field not in ("", *TEXTS):
            asked.emit()
        else:
            super().keyPressEvent(event)

    def show_grid(self, shown: Grid, *, read_only: bool) -> None:
        """Show an outcome's grid."""
        key = (shown.outcome, shown.fields, shown.arm1, shown.arm2, shown.measure)
        if self.property("shown") != repr(key):
            self.setProperty("shown", repr(key))
            self._build(shown, shown.measure)
        assert self._rows is not None
        self._rows.is_editable = not read_only
        self._rows.set_rows(shown.rows)
        self._make_room()

    def field_at(self, index: Index) -> str:
        """The field of a column; empty for those that hold no number."""
        if self._rows is None or not index.isValid():
            return ""
        key = self._rows.columns[index.column()].key
        return key if key in self._fields else ""

    def current(self) -> tuple[GridRow | None, str]:
        """The row and field that are current."""
        index = self.currentIndex()
        row = self._rows.row(index) if self._rows is not None and index.isValid() else None
        return row, self.field_at(index)

    def select(self, study: str, field: str) -> None:
        """Make a cell current."""
        if self._rows is None:
            return
        place = self._rows.place_of(study)
        if place >= 0:
            column = self._rows.column_of(field if field in self._fields else self._fields[0])
            self.setCurrentIndex(self._rows.index(place, column))

    def _build(self, shown: Grid, measure: str) -> None:
        self._fields = shown.fields
        self._decimals = digits_of(measure)
        model: RowsModel[GridRow] = RowsModel(
            self._columns(shown, measure), identity=lambda row: row.study, parent=self
        )
        model.edited.connect(self.typed)
        self._rows = model
        self.setModel(model)
        self.selectionModel().currentChanged.connect(self._on_current)
        self._set_widths()

    def _set_widths(self) -> None:
        """Give the columns the room they like, or what they need where the report stands beside."""
        self._is_tight = self.width() < px(TIGHT)
        first, other = (92, 64) if len(self._fields) <= FEW and not self._is_tight else (76, 52)
        figures = [WIDE.get(field, first if field in FIRST else other) for field in self._fields]
        rest = (76, 116, 64, 116) if self._is_tight else (90, 120, 80, 130)
        self.set_columns((170, *figures, *rest), stretch=(0,))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Close the columns up where the grid gets narrow."""
        if self._rows is not None and self._is_tight != (self.width() < px(TIGHT)):
            self._set_widths()
            self._make_room()
        super().resizeEvent(event)

    def _make_room(self) -> None:
        """Widen the columns of figures to their longest: a figure cut short is a wrong figure."""
        assert self._rows is not None
        metrics = QFontMetrics(theme().font("body", 600, tabular=True))
        head = QFontMetrics(theme().font("small", 500))
        for place, column in enumerate(self._rows.columns):
            if column.is_figure or column.key in self._fields:
                longest = max((column.text(row) for row in self._rows.rows()), key=len, default="")
                words = column.title().split("\n")[-1]
                wide = max(metrics.horizontalAdvance(longest), head.horizontalAdvance(words))
                needed = wide + 2 * px(PADDING) + 2
                self.setColumnWidth(place, max(self.columnWidth(place), needed))
        self.share_room()

    def _choices(self, index: Index) -> list[tuple[str, str]]:
        field = self.field_at(index)
        offered = choices(field)
        return (
            [("", NOTHING), *((key, choice_word(field, key)) for key in offered)] if offered else []
        )

    def _columns(self, shown: Grid, measure: str) -> list[Column[GridRow]]:
        columns: list[Column[GridRow]] = [
            Column(
                "label",
                lambda: "\n" + _("Study"),
                lambda row: row.label,
                cell=lambda row: Cell(row.label, "name"),
            )
        ]
        for place, field in enumerate(shown.fields):
            columns.append(self._number_column(shown, place, field))
        columns += [
            Column(
                "effect",
                lambda: _("Worked out") + "\n" + measure_sign(measure),
                self._estimate,
                is_figure=True,
                cell=lambda row: Cell(self._estimate(row), "number", off=True, rule=True),
            ),
            Column(
                "interval",
                lambda: GROUP + _("95 % CI"),
                self._limits,
                is_figure=True,
                cell=lambda row: Cell(self._limits(row), "number", off=True),
            ),
            Column(
                "quotes",
                lambda: "\n" + _("Quotes"),
                lambda row: str(row.quotes) if row.quotes else "",
                cell=lambda row: (
                    Cell(str(row.quotes), "icon", icon="quote") if row.quotes else Cell()
                ),
            ),
            Column("state", lambda: "\n" + _("State"), _state_text, cell=_state_cell),
        ]
        return columns

    def _number_column(self, shown: Grid, place: int, field: str) -> Column[GridRow]:
        starts = field in FIRST
        arm = shown.arm1 if field.endswith("1") else shown.arm2 if field.endswith("2") else ""
        return Column(
            field,
            lambda: (arm + "\n" if starts else GROUP if arm else "\n") + cell_name(field),
            lambda row: cell_text(row.cells[place].value, field),
            is_figure=field not in TEXTS,
            is_editable=True,
            edit=lambda row: plain_text(row.cells[place].value),
            tip=lambda row: _tip(row, field),
            cell=lambda row: _number_cell(row, place, field, rule=starts),
        )

    def _estimate(self, row: GridRow) -> str:
        found = self._effect(row)
        return number(found[0], self._decimals) if found is not None else NOTHING

    def _limits(self, row: GridRow) -> str:
        found = self._effect(row)
        return interval(found[1], found[2], self._decimals) if found is not None else ""

    def _on_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        row = self._rows.row(index) if self._rows is not None and index.isValid() else None
        if row is not None:
            self.entered.emit(row, self.field_at(index))


def cell_words(grid: Grid, field: str) -> str:
    """What a cell holds, with its group: `Treated, Events`."""
    if not cell_name(field):
        return ""
    arm = grid.arm1 if field.endswith("1") else grid.arm2 if field.endswith("2") else ""
    return ", ".join(part for part in (arm, cell_name(field)) if part)


def cell_name(field: str) -> str:
    """What a field holds, as a column's head."""
    return {
        "e": _("Events"),
        "n": "n",
        "m": _("Mean"),
        "sd": "SD",
        "t": _("Person-time"),
        "r": "r",
        "se": "SE",
        "lower": _("Lower"),
        "upper": _("Upper"),
        "level": _("Level %"),
    }.get(field.rstrip("12")) or number_name(field)


def cell_text(value: Value, field: str = "") -> str:
    """A number as the grid shows it, or a choice in its words."""
    if isinstance(value, str):
        return choice_word(field, value) if choices(field) else value
    if not isinstance(value, int | float):
        return ""
    return number(value, 0) if float(value).is_integer() else number(value, _digits(value))


def plain_text(value: Value) -> str:
    """A number as a person would type it again."""
    if isinstance(value, str):
        return value
    if not isinstance(value, int | float):
        return ""
    return str(int(value)) if float(value).is_integer() else repr(value)


def _digits(value: float) -> int:
    text = repr(value)
    return len(text.partition(".")[2]) if "e" not in text else 4


def _number_cell(row: GridRow, place: int, field: str, *, rule: bool) -> Cell:
    text = cell_text(row.cells[place].value, field)
    kind: Literal["text", "number"] = "text" if field in TEXTS else "number"
    if any(field in found.cells for found in row.errors):
        return Cell(text, kind, fault="bad", rule=rule)
    if any(field in found.cells and found.code != "zero" for found in row.warnings):
        return Cell(text, kind, fault="warn", rule=rule)
    return Cell(text, kind, rule=rule)


def _tip(row: GridRow, field: str) -> str:
    found = [one for one in (*row.errors, *row.warnings) if field in one.cells]
    return "\n".join(f"{one.title}. {one.remedy}" for one in found)


def _state_text(row: GridRow) -> str:
    if row.errors:
        n = len(row.errors)
        return ngettext("{n} error", "{n} errors", n).format(n=n)
    if row.is_sealed:
        return _("Submitted")
    if row.warnings and row.cell.state == SeatState.READY:
        return row.warnings[0].title if row.warnings[0].code == "zero" else _("Check")
    if row.cell.state == SeatState.READY:
        return _("Complete")
    return _("To do") if row.cell.state == SeatState.NOT_STARTED else state_word(row.cell)


def _state_cell(row: GridRow) -> Cell:
    text = _state_text(row)
    if row.errors:
        return Cell(text, "state", state="bad")
    if row.is_sealed:
        return Cell(text, "state", state="submitted")
    if row.warnings and row.cell.state == SeatState.READY:
        return Cell(text, "state", state="warn")
    if row.cell.state == SeatState.READY:
        return Cell(text, "state", state="complete")
    if row.cell.state == SeatState.NOT_STARTED:
        return Cell(text, "state", state="not_started")
    return Cell(text, "state", state="started", part=share_done(row.cell))
