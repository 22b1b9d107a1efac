"""Writing much at once: drawn up and written in a job, one step of Undo, all of it or nothing."""

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget

from appraisal import desk
from appraisal.drafts import Draft
from appraisal.review import DrawnUp, Review
from appraisal.store.protocol import Arrival
from gui.jobs import Report
from gui.session import Session
from gui.waiting import TurnedBack, wait_for


def write_beside(
    window: QWidget, session: Session, name: str, drafts: Iterable[Draft], *, total: int
) -> bool:
    """Write drafts of so many rows while the window waits; False when they were not.

    Then the person stopped it, or what waits for the disk still does.

    Raises
    ------
    AppraisalError
        When they cannot be written; nothing of them was.
    """
    if session.review is None or (session.unsaved and not session.retry()):
        return False
    try:
        with session.held() as review:
            drawn = wait_for(
                window, session, name, lambda report: written(review, drafts, total, report)
            )
            session.adopt(drawn)
    except TurnedBack:
        return False
    return True


def written(review: Review, drafts: Iterable[Draft], total: int, report: Report) -> DrawnUp:
    """Draw drafts up and write them; made for a job."""
    drawn = review.draw_up(drafts, report=lambda done, _n: report(done, 2 * total))
    if drawn.rows:
        desk.write_arrival(
            review.store.path,
            Arrival(drawn.rows),
            report=lambda done, _n: report(total + done, 2 * total),
        )
    return drawn
