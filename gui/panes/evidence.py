"""What a judgement or a number rests on: the report as a PDF, with notes behind a tab.

Selected words become the quotation of the item in focus, with their page and place; a quotation
leads back to where it stands. A scanned report says that it has no text and takes typed words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from appraisal.ledger import Quote
from gui.panes.find_row import ENTER, FindRow
from gui.theme import hold, set_class, space
from gui.widgets.buttons import Button, ToolButton
from gui.widgets.card import Note
from gui.widgets.page import EmptyPage, Pane
from gui.widgets.pdf import PageMark, PdfView
from gui.widgets.pdf_pages import Span, UnreadablePdf
from gui.widgets.switches import Tabs
from gui.widgets.text import Elided, KeyCap, Text
from resources.i18n import _

PDF, NOTES = "pdf", "notes"


@dataclass(frozen=True, slots=True)
class Source:
    """A study's attached PDF: its hash, its name, where it should lie."""

    digest: str
    name: str
    path: Path


class EvidencePane(Pane):
    """The right of Appraise and of Extract; `notes` is what each knows besides the report."""

    quoted = Signal(object)  # Quote
    attached = Signal(str)  # path of a PDF dropped or chosen
    asked_file = Signal()  # the person wants to choose one
    detached = Signal()
    tab_picked = Signal(str)
    left = Signal()  # Escape: back to what is appraised or extracted

    def __init__(self, notes: QWidget, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAcceptDrops(True)
        self._source: Source | None = None
        self._text = ""
        self._notes = notes
        self.view = PdfView(self)
        self.view.selected.connect(self._on_selected)
        self.view.moved.connect(self._on_moved)
        self._tabs = Tabs([(PDF, _("PDF")), (NOTES, words)], NOTES, parent=self)
        self._tabs.picked.connect(self._show_tab)
        self._tabs.picked.connect(self.tab_picked)
        self._tools = self._tool_row()
        self._find = FindRow(self.view, self)
        self._find.left.connect(self.left)
        self._scanned = Note(
            _("This PDF has no text"),
            _("It is a picture of pages. Press Q at an item and type the quotation."),
            "",
            parent=self,
        )
        self._foot = self._foot_row()
        self._stack = QStackedWidget(self)
        self._lay_out()
        self.setFocusProxy(self._tabs.tabs[NOTES])
        self._show_nothing(None)
        self._tabs_to(NOTES)

    # -- showing ---------------------------------------------------------------------------------

    def show_source(self, source: Source | None, *, keep_tab: bool = False) -> None:
        """Show a study's report; a new one comes to the front, unless the tab is to stay."""
        if source == self._source:
            return
        self._source = source
        is_read = self._open(source)
        if keep_tab:
            self._show_tab(self._tabs.key())
        else:
            self._tabs_to(PDF if is_read else NOTES)

    def mark(self, quotes: Sequence[tuple[Quote, bool]]) -> None:
        """Mark quotations on the pages; those of the item in focus are stronger."""
        pages = self.view.pages
        if pages is None or self._source is None:
            return
        marks = []
        for quote, current in quotes:
            place = self._place_of(quote)
            if place is not None:
                marks.append(PageMark(place.page, pages.rects(place), current))
            elif quote.box is not None and quote.source == self._source.digest:
                page = pages.page_of(quote.page or "")
                if page is not None:
                    marks.append(PageMark(page, (quote.box,), current))
        self.view.set_marks(marks)

    def show_item(self, name: str) -> None:
        """Say which item a quotation would go to."""
        self._for.setText(_("to quote it for {item}").format(item=name))

    def open_quote(self, quote: Quote) -> bool:
        """Go to where a quotation stands; whether the place is known."""
        pages = self.view.pages
        if pages is None:
            return False
        self._tabs_to(PDF)
        place = self._place_of(quote)
        if place is not None:
            box = pages.box(place)
            if box is not None:
                self.view.bring(place.page, box)
            return True
        page = pages.page_of(quote.page or "")
        if page is not None and quote.box is not None:
            self.view.bring(page, quote.box)
        elif page is not None:
            self.view.go_to(page)
        return page is not None

    def take_selection(self) -> Quote | None:
        """The words selected on the page as a quotation; None when nothing is."""
        span, pages = self.view.span, self.view.pages
        if span is None or pages is None or not self._text or self._source is None:
            return None
        quote = Quote(self._text, self._source.digest, pages.label(span.page), pages.box(span))
        self.view.select(None)
        return quote

    def show_notes(self) -> None:
        """Bring what is known besides the report to the front."""
        self._tabs_to(NOTES)

    def close_document(self) -> None:
        """Let go of the file."""
        self._source = None
        self.view.close_document()

    # -- within ----------------------------------------------------------------------------------

    def _place_of(self, quote: Quote) -> Span | None:
        pages = self.view.pages
        if pages is None or (quote.source and self._source and quote.source != self._source.digest):
            return None
        page = pages.page_of(quote.page or "")
        return pages.place_of(quote.text, page) if page is not None else None

    def _open(self, source: Source | None) -> bool:
        """Open a report; whether it can be read."""
        self.view.close_document()
        self._find.begin_anew()
        self._scanned.hide()
        if source is None or not source.path.is_file():
            self._show_nothing(source)
            return False
        try:
            self.view.open(source.path)
        except UnreadablePdf:
            self._empty_words(
                _("This PDF cannot be read"), _("It is damaged, or locked with a password.")
            )
            return False
        pages = self.view.pages
        assert pages is not None
        self._of.setText(_("of {total}").format(total=len(pages)))
        self._on_moved(0)
        self._scanned.setVisible(not pages.has_text)
        self._empty_words("", "")
        return True

    def _show_nothing(self, source: Source | None) -> None:
        if source is None:
            self._empty_words(
                _("No PDF of this study yet"), _("Drop the report here, or choose its file.")
            )
        else:
            self._empty_words(
                _("The PDF is not beside the review"),
                _("{name} is named here but its file is missing. Choose it again.").format(
                    name=source.name
                ),
            )

    def _empty_words(self, title: str, sentence: str) -> None:
        self._empty.title.setText(title)
        self._empty.sentence.setText(sentence)

    def _tabs_to(self, key: str) -> None:
        self._tabs.set_key(key)
        self._show_tab(key)

    def _show_tab(self, key: str) -> None:
        if key == NOTES:
            self._stack.setCurrentWidget(self._notes)
        elif self.view.pages is None:
            self._stack.setCurrentWidget(self._empty)
        else:
            self._stack.setCurrentWidget(self._reader)

    def _on_moved(self, page: int) -> None:
        if self.view.pages is not None:
            self._page.setText(self.view.pages.label(page))

    def _on_page(self) -> None:
        pages = self.view.pages
        page = pages.page_of(self._page.text().strip()) if pages is not None else None
        if page is not None:
            self.view.go_to(page)
        else:
            self._on_moved(self.view.page)

    def _on_selected(self, text: str) -> None:
        self._text = text

    def search_report(self) -> bool:
        """Search the report that shows, again or anew; whether there is one to search."""
        can = self.view.pages is not None and self.view.isVisible()
        if can:
            self._find.open_search()
        return can

    def _toggle_search(self) -> None:
        if self._find.isVisible():
            self._find.close_search()
        else:
            self.search_report()

    # -- hands -----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Q quotes what is selected; Enter goes on in a search, Escape back to the work.

        Ctrl+F is the window's, which asks the page that shows first.
        """
        key, control = event.key(), event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if key == Qt.Key.Key_Q and not control:
            quote = self.take_selection()
            if quote is not None:
                self.quoted.emit(quote)
        elif key in ENTER and not control and self._find.isVisible():
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self._find.step(-1 if back else 1)
        elif key == Qt.Key.Key_Escape and self._stack.currentWidget() is self._reader:
            self._find.close_search()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one PDF."""
        urls = event.mimeData().urls()
        if len(urls) == 1 and urls[0].toLocalFile().lower().endswith(".pdf"):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Attach the PDF that was dropped."""
        event.acceptProposedAction()
        self.attached.emit(event.mimeData().urls()[0].toLocalFile())

    # -- layout ----------------------------------------------------------------------------------

    def _tool_row(self) -> QFrame:
        frame = QFrame(self)
        set_class(frame, "head")
        row = QHBoxLayout(frame)
        space(row, (12, 4, 12, 4), 4)
        self._page = QLineEdit(frame)
        self._page.setAccessibleName(_("Page"))
        self._page.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._page.returnPressed.connect(self._on_page)
        hold(self._page, width=48)
        self._of = Text("", "small", parent=frame)
        back = ToolButton("chevron-up", _("Page before"), parent=frame)
        back.clicked.connect(lambda: self.view.go_to(self.view.page - 1))
        on = ToolButton("chevron-down", _("Next page"), parent=frame)
        on.clicked.connect(lambda: self.view.go_to(self.view.page + 1))
        row.addWidget(back)
        row.addWidget(self._page)
        row.addWidget(self._of)
        row.addWidget(on)
        row.addStretch(1)
        for icon, word, step in (
            ("zoom-out", _("Smaller page"), -1),
            ("zoom-in", _("Larger page"), 1),
        ):
            button = ToolButton(icon, word, parent=frame)
            button.clicked.connect(lambda _checked=False, step=step: self.view.zoom_by(step))
            row.addWidget(button)
            if step < 0:
                fit = Button(_("Fit width"), "link", parent=frame)
                fit.clicked.connect(lambda: self.view.zoom_by(0))
                row.addWidget(fit)
        search = ToolButton("search", _("Search the report"), key="Ctrl+F", parent=frame)
        search.clicked.connect(self._toggle_search)
        row.addWidget(search)
        return frame

    def _foot_row(self) -> QFrame:
        frame = QFrame(self)
        set_class(frame, "foot")
        row = QHBoxLayout(frame)
        space(row, (12, 6, 12, 6), 6)
        row.addWidget(Text(_("Select text and press"), "small", parent=frame))
        row.addWidget(KeyCap("Q", parent=frame))
        self._for = Elided("", "small", parent=frame)
        row.addWidget(self._for, 1)
        change = Button(_("Take off"), "link", parent=frame)
        change.setAccessibleName(_("Take the PDF off"))
        change.clicked.connect(self.detached)
        row.addWidget(change)
        return frame

    def _lay_out(self) -> None:
        self._reader = QWidget(self)
        reader = QVBoxLayout(self._reader)
        space(reader)
        for widget in (self._tools, self._find, self._scanned):
            reader.addWidget(widget)
        reader.addWidget(self.view, 1)
        reader.addWidget(self._foot)
        choose = Button(_("Choose a PDF"), "primary", icon="paperclip")
        choose.clicked.connect(self.asked_file)
        self._empty = EmptyPage("-", "-", choose, parent=self)
        for page in (self._reader, self._notes, self._empty):
            self._stack.addWidget(page)
        self.column.addWidget(self._tabs)
        self.column.addWidget(self._stack, 1)
