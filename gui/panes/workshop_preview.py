"""What an instrument will be like: its checklist to try, its figures, its file."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from appraisal import drafts
from appraisal.bundle import Named
from appraisal.errors import UserError
from appraisal.ledger import Claim, Quote, Value
from appraisal.views.checklist_rows import Checklist, ItemView
from appraisal.workshop.preview import Trial, figures, tried
from gui.panes.checklist import ChecklistPane
from gui.theme import px, set_class, space
from gui.widgets.canvas import Canvas
from gui.widgets.card import Card
from gui.widgets.page import Pane, Scroll
from gui.widgets.switches import Tabs
from gui.widgets.text import Text
from resources.i18n import _

if TYPE_CHECKING:
    from appraisal.review import Review

CHECKLIST, FIGURES, FILE = "checklist", "figures", "file"


class WorkshopPreview(Pane):
    """The right of the workshop; it keeps what was tried from one change to the next."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._trial = Trial()
        self._texts: dict[str, str] = {}
        self._lang = "en"
        self._review: Review | None = None
        self._shown: Checklist | None = None
        self._tabs = Tabs(
            [(CHECKLIST, _("Checklist")), (FIGURES, _("Figures")), (FILE, _("File"))],
            CHECKLIST,
            name=_("Preview"),
            parent=self,
        )
        self._tabs.picked.connect(self._show_tab)
        self._state = Text("", "small", wrap=True, parent=self)
        self.pane = ChecklistPane(self)
        self.pane.head.hide_verbs()
        self.pane.bar.hide_verbs()
        self.pane.answered.connect(self._answer)
        self.pane.reasoned.connect(self._reason)
        self.pane.quoted.connect(self._quote)
        self.pane.unquoted.connect(self._unquote)
        self.pane.judged.connect(self._keep)
        self.pane.commented.connect(self._comment)
        self._figures = Scroll(parent=self)
        self._file = QPlainTextEdit(self)
        self._file.setReadOnly(True)
        self._file.setAccessibleName(_("The instrument's file"))
        set_class(self._file, "code")
        self._stack = QStackedWidget(self)
        for widget in (self.pane, self._figures, self._file):
            self._stack.addWidget(widget)
        self.column.addWidget(self._tabs)
        words = QVBoxLayout()
        space(words, (16, 8, 16, 8))
        words.addWidget(self._state)
        self.column.addLayout(words)
        self.column.addWidget(self._stack, 1)

    def forget(self) -> None:
        """Another instrument is opened: what was tried is gone."""
        self._trial = Trial()
        self._review = self._shown = None

    def show_texts(self, texts: dict[str, str], *, is_sound: bool, lang: str) -> None:
        """Show an instrument; one with faults leaves its last sound state in view."""
        self._texts, self._lang = texts, lang
        self._state.setText(
            _("Try it: nothing here is kept.")
            if is_sound
            else _("It has faults; this is how it last was without any.")
        )
        if is_sound:
            self._try()
        self.pane.setEnabled(self._shown is not None)
        self._show_tab(self._tabs.key())

    # -- trying ----------------------------------------------------------------------------------

    def _try(self) -> None:
        self._review, self._shown = tried(self._texts, self._trial, lang=self._lang)
        self.pane.show_checklist(self._shown)

    def _keep(self, field: str, claim: Claim) -> None:
        if self._review is None or self._shown is None:
            return
        try:
            self._review.commit(drafts.judge(self._shown.subject, field, claim))
        except UserError as fault:
            self._state.setText(str(fault))
            return
        self._trial.fields[field] = claim
        self._try()

    def _answer(self, item: ItemView, value: Value) -> None:
        self._keep(f"item/{item.address}", Claim(value, item.why, item.quotes))

    def _reason(self, item: ItemView, text: str) -> None:
        now = self._shown.item(item.address) if self._shown is not None else None
        item = now or item
        self._keep(f"item/{item.address}", Claim(item.value, text, item.quotes))

    def _quote(self, item: ItemView, quote: Quote) -> None:
        self._keep(f"item/{item.address}", Claim(item.value, item.why, (*item.quotes, quote)))

    def _unquote(self, item: ItemView, quote: Quote) -> None:
        kept = tuple(one for one in item.quotes if one != quote)
        self._keep(f"item/{item.address}", Claim(item.value, item.why, kept))

    def _comment(self, domain: str, text: str) -> None:
        self._keep(f"comment/{domain}", Claim(text or None))

    # -- figures and file ------------------------------------------------------------------------

    def _show_tab(self, key: str) -> None:
        self._stack.setCurrentIndex([CHECKLIST, FIGURES, FILE].index(key))
        if key == FIGURES:
            self._draw()
        elif key == FILE and self._file.toPlainText() != self._texts.get("en", ""):
            self._file.setPlainText(self._texts.get("en", ""))

    def _draw(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        space(column, (16, 8, 16, 24), 12)
        if self._shown is None:
            column.addWidget(Text(_("There is nothing to draw yet."), "quiet", wrap=True))
        else:
            review, _form = tried(self._texts_last_sound(), self._trial, lang=self._lang)
            drawn = tuple(figures(review, lang=self._lang))
            for figure in drawn:
                card = Card(figure.title, parent=body)
                card.add(_picture(figure, max(px(240), self._stack.width() - px(80))))
                column.addWidget(card)
            if not drawn:
                said = _("No figure is made of it: choose some under Figures.")
                column.addWidget(Text(said, "quiet", wrap=True))
        column.addStretch(1)
        self._figures.set_content(body)

    def _texts_last_sound(self) -> dict[str, str]:
        review, shown = self._review, self._shown
        assert review is not None
        assert shown is not None
        carried = review.state.value("review/-", f"instrument/{shown.instrument.key}")
        assert isinstance(carried, dict)
        return {lang: review.store.blob(str(digest)) for lang, digest in carried.items()}


def _picture(figure: Named, width: int) -> QLabel:
    """A figure as a picture that fits the pane; it is for looking at."""
    canvas = Canvas(figure.title)
    canvas.set_scene(figure.scene)
    canvas.resize(canvas.sizeHint())
    drawn = canvas.grab()
    canvas.deleteLater()
    label = QLabel()
    label.setAccessibleName(figure.title)
    label.setAccessibleDescription(figure.scene.description)
    smooth = Qt.TransformationMode.SmoothTransformation
    label.setPixmap(drawn if drawn.width() <= width else drawn.scaledToWidth(width, smooth))
    return label
