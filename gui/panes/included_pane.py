"""Included reports on their way to studies: which are one study, and the design their words say."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from appraisal import drafts, inclusion
from appraisal.drafts import Draft, next_order
from appraisal.inclusion import Proposal, label_of
from appraisal.subjects import DESIGNS, study_subject
from gui.delegates.choice import ChoiceDelegate
from gui.models.rows import Column, RowsModel
from gui.session import Session
from gui.theme import space
from gui.widgets.buttons import Button
from gui.widgets.page import EmptyPage
from gui.widgets.table import Table
from gui.widgets.text import Text
from gui.widgets.when_shown import ReadWhenShown
from gui.words import design_name
from resources.i18n import NOTHING, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable

Index = QModelIndex | QPersistentModelIndex
NEW = "new"


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A row: a report, the design chosen for it, and the study it goes to."""

    record: str
    title: str
    label: str
    design: str
    words: str
    goes_to: str  # "new", "with:<record>" or "study:<id>"
    goes_to_name: str
    is_done: bool


class IncludedPane(ReadWhenShown):
    """The reports; a design and a study can be chosen for each before studies are made."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._designs: dict[str, str] = {}
        self._places: dict[str, str] = {}
        self._found: tuple[Proposal, ...] = ()
        self._model: RowsModel[ReportLine] = RowsModel(
            _columns(), identity=lambda line: line.record, parent=self
        )
        self._model.edited.connect(self._on_edited)
        self._table = Table(_("Included reports"), parent=self)
        self._table.setModel(self._model)
        self._table.setItemDelegate(ChoiceDelegate(self._table, self._choices))
        self._table.set_columns((160, 300, 150, 180, 180), stretch=(1,))
        self._said = Text("", "quiet", wrap=True, parent=self)
        self._make = Button("", "primary", parent=self)
        self._make.clicked.connect(self._on_make)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._table)
        self._stack.addWidget(
            EmptyPage(
                _("No included reports yet"),
                _("Reports included at full text stand here, to become studies."),
                parent=self,
            )
        )
        row = QHBoxLayout()
        space(row, (24, 12, 24, 12), 8)
        row.addWidget(self._said, 1)
        row.addWidget(self._make)
        column = QVBoxLayout(self)
        space(column)
        column.addLayout(row)
        column.addWidget(self._stack, 1)

    def read(self) -> None:
        """Show what the review holds now."""
        self._found = inclusion.proposals(self._session.state)
        self._put()

    def _put(self) -> None:
        lines = tuple(self._line(one) for one in self._found)
        self._model.is_editable = not self._session.read_only
        self._model.set_rows(lines)
        self._stack.setCurrentIndex(0 if lines else 1)
        waiting = [line for line in lines if not line.is_done]
        new = sum(line.goes_to == NEW for line in waiting)
        said = ngettext("{n} included report", "{n} included reports", len(lines))
        done = len(lines) - len(waiting)
        self._said.setText(
            said.format(n=len(lines))
            + " · "
            + ngettext("{n} belongs to a study", "{n} belong to studies", done).format(n=done)
            + ". "
            + _("The design is proposed from the words shown; choose another where they mislead.")
        )
        self._make.set_text(ngettext("Make {n} study", "Make {n} studies", new).format(n=new))
        off = self._session.why_fixed
        self._make.set_off(off or ("" if waiting else _("Every report belongs to a study")))

    def _line(self, one: Proposal) -> ReportLine:
        state = self._session.state
        goes_to = f"study:{one.study}" if one.study else self._places.get(one.record, "")
        if not goes_to:
            goes_to = NEW if one.group == one.record else f"with:{one.group}"
        design = self._designs.get(one.record, one.design)
        words = one.words if design == one.design else ""
        if one.study:
            design = state.text(study_subject(one.study), "design")
        return ReportLine(
            one.record, one.reference.title, label_of(one.reference), design, words, goes_to,
            self._name_of(goes_to), bool(one.study),
        )  # fmt: skip

    def _name_of(self, goes_to: str) -> str:
        kind, _colon, key = goes_to.partition(":")
        if kind == "study":
            return self._session.state.text(study_subject(key), "label")
        if kind == "with":
            other = next((one for one in self._found if one.record == key), None)
            name = label_of(other.reference) if other is not None else ""
            return _("With {name}").format(name=name)
        return _("New study")

    def _choices(self, index: Index) -> list[tuple[str, str]]:
        line = self._model.row(index)
        if line is None:
            return []
        column = self._model.columns[index.column()].key
        if column == "design":
            return [("", NOTHING), *((design, design_name(design)) for design in DESIGNS)]
        if column == "study":
            state = self._session.state
            studies = [
                (f"study:{study}", state.text(study_subject(study), "label"))
                for study in state.ids("study")
            ]
            if line.is_done:
                return [*studies, (NEW, _("None: take it out"))]
            others = [
                (f"with:{one.record}", self._name_of(f"with:{one.record}"))
                for one in self._found
                if one.record != line.record and not one.study
            ]
            return [(NEW, _("New study")), *others, *studies]
        return []

    def _on_edited(self, line: ReportLine, column: str, typed: str) -> None:
        study = line.goes_to.removeprefix("study:")
        if line.is_done and column == "design":
            self._session.do(drafts.edit_study(study, "design", typed or None))
            return
        if line.is_done:
            self._session.do(inclusion.join_study([line.record], typed.removeprefix("study:")))
            return
        (self._designs if column == "design" else self._places)[line.record] = typed
        self._put()

    def _on_make(self) -> None:
        groups: dict[str, list[str]] = {}
        joined: dict[str, list[str]] = {}
        lines = {line.record: line for line in self._model.rows() if not line.is_done}
        for line in lines.values():
            kind, _colon, key = line.goes_to.partition(":")
            if kind == "study":
                joined.setdefault(key, []).append(line.record)
            else:
                groups.setdefault(self._root(line, lines), []).append(line.record)
        state = self._session.state
        made = inclusion.make_studies(
            state,
            [(records, lines[root].design) for root, records in groups.items() if root in lines],
            after=next_order(state) - 1,
        )
        writes = [*made.writes]
        for study, records in joined.items():
            writes.extend(inclusion.join_study(records, study).writes)
        if writes and self._session.do(Draft(made.label, tuple(writes))):
            n = len(groups)
            said = ngettext("{n} study made.", "{n} studies made.", n)
            self._session.say(said.format(n=n), undo=True)

    def _root(self, line: ReportLine, lines: dict[str, ReportLine]) -> str:
        """The report whose study this one shares; itself where it begins one, or goes in a ring."""
        seen = [line.record]
        while line.goes_to.startswith("with:"):
            following = lines.get(line.goes_to.removeprefix("with:"))
            if following is None or following.record in seen:
                return min(seen)
            seen.append(following.record)
            line = following
        return line.record


def _columns() -> list[Column[ReportLine]]:
    names: dict[str, Callable[[], str]] = {
        "label": lambda: _("Publication"),
        "title": lambda: _("Title"),
        "design": lambda: _("Design"),
        "words": lambda: _("Proposed from"),
        "study": lambda: _("Goes to"),
    }
    return [
        Column("label", names["label"], lambda line: line.label),
        Column("title", names["title"], lambda line: line.title, tip=lambda line: line.title),
        Column(
            "design",
            names["design"],
            lambda line: design_name(line.design) or NOTHING,
            is_editable=True,
            edit=lambda line: line.design,
        ),
        Column(
            "words",
            names["words"],
            lambda line: (
                f"\N{LEFT DOUBLE QUOTATION MARK}{line.words}\N{RIGHT DOUBLE QUOTATION MARK}"
                if line.words
                else NOTHING
            ),
        ),
        Column(
            "study",
            names["study"],
            lambda line: line.goes_to_name,
            is_editable=True,
            edit=lambda line: line.goes_to,
        ),
    ]
