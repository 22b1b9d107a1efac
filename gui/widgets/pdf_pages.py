"""The pages of a PDF: their sizes, pictures, letters and where words stand. PDFium does the work.

Places are in points from the page's lower left corner, as PDF has them; `view` turns them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtGui import QImage

Rect = tuple[float, float, float, float]  # left, bottom, right, top


class UnreadablePdf(Exception):
    """PDFium cannot open the file: damaged, or locked with a password."""


@dataclass(frozen=True, slots=True)
class Span:
    """Letters on a page, from one place on."""

    page: int
    start: int
    count: int


class Pages:
    """An open PDF."""

    def __init__(self, path: Path) -> None:
        import pypdfium2

        try:
            self._document: pypdfium2.PdfDocument = pypdfium2.PdfDocument(path)
            self.sizes: tuple[tuple[float, float], ...] = tuple(
                self._document.get_page_size(n) for n in range(len(self._document))
            )
        except pypdfium2.PdfiumError as fault:
            raise UnreadablePdf(str(fault)) from fault
        self._opened: dict[int, Any] = {}  # Any: pypdfium2 has no types
        self._texts: dict[int, Any] = {}

    def __len__(self) -> int:
        return len(self.sizes)

    def close(self) -> None:
        """Let go of the file."""
        for text in self._texts.values():
            text.close()
        for page in self._opened.values():
            page.close()
        self._texts.clear()
        self._opened.clear()
        self._document.close()

    def label(self, page: int) -> str:
        """The number printed on a page, or its place."""
        return self._document.get_page_label(page) or str(page + 1)

    def page_of(self, label: str) -> int | None:
        """The page a number is printed on; the place where none is."""
        for page in range(len(self)):
            if self.label(page) == label:
                return page
        return int(label) - 1 if label.isdigit() and 0 < int(label) <= len(self) else None

    def picture(self, page: int, scale: float) -> QImage:
        """A page drawn so many pixels to a point."""
        bitmap = self._page(page).render(scale=scale, rev_byteorder=True)
        array = bitmap.to_numpy()
        height, width, depth = array.shape
        form = QImage.Format.Format_RGB888 if depth == 3 else QImage.Format.Format_RGBX8888
        return QImage(array.tobytes(), width, height, width * depth, form).copy()

    @property
    def has_text(self) -> bool:
        """Whether any page has letters; a scanned report has none."""
        return any(self._text(page).count_chars() > 0 for page in range(len(self)))

    def letter_at(self, page: int, x: float, y: float, *, near: float = 6.0) -> int | None:
        """The letter at a place of a page."""
        found: int | None = self._text(page).get_index(x, y, near, near)
        return found

    def words(self, span: Span) -> str:
        """The letters of a span as plain words: line ends become blanks, hyphens there go."""
        text: str = self._text(span.page).get_text_range(span.start, span.count)
        joined = text.replace("\ufffe", "").replace("-\r\n", "").replace("\u00ad\r\n", "")
        return " ".join(joined.split())

    def rects(self, span: Span) -> tuple[Rect, ...]:
        """Where a span stands, line by line."""
        text = self._text(span.page)
        return tuple(text.get_rect(n) for n in range(text.count_rects(span.start, span.count)))

    def box(self, span: Span) -> Rect | None:
        """The rectangle around a span."""
        rects = self.rects(span)
        if not rects:
            return None
        lefts, bottoms, rights, tops = zip(*rects, strict=True)
        return min(lefts), min(bottoms), max(rights), max(tops)

    def word_span(self, page: int, letter: int) -> Span:
        """The word a letter belongs to."""
        text = self._text(page).get_text_range()
        start = end = letter
        while start > 0 and not text[start - 1].isspace():
            start -= 1
        while end < len(text) and not text[end].isspace():
            end += 1
        return Span(page, start, max(end - start, 1))

    def stretched(self, span: Span, words: int) -> Span:
        """A span with its end moved by so many words."""
        text = self._text(span.page).get_text_range()
        end = span.start + span.count
        step = 1 if words > 0 else -1
        for _word in range(abs(words)):
            end += step
            while 0 < end < len(text) and not text[end - (step < 0)].isspace():
                end += step
        end = min(max(end, span.start + 1), len(text))
        return Span(span.page, span.start, end - span.start)

    def found(self, words: str) -> Iterator[Span]:
        """Every place some words stand, page by page."""
        if not words.strip():
            return
        for page in range(len(self)):
            searcher = self._text(page).search(words)
            while (hit := searcher.get_next()) is not None:
                yield Span(page, hit[0], hit[1])

    def place_of(self, words: str, page: int) -> Span | None:
        """Where quoted words stand on a page, however its lines are broken."""
        text = self._text(page).get_text_range()
        kept = [(n, letter) for n, letter in enumerate(text) if letter.isalnum()]
        plain = "".join(letter for _n, letter in kept).casefold()
        wanted = "".join(letter for letter in words if letter.isalnum()).casefold()
        at = plain.find(wanted) if wanted else -1
        if at < 0 or len(plain) != len(kept):
            return None
        first, last = kept[at][0], kept[at + len(wanted) - 1][0]
        return Span(page, first, last - first + 1)

    def _text(self, page: int) -> Any:  # Any: pypdfium2 has no types
        if page not in self._texts:
            self._texts[page] = self._page(page).get_textpage()
        return self._texts[page]

    def _page(self, page: int) -> Any:  # Any: pypdfium2 has no types
        if page not in self._opened:
            self._opened[page] = self._document[page]
        return self._opened[page]
