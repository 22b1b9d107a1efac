import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from appraisal.store.lock import (
    Desk,
    DeskLock,
    Holder,
    held_sentence,
    is_gone,
    lock_path,
    may_be_taken,
    read_holder,
    take,
    this_desk,
)
from appraisal.store.sqlite import open_store

NOW = datetime(2026, 5, 3, 14, 2, tzinfo=UTC)
OTHER = Desk("Reviewer A", "LAB-3", 77)


def test_lock_says_who_where_and_since_when(tmp_path: Path) -> None:
    path = tmp_path / "r.evenhand"
    assert isinstance(take(path, OTHER, now=NOW), DeskLock)
    said = json.loads((tmp_path / ".~r.evenhand.lock").read_text())
    assert (said["person"], said["host"], said["process"]) == ("Reviewer A", "LAB-3", 77)
    assert said["since"] == "2026-05-03T14:02:00.000Z"


def test_second_desk_learns_who_holds_it(tmp_path: Path) -> None:
    path = tmp_path / "r.evenhand"
    now = datetime.now(UTC)
    take(path, OTHER, now=now)
    held = take(path, this_desk(), now=now)
    assert isinstance(held, Holder)
    local = f"{now.astimezone():%H:%M}"
    assert held_sentence(held) == f"Open since {local} by Reviewer A on LAB-3. Opened read-only."


def test_held_review_opens_read_only_and_is_left_locked(file: Path) -> None:
    take(file, OTHER, now=NOW)
    store = open_store(file)
    assert "by Reviewer A on LAB-3" in (store.read_only or "")
    assert [notice.offers for notice in store.take_notices()] == [()]
    store.close()
    assert read_holder(lock_path(file)) is not None


def test_lock_of_a_process_that_ended_is_taken(file: Path) -> None:
    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"],
                           capture_output=True, text=True, check=True)  # fmt: skip
    desk = Desk("Reviewer A", this_desk().host, int(ended.stdout))
    assert is_gone(desk)
    take(file, desk, now=NOW)
    store = open_store(file)
    assert store.read_only is None
    assert "The last session ended abruptly" in store.take_notices()[0].text
    store.close()
    assert not lock_path(file).exists()


def test_lock_left_alone_for_two_minutes_may_be_asked_for(file: Path) -> None:
    take(file, OTHER, now=NOW)
    place = lock_path(file)
    holder = read_holder(place)
    assert holder is not None
    assert not may_be_taken(holder, now=holder.touched + timedelta(seconds=119))
    os.utime(place, (0, 0))
    store = open_store(file)
    assert [notice.offers for notice in store.take_notices()] == [("take_over",)]
    store.close()
    store = open_store(file, take_over=True)
    assert store.read_only is None
    store.close()


def test_torn_lock_is_taken(file: Path) -> None:
    lock_path(file).touch()
    store = open_store(file)
    assert store.read_only is None
    store.close()


def test_touch_keeps_the_lock_young(tmp_path: Path) -> None:
    lock = take(tmp_path / "r", OTHER, now=NOW)
    assert isinstance(lock, DeskLock)
    os.utime(lock.path, (0, 0))
    assert lock.touch() is None
    holder = read_holder(lock.path)
    assert holder is not None
    assert datetime.now(UTC) - holder.touched < timedelta(minutes=1)


def test_touch_puts_a_lock_back_that_was_tidied_away(tmp_path: Path) -> None:
    lock = take(tmp_path / "r", OTHER, now=NOW)
    assert isinstance(lock, DeskLock)
    lock.path.unlink()
    assert lock.touch() is None
    assert lock.path.exists()


def test_desk_that_was_taken_over_reads_only_from_then_on(file: Path) -> None:
    store = open_store(file)
    other = open_store(file, desk=OTHER, take_over=True)
    store.touch()
    assert "Taken over at" in (store.read_only or "")
    assert "by Reviewer A on LAB-3" in (store.read_only or "")
    store.close()
    assert lock_path(file).exists()
    other.close()
    assert not lock_path(file).exists()


@pytest.mark.skipif(sys.platform == "win32", reason="process 1 is a matter of Unix")
def test_process_of_someone_else_runs() -> None:
    assert not is_gone(Desk("", this_desk().host, 1))
    assert not is_gone(Desk("", "LAB-3", 999_999_999))
