"""Draw every piece of the look, light and dark, into pictures: `python -m tests.tools.gallery OUT`.

What a person judges by eye stands here; what a test can judge stands in `tests/gui`.
"""

import argparse
import os
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QFontDatabase
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from gui import theme
from gui.theme import space
from gui.widgets.answers import OptionList
from gui.widgets.buttons import Button
from gui.widgets.card import Card, Rule
from gui.widgets.chip import Chip
from gui.widgets.chosen import SuggestedChosen
from gui.widgets.fields import LineField, SearchField, set_error
from gui.widgets.items import Conditional
from gui.widgets.marks import ROLES, paint_mark
from gui.widgets.options import Choice, OptionButton, TickButton
from gui.widgets.quotation import Quotation
from gui.widgets.slider import LimitSlider
from gui.widgets.stars import StarStrip
from gui.widgets.states import Reviewer, StateLabel
from gui.widgets.switches import Segmented
from gui.widgets.text import Text


def main() -> None:
    """Draw all sheets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--family", default="Inter")
    parser.add_argument("--px", type=int, default=13)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    family = asked.family if asked.family in QFontDatabase.families() else None
    for mode in ("light", "dark"):
        theme.apply(app, mode, text_zoom=asked.px / theme.system_px(), family=family)
        for name, sheet in SHEETS.items():
            window = sheet()
            window.ensurePolished()
            window.show()
            app.processEvents()
            app.processEvents()
            window.grab().save(str(asked.out / f"{name}-{mode}.png"))
            window.close()
            window.deleteLater()


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


def buttons() -> Card:
    card = Card("Buttons")
    card.add(row(
        under(Button("Export"), "Rest"),
        under(look(Button("Export"), "hover"), "Hover"),
        under(Button("Export", icon="upload"), "Icon"),
        under(Button("Next", icon="arrow-right", icon_after=True), "After"),
    ))  # fmt: skip
    off = Button("Export")
    off.set_off("Nothing is pooled yet.")
    card.add(row(
        under(Button("Submit", "primary"), "Primary"),
        under(Button("Clear", "quiet"), "Quiet"),
        under(off, "Off"),
        under(Button("See them", "small"), "Small"),
        under(Button("Edit", "link", icon="pencil"), "Link"),
    ))  # fmt: skip
    card.add(Text("Option buttons", "heading"))
    rest = Choice("a", "Independent blind assessment", stars=1)
    b = Choice("b", "Record linkage", stars=1)
    card.add(under(OptionButton(rest), "Rest; would earn a star"))
    card.add(under(look(OptionButton(b), "hover"), "Hover"))
    chosen, focus = OptionButton(b), OptionButton(b)
    tick = TickButton(Choice("b", "Age", "The groups are alike in age, or it is adjusted", stars=1))
    for button in (chosen, focus, tick):
        button.setChecked(True)
        button.setAutoExclusive(False)
    card.add(under(chosen, "Chosen"))
    card.add(under(look(focus, "focus"), "Chosen, with focus"))
    card.add(under(tick, "Chosen, tick any"))
    sealed = OptionButton(Choice("c", "Self-report"))
    sealed.look.sealed = True
    card.add(under(sealed, "Sealed: not to be changed"))
    return card


class Legend(QWidget):
    """The marks of both palettes at once, which no page shows."""

    WORDS = ("Low, good", "Some concerns, fair", "High, serious, poor", "Critical, very high",
             "No information", "Not applicable")  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(theme.px(24) * 7)

    def paintEvent(self, _event: object) -> None:
        from PySide6.QtGui import QPainter

        painter = QPainter(self)
        look = theme.theme()
        for side, (name, title) in enumerate(
            (("cochrane", "Cochrane colours"), ("safe", "Colour-blind-safe"))
        ):
            left = side * self.width() / 2
            painter.setFont(look.font("small"))
            painter.setPen(look.token("text2"))
            painter.drawText(QPointF(left, theme.px(13)), title)
            for n, role in enumerate(ROLES):
                middle = QPointF(left + theme.px(10), theme.px(32) + n * theme.px(24))
                paint_mark(painter, middle, role, theme.px(18), look.inks.marks[name])
                painter.setPen(look.token("text"))
                painter.setFont(look.font("body", 600))
                painter.drawText(middle + QPointF(theme.px(16), theme.px(5)), "LSHC?–"[n])
                painter.setFont(look.font("small"))
                painter.setPen(look.token("text2"))
                painter.drawText(middle + QPointF(theme.px(32), theme.px(5)), self.WORDS[n])


def fields() -> Card:
    card = Card("Judgements")
    card.add(Legend())
    card.add(Text("Fields", "heading"))
    wrong = LineField("15")
    set_error(wrong, "15 relapsed of only 14.")
    fourteen = LineField("14")
    fourteen.setObjectName("focus")
    card.add(row(
        under(SearchField("Search"), "Rest"), under(fourteen, "Focus"), under(wrong, "Error"),
        gap=12, stretch=False,
    ))  # fmt: skip
    switch = Segmented([("fixed", "Fixed"), ("random", "Random")], name="Model")
    card.add(row(under(switch, "Segmented")))
    card.add(row(
        Chip("NOS cohort"), Chip("Suggested: high", "accent"),
        Chip("Check", "warn", icon="triangle-alert"), Chip("1 error", "bad", icon="circle-alert"),
        gap=8,
    ))  # fmt: skip
    slider = LimitSlider("Least stars", 0, 9, 7)
    slider.set_studies([5, 5, 7, 8])
    card.add(under(slider, "Slider"))
    card.add(QWidget(), 1)
    return card


def checklist() -> Card:
    card = Card("Conditional question")
    card.add(Text("1.3  Did baseline differences suggest a problem?", "strong", wrap=True))
    short = [Choice(code, code) for code in ("Y", "PY", "PN", "N", "NI")]
    answers = OptionList(short, "1.3", shape="short")
    answers.set_value("PN")
    card.add(answers)
    more = Conditional("1.3a", "asked because 1.3 is PN")
    more.add(OptionList([short[0], short[3]], "1.3a", shape="short"))
    card.add(more)
    card.add(Rule())
    card.add(Text("Suggested and chosen", "heading"))
    judged = SuggestedChosen("Overall")
    judged.set_levels(("fair", "some concerns"), ("poor", "high"))
    card.add(judged)
    card.add(Rule())
    card.add(Text("Progress cells", "heading"))
    started = StateLabel("started", "6 of 8", part=0.75)
    card.add(row(StateLabel("not_started", "Not started"), started, StateLabel("ready", "Ready")))
    card.add(row(StateLabel("submitted", "Submitted"), StateLabel("differ", "2 differ"),
                 StateLabel("agreed", "Agreed")))  # fmt: skip
    card.add(Rule())
    card.add(Text("Stars", "heading"))
    card.add(row(StarStrip(3, 4), StarStrip(5, 9, size=12)))
    card.add(Rule())
    card.add(Text("Reviewers", "heading"))
    card.add(row(Reviewer("Reviewer A"), Reviewer("Reviewer B", "B", filled=False)))
    return card


def components() -> QWidget:
    window = QWidget()
    window.resize(1280, 1040)
    grid = QGridLayout(window)
    space(grid, (16, 16, 16, 16), 16)
    for place, card in enumerate((buttons(), fields(), checklist())):
        grid.addWidget(card, 0, place)
        grid.setColumnStretch(place, 1)
    grid.addLayout(column(
        Text("Quotation of the item in focus, and another", "caption"),
        Quotation("Relapses were confirmed from the clinic’s records", "Page 2", current=True),
        Quotation("Doses were taken from the infusion unit’s records", "Page 2"),
    ), 1, 1, 1, 2)  # fmt: skip
    grid.setRowStretch(2, 1)
    return window


SHEETS = {"components": components}

if __name__ == "__main__":
    main()
