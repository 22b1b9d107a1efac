"""The parity certificate: what RevMan stored, and the same computed here."""

import json
from math import exp
from typing import Any

import pytest

from appraisal.importers import rm5
from appraisal.revman.parity import Certificate, certify
from tests.appraisal import revman_files as files
from tests.stats.golden import OWN

GOLDEN: dict[str, Any] = json.loads((OWN / "revman.json").read_text(encoding="utf-8"))
METHODS = {"MH": "MH", "Inverse": "IV", "Peto": "PETO"}
CASES = [
    one
    for one in GOLDEN["cases"]
    if one["kind"] == "revman5_dichotomous" and one["expected"]["common"]["se"]
]


def certified(*outcomes: str) -> Certificate:
    studies = [files.study(f"S{n}") for n in range(1, 3)]
    text = files.review(*outcomes, studies=studies)
    return certify(rm5.understand(text.encode(), name="small.rm5"))


def as_outcome(case: dict[str, Any], *, random: bool) -> str:
    """A case of R's meta under its RevMan 5 settings, as RevMan would have stored it."""
    table = GOLDEN["datasets"][case["input"]["ref"]] if "ref" in case["input"] else case["input"]
    cells = [one for one in zip(*(table[name] for name in "abcd"), strict=True) if None not in one]
    rows = [(f"S{n}", a, a + b, c, c + d) for n, (a, b, c, d) in enumerate(cells)]
    found = case["expected"]["random" if random else "common"]
    shown = exp if case["options"]["measure"] != "RD" else float
    half = 1.959963984540054 * found["se"]
    values = {
        "EFFECT_SIZE": shown(found["beta"]),
        "CI_START": shown(found["beta"] - half),
        "CI_END": shown(found["beta"] + half),
        "CHI2": case["expected"]["Q"],
    }
    method = METHODS[case["options"]["method"]]
    measure = "PETO_OR" if method == "PETO" else case["options"]["measure"]
    return files.dich(
        1, rows, METHOD=method, EFFECT_MEASURE=measure, RANDOM="YES" if random else "NO", **values
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_stored_counts_are_matched_to_a_millionth(case: dict[str, Any]) -> None:
    line = certified(as_outcome(case, random=False)).lines[0]
    assert line.verdict == "same", line.pairs
    assert {pair.name for pair in line.pairs} >= {"effect", "lower", "upper", "q"}
    if case["options"]["method"] == "Peto" or not case["expected"]["random"]["se"]:
        return
    assert certified(as_outcome(case, random=True)).lines[0].verdict == "same"


MEANS = [one for one in GOLDEN["cases"] if one["kind"] == "revman5_continuous"]


@pytest.mark.parametrize("random", [False, True])
@pytest.mark.parametrize("case", MEANS, ids=lambda case: case["id"])
def test_stored_means_are_matched_to_a_millionth(case: dict[str, Any], random: bool) -> None:
    table = GOLDEN["datasets"][case["input"]["ref"]]
    columns = {"MEAN_1": "m1", "SD_1": "sd1", "TOTAL_1": "n1", "MEAN_2": "m2", "SD_2": "sd2",
               "TOTAL_2": "n2"}  # fmt: skip
    rows = [
        files.element(
            "CONT_DATA",
            {"STUDY_ID": f"STD-S{n}", **{head: table[name][n] for head, name in columns.items()}},
        )
        for n in range(len(table["m1"]))
    ]
    found = case["expected"]["random" if random else "common"]
    half = 1.959963984540054 * found["se"]
    stored = {
        "EFFECT_SIZE": found["beta"], "CI_START": found["beta"] - half,
        "CI_END": found["beta"] + half, "CHI2": case["expected"]["Q"],
    }  # fmt: skip
    usual = {"EFFECT_MEASURE": case["options"]["measure"], "METHOD": "IV"}
    chosen = {**usual, "RANDOM": "YES" if random else "NO", **stored}
    line = certified(files.outcome("CONT_OUTCOME", chosen, *rows)).lines[0]
    assert line.verdict == "same", line.pairs
    assert len(line.pairs) == 4


def test_a_wrong_stored_number_is_found_and_named() -> None:
    text = as_outcome(CASES[0], random=False).replace('EFFECT_SIZE="0.', 'EFFECT_SIZE="1.')
    line = certified(text).lines[0]
    assert line.verdict == "differs"
    assert line.widest is not None
    assert line.widest.name == "effect"


def test_few_digits_are_matched_as_far_as_they_go() -> None:
    rows = [("S1", 10, 100, 20, 100), ("S2", 5, 50, 9, 50)]
    exact = certified(files.dich(1, rows, EFFECT_SIZE="0.45769", CI_START="0.236", CI_END="0.887"))
    assert exact.lines[0].ours is not None
    ours = exact.lines[0].ours.effect
    for digits, verdict in ((f"{ours:.2f}", "same"), (f"{ours + 0.02:.2f}", "differs")):
        assert certified(files.dich(1, rows, EFFECT_SIZE=digits)).lines[0].verdict == verdict


def test_what_cannot_be_compared_says_why() -> None:
    rows = [("S1", 0, 10, 0, 10)]
    other = files.outcome("OTHER_OUTCOME", {"NO": 4})
    found = certified(
        files.dich(1, rows, ESTIMABLE="NO", EFFECT_SIZE="0.0"),
        files.dich(2, [("S1", 1, 10, 2, 10)]),
        files.dich(3, [("S1", 1, 10, 2, 10)], TOTALS="NO", EFFECT_SIZE="0.5"),
        other,
    )
    assert [line.why for line in found.lines] == [
        "not_estimable", "nothing_stored", "no_total", "no_numbers",
    ]  # fmt: skip


def test_inverse_variance_and_log_rank_rows_are_pooled_on_their_scale() -> None:
    def row(tag: str, name: str, **values: object) -> str:
        return files.element(tag, {"STUDY_ID": f"STD-{name}", **values})

    inverse = files.outcome(
        "IV_OUTCOME",
        {"EFFECT_MEASURE": "HR", "METHOD": "IV", "RANDOM": "NO", "EFFECT_SIZE": exp(-0.5)},
        row("IV_DATA", "S1", ESTIMATE="-0.5", SE="0.2", EFFECT_SIZE=exp(-0.5)),
        row("IV_DATA", "S2", ESTIMATE="-0.5", SE="0.3", EFFECT_SIZE=exp(-0.5)),
    )
    log_rank = files.outcome(
        "IPD_OUTCOME",
        {"NO": 2, "EFFECT_MEASURE": "HR", "RANDOM": "NO", "EFFECT_SIZE": exp(-6 / 14)},
        row("IPD_DATA", "S1", O_E="-4", VAR="8", EFFECT_SIZE=exp(-0.5)),
        row("IPD_DATA", "S2", O_E="-2", VAR="6", EFFECT_SIZE=exp(-1 / 3)),
    )
    first, second = certified(inverse, log_rank).lines
    assert (first.verdict, second.verdict) == ("same", "same")
    assert len(second.pairs) == 3


def test_swapped_events_pool_those_without_the_event() -> None:
    plain = certified(files.dich(1, [("S1", 90, 100, 80, 100), ("S2", 45, 50, 41, 50)]))
    rows = [("S1", 10, 100, 20, 100), ("S2", 5, 50, 9, 50)]
    swapped = certified(files.dich(1, rows, SWAP_EVENTS="YES"))
    assert swapped.lines[0].ours == plain.lines[0].ours


@pytest.mark.parametrize(
    ("name", "compared", "pairs"),
    [("antibiotics-for-sore-throat", 20, 1249), ("Fleiss1993", 1, 41)],
)
def test_real_reviews_are_matched_to_a_millionth(name: str, compared: int, pairs: int) -> None:
    found = certify(rm5.read(files.real(f"rm5/{name}.rm5")))
    assert found.count("differs") == 0
    assert found.count("same", totals=True) == compared
    assert found.widest is not None
    assert found.widest[1].difference < 1e-12
    assert found.pairs == pairs
