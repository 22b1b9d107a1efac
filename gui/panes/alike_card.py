"""What both reviewers said alike, folded away: a line an item, which opens it to be looked at."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from appraisal.views.reconcile import Point
from gui.theme import space
from gui.widgets.card import Card
from gui.widgets.items import FoldedItem, FoldHead, Worth
from resources.i18n import _, ngettext


def alike_card(points: tuple[Point, ...], *, folded: bool, opened: Callable[[str], None]) -> Card:
    """What both said the same, folded away."""
    card = Card()
    n = len(points)
    is_single = all(len(point.sides) < 2 for point in points)
    title = (
        ngettext("{n} answer", "{n} answers", n)
        if is_single
        else ngettext("{n} item alike", "{n} items alike", n)
    ).format(n=n)
    head = FoldHead(title, Worth(note=", ".join(point.id for point in points if point.id)))
    card.add_edge(head)
    body = QWidget(card)
    column = QVBoxLayout(body)
    space(column)
    for point in points:
        side = point.sides[0]
        worth = Worth(
            note=_("Agreed") if point.is_settled else "", earned=side.score or 0, stars=side.max
        )
        row = FoldedItem(point.id, point.title, "   ".join(side.words), worth=worth)
        row.clicked.connect(lambda _checked=False, field=point.field: opened(field))
        column.addWidget(row)
    card.add_edge(body)
    head.setChecked(not folded)
    body.setVisible(not folded)
    head.toggled.connect(lambda checked: body.setVisible(checked))
    return card
