"""Much written at once by a job: drawn up, what will be looked at worked out, then in the file."""

from collections.abc import Iterable

from appraisal.drafts import Draft
from appraisal.review import DrawnUp, Review
from appraisal.store.protocol import Arrival, Report
from appraisal.views.ahead import Eyes, work_out


def write_drafts(
    review: Review, drafts: Iterable[Draft], n: int, *, eyes: Eyes | None, report: Report
) -> DrawnUp:
    """Write drafts of `n` rows to a store of the job's own; `report` is a quarter of its way.

    What `report` raises leaves nothing written.

    Raises
    ------
    UserError
        When the review's author may not write one of them.
    StorageError
        When they cannot be written; none of them was.
    """
    drawn = review.draw_up(drafts, report=lambda done, _n: report(n + done, 4 * n))
    if eyes is not None:
        work_out(drawn.after, eyes, report=lambda _done, _n: report(2 * n, 4 * n))
    if drawn.rows:
        arrival = Arrival(drawn.rows)
        review.store.take_in(arrival, report=lambda done, _n: report(3 * n + done, 4 * n))
    return drawn
