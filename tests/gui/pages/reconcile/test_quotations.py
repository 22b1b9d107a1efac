"""A quotation leads from the difference to its place in the report."""

from pathlib import Path

from PySide6.QtWidgets import (
    QAbstractButton,
)

from appraisal import desk, drafts
from appraisal.ledger import Claim, Quote
from appraisal.subjects import in_seat
from gui.pages.appraise import AppraisePage
from gui.pages.extract import ExtractPage
from gui.panes.attaching import attach
from tests.appraisal import desks
from tests.gui.conftest import Opener
from tests.gui.hands import named, press
from tests.gui.pages.reconcile.conftest import choose, extract, opened
from tests.gui.pages.test_evidence import write_pdf


def test_quotation_leads_to_its_place_in_the_report(
    open_window: Opener, file: Path, tmp_path: Path
) -> None:
    review = desk.open_review(file)
    arm = {"name": Claim("Low dose"), "side": Claim("arm1"), "n": Claim(30)}
    for person, events in (("ann", 3), ("bob", 4)):
        quoted = Claim(events, "", (Quote("the infusion unit", page="4"),))
        said = {"low-dose": {**arm, "e": quoted}}
        review.commit(drafts.write_arm("s3", "o1", person, said), author=person)
        extract(review, "s3", person, (4, 30, 9, 31))
    review.close()
    window, page = opened(open_window, file, "ann")
    attach(window.session, "s3", write_pdf(tmp_path / "report.pdf", pages=6))
    choose(page, "s3/numbers:o1")
    assert [card.point.field for card in page._cards] == ["arm/low-dose/e"]
    press(named(page, QAbstractButton, "Page 4: “the infusion unit”"))
    extraction = window._pages["extract"]
    assert isinstance(extraction, ExtractPage)
    assert extraction.isVisible()
    assert extraction._evidence.view.isVisible()
    assert extraction._evidence.view.page == 3
    assert extraction._current()[1] == "arm/low-dose/e"


def test_quotation_of_an_answer_leads_to_its_item_and_report(
    open_window: Opener, file: Path, tmp_path: Path
) -> None:
    review = desk.open_review(file)
    for person, code in (("ann", "a"), ("bob", "b")):
        desks.answer(review, "s4", person, S1=code)
        subject = in_seat(desks.form("s4"), person)
        quoted = Claim(code, "", (Quote("once in each quarter", page="5"),))
        review.commit(drafts.answer(subject, "selection/S1", quoted), author=person)
        desks.submit(review, "s4", person)
    review.close()
    window, page = opened(open_window, file, "ann")
    attach(window.session, "s4", write_pdf(tmp_path / "report.pdf", pages=6))
    choose(page, "s4")
    card = next(one for one in page._cards if one.point.id == "S1")
    press(named(card, QAbstractButton, "Page 5: “once in each quarter”"))
    appraise = window._pages["appraise"]
    assert isinstance(appraise, AppraisePage)
    assert appraise._pane.current == "selection/S1"
    view = appraise._evidence.view
    assert view.isVisible()
    assert view.pages is not None
    place = view.pages.place_of("once in each quarter", 4)
    assert place is not None
    box = view.pages.box(place)
    assert box is not None
    assert 0 <= view._rect_of(4, box).top() < view.viewport().height()
