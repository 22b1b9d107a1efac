from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from appraisal.store import opening
from appraisal.store.backups import list_backups
from appraisal.store.faults import Damaged
from appraisal.store.soundness import altered_rows, is_due, look_after, note_done
from appraisal.store.sqlite import open_store
from tests.appraisal.store.conftest import REVIEW


def test_altered_answer_is_named(file: Path) -> None:
    assert altered_rows(file) == ()
    content = file.read_bytes()
    file.write_bytes(content.replace(b'"value":"a"', b'"value":"b"', 1))
    (row,) = altered_rows(file)
    assert '"value":"b"' in row.body


def test_long_look_reports_and_can_be_stopped(file: Path) -> None:
    seen: list[tuple[int, int]] = []
    altered_rows(file, report=lambda done, total: seen.append((done, total)))
    assert seen == [(0, 50)]
    file.write_bytes(file.read_bytes().replace(b'"value":"a"', b'"value":"b"', 1))
    assert altered_rows(file, cancelled=lambda: True) == ()


def test_hashes_are_due_once_a_week() -> None:
    now = datetime.now(UTC)
    assert is_due(REVIEW, now=now)
    note_done(REVIEW)
    assert not is_due(REVIEW, now=now + timedelta(days=6))
    assert is_due(REVIEW, now=now + timedelta(days=8))


def test_large_file_is_checked_and_backed_up_later(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "AT_ONCE", 1000)
    store = open_store(file)
    assert [notice.kind for notice in store.take_notices()] == ["unchecked"]
    assert not list_backups(REVIEW)
    look_after(file)
    assert len(list_backups(REVIEW)) == 1
    store.close()


def test_damaged_file_is_not_backed_up(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[3 * 4096 : 4 * 4096] = b"\xaa" * 4096
    file.write_bytes(content)
    with pytest.raises(Damaged):
        look_after(file)
    assert not list_backups(REVIEW)
