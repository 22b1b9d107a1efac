"""Tab within a part whose widgets come and go: as they are read, not as they were made.

Qt walks widgets as they were made, and what is made late, such as the editor of an item opened
now, would come after all the rest of the window.
"""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from gui.theme import px
from gui.widgets.reason import ReasonField

SAME_ROW = 8  # px that the middles of neighbours may differ by


def stops(inside: QWidget) -> list[QWidget]:
    """What Tab stops at, line by line; a reason comes before the verbs over it."""
    found = [one for one in inside.findChildren(QWidget) if _takes_tab(one)]
    placed = sorted((_middle(one, inside), one) for one in found)
    rows: list[list[tuple[tuple[int, int, int], QWidget]]] = []
    for place, one in placed:
        if rows and place[0] - rows[-1][0][0][0] <= px(SAME_ROW):
            rows[-1].append((place, one))
        else:
            rows.append([(place, one)])
    return [one for row in rows for _place, one in sorted(row, key=lambda each: each[0][1])]


def beside(inside: QWidget, *, forward: bool) -> QWidget | None:
    """The first stop after a part, or the last before it."""
    for one in _chain(inside, forward=forward):
        if one is not inside and not inside.isAncestorOf(one) and _takes_tab(one):
            return one
    return None


def _chain(start: QWidget, *, forward: bool) -> Iterator[QWidget]:
    one = start.nextInFocusChain() if forward else start.previousInFocusChain()
    while one is not None and one is not start:
        yield one
        one = one.nextInFocusChain() if forward else one.previousInFocusChain()


def _takes_tab(one: QWidget) -> bool:
    by_tab = one.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(by_tab) and one.isVisible() and one.isEnabled() and one.focusProxy() is None


def _middle(one: QWidget, inside: QWidget) -> tuple[int, int, int]:
    """Where a stop is read: its line, its place in the line, and what tells it from all others."""
    reason = one.parentWidget()
    while reason is not None and reason is not inside and not isinstance(reason, ReasonField):
        reason = reason.parentWidget()
    if isinstance(reason, ReasonField):
        corner = reason.mapTo(inside, QPoint(0, 0))
        return corner.y(), -1 if one is reason.field else one.x() + 1, id(one)
    corner = one.mapTo(inside, QPoint(0, 0))
    return corner.y() + one.height() // 2, corner.x(), id(one)
