"""The estimates by risk of bias, side by side in the narrow column of Synthesis."""

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from appraisal import drafts
from appraisal.risk_lines import RiskLines, conclusion, domain_keys, risk_lines
from appraisal.risk_mapping import mapping_words, scores_of
from appraisal.state import State
from appraisal.synthesis import Analysis
from appraisal.views.risk import (
    Keys,
    between_sentence,
    conclusion_sentence,
    key_label,
    mappings_in_use,
    quality_sentence,
)
from gui.panes.mapping import MappingDialog
from gui.session import Session
from gui.theme import px, space
from gui.widgets.buttons import Button
from gui.widgets.canvas import FigureView
from gui.widgets.fields import Field, ListField
from gui.widgets.text import Text
from resources.i18n import _
from stats.figures.scene import Scene


class RiskLinesBox(QWidget):
    """The small forest, what it is divided by, and what the team counts as high."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._analysis: Analysis | None = None
        self._divided = ""
        self._later = QTimer(self)  # what follows from the plot comes after it is painted
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._show)
        self.view = FigureView(_("Estimates side by side"), parent=self)
        self.view.installEventFilter(self)
        self.by = ListField([("", _("Not divided"))], parent=self)
        self.by.set_narrow()
        self._test = Text("", "caption", wrap=True, parent=self)
        self._quality = Text("", "caption", wrap=True, parent=self)
        self._conclusion = Text("", "small", wrap=True, selectable=True, parent=self)
        self._conclusion_head = Text(_("What would change the conclusion"), "strong", wrap=True,
                                     parent=self)  # fmt: skip
        self._mapping = Text("", "caption", wrap=True, parent=self)
        self.change = Button(_("Set what counts as high"), "quiet", parent=self)
        self.by.picked.connect(self._on_divided)
        self.change.clicked.connect(self._ask)
        self._lay_out()

    def show_analysis(self, analysis: Analysis | None) -> None:
        """Show an analysis, once what waits to be painted is."""
        self._analysis = analysis
        self._later.start(0)

    def _show(self) -> None:
        analysis, session = self._analysis, self._session
        if analysis is None or session.review is None:
            return
        state = session.state
        scores, keys = scores_of(state), domain_keys(analysis.dataset.used)
        offered = ("", "risk", "instrument", *(key for key, _short, _title in keys))
        self._divided = self._divided if self._divided in offered else ""
        lines = risk_lines(analysis, key=self._divided, quality=scores)
        self.by.set_pairs([(key, key_label(key, keys)) for key in offered], self._divided)
        self.view.setVisible(lines is not None)
        if lines is not None:
            self._draw(analysis, lines, keys)
        self._say(self._test, between_sentence(lines) if lines is not None else "")
        quality = quality_sentence(lines, by_scores=bool(scores)) if lines is not None else ""
        self._say(self._quality, quality)
        turning = conclusion_sentence(analysis, conclusion(analysis), keys)
        self._say(self._conclusion, turning)
        self._conclusion_head.setVisible(bool(turning))
        self._show_mapping(state)

    def _show_mapping(self, state: State) -> None:
        shown = mappings_in_use(state, self._session.instrument)
        high = "\n".join(mapping_words(one) for one in shown)
        head = _("Counts as high:")
        self._mapping.setText(f"{head}\n{high}" if high else _("No instrument is in use yet."))
        off = self._session.why_fixed
        self.change.set_off(off or ("" if high else _("No instrument is in use yet")))

    def _on_divided(self, key: str) -> None:
        self._divided = key
        self._show()

    def _ask(self) -> None:
        session = self._session
        shown = mappings_in_use(session.state, session.instrument)
        dialog = MappingDialog(self.window(), shown, scores_of(session.state))
        if dialog.ask() == "yes" and dialog.fields:
            label = _("Set what counts as high risk")
            if session.do(drafts.edit_review(dialog.fields, why=dialog.why, label=label)):
                session.say(_("The mapping is set."), undo=True)

    def _draw(self, analysis: Analysis, lines: RiskLines, keys: Keys) -> None:
        from appraisal.figures.risk_lines import small_forest
        from appraisal.figures.text import measure, words
        from stats.figures.small_forest import layout

        forest = small_forest(analysis, lines, keys)

        def lay_out(width: float) -> Scene:
            return layout(forest, words=words(), measure=measure(), width=width)

        self.view.set_layout(lay_out)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the figure as high as it is in the width it has now."""
        if watched is self.view and event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        self.view.setFixedHeight(self.view.canvas.sizeHint().height() + px(2))

    @staticmethod
    def _say(label: Text, text: str) -> None:
        label.setText(text)
        label.setVisible(bool(text))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        space(column, gap=8)
        column.addWidget(Text(_("Side by side"), "strong", parent=self))
        for widget in (
            self.view,
            Field(_("Divide by"), self.by, parent=self),
            self._test,
            self._quality,
            self._conclusion_head,
            self._conclusion,
            self._mapping,
            self.change,
        ):
            column.addWidget(widget)
