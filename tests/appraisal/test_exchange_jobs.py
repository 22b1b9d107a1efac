"""Share and Receive in a job: cancelled at any report they leave nothing behind."""

from collections.abc import Callable
from pathlib import Path

import pytest

from appraisal import desk, exchange_jobs
from appraisal.keys import keep_key
from appraisal.parcel_reading import read_parcel
from appraisal.review import Review
from appraisal.store import places
from tests.appraisal import desks

Report = Callable[[int, int], None]


class Stopped(Exception):
    """Somebody pressed Cancel."""


@pytest.fixture
def ann(tmp_path: Path) -> Review:
    """Ann's review with one form submitted and one begun."""
    review = desks.begun(tmp_path / "ann" / "review")
    desks.answer(review, "s1", "ann")
    desks.submit(review, "s1", "ann")
    desks.answer(review, "s2", "ann")
    keep_key(desks.key("ann"), "ann", places.keys_dir())
    return review


def stopped_everywhere(work: Callable[[Report], object], after: Callable[[], object]) -> int:
    """Stop some work at its first report, its second and so on; gives how many it makes."""
    before = after()
    for stop_at in range(1, 1000):
        turns = 0

        def report(done: int, total: int, last: int = stop_at) -> None:
            nonlocal turns
            assert 0 <= done <= total
            turns += 1
            if turns == last:
                raise Stopped

        try:
            work(report)
        except Stopped:
            assert after() == before
        else:
            return turns
    raise AssertionError("It never ends.")


def test_parcel_is_whole_or_not_there(ann: Review, tmp_path: Path) -> None:
    key = desk.parcel_key(ann, "ann")
    place, state, path = ann.store.path, ann.state, tmp_path / "out" / "one.ehparcel"
    path.parent.mkdir()

    def left() -> object:
        return sorted(path.parent.iterdir()), ann.store.records()

    turns = stopped_everywhere(
        lambda report: exchange_jobs.write_parcel(
            place, state, "ann", path, key=key, report=report
        ),
        left,
    )
    assert turns >= 3
    assert [one.form for one in read_parcel(path).boxes] == [desks.form("s1")]
    assert [one.kind for one in ann.store.records()] == ["made", "parcel"]
    ann.close()


def test_what_goes_along_is_worked_out_beside_the_window(ann: Review) -> None:
    going = exchange_jobs.draw_up_parcel(ann.store.path, ann.state, "ann")
    assert (len(going.boxes), going.withheld) == (1, 1)
    assert not ann.store.records()
    ann.close()


def test_copy_is_whole_or_not_there(ann: Review, tmp_path: Path) -> None:
    target = tmp_path / "copies" / "copy.evenhand"
    target.parent.mkdir()
    pdf = places.attachments_dir(ann.store.path) / "0.pdf"
    pdf.parent.mkdir()
    pdf.write_bytes(b"%PDF-1.7")
    exchange_jobs.copy_review(ann.store.path, target, report=lambda _done, _total: None)
    assert (places.attachments_dir(target) / "0.pdf").exists()
    copy = desk.open_review(target)
    assert desks.content(copy) == desks.content(ann)
    copy.close()
    other = target.with_name("other.evenhand")
    with pytest.raises(Stopped):
        exchange_jobs.copy_review(ann.store.path, other, report=stop)
    assert not other.exists()
    ann.close()


def test_first_file_of_a_new_desk_is_whole_or_not_there(ann: Review, tmp_path: Path) -> None:
    parcel = desks.send(ann, "ann", tmp_path)
    ann.close()
    path = tmp_path / "new" / "review.evenhand"
    path.parent.mkdir()

    def work(report: Report) -> None:
        desk.begin_from_parcel(path, parcel, report=report)[0].close()

    turns = stopped_everywhere(work, lambda: sorted(path.parent.glob("*.evenhand")))
    assert turns >= 2
    assert path.exists()


def stop(_done: int, _total: int) -> None:
    raise Stopped
