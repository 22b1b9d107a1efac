"""The scripts that reproduce a review: each plan's numbers by R's metafor and by our own stats."""

import io
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from appraisal.choices import ESTIMATORS, INTERVALS, PREDICTIONS, measures_for, methods_for
from appraisal.dataset import Dataset, replanned
from appraisal.plan import COCHRANE_2025, REVMAN_5, Plan
from appraisal.reported import Report
from appraisal.reproduction.content import Reproduced, reproduced
from appraisal.reproduction.python_script import python_script
from appraisal.reproduction.r_script import r_script, text
from appraisal.settled import Rank
from appraisal.study_rows import Outcome, StudyRow
from appraisal.synthesis import analyse
from tests.appraisal.materials import sample_material, ugly_material

ROOT = Path(__file__).parents[2]
KINDS = ("counts", "means", "rates", "proportion", "correlation", "reported")
HAS_R = (
    shutil.which("Rscript") is not None
    and subprocess.run(
        ["Rscript", "-e", 'quit(status = !requireNamespace("metafor", quietly = TRUE))'],
        capture_output=True,
        check=False,
    ).returncode
    == 0
)
needs_r = pytest.mark.skipif(not HAS_R, reason="R with metafor is not installed")


def plans(kind: str) -> Iterator[Plan]:
    """Every measure, method, estimator, interval, rule for zeros and prediction at least once."""
    draw = random.Random(kind)
    revman = replace(REVMAN_5, subgroup="field/region")
    cochrane = replace(COCHRANE_2025, subgroup="field/region")
    for measure in measures_for(kind):
        for method, zeros in product(methods_for(kind, measure), ("add", "add_pool", "none")):
            yield replace(revman, measure=measure, method=method, zeros=zeros)
        for to, share in product(("all", "if0all"), ("equal", "treatment_arm")):
            yield replace(COCHRANE_2025, measure=measure, zeros_to=to, zeros_share=share)
        yield replace(revman, measure=measure, method="MH", tau2="DL")
        yield replace(REVMAN_5, measure=measure, method="IV", interval="t", double_zeros="drop")
    first = measures_for(kind)[0]
    twice = [(i, ESTIMATORS[i % len(ESTIMATORS)]) for i in range(2 * len(ESTIMATORS))]
    for tau2, interval in [(tau2, INTERVALS[i % 6 - i // 10]) for i, tau2 in twice]:
        yield replace(
            cochrane,
            measure=first,
            tau2=tau2,
            interval=interval,
            prediction_kind=draw.choice(PREDICTIONS),
            subgroup_tau2=draw.choice(("separate", "shared")),
        )


def rows(kind: str, n: int = 11) -> tuple[StudyRow, ...]:
    draw = random.Random(kind)
    made = []
    for i in range(n):
        report = None
        if kind == "reported" or (kind in ("counts", "means", "rates") and i % 5 == 4):
            report = _report(draw, i)
        region = ("Ásia", "África", "")[i % 3]
        made.append(
            StudyRow(
                study=f"s{i}",
                label=f'Étude "{i}" 佐藤 \\ {i}',
                year=2000 + i,
                cells=_cells(kind, draw, i),
                rank=Rank.AGREED,
                rating=None,
                left_out="",
                why="",
                report=report,
                facts=(("field/region", region),) if region else (),
            )
        )
    return tuple(made)


def _cells(kind: str, draw: random.Random, i: int) -> tuple[float | None, ...]:
    n1, n2 = draw.randint(20, 90), draw.randint(20, 90)
    e1, e2 = draw.randint(0, 9) * (i != 3), draw.randint(1, 15) * (i != 6)
    if kind == "counts":
        return (0, n1, 0, n2) if i == 7 else (e1, n1, e2, n2)
    if kind == "means":
        m1, m2 = draw.gauss(12, 3), draw.gauss(14, 2)
        return (m1, draw.uniform(2, 4), n1, m2, draw.uniform(2, 4), n2)
    if kind == "rates":
        return (e1, n1 * 7.5, e2, n2 * 8.25)
    if kind == "proportion":
        return (e1, n1)
    return (draw.uniform(-0.2, 0.7), n1) if kind == "correlation" else ()


def _report(draw: random.Random, i: int) -> Report:
    value, half = draw.uniform(0.4, 1.4), draw.uniform(1.2, 2.2)
    if i % 4 == 0:
        return Report(estimate=value, lower=value / half, upper=value * half, level=90)
    if i % 4 == 1:
        return Report(estimate=value, se=0.2, p=0.04)
    if i % 4 == 2:
        return Report(estimate=value, p=0.03)
    return Report(estimate=-0.3, lower=-0.9, upper=0.3, scale="log")


@cache
def outcomes(kind: str) -> tuple[Reproduced, ...]:
    facts = ("Alive", "Dead", "bad", "", "", "")
    found = []
    for number, plan in enumerate(plans(kind)):
        outcome = Outcome("o", f"{kind} {number}", kind, *facts)
        one = reproduced(analyse(replanned(Dataset(outcome, plan, rows(kind)), plan)))
        if one is not None:
            found.append(one)
    return tuple(found)


@needs_r
@pytest.mark.parametrize("kind", KINDS)
def test_r_reproduces_every_plan(kind: str, tmp_path: Path) -> None:
    made = outcomes(kind)
    done = _run_r(made, tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(": reproduced.\n") == len(made)
    assert "All reproduced" in done.stdout


@pytest.mark.parametrize("kind", KINDS)
def test_python_reproduces_every_plan(kind: str) -> None:
    made = outcomes(kind)
    assert len(made) > 20
    said = _run_python(python_script(made))
    assert said.count(": reproduced.\n") == len(made)


@needs_r
@pytest.mark.parametrize("which", ["ivig", "bcg"])
def test_r_reproduces_the_sample(which: str, tmp_path: Path) -> None:
    done = _run_r(_of(sample_material(which).analyses), tmp_path)
    assert done.returncode == 0, done.stderr
    assert "All reproduced" in done.stdout


def test_python_script_runs_by_itself(tmp_path: Path) -> None:
    script = tmp_path / "reproduce.py"
    script.write_text(python_script(_of(ugly_material().analyses)), encoding="utf-8")
    done = subprocess.run([sys.executable, str(script)], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert b"All reproduced" in done.stdout


def test_python_script_elsewhere_says_where_to_run_and_takes_the_folder(tmp_path: Path) -> None:
    script = tmp_path / "reproduce.py"
    script.write_text(python_script(_of(sample_material().analyses)), encoding="utf-8")
    lost, found = (
        subprocess.run(
            [sys.executable, "-I", str(script), *more],
            cwd=tmp_path, capture_output=True, text=True, check=False,
        )
        for more in ((), (str(ROOT),))
    )  # fmt: skip
    assert lost.returncode == 1
    assert "Traceback" not in lost.stderr
    assert len(lost.stderr.splitlines()) == 1
    assert "python reproduce.py FOLDER" in lost.stderr
    assert found.returncode == 0, found.stderr
    assert "All reproduced" in found.stdout


@needs_r
def test_r_stops_where_a_number_differs(tmp_path: Path) -> None:
    script = r_script(_of(sample_material().analyses))
    changed = re.sub(r"(?<=    estimate = -)1\.", "2.", script)
    assert changed != script
    done = _run(changed, tmp_path)
    assert done.returncode != 0
    assert "Relapse within six months, estimate: R gives -1." in done.stderr
    assert "the review has -2." in done.stderr


def test_python_stops_where_a_number_differs() -> None:
    script = python_script(_of(sample_material().analyses))
    changed = re.sub(r'(?<="value", pooled\.estimate\.value, -)1\.', "2.", script)
    assert changed != script
    with pytest.raises(SystemExit, match=r"value: .*-1\..* the review has .*-2\."):
        _run_python(changed)


def test_scripts_are_the_same_each_time_and_plain() -> None:
    scripts = [(r_script(made), python_script(made)) for made in (outcomes("counts"),) * 2]
    assert scripts[0] == scripts[1]
    assert all(script.isascii() for script in scripts[0])


@pytest.mark.parametrize(
    "words", ['a "quoted" \\ name', "línea\nnew", "佐藤 😀", "# not a comment"]
)
def test_words_stay_within_a_string_of_r(words: str) -> None:
    said = text(words)
    assert said.isascii()
    assert "\n" not in said
    assert re.fullmatch(r'"(?:[^"\\]|\\.)*"', said)


def _of(analyses: Sequence[object]) -> list[Reproduced]:
    found = (reproduced(one) for one in analyses)  # type: ignore[arg-type] # analyses of a material
    return [one for one in found if one is not None]


def _run_r(made: Sequence[Reproduced], folder: Path) -> subprocess.CompletedProcess[str]:
    return _run(r_script(made), folder)


def _run(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = folder / "reproduce.R"
    path.write_text(script, encoding="utf-8")
    command = ["Rscript", "--vanilla", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def _run_python(script: str) -> str:
    said = io.StringIO()
    with redirect_stdout(said):
        exec(compile(script, "reproduce.py", "exec"), {"__name__": "reproduce"})
    return said.getvalue()
