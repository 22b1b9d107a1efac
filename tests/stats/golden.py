"""Read golden files, compute each case and compare every expected field."""

from __future__ import annotations

import importlib
import json
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

OWN = Path(__file__).parent / "golden"
DUST = 1e-6  # per cent of I2: the same share of the variance as the least tau2 an iteration tells
CASE_KEYS = {
    "id",
    "dataset",
    "kind",
    "input",
    "options",
    "expected",
    "tolerance",
    "software",
    "note",
}
Json = Any  # what json.loads returns
Case = dict[str, Json]


class Options(dict[str, Json]):
    """Options of a case that remember which of them were read."""

    def __init__(self, given: Mapping[str, Json]) -> None:
        super().__init__(given)
        self.read: set[str] = set()

    def __getitem__(self, key: str) -> Json:
        self.read.add(key)
        return super().__getitem__(key)

    def get(self, key: str, default: Json = None) -> Json:
        self.read.add(key)
        return super().get(key, default)

    def agree(self, **known: Json) -> None:
        """Acknowledge options that change nothing, each with its one known value (or a set)."""
        for key, values in known.items():
            if key in self:
                allowed = values if isinstance(values, (set, tuple)) else (values,)
                assert self[key] in allowed, f"unknown value of option {key}: {self[key]!r}"

    def unread(self) -> list[str]:
        return sorted(set(self) - self.read)


@dataclass(frozen=True)
class Golden:
    """One case with the rows it is about."""

    topic: str
    case: Case
    rows: Json

    @property
    def name(self) -> str:
        return f"{self.topic}:{self.case['id']}"


def read_folder(folder: Path) -> Iterator[Golden]:
    files = sorted(folder.glob("*.json"))
    assert files, f"there is no golden file in {folder}"
    for path in files:
        yield from read_file(path)


def read_file(path: Path) -> Iterator[Golden]:
    held = json.loads(path.read_text(encoding="utf-8"))
    assert held["format"] == 1, f"{path.name} has another format"
    for case in held["cases"]:
        given = case["input"]
        yield Golden(
            held["topic"], case, held["datasets"][given["ref"]] if "ref" in given else given
        )


def compute(golden: Golden) -> dict[str, Json]:
    """Return the fields of a case as the program computes them."""
    module = importlib.import_module(f"tests.stats.golden_cases.{golden.topic}")
    kinds: dict[str, Callable[[Case, Json], dict[str, Json]]] = module.KINDS
    unknown = set(golden.case) - CASE_KEYS
    assert not unknown, f"unknown keys in the case: {unknown}"
    assert golden.case["kind"] in kinds, f"unknown kind: {golden.case['kind']}"
    options = Options(golden.case["options"])
    got = kinds[golden.case["kind"]]({**golden.case, "options": options}, golden.rows)
    assert not options.unread(), f"options nobody knows: {options.unread()}"
    return got


def differences(golden: Golden, got: Json) -> list[str]:
    """Return a line for every expected field that is missing or too far away."""
    return list(_compare(golden.case["expected"], got, golden.case["tolerance"], ""))


def _compare(want: Json, got: Json, tolerance: Json, path: str) -> Iterator[str]:
    if isinstance(want, dict):
        yield from _compare_fields(want, got, tolerance, path)
    elif isinstance(want, list):
        if got is None or len(got) != len(want):
            yield f"{path}: {'nothing' if got is None else len(got)} values, not {len(want)}"
            return
        for i, (one, other) in enumerate(zip(want, got, strict=True)):
            if one is None:
                if not (other is None or math.isnan(other)):
                    yield f"{path}[{i}]: {other!r}, not missing"
            else:
                yield from _compare(one, other, tolerance, f"{path}[{i}]")
    elif want is not None and not _near(want, got, *allowed(tolerance, path)):
        yield f"{path}: {got!r}, not {want!r}"


def _compare_fields(want: Json, got: Json, tolerance: Json, path: str) -> Iterator[str]:
    if not isinstance(got, Mapping):
        yield f"{path}: nothing, not fields {sorted(want)}"
        return
    for key, value in want.items():
        if key.startswith("oracle_"):
            continue
        here = f"{path}.{key}" if path else key
        if key not in got:
            yield f"{here}: unknown field"
        elif key == "tau" and "tau2" in want:
            yield from _compare_tau(want, got, tolerance, here)
        elif key == "I2_tau2" and _is_dust(want, value, tolerance):
            yield from _compare(0.0, got[key] if got[key] > DUST else 0.0, tolerance, here)
        else:
            yield from _compare(value, got[key], tolerance, here)


def _is_dust(want: Json, i2: Json, tolerance: Json) -> bool:
    """Whether I2 is what is left where an iteration ended a hair above tau2 = 0."""
    tau2 = want.get("tau2")
    if not (_is_number(tau2) and _is_number(i2)):
        return False
    return bool(tau2 <= allowed(tolerance, "tau2")[1] and i2 <= DUST)


def _compare_tau(want: Json, got: Json, tolerance: Json, path: str) -> Iterator[str]:
    """Compare tau; where tau2 is 0 within its tolerance, compare the squares.

    An iteration that ends at tau2 = 1e-13 has found 0 as well as the tolerance asks, but its root,
    3e-7, is far from 0 by the same tolerance.
    """
    if not isinstance(want["tau"], dict):
        zero = want["tau2"] is not None and want["tau2"] <= allowed(tolerance, "tau2")[1]
        power = 2 if zero else 1
        yield from _compare(want["tau"] ** power, got["tau"] ** power, tolerance, path)
        return
    for key in want["tau"]:
        pair, other = ({n: held[n][key] for n in ("tau", "tau2")} for held in (want, got))
        yield from _compare_tau(pair, other, tolerance, f"{path}.{key}")


def allowed(tolerance: Json, path: str) -> tuple[float, float]:
    """Return the relative and the absolute tolerance of a field."""
    assert set(tolerance) <= {"rel", "abs", "fields"}, f"unknown tolerance: {sorted(tolerance)}"
    for pattern, own in tolerance.get("fields", {}).items():
        if any(fnmatch(part, pattern) for part in (path, *path.replace("[", ".").split("."))):
            return own["rel"], own["abs"]
    return tolerance["rel"], tolerance["abs"]


def _near(want: Json, got: Json, rel: float, near_zero: float) -> bool:
    if isinstance(want, bool) or want in ("Infinity", "-Infinity") or not _is_number(want):
        return bool(_same(want, got))
    if not _is_number(got) or not math.isfinite(got):
        return False
    return bool(abs(got - want) <= max(rel * abs(want), near_zero))


def _same(want: Json, got: Json) -> bool:
    if want in ("Infinity", "-Infinity") and _is_number(got):
        return bool(float(got) == float(want.replace("Infinity", "inf")))
    return bool(want == got)


def _is_number(value: Json) -> bool:
    return hasattr(value, "__float__") and not isinstance(value, (bool, str))
