"""A reviewer takes their key to a second computer: a file, a passphrase, and back again."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from appraisal import desk, own_key
from appraisal.errors import UserError
from appraisal.keys import has_key
from appraisal.store import places
from appraisal.subjects import appraisal_form, in_seat
from gui.dialogs import Dialog
from gui.widgets.fields import LineField
from gui.window import Window
from tests.appraisal import desks
from tests.gui.conftest import Opener
from tests.gui.hands import click, in_dialog, named, type_words

WORDS = "a long walk by the sea"


@pytest.fixture
def window(open_window: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Window:
    """Ann, who has submitted a form with the key of this computer."""
    path = tmp_path / "review.evenhand"
    review = desks.begun(path)
    monkeypatch.setenv("EVENHAND_HOME", str(tmp_path / "first"))
    desks.answer(review, "s1", "ann")
    form = in_seat(appraisal_form("s1", desks.COHORT), "ann")
    desk.submit_all(review, [form], "ann")
    review.close()
    made = open_window(path)
    made.session.sign_in("ann")
    click(made, "Settings")
    place = str(tmp_path / "ann.pem")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (place, ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (place, ""))
    return made


def export(window: Window, again: str = WORDS) -> None:
    def fill(dialog: Dialog) -> None:
        named(dialog, LineField, "Passphrase").setFocus()
        type_words(WORDS)
        named(dialog, LineField, "The same again").setFocus()
        type_words(again)
        click(dialog, "Choose a place")

    in_dialog(window, fill)
    click(window, "Write my key to a file")


def bring_in(window: Window, words: str = WORDS) -> list[str]:
    """Read the key back; gives what a second dialog said, where one came."""
    said: list[str] = []

    def fill(dialog: Dialog) -> None:
        named(dialog, LineField, "Passphrase").setFocus()
        type_words(words)
        in_dialog(window, lambda told: said.extend(one.text() for one in told.findChildren(QLabel)))
        click(dialog, "Read the key")

    in_dialog(window, fill)
    click(window, "Read my key from a file")
    return said


def test_key_is_the_same_on_the_second_computer(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = own_key.key_for("ann")
    export(window)
    written = (tmp_path / "ann.pem").read_bytes()
    assert b"ENCRYPTED" in written
    assert key.raw not in written
    assert key.raw.hex().encode() not in written
    monkeypatch.setenv("EVENHAND_HOME", str(tmp_path / "second"))
    assert not has_key("ann", places.keys_dir())
    bring_in(window)
    assert own_key.key_for("ann") == key


def test_wrong_passphrase_is_refused_in_a_sentence(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    export(window)
    monkeypatch.setenv("EVENHAND_HOME", str(tmp_path / "second"))
    said = bring_in(window, "something else")
    assert "The key could not be opened." in said
    assert not has_key("ann", places.keys_dir())


def test_passphrase_must_be_typed_twice_alike(window: Window, tmp_path: Path) -> None:
    export(window, again="a long walk")
    assert not (tmp_path / "ann.pem").exists()


def test_key_of_somebody_else_is_refused(window: Window, tmp_path: Path) -> None:
    mine = own_key.key_for("ann")
    state = window.session.state
    own_key.export_key(state, "bob", tmp_path / "ann.pem", WORDS)  # a key of another
    said = bring_in(window)
    assert "This is the key of somebody else." in said
    assert own_key.key_for("ann") == mine


def test_no_other_key_is_written_where_the_own_one_is_not(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVENHAND_HOME", str(tmp_path / "second"))
    with pytest.raises(UserError):
        own_key.export_key(window.session.state, "ann", tmp_path / "ann.pem", WORDS)
    assert not (tmp_path / "ann.pem").exists()
    assert not has_key("ann", places.keys_dir())
