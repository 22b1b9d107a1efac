"""The checklist that shows as a PDF, blank or as it is answered, to be read on paper."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from appraisal.bundle import file_name, write_figure
from appraisal.figures.checklist import checklist_scene
from appraisal.views.checklist_rows import Checklist
from gui import dialogs
from gui.session import Session
from resources.i18n import _


def save_checklist(window: QWidget, session: Session, shown: Checklist, *, filled: bool) -> None:
    """Ask where, and write a form beside the window."""
    name = file_name(shown.label if filled else shown.instrument.short)
    chosen, _kind = QFileDialog.getSaveFileName(
        window, _("Save the checklist"), f"{name}.pdf", _("PDF files (*.pdf)")
    )
    if not chosen:
        return
    path = Path(chosen).with_suffix(".pdf")
    scene = checklist_scene(shown, filled=filled)
    session.jobs.run(
        _("Writing {name}").format(name=path.name),
        lambda _report: write_figure(scene, path),
        done=lambda _missing: session.say(_("Written: {name}").format(name=path.name)),
        failed=lambda fault: dialogs.tell(window, str(fault), []),
    )
