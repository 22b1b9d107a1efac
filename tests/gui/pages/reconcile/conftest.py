"""Four studies read by two who differ, an adjudicator, and the steps the page's tests share."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QApplication,
)

from appraisal import drafts
from appraisal.ledger import Claim, Value
from appraisal.review import Review
from appraisal.subjects import extraction_form, in_seat
from gui.pages.reconcile import ReconcilePage
from gui.window import Window
from tests.appraisal import desks
from tests.gui.conftest import Opener
from tests.gui.hands import go

READ = {"ann": (10, 50, 20, 55), "bob": (10, 51, 26, 55)}
NUMBERS = extraction_form("s1", "o1")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Four studies, one of them open, with numbers that differ in two cells; Cat adjudicates."""
    path = tmp_path / "review.evenhand"
    review = desks.begun(path, studies=4, people={**desks.PEOPLE, "cat": "Third Person"})
    review.commit(drafts.edit_person("cat", {"roles": ["adjudicator"]}))
    facts: dict[str, Value] = {"name": "Relapse", "data": "counts", "arm1": "T", "arm2": "C"}
    review.commit(drafts.add_outcome({**facts, "event_is": "bad"}, id="o1")[0])
    for person in ("ann", "bob"):
        desks.answer(review, "s1", person, S1="b" if person == "bob" else "a")
        desks.submit(review, "s1", person)
        for study in ("s1", "s2"):
            extract(review, study, person, READ[person] if study == "s1" else (4, 30, 9, 31))
    review.close()
    return path


def extract(review: Review, study: str, person: str, numbers: tuple[int, ...]) -> None:
    cells = dict(zip(("e1", "n1", "e2", "n2"), map(Claim, numbers), strict=True))
    review.commit(drafts.extract(study, "o1", person, cells), author=person)
    subject = in_seat(extraction_form(study, "o1"), person)
    review.commit(drafts.seal(review.state, subject, key=desks.key(person)), author=person)


def opened(open_window: Opener, file: Path, person: str) -> tuple[Window, ReconcilePage]:
    window = open_window(file)
    window.session.sign_in(person)
    page = go(window, "reconcile")
    assert isinstance(page, ReconcilePage)
    return window, page


def choose(page: ReconcilePage, key: str) -> None:
    assert page._list.select(key), [row.key for row in page._list._model.rows()]
    QApplication.processEvents()
