"""A study's PDF, from the hand to its place beside the review: chosen, dropped, taken off."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtWidgets import QFileDialog

from appraisal import attachments
from appraisal.errors import StorageError, UserError
from appraisal.subjects import study_subject
from gui.panes.evidence import EvidencePane, Source
from gui.session import Session
from resources.i18n import _


class Attaching(QObject):
    """Does what a pane asks for its PDF; `study` says whose it is."""

    def __init__(self, session: Session, pane: EvidencePane, study: Callable[[], str]) -> None:
        super().__init__(pane)
        self._session, self._pane, self._study = session, pane, study
        pane.attached.connect(self._attach)
        pane.asked_file.connect(self._choose)
        pane.detached.connect(self._detach)
        session.opened.connect(pane.close_document)

    def _choose(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self._pane.window(), _("Choose a PDF"), "", _("PDF files (*.pdf)")
        )
        if chosen:
            self._attach(chosen)

    def _attach(self, path: str) -> None:
        if self._study():
            attach(self._session, self._study(), Path(path))

    def _detach(self) -> None:
        study = self._study()
        if study and self._session.do(attachments.detach(study)):
            self._session.say(_("The PDF is taken off; its file is kept."), undo=True)


def dropped_pdf(data: QMimeData) -> Path | None:
    """The one PDF that is dropped; None where it is something else."""
    paths = [url.toLocalFile() for url in data.urls()]
    return Path(paths[0]) if len(paths) == 1 and paths[0].lower().endswith(".pdf") else None


def attach(session: Session, study: str, path: Path) -> bool:
    """Take a file as the PDF of a study; whether that worked."""
    review = session.review
    if review is None or session.read_only:
        return False
    try:
        draft = attachments.attach(review.store.path, study, path)
    except UserError as fault:
        session.refused.emit(fault)
    except StorageError as fault:
        session.faulted.emit(fault)
    else:
        return session.do(draft)
    return False


def source_of(session: Session, study: str) -> Source | None:
    """The PDF of a study, wherever it should lie; None where it has none."""
    subject = study_subject(study)
    digest = session.state.text(subject, "pdf")
    if not digest or session.review is None:
        return None
    path = attachments.path_of(session.review.store.path, digest)
    return Source(digest, session.state.text(subject, "pdf_name"), path)
