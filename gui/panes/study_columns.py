"""The columns of the Studies table: which there are and are shown, and what their cells offer."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtWidgets import QMenu, QWidget

from appraisal.instrument import Instrument
from appraisal.library import known, serving
from appraisal.own_fields import FIELD
from appraisal.subjects import DESIGNS
from appraisal.views.studies import Own, StudyLine, own_text
from appraisal.views.subgroups import key_name
from gui.delegates.cells import Cell
from gui.models.rows import Column
from gui.theme import px, theme
from gui.widgets.buttons import Button
from gui.words import design_name
from resources.i18n import NOTHING, _, language

WIDTHS = {
    "label": 170,
    "design": 130,
    "instrument": 172,
    "authors": 140,
    "year": 64,
    "country": 110,
    "pdf": 52,
    "notes": 200,
}
OWN_WIDTH = 110
GROWING = ("design", "instrument", "label", "authors", "country")  # the first to grow first
MOST, AROUND = 240, 36  # px: a column grows to this, and what lies around its words


class ColumnsButton(Button):
    """A menu of the columns, ticked where shown, and of what can be done with one's own fields."""

    picked = Signal(str, bool)  # a column, and whether it is wanted
    add_asked = Signal()
    remove_asked = Signal(str)  # name of an own field

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Columns"), icon="columns", parent=parent)
        self.menu_of_columns = QMenu(_("Columns"), self)
        self.clicked.connect(self._open)

    def offer(self, columns: Sequence[tuple[str, str]], hidden: Sequence[str], *, off: str) -> None:
        """Offer these columns, key and words; `off` says why fields cannot be added or removed."""
        menu = self.menu_of_columns
        menu.clear()
        menu.setToolTipsVisible(True)
        for key, words in columns:
            entry = QAction(words.replace("&", "&&"), menu)
            entry.setCheckable(True)
            entry.setChecked(key not in hidden)
            entry.toggled.connect(partial(self.picked.emit, key))
            menu.addAction(entry)
        menu.addSeparator()
        add = menu.addAction(_("Add a field"))
        add.triggered.connect(lambda: self.add_asked.emit())
        own = [(key, words) for key, words in columns if key.startswith(FIELD)]
        removal = menu.addMenu(_("Remove a field"))
        removal.menuAction().setVisible(bool(own))
        for key, words in own:
            entry = removal.addAction(words.replace("&", "&&"))
            name = key.removeprefix(FIELD)
            entry.triggered.connect(lambda _on=False, name=name: self.remove_asked.emit(name))
        for verb in (add, removal.menuAction()):
            verb.setEnabled(not off)
            verb.setToolTip(off)

    def _open(self) -> None:
        self.menu_of_columns.popup(self.mapToGlobal(QPoint(0, self.height())))


def study_columns(
    has_pdf: Callable[[StudyLine], bool], own: Sequence[str], lines: Sequence[StudyLine]
) -> list[Column[StudyLine]]:
    """The columns, those of the own fields before the PDF."""
    return [
        Column(
            "label",
            lambda: _("Study"),
            lambda line: line.label,
            is_editable=True,
            tip=lambda line: line.title or line.label,
            cell=lambda line: Cell(line.label, "name"),
        ),
        Column(
            "design",
            lambda: _("Design"),
            lambda line: design_name(line.design) or NOTHING,
            is_editable=True,
            edit=lambda line: line.design,
        ),
        Column(
            "instrument",
            lambda: _("Instrument"),
            lambda line: line.short or NOTHING,
            is_editable=True,
            edit=lambda line: line.chosen_instrument,
            cell=lambda line: Cell(line.short, "chip") if line.short else Cell(NOTHING, "quiet"),
        ),
        Column("authors", lambda: _("Authors"), lambda line: line.authors, is_editable=True),
        Column(
            "year",
            lambda: _("Year"),
            lambda line: str(line.year) if line.year is not None else "",
            sort=lambda line: line.year,
            is_figure=True,
            is_editable=True,
        ),
        Column("country", lambda: _("Country"), lambda line: line.country, is_editable=True),
        *(_own_column(name, lines) for name in own),
        Column(
            "pdf",
            lambda: "PDF",
            lambda line: line.pdf,
            tip=lambda line: _pdf_words(line, has_pdf) if line.pdf else "",
            cell=lambda line: (
                Cell("", "icon", icon="paperclip", off=not has_pdf(line)) if line.pdf else Cell()
            ),
        ),
        Column(
            "notes",
            lambda: _("Notes"),
            lambda line: line.notes,
            is_editable=True,
            tip=lambda line: line.notes,
        ),
    ]


def choices(column: str, line: StudyLine | None) -> list[tuple[str, str]]:
    """What can be chosen in a cell, key and words; nothing where it is typed."""
    if column == "design":
        return [("", NOTHING), *((design, design_name(design)) for design in DESIGNS)]
    if column == "instrument":
        by_design = ("", _("As the design says"))
        every = known(language())
        apt = [key for key in serving(line.design if line is not None else "") if key in every]
        ordered = dict.fromkeys([*apt, *every])
        pairs = [(every[one].key, _full_name(every[one])) for one in ordered]
        chosen = line.chosen_instrument if line is not None else ""
        if chosen and chosen not in dict(pairs):  # an older version, or one without its version
            pairs.insert(0, (chosen, line.short if line is not None else chosen))
        return [by_design, *pairs]
    return []


def wanted_widths(
    columns: Sequence[Column[StudyLine]], lines: Sequence[StudyLine]
) -> dict[int, int]:
    """The width at which the words of a column are whole, up to a limit, by the column's place."""
    metrics = QFontMetrics(theme().font("body", 600))
    places = {one.key: place for place, one in enumerate(columns)}
    wanted = {}
    for key in GROWING:
        words = {columns[places[key]].text(line) for line in lines}
        widest = max((metrics.horizontalAdvance(one) for one in words), default=0)
        wanted[places[key]] = min(widest + px(AROUND), px(MOST))
    return wanted


def _full_name(instrument: Instrument) -> str:
    """The short name, by which it is known and found, and what it says in full."""
    short, title = instrument.short, instrument.title
    return title if title.startswith(short) else f"{short} · {title}"


def _own_column(name: str, lines: Sequence[StudyLine]) -> Column[StudyLine]:
    values = [value for line in lines if (value := line.own_value(name)) != ""]
    return Column(
        FIELD + name,
        lambda: key_name(FIELD + name),
        lambda line: own_text(line.own_value(name)),
        sort=lambda line: _order(line.own_value(name)),
        tip=lambda line: own_text(line.own_value(name)),
        is_figure=bool(values) and not any(isinstance(one, str | bool) for one in values),
        is_editable=True,
    )


def _order(value: Own) -> tuple[bool, float | str] | None:
    """Numbers before words, and what is not there at the end."""
    if value == "":
        return None
    return (True, value.casefold()) if isinstance(value, str) else (False, value)


def _pdf_words(line: StudyLine, has_pdf: Callable[[StudyLine], bool]) -> str:
    if has_pdf(line):
        return line.pdf
    return _("{name} is not beside the review.").format(name=line.pdf)
