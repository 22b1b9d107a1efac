"""Figures drawn beside: the same files, no process left, and nothing lost where there is none."""

import multiprocessing
import os
import signal
from pathlib import Path

import pytest

from appraisal import figure_files
from appraisal.errors import StorageError
from appraisal.figure_files import FigureFiles, write_figure
from stats.figures.scene import Scene, Text


def scene(n: int) -> Scene:
    return Scene(120, 40, (Text(5, 20, f"Study {n}"), Text(60, 20, "\ue123")))


def tasks(folder: Path) -> list[tuple[Scene, Path]]:
    return [(scene(n), folder / f"{n}.{kind}") for n in range(4) for kind in ("svg", "pdf", "png")]


def nothing() -> None:
    """Hear of progress and go on."""


@pytest.fixture
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


@pytest.mark.usefixtures("two_processors")
def test_drawn_beside_is_the_same_to_the_byte(tmp_path: Path) -> None:
    with FigureFiles(tasks(tmp_path / "beside"), many=1) as figures:
        assert multiprocessing.active_children()
        missing = figures.finish(nothing)
        assert figures.done == 12
    assert not multiprocessing.active_children()
    assert missing == ("\ue123",)
    for drawn, path in tasks(tmp_path / "here"):
        write_figure(drawn, path)
        assert (tmp_path / "beside" / path.name).read_bytes() == path.read_bytes(), path.name


def test_few_figures_start_no_process(tmp_path: Path) -> None:
    with FigureFiles(tasks(tmp_path)) as figures:
        assert not multiprocessing.active_children()
        figures.finish(nothing)
    assert len(list(tmp_path.iterdir())) == 12


@pytest.mark.usefixtures("two_processors")
def test_system_that_gives_no_process_draws_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_kind: str) -> None:
        raise OSError("not allowed")

    monkeypatch.setattr(multiprocessing, "get_context", refused)
    with FigureFiles(tasks(tmp_path), many=1) as figures:
        figures.finish(nothing)
    assert figures.is_alone, "whoever waits is told why it took longer"
    assert len(list(tmp_path.iterdir())) == 12


@pytest.mark.usefixtures("two_processors")
def test_process_ended_from_outside_loses_nothing(tmp_path: Path) -> None:
    with FigureFiles(tasks(tmp_path), many=1) as figures:
        (child,) = multiprocessing.active_children()
        assert child.pid is not None
        os.kill(child.pid, signal.SIGTERM)
        figures.finish(nothing)
    assert figures.is_alone
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted(
        path.name for _scene, path in tasks(tmp_path)
    )


class Stopped(Exception):
    pass


@pytest.mark.usefixtures("two_processors")
def test_cancelling_leaves_no_process_and_whole_files_only(tmp_path: Path) -> None:
    def stop() -> None:
        raise Stopped

    with pytest.raises(Stopped), FigureFiles(tasks(tmp_path), many=1) as figures:
        figures.finish(stop)
    assert not multiprocessing.active_children()
    assert not [one for one in tmp_path.rglob("*") if one.name.startswith(".")]


@pytest.mark.usefixtures("two_processors")
def test_fault_beside_says_what_to_do_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    here = [(scene(1), tmp_path / "file" / "1.svg")]
    monkeypatch.setattr(figure_files.FigureFiles, "finish", _wait_for_the_other)
    with pytest.raises(StorageError) as fault, FigureFiles(here, many=1) as figures:
        figures.finish(nothing)
    assert fault.value.message
    assert fault.value.remedy


def _wait_for_the_other(self: FigureFiles, _told: object) -> None:
    for begun, _task in self._sent:
        begun.result()
