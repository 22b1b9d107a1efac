"""The PRISMA flow, live: drawn beside its numbers, which may be typed for stages done elsewhere."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from appraisal import drafts
from appraisal.errors import StorageError, UserError
from appraisal.exporters.prisma import write_prisma
from appraisal.figures.flow import layout
from appraisal.figures.text import measure as figure_font
from appraisal.flow import FlowCounts, excluded_total, faults
from appraisal.flow_live import live_flow, waiting
from appraisal.flow_told import counts_of
from appraisal.importers import prisma
from appraisal.material import gather
from appraisal.numbers import read_count
from appraisal.subjects import REVIEW
from gui import dialogs
from gui.session import Session
from gui.theme import px, space
from gui.widgets.buttons import Button
from gui.widgets.canvas import FigureView
from gui.widgets.card import Note
from gui.widgets.fields import LineField
from gui.widgets.page import Scroll, Splitter
from gui.widgets.text import Text
from gui.widgets.when_shown import ReadWhenShown
from resources.i18n import _, language, ngettext


class FlowPane(ReadWhenShown):
    """Figure, faults, and the numbers that can be typed."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._flow = FlowCounts()
        self._view = FigureView(_("Flow of studies"))
        self._waits = Text("", "quiet", wrap=True, parent=self)
        self._read = Button(_("Read a PRISMA CSV"), icon="upload", parent=self)
        self._read.clicked.connect(self._on_read)
        self._write = Button(_("Save as PRISMA CSV"), icon="download", parent=self)
        self._write.clicked.connect(self._on_write)
        self._note = Note("", parent=self)
        self._fields: dict[str, LineField] = {}
        self._lay_out()

    def read(self) -> None:
        """Show what the review holds now."""
        review = self._session.review
        if review is None:
            return
        state = self._session.state
        material = gather(review, reader=self._session.reader, lang=language(), history=False)
        self._flow = counts_of(material)
        flow = self._flow
        self._view.set_layout(lambda _width: layout(flow, measure=figure_font()))
        said = faults(flow)
        left = waiting(state)
        is_open = bool(left.abstracts or left.full_texts)
        if not said:
            self._note.set(_("The numbers add up"), "", "ok")
        elif is_open:
            self._note.set(_("Not all is screened yet"), "\n".join(said))
        else:
            self._note.set(_("The numbers do not add up"), "\n".join(said), "warn")
        self._waits.setText(
            _("Not counted yet: {abstracts} to screen, {reports} to read.").format(
                abstracts=left.abstracts, reports=left.full_texts
            )
            if is_open
            else ""
        )
        self._waits.setVisible(bool(self._waits.text()))
        live = live_flow(state) or FlowCounts()
        off = bool(self._session.read_only)
        self._read.set_off(self._session.why_fixed)
        for key, field in self._fields.items():
            value = state.value(REVIEW, f"flow/{key}")
            field.set_text("" if value is None else str(value))
            counted = getattr(live, {"full_text": "assessed"}.get(key, key), None)
            if key == "excluded_full_text":  # the sum where the reasons were counted
                counted = excluded_total(flow.excluded, flow.excluded_n)
            field.setPlaceholderText("" if counted is None else str(counted))
            field.setReadOnly(off)

    # -- verbs -----------------------------------------------------------------------------------

    def _on_typed(self, key: str, text: str) -> None:
        try:
            value = read_count(text) if text.strip() else None
        except UserError as fault:
            self._session.refused.emit(fault)
            self.read()
            return
        self._session.do(
            drafts.edit_review(
                {f"flow/{key}": value}, why=_("Typed by hand"), label=_("Type a number of the flow")
            )
        )

    def _on_read(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self.window(), _("Read a PRISMA CSV"), "", _("CSV files (*.csv)")
        )
        if not chosen:
            return
        path = Path(chosen)
        try:
            numbers = prisma.read_prisma(path)
        except (UserError, StorageError) as fault:
            dialogs.tell_why(self.window(), fault)
            return
        why = _("From {name}").format(name=path.name)
        if self._session.do(prisma.draft_of(numbers, why=why)):
            n = len(numbers)
            said = ngettext("{n} number read.", "{n} numbers read.", n).format(n=n)
            self._session.say(said, undo=True)

    def _on_write(self) -> None:
        chosen, _kind = QFileDialog.getSaveFileName(
            self.window(), _("Save as PRISMA CSV"), "PRISMA.csv", _("CSV files (*.csv)")
        )
        if chosen:
            try:
                write_prisma(self._flow, Path(chosen))
            except StorageError as fault:
                self._session.faulted.emit(fault)
            else:
                self._session.say(_("{name} is saved.").format(name=Path(chosen).name))

    # -- layout ----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        side = QWidget()
        column = QVBoxLayout(side)
        space(column, (16, 12, 16, 16), 8)
        column.addWidget(self._note)
        column.addWidget(self._waits)
        column.addWidget(Text(_("Numbers"), "heading", parent=side))
        lead = _(
            "A number typed here comes before the count, and the figure says so. Empty a field to "
            "count again."
        )
        column.addWidget(Text(lead, "small", wrap=True, parent=side))
        grid = QGridLayout()
        space(grid, gap=6)
        grid.setColumnStretch(0, 1)
        for row, (key, name) in enumerate(_typed_names()):
            label = Text(name, "small", wrap=True, parent=side)
            field = LineField("", right=True, parent=side)
            field.setFixedWidth(px(84))
            field.edited.connect(lambda text, key=key: self._on_typed(key, text))
            label.setBuddy(field)
            self._fields[key] = field
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        column.addLayout(grid)
        column.addStretch(1)
        head = QHBoxLayout()
        space(head, (24, 12, 24, 12), 8)
        head.addStretch(1)
        head.addWidget(self._read)
        head.addWidget(self._write)
        splitter = Splitter(parent=self)
        splitter.addWidget(self._view)
        splitter.addWidget(Scroll(side, parent=self))
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([px(820), px(330)])
        whole = QVBoxLayout(self)
        space(whole)
        whole.addLayout(head)
        whole.addWidget(splitter, 1)


def _typed_names() -> tuple[tuple[str, str], ...]:
    return (
        ("identified", _("Records identified")),
        ("databases", _("of these, databases")),
        ("registers", _("of these, registers")),
        ("duplicates", _("Duplicates removed")),
        ("automation", _("Marked ineligible by automation tools")),
        ("removed_other", _("Removed for other reasons")),
        ("deduplicated", _("Left after duplicates")),
        ("screened", _("Records screened")),
        ("screened_out", _("Records excluded")),
        ("sought", _("Reports sought for retrieval")),
        ("not_retrieved", _("Reports not retrieved")),
        ("full_text", _("Reports assessed for eligibility")),
        ("excluded_full_text", _("Reports excluded")),
        ("included", _("Studies included in the review")),
        ("reports", _("Reports of included studies")),
        ("previous_studies", _("Studies of the previous version")),
        ("previous_reports", _("Reports of the previous version")),
        ("websites", _("Websites")),
        ("organisations", _("Organisations")),
        ("citations", _("Citation searching")),
        ("other_sought", _("Other methods: reports sought")),
        ("other_not_retrieved", _("Other methods: not retrieved")),
        ("other_assessed", _("Other methods: reports assessed")),
        ("other_excluded", _("Other methods: reports excluded")),
    )
