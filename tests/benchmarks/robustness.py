"""How robust a pool is: one study left out, added or weighed at a time, and what a funnel lacks."""

from collections.abc import Callable
from functools import partial

from stats.effects import Effects
from stats.influence import influence
from stats.measures.binary import OR
from stats.models import Random
from stats.sensitivity import cumulative, leave_one_out
from stats.trim_fill import trim_and_fill
from tests.benchmarks.benchmark import Benchmark
from tests.benchmarks.pooling import has_metafor, metafor, table

Task = Callable[[Effects, Random], object]


def _cumulative(effects: Effects, model: Random) -> object:
    return cumulative(effects, range(effects.k), model)


def _task(task: Task, k: int, tau2: str) -> Callable[[], Callable[[], object]]:
    def prepare() -> Callable[[], object]:
        return partial(task, OR.of(table(k)), Random(tau2=tau2))  # type: ignore[arg-type] # one of its names

    return prepare


ASKED: tuple[tuple[str, Task, str, dict[int, float | None]], ...] = (
    ("leave one out", leave_one_out, "DL", {50: None, 200: None, 1_000: 20e-3}),
    ("leave one out", leave_one_out, "REML", {50: None, 200: None, 1_000: 0.3}),
    ("cumulative", _cumulative, "REML", {50: None, 200: None, 1_000: 0.3}),
    ("influence", influence, "REML", {20: None, 50: None, 200: 0.1}),
    ("trim and fill", trim_and_fill, "DL", {20: None, 100: 5e-3, 1_000: None}),
)

BENCHMARKS = [
    Benchmark(f"{name}, {tau2}", k, aim, _task(task, k, tau2))
    for name, task, tau2, sizes in ASKED
    for k, aim in sizes.items()
]


def peers() -> list[Benchmark]:
    """R's metafor where it is installed, at sizes that it takes seconds for and not an hour."""
    sizes = {
        ("leave one out, DL", "loo-dl"): (50, 200),
        ("leave one out, REML", "loo-reml"): (50,),
        ("cumulative, REML", "cumul-reml"): (50,),
        ("influence, REML", "influence-reml"): (20, 50),
        ("trim and fill, DL", "trimfill-dl"): (20, 100),
    }
    if not has_metafor():
        return []
    return [
        Benchmark(name, k, None, metafor(task, k), own_clock=True, repeats=3, by="metafor")
        for (name, task), ks in sizes.items()
        for k in ks
    ]
