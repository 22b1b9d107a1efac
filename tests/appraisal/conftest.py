"""What only the tests of the core need."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from appraisal import drafts, large_file
from appraisal.review import Review
from appraisal.store import news
from tests.appraisal import desks

Pair = tuple[Review, Review]


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    """Ann's and Bob's files of one review, each on a desk of its own."""
    ann = desks.begun(tmp_path / "ann" / "review")
    bob = desks.copied(ann, tmp_path / "bob" / "review.evenhand", "bob")
    yield ann, bob
    ann.close()
    bob.close()


@pytest.fixture
def large_pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Review, Path]]:
    """Ann's file, and Bob's with a form Ann has never seen; every file counts as large."""
    monkeypatch.setattr(large_file, "LARGE", 0)
    monkeypatch.setattr(news, "AT_ONCE", 2)
    monkeypatch.setattr(news, "WRITTEN_AT_ONCE", 2)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "passing"))
    (tmp_path / "passing").mkdir()
    ann = desks.begun(tmp_path / "ann" / "review")
    bob = desks.copied(ann, tmp_path / "bob" / "review.evenhand", "bob")
    desks.answer(bob, "s1", "bob")
    bob.commit(drafts.edit_study("s2", "year", 1999))
    bob.commit(drafts.edit_study("s2", "year", 2004))
    bob.close()
    ann.refresh()
    yield ann, bob.store.path
    ann.close()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a folder of truth tables be named when these tests are called for by path."""
    parser.addoption("--tables", default=None, help="a folder of truth tables to run as well")
