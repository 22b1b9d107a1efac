"""The icons: one family of line icons, tinted with the theme and drawn at the screen's resolution.

They are outlines of the Phosphor font that the package qtawesome carries; only its file is used (to
import the package costs more than the rest of the start). The forest icon and the program's sign
are our own, in `resources/icons`. Names are those of the design.
"""

import importlib.util
import json
import re
from functools import cache
from pathlib import Path

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QIcon,
    QIconEngine,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QTransform,
)

from gui.theme import theme
from resources import path

EM = 256.0  # the font's own grid
FIT = 0.96  # so that strengthened lines stay inside
OWN = {"forest": 24.0}  # file in resources/icons: its grid

# Our name for an icon, and the font's; after a + a second glyph, drawn small on the first.
GLYPHS: dict[str, str] = {
    "layout-dashboard": "squares-four", "inbox": "tray", "book-open": "book-open",
    "clipboard-check": "clipboard+check", "table-2": "table", "scale": "scales",
    "file-text": "file-text", "history": "clock-counter-clockwise",
    "circle-dashed": "circle-dashed", "circle-check": "check-circle", "lock": "lock",
    "lock-open": "lock-open", "git-compare": "git-diff", "check-check": "checks",
    "info": "info", "triangle-alert": "warning", "circle-alert": "warning-circle",
    "check": "check", "x": "x", "search": "magnifying-glass", "plus": "plus", "minus": "minus",
    "upload": "upload-simple", "download": "download-simple", "pencil": "pencil-simple",
    "undo-2": "arrow-u-up-left", "redo-2": "arrow-u-up-right", "quote": "quotes",
    "highlighter": "pencil-line", "paperclip": "paperclip", "user": "user",
    "user-plus": "user-plus", "users": "users", "arrow-right": "arrow-right",
    "arrow-left": "arrow-left", "arrow-up": "arrow-up", "arrow-down": "arrow-down",
    "chevron-down": "caret-down", "chevron-up": "caret-up", "chevron-left": "caret-left",
    "chevron-right": "caret-right", "zoom-in": "magnifying-glass-plus",
    "zoom-out": "magnifying-glass-minus", "settings": "gear-six", "circle-help": "question",
    "file": "file", "file-plus": "file-plus", "file-pdf": "file-pdf", "folder-open": "folder-open",
    "folder": "folder", "book-check": "book-bookmark", "keyboard": "keyboard",
    "clipboard-paste": "clipboard-text", "sliders": "sliders-horizontal", "columns": "columns",
    "note": "chat-centered-text", "trash": "trash", "eye": "eye", "eye-off": "eye-slash",
    "refresh": "arrows-clockwise", "filter": "funnel-simple", "copy": "copy", "link": "link",
    "image": "image", "save": "floppy-disk", "return": "key-return", "stop": "warning-octagon",
    "sun": "sun", "moon": "moon", "globe": "globe", "sort-up": "sort-descending",
    "sort-down": "sort-ascending", "more": "dots-three", "calendar": "calendar-blank",
    "external": "arrow-square-out", "share": "share-network", "merge": "git-merge",
    "branch": "tree-structure", "flag": "flag", "drag": "dots-six-vertical",
    "half": "circle-half", "list": "list-bullets", "exit": "sign-out",
}  # fmt: skip

_pixmaps: dict[tuple[str, int, int, float], QPixmap] = {}


def paint_icon(painter: QPainter, box: QRectF, name: str, colour: QColor) -> None:
    """Draw an icon into a square of the painter."""
    outline, grid, is_line = _outline(name)
    scale = box.width() / grid
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.center())
    painter.scale(scale * FIT, scale * FIT)
    painter.translate(-grid / 2, -grid / 2)
    # The font's lines are a sixteenth of the size; ours a twelfth, as beside type of weight 400.
    painter.setPen(QPen(colour, grid / 54) if is_line else QPen(Qt.PenStyle.NoPen))
    painter.setBrush(colour)
    painter.drawPath(outline)
    painter.restore()


def pixmap(
    name: str, colour: str | QColor = "text2", size: int = 16, ratio: float = 1.0
) -> QPixmap:
    """Give an icon as a picture, in a token's colour, for a screen of this pixel ratio."""
    ink = theme().token(colour) if isinstance(colour, str) else colour
    key = (name, size, ink.rgba(), ratio)
    if key not in _pixmaps:
        side = round(size * ratio)
        picture = QPixmap(side, side)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        paint_icon(painter, QRectF(0, 0, size, size), name, ink)
        painter.end()
        _pixmaps[key] = picture
    return _pixmaps[key]


def icon(name: str, token: str = "text2", *, after: bool = False) -> QIcon:
    """Give an icon that takes its colour from the theme whenever it is drawn.

    In a place wider than high it keeps to the far side of the words, which leaves a gap: on the
    left, or on the right where it stands `after` them.
    """
    return QIcon(_Engine(name, token, after=after))


def sign(size: int) -> QPixmap:
    """Give the sign of the program: a level beam with a diamond in the middle."""
    picture = QPixmap(size, size)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    paint_sign(painter, QRectF(0, 0, size, size))
    painter.end()
    return picture


def paint_sign(painter: QPainter, box: QRectF) -> None:
    """Draw the sign of the program into a square of the painter."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().token("fill"))
    painter.drawRoundedRect(box, box.width() / 4, box.width() / 4)
    painter.translate(box.topLeft())
    painter.scale(box.width() / 24, box.width() / 24)
    painter.setBrush(theme().token("on"))
    painter.drawPath(_drawn("sign"))
    painter.restore()


class _Engine(QIconEngine):
    """Draws an icon with the tokens of the moment."""

    def __init__(self, name: str, token: str, *, after: bool) -> None:
        super().__init__()
        self._name, self._token, self._after = name, token, after

    def clone(self) -> QIconEngine:
        """Give another that draws the same."""
        return _Engine(self._name, self._token, after=self._after)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        """Draw it."""
        side = min(rect.width(), rect.height())
        left = rect.x() + (rect.width() - side if self._after else 0)
        corner = QPointF(left, rect.y() + (rect.height() - side) / 2)
        colour = theme().token("text3" if mode == QIcon.Mode.Disabled else self._token)
        ratio = painter.device().devicePixelRatio()
        painter.drawPixmap(corner, pixmap(self._name, colour, side, ratio))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Give a picture of this size."""
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        """Give a picture for a finer screen."""
        picture = QPixmap(size)
        picture.setDevicePixelRatio(scale)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        room = QRect(0, 0, round(size.width() / scale), round(size.height() / scale))
        self.paint(painter, room, mode, state)
        painter.end()
        return picture

    def actualSize(self, size: QSize, _mode: QIcon.Mode, _state: QIcon.State) -> QSize:
        """Fill any size."""
        return size


@cache
def _outline(name: str) -> tuple[QPainterPath, float, bool]:
    """Give an icon's outline, the grid it stands on, and whether its lines want strengthening."""
    if name in OWN:
        return _drawn(name), OWN[name], False
    first, _, second = GLYPHS[name].partition("+")
    outline = _glyph(first)
    if second:  # a small sign on the body of the first
        small = QTransform().translate(66, 76).scale(0.48, 0.48)
        outline = QPainterPath(outline)
        outline.addPath(small.map(_glyph(second)))
    return outline, EM, True


@cache
def _drawn(name: str) -> QPainterPath:
    """Read one of our own icons: straight outlines on a grid of 24."""
    outline = QPainterPath()
    outline.setFillRule(Qt.FillRule.WindingFill)
    text = path("icons", f"{name}.svg").read_text(encoding="utf-8")
    for data in re.findall(r' d="([^"]*)"', text):
        for command, x, y in re.findall(r"([MLZ])(?:([\d.]+) ([\d.]+))?", data):
            if command == "Z":
                outline.closeSubpath()
            elif command == "M":
                outline.moveTo(float(x), float(y))
            else:
                outline.lineTo(float(x), float(y))
    return outline


@cache
def _glyph(name: str) -> QPainterPath:
    """Take a glyph's outline from the font."""
    family, codes = _font()
    font = QFont(family)
    font.setPixelSize(int(EM))
    outline = QPainterPath()
    outline.setFillRule(Qt.FillRule.WindingFill)
    outline.addText(0, EM, font, chr(int(codes[name], 16)))  # the font's baseline is its floor
    return outline


@cache
def _font() -> tuple[str, dict[str, str]]:
    """Load the icon font; give its family and the code of each glyph."""
    found = importlib.util.find_spec("qtawesome")
    if found is None or found.origin is None:
        raise FileNotFoundError("The package qtawesome, which carries the icon font, is missing.")
    fonts = Path(found.origin).parent / "fonts"
    file = next(iter(fonts.glob("phosphor-[0-9]*.ttf")))
    charmap = next(iter(fonts.glob("phosphor-charmap-*.json")))
    number = QFontDatabase.addApplicationFont(str(file))
    return QFontDatabase.applicationFontFamilies(number)[0], json.loads(charmap.read_bytes())
