"""What both said alike, accepted in all forms at once: one change, all of it or nothing.

Thousands of items in two hundred forms take seconds, so a job does it beside the window, in its own
store.
"""

from pathlib import Path

from appraisal import drafts
from appraisal.long_writes import write_drafts
from appraisal.review import DrawnUp, Review
from appraisal.state import State
from appraisal.store.protocol import Report, unheard
from appraisal.store.sqlite import open_writer
from appraisal.views.ahead import Eyes
from appraisal.views.reconcile import alike_claims


def accept_alike(
    path: Path,
    state: State,
    reader: str,
    *,
    eyes: Eyes | None = None,
    report: Report | None = None,
) -> DrawnUp:
    """Write what all said alike to the agreed answers of a review that is open here.

    What `report` raises leaves nothing written. What `eyes` will look at is worked out.
    `session.adopt` takes what comes out.

    Raises
    ------
    UserError
        When this person may not settle one of them.
    StorageError
        When it cannot be written; nothing of it was.
    """
    tell = report or unheard
    review = Review(open_writer(path), state=state)
    try:
        claims = alike_claims(
            state.seen_by(reader), reader, report=lambda done, n: tell(done, 4 * n)
        )
        n = sum(map(len, claims.values()))
        review.author = reader
        return write_drafts(review, drafts.accept_all(claims), n, eyes=eyes, report=tell)
    finally:
        review.close()
