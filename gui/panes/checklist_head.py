"""The head that sticks above a checklist: the study, how far it is, what it amounts to, Submit."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from appraisal.views.checklist_rows import Checklist, DomainView
from gui.panes.form_bar import FormMenu
from gui.theme import set_class, space
from gui.widgets.buttons import Button
from gui.widgets.chip import Chip
from gui.widgets.marks import MarkLine
from gui.widgets.stars import StarStrip
from gui.widgets.text import Elided, Text
from resources.i18n import _


class ChecklistHead(QFrame):
    """Shows a `Checklist`'s sum."""

    submitted = Signal()
    reopened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_class(self, "head")
        self._title = Elided("", "title", parent=self)
        self._chip = Chip("", parent=self)
        self._count = Text("", "small", parent=self)
        self._button = Button(_("Submit"), parent=self)
        self._button.clicked.connect(self._on_clicked)
        self._sums = QWidget(self)
        self._is_sealed = False
        row = QHBoxLayout()
        space(row, gap=12)
        row.addWidget(self._title, 0)
        row.addWidget(self._chip)
        row.addStretch(1)
        row.addWidget(self._count)
        row.addWidget(self._button)
        self.menu = FormMenu(self)
        row.addWidget(self.menu)
        column = QVBoxLayout(self)
        space(column, (20, 12, 20, 10), 6)
        column.addLayout(row)
        column.addWidget(self._sums)

    def show_checklist(self, shown: Checklist, *, why_off: str = "") -> None:
        """Show a form's head; `why_off` says why nothing can be written here."""
        self._title.setText(shown.label)
        self._chip.set_chip(shown.instrument.short)
        self._is_sealed = shown.is_sealed
        rating = shown.rating
        if shown.is_sealed:
            self._count.setText(_("All have submitted") if shown.is_open else _("Submitted"))
            self._button.set_text(_("Reopen"))
            self._button.set_kind("")
            frozen = _("All have submitted: second thoughts go into the agreed answer.")
            self._button.set_off(why_off or (frozen if shown.is_open else ""))
        else:
            self._count.setText(
                _("{n} of {total} answered").format(n=rating.answered, total=rating.asked)
            )
            self._button.set_text(_("Submit"))
            self._button.set_kind("primary" if not shown.lacking else "")
            self._button.set_off(why_off)
        self._show_sums(shown)

    def shut(self, why: str) -> None:
        """Let a submitted form not be reopened, and say why."""
        self._count.setText(_("Submitted and shared"))
        self._button.set_off(why)

    def hide_verbs(self) -> None:
        """Leave away what acts on a review, where a checklist is only tried."""
        self._button.hide()
        self.menu.hide()

    def _on_clicked(self) -> None:
        (self.reopened if self._is_sealed else self.submitted).emit()

    def _show_sums(self, shown: Checklist) -> None:
        old = self._sums
        self._sums = QWidget(self)
        grid = QGridLayout(self._sums)
        space(grid, gap=4)
        grid.setHorizontalSpacing(old.fontMetrics().height())
        scored = [domain for domain in shown.domains if domain.max]
        for column, domain in enumerate(scored):
            grid.addWidget(Text(domain.title, "caption", parent=self._sums), 0, column)
            strip = StarStrip(domain.score or 0, domain.max, parent=self._sums)
            grid.addWidget(strip, 1, column)
        last = len(scored)
        grid.setColumnStretch(last, 1)
        self._add_total(grid, shown, last + 1)
        layout = self.layout()
        assert layout is not None
        layout.replaceWidget(old, self._sums)
        old.hide()
        old.deleteLater()
        self._sums.setVisible(bool(scored) or bool(shown.rating.level))

    def _add_total(self, grid: QGridLayout, shown: Checklist, column: int) -> None:
        rating = shown.rating
        if rating.total is not None and rating.max:
            words = _("Total") if rating.is_complete else _("Total so far")
            grid.addWidget(_right(Text(words, "caption", parent=self._sums)), 0, column)
            figure = _("{n}/{total}").format(n=rating.total, total=rating.max)
            grid.addWidget(_right(Text(figure, "figure", parent=self._sums)), 1, column)
        elif rating.level:
            grid.addWidget(Text(_("Overall"), "caption", parent=self._sums), 0, column)
            grid.addWidget(
                MarkLine(rating.role, rating.word, rating.letter, parent=self._sums), 1, column
            )


def worth_of(domain: DomainView) -> str:
    """How far a domain is, in words."""
    return _("{n} of {total} answered").format(n=domain.answered, total=domain.asked)


def _right(text: Text) -> Text:
    from PySide6.QtCore import Qt

    text.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return text
