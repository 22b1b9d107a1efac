from collections.abc import Iterator
from pathlib import Path

import pytest

from appraisal.store.sqlite import SqliteStore, create
from tests.faults.rows import Writer

REVIEW = "review0000000001"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    """A new review, open."""
    made = create(tmp_path / "ivig", REVIEW)
    yield made
    made.close()


@pytest.fixture
def writer() -> Writer:
    """Makes entries."""
    return Writer()


@pytest.fixture
def file(store: SqliteStore, writer: Writer) -> Path:
    """A closed review of fifty entries."""
    store.append(list(writer.rows(50)))
    store.close()
    return store.path
