"""What the window counts and lists of every study, worked out by the job that changes them.

A job that writes thousands of entries leaves a state of which nothing is worked out yet. The first
look at it would take seconds for a thousand studies, on the window's own thread. What is worked out
here is kept with the state; what is left out is worked out when it is asked for.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from appraisal.instrument import Instrument
from appraisal.living import Living
from appraisal.review_instruments import instrument_of_study
from appraisal.state import State
from appraisal.store.protocol import Report, unheard
from appraisal.views.extraction import grid
from appraisal.views.reconcile import alike_claims, reconcile_rows
from appraisal.views.reconcile_numbers import number_rows
from appraisal.views.seats import progress, worklist

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Eyes:
    """Who looks at the review, and the instruments the window has read."""

    reader: str
    instruments: Mapping[str, Instrument]


def work_out(state: State, eyes: Eyes, *, report: Report | None = None) -> None:
    """Work out what pages count and list for one reader; `report` may raise to stop."""
    seen, reader, tell = state.seen_by(eyes.reader), eyes.reader, report or unheard
    needed = {instrument_of_study(seen, study) for study in seen.ids("study")} - {""}
    if not needed <= eyes.instruments.keys():
        return
    lookup = eyes.instruments.__getitem__
    steps: Sequence[Callable[[], object]] = (
        lambda: progress(seen, lookup),
        lambda: worklist(seen, reader, lookup),
        lambda: reconcile_rows(seen, lookup),
        lambda: number_rows(seen),
        lambda: alike_claims(seen, reader),
        lambda: [grid(seen, one, reader, compared=False) for one in seen.ids("outcome")],
        lambda: [Living(lookup).unsorted(seen, one) for one in seen.ids("outcome")],
    )
    for done, step in enumerate(steps):
        tell(done, len(steps))
        step()
