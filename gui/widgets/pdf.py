"""A PDF to read beside something: scroll, zoom, search, select words, and marks on its pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from gui.theme import px, theme
from gui.widgets.pdf_pages import Pages, Rect, Span
from resources.i18n import _

GAP, EDGE = 12, 16
ZOOMS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)
KEPT = 16  # pictures of pages


@dataclass(frozen=True, slots=True)
class PageMark:
    """Words marked on a page; `current` is of the item in focus."""

    page: int
    rects: tuple[Rect, ...]
    current: bool


class PdfView(QAbstractScrollArea):
    """Shows a PDF. `selected(text)` says which words are chosen; `moved(page)` which page shows."""

    selected = Signal(str)
    moved = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: Pages | None = None
        self._zoom = 0.0  # 0: as wide as the view
        self._marks: Sequence[PageMark] = ()
        self._span: Span | None = None
        self._anchor: tuple[int, int] | None = None
        self._shown = 0
        self._picture = lru_cache(maxsize=KEPT)(self._draw_page)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.setAccessibleName(_("The report"))
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._on_scrolled())
        theme().changed.connect(self._lay_out)

    # -- the document ----------------------------------------------------------------------------

    def open(self, path: Path) -> None:
        """Show a file.

        Raises
        ------
        UnreadablePdf
            When PDFium cannot open it.
        """
        self.close_document()
        self._pages = Pages(path)
        self._lay_out()
        self.verticalScrollBar().setValue(0)
        self._describe()

    def close_document(self) -> None:
        """Let go of the file."""
        self._picture.cache_clear()
        self._marks, self._span = (), None
        if self._pages is not None:
            self._pages.close()
            self._pages = None
        self.viewport().update()

    @property
    def pages(self) -> Pages | None:
        """The open document."""
        return self._pages

    @property
    def page(self) -> int:
        """The page that shows."""
        return self._shown

    @property
    def span(self) -> Span | None:
        """What is selected."""
        return self._span

    def set_marks(self, marks: Sequence[PageMark]) -> None:
        """Mark words on the pages."""
        self._marks = marks
        self.viewport().update()

    def select(self, span: Span | None) -> None:
        """Select letters, and bring them into view."""
        self._span = span
        if span is not None and self._pages is not None:
            box = self._pages.box(span)
            if box is not None:
                self.bring(span.page, box)
            self.selected.emit(self._pages.words(span))
        else:
            self.selected.emit("")
        self.viewport().update()

    def go_to(self, page: int) -> None:
        """Show a page from its top."""
        if self._pages is not None and 0 <= page < len(self._pages):
            self.verticalScrollBar().setValue(round(self._top(page) - px(GAP)))

    def bring(self, page: int, box: Rect) -> None:
        """Bring a place of a page into view."""
        frame = self._rect_of(page, box)
        bar = self.verticalScrollBar()
        high = self.viewport().height()
        if frame.top() < 0 or frame.bottom() > high:
            bar.setValue(round(bar.value() + frame.top() - high / 3))

    def zoom_by(self, step: int) -> None:
        """The next larger or smaller size; 0 is as wide as the view."""
        before = self._anchor_now()
        if step == 0:
            self._zoom = 0.0
        else:
            now = self._scale() / px(1) if self._pages is not None else 1.0
            wider = [zoom for zoom in ZOOMS if zoom > now * 1.02]
            smaller = [zoom for zoom in ZOOMS if zoom < now * 0.98]
            self._zoom = (
                (wider[0] if wider else ZOOMS[-1])
                if step > 0
                else (smaller[-1] if smaller else ZOOMS[0])
            )
        self._picture.cache_clear()
        self._lay_out()
        self.verticalScrollBar().setValue(round(before * self._height()))

    # -- geometry --------------------------------------------------------------------------------

    def _scale(self) -> float:
        """Pixels to a point."""
        if self._pages is None or not len(self._pages):
            return 1.0
        if self._zoom:
            return self._zoom * px(1) if px(1) else self._zoom
        widest = max(width for width, _height in self._pages.sizes)
        return max(0.2, (self.viewport().width() - 2 * px(EDGE)) / widest)

    def _top(self, page: int) -> float:
        assert self._pages is not None
        above = sum(height for _width, height in self._pages.sizes[:page])
        return px(GAP) * (page + 1) + above * self._scale()

    def _height(self) -> float:
        if self._pages is None:
            return 0.0
        return self._top(len(self._pages))

    def _frame(self, page: int) -> QRectF:
        """Where a page stands in the viewport."""
        assert self._pages is not None
        width, height = self._pages.sizes[page]
        scale = self._scale()
        left = max(px(EDGE), (self.viewport().width() - width * scale) / 2)
        left -= self.horizontalScrollBar().value()
        top = self._top(page) - self.verticalScrollBar().value()
        return QRectF(left, top, width * scale, height * scale)

    def _rect_of(self, page: int, rect: Rect) -> QRectF:
        frame, scale = self._frame(page), self._scale()
        left, bottom, right, top = rect
        return QRectF(
            frame.left() + left * scale,
            frame.bottom() - top * scale,
            (right - left) * scale,
            (top - bottom) * scale,
        )

    def _place(self, at: QPointF) -> tuple[int, float, float] | None:
        """The page under a point, and where on it."""
        if self._pages is None:
            return None
        for page in range(len(self._pages)):
            frame = self._frame(page)
            if frame.top() <= at.y() <= frame.bottom():
                scale = self._scale()
                x, y = (at.x() - frame.left()) / scale, (frame.bottom() - at.y()) / scale
                return page, x, y
        return None

    def _anchor_now(self) -> float:
        whole = self._height()
        return self.verticalScrollBar().value() / whole if whole else 0.0

    def _lay_out(self) -> None:
        if self._pages is None:
            self.verticalScrollBar().setRange(0, 0)
            return
        high = self.viewport().height()
        self.verticalScrollBar().setRange(0, max(0, round(self._height()) - high))
        self.verticalScrollBar().setPageStep(high)
        self.verticalScrollBar().setSingleStep(px(40))
        widest = max(width for width, _h in self._pages.sizes) * self._scale() + 2 * px(EDGE)
        self.horizontalScrollBar().setRange(0, max(0, round(widest) - self.viewport().width()))
        self.viewport().update()

    def _on_scrolled(self) -> None:
        if self._pages is None:
            return
        middle = self.viewport().height() / 3
        for page in range(len(self._pages)):
            if self._frame(page).bottom() >= middle:
                if page != self._shown:
                    self._shown = page
                    self._describe()
                    self.moved.emit(page)
                break
        self.viewport().update()

    def _describe(self) -> None:
        if self._pages is not None:
            said = _("Page {n} of {total}").format(
                n=self._pages.label(self._shown), total=len(self._pages)
            )
            self.setAccessibleDescription(said)

    # -- drawing ---------------------------------------------------------------------------------

    def _draw_page(self, page: int, scale: float) -> QImage:
        assert self._pages is not None
        return self._pages.picture(page, scale)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pages that show."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), theme().token("sunken"))
        if self._pages is None:
            return
        ratio = self.devicePixelRatioF()
        for page in range(len(self._pages)):
            frame = self._frame(page)
            if not frame.intersects(QRectF(event.rect())):
                continue
            picture = self._picture(page, round(self._scale() * ratio, 4))
            painter.drawImage(frame, picture)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
            painter.fillRect(frame, theme().token("paper"))
            self._paint_marks(painter, page)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            painter.setPen(QPen(theme().token("line"), 1))
            painter.drawRect(frame)
        if self.hasFocus():
            painter.setPen(QPen(theme().token("accent"), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))

    def _paint_marks(self, painter: QPainter, page: int) -> None:
        for mark in self._marks:
            if mark.page == page:
                ink = theme().token("quote_on" if mark.current else "quote")
                for rect in mark.rects:
                    painter.fillRect(_roomy(self._rect_of(page, rect)), ink)
        if self._span is not None and self._span.page == page and self._pages is not None:
            for rect in self._pages.rects(self._span):
                painter.fillRect(_roomy(self._rect_of(page, rect)), theme().token("quote_on"))

    # -- hands -----------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the place on the page."""
        before = self._anchor_now()
        super().resizeEvent(event)
        self._lay_out()
        self.verticalScrollBar().setValue(round(before * self._height()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to select."""
        place = self._place(event.position())
        if event.button() != Qt.MouseButton.LeftButton or place is None or self._pages is None:
            return
        page, x, y = place
        letter = self._pages.letter_at(page, x, y)
        self._anchor = (page, letter) if letter is not None else None
        if self._span is not None:
            self.select(None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Select up to here."""
        place = self._place(event.position())
        if self._anchor is None or place is None or self._pages is None:
            return
        page, x, y = place
        start = self._anchor[1]
        letter = self._pages.letter_at(page, x, y, near=20.0)
        if page == self._anchor[0] and letter is not None:
            first, last = sorted((start, letter))
            self._span = Span(page, first, last - first + 1)
            self.viewport().update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Say what was selected."""
        self._anchor = None
        if self._span is not None and self._pages is not None:
            self.selected.emit(self._pages.words(self._span))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select a word."""
        place = self._place(event.position())
        if place is not None and self._pages is not None:
            letter = self._pages.letter_at(*place)
            if letter is not None:
                self.select(self._pages.word_span(place[0], letter))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl, zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1 if event.angleDelta().y() > 0 else -1)
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll and zoom; Shift and an arrow stretch the selection by a word."""
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        bar = self.verticalScrollBar()
        if shift and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            if self._span is not None and self._pages is not None:
                by = 1 if key == Qt.Key.Key_Right else -1
                self.select(self._pages.stretched(self._span, by))
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            bar.setValue(bar.value() + (1 if key == Qt.Key.Key_Down else -1) * px(40))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.zoom_by(-1 if key == Qt.Key.Key_Minus else 1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            bar.setValue(0 if key == Qt.Key.Key_Home else bar.maximum())
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            up = key == Qt.Key.Key_PageUp or shift
            bar.setValue(bar.value() + (-1 if up else 1) * round(bar.pageStep() * 0.9))
        else:
            event.ignore()


def _roomy(rect: QRectF) -> QRectF:
    """A line's rectangle with a little room, as a pen marks it."""
    room = max(1.0, rect.height() * 0.18)
    return rect.adjusted(-1, -room, 1, room)
