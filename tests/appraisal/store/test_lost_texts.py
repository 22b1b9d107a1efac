"""A file that lost the text of an instrument: the program's own of the same words serves."""

import sqlite3
from pathlib import Path

import pytest

from appraisal import desk, review_instruments
from appraisal.sample import make
from appraisal.store.faults import Damaged


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "sample.evenhand"
    make(path, "ivig")
    return path


def lose_texts(file: Path) -> None:
    """As a damaged page would: past the triggers that let nobody alter what is written."""
    connection = sqlite3.connect(file, isolation_level=None)
    guards = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'blob'"
    for (name,) in connection.execute(guards).fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    assert connection.execute("DELETE FROM blob").rowcount
    connection.close()


def test_what_ships_is_taken_from_the_program(file: Path) -> None:
    review = desk.open_review(file)
    title = review.instrument("nos-cohort@1", lang="pt_BR").title
    review.close()
    lose_texts(file)
    review = desk.open_review(file)
    assert review.instrument("nos-cohort@1", lang="pt_BR").title == title
    review.close()


def test_what_is_nowhere_else_is_damage_said_on_opening(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lose_texts(file)
    monkeypatch.setattr(review_instruments, "texts_of", lambda _key: {"en": "of another version"})
    with pytest.raises(Damaged):
        desk.open_review(file)
    monkeypatch.undo()
    desk.open_review(file).close()  # the first try let go of it
