"""Widgets side by side and under each other, with captions, in states a picture cannot bring."""

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLayout,
    QVBoxLayout,
    QWidget,
)

from gui.theme import space
from gui.widgets.text import Text


def look(widget: QWidget, state: str) -> QWidget:
    """Show a widget as under the pointer or in focus, as a picture cannot."""
    if state == "hover":
        widget.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
        event = QEnterEvent(QPointF(4, 4), QPointF(4, 4), QPointF(4, 4))
        QApplication.sendEvent(widget, event)
    elif state == "focus":
        widget.hasFocus = lambda: True  # type: ignore[method-assign]  # only here
        QApplication.sendEvent(widget, QEvent(QEvent.Type.FocusIn))
    return widget


def column(*things: QWidget | QLayout, gap: int = 8) -> QVBoxLayout:
    box = QVBoxLayout()
    space(box, gap=gap)
    for thing in things:
        if isinstance(thing, QWidget):
            box.addWidget(thing)
        else:
            box.addLayout(thing)
    return box


def row(*things: QWidget | QLayout, gap: int = 16, stretch: bool = True) -> QHBoxLayout:
    box = QHBoxLayout()
    space(box, gap=gap)
    for thing in things:
        if isinstance(thing, QWidget):
            box.addWidget(thing)
        else:
            box.addLayout(thing)
    if stretch:
        box.addStretch(1)
    return box


def under(widget: QWidget, caption: str) -> QVBoxLayout:
    return column(widget, Text(caption, "caption"), gap=4)
