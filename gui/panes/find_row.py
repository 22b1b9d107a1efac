"""The search in a report: words typed select their first place, Enter goes on, Escape goes back."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from gui.theme import set_class, space
from gui.widgets.buttons import ToolButton
from gui.widgets.fields import SearchField
from gui.widgets.text import Text
from resources.i18n import _, ngettext

if TYPE_CHECKING:
    from gui.widgets.pdf import PdfView
    from gui.widgets.pdf_pages import Span

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Words(SearchField):
    """The words to find; Enter and Escape leave the field at once, the words stay."""

    closed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes the search, whether words are typed or not; Enter is the field's own."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
            if event.key() in ENTER:
                event.accept()


class FindRow(QFrame):
    """Finds words in what a view shows. `left` says that the focus may go back to the work."""

    left = Signal()

    def __init__(self, view: "PdfView", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_class(self, "head")
        self._view = view
        self._hits: tuple[Span, ...] = ()
        self._hit = -1
        row = QHBoxLayout(self)
        space(row, (12, 4, 12, 4), 4)
        self.words = _Words(_("Search the report"), parent=self)
        self.words.searched.connect(self._on_searched)
        self.words.returnPressed.connect(self._on_entered)
        self.words.closed.connect(self.close_search)
        self._found = Text("", "caption", parent=self)
        row.addWidget(self.words, 1)
        row.addWidget(self._found)
        for icon, word, step in (
            ("chevron-up", _("Place before"), -1),
            ("chevron-down", _("Next place"), 1),
        ):
            button = ToolButton(icon, word, parent=self)
            button.clicked.connect(lambda _checked=False, step=step: self.step(step))
            row.addWidget(button)
        self.hide()

    def open_search(self) -> None:
        """Take the words to find; those of the last search stand there to be typed over."""
        self.show()
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()

    def close_search(self) -> None:
        """Go away; what is found stays selected, to be quoted."""
        self.hide()
        self.left.emit()

    def begin_anew(self) -> None:
        """Forget the words: another report comes."""
        self._hits, self._hit = (), -1
        self.words.clear()
        self.hide()

    def step(self, by: int) -> None:
        """Select the next or the former place."""
        if self._hits:
            self._hit = (self._hit + by) % len(self._hits)
            self._view.select(self._hits[self._hit])
            n, total = self._hit + 1, len(self._hits)
            self._found.setText(_("{n} of {total}").format(n=n, total=total))

    def _on_searched(self, words: str) -> None:
        pages = self._view.pages
        self._hits = tuple(pages.found(words)) if pages is not None and len(words) > 1 else ()
        self._hit = -1
        said = ngettext("{n} place", "{n} places", len(self._hits)).format(n=len(self._hits))
        self._found.setText(said if len(words) > 1 else "")
        self.step(1)

    def _on_entered(self) -> None:
        """Go to what is found; where nothing is, the words stay to be mended."""
        if self._hits:
            if self._view.span is None:  # quoted since: the same words stand there still
                self.step(0)
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)
