"""A review read beside the window: what stands in it, its instruments, and what is looked at first.

The window's store holds the file meanwhile; this opens it by itself, in its job's own thread.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from appraisal.blindness import shown_early
from appraisal.instrument import Instrument
from appraisal.review import Review
from appraisal.review_instruments import instrument_of_study, require_instruments
from appraisal.state import State
from appraisal.store.protocol import Report, unheard
from appraisal.store.sqlite import open_reader
from appraisal.views.ahead import Eyes, work_out
from appraisal.views.exchange import standing

Who = Callable[[State, str], str]
"""Who sits down at a review of this id."""


@dataclass(frozen=True, slots=True)
class Read:
    """What was read, with what the first reader will look at worked out and kept."""

    state: State
    instruments: Mapping[str, Instrument]
    lang: str


def read_review(path: Path, who: Who, lang: str, *, report: Report | None = None) -> Read:
    """Read a review that was opened here; what `report` raises stops it.

    Raises
    ------
    StorageError
        When it cannot be read, or has lost the text of an instrument.
    """
    tell = report or unheard
    tell(0, 0)
    review = Review(open_reader(path))
    try:
        require_instruments(review.store, review.state)
        state = review.state
        reader = who(state, review.store.meta()["review"])
        keys = {instrument_of_study(state, study) for study in state.ids("study")} - {""}
        found = {key: review.instrument(key, lang=lang) for key in sorted(keys)}
        work_out(state, Eyes(reader, found), report=tell)
        records = review.store.records()
        shown_early(state, records, reader)  # asks of every form whether it is open
        standing(state.seen_by(reader), records, reader)
        return Read(state, found, lang)
    finally:
        review.close()
