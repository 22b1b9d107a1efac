"""Sheets and lines: the card, the hairline, the note in a colour of its own."""

from typing import Literal

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from gui.theme import set_class, space, theme
from gui.widgets.text import IconLabel, Text

RADIUS = 8
NoteKind = Literal["", "bad", "warn", "ok"]
NOTE_ICONS = {"": "info", "bad": "circle-alert", "warn": "triangle-alert", "ok": "check"}


class Rule(QFrame):
    """A hairline across."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_class(self, "rule")
        self.setFixedHeight(1)


class Card(QFrame):
    """A white sheet with, if it has a title, a head.

    `add` puts things inside its padding, `add_edge` lets a table or a line reach its edges.
    """

    def __init__(self, title: str = "", note: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_class(self, "card")
        self._column = QVBoxLayout(self)
        space(self._column)
        self.head = QHBoxLayout()
        space(self.head, (16, 12, 16, 0), 8)
        self.title = Text(title, "heading", parent=self)
        self.note = Text(note, "small", parent=self)
        self.head.addWidget(self.title)
        self.head.addStretch(1)
        self.head.addWidget(self.note)
        self._column.addLayout(self.head)
        self._column.addStretch(0)  # what is left of a tall card stays below its content
        self.body: QVBoxLayout | None = None
        self._corners: _Corners | None = None
        self.set_title(title, note)

    def set_title(self, title: str, note: str = "") -> None:
        """Change the words of the head; without any there is none."""
        self.title.setText(title)
        self.note.setText(note)
        self.title.setVisible(bool(title))
        self.note.setVisible(bool(note))
        space(self.head, (16, 12, 16, 0) if title or note else (0, 0, 0, 0), 8)
        self.setAccessibleName(title)

    def add_to_head(self, widget: QWidget) -> None:
        """Put a widget at the right end of the head."""
        self.head.addWidget(widget)

    def add(self, thing: QWidget | QLayout, stretch: int = 0) -> None:
        """Put a widget or a layout inside the padding, below what is there."""
        if self.body is None:
            self.body = QVBoxLayout()
            self._column.insertLayout(self._column.count() - 1, self.body, stretch)
            space(self.body, (16, 8 if self.title.text() else 12, 16, 12), 8)
        if isinstance(thing, QWidget):
            self.body.addWidget(thing, stretch)
        else:
            self.body.addLayout(thing, stretch)
        if stretch:
            self._column.setStretchFactor(self.body, stretch)

    def add_edge(self, thing: QWidget | QLayout, stretch: int = 0) -> None:
        """Put a widget or a layout across the whole card, below what is there."""
        self.body = None  # what follows begins a new padded part
        if isinstance(thing, QWidget):
            self._column.insertWidget(self._column.count() - 1, thing, stretch)
        else:
            self._column.insertLayout(self._column.count() - 1, thing, stretch)
        if self._corners is None:
            self._corners = _Corners(self)


class _Corners(QWidget):
    """Keeps a card's corners round over a table that reaches its edges."""

    def __init__(self, card: QWidget) -> None:
        super().__init__(card)
        self._card = card
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        card.installEventFilter(self)
        self.resize(card.size())
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Watch what happens to another."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self.resize(self._card.size())
            self.raise_()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outside, sheet = QPainterPath(), QPainterPath()
        outside.addRect(QRectF(self.rect()))
        edge = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        sheet.addRoundedRect(edge, RADIUS, RADIUS)
        painter.fillPath(outside.subtracted(sheet), theme().token(_ground(self._card)))
        painter.setPen(QPen(theme().token("line"), 1))
        painter.drawPath(sheet)


def _ground(card: QWidget) -> str:
    """Give the token of what a card lies on."""
    around = card.parentWidget()
    while around is not None:
        if around.property("cls") in ("pane", "card", "head", "modal"):
            return "surface"
        around = around.parentWidget()
    return "window"


class Note(QFrame):
    """A boxed message beside its cause: a heading, and what to do."""

    def __init__(
        self, title: str, text: str = "", kind: NoteKind = "", *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon = IconLabel("info", parent=self)
        self._title = Text(title, "strong", wrap=True, parent=self)
        self._text = Text(text, "small", wrap=True, parent=self)
        row = QHBoxLayout(self)
        space(row, (12, 8, 12, 8), 8)
        row.addWidget(self._icon, alignment=Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        space(words, gap=2)
        words.addWidget(self._title)
        words.addWidget(self._text)
        row.addLayout(words, 1)
        self._row = row
        self.set(title, text, kind)

    def add(self, widget: QWidget) -> None:
        """Put a verb at the right end."""
        self._row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)

    def text(self) -> str:
        """Give the words below the heading."""
        return self._text.text()

    def set(self, title: str, text: str = "", kind: NoteKind = "") -> None:
        """Say something else."""
        self._icon.set_icon(NOTE_ICONS[kind], kind or "text2")
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        set_class(self, "note", kind=kind)
