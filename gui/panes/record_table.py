"""All records in a table that sorts and filters itself, and the chosen one beside it."""

from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from appraisal.errors import StorageError
from appraisal.exporters.csv_files import write_table
from appraisal.exporters.references import (
    decisions_table,
    references_table,
    write_bibtex,
    write_ris,
)
from appraisal.folding import folded
from appraisal.records import database_of, reference_at, split
from appraisal.views.records import STATUSES, RecordLine, record_lines, status_name
from gui.delegates.cells import Cell
from gui.jobs import Report
from gui.models.rows import Column, RowsModel
from gui.panes.record_card import RecordCard
from gui.session import Session
from gui.theme import px, space
from gui.widgets.buttons import Button
from gui.widgets.fields import FilterList, SearchField
from gui.widgets.flow import Flow
from gui.widgets.page import Splitter
from gui.widgets.table import Table
from gui.widgets.text import Text
from gui.widgets.when_shown import ReadWhenShown
from resources.i18n import NOTHING, _, ngettext, number

if TYPE_CHECKING:
    from gui.jobs import Job


class RecordTable(ReadWhenShown):
    """The table; it reads the records beside the window, for there may be 100,000."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._job: Job | None = None
        self._model: RowsModel[RecordLine] = RowsModel(
            columns(), identity=lambda line: line.record, parent=self
        )
        self._model.is_editable = False
        self._table = Table(_("Records"), parent=self)
        self._table.setModel(self._model)
        self._table.set_columns((300, 120, 60, 140, 120, 170), stretch=(0,))
        self._table.setSortingEnabled(True)
        self._table.horizontalHeader().setSectionsClickable(True)
        self._table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self._table.selectionModel().currentRowChanged.connect(self._on_current)
        self._search = SearchField(_("Filter records"), parent=self)
        self._search.searched.connect(lambda _text: self._filter())
        self._search.setFixedWidth(px(240))
        self._database = FilterList(_("Found in"), [("", _("All"))], "", parent=self)
        self._status = FilterList(_("State"), [("", _("All"))], "", parent=self)
        for field in (self._database, self._status):
            field.picked.connect(lambda _key: self._filter())
        self._shown = Text("", "caption", parent=self)
        self._export = Button(_("Export"), icon="download", parent=self)
        self._export.setToolTip(_("The chosen rows, or all that are shown"))
        self._export.clicked.connect(self._on_export)
        self._model.shown_changed.connect(lambda _n: self._count())
        self._card = RecordCard(parent=self)
        self._split = Button(_("Take the merge back"), "small", parent=self)
        self._split.clicked.connect(self._on_split)
        self._split.hide()
        self._card.column.addWidget(self._split)
        self._lay_out()

    def selected(self) -> tuple[str, ...]:
        """The records of the chosen rows, or all that are shown where none is chosen."""
        chosen = self._table.selectionModel().selectedIndexes()
        rows = sorted({index.row() for index in chosen})
        lines = [self._model.row(row) for row in rows] if len(rows) > 1 else self._model.rows()
        return tuple(line.record for line in lines if line is not None)

    def _on_split(self) -> None:
        line = self._model.row(self._table.currentIndex())
        if line is not None and self._session.do(split(line.record)):
            self._session.say(_("The record stands for itself again."), undo=True)

    def _on_export(self) -> None:
        kinds = {
            _("RIS (*.ris)"): ".ris",
            _("BibTeX (*.bib)"): ".bib",
            _("References as CSV (*.csv)"): ".csv",
            _("Screening decisions as CSV (*.csv)"): "decisions",
        }
        chosen, kind = QFileDialog.getSaveFileName(
            self.window(), _("Export records"), "records.ris", ";;".join(kinds)
        )
        if chosen:
            self.export(Path(chosen), kinds.get(kind, ""))

    def export(self, path: Path, kind: str) -> None:
        """Write the chosen records, or all that are shown, beside the window."""
        state, records = self._session.state, self.selected()
        kind = kind or path.suffix.lower()
        path = path if path.suffix else path.with_suffix(".csv" if kind == "decisions" else kind)

        def write(_report: Report) -> int:
            if kind == "decisions":
                write_table(decisions_table(state, records), path)
            elif kind == ".csv":
                write_table(references_table(state, records), path)
            else:
                references = [reference_at(state, record) for record in records]
                (write_bibtex if kind == ".bib" else write_ris)(references, path)
            return len(records)

        self._session.jobs.run(
            _("Writing {name}").format(name=path.name),
            write,
            done=lambda n: self._session.say(
                ngettext("{n} record in {name}.", "{n} records in {name}.", n).format(
                    n=number(n, 0), name=path.name
                )
            ),
            failed=self._on_failed,
        )

    def _on_failed(self, fault: Exception) -> None:
        if isinstance(fault, StorageError):
            self._session.faulted.emit(fault)
        else:
            self._session.refused.emit(fault)

    def read(self) -> None:
        """Show what the review holds now."""
        if self._job is not None:
            self._job.cancel()
        state = self._session.state
        self._job = self._session.jobs.run(
            _("Reading the records"), lambda _report: record_lines(state), done=self._on_read
        )

    def _on_read(self, lines: tuple[RecordLine, ...]) -> None:
        self._job = None
        databases = Counter(line.database for line in lines)
        statuses = Counter(line.status for line in lines)
        everything = ("", _("All"))
        said = [
            (name, f"{name or _('Not said')} ({number(n, 0)})")
            for name, n in sorted(databases.items())
        ]
        self._database.set_pairs(
            [everything, *((name or " ", words) for name, words in said)], self._database.key()
        )
        states = [
            (s, f"{status_name(s)} ({number(statuses[s], 0)})") for s in STATUSES if statuses[s]
        ]
        self._status.set_pairs([everything, *states], self._status.key())
        self._model.set_rows(lines)
        self._on_current(self._table.currentIndex(), QModelIndex())
        if self._table.selectionModel().currentIndex().row() < 0 and lines:
            self._table.setCurrentIndex(self._model.index(0, 0))
        self._count()

    def _filter(self) -> None:
        wanted = folded(self._search.text()).split()
        database, status = self._database.key(), self._status.key()

        def keep(line: RecordLine) -> bool:
            return (
                (not status or line.status == status)
                and (not database or line.database == database.strip())
                and all(word in line.words for word in wanted)
            )

        self._model.set_filter(keep if wanted or database or status else None)
        self._count()

    def _count(self) -> None:
        total, shown = self._model.total, self._model.rowCount()
        if shown == total:
            said = ngettext("{n} record", "{n} records", total).format(n=number(total, 0))
        else:
            said = _("{n} of {total} records").format(n=number(shown, 0), total=number(total, 0))
        self._shown.setText(said)

    def _on_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        line = self._model.row(index) if index.isValid() else None
        self._split.setVisible(
            line is not None and line.status == "duplicate" and not self._session.read_only
        )
        if line is None:
            self._card.show_record(None)
            return
        state = self._session.state
        more = status_name(line.status) + (f": {line.reason}" if line.reason else "")
        if line.copies:
            more += "\n" + ngettext(
                "Stands for {n} duplicate too", "Stands for {n} duplicates too", line.copies
            ).format(n=line.copies)
        self._card.show_record(
            reference_at(state, line.record),
            database=database_of(state, line.record),
            more=more,
        )

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        space(row, (24, 12, 24, 12), 8)
        filters = Flow(parent=self)
        for widget in (self._search, self._database, self._status):
            filters.add(widget)
        row.addWidget(filters, 1)
        row.addWidget(self._shown)
        row.addWidget(self._export)
        splitter = Splitter(parent=self)
        splitter.addWidget(self._table)
        splitter.addWidget(self._card)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([px(800), px(380)])
        column = QVBoxLayout(self)
        space(column)
        column.addLayout(row)
        column.addWidget(splitter, 1)
        walk = (self._search, self._database, self._status, self._export, self._table)
        for before, after in pairwise(walk):
            self.setTabOrder(before, after)


def columns() -> list[Column[RecordLine]]:
    """The columns of the table."""
    return [
        Column(
            "title",
            lambda: _("Title"),
            lambda line: line.title,
            tip=lambda line: line.title,
            cell=lambda line: Cell(line.title, "name", off=line.status == "duplicate"),
        ),
        Column("authors", lambda: _("Authors"), lambda line: line.authors),
        Column(
            "year",
            lambda: _("Year"),
            lambda line: str(line.year) if line.year is not None else "",
            sort=lambda line: line.year,
            is_figure=True,
        ),
        Column(
            "journal",
            lambda: _("Journal"),
            lambda line: line.journal,
            tip=lambda line: line.journal,
        ),
        Column(
            "database",
            lambda: _("Found in"),
            lambda line: line.database or NOTHING,
        ),
        Column(
            "status",
            lambda: _("State"),
            lambda line: status_name(line.status),
            sort=lambda line: STATUSES.index(line.status),
            tip=lambda line: line.reason,
        ),
    ]
