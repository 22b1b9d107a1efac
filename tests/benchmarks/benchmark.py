"""What a benchmark is, and how it is timed. What is measured stands in the modules beside it."""

import gc
import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Literal

Unit = Literal["s", "MB"]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A task, its size and the aim for its median.

    Parameters
    ----------
    prepare
        Makes what is needed, untimed, and returns the task.
    aim
        In seconds (or `unit`); None where the figure is for comparison.
    own_clock
        The task returns its figure itself: it is measured in another process, or is not a time.
    by
        Whose work it is: ours, or a peer's name.
    """

    task: str
    k: int
    aim: float | None
    prepare: Callable[[], Callable[[], object]]
    repeats: int = 5
    own_clock: bool = False
    unit: Unit = "s"
    by: str = "evenhand"


@dataclass(frozen=True, slots=True)
class Figure:
    """What came out, in the unit of its benchmark."""

    benchmark: Benchmark
    median: float
    lowest: float
    highest: float

    @property
    def met(self) -> bool | None:
        """Whether the median reaches the aim; None without one."""
        aim = self.benchmark.aim
        return None if aim is None else self.median <= aim


def measure(benchmark: Benchmark) -> Figure:
    """Run a benchmark: once to warm up, then as often as it says."""
    task = benchmark.prepare()
    if benchmark.own_clock:
        task()
        figures = [_number(task()) for _ in range(benchmark.repeats)]
    else:
        with _no_collection():
            loops = _enough_loops(task)
            figures = [_timed(task, loops) for _ in range(benchmark.repeats)]
    return Figure(benchmark, statistics.median(figures), min(figures), max(figures))


def _number(value: object) -> float:
    if not isinstance(value, float):
        raise TypeError(f"A task with its own clock returns a float, not {value!r}.")
    return value


def _timed(task: Callable[[], object], loops: int) -> float:
    start = perf_counter()
    for _ in range(loops):
        task()
    return (perf_counter() - start) / loops


def _enough_loops(task: Callable[[], object]) -> int:
    """Repeat short tasks within a figure, so that the clock and the loop do not count."""
    task()
    once = _timed(task, 1)
    return max(1, min(1000, int(0.02 / max(once, 1e-7))))


@contextmanager
def _no_collection() -> Iterator[None]:
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
