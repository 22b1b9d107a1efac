"""What a store is to the rest of the core, whatever lies beneath.

A store keeps rows and texts and understands neither: what a claim means is the business of
`subjects` and `state`, what may be written that of `review`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from appraisal.ledger import Row

if TYPE_CHECKING:
    from appraisal.store.news import News

Offer = Literal[
    "retry",
    "save_as",
    "open_read_only",
    "restore",
    "rescue",
    "work_on_copy",
    "take_over",
    "merge",
    "see_altered",
]
"""What a window can offer beside a sentence, in `StorageError.offers` and `Notice.offers`."""

NoticeKind = Literal[
    "recovered",
    "upgraded",
    "read_only",
    "network",
    "synced",
    "conflict_copies",
    "no_backup",
    "unchecked",
    "slow",
    "taken_over",
    "alone",
    "altered",
]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to be said once that keeps nobody from working."""

    kind: NoticeKind
    text: str
    offers: tuple[Offer, ...] = ()
    paths: tuple[Path, ...] = ()


Report = Callable[[int, int], None]


def unheard(_done: int, _total: int) -> None:
    """Nobody asks how far it is."""


Vouched = Callable[[], None]
"""Comes back once what is written may stand; raises where it may not."""

Mark = tuple[int, int]
"""The newest row, and the newest note of what a row replaced."""


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of a form beside its claims: a box, a key, a mark. `body` is JSON text."""

    kind: str
    form: str
    author: str
    at: str
    body: str = "{}"


@dataclass(frozen=True, slots=True)
class Standing:
    """Of rows that came, those that stand, the ids all replaced, and the subjects of all."""

    heads: Sequence[Row]
    replaced: AbstractSet[str]
    subjects: Iterable[str]


@dataclass(frozen=True, slots=True)
class Arrival:
    """What came from elsewhere, to be written all at once or not at all.

    Rows that are too many to be held are the `news` of a file.
    """

    rows: Sequence[Row] = ()
    texts: Sequence[str] = ()
    aside: Sequence[Row] = ()
    records: Sequence[Record] = ()
    source: str = ""
    news: "News | None" = None

    @property
    def count(self) -> int:
        """How many rows are to be written."""
        return len(self.rows) + (self.news.count if self.news is not None else 0)


class Store(Protocol):
    """Rows that are written once, and the texts a review carries."""

    @property
    def path(self) -> Path:
        """The file."""

    @property
    def read_only(self) -> str | None:
        """Why nothing can be written, as a sentence; None when it can."""

    def heads(self) -> Iterator[Row]:
        """The rows that no other has replaced, in the order they were written here."""

    def entries(self, *, subject: str | None = None, since: int = 0) -> Iterator[Row]:
        """All rows, or those of one subject, with a `seq` above `since`, in order."""

    def mark(self) -> Mark:
        """How far has been written by now."""

    def heads_since(self, mark: Mark) -> Standing:
        """Of the rows written after a mark those that stand, and what all did."""

    def append(self, rows: Sequence[Row]) -> None:
        """Write rows in one transaction, on the disk when this returns; their `seq` is ignored."""

    def ids(self) -> set[str]:
        """The ids of all rows."""

    def hashes(self) -> dict[str, bytes]:
        """The hash of every row by its id."""

    def slot_of(self, id: str) -> tuple[str, str] | None:
        """Where a row stands; None where it is not here."""

    def awaited(self) -> dict[str, tuple[str, str]]:
        """The ids that rows here replace and that are not here, with the place of who does."""

    def meta(self) -> Mapping[str, str]:
        """What the file says of itself: `review` (its id), `schema`, `made_at`."""

    def put_blob(self, text: str) -> str:
        """Keep a text; gives its SHA-256 in hex, by which it is found again."""

    def blob(self, digest: str) -> str:
        """The text of this digest."""

    def blobs(self) -> tuple[str, ...]:
        """The digests of all texts."""

    def rejected(self) -> tuple[Row, ...]:
        """The rows that were set aside when files met: same id, other content."""

    def records(self) -> tuple[Record, ...]:
        """The boxes, keys and marks of this file, in the order they came."""

    def take_in(
        self, arrival: Arrival, *, report: Report | None = None, vouched: Vouched | None = None
    ) -> None:
        """Write what came from elsewhere in one transaction; `report` may stop it by raising.

        So may `vouched`, asked when all is written and before any of it counts.
        """

    @property
    def is_moved(self) -> bool:
        """Whether the file was renamed, replaced or deleted under us: we alone hold it then."""

    def copy_to(self, path: Path, *, report: Report | None = None) -> None:
        """Write a whole, checked copy; what stood at `path` is replaced at the last moment."""

    def take_notices(self) -> tuple[Notice, ...]:
        """What is to be said and was not said before."""

    def touch(self) -> None:
        """Renew the desk lock."""

    def close(self) -> None:
        """Let go of the file and of its lock."""
