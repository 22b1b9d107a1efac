"""Records: what the searches found, its duplicates, its screening, and the flow of it all."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from appraisal import screening
from appraisal.incoming import importer_of
from appraisal.records import record_ids
from appraisal.review import Change
from appraisal.subjects import REVIEW
from appraisal.views.records import screen_lines
from gui.pages import PageSpec
from gui.panes.duplicate_pairs import DuplicatePairs
from gui.panes.flow_pane import FlowPane
from gui.panes.included_pane import IncludedPane
from gui.panes.record_import import RecordImport
from gui.panes.record_table import RecordTable
from gui.panes.screening_pane import ScreeningPane
from gui.session import Session
from gui.theme import space
from gui.widgets.buttons import Button
from gui.widgets.page import EmptyPage, PageHead
from gui.widgets.switches import Tabs
from gui.widgets.text import Text
from resources.i18n import _

COUNTED = 3_000  # records; the rail counts what waits in no more
KINDS = "*.ris *.nbib *.ciw *.enw *.bib *.xml *.csv *.tsv *.txt *.xlsx"


class RecordsPage(QWidget):
    """Tabs over the panes; files and folders can be dropped anywhere on it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setAcceptDrops(True)
        self._import = RecordImport(session, self)
        self._take = Button(_("Import"), icon="upload", parent=self)
        self._take.clicked.connect(self._on_import)
        self._panes: dict[str, QWidget] = {
            "records": RecordTable(session, self),
            "duplicates": DuplicatePairs(session, self),
            "screening": ScreeningPane(session, self),
            "included": IncludedPane(session, self),
            "flow": FlowPane(session, self),
        }
        self._tabs = Tabs(
            [
                ("records", _("Records")),
                ("duplicates", _("Duplicates")),
                ("screening", _("Screening")),
                ("included", _("Included")),
                ("flow", _("Flow")),
            ],
            "records",
            name=_("Parts of this page"),
            parent=self,
        )
        self._tabs.picked.connect(self._show)
        self._nature = Text("", "small", wrap=True, parent=self)
        self._has_records = False
        self._stack = QStackedWidget(self)
        self._none = self._empty_page()
        self._whole = QStackedWidget(self)
        self._lay_out()
        session.changed.connect(self._on_changed)
        session.reader_changed.connect(self._refresh)
        self._refresh()

    def show_target(self, tab: str = "", files: str = "", show: str = "", stage: str = "") -> None:
        """Bring a part to the front, or read files of references, a path a line.

        `show` and `stage` say which records the screening lists.
        """
        if files:
            self._import.start([Path(one) for one in files.split("\n")])
        if show:
            self._panes["screening"].list_only(show, stage)  # type: ignore[attr-defined]
        if tab in self._panes:
            self._tabs.set_key(tab)
            self._show(tab)

    def act(self, key: str) -> None:
        """Carry out an action of this page."""
        {"import_records": self._on_import}[key]()

    # -- showing ---------------------------------------------------------------------------------

    def _on_changed(self, change: Change) -> None:
        if change.concerns("screening") and not change.concerns("record", "review"):
            for key in ("records", "included", "flow"):
                self._panes[key].refresh()  # type: ignore[attr-defined]  # every pane has it
            self._panes["screening"].follow(change)  # type: ignore[attr-defined]
        elif change.concerns("record", "screening", "review"):
            self._refresh()

    def _refresh(self) -> None:
        off = self._session.why_fixed
        self._take.set_off(off)
        state = self._session.state
        self._has_records = bool(record_ids(state))
        has_flow = any(name.startswith("flow/") for name in state.field_names(REVIEW))
        self._whole.setCurrentIndex(0 if self._has_records or has_flow else 1)
        self._take.setVisible(self._has_records)
        self._nature.setText(state.text(REVIEW, "records_note"))
        self._nature.setVisible(bool(self._nature.text()))
        self._show(self._tabs.key(), focus=False)
        for pane in self._panes.values():
            pane.refresh()  # type: ignore[attr-defined]  # every pane has it

    def _show(self, key: str, *, focus: bool = True) -> None:
        is_flow = key == "flow" or self._has_records
        self._stack.setCurrentWidget(self._panes[key] if is_flow else self._none)
        if not focus:
            return
        self._panes[key].setFocus(Qt.FocusReason.OtherFocusReason)

    # -- importing -------------------------------------------------------------------------------

    def _on_import(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileNames(
            self.window(),
            _("Import records"),
            "",
            _("References ({kinds})").format(kinds=KINDS) + ";;" + _("All files (*)"),
        )
        if chosen:
            self._import.start([Path(one) for one in chosen])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if event.mimeData().hasUrls() and not self._session.read_only:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the files and folders that were dropped."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            pane = self._panes["screening"]
            if self._tabs.key() == "screening" and pane.attach(paths):  # type: ignore[attr-defined]
                return
            others = [path for path in paths if path.is_file() and importer_of(path) is not None]
            if others:
                self._session.asked_import.emit(others)
            rest = [path for path in paths if path not in others]
            if rest:
                self._import.start(rest)

    # -- layout ----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        head = PageHead(
            _("Records"), _("What the searches found, on its way to studies."), parent=self
        )
        head.add(self._take)
        full = QWidget(self)
        inner = QVBoxLayout(full)
        space(inner)
        row = QHBoxLayout()
        space(row, (16, 0, 24, 0))
        row.addWidget(self._tabs)
        inner.addLayout(row)
        said = QHBoxLayout()
        space(said, (24, 8, 24, 0))
        said.addWidget(self._nature)
        inner.addLayout(said)
        for pane in self._panes.values():
            self._stack.addWidget(pane)
        inner.addWidget(self._stack, 1)
        self._stack.addWidget(self._none)
        self._whole.addWidget(full)
        self._whole.addWidget(self._empty_page())
        column = QVBoxLayout(self)
        space(column)
        column.addWidget(head)
        column.addWidget(self._whole, 1)

    def _empty_page(self) -> EmptyPage:
        begin = Button(_("Import records"), "primary", icon="upload")
        begin.clicked.connect(self._on_import)
        return EmptyPage(
            _("No records yet"),
            _("Import what your searches found."),
            begin,
            other=_(
                "Or drop files, or a folder, on this page: RIS, PubMed, BibTeX, EndNote, Web of "
                "Science, CSV, Excel."
            ),
            parent=self,
        )


def _waiting(session: Session) -> int:
    """How many records wait for the reader; not counted where there are very many."""
    state = session.state
    if not session.reader or not 0 < state.count("record") <= COUNTED:
        return 0
    found = 0
    for stage in (screening.ABSTRACT, screening.FULL_TEXT):
        for line in screen_lines(state, screening.pool(state, stage), stage, session.reader):
            found += line.standing == "conflict"
            found += not line.decision and line.standing in ("todo", "waiting")
    return found


PAGE = PageSpec(
    key="records",
    title=lambda: _("Records"),
    icon="inbox",
    order=20,
    build=RecordsPage,
    about=lambda: _(
        "Import the files your searches gave, or drop them here. A file imported again adds "
        "nothing. Duplicates are merged, never taken away: each database keeps its count, and "
        "every merge can be undone."
    ),
    waiting=_waiting,
)
