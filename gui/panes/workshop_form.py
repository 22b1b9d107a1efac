"""The form of one part of an instrument in the workshop: its fields, or their translation."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from appraisal.errors import UserError
from appraisal.workshop.fields import fields_of_node
from appraisal.workshop.nodes import Column, FieldSpec, Node, translations
from appraisal.workshop.piece import Path, Piece
from appraisal.workshop.values import parts_of, value_of
from gui.panes.workshop_condition import ask_condition
from gui.theme import space
from gui.widgets.buttons import Button
from gui.widgets.fields import Field, LineField, ListField, set_error
from gui.widgets.flow import FlowLayout
from gui.widgets.grid import GridColumn, GridEditor
from gui.widgets.page import Scroll
from gui.widgets.reason import GrowingText
from gui.widgets.text import Text
from resources.i18n import NAMES, NOTHING, _

RENAMES = ("id", "key")  # said when the field is left: half an id would rename on the way
Try = Callable[[FieldSpec, Any], None]  # writes, or raises UserError


class NodeForm(Scroll):
    """Shows a node; each change is tried at once, and what cannot be read is told beside it."""

    renamed = Signal(str)
    translated = Signal(object, str)  # place, text
    part_asked = Signal()  # another table of rules

    def __init__(self, write: Try, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._write = write
        self._piece: Piece | None = None
        self._path: Path = ()

    def show_node(self, piece: Piece, node: Node, *, lang: str) -> None:
        """Show the fields of a node, or its texts in another language."""
        self._piece, self._path = piece, node.path
        body = QWidget()
        column = QVBoxLayout(body)
        space(column, (20, 12, 20, 24), 12)
        column.addWidget(Text(node.title, "heading", wrap=True, parent=body))
        if lang == "en":
            for spec in fields_of_node(piece, node.kind):
                self._add_field(column, spec, node, body)
        else:
            self._add_translations(column, piece, node, lang)
        column.addStretch(1)
        self.set_content(body)

    def hold(self, piece: Piece) -> None:
        """Know the piece as it is now, without showing it anew."""
        self._piece = piece

    # -- fields ----------------------------------------------------------------------------------

    def _add_field(self, column: QVBoxLayout, spec: FieldSpec, node: Node, parent: QWidget) -> None:
        assert self._piece is not None
        if spec.kind != "rules" or node.kind != "domain":
            column.addWidget(self._field(spec, parent))
            return
        for one in parts_of(self._piece, self._path, spec):
            column.addWidget(self._field(one, parent))
        more = Button(_("Add a table of rules"), "link", icon="plus", parent=parent)
        more.setToolTip(_("Where two questions are judged apart, and the worse of the two counts"))
        more.clicked.connect(self.part_asked)
        row = QHBoxLayout()
        space(row)
        row.addWidget(more)
        row.addStretch(1)
        column.addLayout(row)

    def _field(self, spec: FieldSpec, parent: QWidget) -> QWidget:
        assert self._piece is not None
        value = value_of(self._piece, self._path, spec)
        if spec.kind in ("flag", "flag_on"):
            box = QCheckBox(spec.label, parent)
            box.setChecked(bool(value))
            box.toggled.connect(lambda on: self._try(spec, on, box, None))
            return box
        widget = self._widget(spec, value, parent)
        field = Field(spec.label, widget, parent=parent)
        self._connect(spec, widget, field)
        if spec.hint:
            layout = field.layout()
            assert layout is not None
            layout.addWidget(Text(spec.hint, "caption", wrap=True, parent=field))
        return field

    def _widget(self, spec: FieldSpec, value: Any, parent: QWidget) -> QWidget:  # Any: by kind
        if spec.kind == "text":
            text = GrowingText(spec.label, lines=2, parent=parent)
            text.set_text(str(value))
            return text
        if spec.kind == "choice":
            pairs = [*spec.choices]
            if value not in dict(pairs):
                pairs.insert(0, (str(value), str(value) or NOTHING))
            listed = ListField(pairs, str(value), parent=parent)
            listed.set_narrow()
            return listed
        if spec.kind == "ticks":
            return _Ticks(spec, value, parent)
        if spec.kind in ("grid", "rules"):
            return self._grid(spec, value, parent)
        if spec.kind == "condition":
            return _ConditionField(spec.label, str(value), parent)
        return LineField(str(value), name=spec.label, parent=parent)

    def _connect(self, spec: FieldSpec, widget: QWidget, field: Field) -> None:
        if isinstance(widget, GrowingText):
            widget.textChanged.connect(
                lambda: self._try(spec, widget.toPlainText().strip(), widget, field)
            )
        elif isinstance(widget, ListField):
            widget.picked.connect(lambda key: self._try(spec, key, widget, field))
        elif isinstance(widget, _Ticks | GridEditor):
            widget.changed.connect(lambda value: self._try(spec, value, widget, field))
            if isinstance(widget, GridEditor):
                widget.help_asked.connect(lambda n, key: self._help_row(widget, n, key))
        elif isinstance(widget, _ConditionField):
            widget.line.textEdited.connect(lambda text: self._try(spec, text, widget.line, field))
            widget.asked.connect(lambda: self._help(spec, widget, field))
        elif isinstance(widget, LineField) and spec.key in RENAMES:
            widget.edited.connect(lambda text: self.renamed.emit(text.strip()))
        elif isinstance(widget, LineField):
            widget.textEdited.connect(lambda text: self._try(spec, text.strip(), widget, field))

    def _grid(self, spec: FieldSpec, value: Any, parent: QWidget) -> QWidget:  # Any: rows
        if spec.kind == "rules":
            columns = [
                GridColumn("when", _("When"), helped=True),
                GridColumn("then", _("Then"), "choice", spec.choices),
            ]
        else:
            columns = [_column(column, spec) for column in spec.columns]
        grid = GridEditor(spec.label, columns, last_is_fixed=spec.kind == "rules", parent=parent)
        grid.set_rows(value)
        return grid

    def _help(self, spec: FieldSpec, widget: "_ConditionField", field: Field) -> None:
        assert self._piece is not None
        text = ask_condition(self.window(), self._piece, self._path, widget.line.text())
        if text:
            widget.line.set_text(text)
            self._try(spec, text, widget.line, field)

    def _help_row(self, grid: GridEditor, n: int, key: str) -> None:
        assert self._piece is not None
        text = ask_condition(
            self.window(),
            self._piece,
            self._path,
            str(grid.rows()[n][key]),
            with_own=key == "score_if",
        )
        if text:
            grid.set_cell(n, key, text)

    def _try(
        self, spec: FieldSpec, value: Any, widget: QWidget, field: Field | None
    ) -> None:  # Any: by kind
        said = ""
        try:
            self._write(spec, value)
        except UserError as fault:
            said = f"{fault} {fault.remedy}".strip()
        if field is not None:
            field.set_error(said)
        if isinstance(widget, LineField):
            set_error(widget, said)

    # -- translation -----------------------------------------------------------------------------

    def _add_translations(self, column: QVBoxLayout, piece: Piece, node: Node, lang: str) -> None:
        found = translations(piece, node.path, lang)
        if not found:
            column.addWidget(Text(_("There is no text to translate here."), "quiet"))
        for place, source, said in found:
            field = GrowingText(_("{text}, in {language}").format(
                text=place[-1], language=NAMES.get(lang, lang)), lines=1)  # fmt: skip
            field.setPlaceholderText(source)
            field.set_text(said)
            field.textChanged.connect(
                lambda place=place, field=field: self.translated.emit(
                    place, field.toPlainText().strip()
                )
            )
            column.addWidget(Field(source, field))


class _Ticks(QWidget):
    """Several of a list, line after line."""

    changed = Signal(object)

    def __init__(self, spec: FieldSpec, chosen: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(spec.label)
        row = FlowLayout(self, gap=12)
        self._boxes: dict[str, QCheckBox] = {}
        for code, words in spec.choices:
            box = QCheckBox(words, self)
            box.setChecked(code in chosen)
            box.toggled.connect(self._on_toggled)
            row.addWidget(box)
            self._boxes[code] = box

    def _on_toggled(self) -> None:
        self.changed.emit([code for code, box in self._boxes.items() if box.isChecked()])


class _ConditionField(QWidget):
    """A condition as the file writes it, and a button that helps to write it."""

    asked = Signal()

    def __init__(self, label: str, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.line = LineField(text, name=label, placeholder=_("always"), parent=self)
        button = Button(_("Add a condition"), "small", parent=self)
        button.setAccessibleName(_("Add a condition, {name}").format(name=label))
        button.clicked.connect(self.asked)
        row = QHBoxLayout(self)
        space(row, gap=8)
        row.addWidget(self.line, 1)
        row.addWidget(button)
        self.setFocusProxy(self.line)


def _column(column: Column, spec: FieldSpec) -> GridColumn:
    if column.kind == "flag":
        return GridColumn(column.key, column.label, "flag")
    if column.kind == "role":
        pairs = (("", _("by its id")), *spec.choices)
        return GridColumn(column.key, column.label, "choice", pairs)
    is_short = column.kind == "number" or column.key in ("", "id", "code", "letter")
    return GridColumn(
        column.key,
        column.label,
        "short" if is_short else "line",
        helped=column.kind == "condition",
    )
