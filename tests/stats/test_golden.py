"""Every golden case, every expected field."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.stats.golden import (
    OWN,
    Golden,
    allowed,
    compute,
    differences,
    read_file,
    read_folder,
)

OWN_FILES = sorted(OWN.glob("*.json"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "golden_case" in metafunc.fixturenames:
        cases = list(read_folder(metafunc.config.getoption("--golden") or OWN))
        metafunc.parametrize("golden_case", cases, ids=[case.name for case in cases])


def test_golden_case_agrees_in_every_field(
    golden_case: Golden, record_property: Callable[[str, object], None]
) -> None:
    record_property("golden", f"{golden_case.topic}/{golden_case.case['kind']}")
    found = differences(golden_case, compute(golden_case))
    assert not found, "\n".join(found[:20])


@pytest.mark.parametrize("path", OWN_FILES, ids=lambda path: path.stem)
def test_golden_comparison_sees_one_changed_digit(path: Path) -> None:
    for golden in first_of_each_kind(path):
        got = compute(golden)
        assert not differences(golden, got)
        for place, changed in with_one_digit_changed(golden):
            assert differences(changed, got), f"{golden.name} doesn't look at {place}"


@pytest.mark.parametrize("path", OWN_FILES, ids=lambda path: path.stem)
def test_golden_comparison_refuses_what_it_does_not_know(path: Path) -> None:
    for golden in first_of_each_kind(path):
        case = copy.deepcopy(golden.case)
        case["expected"]["unheard_of"] = None
        assert differences(Golden(golden.topic, case, golden.rows), compute(golden))
        for key, value in (("kind", "unheard_of"), ("options", {**case["options"], "new": 1})):
            with pytest.raises(AssertionError):
                compute(Golden(golden.topic, {**case, key: value}, golden.rows))


@pytest.mark.parametrize("path", OWN_FILES, ids=lambda path: path.stem)
def test_golden_folder_may_hold_other_names(path: Path, tmp_path: Path) -> None:
    held = json.loads(path.read_text(encoding="utf-8"))
    renamed = {name: f"Another set, {i}" for i, name in enumerate(held["datasets"])}
    held["datasets"] = {renamed[name]: rows for name, rows in held["datasets"].items()}
    for rows in held["datasets"].values():
        if isinstance(rows, dict):
            rows.pop("study", None)  # the format names no such column
    held["datasets"]["one nobody uses"] = {"yi": [0.1, 0.2], "vi": [0.01, 0.02]}
    held["cases"] = held["cases"][-3:]
    for i, case in enumerate(held["cases"]):
        case |= {"id": f"another case {i}", "dataset": "another set", "software": "another"}
        if "ref" in case["input"]:
            case["input"]["ref"] = renamed[case["input"]["ref"]]
    (tmp_path / "any name.json").write_text(json.dumps(held), encoding="utf-8")
    cases = list(read_folder(tmp_path))
    assert len(cases) == len(held["cases"])
    assert not any(differences(case, compute(case)) for case in cases)


def test_golden_topic_without_a_module_fails(tmp_path: Path) -> None:
    case = {"id": "x", "kind": "x", "input": {}, "options": {}, "expected": {}, "tolerance": {}}
    held = {"format": 1, "topic": "unheard_of", "datasets": {}, "cases": [case]}
    (tmp_path / "unheard_of.json").write_text(json.dumps(held), encoding="utf-8")
    (golden,) = read_folder(tmp_path)
    with pytest.raises(ModuleNotFoundError):
        compute(golden)


def test_golden_folder_that_is_empty_fails(tmp_path: Path) -> None:
    with pytest.raises(AssertionError):
        list(read_folder(tmp_path))


def first_of_each_kind(path: Path) -> list[Golden]:
    kinds: dict[str, Golden] = {}
    for golden in read_file(path):
        kinds.setdefault(golden.case["kind"], golden)
    return list(kinds.values())


def with_one_digit_changed(golden: Golden) -> Iterator[tuple[str, Golden]]:
    for place in number_places(golden.case["expected"]):
        case = copy.deepcopy(golden.case)
        holder = case["expected"]
        for step in place[:-1]:
            holder = holder[step]
        rel, near_zero = allowed(case["tolerance"], ".".join(map(str, place)))
        value = holder[place[-1]]
        holder[place[-1]] = one_digit_changed(value, 3.0 * max(rel * abs(value), near_zero))
        yield ".".join(map(str, place)), Golden(golden.topic, case, golden.rows)


def one_digit_changed(value: float, least: float) -> float:
    """Change the last digit that makes a difference above `least`; add it where none does.

    None does in a p value far below what the file allows.
    """
    text, mark, power = repr(value).partition("e")
    for place in reversed([place for place, sign in enumerate(text) if sign.isdigit()]):
        digit = str((int(text[place]) + 1) % 10)
        changed = float(text[:place] + digit + text[place + 1 :] + mark + power)
        if abs(changed - value) > least:
            return changed
    return value + 2.0 * least


def number_places(held: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(held, (dict, list)):
        for key in held if isinstance(held, dict) else range(len(held)):
            if not str(key).startswith("oracle_"):
                yield from number_places(held[key], (*at, key))
    elif isinstance(held, (int, float)) and not isinstance(held, bool):
        yield at
