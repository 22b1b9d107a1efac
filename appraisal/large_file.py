"""A large file from elsewhere, which comes in as a whole where nothing in it is odd.

Every hash is verified and every rule of `arrivals` asked here too, but rows go past the program
instead of being kept by it: minutes and gigabytes at a million of them. The first thing that is odd
ends this; the careful way then tells what may come in from what is set aside.

Two cores share the work evenly. Before anything is asked of a person it is settled who may say what
and where; that no row was altered on its way is seen while all are written, and before any of them
counts.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Self

from appraisal.arrivals import SETTLED, Settled, is_second_key, is_second_seal, may_be_said
from appraisal.errors import AppraisalError
from appraisal.hashes import all_hold, row_holds
from appraisal.ledger import Row
from appraisal.review import Review
from appraisal.seals import SEALED
from appraisal.state import State
from appraisal.store.news import Gathering, News, Rows
from appraisal.store.protocol import Arrival, Record, Report, Standing, Store
from appraisal.store.sqlite import open_reader
from appraisal.subjects import REVIEW
from resources.i18n import _

LARGE = 8_000_000  # bytes
_PERSON = "person/"
_WAIT = 0.2  # seconds


class Unfit(AppraisalError):
    """Something in a large file was altered; nothing of it came in. It is for the careful way."""

    def __init__(self) -> None:
        super().__init__(_("Part of this file was altered; nothing of it was written."))


@dataclass(frozen=True, slots=True)
class Sifted:
    """What is new in a file, and may come in unless it was altered on its way."""

    news: News
    subjects: Iterable[str]  # what is spoken of, in the order it was written there
    settled: Collection[Settled]
    telling: Sequence[Row]  # its few rows about people, the review and seals

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
    """What a file would bring; None where anything in it is odd already at first sight."""
    gathering = Gathering(review.store.path, theirs)
    news = gathering.news
    with ExitStack() as unwanted:
        unwanted.callback(news.let_go)
        unwanted.callback(gathering.give_up)
        spoken = _spoken_of(gathering, report)
        if spoken is None:
            return None
        telling = news.about(REVIEW, f"{_PERSON}*", field=SEALED)
        news.replaces()  # `Following` needs it; this core is free now
        if not gathering.is_sound(report):
            return None
        if not all(map(row_holds, telling)):
            return None
        if any(is_second_key(review, row) or is_second_seal(row, held_seals) for row in telling):
            return None
        unwanted.pop_all()
    return Sifted(news, *spoken, telling)


def _spoken_of(
    gathering: Gathering, report: Report
) -> tuple[Iterable[str], Collection[Settled]] | None:
    """What is spoken of, in the order it was written, and who gave agreed answers.

    None where something may not be said.
    """
    subjects: dict[str, None] = {}
    settled: dict[Settled, None] = {}
    done = 0
    for rows in gathering.rows("subject, field, author, body"):
        report(min(done + gathering.known, gathering.total), gathering.total)
        done += len(rows)
        if not all(may_be_said(*columns) for columns in rows):
            return None
        subjects |= dict.fromkeys([subject for subject, *_rest in rows])
        settled |= {
            (author, subject): None
            for subject, _field, author, _body in rows
            if subject.endswith(SETTLED)
        }
    return subjects, settled


class Following:
    """What a large file leads to, worked out while it is written: may it stand, to what state.

    SQLite needs nothing of Python meanwhile: a second core has both ready by then. Only what the
    file holds of a closed seat is asked for when all is written. `report` and `vouched` are for
    `take_in`: both raise `Unfit` where a row was altered.
    """

    def __init__(
        self, store: Store, state: State, news: News, *, after: int, report: Report
    ) -> None:
        self._path = store.path
        self._before = state
        self._news = news
        self._report = report
        self._is_written, self._is_over = Event(), Event()
        self._second = ThreadPoolExecutor(max_workers=1)
        self._standing = self._second.submit(self._stand, after)
        self._following = self._second.submit(self._follow)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_fault: object) -> None:
        if kind is not None:
            self._is_over.set()
        self._is_written.set()
        self._second.shutdown()

    def report(self, done: int, total: int) -> None:
        """Tell how far the writing is."""
        self._report(done, total)
        if self._standing.done():
            self._check()

    def vouched(self) -> None:
        """Wait until every row was looked at."""
        while not wait([self._standing], _WAIT).done:
            self._report(self._news.count, self._news.count)
        self._check()

    def state(self) -> State:
        """The state that follows, once all is written.

        Raises
        ------
        StorageError
            When what the file holds of a closed seat could not be read.
        """
        return self._following.result()

    def _check(self) -> None:
        if self._standing.result() is None:
            raise Unfit

    def _stand(self, after: int) -> Standing | None:
        """What stands; None where a row was altered. Of that nothing is kept, as a fault would."""
        try:
            return self._news.standing(after, self._look)
        except Unfit:
            return None

    def _look(self, rows: Rows) -> None:
        if self._is_over.is_set():
            raise CancelledError
        if not all_hold(rows, self._news.replaces()):
            raise Unfit

    def _follow(self) -> State:
        stands = self._standing.result()
        if stands is None:
            return self._before
        return self._before.with_rows(
            stands.heads,
            gone=stands.replaced,
            touched=stands.subjects,
            entries_of=self._entries_of,
        )

    def _entries_of(self, subject: str) -> Iterator[Row]:
        self._is_written.wait()
        if self._is_over.is_set():
            return
        reader = open_reader(self._path)
        try:
            yield from reader.entries(subject=subject)
        finally:
            reader.close()
