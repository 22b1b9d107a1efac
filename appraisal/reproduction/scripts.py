"""The scripts of a review, by the names of their files; none where nothing is pooled."""

from collections.abc import Iterable

from appraisal.reproduction.content import reproduced
from appraisal.reproduction.python_script import python_script
from appraisal.reproduction.r_script import r_script
from appraisal.synthesis import Analysis


def scripts(analyses: Iterable[Analysis]) -> dict[str, str]:
    """What reproduces every outcome that is pooled, each by its plan."""
    found = [one for one in map(reproduced, analyses) if one is not None]
    if not found:
        return {}
    return {"reproduce.R": r_script(found), "reproduce.py": python_script(found)}
