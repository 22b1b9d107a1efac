"""The model in one line of chips, where the window is too narrow for its column."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from appraisal.synthesis_text import measure_name, method_name, shown_measure
from gui.panes.model import ModelView
from gui.theme import px, set_class, space
from gui.widgets.buttons import Button
from gui.widgets.chip import Chip
from resources.i18n import _

CHIP = 130  # what a name of the model keeps at least


class ModelLine(QFrame):
    """Shows a `ModelView` in chips; its buttons bring the folded columns."""

    model_asked = Signal()
    risk_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_class(self, "head")
        self._chips = [Chip("", parent=self) for _n in range(4)]
        self.model = Button(_("Model"), "small", icon="sliders", parent=self)
        self.risk = Button(_("Risk of bias"), "small", icon="filter", parent=self)
        self.model.clicked.connect(self.model_asked)
        self.risk.clicked.connect(self.risk_asked)
        row = QHBoxLayout(self)
        space(row, (16, 8, 16, 8), 8)
        row.addWidget(self.model)
        for chip in self._chips:
            row.addWidget(chip)
        row.addStretch(1)
        row.addWidget(self.risk)

    def set_risk_folded(self, *, folded: bool) -> None:
        """Offer the risk of bias too, or not."""
        self.risk.setVisible(folded)

    def show_model(self, shown: ModelView) -> None:
        """Show a plan."""
        outcome = dict(shown.outcomes).get(shown.outcome, "")
        method = method_name(shown.plan)
        words = (
            outcome,
            measure_name(shown_measure(shown.plan)),
            method[:1].upper() + method[1:],
            "",
        )
        for chip, text in zip(self._chips, words, strict=True):
            chip.set_chip(text)
        self._chips[-1].set_chip(shown.status, "accent" if shown.differs else "")
        for chip in self._chips[:-1]:  # the plan's state, the longest, gives way first
            chip.setMinimumWidth(min(chip.sizeHint().width(), px(CHIP)))
