"""Calibration rounds: what they are for, how far they are, and the studies of a new one."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from appraisal.calibration import LEAST, MOST
from appraisal.views.agreement import RoundView
from gui.dialogs import Dialog, Way
from gui.theme import space
from gui.widgets.buttons import Button
from gui.widgets.card import Card
from gui.widgets.emptying import empty
from gui.widgets.page import Scroll
from gui.widgets.text import Text
from resources.i18n import _

LINE, LONGEST = 28, 280  # effective px


class CalibrationCard(Card):
    """The rounds, and the button that begins one."""

    begun = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Calibration"), parent=parent)
        said = _(
            "All score the same few studies first, each alone. Where you then differ, write a team "
            "rule: it shows under the item from then on."
        )
        self.add(Text(said, "small", wrap=True, parent=self))
        self._body = QVBoxLayout()
        space(self._body, gap=8)
        self.add(self._body)
        self._begin = Button(_("Begin a calibration round"), parent=self)
        self._begin.clicked.connect(self.begun)
        row = QHBoxLayout()
        row.addWidget(self._begin)
        row.addStretch(1)
        self.add(row)

    def show_rounds(self, rounds: Sequence[RoundView], *, why_off: str = "") -> None:
        """Show the rounds; `why_off` says why none can be begun."""
        empty(self._body)
        for one in rounds:
            self._body.addWidget(Text(one.title, "small_strong", parent=self))
            self._body.addWidget(Text(one.words, "small", wrap=True, parent=self))
        self._begin.set_off(why_off)


def ask_studies(parent: QWidget, offered: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Ask which studies a round is made of: three to five, or all where there are fewer."""
    least = min(LEAST, len(offered))
    dialog = Dialog(
        parent,
        _("Begin a calibration round"),
        [_("Choose {least} to {most} studies that nobody has submitted yet.").format(
            least=least, most=MOST)],
        [Way("", _("Cancel")), Way("yes", _("Begin"), "primary")],
    )  # fmt: skip
    body = QWidget()
    column = QVBoxLayout(body)
    space(column, (0, 0, 8, 0), 4)
    boxes: dict[str, QCheckBox] = {}
    for study, label in offered:
        boxes[study] = QCheckBox(label, body)
        boxes[study].setToolTip(label)
        column.addWidget(boxes[study])
    column.addStretch(1)
    scroll = Scroll(body, parent=dialog)
    scroll.take_at_most(min(LONGEST, LINE * len(offered) + 12))
    dialog.add(scroll)
    button = dialog.buttons["yes"]

    def ticked() -> tuple[str, ...]:
        return tuple(study for study, box in boxes.items() if box.isChecked())

    def look() -> None:
        is_right = least <= len(ticked()) <= MOST
        said = _("Choose {least} to {most} studies").format(least=least, most=MOST)
        button.set_off("" if is_right else said)

    for box in boxes.values():
        box.toggled.connect(look)
    look()
    return ticked() if dialog.ask() == "yes" else ()
