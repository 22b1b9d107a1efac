"""Share and Receive beside the window: each opens the review by itself, in its job's own thread.

Each is given the state the window shows, so that nothing is read twice; what is written is told as
the state it leads to.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from appraisal import attachments, exchange, parcels
from appraisal.arrivals import Incoming
from appraisal.keys import SigningKey
from appraisal.parcels import Outgoing
from appraisal.review import Review
from appraisal.state import State
from appraisal.store.protocol import Arrival, Record
from appraisal.store.sqlite import open_reader, open_writer
from appraisal.views.ahead import Eyes, work_out
from appraisal.views.exchange import unshared

Report = Callable[[int, int], None]


def look_at(
    review: Path, state: State, author: str, path: Path, *, report: Report | None = None
) -> Incoming:
    """Work out what a file would bring to a review that is open here.

    Raises
    ------
    UserError, StorageError
        As `exchange.look`.
    """
    with _reading(review, state, author) as reading:
        return exchange.look(reading, path, report=report)


def look_with_care(
    review: Path, state: State, author: str, incoming: Incoming, *, report: Report | None = None
) -> Incoming:
    """Look once more at a large file, as `take_arrival` raised `Unfit`.

    Raises
    ------
    UserError, StorageError
        As `exchange.look`.
    """
    with _reading(review, state, author) as reading:
        return exchange.look_with_care(reading, incoming, report=report)


def take_arrival(
    review: Path,
    state: State,
    arrival: Arrival,
    *,
    eyes: Eyes | None = None,
    report: Report | None = None,
) -> State:
    """Write what comes in; gives the state it leads to, with what `eyes` will look at worked out.

    Raises
    ------
    StorageError
        When it cannot be written; nothing of it was.
    Unfit
        When something in a large file cannot come in; nothing of it did: `look_with_care`.
    """
    store = open_writer(review)
    try:
        after = exchange.written(store, state, arrival, report=report)
    finally:
        store.close()
    if eyes is not None:
        work_out(after, eyes)  # it is written: nothing may stop it any more
    return after


def draw_up_parcel(
    review: Path, state: State, person: str, *, report: Report | None = None
) -> Outgoing:
    """Work out what a person's parcel would hold.

    Raises
    ------
    StorageError
        When the review cannot be read.
    """
    with _reading(review, state, person) as reading:
        return parcels.draw_up(reading, person, report=report)


def write_parcel(
    review: Path,
    state: State,
    person: str,
    path: Path,
    *,
    key: SigningKey,
    report: Report | None = None,
) -> Path:
    """Write a person's parcel; gives where it lies. Their public key is known in the review.

    Raises
    ------
    StorageError
        When it cannot be written.
    """
    path = parcels.with_suffix(path)
    sending = Review(open_writer(review), state=state)
    try:
        parcels.write_parcel(sending, person, path, key=key, report=report)
    finally:
        sending.close()
    return path


def copy_review(review: Path, path: Path, *, report: Report | None = None) -> None:
    """Copy a review that is open here, with its PDFs.

    Raises
    ------
    StorageError
        When it cannot be read or written.
    """
    store = open_reader(review)
    try:
        store.copy_to(path, report=report)
    finally:
        store.close()
    attachments.move_along(review, path, report=report)


def count_unshared(
    review: Path, records: Sequence[Record], reader: str, *, report: Report | None = None
) -> int:
    """How much the reader has said for all since their last parcel.

    Raises
    ------
    StorageError
        When the review cannot be read.
    """
    if report is not None:
        report(0, 0)
    store = open_reader(review)
    try:
        return unshared(records, lambda seq: store.entries(since=seq), reader)
    finally:
        store.close()


@contextmanager
def _reading(review: Path, state: State, author: str) -> Iterator[Review]:
    """A review that is open here, to be read in a job's own thread."""
    reading = Review(open_reader(review), state=state)
    reading.author = author
    try:
        yield reading
    finally:
        reading.close()
