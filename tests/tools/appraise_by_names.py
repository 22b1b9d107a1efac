"""Three forms filled in and submitted through the accessibility tree alone: NOS, RoB 1, NIH.

`python -m tests.tools.appraise_by_names WINDOW_TOOL` makes a review, starts the real window in the
tool's virtual screen, and does by the names and actions a screen reader has what a person would;
then it reads the file. No mouse, no key, nothing of the program's insides is used in between.
"""

import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from appraisal import desk, drafts
from appraisal.instrument import Instrument, Item
from appraisal.ledger import Value
from appraisal.shipped import shipped

ROOT = Path(__file__).parents[2]
WHY = "One clinic, but like its region."


@dataclass(frozen=True, slots=True)
class Case:
    """A study with the form it is judged by."""

    study: str
    label: str
    design: str
    instrument: str
    overall: str = ""  # the judgement of the whole, where the assessor gives it


CASES = (
    Case("s1", "Achiron 2004", "cohort", "nos-cohort"),
    Case("s2", "Haas 2007", "rct", "rob1-2011"),
    Case("s3", "Vukusic 2015", "case-series", "nih-case-series", overall="poor"),
)


def main() -> int:
    if len(sys.argv) != 2:
        sys.exit("usage: python -m tests.tools.appraise_by_names WINDOW_TOOL")
    with tempfile.TemporaryDirectory() as home:
        os.environ["EVENHAND_HOME"] = home
        path = Path(home) / "named.evenhand"
        person = _make(path)
        steps = [part for step in _steps() for part in ("--do", f"ui {step}")]
        program = ["--", sys.executable, "main.py", str(path)]
        tool = [sys.argv[1], "--settle", "0.2", "--env", f"EVENHAND_HOME={home}"]
        done = subprocess.run([*tool, *steps, *program], cwd=ROOT, check=False)
        return done.returncode or _check(path, person)


def _make(path: Path) -> str:
    review, person = desk.new_review(path, title="By names", name="Ann Lee", readers=1)
    for place, case in enumerate(CASES):
        review.commit(drafts.edit_review({f"design/{case.design}": case.instrument}))
        facts: dict[str, Value] = {"label": case.label, "design": case.design, "order": place}
        review.commit(drafts.add_study(facts, id=case.study)[0])
    review.close()
    return person


def _steps() -> Iterator[str]:
    yield _said("wait", "Appraise")
    yield _said("do", "check box:Appraise")
    for case in CASES:
        yield from _form(case, shipped()[case.instrument])


def _form(case: Case, instrument: Instrument) -> Iterator[str]:
    """The first option of each item, a reason where one is wanted, the whole, and Submit."""
    items = tuple(instrument.items())
    yield _said("do", f"list item:{case.label}")
    yield _said("wait", f"label:0 of {len(items)} answered")
    for place, item in enumerate(items):
        if place:
            yield _said("do", f"button:{item.id} {item.title}")
        option = item.options[0]
        words = option.text.partition("{")[0].strip()  # what the team has settled follows
        yield _said("do", f":{item.id} {item.title}, {option.code} {words}")
        yield _said("wait", f"label:{place + 1} of {len(items)} answered")
        if _wants_why(item, place):
            yield _said("settext", f"Why, {item.id}", WHY)
    if case.overall:
        level = instrument.level(case.overall).label
        yield _said("do", f"radio button:, {level} {level}")
        yield _said("settext", f"text:, {instrument.overall.title}", WHY)
    yield _said("do", "button:Submit")
    yield _said("wait", f"Submit {case.label}?")
    yield _said("do", "button:Submit#2")
    yield _said("wait", "label:All have submitted")


def _said(verb: str, *words: str) -> str:
    return " ".join((verb, *map(shlex.quote, words)))


def _wants_why(item: Item, place: int) -> bool:
    return item.why_required or not place


def _check(path: Path, person: str) -> int:
    review = desk.open_review(path)
    state, good = review.state, True
    for case in CASES:
        instrument = shipped()[case.instrument]
        subject = f"appraisal/{case.study}/-/{instrument.key}/{person}"
        items = tuple(instrument.items())
        claims = [state.claim(subject, f"item/{item.address}") for item in items]
        given = sum(claim is not None for claim in claims)
        reasons = all(
            claim is not None and claim.why == WHY
            for place, (item, claim) in enumerate(zip(items, claims, strict=True))
            if _wants_why(item, place)
        )
        sealed = state.is_sealed(subject)
        judged = not case.overall or state.text(subject, "overall") == case.overall
        good = good and sealed and reasons and judged and given == len(items)
        said = "submitted" if sealed else "not submitted"
        sys.stdout.write(f"{instrument.short}: {given} of {len(items)} answers, {said}\n")
    review.close()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
