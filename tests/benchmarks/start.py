"""From the start of the process to the first painted window, seen from outside."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.benchmark import Benchmark

ROOT = Path(__file__).resolve().parents[2]


def _command(*arguments: str) -> Callable[[], float]:
    def run() -> float:
        start = time.monotonic()
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=environment(),
            capture_output=True,
            text=True,
            check=True,
        )
        return float(done.stdout.split()[-1]) - start

    return run


def environment() -> dict[str, str]:
    """Ours, with compiled modules kept, as they are after the first start."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {"QT_QPA_PLATFORM": "offscreen", **kept}


def _first_paint() -> Callable[[], float]:
    return _command("-m", "tests.benchmarks.first_paint")


def _bare_python() -> Callable[[], float]:
    return _command("-c", "import time; print(time.monotonic())")


def _bare_qt() -> Callable[[], float]:
    return _command(
        "-c",
        "import time; from PySide6.QtWidgets import QApplication, QWidget; app = QApplication([]);"
        "window = QWidget(); window.show(); app.processEvents(); print(time.monotonic())",
    )


BENCHMARKS = [
    Benchmark("process start to first painted window", 0, 0.4, _first_paint, own_clock=True),
]


def peers() -> list[Benchmark]:
    """What of it is Python's own start, and an empty window's."""
    return [
        Benchmark("process start alone", 0, None, _bare_python, own_clock=True, by="python"),
        Benchmark("process start to empty window", 0, None, _bare_qt, own_clock=True, by="Qt"),
    ]
