"""The palette: every action and everything in the review, found by typing a part of its name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from gui.icons import paint_icon
from gui.theme import hold, px, set_class, space, theme
from gui.widgets.bars import key_width, paint_key
from gui.widgets.card import Rule
from gui.widgets.page import Hints
from gui.widgets.scrim import Scrim
from gui.widgets.text import IconLabel, KeyCap, Text, key_text
from resources.i18n import _

WIDTH, TOP, ROW, GROUP, SHOWN = 600, 120, 36, 26, 9
ENTRY = Qt.ItemDataRole.UserRole
MOST = 60  # rows; who sees more types on


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: an action, or something in the review. `off` is why it cannot be done now."""

    key: str
    text: str
    detail: str = ""
    icon: str = ""
    keys: str = ""
    off: str = ""
    kind: str = "action"  # action, study, other: what `>` and `@` ask for


class Palette(QFrame):
    """A field and a list over the window. `ran(key)` is the row taken.

    `search(words)` gives what in the review matches; actions are matched here.
    """

    ran = Signal(str)

    def __init__(
        self, parent: QWidget, search: Callable[[str], Sequence[Entry]] | None = None
    ) -> None:
        self._scrim = Scrim(parent)
        super().__init__(self._scrim)
        set_class(self, "modal")
        hold(self, width=WIDTH)
        self._search = search
        self._actions: Sequence[Entry] = ()
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(_("Search actions and studies"))
        self.field.setAccessibleName(_("Search actions and studies"))
        set_class(self.field, "finder")
        self.list = QListView(self)
        self.list.setAccessibleName(_("Found"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the field keeps the keys
        self.list.setMouseTracking(True)
        self.list.setItemDelegate(_Delegate(self.list))
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._model = _Model(self)
        self.list.setModel(self._model)
        self._nothing = Text(_("Nothing has that name."), "quiet", parent=self)
        self._lay_out()
        self.field.textChanged.connect(self._on_typed)
        self.field.installEventFilter(self)
        self.list.clicked.connect(self._run)
        self._scrim.pressed.connect(self.close_palette)
        self._scrim.installEventFilter(self)

    def open_palette(self, actions: Sequence[Entry], typed: str = "") -> None:
        """Come up with these actions."""
        self._actions = actions
        self.field.setText(typed)
        self._on_typed()
        self._scrim.cover()
        self.show()
        self._place()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_palette(self) -> None:
        """Go away."""
        self._scrim.lift()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Watch what happens to another."""
        if watched is self._scrim and event.type() == QEvent.Type.Resize:
            self._place()
        if (
            watched is self.field
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
        ):
            return self._on_key(Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _on_key(self, key: Qt.Key) -> bool:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -SHOWN,
                 Qt.Key.Key_PageDown: SHOWN}  # fmt: skip
        if key in steps:
            self._step(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run(self.list.currentIndex())
        elif key == Qt.Key.Key_Escape:
            self.close_palette()
        elif key not in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return False
        return True

    def _step(self, by: int) -> None:
        rows = self._model.rows
        can = [place for place, row in enumerate(rows) if isinstance(row, Entry)]
        if can:
            here = self.list.currentIndex().row()
            place = can.index(here) if here in can else 0
            self._choose(can[max(0, min(len(can) - 1, place + by))])

    def _choose(self, place: int) -> None:
        index = self._model.index(place)
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index)
        if place == 1:
            self.list.scrollToTop()  # with the name of its group

    def _run(self, index: QModelIndex) -> None:
        entry = index.data(ENTRY)
        if isinstance(entry, Entry) and not entry.off:
            self.close_palette()
            self.ran.emit(entry.key)

    def _on_typed(self) -> None:
        typed = self.field.text().strip()
        only = {">": "action", "@": "study"}.get(typed[:1], "")
        words = typed[1:].strip() if only else typed
        found = [entry for entry in self._actions if matches(entry, words)]
        more = self._search(words) if self._search is not None and only != "action" else ()
        actions = found if only != "study" else []
        others = [entry for entry in more if only != "study" or entry.kind == "study"]
        rows: list[Entry | str] = []
        for title, entries in ((_("Actions"), actions), (_("In this review"), others)):
            if entries:
                rows += [title, *entries[:MOST]]
        self._model.put(rows)
        self._nothing.setVisible(not rows)
        self.list.setVisible(bool(rows))
        if rows:
            self._choose(1)
        self._fit()

    def _fit(self) -> None:
        rows = self._model.rows[: SHOWN + 2]
        high = sum(px(GROUP) if isinstance(row, str) else px(ROW) for row in rows)
        self.list.setFixedHeight(min(high, px(ROW) * SHOWN) + 2)
        self._place()

    def _place(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.activate()
        top = min(px(TOP), max(px(16), (self._scrim.height() - self.sizeHint().height()) // 2))
        width = min(px(WIDTH), self._scrim.width() - 2 * px(16))
        left = (self._scrim.width() - width) // 2
        self.setGeometry(left, top, width, self.sizeHint().height())

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        space(top, (16, 10, 16, 10), 16)
        top.addWidget(IconLabel("search", "accent", 20, parent=self))
        top.addWidget(self.field, 1)
        top.addWidget(KeyCap("Esc", parent=self))
        found = QVBoxLayout()
        space(found, (8, 6, 8, 6))
        found.addWidget(self.list)
        found.addWidget(self._nothing, 0, Qt.AlignmentFlag.AlignCenter)
        foot = QHBoxLayout()
        space(foot, (16, 8, 16, 8))
        keys = [
            (_("choose"), "↑ ↓"),
            (_("run"), "↵"),
            (_("actions only"), ">"),
            (_("studies only"), "@"),
        ]
        foot.addWidget(Hints(keys, before=True, parent=self))
        column = QVBoxLayout(self)
        space(column)
        column.addLayout(top)
        column.addWidget(Rule(parent=self))
        column.addLayout(found)
        column.addWidget(Rule(parent=self))
        column.addLayout(foot)


def matches(entry: Entry, words: str) -> bool:
    """Whether each word typed begins a word of the entry or stands in its name."""
    text = f"{entry.text} {entry.detail}".casefold()
    return all(word in text for word in words.casefold().split())


class _Model(QAbstractListModel):
    """Names of groups and the entries below them."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: list[Entry | str] = []

    def put(self, rows: list[Entry | str]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        """Count the rows."""
        return 0 if parent.isValid() else len(self.rows)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Give what a row shows."""
        row = self.rows[index.row()]
        if role == ENTRY:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if isinstance(row, str):
                return row
            return ", ".join(part for part in (row.text, row.detail, row.off) if part)
        return row.off if role == Qt.ItemDataRole.ToolTipRole and isinstance(row, Entry) else None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """Say what can be chosen."""
        row = self.rows[index.row()]
        if isinstance(row, str):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled


class _Delegate(QStyledItemDelegate):
    """Draws a row of the palette."""

    def sizeHint(
        self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Want this much room."""
        return QSize(px(200), px(GROUP if isinstance(index.data(ENTRY), str) else ROW))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw it."""
        row = index.data(ENTRY)
        box = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, str):
            painter.setFont(theme().font("small"))
            painter.setPen(theme().token("text3"))
            place = box.adjusted(px(12), 0, 0, -px(2))
            painter.drawText(place, Qt.AlignmentFlag.AlignBottom, row)
        elif isinstance(row, Entry):
            self._paint_entry(painter, option, box, row)
        painter.restore()

    def _paint_entry(
        self, painter: QPainter, option: QStyleOptionViewItem, box: QRectF, row: Entry
    ) -> None:
        token = theme().token
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if current or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(token("tint" if current else "hover"))
            painter.drawRoundedRect(box, 6, 6)
        side = px(16)
        if row.icon:
            spot = QRectF(box.left() + px(12), round(box.center().y() - side / 2), side, side)
            ink = "text3" if row.off else "accent" if current else "text2"
            paint_icon(painter, spot, row.icon, token(ink))
        right = box.right() - px(12)
        for key in reversed(key_text(row.keys).split() if row.keys else []):
            width = key_width(key)
            paint_key(painter, QRectF(right - width, box.center().y() - px(9), width, px(18)), key)
            right -= width + px(6)
        left = box.left() + px(36)
        font = theme().font("body", 600 if current else 500)
        left += _draw(painter, QRectF(left, box.top(), right - left, box.height()), row.text,
                      (font, "text3" if row.off else "text")) + px(8)  # fmt: skip
        rest = QRectF(left, box.top(), max(0.0, right - left), box.height())
        _draw(painter, rest, row.off or row.detail, (theme().font("small"), "text2"))


def _draw(painter: QPainter, room: QRectF, text: str, look: tuple[QFont, str]) -> float:
    font, token = look
    painter.setFont(font)
    painter.setPen(theme().token(token))
    metrics = QFontMetrics(painter.font())
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
    return metrics.horizontalAdvance(shown)
