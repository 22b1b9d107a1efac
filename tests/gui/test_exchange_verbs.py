"""Share and Receive by clicks: a parcel from one window's file into the other's."""

import threading
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtWidgets import QFileDialog

from appraisal import desk, drafts, exchange_jobs, large_file
from appraisal.exchange import merge
from appraisal.keys import keep_key
from appraisal.ledger import Claim, body_text
from appraisal.parcel_reading import is_parcel
from appraisal.review import Review
from appraisal.store import places
from gui import exchange_verbs
from gui.dialogs import Dialog
from gui.jobs import Report
from gui.pages.appraise import AppraisePage
from gui.pages.overview import OverviewPage
from gui.panes import exchange
from gui.window import Window
from tests.appraisal import desks
from tests.appraisal.ledgers import row
from tests.gui.conftest import Opener
from tests.gui.hands import (
    answering,
    click,
    drop,
    go,
    in_dialog,
    let_finish,
    shown,
    shown_words,
    words,
)

Pair = tuple[Review, Review]


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    """Ann's review and Bob's, both submitted; this desk signs for both."""
    ann = desks.begun(tmp_path / "ann" / "review")
    bob = desks.copied(ann, tmp_path / "bob" / "review.evenhand", "bob")
    for person in ("ann", "bob"):
        keep_key(desks.key(person), person, places.keys_dir())
    desks.both_submit(ann, bob)
    return ann, bob


def at_desk(open_window: Opener, pair: Pair, person: str) -> Window:
    """The window over a person's file, who is signed in; both files are let go of before."""
    for review in pair:
        review.close()
    window = open_window(pair[("ann", "bob").index(person)].store.path)
    window.session.sign_in(person)
    return window


def say_paths(monkeypatch: pytest.MonkeyPatch, *, save: Path, load: list[Path]) -> None:
    """Choose these where the system's own dialog asks for a place."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(save), ""))
    chosen = [str(one) for one in load]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_a, **_k: (chosen, ""))


def answered(window: Window, act: str, *buttons: str) -> list[str]:
    """Carry out an action and press a button in each dialog that follows; gives their words."""
    said = answering(window, *buttons)
    window.act(act)
    return said


def test_three_parcels_by_clicks(
    open_window: Opener,
    pair: Pair,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ann, _bob = pair
    one = desks.send(ann, "ann", tmp_path)
    window = at_desk(open_window, pair, "bob")
    two = tmp_path / "two.ehparcel"
    say_paths(monkeypatch, save=two, load=[one, one])
    (received,) = answered(window, "receive", "Close")
    assert "1 answer sheet came in closed" in received
    asked, written = answered(window, "share", "Write a parcel", "Close")
    assert "1 submitted form goes along closed" in asked
    assert "submitted by all; waiting for one more parcel from Reviewer A" in written
    overview = go(window, "overview")
    assert isinstance(overview, OverviewPage)
    assert "waiting for one more parcel from Reviewer A" in shown_words(overview)
    assert is_parcel(two)
    again = desk.open_review(ann.store.path)
    assert merge(again, two).opened == (desks.form("s1"),)
    again.close()


def test_name_that_no_file_may_bear_still_shares(
    open_window: Opener,
    pair: Pair,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _ann, bob = pair
    bob.commit(drafts.edit_person("bob", {"name": 'Bea / Bob\\: "x"\u202e.'}))
    window = at_desk(open_window, pair, "bob")
    offered: list[str] = []

    def place(_parent: object, _title: str, where: str, *_more: object) -> tuple[str, str]:
        offered.append(Path(where).name)
        return str(tmp_path / "out.ehparcel"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", place)
    answered(window, "share", "Write a parcel", "Close")
    assert offered == ["review - Bea - Bob-- -x--.ehparcel"]
    assert is_parcel(tmp_path / "out.ehparcel")


def test_fewer_who_score_are_received_only_after_it_was_said(
    open_window: Opener,
    pair: Pair,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _ann, bob = pair
    bob.commit(drafts.edit_review({"readers": 1}))
    parcel = desks.send(bob, "bob", tmp_path)
    window = at_desk(open_window, pair, "ann")
    say_paths(monkeypatch, save=tmp_path / "x", load=[parcel])
    asked, told = answered(window, "receive", "Cancel", "Close")
    assert "scored by 1; so far it was 2" in asked
    assert "Ask for a parcel instead" not in asked
    assert "was not received" in told
    assert window.session.state.readers_needed() == 2


def test_working_file_is_received_only_after_the_warning(
    open_window: Opener,
    pair: Pair,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _ann, bob = pair
    window = at_desk(open_window, pair, "ann")
    say_paths(monkeypatch, save=tmp_path / "x", load=[bob.store.path])
    review = window.session.review
    assert review is not None
    before = desks.content(review)
    asked, told = answered(window, "receive", "Cancel", "Close")
    assert "This file shows Reviewer B's unfinished answers." in asked
    assert "was not received" in told
    assert desks.content(review) == before
    _asked, told = answered(window, "receive", "Receive it all the same", "Close")
    assert "1 form will be reported as blind by courtesy." in told


def test_what_was_altered_in_a_large_file_is_set_aside_and_the_rest_received(
    open_window: Opener,
    pair: Pair,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ann, bob = pair
    odd = row("study/s1", "year", 1990)._replace(body=body_text(Claim(2004)))
    bob.store.append([odd])
    new = {(one.id, one.hash) for one in bob.store.entries()} - {(odd.id, odd.hash)}
    before = desks.content(ann)
    monkeypatch.setattr(large_file, "LARGE", 0)
    window = at_desk(open_window, pair, "ann")
    say_paths(monkeypatch, save=tmp_path / "x", load=[bob.store.path])
    asked, told = answered(window, "receive", "Receive it all the same", "Close")
    assert "This file shows Reviewer B's unfinished answers." in asked
    assert "1 change is not as it was written; it was set aside." in told
    review = window.session.review
    assert review is not None
    assert desks.content(review) == before | new


def test_backup_copy_is_a_whole_review(
    open_window: Opener,
    pair: Pair,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window = at_desk(open_window, pair, "ann")
    copy = tmp_path / "copy.evenhand"
    say_paths(monkeypatch, save=copy, load=[])
    answered(window, "share", "Write a backup copy")
    assert copy.exists()
    assert not is_parcel(copy)


def test_file_that_is_no_parcel_is_told(
    open_window: Opener,
    pair: Pair,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window = at_desk(open_window, pair, "ann")
    other = tmp_path / "notes.ehparcel"
    other.write_text("not a parcel")
    say_paths(monkeypatch, save=other, load=[other])
    (told,) = answered(window, "receive", "Close")
    assert "This is not an Evenhand review" in told


@pytest.fixture
def sent(pair: Pair, tmp_path: Path) -> Path:
    """A parcel of Ann's, under the name of a plain archive."""
    one = desks.send(pair[0], "ann", tmp_path)
    for review in pair:
        review.close()
    return one.rename(tmp_path / "from ann.zip")


def begun(window: Window, act: Callable[[], object], target: Path) -> None:
    """Do what begins a review, and sit down as the second reviewer."""
    in_dialog(window, lambda dialog: click(dialog, "Reviewer B"))
    act()
    assert window.session.review is not None
    assert window.session.review.store.path == target
    assert window.session.state.ids("study") == ("s1", "s2")


@pytest.mark.parametrize("way", ["file", "open", "dropped", "tile"])
def test_parcel_begins_a_review_however_it_is_given(
    way: str, open_window: Opener, sent: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "mine.evenhand"
    say_paths(monkeypatch, save=target, load=[sent])
    asked: list[str] = []

    def chosen(*words: object, **_named: object) -> tuple[str, str]:
        asked.append(str(words[-1]))
        return str(sent), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", chosen)
    window = open_window()
    acts: dict[str, Callable[[], object]] = {
        "file": lambda: window.session.asked_file.emit(str(sent)),
        "open": lambda: click(shown(window), "Open a review"),
        "dropped": lambda: drop(window, sent),
        "tile": lambda: click(shown(window), "Receive a parcel"),
    }
    begun(window, acts[way], target)
    assert way != "open" or "*.ehparcel" in asked[0]


def test_a_folder_is_made_for_a_parcel_only_when_wanted(
    open_window: Opener, pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = at_desk(open_window, pair, "ann")
    there = tmp_path / "mistyped"
    say_paths(monkeypatch, save=there / "ana.parcel", load=[])
    asked = answered(window, "share", "Write a parcel", "Cancel")
    assert "There is no folder" in asked[1]
    assert not there.exists()
    answered(window, "share", "Write a parcel", "Make it", "Close")
    assert [one.name for one in there.iterdir()] == ["ana.parcel.ehparcel"]


def test_a_file_that_gets_its_suffix_replaces_none_in_silence(
    open_window: Opener, pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = at_desk(open_window, pair, "ann")
    there = tmp_path / "ana.ehparcel"
    there.write_text("mine", encoding="utf-8")
    say_paths(monkeypatch, save=tmp_path / "ana", load=[])
    asked = answered(window, "share", "Write a parcel", "Cancel")
    assert "There is already a file of this name" in asked[1]
    assert there.read_text(encoding="utf-8") == "mine"


def test_sharing_is_seen_at_once_on_the_page_in_front(
    open_window: Opener,
    pair: Pair,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window = at_desk(open_window, pair, "ann")
    window.session.go("appraise", study="s1")
    appraise = shown(window)
    assert isinstance(appraise, AppraisePage)
    reopen = appraise._pane.head._button
    assert reopen.text() == "Reopen"
    assert reopen.isEnabled()
    overview = go(window, "overview")
    assert "submitted by you; not shared yet" in shown_words(overview)
    say_paths(monkeypatch, save=tmp_path / "one", load=[])
    answered(window, "share", "Write a parcel", "Close")
    assert "submitted by you; waiting for Reviewer B" in shown_words(overview)
    assert "not shared yet" not in shown_words(overview)
    assert not reopen.isEnabled()
    assert reopen.toolTip().startswith("Shared on ")
    window.session.do(drafts.edit_study("s1", "year", 2001))
    assert "1 change of yours is in no parcel yet." in shown_words(overview)
    monkeypatch.setattr(exchange, "READ_AT_ONCE", 1)  # as where a large file came in since
    threads: list[bool] = []
    count = exchange_jobs.count_unshared

    def noted(*given: object, report: Report) -> int:
        threads.append(threading.current_thread() is threading.main_thread())
        return count(*given, report=report)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(exchange_jobs, "count_unshared", noted)
    window.session.do(drafts.edit_study("s1", "year", 2002))
    let_finish(window)
    assert "2 changes of yours are in no parcel yet." in shown_words(overview)
    assert threads == [False]


def test_what_goes_along_is_looked_for_beside_the_window(
    open_window: Opener, pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = at_desk(open_window, pair, "ann")
    go(window, "studies")  # no other page counts
    threads: list[tuple[str, bool]] = []

    def noting(module: ModuleType, name: str) -> None:
        known = getattr(module, name)

        def noted(*given: object, **more: object) -> object:
            threads.append((name, threading.current_thread() is threading.main_thread()))
            return known(*given, **more)

        monkeypatch.setattr(module, name, noted)

    noting(exchange_verbs, "unsubmitted")
    noting(exchange_jobs, "count_unshared")
    noting(exchange_jobs, "draw_up_parcel")
    asked = answered(window, "share", "Cancel")
    assert any("1 submitted form goes along" in line for line in asked)
    assert dict(threads) == {
        "draw_up_parcel": False, "unsubmitted": False, "count_unshared": False
    }  # fmt: skip


def test_own_file_is_named_for_the_review(
    open_window: Opener,
    pair: Pair,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pair[0].commit(drafts.edit_review({"title": "Falls in older adults"}))
    one = desks.send(pair[0], "ann", tmp_path)
    for review in pair:
        review.close()
    asked: list[str] = []

    def ask(_window: object, _title: str, place: str, _kinds: str) -> tuple[str, str]:
        asked.append(Path(place).name)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    exchange_verbs.receive_files(window := open_window(), window.session, [one])
    assert asked == ["Falls in older adults.evenhand"]


def test_parcel_that_is_cut_short_is_told_before_a_place_is_asked_for(
    open_window: Opener,
    pair: Pair,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cut = tmp_path / "cut.ehparcel"
    whole = desks.send(pair[0], "ann", tmp_path).read_bytes()
    cut.write_bytes(whole[: len(whole) // 2])
    for review in pair:
        review.close()
    window = open_window()
    said: list[str] = []

    def look(dialog: Dialog) -> None:
        said.append(words(dialog))
        click(dialog, "Close")

    in_dialog(window, look)
    exchange_verbs.receive_files(window, window.session, [cut])
    assert "cut.ehparcel is cut short or was altered" in said[0]
    assert "Ask for it again." in said[0]
