"""What everything looks like: colours by role, the size of type, and the one stylesheet.

Colours stand in `resources/theme`; nothing else in the program names one. Lengths are given at
13 px type and pass through `px`, so that a larger type makes everything larger. What a widget
paints is its own affair (`gui/widgets`), icons are those of `gui/icons.py`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from PySide6.QtCore import QDir, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QLayout, QWidget

from resources import path, read_toml

Mode = Literal["system", "light", "dark"]
MarkSet = Literal["cochrane", "safe"]
Size = Literal["key", "small", "body", "heading", "title"]

DESIGN_PX = 13  # the type at which the design gives its lengths
SIZES: dict[Size, int] = {"key": 11, "small": 12, "body": 13, "heading": 15, "title": 18}
WEIGHTS = {400: QFont.Weight.Normal, 500: QFont.Weight.Medium, 600: QFont.Weight.DemiBold}
SPACE = "space"  # dynamic properties: lengths before scaling
HOLD = "hold"


@dataclass(frozen=True, slots=True)
class MarkInk:
    """The colours of one judgement mark."""

    fill: QColor
    glyph: QColor
    edge: QColor


@dataclass(frozen=True, slots=True)
class Inks:
    """All colours of one theme file."""

    name: str
    dark: bool
    tokens: Mapping[str, QColor]
    marks: Mapping[str, Mapping[str, MarkInk]]


@cache
def inks(name: str) -> Inks:
    """Read the theme `light`, `dark` or `print`."""
    table = read_toml("theme", f"{name}.toml")
    return Inks(
        name=name,
        dark=table["dark"],
        tokens={key: QColor(value) for key, value in table["tokens"].items()},
        marks={
            chosen: {
                role: MarkInk(*(QColor(mark[part]) for part in ("fill", "glyph", "edge")))
                for role, mark in roles.items()
            }
            for chosen, roles in table["marks"].items()
        },
    )


class Theme(QObject):
    """The look in use; there is one, from `theme()`."""

    changed = Signal()  # colours or sizes: repaint; lengths held by `space` and `hold` are renewed

    def __init__(self) -> None:
        super().__init__()
        self.inks = inks("light")
        self.mode: Mode = "system"
        self.text_zoom = 1.0
        self.family: str | None = None
        self.mark_set: MarkSet = "cochrane"
        self.body_px = DESIGN_PX
        self._fonts: dict[tuple[str, int, bool], QFont] = {}
        self._listening = False
        self._system = ""  # the type the system last asked for
        self._scheme = Qt.ColorScheme.Unknown  # what the system asks for

    @property
    def dark(self) -> bool:
        """Whether the ground is dark."""
        return self.inks.dark

    def token(self, name: str) -> QColor:
        """Give the colour of a role, such as `accent`."""
        return self.inks.tokens[name]

    def marks(self, chosen: MarkSet | None = None) -> Mapping[str, MarkInk]:
        """Give the inks of the judgement marks by role, in the palette the person uses."""
        return self.inks.marks[chosen or self.mark_set]

    def font(self, size: Size = "body", weight: int = 400, *, tabular: bool = False) -> QFont:
        """Give a font of one of the five sizes and three weights; tabular where figures align."""
        key = (size, weight, tabular)
        if key not in self._fonts:
            font = QFont(QApplication.font())
            font.setPixelSize(px(SIZES[size]))
            font.setWeight(WEIGHTS[weight])
            if tabular:
                font.setFeature(QFont.Tag("tnum"), 1)
            self._fonts[key] = font
        return QFont(self._fonts[key])

    def refresh(self) -> None:
        """Put the look on the application, and renew what was laid out for another size."""
        app = QApplication.instance()
        if not isinstance(app, QApplication):
            raise TypeError("A theme needs a QApplication.")
        self._listen(app)
        wanted = self.mode == "system" and self._scheme == Qt.ColorScheme.Dark
        dark = self.mode == "dark" or wanted
        self.inks = inks("dark" if dark else "light")
        system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
        self._system = system.key()
        body = QFont(system) if self.family is None else QFont(self.family)
        self.body_px = round(QFontInfo(system).pixelSize() * self.text_zoom)
        body.setPixelSize(self.body_px)
        self._fonts.clear()
        app.setFont(body)
        app.setPalette(_palette(self.inks))
        app.setStyleSheet(stylesheet(self.inks))
        for widget in app.allWidgets():
            _renew(widget)
        self.changed.emit()

    def _listen(self, app: QApplication) -> None:
        """Follow the system's scheme and type from the first use on."""
        if not self._listening:
            self._listening = True
            self._scheme = app.styleHints().colorScheme()
            app.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)
            app.applicationStateChanged.connect(self._on_state_changed)

    def _on_scheme_changed(self, scheme: Qt.ColorScheme) -> None:
        self._scheme = scheme
        if self.mode == "system":
            self.refresh()

    def _on_state_changed(self, state: Qt.ApplicationState) -> None:
        """Look at the system's type when a person comes back, perhaps from its settings."""
        system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
        if state == Qt.ApplicationState.ApplicationActive and system.key() != self._system:
            self.refresh()


@cache
def theme() -> Theme:
    """Give the look in use."""
    return Theme()


def px(length: float) -> int:
    """Scale a length given at 13 px type to the type in use."""
    return round(length * theme().body_px / DESIGN_PX)


def apply(
    app: QApplication,
    mode: Mode = "system",
    *,
    text_zoom: float = 1.0,
    family: str | None = None,
    mark_set: MarkSet = "cochrane",
) -> None:
    """Give the application its look; again, whenever the person changes one of these."""
    look = theme()
    look.mode, look.text_zoom, look.family, look.mark_set = mode, text_zoom, family, mark_set
    if app.style().objectName() != "fusion":
        app.setStyle("Fusion")
    schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
    app.styleHints().setColorScheme(schemes.get(mode, Qt.ColorScheme.Unknown))  # native frames too
    look.refresh()


def system_px() -> int:
    """Give the size of the system's type in pixels."""
    return QFontInfo(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)).pixelSize()


def stylesheet(colours: Inks) -> str:
    """Write the stylesheet with these colours and the lengths of the type in use."""
    QDir.setSearchPaths("evenhand", [str(path("icons"))])
    names = {"mode": colours.name} | {key: value.name() for key, value in colours.tokens.items()}
    text = path("theme", "base.qss").read_text(encoding="utf-8")
    text = re.sub(r"\$(\w+)", lambda found: names[found[1]], text)
    return re.sub(
        r"~(\d+)(-\d+)?", lambda found: f"{px(int(found[1])) + int(found[2] or 0)}px", text
    )


def set_class(widget: QWidget, name: str, **states: str) -> None:
    """Choose a widget's rules in the stylesheet, and apply them.

    A widget that was not shown yet is polished when it is; doing so before as well costs as much as
    making it.
    """
    wanted = {"cls": name} | states
    if all(widget.property(key) == value for key, value in wanted.items()):
        return
    for key, value in wanted.items():
        widget.setProperty(key, value)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()


def space(layout: QLayout, margins: tuple[int, int, int, int] = (0, 0, 0, 0), gap: int = 0) -> None:
    """Set a layout's margins (left, top, right, bottom) and gap; they follow the type."""
    layout.setProperty(SPACE, [*margins, gap])
    _renew_layout(layout)


def hold(widget: QWidget, *, width: int | None = None, height: int | None = None) -> None:
    """Fix a widget's width or height; it follows the type."""
    widget.setProperty(HOLD, [width or 0, height or 0])
    _renew(widget)


def _renew(widget: QWidget) -> None:
    held = widget.property(HOLD)
    if held:
        width, height = (int(length) for length in held)
        if width:
            widget.setFixedWidth(px(width))
        if height:
            widget.setFixedHeight(px(height))
    layout = widget.layout()
    if layout is not None:
        for each in [layout, *layout.findChildren(QLayout)]:
            _renew_layout(each)
    widget.updateGeometry()


def _renew_layout(layout: QLayout) -> None:
    lengths = layout.property(SPACE)
    if lengths:
        left, top, right, bottom, gap = (px(int(length)) for length in lengths)
        layout.setContentsMargins(left, top, right, bottom)
        layout.setSpacing(gap)


def _palette(colours: Inks) -> QPalette:
    role = QPalette.ColorRole
    token = colours.tokens
    palette = QPalette(token["window"])
    for where, name in {
        role.Window: "window", role.WindowText: "text", role.Base: "surface",
        role.AlternateBase: "surface", role.Text: "text", role.Button: "surface",
        role.ButtonText: "text", role.BrightText: "on", role.Highlight: "tint2",
        role.HighlightedText: "text", role.Link: "accent", role.LinkVisited: "accent",
        role.PlaceholderText: "text3", role.ToolTipBase: "toast", role.ToolTipText: "toast_text",
        role.Light: "surface", role.Midlight: "line", role.Mid: "line", role.Dark: "control",
        role.Shadow: "control", role.Accent: "accent",
    }.items():  # fmt: skip
        palette.setColor(where, token[name])
    for where in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, where, token["text3"])
    return palette
