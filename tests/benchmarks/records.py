"""100,000 records: a RIS file read and written to a review, its duplicates, the table on a screen.

The file is made: titles of seven to fourteen words, abstracts of 120 to 260, one record in five a
copy of another as a second database writes it (no DOI, capitals). Memory is that of the whole
process, at its highest.
"""

import random
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from time import perf_counter

from appraisal import desk, records
from appraisal.alike import card_of
from appraisal.collecting import uncollected
from appraisal.duplicates import find
from appraisal.records import Chosen, chosen_of
from appraisal.references.reading import read_references
from appraisal.views.records import record_lines
from tests.benchmarks.answers import folder
from tests.benchmarks.benchmark import Benchmark
from tests.benchmarks.start import ROOT, environment

MANY = 100_000
WORDS = [
    "relapse", "multiple", "sclerosis", "immunoglobulin", "pregnancy", "postpartum", "women",
    "treatment", "randomised", "trial", "cohort", "risk", "disease", "activity", "outcomes",
    "follow", "up", "cells", "brain", "magnetic", "resonance", "imaging", "therapy", "placebo",
    "efficacy", "safety", "children", "adults", "quality", "of", "life", "early", "late",
    "severe", "mild", "pain",
]  # fmt: skip
NAMES = [a + b for a in ("Sil", "Per", "San", "Mul", "Kim", "Wan", "Smi", "Nov", "Ros")
         for b in ("va", "reira", "tos", "ler", "g", "th", "ak", "si", "en", "er")]  # fmt: skip


@cache
def ris_file(many: int) -> Path:
    """The file; the same each time."""
    chance = random.Random(8)
    path = folder() / f"search-{many}.ris"
    known: list[list[str]] = []
    with path.open("w", encoding="utf-8") as file:
        for number in range(many):
            if known and chance.random() < 0.2:
                head = list(chance.choice(known))
                if chance.random() < 0.5:
                    head[0] = head[0].upper().replace("TI  -", "TI  -")
                if chance.random() < 0.5:
                    head = [line for line in head if not line.startswith("DO")]
            else:
                head = _head(chance, number)
                known.append(head)
            abstract = " ".join(chance.choices(WORDS, k=chance.randint(120, 260)))
            lines = [
                "TY  - JOUR",
                *head,
                f"AB  - {abstract}",
                "KW  - one",
                "DB  - Scopus",
                "ER  - ",
            ]
            file.write("\n".join([*lines, "", ""]))
    return path


def _head(chance: random.Random, number: int) -> list[str]:
    title = " ".join(chance.choices(WORDS, k=chance.randint(7, 14)))
    page = chance.randint(1, 2000)
    lines = [f"TI  - {title}"]
    lines += [
        f"AU  - {chance.choice(NAMES)}, {chance.choice('ABCDEFG')}."
        for _n in range(chance.randint(1, 8))
    ]
    lines += [
        f"PY  - {chance.randint(1985, 2024)}", f"JO  - Journal of {chance.choice(WORDS)}",
        f"VL  - {chance.randint(1, 90)}", "IS  - 2", f"SP  - {page}", f"EP  - {page + 7}",
    ]  # fmt: skip
    if chance.random() < 0.7:
        lines.append(f"DO  - 10.{chance.randint(1000, 9999)}/j.{number}")
    return lines


def import_all(path: Path, target: Path) -> None:
    """Read a file and write all of it to a new review."""
    review, _person = desk.new_review(target, title="Many", name="Ana")
    with uncollected():
        files: list[Chosen] = [chosen_of(read_references(path))]
        review.commit_all(records.drafts_of(records.fresh(review.state, files), files))
    review.close()


def _import(many: int) -> Callable[[], object]:
    path = ris_file(many)

    def run() -> float:
        target = folder() / f"imported-{perf_counter()}.evenhand"
        started = perf_counter()
        import_all(path, target)
        taken = perf_counter() - started
        target.unlink()
        return taken

    return run


@cache
def _imported(many: int) -> Path:
    target = folder() / f"records-{many}.evenhand"
    import_all(ris_file(many), target)
    return target


def _duplicates(many: int) -> Callable[[], object]:
    state = desk.open_review(_imported(many), read_only=True).state

    def run() -> object:
        with uncollected():
            ids = records.record_ids(state)
            cards = [card_of(one, records.reference_at(state, one), n) for n, one in enumerate(ids)]
            return find(cards)

    return run


def _lines(many: int) -> Callable[[], object]:
    path = _imported(many)

    def run() -> float:
        state = desk.open_review(path, read_only=True).state
        started = perf_counter()
        record_lines(state)
        return perf_counter() - started

    return run


def _filter(many: int) -> Callable[[], object]:
    from gui.models.rows import RowsModel
    from gui.panes.record_table import columns
    from tests.benchmarks.synthesis import application

    application()
    state = desk.open_review(_imported(many), read_only=True).state
    model = RowsModel(columns(), identity=lambda line: line.record)
    model.set_rows(record_lines(state))

    def run() -> None:
        model.set_filter(lambda line: "sclerosis" in line.words)
        model.set_filter(None)
        model.sort(2)

    return run


def _memory(many: int) -> Callable[[], object]:
    path = ris_file(many)
    code = (
        "import sys; from pathlib import Path\n"
        "from tests.benchmarks.records import import_all, MANY\n"
        "from appraisal import desk, records\n"
        "from appraisal.alike import card_of\n"
        "from appraisal.duplicates import find\n"
        "target = Path(sys.argv[2]); import_all(Path(sys.argv[1]), target)\n"
        "state = desk.open_review(target, read_only=True).state\n"
        "find([card_of(r, records.reference_at(state, r)) for r in records.record_ids(state)])\n"
        "print(int(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0]) / 1024)\n"
    )

    def run() -> float:
        target = folder() / f"memory-{perf_counter()}.evenhand"
        ran = subprocess.run(
            [sys.executable, "-c", code, str(path), str(target)],
            cwd=ROOT, env=environment(), capture_output=True, text=True, check=True,
        )  # fmt: skip
        target.unlink()
        return float(ran.stdout)

    return run


BENCHMARKS = [
    Benchmark("RIS read and written", MANY, 15.0, lambda: _import(MANY), 1, own_clock=True),
    Benchmark("duplicates found", MANY, 30.0, lambda: _duplicates(MANY), 1),
    Benchmark("rows of the table of records", MANY, None, lambda: _lines(MANY), 1, own_clock=True),
    Benchmark("table of records filtered, unfiltered, sorted", MANY, 1.0, lambda: _filter(MANY), 3),
    Benchmark(
        "import and duplicates, memory", MANY, 1000.0, lambda: _memory(MANY), 1, own_clock=True,
        unit="MB",
    ),
]  # fmt: skip
