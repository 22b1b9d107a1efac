"""A Newcastle-Ottawa form filled in and submitted through the accessibility tree alone.

`python -m tests.tools.appraise_by_names WINDOW_TOOL` makes a review, starts the real window in the
tool's virtual screen, and does by the names a screen reader says what a person would; then it
reads the file. Nothing of the program's insides is used in between.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from appraisal import desk, drafts
from appraisal.instrument import Instrument, shipped

ROOT = Path(__file__).parents[2]
WHY = "One clinic, but like its region."


def main() -> int:
    if len(sys.argv) != 2:
        sys.exit("usage: python -m tests.tools.appraise_by_names WINDOW_TOOL")
    with tempfile.TemporaryDirectory() as home:
        os.environ["EVENHAND_HOME"] = home
        path = Path(home) / "named.evenhand"
        person = _make(path)
        instrument = shipped()["nos-cohort"]
        steps = [part for step in _steps(instrument) for part in ("--do", f"ui {step}")]
        program = ["--", sys.executable, "main.py", str(path)]
        tool = [sys.argv[1], "--settle", "0.3", "--env", f"EVENHAND_HOME={home}"]
        done = subprocess.run([*tool, *steps, *program], cwd=ROOT, check=False)
        return done.returncode or _check(path, instrument, person)


def _make(path: Path) -> str:
    review, person = desk.new_review(path, title="By names", name="Ann Lee", readers=1)
    review.commit(drafts.edit_review({"design/cohort": "nos-cohort"}))
    review.commit(drafts.add_study({"label": "Haas 2007", "design": "cohort"}, id="s1")[0])
    review.close()
    return person


def _steps(instrument: Instrument) -> Iterator[str]:
    """The first option of each item, a reason, and Submit."""
    yield "click 'Appraise'"
    items = tuple(instrument.items())
    for place, item in enumerate(items):
        option = item.options[0]
        if place:
            yield f"click 'button:{item.id} {item.title}'"
        words = option.text.partition("{")[0].strip()  # what the team has settled follows
        yield f"click ':{item.id} {item.title}, {option.code} {words}'"
        yield f"wait 'label:{place + 1} of {len(items)} answered'"
        if not place:
            yield f"settext 'Why, {item.id}' '{WHY}'"
    yield "click 'button:Submit'"
    yield "wait 'Submit Haas 2007?'"
    yield "click 'button:Submit#2'"
    yield "wait 'label:All have submitted'"


def _check(path: Path, instrument: Instrument, person: str) -> int:
    review = desk.open_review(path)
    subject = f"appraisal/s1/-/{instrument.key}/{person}"
    answers = {
        item.address: review.state.value(subject, f"item/{item.address}")
        for item in instrument.items()
    }
    first = review.state.claim(subject, f"item/{next(iter(instrument.items())).address}")
    sealed = review.state.is_sealed(subject)
    review.close()
    good = sealed and all(answers.values()) and first is not None and first.why == WHY
    said = "submitted" if sealed else "not submitted"
    answered = sum(answer is not None for answer in answers.values())
    sys.stdout.write(f"{answered} of {len(answers)} answers in the file, {said}\n")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
