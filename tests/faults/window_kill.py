"""The real program killed while somebody answers: what it called saved must be there.

`python -m tests.faults.window_kill --kills 100`. The child runs the program offscreen and presses
the keys of the Appraise page. It wipes the label at the bottom before it leaves a reason, waits
until the label reads "Saved HH:MM" again, and only then tells its parent, who kills it at a random
moment and opens the file.
"""

import argparse
import os
import random
import re
import select
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

from appraisal import desk, drafts
from appraisal.errors import StorageError
from appraisal.hashes import row_holds
from appraisal.store.sqlite import open_store

ROOT: Final = Path(__file__).parents[2]
STUDIES: Final = 6
SAVED: Final = re.compile(r"Saved \d\d:\d\d")
LONGEST: Final = 60.0  # seconds a child may take to its first answer


@dataclass(slots=True)
class Score:
    """What the trials came to."""

    trials: int = 0
    damaged: int = 0
    lost: int = 0
    acknowledged: int = 0
    midway: int = 0  # kills that met a transaction half done
    said: set[str] = field(default_factory=set)

    @property
    def clean(self) -> bool:
        return self.damaged == 0 and self.lost == 0

    def __str__(self) -> str:
        return (
            f"{self.trials} kills, {self.damaged} damaged, {self.acknowledged} answers said to be "
            f"saved, {self.lost} of them lost, {self.midway} kills in the midst of writing"
        )


def trial(folder: Path, *, kills: int, seed: int = 1) -> Score:
    """Kill the window again and again in one file; each answer it called saved must be there."""
    path = folder / "killed.evenhand"
    _make(path)
    score, chance = Score(), random.Random(seed)
    for number in range(kills):
        score.said |= set(_killed(path, chance, number))
        score.trials += 1
        score.midway += path.with_name(path.name + "-journal").exists()
        _judge(path, score)
    score.acknowledged = len(score.said)
    return score


def _make(path: Path) -> None:
    review, _person = desk.new_review(path, title="Killed", name="Ann Lee", readers=1)
    review.commit(drafts.edit_review({"design/cohort": "nos-cohort"}))
    for order in range(STUDIES):
        facts = {"label": f"Study {order + 1}", "design": "cohort"}
        review.commit(drafts.add_study({**facts, "order": order}, id=f"s{order}")[0])
    review.close()


def _killed(path: Path, chance: random.Random, number: int) -> Iterator[str]:
    """Start the program, let it answer, kill it; gives the reasons it had called saved."""
    command = [sys.executable, "-m", "tests.faults.window_kill", "--child", str(path)]
    child = subprocess.Popen(
        [*command, "--tag", f"{number}"],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert child.stdout is not None
    try:
        ready, _out, _bad = select.select([child.stdout], [], [], LONGEST)
        assert ready, "the window never answered"
        time.sleep(chance.uniform(0.0, 0.9))
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
    yield from _lines(child.stdout)


def _lines(pipe: IO[bytes]) -> Iterator[str]:
    with pipe:
        for line in pipe:
            if line.endswith(b"\n"):
                yield line.decode().strip()


def _judge(path: Path, score: Score) -> None:
    """Open the file as the program would; all that was ever called saved is in its ledger."""
    try:
        store = open_store(path)
        rows = list(store.entries())
        store.close()
    except (StorageError, sqlite3.Error):
        score.damaged += 1
        return
    if not all(map(row_holds, rows)):
        score.damaged += 1
    bodies = "\n".join(row.body for row in rows)
    score.lost += sum(f'"{said}"' not in bodies for said in score.said)


# -- the child -------------------------------------------------------------------------------------


def _answer_for_ever(path: Path, tag: str) -> int:
    """Run the program, and in it a person who answers, reads the status line, and tells."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    import main

    app = QApplication(["evenhand"])
    person = QTimer(app, interval=0)
    work = _person(tag)
    person.timeout.connect(lambda: next(work))
    QTimer.singleShot(200, person.start)
    return main.main([str(path)])


def _person(tag: str) -> Iterator[None]:
    """Press keys, a few each time round the loop; tell of each answer once it is saved."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

    from gui.widgets.bars import StatusLine
    from gui.window import Window

    window: Window | None = None
    while window is None or not window.session.is_open:
        window = next((w for w in QApplication.topLevelWidgets() if isinstance(w, Window)), None)
        yield
    window.show_page("appraise")
    yield

    def press(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        focused: QWidget = QApplication.focusWidget() or window
        QTest.keyClick(focused, key, held)

    line = window.findChildren(StatusLine)[-1]
    count = 0
    while True:
        count += 1
        said = f"k{tag}n{count}"
        press(Qt.Key.Key_A if count % 2 else Qt.Key.Key_B)
        press(Qt.Key.Key_W)
        yield
        typing = QApplication.focusWidget()
        assert isinstance(typing, QPlainTextEdit), typing
        typing.selectAll()
        QTest.keyClicks(typing, said)
        line.saved.setText("")
        press(Qt.Key.Key_Escape)
        yield
        while not SAVED.fullmatch(line.saved.text()):
            yield
        sys.stdout.write(said + "\n")
        sys.stdout.flush()
        press(Qt.Key.Key_Return)
        yield
        if count % 8 == 0:
            press(Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
            yield


def main_of_trials() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.window_kill")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--tag", default="", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child is not None:
        return _answer_for_ever(asked.child, asked.tag)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["EVENHAND_HOME"] = str(Path(folder) / "home")
        score = trial(Path(folder), kills=asked.kills, seed=asked.seed)
    sys.stdout.write(f"{score}\n")
    return 0 if score.clean else 1


if __name__ == "__main__":
    sys.exit(main_of_trials())
