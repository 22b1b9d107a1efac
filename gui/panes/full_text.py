"""The report of the record in front: its PDF attached, opened or matched; or not to be had."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from appraisal import attachments, pdf_matching, screening
from appraisal.drafts import Draft
from appraisal.errors import AppraisalError, StorageError, UserError
from appraisal.records import reference_at
from appraisal.subjects import record_subject
from gui import dialogs
from gui.session import Session
from gui.theme import space
from gui.widgets.buttons import Button
from gui.widgets.text import Elided
from resources.i18n import _, ngettext


class FullText(QWidget):
    """A line of what can be done about a report."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._record = ""
        self._name = Elided("", "small", parent=self)
        self._open = Button(_("Open the PDF"), "small", icon="book-open", parent=self)
        self._open.clicked.connect(self._on_open)
        self._attach = Button(_("Attach a PDF"), "small", icon="paperclip", parent=self)
        self._attach.clicked.connect(self._on_attach)
        self._lost = Button(_("Not retrieved"), "small", parent=self)
        self._lost.clicked.connect(self._on_lost)
        self._match = Button(_("Match a folder of PDFs"), "small", icon="folder-open", parent=self)
        self._match.clicked.connect(self._on_match)
        row = QHBoxLayout(self)
        space(row, (24, 0, 24, 12), 8)
        for button in (self._attach, self._open, self._lost, self._match):
            row.addWidget(button)
        row.addWidget(self._name, 1)

    def show_record(self, record: str) -> None:
        """Show how things stand with a record's report."""
        self._record = record
        state = self._session.state
        subject = record_subject(record) if record else ""
        name = state.text(subject, "pdf_name") if record else ""
        is_lost = bool(record) and state.text(subject, "retrieval") == "not-retrieved"
        off = self._session.why_fixed
        none = off or ("" if record else _("No record is chosen"))
        self._attach.set_off(none)
        self._lost.set_off(none)
        self._lost.set_text(_("Seek it again") if is_lost else _("Not retrieved"))
        self._open.set_off("" if name else _("No PDF is attached"))
        self._match.set_off(off)
        self._name.setText(_("Report not retrieved") if is_lost else name)

    def attach(self, paths: Sequence[Path]) -> bool:
        """Attach a PDF that was dropped to the record in front; whether there was one."""
        pdfs = [path for path in paths if path.suffix.lower() == ".pdf"]
        if not pdfs or not self._record or self._session.read_only:
            return False
        self._take({self._record: pdfs[0]})
        return True

    def _on_attach(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self.window(), _("Attach a PDF"), "", _("PDF files (*.pdf)")
        )
        if chosen:
            self._take({self._record: Path(chosen)})

    def _on_open(self) -> None:
        review = self._session.review
        if review is None:
            return
        digest = self._session.state.text(record_subject(self._record), "pdf")
        path = attachments.path_of(review.store.path, digest)
        if not path.exists():
            self._session.say(_("The PDF is not beside the review on this computer."))
        else:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def _on_lost(self) -> None:
        state = self._session.state
        is_lost = state.text(record_subject(self._record), "retrieval") == "not-retrieved"
        self._session.do(
            screening.mark_retrieval([self._record], "" if is_lost else "not-retrieved")
        )

    def _on_match(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self.window(), _("Match a folder of PDFs"))
        if chosen:
            self.match(Path(chosen))

    def match(self, folder: Path) -> None:
        """Look beside the window which PDF of a folder is which report."""
        state = self._session.state
        lacking = [
            record
            for record in screening.pool(state, screening.FULL_TEXT)
            if not state.text(record_subject(record), "pdf")
        ]
        references = {record: reference_at(state, record) for record in lacking}
        try:
            files = pdf_matching.pdfs_in(folder)
        except StorageError as fault:
            self._session.faulted.emit(fault)
            return
        self._session.jobs.run(
            _("Matching PDFs"),
            lambda report: pdf_matching.match(files, references, report=report),
            done=partial(self._on_matched, len(files)),
            failed=self._on_failed,
        )

    def _on_matched(self, files: int, found: Mapping[str, Path]) -> None:
        if found:
            self._take(found)
        said = ngettext("{n} of {files} PDF matched.", "{n} of {files} PDFs matched.", files)
        n = len(set(found.values()))  # copies of one report share a file
        self._session.say(said.format(n=n, files=files), undo=bool(found))

    def _on_failed(self, fault: Exception) -> None:
        if isinstance(fault, AppraisalError):
            dialogs.tell_why(self.window(), fault)

    def _take(self, found: Mapping[str, Path]) -> None:
        review = self._session.review
        if review is None:
            return
        try:
            made = [
                attachments.attach_to(review.store.path, record_subject(record), path)
                for record, path in found.items()
            ]
        except UserError as fault:
            self._session.refused.emit(fault)
        except StorageError as fault:
            self._session.faulted.emit(fault)
        else:
            label = made[0].label if len(made) == 1 else _("Attach PDFs")
            self._session.do(Draft(label, tuple(one for draft in made for one in draft.writes)))
