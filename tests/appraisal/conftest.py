"""What only the tests of the core need."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from appraisal.review import Review
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


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a folder of truth tables be named when these tests are called for by path."""
    parser.addoption("--tables", default=None, help="a folder of truth tables to run as well")
