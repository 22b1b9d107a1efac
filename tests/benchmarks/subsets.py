"""All subsets of the studies (GOSH): its time and, for the largest, its memory."""

import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial

from stats.gosh import gosh
from stats.measures.binary import OR
from stats.models import Common, Random
from tests.benchmarks.benchmark import Benchmark
from tests.benchmarks.pooling import has_metafor, metafor, table

SAMPLE = 100_000
SAMPLED = 21  # studies: the least of which subsets are drawn
MODELS: dict[str, Common | Random] = {"common effect": Common(), "REML": Random(tau2="REML")}


def _subsets(k: int, model: str) -> Callable[[], Callable[[], object]]:
    def prepare() -> Callable[[], object]:
        return partial(gosh, OR.of(table(k)), MODELS[model], sample=SAMPLE)

    return prepare


def _memory() -> Callable[[], float]:
    """The most memory a process takes for all subsets of 20 studies, with what it began with."""
    code = (
        "import resource, sys; from tests.benchmarks.subsets import _subsets; "
        "_subsets(20, 'common effect')()(); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )

    def run() -> float:
        command = [sys.executable, "-c", code]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return float(done.stdout)

    return run


BENCHMARKS = [
    *(
        Benchmark("all subsets, common effect", k, aim, _subsets(k, "common effect"), repeats=3)
        for k, aim in ((10, None), (15, None), (20, 2.0))
    ),
    *(Benchmark("all subsets, REML", k, None, _subsets(k, "REML"), repeats=3) for k in (8, 10, 13)),
    Benchmark("100,000 subsets, common effect", SAMPLED, 0.2, _subsets(SAMPLED, "common effect")),
    Benchmark("100,000 subsets, REML", SAMPLED, 5.0, _subsets(SAMPLED, "REML"), repeats=3),
]
if os.name == "posix":
    BENCHMARKS.append(
        Benchmark(
            "all subsets, common effect: memory",
            20,
            500.0,
            _memory,
            repeats=1,
            own_clock=True,
            unit="MB",
        )
    )


def peers() -> list[Benchmark]:
    """R's metafor where it is installed, at sizes that it takes seconds for."""
    sizes = {
        ("all subsets, common effect", "gosh-ee"): (8, 10),
        ("all subsets, REML", "gosh-reml"): (8,),
    }
    if not has_metafor():
        return []
    return [
        Benchmark(name, k, None, metafor(task, k), own_clock=True, repeats=3, by="metafor")
        for (name, task), ks in sizes.items()
        for k in ks
    ]
