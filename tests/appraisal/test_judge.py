"""Judging a table of answers."""

import csv
import json
import random
import time
from pathlib import Path

import pytest

from appraisal.errors import UserError
from appraisal.instrument_settings import read_settings
from appraisal.judge import Judged, judge_file, judge_rows
from appraisal.ledger import Value
from appraisal.shipped import shipped_instrument

DATA = Path(__file__).parent / "data"
NOS = ["S1", "S2", "S3", "S4", "C1", "O1", "O2", "O3"]


def judged(name: str, header: list[str], *rows: list[str], **settings: Value) -> Judged:
    return judge_rows(shipped_instrument(name), header, rows, settings=settings)


def cells(found: Judged, row: int = 0) -> dict[str, str]:
    return dict(zip(found.header, found.rows[row], strict=True))


def test_a_row_of_stars_gets_its_sums_and_summaries() -> None:
    found = judged("nos-cohort", ["Study", *NOS], ["Achiron", *"baab", "a+b", *"bad"], threshold=7)
    assert found.header == (
        "Study", *NOS, "Selection", "Comparability", "Outcome", "total", "flag", "ahrq", "bands",
        "overall", "problems",
    )  # fmt: skip
    assert found.rows[0][9:] == (
        "3", "2", "2", "7", "not_flagged", "good", "high_quality", "not_flagged", "",
    )  # fmt: skip


def test_none_ticked_is_an_answer_and_an_empty_cell_is_not() -> None:
    rows = [["S", *"aaaa", "none", *"aaa"], ["S", *"aaaa", "", *"aaa"]]
    found = judged("nos-cohort", ["Study", *NOS], *rows)
    assert [cells(found, n)["Comparability"] for n in (0, 1)] == ["0", ""]
    assert [cells(found, n)["Selection"] for n in (0, 1)] == ["4", "4"]
    assert [cells(found, n)["total"] for n in (0, 1)] == ["7", ""]
    assert cells(found, 1)["problems"] == ""


def test_every_worked_row_is_judged_as_printed() -> None:
    table = json.loads((DATA / "rob2_examples.json").read_text("utf-8"))
    for domain, part in table["domains"].items():
        rows = [[row["answers"][q] for q in part["questions"]] for row in part["rows"]]
        aim = "adhering" if domain == "D2b" else "assignment"
        found = judged("rob2", part["questions"], *rows, aim=aim)
        for n, row in enumerate(part["rows"]):
            assert cells(found, n)[domain[:2]] == row["judgement"]
            assert cells(found, n)["problems"] == ""


@pytest.mark.parametrize(
    ("tool", "pair"),
    [
        ("amstar2", "critical_items=2+99"),
        ("amstar2", "critical_items="),
        ("rob2", "deviations="),
        ("rob1-2011", "key_domains=D1+selection"),
    ],
)
def test_a_setting_that_names_nothing_of_the_instrument_is_refused(tool: str, pair: str) -> None:
    with pytest.raises(UserError, match="does not fit the setting"):
        read_settings(shipped_instrument(tool), [pair])


def test_a_domain_without_its_answers_is_empty_and_the_row_is_kept() -> None:
    found = judged("rob2", ["1.1", "1.2", "1.3", "3.1"], ["", "N", "", "Y"], aim="assignment")
    assert [cells(found)[name] for name in ("D1", "D2", "D3", "overall", "problems")] == [
        "", "", "low", "", "",
    ]  # fmt: skip


def test_problems_name_row_and_column() -> None:
    header = ["1.1", "1.2", "3.1", "3.2"]
    found = judged("rob2", header, ["Y", "Y", "Y", ""], ["perhaps", "NA", "N", "NI"])
    assert cells(found)["problems"] == ""
    problems = cells(found, 1)["problems"]
    for said in ("Row 3, 1.1: “perhaps”", "Row 3, 1.2: NA", "Row 3, 3.2: “NI”"):
        assert said in problems
    assert found.n_problems == 1
    assert cells(found, 1)["D1"] == ""


def test_a_setting_may_stand_in_a_column() -> None:
    header = ["aim", "2.1", "2.2", "2.3", "2.4", "2.5", "2.6"]
    found = judged(
        "rob2",
        header,
        ["assignment", "N", "N", "", "", "", "Y"],
        ["adhering", "Y", "Y", "N", "NA", "NA", "N"],
        ["neither", "N", "N", "", "", "", "Y"],
    )
    assert [cells(found, n)["D2"] for n in range(3)] == ["low", "high", ""]
    assert "Row 4, aim" in cells(found, 2)["problems"]


def test_answers_are_taken_by_code_or_words_in_any_case() -> None:
    rows = [["y", "Probably yes", " PN "], ["no", "ni", "N"]]
    found = judged("rob2", ["D1/1.1", "1.2", "1.3"], *rows)
    assert [cells(found, n)["D1"] for n in (0, 1)] == ["low", "some_concerns"]


def test_entries_repeat_for_outcome_groups() -> None:
    header = ["1", "2", "3[objective]", "3[reported]", "4[objective]", "4[reported]", "5", "6", "7"]
    row = ["low", "low", "low", "high", "low", "unclear", "low", "low", "low"]
    keys: list[Value] = ["D1", "D3"]
    found = cells(judged("rob1-2011", header, row, key_domains=keys))
    assert (found["D1"], found["D3[objective]"], found["D3[reported]"]) == ("low", "low", "high")
    assert (found["D5[objective]"], found["D5[reported]"]) == ("low", "low")
    assert (found["overall[objective]"], found["overall[reported]"]) == ("low", "high")


def test_an_entry_that_is_its_own_judgement_may_be_named_by_its_domain() -> None:
    found = cells(judged("rob1-2011", ["D1", "D2"], ["low", "high"], key_domains=["D1", "D2"]))
    assert (found["D1"], found["D2"], found["problems"]) == ("low", "high", "")


def test_judgements_of_the_assessor_are_taken_from_their_columns() -> None:
    header = ["D1", "D2", "D3", "D4", "D1/applicability", "D2/applicability", "D3/applicability"]
    found = cells(judged("quadas2", header, ["low", "low", "low", "low", "low", "high", "low"]))
    assert (found["overall"], found["overall/applicability"]) == ("low", "concerns")
    nih = cells(judged("nih-case-series", ["1", "2", "overall"], ["Yes", "NR", "fair"]))
    assert nih["overall"] == "fair"
    wrong = cells(judged("quadas2", ["D1"], ["terrible"]))
    assert "Row 2, D1: “terrible”" in wrong["problems"]


def test_a_printed_value_that_differs_is_shown_and_replaced() -> None:
    found = judged(
        "nos-cohort", [*NOS, "total"], [*"baab", "a+b", *"bad", "8"], ["", *"aab", "a", *"bad", "6"]
    )
    assert cells(found)["total"] == "7"
    assert "Row 2, total: the file says 8, the answers give 7." in cells(found)["problems"]
    assert "do not decide" in cells(found, 1)["problems"]


def test_a_table_the_instrument_does_not_know_is_refused() -> None:
    with pytest.raises(UserError, match="Newcastle"):
        judged("nos-cohort", ["Study", "Year"], ["A", "1999"])
    with pytest.raises(UserError, match="same thing"):
        judged("nos-cohort", ["S1", "selection/S1"], ["a", "a"])


def test_settings_are_read_by_their_type() -> None:
    nos = shipped_instrument("nos-cohort")
    read = read_settings(
        nos, ["threshold=7", "second_star_requires_first=yes", "primary_factor=age = sex"]
    )
    assert read == {
        "threshold": 7,
        "second_star_requires_first": True,
        "primary_factor": "age = sex",
    }
    rob1 = shipped_instrument("rob1-2011")
    assert read_settings(rob1, ["key_domains=D1+D2"]) == {"key_domains": ["D1", "D2"]}
    for pair in ("threshold=many", "nothing=1", "threshold", "rule=best"):
        with pytest.raises(UserError, match=pair.partition("=")[0]):
            read_settings(nos, [pair])


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_file_is_judged_whole(tmp_path: Path, mark: str) -> None:
    source, target = tmp_path / "answers.csv", tmp_path / "judged.csv"
    text = mark.join(["Study", "1.1", "1.2", "1.3"]) + "\r\n"
    text += (
        mark.join(["Müller, 1999" if mark != "," else '"Müller, 1999"', "Y", "Y", "N"]) + "\r\n\n"
    )
    source.write_text(text, "utf-8-sig")
    judge_file(shipped_instrument("rob2"), source, target, settings={})
    with target.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file, delimiter=mark)
    assert rows == [["Müller, 1999", "Y", "Y", "N", "low", "", "", "", "", "", ""]]
    assert header[4:] == ["D1", "D2", "D3", "D4", "D5", "overall", "problems"]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["answers.csv", "judged.csv"]


def test_the_answers_are_never_written_over(tmp_path: Path) -> None:
    source = tmp_path / "answers.csv"
    source.write_text("1.1\nY\n", "utf-8")
    with pytest.raises(UserError, match="written over"):
        judge_file(shipped_instrument("rob2"), source, source, settings={})
    assert source.read_text("utf-8") == "1.1\nY\n"


@pytest.mark.parametrize("content", [b"", b"\xff\xfe1\x00", b"Study\nA\n"])
def test_a_file_that_is_no_table_of_answers_is_refused(tmp_path: Path, content: bytes) -> None:
    source, target = tmp_path / "answers.csv", tmp_path / "judged.csv"
    source.write_bytes(content)
    with pytest.raises(UserError):
        judge_file(shipped_instrument("rob2"), source, target, settings={})
    assert not target.exists()


def test_20_000_rows_take_less_than_two_seconds() -> None:
    chance = random.Random(1)
    tool = shipped_instrument("rob2")
    header = [item.id for item in tool.items() if item.domain != "D2b"]
    rows = [[chance.choice(["Y", "PY", "PN", "N", "NI"]) for _id in header] for _n in range(20_000)]
    before = slowness()
    begun = time.process_time()  # other programs on the machine do not count
    found = judge_rows(tool, header, rows, settings={"aim": "assignment"})
    spent = time.process_time() - begun
    assert len(found.rows) == 20_000
    assert spent < 2 * max(1.0, before, slowness())


def slowness() -> float:
    """How much slower than a desk machine this one is now, as its cores may be shared."""
    begun = time.process_time()
    sum(n * n for n in range(1_000_000))
    return (time.process_time() - begun) / 0.05
