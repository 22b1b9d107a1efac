"""Emptying a layout that is filled anew: one way, because a widget left for later still shows."""

from PySide6.QtWidgets import QLayout


def empty(layout: QLayout) -> None:
    """Take all out of a layout: its widgets are hidden at once, and deleted when Qt may."""
    while (taken := layout.takeAt(0)) is not None:
        widget = taken.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
