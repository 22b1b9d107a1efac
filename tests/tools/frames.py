"""The frame of the window round a table, and what lies over it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QVBoxLayout,
    QWidget,
)

from gui.delegates.cells import CELL, Cell, Fault
from gui.dialogs import Dialog, Missing, Way
from gui.theme import space
from gui.widgets.bars import StatusLine, TopBar
from gui.widgets.buttons import Button
from gui.widgets.card import Card
from gui.widgets.fields import FilterList, SearchField
from gui.widgets.marks import ROLES
from gui.widgets.notices import Banner, Message, Toast
from gui.widgets.page import Hints, PageHead
from gui.widgets.palette import Entry, Palette
from gui.widgets.rail import Rail
from gui.widgets.table import Table
from tests.tools.laid_out import column, row


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


OPEN_ITEMS = (
    "Two items are still open. A submitted form is sealed; you can reopen it with a reason until "
    "it is shared or Reviewer B submits."
)


PAGES = [("layout-dashboard", "Overview"), ("inbox", "Records"), ("book-open", "Studies"),
         ("clipboard-check", "Appraise"), ("table-2", "Extract"), ("scale", "Reconcile"),
         ("forest", "Synthesis"), ("file-text", "Report"), ("history", "History")]  # fmt: skip
