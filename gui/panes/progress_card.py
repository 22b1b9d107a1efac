"""Overview's table: each study with its checklist, how far each reviewer is, and what came out."""

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from appraisal.assigned import reviewers
from appraisal.views.seats import ProgressRow
from gui.delegates.cells import Cell
from gui.models.rows import Column, RowsModel
from gui.session import Session
from gui.theme import space
from gui.widgets.card import Card
from gui.widgets.table import Table
from gui.widgets.text import Text
from gui.words import LOOK, share_done, state_word
from resources.i18n import NOTHING, _


class ProgressCard(Card):
    """One row a study, one column a reviewer; Enter opens the form of a study."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(_("Progress"), parent=parent)
        self._session = session
        self._model: RowsModel[ProgressRow] | None = None
        self._columns_key: tuple[tuple[str, ...], str] = ((), "")
        self.table = Table(_("Progress"), short=True, parent=self)
        self.table.opened.connect(self._on_opened)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.add_edge(self.table)
        said = _(
            "Nothing to show yet: add studies, or import records and include them. Each study "
            "then stands here with how far everyone is."
        )
        self._nothing = QWidget(self)  # with its margins: nothing of it is left where it is gone
        place = QVBoxLayout(self._nothing)
        space(place, (16, 8, 16, 12))
        place.addWidget(Text(said, "quiet", wrap=True, parent=self._nothing))
        self.add_edge(self._nothing)

    def show_rows(self, rows: tuple[ProgressRow, ...]) -> None:
        """Show the studies."""
        session = self._session
        people = reviewers(session.state)
        hidden = _("Answers stay hidden until all reviewers of a study have submitted.")
        self.table.setVisible(bool(rows))
        self._nothing.setVisible(not rows)
        alone = session.state.readers_needed() < 2 and len(people) < 2
        self.set_title(_("Progress"), "" if alone or not rows else hidden)
        key = (people, session.reader)
        if self._model is None or self._columns_key != key:
            self._columns_key = key
            self._model = RowsModel(
                self._columns(people), identity=lambda row: row.study, parent=self
            )
            self.table.setModel(self._model)
            seat, agreed, last = (124, 124, 120) if len(people) < 3 else (116, 118, 92)
            widths = [170, 160, *([seat] * len(people)), agreed, last]
            self.table.set_columns(widths, stretch=(0,))
        self._model.set_rows(rows)

    def _on_opened(self, index: QModelIndex) -> None:
        row = self._model.row(index) if self._model is not None else None
        if row is not None:
            self._session.go("appraise", study=row.study)

    def _columns(self, people: tuple[str, ...]) -> list[Column[ProgressRow]]:
        session = self._session

        def seat(place: int) -> Column[ProgressRow]:
            name = session.name_of(people[place])
            if people[place] == session.reader:
                name = _("{name} (you)").format(name=name)
            return Column(
                people[place],
                lambda: name,
                lambda row: state_word(row.seats[place]),
                cell=lambda row: Cell(
                    state_word(row.seats[place]),
                    "state",
                    state=LOOK[row.seats[place].state],
                    part=share_done(row.seats[place]),
                    rule=place == 0,
                ),
            )

        return [
            Column(
                "label",
                lambda: _("Study"),
                lambda row: row.label,
                cell=lambda row: Cell(row.label, "name"),
            ),
            Column(
                "instrument",
                lambda: _("Instrument"),
                lambda row: row.short or NOTHING,
                cell=lambda row: Cell(row.short, "chip") if row.short else Cell(NOTHING, "quiet"),
            ),
            *(seat(place) for place in range(len(people))),
            Column(
                "agreed",
                lambda: _("Agreed"),
                lambda row: state_word(row.agreed),
                cell=lambda row: Cell(
                    state_word(row.agreed), "state", state=LOOK[row.agreed.state], rule=True
                ),
            ),
            Column("result", lambda: _("Result"), _result_text, is_figure=True, cell=_result_cell),
        ]


def _result_text(row: ProgressRow) -> str:
    rating = row.rating
    if rating is None or not rating.answered:
        return NOTHING
    if rating.max:
        return f"{rating.total}/{rating.max}" if rating.is_complete else NOTHING
    return rating.word or NOTHING


def _result_cell(row: ProgressRow) -> Cell:
    rating = row.rating
    text = _result_text(row)
    if rating is not None and not rating.max and rating.role:
        return Cell(text, "mark", mark=rating.role)
    return Cell(text, "number", strong=text != NOTHING, off=text == NOTHING)
