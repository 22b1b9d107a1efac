"""Figures into files; where there are many, by a second process beside this one.

Drawing 200 studies in three formats keeps one processor for half a minute. Meanwhile this process
writes the workbook, then takes over what is left. Without a second process (one processor, a system
that forbids it, one that died) everything is drawn here: later, and the same to the byte. Where one
was wanted and is not there, `is_alone` says so, for whoever asked to be told why it took longer.
"""

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from appraisal.whole_file import write_whole
from stats.figures.scene import Scene
from stats.figures.style import Palette

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

WIDTH_MM = 174.0
DPI = 300
MANY = 15_000  # marks, once a file, that take longer than another process takes to begin
AHEAD = 2  # files sent at once: one under the pen, one at hand
LOOK_UP = 0.2  # seconds between two looks at whether somebody cancelled

Letters = tuple[str, ...]
Task = tuple[Scene, Path]


@dataclass(frozen=True, slots=True)
class Paper:
    """What every figure of a report is written on: the colours (None: ours), size and pixels."""

    palette: Palette | None = None
    width_mm: float = WIDTH_MM
    dpi: int = DPI


def write_figure(
    scene: Scene, path: Path, *, palette: Palette | None = None, width_mm: float = WIDTH_MM,
    dpi: int = DPI,
) -> Letters:  # fmt: skip
    """Write a figure; gives the characters that no installed font has."""
    from appraisal.figures.text import print_palette
    from stats.figures.ink import save

    missing: Letters = ()

    def draw(draft: Path) -> None:
        nonlocal missing
        missing = save(scene, draft, palette=palette or print_palette(), width_mm=width_mm, dpi=dpi)

    write_whole(path, draw)
    return missing


class FigureFiles:
    """Scenes on their way into files: begun on entering, ended by `finish`."""

    def __init__(
        self, tasks: Sequence[Task], *, paper: Paper | None = None, many: int = MANY
    ) -> None:
        self._paper = paper or Paper()
        marks = sum(len(scene.marks) for scene, _path in tasks)
        self._order = [path for _scene, path in tasks]
        self._waiting = deque(sorted(tasks, key=lambda task: -len(task[0].marks)))
        is_wanted = marks >= many and (os.cpu_count() or 1) > 1
        self._beside = _process() if is_wanted else None
        self.is_alone = is_wanted and self._beside is None  # the system gave or kept no second one
        self._sent: list[tuple[Future[Letters], Task]] = []
        self._drawn: dict[Path, Letters] = {}
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        """Begin beside with the longest, where there is much to draw."""
        for _place in range(AHEAD):
            self._send()
        return self

    def __exit__(self, *_fault: object) -> None:
        """Leave no process behind; the files it has been sent it ends."""
        self._waiting.clear()
        if self._beside is not None:
            self._beside.shutdown(wait=True)

    @property
    def done(self) -> int:
        """How many files there are."""
        there = {path for one, (_scene, path) in tuple(self._sent) if one.done()}
        return len(self._drawn.keys() | there)

    def finish(self, told: Callable[[], None]) -> Letters:
        """Draw what was not sent, from the shortest on, and wait for the rest.

        `told` is called often; what it raises ends the work. Gives the characters no font has.
        """
        told()
        while (task := self._taken()) is not None:
            scene, path = task
            self._drawn[path] = _write(scene, path, self._paper)
            told()
        for begun, (scene, path) in self._sent:
            self._drawn[path] = self._awaited(begun, scene, path, told)
        return tuple(dict.fromkeys(char for path in self._order for char in self._drawn[path]))

    def _taken(self) -> Task | None:
        with self._lock:
            return self._waiting.pop() if self._waiting else None

    def _send(self) -> None:
        if self._beside is None:
            return
        with self._lock:  # what is taken from one list is in the other before anybody looks
            if not self._waiting:
                return
            task = self._waiting.popleft()
            try:
                begun = self._beside.submit(_write, *task, self._paper)
            except (RuntimeError, OSError):  # it has ended, or cannot begin: drawn here, then
                self._waiting.appendleft(task)
                self.is_alone = True
                return
            self._sent.append((begun, task))
        begun.add_done_callback(self._on_drawn)

    def _awaited(
        self, begun: "Future[Letters]", scene: Scene, path: Path, told: Callable[[], None]
    ) -> Letters:
        from concurrent.futures import TimeoutError as NotYet
        from concurrent.futures.process import BrokenProcessPool

        while True:
            told()
            try:
                return begun.result(timeout=LOOK_UP)
            except NotYet:
                continue
            except BrokenProcessPool:  # it was ended from outside: what it owed is drawn here
                self.is_alone = True
                return _write(scene, path, self._paper)

    def _on_drawn(self, begun: "Future[Letters]") -> None:
        if begun.exception() is None:
            self._send()


def _write(scene: Scene, path: Path, paper: Paper) -> Letters:
    return write_figure(scene, path, palette=paper.palette, width_mm=paper.width_mm, dpi=paper.dpi)


def _process() -> "ProcessPoolExecutor | None":
    """A second process, or none where the system gives none."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    try:  # made anew, not forked: a fork of a program with threads and a window may stand still
        return ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_begin)
    except (OSError, ImportError, NotImplementedError):  # no semaphores, no memory, not allowed
        return None


def _begin() -> None:
    """In the second process: leave Ctrl+C to the first, and end when that ends."""
    from multiprocessing import parent_process

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent: Any = parent_process()  # Any: the class of a parent is not public
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(1)  # nobody is left to hear; a draft half written is no file of anybody's
