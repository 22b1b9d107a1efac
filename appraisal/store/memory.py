"""A review that is being made and has no file yet: rows and texts in memory.

What writes much at once, as the samples do, goes through the review's own door entry by entry, and
to the disk once, by `copy_to`. Nothing here outlives the program.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from appraisal.ledger import Row, text_digest
from appraisal.store.protocol import Arrival, Mark, Notice, Record, Report, Standing, Vouched
from appraisal.store.rings import refuse_a_ring
from appraisal.store.sqlite import create


class MemoryStore:
    """A store in memory."""

    def __init__(self, review_id: str) -> None:
        self._review_id = review_id
        self._rows: list[Row] = []
        self._replaced: set[str] = set()
        self._texts: dict[str, str] = {}
        self._aside: list[Row] = []
        self._records: list[Record] = []

    @property
    def path(self) -> Path:
        """No file."""
        return Path()

    @property
    def read_only(self) -> str | None:
        """Never."""
        return None

    def heads(self) -> Iterator[Row]:
        """The rows that no other has replaced."""
        return (row for row in self._rows if row.id not in self._replaced)

    def entries(self, *, subject: str | None = None, since: int = 0) -> Iterator[Row]:
        """All rows, or those of one subject, with a `seq` above `since`."""
        rows = self._rows[since:]  # the first has 1
        return (row for row in rows if subject is None or row.subject == subject)

    def mark(self) -> Mark:
        """How far has been written by now."""
        return len(self._rows), 0

    def heads_since(self, mark: Mark) -> Standing:
        """Of the rows written after a mark those that stand, and what all did."""
        fresh = self._rows[mark[0] :]
        gone = {earlier for row in fresh for earlier in row.replaces}
        heads = [row for row in fresh if row.id not in self._replaced]
        return Standing(heads, gone, dict.fromkeys(row.subject for row in fresh))

    def append(self, rows: Sequence[Row]) -> None:
        """Keep rows."""
        for row in rows:
            self._rows.append(row._replace(seq=len(self._rows) + 1))
            self._replaced.update(row.replaces)

    def ids(self) -> set[str]:
        """The ids of all rows."""
        return {row.id for row in self._rows}

    def hashes(self) -> dict[str, bytes]:
        """The hash of every row by its id."""
        return {row.id: bytes(row.hash) for row in self._rows}

    def slot_of(self, id: str) -> tuple[str, str] | None:
        """Where a row stands; None where it is not here."""
        return next(((row.subject, row.field) for row in self._rows if row.id == id), None)

    def awaited(self) -> dict[str, tuple[str, str]]:
        """The ids that rows here replace and that are not here, with the place of who does."""
        here = self.ids()
        return {
            earlier: (row.subject, row.field)
            for row in self._rows
            for earlier in row.replaces
            if earlier not in here
        }

    def meta(self) -> Mapping[str, str]:
        """The review's id."""
        return {"review": self._review_id}

    def put_blob(self, text: str) -> str:
        """Keep a text; gives its SHA-256 in hex."""
        digest = text_digest(text)
        self._texts[digest] = text
        return digest

    def blob(self, digest: str) -> str:
        """The text of this digest."""
        return self._texts[digest]

    def blobs(self) -> tuple[str, ...]:
        """The digests of all texts."""
        return tuple(self._texts)

    def rejected(self) -> tuple[Row, ...]:
        """The rows that were set aside."""
        return tuple(self._aside)

    def records(self) -> tuple[Record, ...]:
        """Boxes, keys and marks."""
        return tuple(self._records)

    def take_in(
        self, arrival: Arrival, *, report: Report | None = None, vouched: Vouched | None = None
    ) -> None:
        """Keep what came from elsewhere."""
        if report is not None:
            report(arrival.count, arrival.count)
        if vouched is not None:
            vouched()
        fresh = [*arrival.rows]
        if arrival.news is not None:
            given = arrival.news.replaces()
            fresh += [
                Row._make((0, *row, given.get(row[0], ())))
                for rows in arrival.news.rows()
                for row in rows
            ]
        refuse_a_ring((one, row.id) for row in (*self._rows, *fresh) for one in row.replaces)
        for text in arrival.texts:
            self.put_blob(text)
        self.append(fresh)
        self._aside.extend(arrival.aside)
        self._records.extend(arrival.records)

    @property
    def is_moved(self) -> bool:
        """Never."""
        return False

    def copy_to(self, path: Path, *, report: Report | None = None, replace: bool = True) -> None:
        """Write everything to a file; all rows in one transaction.

        Raises
        ------
        StorageError
            When the file cannot be made, or stands there already and may not be replaced.
        """
        store = create(path, self._review_id, replace=replace)
        try:
            for text in self._texts.values():
                store.put_blob(text)
            arrival = Arrival(self._rows, (), self._aside, self._records)
            store.take_in(arrival, report=report)
        finally:
            store.close()

    def take_notices(self) -> tuple[Notice, ...]:
        """Nothing to say."""
        return ()

    def touch(self) -> None:
        """No lock to renew."""

    def close(self) -> None:
        """Forget everything."""
        self._rows.clear()
        self._texts.clear()
