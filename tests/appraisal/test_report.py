"""`report` and the words of the terminal: what is printed, what is written, how it ends."""

import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from appraisal import cli, sample
from appraisal.bundle import write_report
from appraisal.errors import UserError
from appraisal.terminal.plain import soften
from tests.appraisal.materials import sample_material

ROOT = Path(__file__).parents[2]
COMMA = re.compile(r"\d,\d")


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("review") / "sample.evenhand"
    sample.make(path, "ivig")
    return path


def test_report_writes_what_the_contract_names(
    review: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert cli.main(["report", "--lang", "pt_BR", str(review), "--out", str(out)]) == cli.DONE
    printed = capsys.readouterr().out
    for name in (
        "appraisal.xlsx", "results.json", "methods.txt", "reproduce.R", "reproduce.py",
        "prisma2020.csv", "figures/flow.pdf",
        "tables/studies.csv", "tables/appraisals.csv",
        "tables/extraction.csv", "tables/pooled.csv", "tables/agreement.csv", "tables/history.csv",
        "figures/forest.svg", "figures/forest.pdf", "figures/forest.png",
        "figures/star-table-nos-cohort.svg", "figures/traffic-light-rob1-2011.svg",
    ):  # fmt: skip
        assert (out / name).stat().st_size > 0, name
    assert "OR 0.32 [0.15, 0.67]" in printed
    assert not COMMA.search(printed)
    assert "Efeito fixo" in printed
    assert "0,32" in (out / "figures" / "forest.svg").read_text(encoding="utf-8")
    assert json.loads((out / "results.json").read_text(encoding="utf-8"))["outcomes"][0]["k"] == 4


def test_folder_with_files_is_refused_unless_replaced(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("mine", encoding="utf-8")
    with pytest.raises(UserError, match=r"thesis\.docx"):
        write_report(sample_material(), tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == ["thesis.docx"]


@pytest.mark.parametrize(
    "words",
    [["report"], ["report", "x"], ["sample", "x", "--which", "none"], ["--lang", "tlh"], []],
)
def test_wrong_usage_ends_with_2(words: list[str]) -> None:
    assert cli.main(words) == cli.USAGE


@pytest.mark.parametrize("verb", [["check"], ["report", "--out", "out"]])
def test_missing_file_is_one_sentence(
    verb: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "none.evenhand"
    assert cli.main([verb[0], str(path), *verb[1:]]) == cli.ACT
    assert capsys.readouterr().err == f"There is no file {path}.\n"


def test_unknown_reader_is_told_who_there_is(
    review: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["report", str(review), "--out", str(tmp_path / "out"), "--as", "Nobody"]
    assert cli.main(words) == cli.ACT
    assert "Reviewer A, Reviewer B" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_help_speaks_the_language_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--lang", "pt_BR", "--help"]) == cli.DONE
    assert "idioma" in capsys.readouterr().out


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_terminal_without_our_signs_gets_plain_ones(encoding: str) -> None:
    out = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="\n")
    soften(out)
    out.write("z = \N{MINUS SIGN}3.02, \N{GREEK SMALL LETTER TAU}\u00b2 \u2265 0, 佐藤")
    out.seek(0)
    assert out.read().replace("\u00b2", "2") == "z = -3.02, tau2 >= 0, ??"


def test_reader_that_goes_away_is_no_fault(review: Path, tmp_path: Path) -> None:
    words = [sys.executable, "main.py", "report", str(review), "--out", str(tmp_path / "out")]
    done = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert done.stdout is not None
    assert done.stderr is not None
    done.stdout.close()
    said = done.stderr.read()
    done.stderr.close()
    assert (done.wait(120), said) == (cli.ACT, b"")


def test_damaged_file_is_told_in_two_sentences(
    review: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "half.evenhand"
    path.write_bytes(review.read_bytes()[: review.stat().st_size // 2])
    assert cli.main(["check", str(path)]) == cli.ACT
    assert re.search(r"half\.evenhand\. [A-Z]", capsys.readouterr().err)
