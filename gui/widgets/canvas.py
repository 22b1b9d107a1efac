"""A Scene on the screen: painted with the theme's inks, followed by pointer and keys.

`Canvas` paints, and tells what is pointed at; `FigureView` puts it into a scroll area and lays the
figure out anew when the width changes. What a figure holds is decided in `stats.figures`.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QToolTip, QWidget

from gui.theme import DESIGN_PX, theme
from gui.widgets.canvas_ink import Ink, Prepared
from stats.figures.scene import BETWEEN, Box, Judgement, Row, Scene, Stars
from stats.figures.shapes import stars_width

BAND_RADIUS = 6.0
PAGE_ROWS = 10
TABLE_ROWS = 100  # of a figure read out; the rest is read row by row
Layout = Callable[[float], Scene]
EMPTY = Scene(width=1.0, height=1.0, marks=())


class Canvas(QWidget):
    """Paints a scene; its rows answer to the pointer and, in focus, to the keys.

    Arrows, Home, End and the page keys move the selection; Space or a click on a row's own square
    toggles it, Enter and a double click open it.
    """

    hovered = Signal(str)  # the row's id; empty when the pointer leaves all rows
    selected = Signal(str)
    toggled = Signal(str)
    activated = Signal(str)
    part_pressed = Signal(str, str)  # the row's id, and the key of a star or light in it

    def __init__(self, name: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._scene = EMPTY
        self._hovered = self._selected = ""
        self._switches: dict[str, QRectF] | None = None  # made when the pointer first asks
        self._parts: list[tuple[str, QRectF]] | None = None  # so too
        self._prepared = Prepared()
        self._ink = Ink(EMPTY, 1.0)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(name)
        theme().changed.connect(self._on_theme_changed)

    # what it shows

    def scene(self) -> Scene:
        """Return the scene shown."""
        return self._scene

    def set_scene(self, scene: Scene) -> None:
        """Show another scene; the selection stays on its row while there is one of that id."""
        self._scene = scene
        ids = {row.id for row in scene.rows}
        self._selected = self._selected if self._selected in ids else ""
        self._hovered = self._hovered if self._hovered in ids else ""
        self.setAccessibleName(self._name or scene.title)
        self._switches = self._parts = None
        self._describe()
        self._renew()

    def current(self) -> str:
        """Return the id of the selected row, or an empty text."""
        return self._selected

    def select(self, id: str) -> None:
        """Select a row, or none with an empty text; `selected` tells of a change."""
        if id == self._selected or (id and self._row(id) is None):
            return
        before, self._selected = self._selected, id
        self._update_rows(before, id)
        self._describe()
        self.selected.emit(id)

    def row_rect(self, id: str) -> QRectF:
        """Return where a row is, in the widget's pixels; empty if there is none."""
        row = self._row(id)
        return QRectF() if row is None else self._rect(row)

    # geometry

    @property
    def zoom(self) -> float:
        """Pixels of the screen for one of the scene."""
        return theme().body_px / DESIGN_PX

    def sizeHint(self) -> QSize:
        """Want the scene's size."""
        return QSize(round(self._scene.width * self.zoom), round(self._scene.height * self.zoom))

    def _rect(self, row: Row) -> QRectF:
        zoom = self.zoom
        return QRectF(row.x * zoom, row.y * zoom, row.w * zoom, row.h * zoom)

    def _row(self, id: str) -> Row | None:
        return next((row for row in self._scene.rows if row.id == id), None)

    def _row_under(self, place: QPointF) -> Row | None:
        return self._scene.row_at(place.x() / self.zoom, place.y() / self.zoom)

    def _on_switch(self, row: Row | None, place: QPointF) -> bool:
        """Return whether a place is on the square of a row."""
        if self._switches is None:
            self._switches = {
                mark.id: QRectF(mark.x, mark.y, mark.w, mark.h).adjusted(-4, -4, 4, 4)
                for mark in self._scene.marks
                if isinstance(mark, Box) and mark.id
            }
        square = self._switches.get(row.id) if row is not None else None
        return square is not None and square.contains(place / self.zoom)

    def _part_under(self, place: QPointF) -> str:
        """Return the key of the star or light at a place; empty where there is none."""
        if self._parts is None:
            self._parts = [
                (mark.id.partition(BETWEEN)[2], _extent(mark).adjusted(-3, -5, 3, 5))
                for mark in self._scene.marks
                if isinstance(mark, Stars | Judgement) and BETWEEN in mark.id
            ]
        point = place / self.zoom
        return next((key for key, where in self._parts if where.contains(point)), "")

    def _renew(self) -> None:
        self._ink = Ink(self._scene, self.zoom, self._prepared)
        self.setMinimumSize(self.sizeHint())
        self.updateGeometry()
        self.update()

    def _on_theme_changed(self) -> None:
        self._prepared = Prepared()
        self._renew()

    def _update_rows(self, *ids: str) -> None:
        for row_id in ids:
            if (row := self._row(row_id)) is not None:
                self.update(self._rect(row).toAlignedRect().adjusted(-2, -2, 2, 2))

    def _describe(self) -> None:
        row = self._row(self._selected)
        self.setAccessibleDescription(row.says if row is not None else _in_words(self._scene))

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is visible of the scene."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), theme().token("surface"))
        self._paint_bands(painter)
        self._ink.paint(painter, event.rect().top(), event.rect().bottom() + 1)
        if self.hasFocus():
            self._paint_focus(painter)

    def _paint_bands(self, painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for row_id, token in ((self._hovered, "hover"), (self._selected, "tint")):
            if (row := self._row(row_id)) is not None:
                painter.setBrush(theme().token(token))
                painter.drawRoundedRect(
                    self._rect(row).adjusted(0, 1, 0, -1), BAND_RADIUS, BAND_RADIUS
                )

    def _paint_focus(self, painter: QPainter) -> None:
        """Ring the selected row, or the figure where none is selected."""
        row = self._row(self._selected)
        rect = QRectF(self.rect()) if row is None else self._rect(row).adjusted(0, 1, 0, -1)
        painter.setPen(QPen(theme().token("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), BAND_RADIUS, BAND_RADIUS)

    # pointer and keys

    def event(self, event: QEvent) -> bool:
        """Show what a row says as its tip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            row = self._row_under(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), row.says if row is not None else "", self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        row = self._row_under(event.position())
        self._hover(row.id if row is not None else "")
        at = event.position()
        pressable = self._on_switch(row, at) or bool(self._part_under(at))
        self.setCursor(
            Qt.CursorShape.PointingHandCursor if pressable else Qt.CursorShape.ArrowCursor
        )

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the pointer."""
        self._hover("")
        super().leaveEvent(event)

    def _hover(self, id: str) -> None:
        if id != self._hovered:
            before, self._hovered = self._hovered, id
            self._update_rows(before, id)
            self.hovered.emit(id)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select the row pressed on."""
        if event.button() == Qt.MouseButton.LeftButton:
            row = self._row_under(event.position())
            self.select(row.id if row is not None else "")
            if row is not None and self._on_switch(row, event.position()):
                self.toggled.emit(row.id)
            key = self._part_under(event.position())
            if row is not None and key:
                self.part_pressed.emit(row.id, key)
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the row."""
        row = self._row_under(event.position())
        if row is not None and event.button() == Qt.MouseButton.LeftButton:
            self.activated.emit(row.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, toggle or open."""
        key = event.key()
        target = self._target(key)
        if target is not None:
            self.select(target.id)
            self._show_selected()
        elif key == Qt.Key.Key_Space and self._selected:
            self.toggled.emit(self._selected)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._selected:
            self.activated.emit(self._selected)
        else:
            super().keyPressEvent(event)

    def _target(self, key: int) -> Row | None:
        """Return the row a key leads to."""
        rows = self._scene.rows
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: PAGE_ROWS,
            Qt.Key.Key_PageUp: -PAGE_ROWS,
            Qt.Key.Key_Home: -len(rows),
            Qt.Key.Key_End: len(rows),
        }
        step = next((value for name, value in steps.items() if name == key), None)
        if step is None or not rows:
            return None
        here = next((i for i, row in enumerate(rows) if row.id == self._selected), None)
        if here is None:
            return rows[-1] if key == Qt.Key.Key_End else rows[0]
        return rows[max(0, min(len(rows) - 1, here + step))]

    def _show_selected(self) -> None:
        """Scroll the selected row into view."""
        view = self._view()
        if view is not None and (row := self._row(self._selected)) is not None:
            rect = self._rect(row)
            middle = rect.center()
            x = view.horizontalScrollBar().value() + view.viewport().width() // 2
            view.ensureVisible(x, round(middle.y()), 0, round(rect.height()))

    def _view(self) -> QScrollArea | None:
        parent = self.parentWidget()
        area = parent.parentWidget() if parent is not None else None
        return area if isinstance(area, QScrollArea) else None

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        self.update()
        super().focusOutEvent(event)


def _extent(mark: Stars | Judgement) -> QRectF:
    """Return where a mark is, in the scene's own px."""
    if isinstance(mark, Stars):
        wide = stars_width(mark.of, mark.size)
        return QRectF(mark.x, mark.y - mark.size / 2, wide, mark.size)
    half = mark.size / 2
    return QRectF(mark.x - half, mark.y - half, mark.size, mark.size)


def _in_words(scene: Scene) -> str:
    """Return a figure's description with its data as a table, for who cannot see it."""
    rows = [", ".join(cell for cell in row if cell) for row in scene.table[: TABLE_ROWS + 1]]
    return f"{scene.description} {'. '.join(rows)}".strip()


class FigureView(QScrollArea):
    """A canvas that scrolls, laid out for the width it has.

    A layout is a function from the width (px at 13 px type) to a scene.
    """

    def __init__(self, name: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.canvas = Canvas(name)
        self._layout: Layout | None = None
        self._width = 0.0
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._lay_out)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusProxy(self.canvas)
        self.setWidget(self.canvas)
        self.setWidgetResizable(True)
        theme().changed.connect(self._on_theme_changed)

    def set_layout(self, layout: Layout) -> None:
        """Show what this layout makes of the width, now and whenever the width changes."""
        self._layout = layout
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew for another width, once the resizing is done with."""
        super().resizeEvent(event)
        if self._layout is not None and self._room() != self._width:
            self._soon.start()

    def _room(self) -> float:
        bar = self.verticalScrollBar()
        inner = self.width() - 2 * self.frameWidth()
        taken = bar.sizeHint().width() if self._scrolls() else 0
        return max(1.0, (inner - taken) / self.canvas.zoom)

    def _scrolls(self) -> bool:
        """Return whether the figure is higher than the view; its height hardly knows its width."""
        return self.canvas.sizeHint().height() > self.height()

    def _lay_out(self) -> None:
        if self._layout is None:
            return
        for _ in range(2):  # again if the scroll bar came or went
            self._width = self._room()
            self.canvas.set_scene(self._layout(self._width))
            if self._room() == self._width:
                break
        self.updateGeometry()

    def _on_theme_changed(self) -> None:
        self._lay_out()

    def sizeHint(self) -> QSize:
        """Want to show the figure whole."""
        return self.canvas.sizeHint()
