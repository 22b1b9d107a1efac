"""One record to read: its title, where it was printed, its abstract with the review's own words."""

import html
import re
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QVBoxLayout, QWidget

from appraisal.references.reference import Reference
from appraisal.views.records import citation
from gui.theme import space, theme
from gui.widgets.page import Pane, Scroll
from gui.widgets.text import Text
from resources.i18n import _, ngettext

AUTHORS = 8


class RecordCard(Pane):
    """Shows a reference; words that speak for or against inclusion are marked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._title = Text("", "heading", wrap=True, selectable=True, parent=self)
        self._authors = Text("", "quiet", wrap=True, parent=self)
        self._place = Text("", "small", wrap=True, parent=self)
        self._links = Text("", "small", wrap=True, parent=self)
        self._abstract = Text("", "", wrap=True, selectable=True, parent=self)
        self._rest = Text("", "caption", wrap=True, parent=self)
        body = QWidget()
        column = QVBoxLayout(body)
        space(column, (16, 12, 16, 16), 8)
        for text in (
            self._title, self._authors, self._place, self._links, self._abstract, self._rest
        ):  # fmt: skip
            column.addWidget(text)
        column.addStretch(1)
        for text in (self._title, self._abstract):
            text.setTextFormat(Qt.TextFormat.RichText)
        self._links.setTextFormat(Qt.TextFormat.RichText)
        self._links.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self._links.linkActivated.connect(lambda link: QDesktopServices.openUrl(link))
        self._scroll = Scroll(body, parent=self)
        self.column.addWidget(self._scroll)

    def show_record(
        self,
        reference: Reference | None,
        *,
        database: str = "",
        included: Sequence[str] = (),
        excluded: Sequence[str] = (),
        more: str = "",
    ) -> None:
        """Show a record; None shows nothing."""
        if reference is None:
            reference = Reference()
        shown = reference.title or reference.doi or reference.number
        self._title.setText(marked(shown, included, excluded))
        names = "; ".join(reference.authors[:AUTHORS])
        over = len(reference.authors) - AUTHORS
        if over > 0:
            names += " " + ngettext("and {n} other", "and {n} others", over).format(n=over)
        self._authors.setText(names)
        self._place.setText(" · ".join(part for part in (citation(reference), database) if part))
        self._links.setText(_links(reference))
        if reference.abstract:
            self._abstract.setText(marked(reference.abstract, included, excluded))
        else:
            self._abstract.setText(
                html.escape(_("No abstract came with this record.")) if shown else ""
            )
        keywords = "; ".join(reference.keywords[:30])
        self._rest.setText("\n".join(part for part in (keywords, more) if part))
        for text in (self._authors, self._place, self._links, self._rest):
            text.setVisible(bool(text.text()))
        self._scroll.verticalScrollBar().setValue(0)


def marked(text: str, included: Sequence[str], excluded: Sequence[str]) -> str:
    """A text as rich text, with the review's words on a ground of their own, underlined or struck.

    Not by colour alone: what speaks for inclusion is bold, what speaks against it is underlined.
    """
    words = [(word, "for") for word in included] + [(word, "against") for word in excluded]
    if not words:
        return html.escape(text)
    kinds = {word.casefold(): kind for word, kind in words}
    by_length = sorted(kinds, key=len, reverse=True)
    pattern = re.compile("|".join(rf"\b{re.escape(word)}\w*" for word in by_length), re.IGNORECASE)
    made: list[str] = []
    last = 0
    for found in pattern.finditer(text):
        said = found.group().casefold()
        kind = next((kinds[word] for word in by_length if said.startswith(word)), "for")
        made.append(html.escape(text[last : found.start()]))
        made.append(_span(found.group(), kind))
        last = found.end()
    made.append(html.escape(text[last:]))
    return "".join(made)


def _span(text: str, kind: str) -> str:
    token = theme().token
    if kind == "for":
        ground, style = token("tint2").name(), "font-weight:600"
    else:
        ground, style = token("warn_tint").name(), "text-decoration:underline"
    ink = token("text").name()
    return f'<span style="background:{ground};color:{ink};{style}">{html.escape(text)}</span>'


def _links(reference: Reference) -> str:
    found = []
    ink = theme().token("accent").name()
    if reference.doi:
        found.append((f"https://doi.org/{reference.doi}", f"doi:{reference.doi}"))
    if reference.pmid:
        found.append(
            (f"https://pubmed.ncbi.nlm.nih.gov/{reference.pmid}/", f"PMID {reference.pmid}")
        )
    return " · ".join(
        f'<a style="color:{ink}" href="{html.escape(link)}">{html.escape(name)}</a>'
        for link, name in found
    )
