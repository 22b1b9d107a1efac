"""What the page asks for while a parcel is missing."""

from pathlib import Path

from PySide6.QtWidgets import (
    QAbstractButton,
)

from appraisal import drafts
from appraisal.exchange import look, take
from tests.appraisal import desks
from tests.gui.conftest import Opener
from tests.gui.hands import click, go, in_dialog, named, shown_words
from tests.gui.pages.reconcile.conftest import opened


def test_closed_forms_ask_for_the_exchange_that_is_missing(
    open_window: Opener, tmp_path: Path
) -> None:
    path = tmp_path / "ann.evenhand"
    review = desks.begun(path, studies=2)
    other = desks.copied(review, tmp_path / "bob.evenhand", "bob")
    for at, person in ((review, "ann"), (other, "bob")):
        for study in ("s1", "s2"):
            desks.answer(at, study, person)
            desks.submit(at, study, person)
    parcel = desks.send(other, "bob", tmp_path)
    desks.send(review, "ann", tmp_path)
    other.close()
    review.close()
    window, page = opened(open_window, path, "ann")
    assert "parcels are missing" in shown_words(page)
    assert window.session.review is not None
    take(window.session.review, look(window.session.review, parcel))
    go(window, "overview")
    go(window, "reconcile")
    assert "One exchange is missing" in shown_words(page)
    asked: list[str] = []
    window.session.asked.connect(lambda place: asked.append(place.page))
    in_dialog(window, lambda dialog: dialog.reject())
    click(page, "Share")
    assert asked == ["action:share"]
    assert named(page, QAbstractButton, "Receive").isVisible()


def test_one_reviewer_alone_waits_for_no_parcel(open_window: Opener, tmp_path: Path) -> None:
    path = tmp_path / "alone.evenhand"
    review = desks.begun(path, studies=1, people={"ann": "Reviewer A"})
    review.commit(drafts.edit_review({"readers": 1}))
    desks.answer(review, "s1", "ann")
    desks.submit(review, "s1", "ann")
    review.close()
    _window, page = opened(open_window, path, "ann")
    assert "parcels are missing" not in shown_words(page)
