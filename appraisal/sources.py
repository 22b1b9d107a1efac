"""What another review's file holds, read as a whole; nothing in it is believed yet."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from appraisal.ledger import Row
from appraisal.store.backups import copy
from appraisal.store.faults import damaged
from appraisal.store.header import check_header
from appraisal.store.migrations import SCHEMA
from appraisal.store.protocol import Record, Store
from appraisal.store.sqlite import open_reader, open_store


@dataclass(frozen=True, slots=True)
class Source:
    """What another review's file holds."""

    name: str
    review: str
    rows: tuple[Row, ...]
    texts: tuple[str, ...] = ()
    records: tuple[Record, ...] = ()


def source_of(store: Store, name: str = "") -> Source:
    """Everything an open store holds."""
    return Source(
        name or store.path.name,
        store.meta()["review"],
        tuple(store.entries()),
        texts_of(store),
        store.records(),
    )


def texts_of(store: Store) -> tuple[str, ...]:
    """The texts an open store carries."""
    return tuple(store.blob(digest) for digest in store.blobs())


def read_file(path: Path) -> Source:
    """Everything another review's file holds; an older one is brought up to date in a copy.

    Raises
    ------
    StorageError
        When it is not a review, is damaged, or a newer program made it.
    """
    schema = check_header(path, newest=SCHEMA)
    if schema == SCHEMA:
        store = open_reader(path)
        try:
            source = source_of(store, path.name)
        finally:
            store.close()
        if not all(map(_is_row_of_ours, source.rows)):
            raise damaged(path)
        return source
    with TemporaryDirectory(prefix="evenhand-") as folder:
        newer = Path(folder) / path.name
        copy(path, newer)
        store = open_store(newer)
        try:
            return source_of(store, path.name)
        finally:
            store.close()


def _is_row_of_ours(row: Row) -> bool:
    """Whether a row has text where our tables let nothing else stand."""
    return all(map(_is_text, row[1:8])) and isinstance(row.hash, bytes)


def _is_text(value: object) -> bool:
    return isinstance(value, str)
