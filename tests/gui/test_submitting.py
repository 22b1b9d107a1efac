"""Very many decisions are submitted beside the window: all of them, or none where it is stopped."""

import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from appraisal import screening
from appraisal.drafts import Draft, write
from appraisal.keys import SigningKey
from appraisal.screening import Stage
from appraisal.state import State
from gui import waiting
from gui.submitting import submit_screening
from gui.window import Window
from tests.gui.conftest import Opener
from tests.gui.hands import click, in_dialog

MANY = [f"r{number:04d}" for number in range(450)]
SEAL = screening.submit


@pytest.fixture
def window(open_window: Opener, new_file: Path) -> Window:
    """A review of many records, each decided on and none submitted."""
    window = open_window(new_file)
    imported = {"title": "A", "database": "EMBASE"}
    window.session.do(Draft("", tuple(write(f"record/{r}", "imported", imported) for r in MANY)))
    said = [(record, "include", "") for record in MANY]
    window.session.do(screening.decide_all(said, "abstract", window.session.reader))
    return window


def waiting_ones(window: Window) -> int:
    session = window.session
    return len(screening.unsubmitted(session.state, "abstract", session.reader))


def test_many_decisions_are_sealed_beside_the_window(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    here: list[bool] = []

    def noted(
        state: State, records: Sequence[str], stage: Stage, person: str, *, key: SigningKey
    ) -> Draft:
        here.append(threading.current_thread() is threading.main_thread())
        return SEAL(state, records, stage, person, key=key)

    monkeypatch.setattr(screening, "submit", noted)
    assert waiting_ones(window) == len(MANY)
    assert submit_screening(window, window.session, MANY, "abstract")
    assert waiting_ones(window) == 0
    assert here == [False] * 3
    assert window.session.undo_stack.undoText() == "Submit 450 decisions"


def test_stopped_it_submits_none(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "SHOWN_AFTER", 1)
    monkeypatch.setattr(screening, "SEALED_AT_ONCE", 10)
    pause = threading.Event()

    def slowly(
        state: State, records: Sequence[str], stage: Stage, person: str, *, key: SigningKey
    ) -> Draft:
        pause.wait(0.05)  # at each of 45 steps: it is stopped long before the last
        return SEAL(state, records, stage, person, key=key)

    monkeypatch.setattr(screening, "submit", slowly)
    in_dialog(window, lambda dialog: click(dialog, "Cancel"))
    assert not submit_screening(window, window.session, MANY, "abstract")
    assert waiting_ones(window) == len(MANY)
    assert not window.session.unsaved
