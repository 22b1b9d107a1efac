"""`check` finds what was altered behind the program's back."""

import sqlite3
from pathlib import Path

import pytest

from appraisal import cli, sample


@pytest.fixture
def review(tmp_path: Path) -> Path:
    path = tmp_path / "sample.evenhand"
    sample.make(path, "ivig")
    return path


def alter(path: Path, change: str) -> None:
    book = sqlite3.connect(path)
    book.execute("DROP TRIGGER entry_no_update")
    book.execute(change)
    book.commit()
    book.close()


def test_whole_review_has_no_faults(review: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", str(review)]) == cli.DONE
    assert capsys.readouterr().out.endswith("nothing wrong.\n")


def test_altered_answer_is_named(review: Path, capsys: pytest.CaptureFixture[str]) -> None:
    alter(
        review,
        """UPDATE entry SET body = replace(body, 'One clinic', 'Two clinics')
        WHERE seq = (SELECT min(seq) FROM entry WHERE body LIKE '%One clinic%')""",
    )
    assert cli.main(["check", str(review)]) == cli.FAULTS
    assert "differs from what was written" in capsys.readouterr().out
