"""A large file received by clicks: entries altered in it, questions asked anew, nothing left."""

import tempfile
from pathlib import Path

import pytest

from appraisal import drafts, large_file
from appraisal.ledger import Claim, Row, body_text
from appraisal.review import Review
from appraisal.subjects import in_seat
from gui.window import Window
from tests.appraisal import desks
from tests.appraisal.ledgers import row
from tests.gui.conftest import Opener
from tests.gui.test_exchange_verbs import answered, say_paths

ALL_THE_SAME = "Receive it all the same"
ALTERED = row("study/s1", "year", 1990)._replace(body=body_text(Claim(2004)))


@pytest.fixture
def ann(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Review:
    """Ann's review; every file is large here, and what only passes lies in a folder of its own."""
    monkeypatch.setattr(large_file, "LARGE", 0)
    (tmp_path / "passing").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "passing"))
    return desks.begun(tmp_path / "ann" / "review")


def other(ann: Review, path: Path, *rows: Row, year: int = 0) -> Path:
    """Bob's file, which brings Ann some rows and the year of the second study."""
    bob = desks.copied(ann, path, "bob")
    if year:
        bob.commit(drafts.edit_study("s2", "year", year))
    bob.store.append(list(rows))
    bob.close()
    return path


def at_desk(open_window: Opener, ann: Review) -> Window:
    ann.close()
    window = open_window(ann.store.path)
    window.session.sign_in("ann")
    return window


def own(study: str) -> Row:
    return row(in_seat(desks.form(study), "ann"), "comment/outcome", study)


def passing(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "passing").iterdir())


def test_second_of_two_files_comes_in_after_an_altered_first(
    open_window: Opener, ann: Review, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = other(ann, tmp_path / "one.evenhand", ALTERED, year=1999)
    two = other(ann, tmp_path / "two.evenhand", row("study/s1", "label", "Second"))
    window = at_desk(open_window, ann)
    say_paths(monkeypatch, save=tmp_path / "x", load=[one, two])
    (told,) = answered(window, "receive", "Close")
    assert "1 change is not as it was written; it was set aside." in told
    assert window.session.state.value("study/s2", "year") == 1999
    labels = {one.body for one in window.session.state.heads("study/s1", "label")}
    assert body_text(Claim("Second")) in labels
    assert not passing(tmp_path)


def test_question_that_changed_is_asked_anew_and_may_be_refused(
    open_window: Opener, ann: Review, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoilt = own("s2")._replace(body=body_text(Claim("altered")))
    one = other(ann, tmp_path / "one.evenhand", own("s1"), spoilt, year=1999)
    window = at_desk(open_window, ann)
    review = window.session.review
    assert review is not None
    before = desks.content(review)
    say_paths(monkeypatch, save=tmp_path / "x", load=[one])
    asked, again, told = answered(window, "receive", ALL_THE_SAME, "Cancel", "Close")
    assert "in 2 forms" in asked
    assert "in 1 form." in again
    assert "was not received" in told
    assert desks.content(review) == before
    assert not review.store.rejected()
    assert not passing(tmp_path)


def test_question_that_is_refused_leaves_nothing(
    open_window: Opener, ann: Review, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = other(ann, tmp_path / "one.evenhand", own("s1"))
    window = at_desk(open_window, ann)
    say_paths(monkeypatch, save=tmp_path / "x", load=[one])
    _asked, told = answered(window, "receive", "Cancel", "Close")
    assert "was not received" in told
    assert not passing(tmp_path)


def test_no_place_for_a_temporary_copy_is_told(
    open_window: Opener, ann: Review, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = other(ann, tmp_path / "one.evenhand", year=1999)
    window = at_desk(open_window, ann)
    say_paths(monkeypatch, save=tmp_path / "x", load=[one])
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    (told,) = answered(window, "receive", "Close")
    assert "The temporary copy of one.evenhand could not be made or read" in told
    assert "Make room on the disk for temporary files" in told
    assert window.session.state.value("study/s2", "year") is None
