"""Start: begin a review, open one, explore the sample; the recent ones with how far they are."""

from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QFileDialog,
    QHBoxLayout,
    QProgressBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gui.icons import paint_icon, paint_sign
from gui.pages import PageSpec
from gui.session import Session
from gui.settings import Recent
from gui.theme import hold, px, space, theme
from gui.widgets.buttons import Button
from gui.widgets.card import Card, Rule
from gui.widgets.page import Hints
from gui.widgets.text import Elided, IconLabel, Text, key_text
from resources.i18n import _, date_text

ONE_COLUMN = 1100  # effective px


class Tile(QAbstractButton):
    """A way to begin: an icon in a square, a verb, a line below, and its key."""

    def __init__(
        self, icon: str, words: tuple[str, str], key: str = "", *, primary: bool = False
    ) -> None:
        super().__init__()
        self._icon, self._words, self._key, self._primary = icon, words, key, primary
        self.setAccessibleName(words[0])
        self.setAccessibleDescription(words[1])
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Want this much room."""
        return QSize(px(360), px(64))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        token = theme().token
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focus = self.hasFocus()
        painter.setPen(QPen(token("accent") if focus else token("line"), 2 if focus else 1))
        painter.setBrush(token("hover" if self.underMouse() else "surface"))
        inset = 1.0 if focus else 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 8, 8)
        side = px(40)
        square = QRectF(px(12), (self.height() - side) / 2, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(token("fill" if self._primary else "tint"))
        painter.drawRoundedRect(square, 8, 8)
        inner = square.adjusted(px(10), px(10), -px(10), -px(10))
        paint_icon(painter, inner, self._icon, token("on" if self._primary else "accent"))
        self._paint_words(painter, square.right() + px(14))

    def _paint_words(self, painter: QPainter, left: float) -> None:
        token = theme().token
        key = key_text(self._key) if self._key else ""
        small = theme().font("small")
        reserved = QFontMetrics(small).horizontalAdvance(key) + px(24) if key else px(12)
        room = QRectF(left, px(12), self.width() - left - reserved, px(20))
        for text, font, ink in zip(
            self._words, (theme().font("body", 600), small), ("text", "text2"), strict=True
        ):
            painter.setFont(font)
            painter.setPen(token(ink))
            shown = QFontMetrics(font).elidedText(
                text, Qt.TextElideMode.ElideRight, int(room.width())
            )
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), shown)
            room.translate(0, px(20))
        if key:
            painter.setFont(small)
            painter.setPen(token("text3"))
            right = QRectF(0, 0, self.width() - px(14), self.height())
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(right, int(flags), key)


class RecentRow(QAbstractButton):
    """One recent review: its title, its place, how far it is, when it was open."""

    located = Signal()

    def __init__(self, recent: Recent, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._missing = recent.is_missing
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        path = Path(recent.path)
        title = recent.title or path.stem
        self.setAccessibleName(title)
        self.setEnabled(True)
        words = QVBoxLayout()
        space(words, gap=2)
        words.addWidget(Elided(title, "name", parent=self))
        place = " / ".join([*path.parent.parts[-2:], path.name]).replace("/ / ", "/ ")
        below = _("Not found at {place}").format(place=place) if self._missing else place
        words.addWidget(Elided(below, "caption", parent=self))
        self.setAccessibleDescription(below)
        row = QHBoxLayout(self)
        space(row, (16, 8, 16, 8), 12)
        if self._missing:
            row.addWidget(IconLabel("triangle-alert", "warn", 16, parent=self))
        row.addLayout(words, 1)
        if self._missing:
            locate = Button(_("Locate"), "small", parent=self)
            locate.setAccessibleName(_("Locate {title}").format(title=title))
            locate.clicked.connect(self.located)
            row.addWidget(locate)
        else:
            row.addWidget(_progress(recent, self))
            day = Text(_day(recent.at), "caption", parent=self)
            hold(day, width=84)
            day.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            row.addWidget(day)
        hold(self, height=56)

    @property
    def is_missing(self) -> bool:
        """Whether its file is gone."""
        return self._missing

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(4, 2, -4, -2)
        if self.underMouse() and not self._missing:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().token("hover"))
            painter.drawRoundedRect(box, 6, 6)
        if self.hasFocus():
            painter.setPen(QPen(theme().token("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 6, 6)


class StartPage(QWidget):
    """What shows when nothing is open."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        space(self._columns, gap=48)
        self._recent = QWidget(self)
        self._lay_out()
        session.opened.connect(self._show_recents)
        self._show_recents()

    def _lay_out(self) -> None:
        settings = Button(_("Settings"), "quiet", icon="settings", parent=self)
        settings.clicked.connect(lambda: self._session.go("settings"))
        top = QHBoxLayout()
        space(top, (0, 8, 16, 0))
        top.addStretch(1)
        top.addWidget(settings)
        self._left = self._ways()
        hold(self._left, width=360)
        self._columns.addWidget(self._left, 0, Qt.AlignmentFlag.AlignTop)
        self._columns.addWidget(self._recent, 0, Qt.AlignmentFlag.AlignTop)
        middle = QHBoxLayout()
        space(middle, (24, 0, 24, 24))
        middle.addStretch(1)
        middle.addLayout(self._columns)
        middle.addStretch(1)
        column = QVBoxLayout(self)
        space(column)
        column.addLayout(top)
        column.addStretch(2)
        column.addLayout(middle)
        column.addStretch(3)

    def _ways(self) -> QWidget:
        left = QWidget(self)
        column = QVBoxLayout(left)
        space(column, gap=8)
        column.addLayout(_head(left))
        column.addSpacing(px(12))
        for key, icon, words, shortcut in (
            (
                "new",
                "file-plus",
                (_("New review"), _("Title, name, one reviewer or two")),
                "Ctrl+N",
            ),
            ("open", "folder-open", (_("Open a review"), _("A file on this computer")), "Ctrl+O"),
            (
                "receive",
                "merge",
                (_("Receive a parcel"), _("Join the review a colleague sent you")),
                "",
            ),
            (
                "import_other",
                "upload",
                (_("Import from another program"), _("RevMan 5, RevMan Web, tables")),
                "Ctrl+I",
            ),
            (
                "sample",
                "book-check",
                (_("Explore the sample review"), _("11 studies, scored by two reviewers")),
                "",
            ),
        ):
            tile = Tile(icon, words, shortcut, primary=key == "new")
            tile.clicked.connect(partial(self._session.go, f"action:{key}"))
            column.addWidget(tile)
            if key == "new":
                self.setFocusProxy(tile)
        return left

    def _show_recents(self) -> None:
        if self._session.is_open:
            return
        fresh = QWidget(self)
        hold(fresh, width=600)
        column = QVBoxLayout(fresh)
        space(column, gap=12)
        column.addWidget(self._recent_card())
        column.addWidget(self._hint_card())
        self._columns.replaceWidget(self._recent, fresh)
        self._columns.setAlignment(fresh, Qt.AlignmentFlag.AlignTop)
        self._recent.hide()
        self._recent.deleteLater()
        self._recent = fresh
        fresh.show()

    def _recent_card(self) -> Card:
        recents = self._session.settings.recents[:6]
        card = Card(_("Recent"), parent=self)
        missing = [known.path for known in recents if known.is_missing]
        if missing:
            clear = Button(_("Clear missing"), "link", parent=card)
            clear.clicked.connect(lambda: self._forget(missing))
            card.add_to_head(clear)
        if not recents:
            words = _("Reviews you open show up here, with how far they are.")
            card.add(Text(words, "quiet", wrap=True, parent=card))
        for place, recent in enumerate(recents):
            if place:
                card.add_edge(Rule(parent=card))
            row = RecentRow(recent, card)
            row.clicked.connect(partial(self._open, recent, row.is_missing))
            row.located.connect(partial(self._locate, recent))
            card.add_edge(row)
        return card

    def _hint_card(self) -> Card:
        card = Card(parent=self)
        card.add(
            Hints(
                [
                    (_("Search all actions"), "Ctrl+K"),
                    (_("Explain a page"), "F1"),
                ],
                parent=card,
            )
        )
        return card

    def _open(self, recent: Recent, missing: bool) -> None:
        if missing:
            self._locate(recent)
        else:
            self._session.asked_file.emit(recent.path)

    def _locate(self, recent: Recent) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("Where is {title}?").format(title=recent.title), str(Path.home())
        )
        if chosen:
            self._session.settings.relocate(recent.path, chosen)
            self._session.asked_file.emit(chosen)

    def _forget(self, paths: list[str]) -> None:
        self._session.settings.forget(paths)
        self._show_recents()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the recent ones below where there is no room beside."""
        super().resizeEvent(event)
        narrow = self.width() < px(ONE_COLUMN)
        self._columns.setDirection(
            QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        )
        space(self._columns, gap=24 if narrow else 48)


class _Sign(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        hold(self, width=40, height=40)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        paint_sign(QPainter(self), QRectF(self.rect()))


def _head(parent: QWidget) -> QHBoxLayout:
    words = QVBoxLayout()
    space(words)
    words.addWidget(Text("Evenhand", "title", parent=parent))
    words.addWidget(Text(_("Two reviewers, one fair reading"), "quiet", parent=parent))
    row = QHBoxLayout()
    space(row, gap=16)
    row.addWidget(_Sign(parent))
    row.addLayout(words, 1)
    return row


def _progress(recent: Recent, parent: QWidget) -> QWidget:
    box = QWidget(parent)
    hold(box, width=132)
    column = QVBoxLayout(box)
    space(column, gap=4)
    said = _("{n} of {total} appraised").format(n=recent.done, total=recent.total)
    column.addWidget(Text(said, "caption", parent=box))
    bar = QProgressBar(box)
    bar.setAccessibleName(said)
    bar.setTextVisible(False)
    bar.setRange(0, max(recent.total, 1))
    bar.setValue(recent.done)
    column.addWidget(bar)
    return box


def _day(at: str) -> str:
    if not at:
        return ""
    moment = datetime.fromisoformat(at).astimezone()
    today = datetime.now().astimezone().date()
    days = (today - moment.date()).days
    if days == 0:
        return _("Today {time}").format(time=f"{moment:%H:%M}")
    return _("Yesterday") if days == 1 else date_text(moment.date())


PAGE = PageSpec(
    key="start",
    title=lambda: _("Start"),
    icon="file",
    order=0,
    build=StartPage,
    about=lambda: _("Begin a review, open one, or explore a sample."),
)
