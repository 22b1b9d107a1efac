"""The statistics: effects, pooling and their intervals, on simulated tables of growing size."""

import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from stats.data import TwoByTwo
from stats.measures.binary import OR
from stats.models import MantelHaenszel, Random
from stats.pool import pool
from tests.benchmarks.benchmark import Benchmark

TABLES = Path(__file__).with_name("perf_k10000.csv")
Floats = npt.NDArray[np.float64]


@cache
def _columns() -> Floats:
    return np.genfromtxt(TABLES, delimiter=",", skip_header=1, usecols=(1, 2, 3, 4))


def table(k: int) -> TwoByTwo:
    """The first k of the simulated tables."""
    a, n1, c, n2 = _columns()[:k].T
    return TwoByTwo.from_totals(a, n1, c=c, n2=n2, labels=tuple(f"study {i}" for i in range(k)))


def _mantel_haenszel(k: int) -> Callable[[], Callable[[], object]]:
    def prepare() -> Callable[[], object]:
        tables = table(k)
        return lambda: pool(OR.of(tables), MantelHaenszel(measure=OR))

    return prepare


def _reml(k: int) -> Callable[[], Callable[[], object]]:
    def prepare() -> Callable[[], object]:
        effects = OR.of(table(k))
        return lambda: pool(effects, Random(tau2="REML"))

    return prepare


def _floor_reml(k: int) -> Callable[[], Callable[[], object]]:
    """REML by Fisher scoring in plain numpy, and nothing else: no Q, no I2, no interval."""

    def prepare() -> Callable[[], object]:
        effects = OR.of(table(k))
        return lambda: _plain_reml(effects.yi, effects.vi)

    return prepare


def _plain_reml(yi: Floats, vi: Floats) -> float:
    tau2 = max(0.0, float(yi.var(ddof=1) - vi.mean()))
    for _ in range(100):
        w = 1.0 / (vi + tau2)
        total = float(w.sum())
        residual = yi - float(w @ yi) / total
        w2 = w * w
        s2, s3 = float(w2.sum()), float((w2 * w).sum())
        trace = s2 - 2.0 * s3 / total + (s2 / total) ** 2
        step = (float(w2 @ (residual * residual)) - total + s2 / total) / trace
        step = max(step, -tau2)
        tau2 += step
        if abs(step) < 1e-8:
            break
    return tau2


@cache
def has_metafor() -> bool:
    """Whether R and its metafor are installed here."""
    if shutil.which("Rscript") is None:
        return False
    asked = ["Rscript", "-e", 'if (!requireNamespace("metafor", quietly = TRUE)) quit(status = 1)']
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


def metafor(task: str, k: int) -> Callable[[], Callable[[], float]]:
    """One task of `metafor.R`, timed by R itself."""
    script = Path(__file__).with_name("metafor.R")

    def run() -> float:
        command = ["Rscript", str(script), task, str(k), str(TABLES)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return float(done.stdout)

    return lambda: run


BENCHMARKS = [
    Benchmark("OR of each study + Mantel-Haenszel pool", 13, 1e-3, _mantel_haenszel(13)),
    Benchmark("OR of each study + Mantel-Haenszel pool", 1_000, None, _mantel_haenszel(1_000)),
    Benchmark("OR of each study + Mantel-Haenszel pool", 10_000, None, _mantel_haenszel(10_000)),
    Benchmark("REML with Q, I2, H2 and Q-profile interval", 13, 1e-3, _reml(13)),
    Benchmark("REML with Q, I2, H2 and Q-profile interval", 1_000, 2e-3, _reml(1_000)),
    Benchmark("REML with Q, I2, H2 and Q-profile interval", 10_000, 5e-3, _reml(10_000)),
]


def peers() -> list[Benchmark]:
    """The same tasks by plain numpy and, where it is installed, by R's metafor."""
    floor = [
        Benchmark("REML, tau2 alone", k, None, _floor_reml(k), by="numpy")
        for k in (13, 1_000, 10_000)
    ]
    theirs = [
        Benchmark(name, k, None, metafor(task, k), own_clock=True, repeats=3, by="metafor")
        for name, task, sizes in [
            ("OR of each study + Mantel-Haenszel pool", "mh", (13, 1_000)),
            ("REML with Q, I2, H2", "reml", (13, 100, 1_000)),
        ]
        for k in sizes
    ]
    return floor + (theirs if has_metafor() else [])
