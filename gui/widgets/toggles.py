"""A screen reader toggles a button without pressing it: both lead to the same deed.

So what can be checked listens to `toggled`, which comes with every way of pressing; what code
shows, it shows with `show_checked`, which says nothing.
"""

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView


def show_checked(button: QAbstractButton, *, on: bool) -> None:
    """Show a button as checked or not, without saying that the person did it."""
    quiet = QSignalBlocker(button)
    button.setChecked(on)
    quiet.unblock()


def follow_selection(view: QAbstractItemView) -> None:
    """Make current what a screen reader selects in a list, as a press does."""

    def follow() -> None:
        chosen = view.selectionModel().selectedIndexes()
        if len(chosen) == 1 and chosen[0] != view.currentIndex():
            view.setCurrentIndex(chosen[0])

    view.selectionModel().selectionChanged.connect(follow)
