"""What is done beside the window once a review is open: the file is watched and checked.

Results of other programs are computed again there too. What came of it is told through the session,
as anything about the file is.
"""

from typing import TYPE_CHECKING

from appraisal.errors import StorageError
from appraisal.store.protocol import Notice
from appraisal.subjects import REVIEW
from resources.i18n import _

if TYPE_CHECKING:
    from appraisal.ledger import Row
    from gui.session import Session


def look_over(session: "Session") -> None:
    """Check and back up the file, where it can be written."""
    from appraisal import desk

    review = session.review
    if review is None or review.store.read_only is not None:
        return
    path = review.store.path
    session.jobs.run(
        _("Looking the file over"),
        lambda report: desk.look_over(path, report=report),
        done=lambda altered: _on_looked_over(session, altered),
        failed=lambda fault: _on_look_failed(session, fault),
    )


def compare_again(session: "Session") -> None:
    """Compute again what other programs stored, before Report asks for it."""
    review = session.review
    if review is None or not any(
        field.startswith("import/") for field in review.state.fields(REVIEW)
    ):
        return
    from appraisal.material import kept_texts
    from appraisal.revman.kept import certificate_of

    texts = kept_texts(review)
    session.jobs.run(
        _("Computing the stored results again"),
        lambda report: [certificate_of(text, report) for text in texts],
    )


def touch(session: "Session") -> None:
    """See that the file is still there and ours; said again and again while a review is open."""
    if session.review is None:
        return
    try:
        session.review.store.touch()
    except StorageError as fault:  # the medium is gone
        session.faulted.emit(fault)
    tell_notices(session)


def tell_notices(session: "Session") -> None:
    """Tell what the file has to say once."""
    if session.review is not None:
        for told in session.review.store.take_notices():
            session.told.emit(told)


def _on_looked_over(session: "Session", altered: "tuple[Row, ...]") -> None:
    if altered and session.review is not None:
        from appraisal.views.altered import altered_entries, altered_sentence

        session.altered = altered_entries(session.review.state, altered)
        said = altered_sentence(session.altered)
        session.told.emit(Notice("altered", said, ("see_altered",)))


def _on_look_failed(session: "Session", fault: Exception) -> None:
    if isinstance(fault, StorageError):
        session.told.emit(Notice("no_backup", str(fault)))
