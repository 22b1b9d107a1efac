"""Agreement before consensus, place by place; calibration rounds; team rules where needed."""

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from appraisal import drafts
from appraisal.agreement_table import coefficient_words
from appraisal.calibration import next_version, rounds
from appraisal.views.agreement import (
    AgreementRow,
    agreement_rows,
    figures,
    may_calibrate,
    number_sentences,
    reading,
    round_views,
)
from appraisal.views.team import may_lead
from gui.delegates.cells import Cell
from gui.models.rows import Column, RowsModel
from gui.panes.calibration import CalibrationCard, ask_studies
from gui.questions import ask_long_text
from gui.session import Session
from gui.theme import space
from gui.widgets.buttons import Button
from gui.widgets.card import Card
from gui.widgets.fields import ListField
from gui.widgets.page import PageHead, Scroll
from gui.widgets.quotation import TeamRule
from gui.widgets.table import Table
from gui.widgets.text import Text
from resources.i18n import _, percent


class AgreementPane(QWidget):
    """Where the reviewers differ most, and what can be done about it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._current = ""
        sentence = _("From submitted answers before consensus, where you differ most first.")
        self._head = PageHead(_("Agreement"), sentence, parent=self)
        self._scope = ListField([("", _("All studies"))], "", parent=self)
        self._scope.setAccessibleName(_("Which studies"))
        self._scope.picked.connect(self._on_scope)
        self._head.add(self._scope)
        self._model: RowsModel[AgreementRow] = RowsModel(
            _columns(), identity=lambda row: row.key, parent=self
        )
        self._model.is_editable = False
        self._table = Table(_("Agreement"), short=True, parent=self)
        self._table.setModel(self._model)
        self._table.set_columns([250, 140, 84, 84, 172, 172, 64], stretch=(0,))
        self._table.selectionModel().currentChanged.connect(self._on_current)
        self._calibration = CalibrationCard(self)
        self._calibration.begun.connect(self._begin_round)
        self._nothing = Text(
            _("No form has been submitted by two reviewers yet."), "quiet", wrap=True, parent=self
        )
        self._numbers = Card(_("Extracted numbers"), parent=self)
        self._number_lines = Text("", "small", wrap=True, selectable=True, parent=self)
        self._numbers.add(self._number_lines)
        self._lay_out()
        self.setFocusProxy(self._table)

    def refresh(self) -> None:
        """Show how far they agreed now."""
        session = self._session
        held = {str(one.number): one for one in rounds(session.state)}
        pairs = [("", _("All studies"))]
        pairs += [(key, _("Calibration round {n}").format(n=key)) for key in held]
        key = self._scope.key()
        self._scope.set_pairs(pairs, key if key in held else "")
        chosen = held.get(self._scope.key())
        studies = chosen.studies if chosen is not None else None
        rows = agreement_rows(session.state, session.instrument, studies)
        self._model.set_rows(rows)
        self._card.setVisible(bool(rows))
        self._detail.setVisible(bool(rows))
        self._nothing.setVisible(not rows)
        place = self._model.place_of(self._current)
        if rows:
            self._table.setCurrentIndex(self._model.index(max(place, 0), 0))
        self._show_detail()
        numbers = number_sentences(session.state)
        self._numbers.setVisible(bool(numbers))
        self._number_lines.setText("\n".join(numbers))
        views = round_views(session.state, session.instrument)
        self._calibration.show_rounds(views, why_off=self._why_not_begin())

    def _on_scope(self, _key: str) -> None:
        self._current = ""
        self.refresh()

    def _why_not_begin(self) -> str:
        session = self._session
        if session.read_only:
            return session.why_fixed
        if not may_lead(session.state, session.reader):
            return _("Only a coordinator can change this")
        few = len(may_calibrate(session.state, session.instrument)) < 1
        return _("Every study is submitted by someone already") if few else ""

    # -- one place -------------------------------------------------------------------------------

    def _on_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        row = self._model.row(index)
        if row is not None:
            self._current = row.key
            self._show_detail()

    def _row(self) -> AgreementRow | None:
        return self._model.row(self._model.place_of(self._current))

    def _show_detail(self) -> None:
        row = self._row()
        if row is None:
            return
        self._detail.title.setText(row.what)
        said = "   ·   ".join(f"{name} {value}" for name, value in figures(row.found))
        self._figures.setText(said)
        self._words.setText(reading(row.found))
        self._rule.set_text(row.rule, row.version)
        self._rule.setVisible(bool(row.rule))
        self._write.setVisible(row.kind == "item")
        words = _("Change the team rule") if row.rule else _("Write a team rule")
        self._write.set_text(words)
        off = self._session.why_fixed
        self._write.set_off(off or ("" if self._session.reader else _("Nobody is signed in.")))

    def _write_rule(self) -> None:
        row = self._row()
        if row is None or row.kind != "item":
            return
        text = ask_long_text(
            self.window(),
            _("Team rule for {item}").format(item=row.place.rpartition("/")[2]),
            _("It stands under the item for everyone, in every study."),
            label=_("Rule"),
            verb=_("Save the rule"),
            text=row.rule,
        )
        if text is not None and text != row.rule:
            instrument = row.instrument.partition("@")[0]
            version = next_version(self._session.state, instrument, row.place)
            draft = drafts.set_rule(instrument, row.place, text, version=version)
            if self._session.do(draft):
                self._session.say(_("The rule is saved; it shows under the item."), undo=True)

    # -- calibration -----------------------------------------------------------------------------

    def _begin_round(self) -> None:
        session = self._session
        offered = may_calibrate(session.state, session.instrument)
        studies = ask_studies(self.window(), offered)
        if studies:
            number = 1 + max((one.number for one in rounds(session.state)), default=0)
            if session.do(drafts.begin_calibration(number, studies)):
                session.say(_("The round is begun; its studies stand first for everyone."))

    # -- layout ----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        ground = QWidget()
        column = QVBoxLayout(ground)
        space(column, (24, 0, 24, 24), 12)
        self._card = Card(parent=self)
        self._card.add_edge(self._table)
        self._detail = Card(_("Agreement"), parent=self)
        self._figures = Text("", "name", wrap=True, selectable=True, parent=self)
        self._words = Text("", "small", wrap=True, parent=self)
        self._rule = TeamRule("", parent=self)
        self._write = Button(_("Write a team rule"), icon="users", parent=self)
        self._write.clicked.connect(self._write_rule)
        for part in (self._figures, self._words, self._rule):
            self._detail.add(part)
        row = QHBoxLayout()
        row.addWidget(self._write)
        row.addStretch(1)
        self._detail.add(row)
        column.addWidget(self._nothing)
        column.addWidget(self._detail)
        column.addWidget(self._calibration)
        column.addWidget(self._card)
        column.addWidget(self._numbers)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        space(whole)
        whole.addWidget(self._head)
        whole.addWidget(Scroll(ground, parent=self), 1)


def _columns() -> list[Column[AgreementRow]]:
    def cell(text: str) -> Cell:
        return Cell(text, "number", off=text == "–")

    return [
        Column(
            "what",
            lambda: _("What"),
            lambda row: row.what,
            tip=lambda row: row.what,
            cell=lambda row: Cell(row.what, "name", strong=row.kind in ("whole", "all")),
        ),
        Column(
            "instrument",
            lambda: _("Instrument"),
            lambda row: row.short,
            cell=lambda row: Cell(row.short, "chip") if row.short else Cell(""),
        ),
        Column("same", lambda: _("Same"), lambda row: row.same, is_figure=True,
               cell=lambda row: cell(row.same)),
        Column("percent", lambda: _("Per cent"), lambda row: percent(row.found.percent),
               is_figure=True, cell=lambda row: cell(percent(row.found.percent))),
        Column("kappa", lambda: "κ", lambda row: coefficient_words(row.found.chance_corrected),
               is_figure=True,
               cell=lambda row: cell(coefficient_words(row.found.chance_corrected))),
        Column("ac1", lambda: "AC1", lambda row: coefficient_words(row.found.ac1), is_figure=True,
               cell=lambda row: cell(coefficient_words(row.found.ac1))),
        Column("rule", lambda: _("Rule"), lambda row: _("yes") if row.rule else "",
               cell=lambda row: Cell(_("yes") if row.rule else "", "quiet")),
    ]  # fmt: skip
