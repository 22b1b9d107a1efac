"""`python -m tests.benchmarks [--json FILE] [--peers] [NAME...]`: the table of speeds.

A NAME picks the modules and tasks that have it in their name.
"""

import argparse
import importlib
import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from pkgutil import iter_modules

from tests.benchmarks.benchmark import Benchmark, Figure, measure

NOT_TASKS = {"__main__", "all_pages", "benchmark", "first_opening", "first_paint"}
COLUMNS = "{:<46} {:>7} {:<10} {:>10} {:>10} {:>10} {:>8}  {}"


def chosen(names: list[str], *, peers: bool) -> Iterator[Benchmark]:
    """Every benchmark asked for, in the order of modules and of their lists."""
    for module in iter_modules([str(Path(__file__).parent)]):
        if module.name in NOT_TASKS:
            continue
        found = importlib.import_module(f"tests.benchmarks.{module.name}")
        every = list(found.BENCHMARKS)
        if peers and hasattr(found, "peers"):
            every += found.peers()
        for benchmark in every:
            asked = (name.lower() in f"{module.name} {benchmark.task}".lower() for name in names)
            if not names or any(asked):
                yield benchmark


def row(figure: Figure) -> str:
    """Write one line of the table."""
    one = figure.benchmark
    met = {True: "met", False: "NOT MET", None: ""}[figure.met]
    values = [_shown(x, one) for x in (figure.median, figure.lowest, figure.highest)]
    aim = "" if one.aim is None else _shown(one.aim, one)
    return COLUMNS.format(one.task, one.k or "", one.by, *values, aim, met)


def _shown(x: float, one: Benchmark) -> str:
    if one.unit == "MB":
        return f"{x:.0f} MB"
    return f"{x:.2f} s" if x >= 1 else f"{x * 1e3:.3g} ms"


def as_json(figures: list[Figure]) -> str:
    """Everything in the table, and the machine it was made on."""
    machine = {
        "python": platform.python_version(),
        "system": platform.platform(),
        "cores": os.cpu_count(),
    }
    rows = [
        {
            "task": one.benchmark.task,
            "k": one.benchmark.k,
            "by": one.benchmark.by,
            "unit": one.benchmark.unit,
            "median": one.median,
            "min": one.lowest,
            "max": one.highest,
            "aim": one.benchmark.aim,
            "met": one.met,
        }
        for one in figures
    ]
    return json.dumps({"machine": machine, "figures": rows}, indent=1, ensure_ascii=False)


def main() -> int:
    """Measure, print as we go, and say by the exit status whether every aim was met."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--peers", action="store_true", help="others, where they are installed")
    arguments = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    figures = []
    with tempfile.TemporaryDirectory(prefix="evenhand-benchmarks-") as home:
        os.environ["EVENHAND_HOME"] = home
        print(COLUMNS.format("task", "k", "by", "median", "min", "max", "aim", ""))
        for benchmark in chosen(arguments.names, peers=arguments.peers):
            figures.append(measure(benchmark))
            print(row(figures[-1]), flush=True)
    if arguments.json:
        arguments.json.write_text(as_json(figures) + "\n", encoding="utf-8")
    missed = sum(figure.met is False for figure in figures)
    print(f"{len(figures)} measured, {missed} aims not met.")
    return 1 if missed or not figures else 0


if __name__ == "__main__":
    sys.exit(main())
