"""Submit: what a person has finished is sealed with their key. Faults go to banner or dialog."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from appraisal import drafts, own_key, screening
from appraisal.errors import StorageError, UserError
from appraisal.screening import Stage
from gui.long_writes import write_beside
from gui.session import Session
from resources.i18n import _


def submit(session: Session, subject: str) -> bool:
    """Seal the reader's own seat of a form; whether it is."""
    if session.review is None or (session.unsaved and not session.retry()):
        return False
    try:
        key = own_key.key_for(session.reader)
        session.attempt(drafts.seal(session.review.state, subject, key=key))
    except (UserError, StorageError) as fault:
        session.fail(fault)
        return False
    return True


def submit_screening(
    window: QWidget, session: Session, records: Sequence[str], stage: Stage
) -> bool:
    """Seal the reader's own decisions on records; whether they are.

    Many are sealed beside the window, which waits with a bar and Cancel where that takes long.
    """
    if session.review is None or (session.unsaved and not session.retry()):
        return False
    try:
        key = own_key.key_for(session.reader)
        state, reader, n = session.review.state, session.reader, len(records)
        if n <= screening.SEALED_AT_ONCE:
            return session.do(screening.submit(state, records, stage, reader, key=key))
        made = screening.submit_many(state, records, stage, reader, key=key)
        return write_beside(window, session, _("Submitting the decisions"), made, total=n)
    except (UserError, StorageError) as fault:
        session.fail(fault)
        return False
