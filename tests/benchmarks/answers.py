"""The whole way of an answer in the window: the click, the ledger, every count, and the paint.

The review is the largest of the aims: 200 studies, two reviewers, 30 items or more a form.
"""

import atexit
import statistics
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from itertools import chain, count, cycle
from pathlib import Path
from shutil import copyfile
from time import perf_counter
from typing import TYPE_CHECKING

from appraisal import drafts
from appraisal.drafts import Draft, Write
from appraisal.instruments import shipped_key
from appraisal.keys import key_from_seed
from appraisal.ledger import Claim
from appraisal.review import Review
from appraisal.store.memory import MemoryStore
from appraisal.subjects import ITSELF, appraisal_subject
from tests.benchmarks.benchmark import Benchmark
from tests.benchmarks.synthesis import application

if TYPE_CHECKING:
    from gui.window import Window

INSTRUMENT = "robins-i-2016"  # 34 items
CLICKS = 100
_numbers = count()


@cache
def file(studies: int, *, scored: bool = False) -> Path:
    """A review of two reviewers; each has answered all of every other study.

    Where it is `scored`, both have answered and submitted every study.
    """
    store = MemoryStore("benchmark0000000")
    review = Review(store)
    people = []
    for name in ("Ana", "Ben"):
        draft, person = drafts.add_person({"name": name, "roles": ["reviewer"]})
        review.commit(draft, author=person)
        people.append(person)
    review.commit(
        drafts.edit_review({"title": "Many", "readers": 2, "design/cohort": INSTRUMENT}),
        author=people[0],
    )
    made = [_study(number) for number in range(studies)]
    review.commit(
        Draft("", tuple(write for draft, _ in made for write in draft.writes)), author=people[0]
    )
    names = [study for _, study in made]
    outcome_draft, outcome = drafts.add_outcome(
        {"name": "Relapse", "data": "counts", "arm1": "A", "arm2": "B", "event_is": "bad"}
    )
    review.commit(outcome_draft, author=people[0])
    cells = {name: Claim(count) for name, count in {"e1": 5, "n1": 80, "e2": 9, "n2": 90}.items()}
    for person in people:
        some = names if scored else names[1::2]
        review.commit(Draft("", tuple(_answers(review, some, person))), author=person)
        typed = [drafts.extract(study, outcome, person, cells).writes for study in some]
        review.commit(Draft("", tuple(chain.from_iterable(typed))), author=person)
    if scored:
        for person in people:
            _submit(review, names, person)
    path = folder() / f"{studies}-{scored}.evenhand"
    store.copy_to(path)
    return path


@cache
def folder() -> Path:
    """Where the reviews lie until the program ends."""
    folder = tempfile.TemporaryDirectory(prefix="evenhand-answers-")
    atexit.register(folder.cleanup)
    return Path(folder.name)


def _study(number: int) -> tuple[Draft, str]:
    return drafts.add_study(
        {"label": f"Author {1950 + number % 70}", "design": "cohort", "order": number}
    )


def _answers(review: Review, studies: list[str], person: str) -> Iterator[Write]:
    key = shipped_key(INSTRUMENT)
    items = tuple(review.instrument(key).items())
    for study in studies:
        subject = appraisal_subject(study, ITSELF, key, person)
        for item in items:
            if item.options:
                code = item.options[0].code
                value = [code] if item.type == "multi" else code
                yield from drafts.answer(subject, item.address, Claim(value, "As said.")).writes


def _submit(review: Review, studies: list[str], person: str) -> None:
    key = key_from_seed(person)
    for study in studies:
        subject = appraisal_subject(study, ITSELF, shipped_key(INSTRUMENT), person)
        review.commit(drafts.seal(review.state, subject, key=key), author=person)


def open_window(path: Path) -> "Window":
    """The program's window with a review open."""
    from gui import theme
    from gui.session import Session
    from gui.settings import Settings
    from gui.window import Window

    app = application()
    for former in app.topLevelWidgets():
        former.close()
    copy = folder() / f"{next(_numbers)}.evenhand"
    copyfile(path, copy)  # a file is open once
    theme.apply(app, "light")
    window = Window(Session(Settings()))
    window.resize(1280, 800)
    window.show()
    window.session.open(copy)
    atexit.register(window.close)
    app.processEvents()
    return window


def _clicks(studies: int) -> Callable[[], float]:
    """What one click on an answer takes until it is saved and all of the window is painted."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from gui.pages.appraise import AppraisePage
    from gui.widgets.options import OptionButton

    window = open_window(file(studies))
    window.show_page("appraise")
    app = application()
    app.processEvents()
    page = window.findChild(AppraisePage)
    assert page is not None
    for _ in range(5):
        app.processEvents()
    shown = [one for one in page.findChildren(OptionButton) if one.isVisible()]
    turn = cycle(shown[:2])

    def click() -> float:
        option = next(turn)
        before = window.session.saved_at
        start = perf_counter()
        QTest.mouseClick(option, Qt.MouseButton.LeftButton)
        app.processEvents()
        took = perf_counter() - start
        if window.session.saved_at in (None, before):
            raise RuntimeError("The click saved nothing.")
        return took

    return click


def _median(studies: int) -> Callable[[], Callable[[], float]]:
    def prepare() -> Callable[[], float]:
        click = _clicks(studies)
        return lambda: statistics.median(click() for _ in range(CLICKS // 5))

    return prepare


def _worst_of_hundred(studies: int) -> Callable[[], Callable[[], float]]:
    def prepare() -> Callable[[], float]:
        click = _clicks(studies)
        return lambda: sorted(click() for _ in range(CLICKS))[-2]

    return prepare


CLICKED = "answer clicked to saved and painted"
BENCHMARKS = [
    Benchmark(f"{CLICKED}, median", 10, 20e-3, _median(10), own_clock=True),
    Benchmark(f"{CLICKED}, median", 50, 20e-3, _median(50), own_clock=True),
    Benchmark(f"{CLICKED}, median", 200, 20e-3, _median(200), own_clock=True),
    Benchmark(
        f"{CLICKED}, 99th of 100", 200, 0.1, _worst_of_hundred(200), repeats=3, own_clock=True
    ),
]
