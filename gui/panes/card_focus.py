"""Where the focus goes when the card it was in is made anew: there again, or to the next to decide.

Left to Qt, it would go to whatever comes after the hidden button, and the page would scroll there.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from gui.panes.point_card import PointCard
from gui.widgets.page import Scroll


def park(scroll: Scroll, cards: Sequence[PointCard]) -> str:
    """Keep the focus on the page while its cards go; the field of the card it was in, or empty."""
    focused = QApplication.focusWidget()
    held = [card for card in cards if focused is not None and card.isAncestorOf(focused)]
    if not held:
        return ""
    scroll.setFocus(Qt.FocusReason.OtherFocusReason)
    return held[0].point.field


def give_back(scroll: Scroll, cards: Sequence[PointCard], field: str) -> bool:
    """Focus the card of a field if it waits still, else the next that waits; whether one does."""
    place = next((n for n, card in enumerate(cards) if card.point.field == field), 0)
    waiting = [card for card in (*cards[place:], *cards[:place]) if not card.point.is_settled]
    if waiting:
        waiting[0].focus()
        scroll.bring(waiting[0])
    return bool(waiting)
