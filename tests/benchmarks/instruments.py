"""Instruments: rows judged from a table, and a long checklist with conditions opened and answered.

The checklist is ROBINS-I of 2016: 34 questions, most of them asked only after certain answers.
"""

import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from shutil import copyfile
from time import perf_counter

from appraisal import desk, drafts
from appraisal.judge import judge_rows
from appraisal.ledger import Value
from appraisal.shipped import shipped_instrument
from tests.benchmarks.answers import folder, open_window
from tests.benchmarks.benchmark import Benchmark
from tests.benchmarks.start import ROOT, environment
from tests.benchmarks.synthesis import application

ROWS = 20_000
LONG = "robins-i-2016"


def _judging() -> Callable[[], object]:
    chance = random.Random(1)
    tool = shipped_instrument("rob2")
    header = [item.id for item in tool.items() if item.domain != "D2b"]
    rows = [[chance.choice(["Y", "PY", "PN", "N", "NI"]) for _id in header] for _n in range(ROWS)]
    return lambda: judge_rows(tool, header, rows, settings={"aim": "assignment"})


def _file() -> Path:
    path = folder() / "long.evenhand"
    if path.exists():
        return path
    review, _person = desk.new_review(path, title="Long", name="Ann Lee", readers=1)
    review.commit(drafts.edit_review({"design/cohort": LONG, f"setting/{LONG}/aim": "assignment"}))
    for order in range(2):
        facts: dict[str, Value] = {"label": f"Study {order}", "design": "cohort", "order": order}
        review.commit(drafts.add_study(facts, id=f"s{order}")[0])
    review.close()
    return path


def _opening() -> Callable[[], float]:
    """What it takes from choosing a study until its checklist is painted."""
    from gui.pages.appraise import AppraisePage

    window = open_window(_file())
    window.show_page("appraise")
    app = application()
    page = window.findChild(AppraisePage)
    assert page is not None
    turn = cycle(("s1", "s0"))

    def choose() -> float:
        for _ in range(5):
            app.processEvents()
        start = perf_counter()
        page._list.select(next(turn))
        app.processEvents()
        return perf_counter() - start

    return lambda: statistics.median(choose() for _ in range(10))


def _answering() -> Callable[[], float]:
    """What an answer takes that brings a question or takes it away, until it is painted."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from gui.pages.appraise import AppraisePage
    from gui.widgets.options import OptionButton

    window = open_window(_file())
    window.show_page("appraise")
    app = application()
    page = window.findChild(AppraisePage)
    assert page is not None
    for _ in range(5):
        app.processEvents()
    shown = [one for one in page.findChildren(OptionButton) if one.isVisible()]
    yes, no = shown[0], next(one for one in shown if one.look.choice.code == "N")
    turn = cycle((yes, no))

    def click() -> float:
        option = next(turn)
        start = perf_counter()
        QTest.mouseClick(option, Qt.MouseButton.LeftButton)
        app.processEvents()
        return perf_counter() - start

    return lambda: statistics.median(click() for _ in range(20))


def _first(figure: int, *, rest_ms: int) -> Callable[[], Callable[[], float]]:
    """The first opening of a run, by the clock (0) or in seconds of processor (1)."""

    def run() -> float:
        with tempfile.TemporaryDirectory(prefix="evenhand-first-") as home:
            copy = Path(home) / "long.evenhand"
            copyfile(_file(), copy)
            done = subprocess.run(
                [sys.executable, "-m", "tests.benchmarks.first_opening", str(copy), str(rest_ms)],
                cwd=ROOT,
                env={**environment(), "EVENHAND_HOME": home},
                capture_output=True,
                text=True,
                check=True,
            )
        return float(done.stdout.split()[figure])

    return lambda: run


FIRST = "first opening of a checklist in a run"
BENCHMARKS = [
    Benchmark("rows judged from a table", ROWS, 2.0, _judging, repeats=3),
    Benchmark("checklist with conditions opened", 34, 50e-3, _opening, own_clock=True),
    Benchmark(FIRST, 34, 50e-3, _first(0, rest_ms=1500), own_clock=True),
    Benchmark(f"{FIRST}, processor", 34, 50e-3, _first(1, rest_ms=1500), own_clock=True),
    Benchmark(f"{FIRST}, at once", 34, None, _first(0, rest_ms=0), own_clock=True),
    Benchmark("condition answered to saved and painted", 34, 20e-3, _answering, own_clock=True),
]
