"""Choosing a view: the segmented tray for two to four short words, and the tabs of a pane."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QWidget,
)

from gui.icons import paint_icon
from gui.theme import px, set_class, space, theme
from gui.widgets.toggles import show_checked

Pair = tuple[str, str]  # key and words


class Segmented(QFrame):
    """A tray of pieces, one of them chosen. `picked(key)` comes from the person alone."""

    picked = Signal(str)

    def __init__(
        self, pairs: Sequence[Pair], key: str = "", *, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        set_class(self, "tray")
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        space(row, (2, 2, 2, 2), 2)
        self._group = QButtonGroup(self)
        self.pieces: dict[str, _Piece] = {}
        for each, words in pairs:
            piece = _Piece(words, name, is_tab=False, parent=self)
            self.pieces[each] = piece
            self._group.addButton(piece)
            row.addWidget(piece, 1)
            piece.toggled.connect(self._on_toggled)
        self._key = ""
        self.set_key(key or (pairs[0][0] if pairs else ""))

    def key(self) -> str:
        """Give the key of the chosen piece."""
        return self._key

    def set_key(self, key: str) -> None:
        """Show a choice without saying that the person made it."""
        self._key = key
        if key in self.pieces:
            show_checked(self.pieces[key], on=True)

    def offer(self, keys: Sequence[str]) -> None:
        """Offer some of the pieces: the one chosen, or the first of them where it is not there."""
        for key, piece in self.pieces.items():
            piece.setVisible(key in keys)
        if self._key not in keys:
            self.set_key(keys[0])

    def _on_toggled(self) -> None:
        key = next((key for key, piece in self.pieces.items() if piece.isChecked()), "")
        if key and key != self._key:
            self._key = key
            self.picked.emit(key)


class Tabs(QWidget):
    """The tabs at the head of a pane, 40 high; what they show is the page's affair."""

    picked = Signal(str)

    def __init__(
        self, pairs: Sequence[Pair], key: str = "", *, icons: dict[str, str] | None = None,
        name: str = "", parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setAccessibleName(name)
        self._row = QHBoxLayout(self)
        space(self._row, (8, 0, 8, 0), 4)
        self._group = QButtonGroup(self)
        self.tabs: dict[str, _Piece] = {}
        for each, words in pairs:
            tab = _Piece(words, name, is_tab=True, icon=(icons or {}).get(each, ""), parent=self)
            self.tabs[each] = tab
            self._group.addButton(tab)
            self._row.addWidget(tab)
            tab.toggled.connect(self._on_toggled)
        self._row.addStretch(1)
        self._key = ""
        self.set_key(key or (pairs[0][0] if pairs else ""))

    def add(self, widget: QWidget) -> None:
        """Put a widget at the right end."""
        self._row.addWidget(widget)

    def key(self) -> str:
        """Give the key of the tab in front."""
        return self._key

    def set_key(self, key: str) -> None:
        """Bring a tab to the front without saying that the person did."""
        self._key = key
        if key in self.tabs:
            show_checked(self.tabs[key], on=True)

    def set_words(self, key: str, words: str) -> None:
        """Change what a tab says."""
        self.tabs[key].setText(words)
        self.tabs[key].updateGeometry()

    def _on_toggled(self) -> None:
        key = next((key for key, tab in self.tabs.items() if tab.isChecked()), "")
        if key and key != self._key:
            self._key = key
            self.picked.emit(key)


class _Piece(QAbstractButton):
    """One piece of a tray, or one tab."""

    def __init__(
        self, words: str, group: str, *, is_tab: bool, icon: str = "", parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._is_tab, self._icon = is_tab, icon
        self.setText(words)
        self.setAccessibleName(f"{group}, {words}" if group else words)
        self.setCheckable(True)
        self.setAutoExclusive(True)  # one of several, to a screen reader too
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(
            QSizePolicy.Policy.Fixed if is_tab else QSizePolicy.Policy.MinimumExpanding,
            QSizePolicy.Policy.Fixed,
        )

    def sizeHint(self) -> QSize:
        """Want this much room."""
        words = QFontMetrics(theme().font("body", 600)).horizontalAdvance(self.text())
        side = px(16 + 6) if self._icon else 0
        return QSize(words + side + 2 * px(12), px(40) if self._is_tab else px(32) - 2 * px(2))

    def minimumSizeHint(self) -> QSize:
        """Need at least this much room."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that mean something here."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        group = self.group()
        if step is None or group is None:
            super().keyPressEvent(event)
            return
        pieces = [one for one in group.buttons() if one.isVisible()]
        other = pieces[(pieces.index(self) + step) % len(pieces)]
        other.setFocus(Qt.FocusReason.TabFocusReason)
        other.click()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        token = theme().token
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self._is_tab:
            frame = frame.adjusted(0, px(4), 0, -px(4))
        if chosen and not self._is_tab:
            painter.setPen(QPen(token("control"), 1))
            painter.setBrush(token("surface"))
            painter.drawRoundedRect(frame, 5, 5)
        elif self.underMouse() and not chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(token("hover"))
            painter.drawRoundedRect(frame, 5, 5)
        if chosen and self._is_tab:
            painter.fillRect(0, self.height() - 2, self.width(), 2, token("accent"))
        if self.hasFocus():
            painter.setPen(QPen(token("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        self._paint_words(painter)

    def _paint_words(self, painter: QPainter) -> None:
        token = theme().token
        chosen = self.isChecked()
        weight = (600 if self._is_tab else 500) if chosen else 400
        painter.setFont(theme().font("body", weight))
        painter.setPen(token("text" if chosen else "text2"))
        room = QRectF(self.rect())
        if self._icon:
            side = px(16)
            spot = QRectF(px(12), round((self.height() - side) / 2), side, side)
            paint_icon(painter, spot, self._icon, token("accent" if chosen else "text2"))
            room.setLeft(px(12) + side + px(6))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self.text())
        else:
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, self.text())
