"""A large file from elsewhere, which comes in as a whole where nothing in it is odd.

Every hash is verified and every rule of `arrivals` asked here too, but rows go past the program
instead of being kept by it: minutes and gigabytes at a million of them. The first thing that is odd
ends this; the careful way then tells what may come in from what is set aside.

Two cores share the work evenly. Before anything is asked of a person, hashes, speakers and all that
opens or closes forms are looked at; whether each value fits its field only while all is written,
and before any of it counts.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from appraisal.arrivals import (
    is_sayable,
    is_second_key,
    is_second_seal,
    may_be_said,
    may_speak,
)
from appraisal.errors import AppraisalError
from appraisal.hashes import all_hold
from appraisal.ledger import Row
from appraisal.review import Review
from appraisal.seals import SEALED
from appraisal.state import State
from appraisal.store.news import Gathering, News, Rows
from appraisal.store.protocol import Arrival, Record, Report, Standing, Store, Vouched
from appraisal.store.sqlite import open_reader
from appraisal.store.table_rows import Replaces
from appraisal.subjects import REVIEW
from resources.i18n import _

LARGE = 8_000_000  # bytes
_PERSON = "person/"
_WAIT = 0.2  # seconds


class Unfit(AppraisalError):
    """Something in a large file cannot come in; nothing of it did. It is for the careful way."""

    def __init__(self) -> None:
        super().__init__(_("Not everything in this file can come in; nothing of it was written."))


@dataclass(frozen=True, slots=True)
class Sifted:
    """What is new in a file, all of it fit to come in."""

    news: News
    subjects: Iterable[str]  # what is spoken of, in the order it was written there
    telling: tuple[Row, ...]  # its few rows about people, the review and seals

    @property
    def people(self) -> list[Row]:
        """What is said of people."""
        return [row for row in self.telling if row.subject.startswith(_PERSON)]

    def arrival(self, texts: Sequence[str], records: Sequence[Record], source: str) -> Arrival:
        """All that is to be written."""
        return Arrival((), tuple(texts), (), tuple(records), source, self.news)


def is_large(path: Path) -> bool:
    """Whether a file is better taken as a whole."""
    return path.stat().st_size >= LARGE


def sifted(
    review: Review, theirs: Path, held_seals: Mapping[str, str], report: Report
) -> Sifted | None:
    """What a file would bring; None where anything in it is odd."""
    gathering = Gathering(review.store.path, theirs)
    try:
        found = _looked_through(review, gathering, held_seals, report)
        is_sound = found is not None and gathering.is_sound(report)
    finally:
        gathering.give_up()
    return found if is_sound else None


@contextmanager
def followed(
    store: Store, state: State, news: News, *, after: int, report: Report
) -> Iterator[tuple[Vouched, Callable[[], State]]]:
    """What `take_in` asks at last, and the state that news lead to when written after a row.

    Both are worked out while they are written: SQLite needs nothing of Python meanwhile, and a
    second core has them ready by then. Only what the file holds of a closed seat is asked for when
    all is written. `Unfit` comes from the first.
    """
    is_written, is_over = Event(), Event()

    def entries_of(subject: str) -> Iterator[Row]:
        is_written.wait()
        if is_over.is_set():
            return
        reader = open_reader(store.path)
        try:
            yield from reader.entries(subject=subject)
        finally:
            reader.close()

    def look(rows: Rows) -> None:
        if is_over.is_set():
            raise CancelledError
        authors, spoken_of, fields, bodies = zip(*(row[3:7] for row in rows), strict=True)
        if not all(map(may_be_said, spoken_of, fields, authors, bodies)):
            raise Unfit

    def follow(standing: Future[Standing]) -> State:
        stands = standing.result()
        return state.with_rows(
            stands.heads, gone=stands.replaced, touched=stands.subjects, entries_of=entries_of
        )

    with ThreadPoolExecutor(max_workers=1) as second:
        standing = second.submit(news.standing, after, look)
        following = second.submit(follow, standing)

        def vouched() -> None:
            while not wait([standing], _WAIT).done:
                report(news.count, news.count)
            standing.result()

        try:
            yield vouched, following.result
        except BaseException:
            is_over.set()
            raise
        finally:
            is_written.set()


def _looked_through(
    review: Review, gathering: Gathering, held_seals: Mapping[str, str], report: Report
) -> Sifted | None:
    """Look at one row after the other."""
    given = gathering.replaces()
    subjects: dict[str, None] = {}
    telling: list[Row] = []
    done = 0
    for rows in gathering.rows():
        report(min(done + gathering.known, gathering.total), gathering.total)
        if not rows:
            continue
        done += len(rows)
        if not all_hold(rows, given):
            return None
        authors, spoken_of, fields = zip(*(row[3:6] for row in rows), strict=True)
        if not all(map(may_speak, spoken_of, authors)):
            return None
        here = dict.fromkeys(spoken_of)
        subjects |= here
        if SEALED in fields or any(one == REVIEW or one.startswith(_PERSON) for one in here):
            telling += [row for row in _as_rows(rows, given) if _is_telling(row)]
    if any(
        not is_sayable(row) or is_second_key(review, row) or is_second_seal(row, held_seals)
        for row in telling
    ):
        return None
    return Sifted(gathering.news, subjects, tuple(telling))


def _is_telling(row: Row) -> bool:
    return row.field == SEALED or row.subject == REVIEW or row.subject.startswith(_PERSON)


def _as_rows(rows: Rows, given: Replaces) -> Iterator[Row]:
    return (Row._make((0, *columns, given.get(columns[0], ()))) for columns in rows)
