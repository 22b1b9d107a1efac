import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import main
from appraisal import cli

ROOT = Path(main.__file__).parent


def start(
    *arguments: str, cwd: Path = ROOT, **environment: str
) -> subprocess.CompletedProcess[str]:
    """The program as a shell starts it, without a display unless one is given."""
    screens = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    kept = {name: value for name, value in os.environ.items() if name not in screens}
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *arguments],
        cwd=cwd,
        env={**kept, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_verbs_are_those_of_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["--help"])
    listed = re.findall(r"^    (\w+)", capsys.readouterr().out, re.MULTILINE)
    assert set(listed) == main.VERBS


def test_version_is_that_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    done = start("--version")
    assert done.stdout == f"Evenhand {project['version']}\n"
    assert done.returncode == 0


def test_wrong_usage_is_told_by_the_exit_status() -> None:
    done = start("--nonsense")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("word", ["reprot", "gone.evenhand"])
def test_word_that_is_no_verb_and_no_file_opens_no_window(word: str) -> None:
    done = start(word, QT_QPA_PLATFORM="offscreen")
    assert done.returncode == 2
    assert done.stderr == f"{word} is neither a file nor a verb. See run --help.\n"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_without_a_screen_the_sample_is_reported(tmp_path: Path) -> None:
    done = start(cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    assert done.stderr.count("\n") == 1
    assert (tmp_path / "sample-output" / "results.json").stat().st_size > 0


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
def test_screen_is_known_by_its_name(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for each in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(each, raising=False)
    assert not main.has_screen()
    monkeypatch.setenv(name, ":0")
    assert main.has_screen()
