"""What an output will look like: a figure as it is written, rows of a table, a text, a script."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from appraisal.figure_look import FigureLook, figure_as, small_type
from appraisal.material import Material
from appraisal.named import Named
from appraisal.tables import Cell as Content
from appraisal.tables import Column as TableColumn
from appraisal.tables import Level
from appraisal.tables import Table as Sheet
from appraisal.views.outputs import Output
from gui.delegates.cells import Cell
from gui.models.rows import Column, RowsModel
from gui.panes.script_card import ScriptCard
from gui.panes.text_cards import TextCards
from gui.session import Session
from gui.theme import px, set_class, space, theme
from gui.widgets.card import Card
from gui.widgets.page import PageHead, Scroll
from gui.widgets.table import Table
from gui.widgets.text import Text
from resources.i18n import _, number
from stats.figures.scene import Scene

if TYPE_CHECKING:
    from gui.jobs import Job

SHRUNK = 1.34  # how much wider than its room a figure may be and still be read when fitted
EDGE = 24  # about a figure
FIGURES = ("count", "number", "p")
Line = tuple[str, tuple[Content, ...]]


class Preview(QWidget):
    """Shows one `Output`."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._job: Job | None = None
        self._wanted: tuple[object, ...] = ()
        self._head = PageHead("", "", parent=self)
        self._head.title.setWordWrap(True)  # an instrument and an outcome can be long
        self._whole = QPixmap()  # the figure in its own size
        self._picture = QLabel(self)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        self._page = Scroll(self._picture, parent=self)
        self._page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        set_class(self._picture, "preview")
        self._sheet = QWidget()
        self._rows = QVBoxLayout(self._sheet)
        space(self._rows, (24, 0, 24, 24), 12)
        self._notes = Text("", "caption", wrap=True, parent=self)
        self._rows.addWidget(self._notes)
        self._rows.addStretch(1)
        self._table: Card | None = None
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._page)
        self._stack.addWidget(self._sheet)
        self._texts = TextCards(session, self)
        self._stack.addWidget(self._texts)
        self._script = ScriptCard(session, self)
        self._stack.addWidget(self._script)
        column = QVBoxLayout(self)
        space(column)
        column.addWidget(self._head)
        column.addWidget(self._stack, 1)

    def show_output(self, output: Output, material: Material, look: FigureLook) -> None:
        """Show an output; a figure is drawn beside the window, as it will be written."""
        if output.figure is not None:
            self._show_figure(output, material, look)
        elif output.table is not None:
            self._show_table(output.table)
        elif output.texts is not None:
            self._wanted = ()
            self._head.set_words(output.title, _("As the paper can say it, from what was done"))
            self._texts.show_texts(output.texts)
            self._stack.setCurrentIndex(2)
        elif output.script is not None:
            self._wanted = ()
            said = _("Computes every number once more, and stops where one differs")
            self._head.set_words(output.title, said)
            self._script.show_script(output.key.partition(":")[2], output.script)
            self._stack.setCurrentIndex(3)

    def forget(self) -> None:
        """Show nothing: somebody else looks now."""
        self._wanted = ()
        self._head.set_words("")
        self._whole = QPixmap()
        self._picture.clear()
        if self._table is not None:
            self._rows.removeWidget(self._table)
            self._table.hide()
            self._table.deleteLater()
            self._table = None
        self._notes.setText("")
        self._stack.setCurrentIndex(0)

    # -- figures ---------------------------------------------------------------------------------

    def _show_figure(self, output: Output, material: Material, look: FigureLook) -> None:
        assert output.figure is not None
        figure = output.figure
        self._head.set_words(output.title, self._size(output.figure.scene, look))
        self._stack.setCurrentIndex(0)
        self._picture.setAccessibleName(output.title)
        self._picture.setAccessibleDescription(output.figure.scene.description)
        wanted = (id(figure), "", look)
        if wanted == self._wanted:
            return
        self._wanted = wanted
        ratio = self.devicePixelRatioF()
        if self._job is not None:
            self._job.cancel()
        self._job = self._session.jobs.run(
            _("Drawing the figure"),
            lambda _report: _drawn(material, figure, look, ratio=ratio),
            done=lambda made: self._on_drawn(wanted, made, ratio),
        )
        self._job.ended.connect(self._on_ended)

    def _on_drawn(
        self, wanted: tuple[object, ...], made: tuple[Scene, bytes], ratio: float
    ) -> None:
        if not isValid(self._picture) or wanted != self._wanted:
            return
        scene, png = made
        look = wanted[2]
        assert isinstance(look, FigureLook)
        self._head.set_words(self._head.title.text(), self._size(scene, look))
        self._picture.setAccessibleDescription(scene.description)
        picture = QPixmap()
        picture.loadFromData(png, "PNG")
        picture.setDevicePixelRatio(ratio)
        _edge(picture)
        self._whole = picture
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit to the new size."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Draw a figure a little wider than its room smaller; a much wider one scrolls."""
        if self._whole.isNull():
            return
        wide = self._whole.deviceIndependentSize().width()
        room = self.width() - 2 * px(EDGE)
        if not room < wide <= room * SHRUNK:
            self._picture.setPixmap(self._whole)
            return
        ratio = self._whole.devicePixelRatio()
        smooth = Qt.TransformationMode.SmoothTransformation
        small = self._whole.scaledToWidth(round(room * ratio), smooth)
        small.setDevicePixelRatio(ratio)
        self._picture.setPixmap(small)

    @staticmethod
    def _size(scene: Scene, look: FigureLook) -> str:
        """The size on paper, and that of its type."""
        said = _("{width} mm wide, {height} mm high, type of {points} pt").format(
            width=number(look.width_mm, 0),
            height=number(look.width_mm * scene.height / scene.width, 0),
            points=number(look.type_points(scene), 1),
        )
        return f"{said}. {small}" if (small := small_type(scene, look)) else said

    def _on_ended(self) -> None:
        self._job = None

    # -- tables ----------------------------------------------------------------------------------

    def _show_table(self, table: Sheet) -> None:
        self._wanted = ()
        self._head.set_words(table.title, "")
        lines: list[Line] = [(str(place), row) for place, row in enumerate(table.rows)]
        model: RowsModel[Line] = RowsModel(
            [_column(place, column) for place, column in enumerate(table.columns)],
            identity=lambda line: line[0],
            parent=self,
        )
        model.is_editable = False
        view = Table(table.title, short=True)
        view.setModel(model)
        model.set_rows(lines)
        view.set_columns([_wide(column) for column in table.columns])
        card = Card()
        card.add_edge(view)
        if self._table is not None:
            self._rows.removeWidget(self._table)
            self._table.deleteLater()
        self._table = card
        policy = QSizePolicy.Policy
        card.setSizePolicy(policy.Expanding, policy.Maximum)  # as tall as its rows, or as the room
        self._rows.insertWidget(0, card)
        self._notes.setText("\n".join(note for note in (table.lead, *table.notes[:6]) if note))
        self._stack.setCurrentIndex(1)


def _wide(column: TableColumn) -> int:
    """The width of a column at normal type: its head has room, a long text is cut."""
    return max(64, min(column.width, 34) * 7, 7 * min(len(column.title), 24) + 28)


def _edge(picture: QPixmap) -> None:
    """Give the page an edge, so that white ends where it ends."""
    painter = QPainter(picture)
    painter.setPen(QPen(theme().token("line"), 1))
    size = picture.deviceIndependentSize()
    painter.drawRect(QRectF(0.5, 0.5, size.width() - 1, size.height() - 1))
    painter.end()


def _column(place: int, column: TableColumn) -> Column[Line]:
    return Column(
        str(place),
        lambda: column.title,
        lambda line: _text(line[1][place], column),
        is_figure=column.kind in FIGURES,
        tip=lambda line: _text(line[1][place], column),
        cell=lambda line: _cell(line[1][place], column, first=place == 0),
    )


def _text(content: Content, column: TableColumn) -> str:
    if content is None:
        return ""
    if isinstance(content, Level):
        return content.word
    if isinstance(content, str):
        return content.replace("\n", " ")
    return number(content, column.digits if column.kind in ("number", "p") else 0)


def _cell(content: Content, column: TableColumn, *, first: bool) -> Cell:
    text = _text(content, column)
    if isinstance(content, Level):
        return Cell(text, "mark", mark=content.role)
    if column.kind in FIGURES:
        return Cell(text, "number")
    return Cell(text, "name" if first else "text")


def _drawn(
    material: Material, figure: Named, look: FigureLook, *, ratio: float
) -> tuple[Scene, bytes]:
    from stats.figures.ink import render

    scene = figure_as(material, figure, look).scene
    dpi = round(96 * ratio)
    png, _missing = render(scene, "png", palette=look.palette, width_mm=look.width_mm, dpi=dpi)
    return scene, png
