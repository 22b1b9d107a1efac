"""Tables and grids: a view that fits its rows, heads that say how it is sorted, cells to copy.

What a cell shows is the model's affair, how it is drawn the delegate's (`gui/delegates/table.py`).
Models sort and filter themselves.
"""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QTableView,
    QWidget,
)

from gui.delegates.table import EDGE, PADDING, ROW, TableDelegate
from gui.icons import paint_icon
from gui.theme import px, theme

HEADER = 36
GROUP = "\N{NO-BREAK SPACE}\n"  # begins the head of a column that goes on with the one before
WIDE_LEAST = 140  # a column that takes what is left is never narrower
EDITS = QAbstractItemView.EditTrigger


class Head(QHeaderView):
    """The heads of a table: 12 px over a line; pressed, they sort."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setHighlightSections(False)
        self.setSectionsMovable(False)
        self.setMinimumSectionSize(px(36))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """Want this much room."""
        lines = max((str(self._words(n)).count("\n") for n in range(self.count())), default=0)
        return QSize(super().sizeHint().width(), px(HEADER) + lines * px(16))

    def sectionSizeFromContents(self, section: int) -> QSize:
        """Want this much room for a head."""
        metrics = QFontMetrics(theme().font("small", 500))
        widest = max(metrics.horizontalAdvance(line) for line in self._words(section).split("\n"))
        edge = px(EDGE - PADDING) if section == 0 else 0
        return QSize(widest + 2 * px(PADDING) + edge + px(14), self.sizeHint().height())

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw one head."""
        token = theme().token
        painter.save()
        painter.fillRect(rect, token("surface"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, token("control"))
        first, last = section == 0, section == self.count() - 1
        room = QRectF(rect).adjusted(
            px(EDGE if first else PADDING), 0, -px(EDGE if last else PADDING), -px(8)
        )
        words = self._words(section)
        font = theme().font("small", 500)
        painter.setFont(font)
        if self._group_of(section) != (section, section):
            self._paint_group(painter, rect, section)
            words = "\n" + words.split("\n")[-1]
        painter.setPen(token("text2"))
        right = self._is_right(section)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        shown = "\n".join(
            QFontMetrics(font).elidedText(line, Qt.TextElideMode.ElideMiddle, int(room.width()) + 1)
            for line in words.split("\n")
        )
        painter.drawText(room, int(side | Qt.AlignmentFlag.AlignBottom), shown)
        if self.isSortIndicatorShown() and self.sortIndicatorSection() == section:
            self._paint_arrow(painter, room, words, is_right=right)
        painter.restore()

    def _paint_group(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw as much of the head over several columns as lies over this one."""
        first, last = self._group_of(section)
        left = self.sectionViewportPosition(first) + px(PADDING)
        right = self.sectionViewportPosition(last) + self.sectionSize(last) - px(PADDING)
        font = QFontMetrics(painter.font())
        text = font.elidedText(
            self._words(first).split("\n")[0], Qt.TextElideMode.ElideRight, right - left
        )
        above = rect.bottom() - px(8) - font.height()
        painter.save()
        painter.setClipRect(rect)
        painter.setPen(theme().token("text2"))
        room = QRectF(left, rect.top(), right - left, above - rect.top())
        painter.drawText(
            room, int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom), text
        )
        painter.restore()

    def _group_of(self, section: int) -> tuple[int, int]:
        """The first and the last column under one head; `GROUP` stands for the column before."""
        first = last = section
        while first > 0 and self._words(first).startswith(GROUP):
            first -= 1
        while last + 1 < self.count() and self._words(last + 1).startswith(GROUP):
            last += 1
        return first, last

    def _paint_arrow(self, painter: QPainter, room: QRectF, words: str, *, is_right: bool) -> None:
        side = px(12)
        width = QFontMetrics(theme().font("small", 500)).horizontalAdvance(words.split("\n")[-1])
        left = room.right() - width - side - px(2) if is_right else room.left() + width + px(4)
        up = self.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
        spot = QRectF(left, room.bottom() - side - 2, side, side)
        paint_icon(painter, spot, "arrow-up" if up else "arrow-down", theme().token("accent"))

    def _words(self, section: int) -> str:
        model = self.model()
        if model is None:
            return ""
        return str(model.headerData(section, self.orientation()) or "")

    def _is_right(self, section: int) -> bool:
        role = Qt.ItemDataRole.TextAlignmentRole
        aligned = self.model().headerData(section, self.orientation(), role)
        return aligned is not None and bool(int(aligned) & int(Qt.AlignmentFlag.AlignRight))


class Table(QTableView):
    """A table. `opened(index)` is Enter or a double click on a cell that is not for typing.

    `fit` makes it as high as its rows. `short` does so while there is room for them, and scrolls
    when there is not. Else it takes what room there is.
    """

    opened = Signal(QModelIndex)

    def __init__(
        self,
        name: str,
        *,
        fit: bool = False,
        short: bool = False,
        grid: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._fit_rows = fit or short
        self._keeps_rows = fit
        self._is_grid = grid
        self._stretch: Sequence[int] = ()
        self._least: dict[int, int] = {}  # px that a column begins with
        self._wanted: dict[int, int] = {}  # px at which its words are whole
        self._wide_keeps = WIDE_LEAST
        self._grown: dict[int, int] = {}  # px it was given; another width is the person's
        self.setAccessibleName(name)
        self.setHorizontalHeader(Head(self))
        self.setItemDelegate(TableDelegate(self))
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(grid)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionBehavior(
            QAbstractItemView.SelectionBehavior.SelectItems
            if grid
            else QAbstractItemView.SelectionBehavior.SelectRows
        )
        self.setEditTriggers(EDITS.EditKeyPressed | EDITS.DoubleClicked | EDITS.AnyKeyPressed)
        self.horizontalHeader().setResizeContentsPrecision(50)
        self.horizontalHeader().setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        policy = QSizePolicy.Policy
        tall = policy.Fixed if fit else policy.Maximum if short else policy.Expanding
        self.setSizePolicy(QSizePolicy.Policy.Expanding, tall)
        self._size_rows()

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show another model."""
        super().setModel(model)
        if model is not None:
            for signal in (model.modelReset, model.rowsInserted, model.rowsRemoved,
                           model.layoutChanged):  # fmt: skip
                signal.connect(self.updateGeometry)
        self.updateGeometry()

    def set_columns(self, widths: Sequence[int], *, stretch: Sequence[int] = ()) -> None:
        """Give each column a width at 13 px type, and let some take what is left."""
        self._stretch = stretch
        head = self.horizontalHeader()
        for column, width in enumerate(widths):
            wide = column in stretch
            mode = QHeaderView.ResizeMode
            head.setSectionResizeMode(column, mode.Stretch if wide else mode.Interactive)
            if not wide:
                self.setColumnWidth(column, px(width))
                self._least[column] = self.columnWidth(column)
        self._grown.clear()
        self.share_room()

    def want_widths(self, widths: Mapping[int, int], *, keeps: int = WIDE_LEAST) -> None:
        """Let columns grow to these px, the first first, as far as there is room for them.

        A wide column keeps at least so much for itself.
        """
        self._wanted = dict(widths)
        self._wide_keeps = keeps
        self.share_room()

    def sizeHint(self) -> QSize:
        """Want this much room."""
        if not self._fit_rows or self.model() is None:
            return super().sizeHint()
        rows = self.model().rowCount()
        bar = self.horizontalScrollBar()
        more = bar.sizeHint().height() if bar.maximum() > 0 else 0
        head = self.horizontalHeader().sizeHint().height()
        return QSize(px(320), head + rows * px(ROW) + more)

    def minimumSizeHint(self) -> QSize:
        """Need at least this much room."""
        return QSize(px(160), self.sizeHint().height() if self._keeps_rows else px(ROW + HEADER))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the type."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._size_rows()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit to the new size."""
        super().resizeEvent(event)
        self.share_room()
        if self._fit_rows:
            self.updateGeometry()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    def leaveEvent(self, event: QEvent) -> None:
        """Notice that the pointer left."""
        super().leaveEvent(event)
        self._hover(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that mean something here."""
        index = self.currentIndex()
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_rows()
        elif event.key() == Qt.Key.Key_Escape and self._is_grid:
            self._leave()
        elif enter and index.isValid() and not index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.opened.emit(index)
        elif enter and index.isValid():
            self._go_down()
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """End typing; after Enter the cell below is current."""
        super().closeEditor(editor, hint)
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            self._go_down()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take a double click."""
        super().mouseDoubleClickEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and not index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.opened.emit(index)

    def copy_rows(self) -> int:
        """Copy what is selected, as a spreadsheet takes it, and give the number of rows."""
        chosen = sorted((index.row(), index.column()) for index in self.selectedIndexes())
        rows: dict[int, list[str]] = {}
        for row, column in chosen:
            if not self.isColumnHidden(column):
                text = str(self.model().index(row, column).data() or "")
                rows.setdefault(row, []).append(text.replace("\t", " ").replace("\n", " "))
        QGuiApplication.clipboard().setText("\n".join("\t".join(cells) for cells in rows.values()))
        return len(rows)

    def share_room(self) -> None:
        """Give the wide columns what is left; where little is, they keep a width and it scrolls."""
        self._grow()
        head, mode = self.horizontalHeader(), QHeaderView.ResizeMode
        columns = range(self.model().columnCount()) if self.model() is not None else ()
        narrow = sum(self.columnWidth(n) for n in columns if n not in self._stretch)
        short = (self.viewport().width() - narrow) < px(WIDE_LEAST) * len(self._stretch)
        for column in self._stretch:
            head.setSectionResizeMode(column, mode.Interactive if short else mode.Stretch)
            if short:
                self.setColumnWidth(column, px(WIDE_LEAST))

    def _grow(self) -> None:
        """Give columns whose words need it what the wide ones can spare; drawn ones stay."""
        ours = {
            column: self._least[column]
            for column in self._wanted
            if column in self._least
            and not self.isColumnHidden(column)
            and self.columnWidth(column) in (self._least[column], self._grown.get(column))
        }
        if not ours:
            return
        columns = range(self.model().columnCount())
        taken = sum(
            ours.get(column, self.columnWidth(column))
            for column in columns
            if column not in self._stretch
        )
        free = self.viewport().width() - taken - px(self._wide_keeps) * len(self._stretch)
        for column, least in ours.items():
            more = max(0, min(self._wanted[column] - least, free))
            free -= more
            self._grown[column] = least + more
            self.setColumnWidth(column, least + more)

    def _leave(self) -> None:
        """Go on to what stands after a grid, in which Tab goes from cell to cell."""
        self.setTabKeyNavigation(False)
        self.focusNextPrevChild(True)
        self.setTabKeyNavigation(True)

    def _go_down(self) -> None:
        below = self.currentIndex().siblingAtRow(self.currentIndex().row() + 1)
        if below.isValid():
            self.setCurrentIndex(below)

    def _hover(self, row: int) -> None:
        before = self.property("hovered_row")
        if before != row:
            self.setProperty("hovered_row", row)
            self.viewport().update()

    def _size_rows(self) -> None:
        rows = self.verticalHeader()
        rows.setMinimumSectionSize(px(24))
        rows.setDefaultSectionSize(px(ROW))
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
