"""What goes out is gathered in a job that may be stopped at every study, table and figure."""

from contextlib import nullcontext
from pathlib import Path

import pytest

from appraisal import desk
from appraisal.gathering import read_outputs
from appraisal.sample import first_reader, make
from tests.appraisal.test_exchange_jobs import Stopped


def test_gathering_stops_where_it_is_told_to(tmp_path: Path) -> None:
    path = tmp_path / "sample.evenhand"
    make(path, "ivig")
    review = desk.open_review(path)
    studies = len(review.state.ids("study"))
    review.close()
    assert stopped_after(path, None) > 2 * studies + 20  # ratings, assessments, tables, figures
    for last in (1, studies, 2 * studies + 1):
        assert stopped_after(path, last) == last


def stopped_after(path: Path, last: int | None) -> int:
    """How many reports are made until it stops at the last, or ends."""
    turns = 0

    def tell(_done: int, _total: int) -> None:
        nonlocal turns
        turns += 1
        if turns == last:
            raise Stopped

    with pytest.raises(Stopped) if last is not None else nullcontext():
        read_outputs(path, reader=first_reader(), lang="en", report=tell)
    return turns
