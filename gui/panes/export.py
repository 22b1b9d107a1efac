"""What is chosen of an export: format, width, resolution, palette."""

from dataclasses import replace
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from appraisal.figure_look import SORTS, FigureLook
from appraisal.views.outputs import Output
from gui.theme import space
from gui.widgets.buttons import Button
from gui.widgets.card import Rule
from gui.widgets.fields import Field, LineField, ListField
from gui.widgets.page import Pane, Scroll
from gui.widgets.switches import Segmented
from gui.widgets.text import Text
from resources.i18n import NAMES, _


class ExportPane(Pane):
    """The right of Report."""

    changed = Signal()
    wanted = Signal()  # this one
    everything = Signal()
    workbook = Signal()

    def __init__(self, marks: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._figure = ""  # that shows
        names = {
            "xlsx": "Excel",
            "csv": "CSV",
            "svg": "SVG",
            "pdf": "PDF",
            "png": "PNG",
            "txt": _("Text"),
            "R": "R",
            "py": "Python",
        }
        self._format = Segmented([*names.items()], "csv", name=_("File"), parent=self)
        self._format.picked.connect(self._show_resolution)
        self._width = ListField(
            [
                ("85", _("85 mm, one column")),
                ("174", _("174 mm, two columns")),
                ("254", _("254 mm, slide")),
            ],
            "174",
        )
        self._dpi = ListField([("150", "150 dpi"), ("300", "300 dpi"), ("600", "600 dpi")], "300")
        self._marks = ListField(
            [
                ("cochrane", _("Cochrane colours")),
                ("safe", _("Colour-blind-safe")),
                ("grey", _("Grey")),
            ],
            marks,
        )
        self._drawing = ListField(
            [
                ("shapes", _("Shapes with signs")),
                ("robvis", _("Discs, as robvis")),
                ("revman", _("Discs, as RevMan 5")),
            ],
            "shapes",
        )
        self._points = ListField(
            [("0", _("As it fits")), *((str(n), f"{n} pt") for n in (7, 8, 9, 10))]
        )
        self._lang = ListField([("", _("As the window")), *NAMES.items()])
        self._sort = ListField([(key, words()) for key, words in SORTS.items()])
        self._title = LineField(placeholder=_("Empty: the figure's own"), name=_("Title"))
        self._titled = QCheckBox(_("Title above it"), self)
        self._resolution = Field(_("Resolution"), self._dpi, parent=self)
        self._fields = [
            Field(_("Width"), self._width, parent=self),
            self._resolution,
            Field(_("Type size"), self._points, parent=self),
            Field(_("Palette"), self._marks, parent=self),
            Field(_("Marks"), self._drawing, parent=self),
            Field(_("Order of studies"), self._sort, parent=self),
            Field(_("Language"), self._lang, parent=self),
        ]
        for field in (self._width, self._dpi, self._marks, self._drawing, self._points,
                      self._lang, self._sort):  # fmt: skip
            field.set_narrow()
            field.picked.connect(lambda _key: self.changed.emit())
        self._titled.toggled.connect(self._on_titled)
        self._title.edited.connect(lambda _text: self.changed.emit())
        self._one = Button(_("Export this"), "primary", icon="download", parent=self)
        self._one.clicked.connect(self.wanted)
        self._book = Button(_("Export the workbook"), parent=self)
        self._book.clicked.connect(self.workbook)
        self._all = Button(_("Export everything"), parent=self)
        self._all.clicked.connect(self.everything)
        self._lay_out()

    def show_output(self, output: Output) -> None:
        """Offer what goes with an output."""
        self._format.offer(output.kinds)
        is_figure = output.figure is not None
        self._figure = output.figure.name if output.figure is not None else ""
        for widget in (*self._fields, self._titled):
            widget.setVisible(is_figure)
        self._title.setVisible(is_figure and self._titled.isChecked())
        self._show_resolution(self.kind)
        if output.figure is not None:
            words = _("Export this figure")
        elif output.script is not None:
            words = _("Export this script")
        else:
            words = _("Export this table") if output.table is not None else _("Export this text")
        self._one.set_text(words)

    def set_off(self, reason: str) -> None:
        """Export nothing for a reason; with an empty one, anything."""
        for button in (self._one, self._book, self._all):
            button.set_off(reason)

    @property
    def kind(self) -> str:
        """The format chosen."""
        return self._format.key()

    @property
    def look(self) -> FigureLook:
        """How the figure is to go out."""
        return FigureLook(
            marks=self._marks.key(),  # type: ignore[arg-type] # the keys offered above
            drawing=self._drawing.key(),  # type: ignore[arg-type]
            width_mm=float(self._width.key()),
            dpi=int(self._dpi.key()),
            points=float(self._points.key()),
            lang=self._lang.key(),
            sort=self._sort.key(),
            title=self._title.text() if self._titled.isChecked() else None,
        )

    @property
    def look_of_all(self) -> FigureLook:
        """The same for every figure; a title somebody typed stays that of the one that shows."""
        look = self.look
        if look.title is None or not self._figure:
            return replace(look, title=None if look.title is None else "")
        return replace(look, titled=self._figure)

    def _show_resolution(self, kind: str) -> None:
        """Ask for a resolution where there are pixels."""
        self._resolution.setVisible(kind == "png")

    def _on_titled(self, on: bool) -> None:
        self._title.setVisible(on)
        self.changed.emit()

    def _lay_out(self) -> None:
        body = QWidget()
        inner = QVBoxLayout(body)
        space(inner, (16, 14, 16, 16), 12)
        inner.addWidget(Text(_("Export"), "heading", parent=body))
        inner.addWidget(Text(_("File"), "label", parent=body))
        inner.addWidget(self._format)
        for field in self._fields:
            inner.addWidget(field)
        inner.addWidget(self._titled)
        inner.addWidget(self._title)
        inner.addWidget(Rule(parent=body))
        inner.addWidget(Text(_("Goes out with it"), "strong", parent=body))
        said = _(
            "Settings, the instruments' citations and what is not final. Figures always use the "
            "print colours, also in the dark theme."
        )
        inner.addWidget(Text(said, "small", wrap=True, parent=body))
        inner.addStretch(1)
        self.column.addWidget(Scroll(body, parent=self), 1)
        self.column.addWidget(Rule(parent=self))
        verbs = QVBoxLayout()  # seen however low the window is
        space(verbs, (16, 12, 16, 12), 8)
        for button in (self._one, self._book, self._all):
            verbs.addWidget(button)
        self.column.addLayout(verbs)
        for before, after in pairwise(
            (self._titled, self._title, self._one, self._book, self._all)
        ):
            self.setTabOrder(before, after)
