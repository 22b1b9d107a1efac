"""What is known of a study, beside its checklist: its facts, its notes, the quotations so far."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from appraisal.state import State
from appraisal.subjects import study_subject
from appraisal.views.checklist_rows import Checklist
from gui.theme import space
from gui.widgets.emptying import empty
from gui.widgets.page import Pane
from gui.widgets.quotation import Quotation
from gui.widgets.reason import ReasonField
from gui.widgets.text import Text
from gui.words import design_name
from resources.i18n import _


class NotesPane(Pane):
    """The right of Appraise while no PDF is shown."""

    edited = Signal(str)
    asked = Signal(str)  # address of the item a quotation stands at

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._facts = Text("", "quiet", wrap=True, parent=self)
        self._title = Text("", "name", wrap=True, parent=self)
        self.notes = ReasonField(
            _("Notes"), name=_("Notes on this study"),
            placeholder=_("What both reviewers should know"), lines=2, parent=self,
        )  # fmt: skip
        self.notes.edited.connect(self.edited)
        self._head = Text(_("Quotations"), "heading", parent=self)
        self._none = Text("", "caption", wrap=True, parent=self)
        self._quotes = QVBoxLayout()
        space(self._quotes, gap=8)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._lay_out()

    def show_study(self, state: State, shown: Checklist, *, sealed: bool) -> None:
        """Show a study beside its form."""
        subject = study_subject(shown.study)
        text = state.text
        facts = [
            text(subject, "authors"),
            str(int(year)) if (year := state.number(subject, "year")) is not None else "",
            text(subject, "country"),
            design_name(text(subject, "design")),
        ]
        self._title.setText(text(subject, "title") or shown.label)
        self._facts.setText(" · ".join(fact for fact in facts if fact))
        if not self.notes.field.hasFocus():
            self.notes.set_text(text(subject, "notes"))
        self.notes.set_sealed(sealed=sealed)
        self._show_quotes(shown)

    def _show_quotes(self, shown: Checklist) -> None:
        empty(self._quotes)
        for item in shown.items():
            for quote in dict.fromkeys(item.quotes):
                place = (
                    _("{item} · page {page}").format(item=item.id, page=quote.page)
                    if quote.page
                    else item.id
                )
                made = Quotation(quote.text, place, parent=self)
                made.opened.connect(lambda address=item.address: self.asked.emit(address))
                self._quotes.addWidget(made)
        has_some = self._quotes.count() > 0
        self._none.setText(
            ""
            if has_some
            else _("None yet. Press Q at an item to copy words of the report, with their page.")
        )
        self._none.setVisible(not has_some)

    def _lay_out(self) -> None:
        body = QWidget(self._scroll)
        inner = QVBoxLayout(body)
        space(inner, (16, 14, 16, 16), 8)
        inner.addWidget(self._title)
        inner.addWidget(self._facts)
        inner.addWidget(self.notes)
        inner.addSpacing(8)
        inner.addWidget(self._head)
        inner.addWidget(self._none)
        inner.addLayout(self._quotes)
        inner.addStretch(1)
        self._scroll.setWidget(body)
        column = self.column
        column.addWidget(self._scroll)
