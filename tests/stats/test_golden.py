"""Every golden case, every expected field."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.stats.golden import OWN, Golden, compute, differences, read_file, read_folder

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
def test_golden_comparison_sees_any_changed_number(path: Path) -> None:
    for golden in first_of_each_kind(path):
        got = compute(golden)
        assert not differences(golden, got)
        for place, changed in with_one_number_changed(golden):
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


def test_golden_folder_may_hold_other_names(tmp_path: Path) -> None:
    text = (OWN / "iv_common.json").read_text(encoding="utf-8")
    renamed = text.replace("dat.bcg", "another set").replace('"iv-', '"another case-')
    (tmp_path / "any name.json").write_text(renamed, encoding="utf-8")
    cases = list(read_folder(tmp_path))
    assert cases[0].case["dataset"] == "another set"
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


def with_one_number_changed(golden: Golden) -> Iterator[tuple[str, Golden]]:
    for place in number_places(golden.case["expected"]):
        case = copy.deepcopy(golden.case)
        holder = case["expected"]
        for step in place[:-1]:
            holder = holder[step]
        value = holder[place[-1]]
        # Beyond one per cent and beyond what the file itself allows a field.
        allowed = max(near for _, near in tolerances(case["tolerance"]))
        holder[place[-1]] = value * 1.01 + 0.01 * (abs(value) < 1e-6) + 3.0 * allowed
        yield ".".join(map(str, place)), Golden(golden.topic, case, golden.rows)


def tolerances(tolerance: dict[str, Any]) -> Iterator[tuple[float, float]]:
    for own in (tolerance, *tolerance.get("fields", {}).values()):
        yield own["rel"], own["abs"]


def number_places(held: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(held, (dict, list)):
        for key in held if isinstance(held, dict) else range(len(held)):
            if not str(key).startswith("oracle_"):
                yield from number_places(held[key], (*at, key))
    elif isinstance(held, (int, float)) and not isinstance(held, bool):
        yield at
