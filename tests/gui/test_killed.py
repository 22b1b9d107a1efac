"""A few of the trials of `tests.faults.window_kill`; its command does as many as are asked for."""

from pathlib import Path

from tests.faults import window_kill


def test_what_the_window_called_saved_survives_its_being_killed(tmp_path: Path) -> None:
    score = window_kill.trial(tmp_path, kills=5)
    assert score.acknowledged >= 5
    assert (score.damaged, score.lost) == (0, 0)
