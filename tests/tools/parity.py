"""The sample's first result as every way out gives it, each read back by parsing what was written.

    python -m tests.tools.parity

prints one line a way out, and ends with 1 where two of them differ in a printed digit, or where
they are not what the paper's reconstruction gives under RevMan's rules.
"""

import csv
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).parents[2]
MINUTES = 5
SENTENCE = re.compile(
    r"OR (?P<estimate>[\d.]+) \[(?P<lower>[\d.]+), (?P<upper>[\d.]+)\].*?p = (?P<p>[\d.]+)\. "
    r"Q = (?P<q>[\d.]+), df = (?P<df>\d+), p = (?P<q_p>[\d.]+); I² = (?P<i2>\d+)\s%"
)
TOTALS = re.compile(r"(\d+)/(\d+)")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one way out says, in the digits people see."""

    estimate: str
    lower: str
    upper: str
    p: str
    q: str
    df: str
    q_p: str
    i2: str
    first: str
    second: str


# Mantel-Haenszel with 0.5 added as RevMan 5 does, from metafor (seed_review.md)
EXPECTED = Reading("0.32", "0.15", "0.67", "0.003", "3.74", "3", "0.29", "20", "11/72", "65/132")


def main() -> int:
    """Print what each way out says."""
    with tempfile.TemporaryDirectory() as name:
        found = readings(Path(name))
    head = tuple(field.name for field in fields(Reading))
    lines = [("", *head), *((name, *astuple(one)) for name, one in found.items())]
    for line in lines:
        sys.stdout.write("".join(f"{cell:<14}" for cell in line).rstrip() + "\n")
    return 0 if set(found.values()) == {EXPECTED} else 1


def readings(folder: Path) -> dict[str, Reading]:
    """Make and report the sample in a folder, and read every way out."""
    review, out = folder / "sample.evenhand", folder / "report"
    _terminal(["sample", str(review)])
    printed = _terminal(["report", str(review), "--out", str(out)])
    ways: dict[str, Callable[[], Reading]] = {
        "results.json": lambda: of_json(out / "results.json"),
        "workbook": lambda: of_workbook(out / "appraisal.xlsx"),
        "csv": lambda: of_csv(out / "tables" / "pooled.csv"),
        "svg": lambda: of_texts(svg_texts(out / "figures" / "forest.svg")),
        "terminal": lambda: of_texts(printed.splitlines()),
        "window": lambda: of_texts(window_texts(review)),
    }
    return {name: read() for name, read in ways.items()}


def of_json(path: Path) -> Reading:
    """Read `results.json`."""
    one = json.loads(path.read_text(encoding="utf-8"))["outcomes"][0]
    shown = one["natural"]
    return _rounded(
        [shown["estimate"], shown["lower"], shown["upper"], one["p"], one["q"], one["q_df"]],
        [one["q_p"], one["i2"]],
        [one["events1"], one["n1"], one["events2"], one["n2"]],
    )


def of_workbook(path: Path) -> Reading:
    """Read the sheet of pooled results."""
    from openpyxl import load_workbook

    rows = list(load_workbook(path)["Pooled"].iter_rows(min_row=3, values_only=True))
    return _of_table(dict(zip(rows[0], rows[1], strict=True)))


def of_csv(path: Path) -> Reading:
    """Read the table of pooled results."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return _of_table(dict(next(csv.DictReader(file))))


def of_texts(texts: Iterable[str]) -> Reading:
    """Read the sentence of the result, and the totals beside it."""
    lines = list(texts)
    whole = " ".join(lines).replace("\N{NARROW NO-BREAK SPACE}", " ")
    found = SENTENCE.search(whole)
    assert found is not None, "no result sentence"
    heads = [place for place, line in enumerate(lines) if line.startswith(("All (", "Treated "))]
    assert heads, "no totals"
    totals = TOTALS.findall(" ".join(lines[heads[-1] :]))
    first, second = (f"{events}/{n}" for events, n in totals[:2])
    return Reading(**found.groupdict(), first=first, second=second)


def svg_texts(path: Path) -> list[str]:
    """The live texts of an SVG."""
    tree = ET.parse(path)
    return [
        "".join(one.itertext()).strip() for one in tree.iter("{http://www.w3.org/2000/svg}text")
    ]


def window_texts(review: Path) -> list[str]:
    """The texts that the window's forest plot draws, from a real window in a process of its own."""
    said = _python(["-m", "tests.tools.window_texts", str(review)])
    return [str(text) for text in json.loads(said)]


def _of_table(row: dict[object, object]) -> Reading:
    names = ("Estimate", "95 % CI low", "95 % CI high", "p", "Q", "df")
    counts = ("Events 1", "Total 1", "Events 2", "Total 2")
    return _rounded(
        [_number(row[name]) for name in names],
        [_number(row["p of Q"]), _number(row["I² %"])],
        [int(_number(row[name])) for name in counts],
    )


def _number(value: object) -> float:
    return float(str(value))


def _rounded(main: Sequence[float], spread: Sequence[float], counts: Sequence[int]) -> Reading:
    estimate, lower, upper, p, q, df = main
    q_p, i2 = spread
    e1, n1, e2, n2 = counts
    return Reading(
        f"{estimate:.2f}", f"{lower:.2f}", f"{upper:.2f}", f"{p:.3f}", f"{q:.2f}", f"{df:.0f}",
        f"{q_p:.2f}", f"{i2:.0f}", f"{e1}/{n1}", f"{e2}/{n2}",
    )  # fmt: skip


def _terminal(arguments: Sequence[str]) -> str:
    return _python(["main.py", *arguments])


def _python(arguments: Sequence[str]) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        encoding="utf-8",
        timeout=MINUTES * 60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
