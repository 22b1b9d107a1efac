"""Draw every piece of the look, light and dark, into pictures: `python -m tests.tools.gallery OUT`.

What a person judges by eye stands here; what a test can judge stands in `tests/gui`.
"""

import argparse
import os
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QFontDatabase, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QMenu,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from gui import theme
from gui.delegates.cells import CELL, Cell, Fault
from gui.dialogs import Dialog, Missing, Way
from gui.icons import icon
from gui.theme import space
from gui.widgets.answers import OptionList
from gui.widgets.bars import StatusLine, TopBar
from gui.widgets.buttons import Button
from gui.widgets.card import Card, Note, Rule
from gui.widgets.chip import Chip
from gui.widgets.fields import Field, FilterList, LineField, ListField, SearchField, set_error
from gui.widgets.items import Conditional, FoldedItem, FoldHead, Worth
from gui.widgets.marks import ROLES, paint_mark
from gui.widgets.notices import Banner, Message, Toast
from gui.widgets.options import Choice, OptionButton, TickButton
from gui.widgets.page import EmptyPage, Figure, Hints, PageHead, Pane, Scroll, Splitter
from gui.widgets.palette import Entry, Palette
from gui.widgets.quotation import Quotation, TeamRule
from gui.widgets.rail import Rail
from gui.widgets.reason import ReasonField
from gui.widgets.slider import LimitSlider
from gui.widgets.stars import StarStrip
from gui.widgets.states import Reviewer, StateLabel
from gui.widgets.switches import Segmented, Tabs
from gui.widgets.table import Table
from gui.widgets.text import KeyCap, Text


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
    window.resize(theme.px(1280), theme.px(1040))
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


def shell() -> QWidget:
    """Draw the frame of the window round a table."""
    window = QWidget()
    window.resize(1280, 800)
    top, status, rail = TopBar(), StatusLine(), Rail("Pages")
    top.set_review("Postpartum immunoglobulin in multiple sclerosis", "Illustrative answers")
    top.set_person("Reviewer A", "A")
    status.set_saved("Saved 14:32")
    status.set_progress("Appraised 8 of 11  ·  Reconciled 5 of 7")
    for name, word in PAGES:
        rail.add(word, name, word)
    rail.add("Settings", "settings", "Settings", at_bottom=True)
    rail.set_key("Studies")
    rail.set_count("Appraise", 3)
    rail.set_count("Reconcile", 12)
    banner = Banner()
    banner.put("read", Message(
        "Open for reading only. Another window holds this file.", "warn",
        [("Work on a copy", lambda: None), ("Try again", lambda: None)], icon="lock",
    ))  # fmt: skip
    head = PageHead("Studies", "The design chooses the instrument")
    head.add(Button("Import", icon="upload"))
    head.add(Button("Add study", "primary", icon="plus"))
    filters = row(
        SearchField("Filter studies"), FilterList("Design", [("", "All"), ("rct", "Trial")]),
        FilterList("Instrument", [("", "All")]), gap=8,
    )  # fmt: skip
    card = Card()
    table = Table("Studies", fit=True)
    table.setModel(studies(window))
    table.set_columns([180, 130, 150, 120, 120, 110], stretch=[5])
    table.setCurrentIndex(table.model().index(2, 0))
    card.add_edge(table)
    card.add(Hints([("Paste rows from a spreadsheet with", "Ctrl+V"), ("Edit a cell with", "F2")],
                   icon="clipboard-paste"))  # fmt: skip
    inner = QVBoxLayout()
    space(inner, (24, 0, 24, 24), 12)
    inner.addLayout(filters)
    inner.addWidget(card)
    inner.addStretch(1)
    page = column(banner, head, inner, gap=0)
    body = row(rail, page, gap=0, stretch=False)
    whole = QVBoxLayout(window)
    space(whole)
    whole.addWidget(top)
    whole.addLayout(body, 1)
    whole.addWidget(status)
    toast = Toast(window)
    toast.say("Orvieto 1999, C1: agreed answer saved", undo=lambda: None)
    return window


def studies(parent: QWidget) -> QStandardItemModel:
    """Give a table that has every kind of cell."""
    model = QStandardItemModel(parent)
    model.setHorizontalHeaderLabels(["Study", "State", "Instrument", "Stars", "Result", "Events"])
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    model.setHeaderData(5, Qt.Orientation.Horizontal, right, Qt.ItemDataRole.TextAlignmentRole)
    states = [("submitted", "Submitted"), ("started", "6 of 8"), ("differ", "2 differ"),
              ("agreed", "Agreed"), ("not_started", "Not started")]  # fmt: skip
    names = ("Achiron 1996", "Achiron 2004", "Orvieto 1999", "Hellwig 2008", "Vukusic 2015")
    faults: tuple[Fault, ...] = ("", "warn", "bad", "", "")
    for n, ((state, word), name, fault) in enumerate(zip(states, names, faults, strict=True)):
        cells = [
            Cell(name, "name"),
            Cell(word, "state", state=state, part=0.75),
            Cell("NOS cohort", "chip"),
            Cell("3/4", "stars", earned=3, stars=4),
            Cell("Good", "mark", mark=ROLES[n]) if n != 1 else Cell("7/9", "stars"),
            Cell(str(12 * n), "number", fault=fault, rule=True),
        ]
        items = [QStandardItem(cell.text) for cell in cells]
        for item, cell in zip(items, cells, strict=True):
            item.setData(cell, CELL)
        model.appendRow(items)
    return model


def asking() -> QWidget:
    window = shell()
    dialog = Dialog(
        window, "Submit Achiron 2004?",
        [OPEN_ITEMS],
        [Way("submit", "Submit as it is"), Way("answer", "Answer O2", "primary")],
        missing=[Missing("O2", "O2", "Length of follow-up"),
                 Missing("O3", "O3", "Adequacy of follow-up")],
    )  # fmt: skip
    window.show()
    dialog.open()
    return window


def finding() -> QWidget:
    window = shell()
    window.show()
    found = Palette(window, lambda _words: [
        Entry("q", "Substitute outcome", "Quotation in Hellwig 2009, O1", "quote", kind="other"),
        Entry("s", "Subgroup of women on glatiramer", "Note in Fragoso 2009", "note", kind="study"),
    ])  # fmt: skip
    found.open_palette([
        Entry("submit", "Submit this appraisal", "Achiron 2004, 2 items missing", "check",
              "Ctrl+Return"),
        Entry("groups", "Subgroups", "Synthesis", "forest"),
        Entry("extract", "Submit extraction", "", "table-2", off="Four numbers are missing"),
        Entry("other", "Export everything", "", "download"),
    ], "sub")  # fmt: skip
    return window


def rows() -> QWidget:
    """Draw the checklist's rows, notes, tabs, an open list, an empty page."""
    window = QWidget()
    window.resize(1280, 800)
    card = Card()
    card.add_edge(FoldHead("Selection", Worth(quotes=3, earned=3, stars=4)))
    card.add_edge(Rule())
    card.add_edge(FoldedItem("S1", "Representativeness of the exposed cohort",
                             "c  Selected group: one specialised centre",
                             worth=Worth(quotes=1, stars=1)))  # fmt: skip
    card.add_edge(Rule())
    card.add_edge(FoldedItem("D1", "Randomisation", "low", worth=Worth(mark="good")))
    card.add_edge(Rule())
    card.add_edge(FoldedItem("S4", "Outcome absent at start"))
    reason = ReasonField("Why", key="W")
    reason.set_text("Relapses were taken from the clinic’s charts.\nThe assessor is not named.")
    reason.add_to_head(Text("Quote selected text", "small"))
    reason.add_to_head(KeyCap("Q"))
    card.add(TeamRule("from the chart is b; a blinded assessor is a."))
    card.add(reason)
    ticks = [Choice("a", "Relapse rate", stars=1), Choice("b", "Age", stars=1)]
    card.add(OptionList(ticks, "C1", multi=True, none="Neither factor", shape="compact"))
    model = Field("Model", ListField([("f", "Mantel-Haenszel"), ("r", "DerSimonian-Laird")]))
    tabs = Tabs([("forest", "Forest"), ("het", "Heterogeneity"), ("pdf", "Achiron 2004.pdf")],
                icons={"pdf": "file-text"})  # fmt: skip
    wrong = Field("n", LineField("14"))
    wrong.set_error("15 relapsed of only 14. Type 14 or less, or correct n.")
    split = Splitter()
    left, right = Pane(), Pane(ground=True)
    space(left.column, (16, 16, 16, 16), 12)
    left.column.addWidget(card)
    left.column.addStretch(1)
    bar = QProgressBar()
    bar.setValue(70)
    many = Text("\n".join(f"Line {n}" for n in range(30)))
    scroll = Scroll(many)
    scroll.setFixedHeight(theme.px(120))
    for widget in (tabs, model, wrong, Note("One untreated woman", "1 of 1 is unusual.", "warn"),
                   Note("15 relapsed of only 14", "Type 14 or less, or correct n.", "bad"),
                   bar, scroll):  # fmt: skip
        right.column.addWidget(widget)
    space(right.column, (16, 16, 16, 16), 12)
    right.column.addWidget(
        EmptyPage("No records yet", "Import what your searches found.",
                  Button("Import search results", "primary", icon="upload"),
                  other="RIS, PubMed, CSV", figure=Figure("inbox")), 1
    )  # fmt: skip
    split.addWidget(left)
    split.addWidget(right)
    whole = QVBoxLayout(window)
    space(whole)
    whole.addWidget(split)
    return window


def floating() -> QWidget:
    """Draw what opens: a menu, an open list, a tooltip."""
    window = QWidget()
    window.resize(640, 320)
    menu = QMenu(window)
    menu.addAction(icon("folder-open"), "Open a review").setShortcut("Ctrl+O")
    kept = menu.addAction("Show studies left out")
    kept.setCheckable(True)
    kept.setChecked(True)
    menu.addSeparator()
    menu.addMenu("Recent").addAction("ivig.evenhand")
    menu.addAction("Close").setEnabled(False)
    menu.setActiveAction(kept)
    field = ListField([("f", "Mantel-Haenszel"), ("r", "DerSimonian-Laird"), ("p", "Peto")])
    field.setParent(window)
    field.setGeometry(320, 20, 260, theme.px(32))
    window.show()
    field.showPopup()
    menu.ensurePolished()
    menu.resize(menu.sizeHint())
    for place, shown in ((QPoint(20, 20), menu), (QPoint(320, 60), field.view().window())):
        picture = QLabel(window)
        picture.setPixmap(shown.grab())
        picture.move(place)
        picture.show()
    field.hidePopup()
    return window


OPEN_ITEMS = (
    "Two items are still open. A submitted form is sealed; you can reopen it with a reason until "
    "it is shared or Reviewer B submits."
)
PAGES = [("layout-dashboard", "Overview"), ("inbox", "Records"), ("book-open", "Studies"),
         ("clipboard-check", "Appraise"), ("table-2", "Extract"), ("scale", "Reconcile"),
         ("forest", "Synthesis"), ("file-text", "Report"), ("history", "History")]  # fmt: skip
SHEETS = {
    "components": components, "shell": shell, "dialog": asking, "palette": finding,
    "rows": rows, "floating": floating,
}  # fmt: skip

if __name__ == "__main__":
    main()
