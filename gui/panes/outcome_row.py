"""The row over the grid of Extract: which outcome, which of its parts, and how far it is.

The row says less where it is short: the count of complete studies stands in the grid as well, and
the kind of data is told by its columns.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from appraisal.cells import data_name
from appraisal.views.extraction import Grid, Part
from appraisal.views.seats import SeatState
from gui.theme import px, space
from gui.widgets.buttons import Button
from gui.widgets.chip import Chip
from gui.widgets.fields import FilterList
from gui.widgets.flow import Flow
from gui.widgets.switches import Segmented
from gui.widgets.text import Text
from resources.i18n import _, ngettext

NARROW = 840  # px of the grid's side below which the row says less


class OutcomeRow(QWidget):
    """Chooses an outcome and one of its parts."""

    picked = Signal()  # another outcome, or another of its parts
    edit_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.outcomes = FilterList(_("Outcome"), [], "", parent=self)
        self.outcomes.picked.connect(lambda _key: self.picked.emit())
        self._edit = Button(_("Edit outcome"), "quiet", icon="pencil", parent=self)
        self._edit.clicked.connect(self.edit_asked)
        self.parts = Segmented(
            [("numbers", _("Numbers")), ("reported", _("Reported estimates"))],
            "numbers",
            name=_("What is typed"),
            parent=self,
        )
        self.parts.picked.connect(lambda _key: self.picked.emit())
        self.kind = Chip("", parent=self)
        self.summary = Text("", "caption", parent=self)
        choices = Flow(by_middle=True, parent=self)
        for widget in (self.outcomes, self._edit, self.parts, self.kind):
            choices.add(widget)
        row = QHBoxLayout(self)
        space(row, (24, 0, 24, 12), 8)
        row.addWidget(choices, 1)
        row.addWidget(self.summary)

    @property
    def outcome(self) -> str:
        """The outcome that is chosen."""
        return self.outcomes.key()

    @property
    def part(self) -> Part:
        """What of it is typed."""
        return "reported" if self.parts.key() == "reported" else "numbers"

    def choose(self, outcome: str) -> None:
        """Choose an outcome; nothing is told."""
        self.outcomes.set_key(outcome)

    def offer(self, outcomes: list[tuple[str, str]], chosen: str) -> None:
        """Offer the outcomes of the review."""
        self.outcomes.set_pairs(outcomes, chosen)

    def show_grid(self, shown: Grid, *, why_off: str) -> None:
        """Say what kind of data these are, and how many studies are complete."""
        self.parts.setVisible(len(shown.parts) > 1)
        self.kind.setText(data_name(shown.data))
        self._edit.set_off(why_off)
        done = sum(row.cell.state in (SeatState.READY, SeatState.SUBMITTED) for row in shown.rows)
        errors = sum(len(row.errors) for row in shown.rows)
        said = [_("{n} of {total} studies complete").format(n=done, total=len(shown.rows))]
        if errors:
            said.append(ngettext("{n} error", "{n} errors", errors).format(n=errors))
        self.summary.setText(" · ".join(said))

    def fit(self, wide: int) -> None:
        """Leave out what the grid says itself, where there is little room."""
        self.summary.setVisible(wide >= px(NARROW))
        beside = (self.outcomes, self._edit, self.parts, self.summary)
        taken = sum(one.sizeHint().width() + px(8) for one in beside if not one.isHidden())
        fits = taken + self.kind.sizeHint().width() + 2 * px(24) <= wide
        self.kind.setVisible(wide >= px(NARROW) and fits)  # never in a line of its own
