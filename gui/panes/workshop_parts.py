"""The left of the workshop: the parts of an instrument, what can be added, and every fault."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QHBoxLayout, QListView, QMenu, QVBoxLayout, QWidget

from appraisal.workshop.nodes import Node, node_of_fault, nodes
from appraisal.workshop.piece import Path, Piece
from gui.delegates.nodes import NodeDelegate, NodeRow
from gui.models.rows import Column, RowsModel
from gui.theme import hold, space
from gui.widgets.buttons import Button, ToolButton
from gui.widgets.page import Pane, Scroll
from gui.widgets.text import Text
from resources.i18n import _, ngettext

MOVABLE = ("config", "domain", "item", "summary")


class Parts(Pane):
    """Shows a piece's nodes and faults."""

    chosen = Signal(object)  # Node
    added = Signal(str)  # a kind of node
    removed = Signal()
    moved = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._nodes: tuple[Node, ...] = ()
        self._model: RowsModel[NodeRow] = RowsModel(
            [Column("title", lambda: _("Part"), _said, tip=_said)],
            identity=lambda row: row.key,
            parent=self,
        )
        self._list = QListView(self)
        self._list.setModel(self._model)
        self._list.setItemDelegate(NodeDelegate(self._list))
        self._list.setAccessibleName(_("Parts of the instrument"))
        self._list.setMouseTracking(True)
        self._list.selectionModel().currentChanged.connect(self._on_current)
        self._state = Text("", "strong", wrap=True, parent=self)
        self._faults = Scroll(parent=self)
        hold(self._faults, height=150)
        self._lay_out()
        self.setFocusProxy(self._list)

    def show_piece(self, piece: Piece, faults: Sequence[str]) -> None:
        """Show the parts of a piece; the current one stays current."""
        current = self.current()
        at = Counter(node_of_fault(piece, fault) for fault in faults)
        self._nodes = nodes(piece)
        self._model.set_rows(
            [NodeRow("/".join(n.path), n.title, n.depth, at[n.path]) for n in self._nodes]
        )
        if current is not None:
            self.select(current.path)
        self._show_faults(piece, faults)
        self._show_verbs()

    def current(self) -> Node | None:
        """The node that is current."""
        row = self._model.row(self._list.currentIndex())
        if row is None:
            return None
        return next((one for one in self._nodes if "/".join(one.path) == row.key), None)

    def select(self, path: Path) -> None:
        """Make a node current, or the first."""
        place = max(0, self._model.place_of("/".join(path)))
        if self._list.currentIndex().row() != place:
            self._list.setCurrentIndex(self._model.index(place, 0))
        self._list.scrollTo(self._model.index(place, 0))

    # -- within ----------------------------------------------------------------------------------

    def _on_current(self, _now: QModelIndex, _before: QModelIndex) -> None:
        node = self.current()
        self._show_verbs()
        if node is not None:
            self.chosen.emit(node)

    def _show_verbs(self) -> None:
        node = self.current()
        is_on = node is not None and node.kind in MOVABLE
        for button in (self._up, self._down, self._remove):
            button.setEnabled(is_on)

    def _show_faults(self, piece: Piece, faults: Sequence[str]) -> None:
        self._state.setText(
            ngettext("{n} fault", "{n} faults", len(faults)).format(n=len(faults))
            if faults
            else _("No faults")
        )
        body = QWidget()
        column = QVBoxLayout(body)
        space(column, gap=4)
        for fault in faults:
            words = Text(fault, "bad", wrap=True, parent=body)
            go = Button(_("Go there"), "link", parent=body)
            go.setAccessibleName(_("Go to {item}").format(item=fault))
            path = node_of_fault(piece, fault)
            go.clicked.connect(lambda _checked=False, path=path: self.select(path))
            column.addWidget(words)
            row = QHBoxLayout()
            space(row)
            row.addWidget(go)
            row.addStretch(1)
            column.addLayout(row)
        column.addStretch(1)
        self._faults.set_content(body)
        self._faults.setVisible(bool(faults))

    def _lay_out(self) -> None:
        add = Button(_("Add"), "small", icon="plus", parent=self)
        menu = QMenu(add)
        for kind, words in (
            ("item", _("Question")),
            ("domain", _("Domain")),
            ("config", _("Setting")),
            ("summary", _("Sum or table")),
        ):
            entry = menu.addAction(words)
            entry.triggered.connect(lambda _checked=False, kind=kind: self.added.emit(kind))
        add.setMenu(menu)
        self.add_menu = menu
        self._up = ToolButton("arrow-up", _("Up"), parent=self)
        self._up.clicked.connect(lambda: self.moved.emit(-1))
        self._down = ToolButton("arrow-down", _("Down"), parent=self)
        self._down.clicked.connect(lambda: self.moved.emit(1))
        self._remove = ToolButton("trash", _("Remove this part"), parent=self)
        self._remove.clicked.connect(self.removed)
        row = QHBoxLayout()
        space(row, (16, 8, 12, 8), 4)
        row.addWidget(add)
        row.addStretch(1)
        for button in (self._up, self._down, self._remove):
            row.addWidget(button)
        below = QVBoxLayout()
        space(below, (16, 8, 12, 12), 4)
        below.addWidget(self._state)
        below.addWidget(self._faults)
        self.column.addLayout(row)
        self.column.addWidget(self._list, 1)
        self.column.addLayout(below)


def _said(row: NodeRow) -> str:
    faults = ngettext("{n} fault", "{n} faults", row.faults).format(n=row.faults)
    return f"{row.title}, {faults}" if row.faults else row.title
