"""Undo of a change of thousands of rows: worked out and written beside the window.

Such a change is an import, or what both said alike in all forms. It takes seconds to put back; an
answer takes milliseconds, and is put back at once by `Review.undo`.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from appraisal.long_writes import write_drafts
from appraisal.review import Change, DrawnUp, Review
from appraisal.state import State
from appraisal.store.protocol import Report, unheard
from appraisal.store.sqlite import open_writer
from appraisal.undoing import TOLD_EACH
from appraisal.views.ahead import Eyes

if TYPE_CHECKING:
    from appraisal.drafts import Draft

AT_ONCE = 200  # rows put back while the window stands still: of records, a fourteenth of a second


def is_long(change: Change) -> bool:
    """Whether a change is put back by a job."""
    return len(change.rows) > AT_ONCE


def put_back(
    path: Path,
    state: State,
    change: Change,
    author: str,
    *,
    eyes: Eyes | None = None,
    report: Report | None = None,
) -> DrawnUp | None:
    """Write what stood before a change of a review that is open here; `Review.adopt` takes it.

    What `report` raises leaves nothing written. What `eyes` will look at is worked out. None where
    something else stands there by now.

    Raises
    ------
    UserError
        When this person may not take it back.
    StorageError
        When it cannot be written; nothing of it was.
    """
    tell, n = report or unheard, len(change.rows)
    review = Review(open_writer(path), state=state)
    review.author = author
    try:
        drafts: list[Draft] = []
        for draft in review.turned_back(change):
            if draft is None:
                return None
            drafts.append(draft)
            tell(min(n, len(drafts) * TOLD_EACH), 4 * n)
        return write_drafts(review, drafts, n, eyes=eyes, report=tell)
    finally:
        review.close()
