"""Submit: what a person has finished is sealed with their key. Faults go to banner or dialog."""

from collections.abc import Sequence

from appraisal import drafts, own_key, screening
from appraisal.errors import StorageError, UserError
from appraisal.screening import Stage
from gui.session import Session


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


def submit_screening(session: Session, records: Sequence[str], stage: Stage) -> bool:
    """Seal the reader's own decisions on records; whether they are."""
    if session.review is None or (session.unsaved and not session.retry()):
        return False
    try:
        key = own_key.key_for(session.reader)
    except (UserError, StorageError) as fault:
        session.fail(fault)
        return False
    state = session.review.state
    return session.do(screening.submit(state, records, stage, session.reader, key=key))
