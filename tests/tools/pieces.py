"""The pieces of the look: buttons, fields, a checklist's rows, notes, and what opens."""

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from gui import theme
from gui.icons import icon
from gui.theme import space
from gui.widgets.answers import OptionList
from gui.widgets.buttons import Button
from gui.widgets.card import Card, Note, Rule
from gui.widgets.chip import Chip
from gui.widgets.fields import Field, LineField, ListField, SearchField, set_error
from gui.widgets.items import Conditional, FoldedItem, FoldHead, Worth
from gui.widgets.marks import ROLES, paint_mark
from gui.widgets.options import Choice, OptionButton, TickButton
from gui.widgets.page import EmptyPage, Figure, Pane, Scroll, Splitter
from gui.widgets.quotation import Quotation, TeamRule
from gui.widgets.reason import ReasonField
from gui.widgets.slider import LimitSlider
from gui.widgets.stars import StarStrip
from gui.widgets.states import Reviewer, StateLabel
from gui.widgets.switches import Segmented, Tabs
from gui.widgets.text import KeyCap, Text
from tests.tools.laid_out import column, look, row, under


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
