"""Numbers that two readers took differently: what each does to the pool, and what is agreed."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
)

from appraisal import desk, drafts
from appraisal.ledger import Claim
from appraisal.settled import Rank, settled
from appraisal.subjects import extraction_form, in_seat
from gui.widgets.fields import LineField
from tests.gui.conftest import Opener
from tests.gui.hands import CONTROL, keys, named, press, shown_words, type_words
from tests.gui.pages.reconcile.conftest import NUMBERS, choose, extract, opened


def test_each_cell_shows_what_the_difference_does_to_the_pooled_estimate(
    open_window: Opener, file: Path
) -> None:
    _window, page = opened(open_window, file, "ann")
    choose(page, "s1/numbers:o1")
    assert [card.point.field for card in page._cards] == ["n1", "e2"]
    words = shown_words(page)
    # Mantel-Haenszel fixed over both studies, computed by hand below
    assert f"Pooled with this: {by_hand((10, 50, 20, 55))}" in words
    assert f"Pooled with this: {by_hand((10, 50, 26, 55))}" in words
    assert f"Reviewer B: {by_hand((10, 51, 26, 55))}" in words


def test_choice_of_numbers_or_report_goes_by_words(open_window: Opener, file: Path) -> None:
    review = desk.open_review(file)
    for person, use in (("ann", "numbers"), ("bob", "reported")):
        review.commit(drafts.extract("s3", "o1", person, {"use": Claim(use)}), author=person)
        extract(review, "s3", person, (4, 30, 9, 31))
    review.close()
    window, page = opened(open_window, file, "ann")
    choose(page, "s3/numbers:o1")
    words = shown_words(page)
    assert "the numbers" in words
    assert "the report" in words
    page.setFocus()
    page._cards[0].focus()
    report = named(page, QAbstractButton, "the report")
    assert report.accessibleName() == "Agreed answer, Pooled, 4 the report"
    press(report)
    page._cards[0].focus()
    keys(Qt.Key.Key_W)
    type_words("The table has no numbers for this outcome.")
    keys(Qt.Key.Key_Return, held=CONTROL)
    agreed = window.session.state.claim(in_seat(extraction_form("s3", "o1"), "agreed"), "use")
    assert agreed is not None
    assert agreed.value == "reported"


def by_hand(first: tuple[int, int, int, int]) -> str:
    """The Mantel-Haenszel odds ratio of two studies with its Robins-Breslow-Greenland interval."""
    from math import exp, log, sqrt

    tables = []
    for e1, n1, e2, n2 in (first, (4, 30, 9, 31)):
        tables.append((e1, n1 - e1, e2, n2 - e2))
    r = [a * d / (a + b + c + d) for a, b, c, d in tables]
    s = [b * c / (a + b + c + d) for a, b, c, d in tables]
    p = [(a + d) / (a + b + c + d) for a, b, c, d in tables]
    q = [(b + c) / (a + b + c + d) for a, b, c, d in tables]
    whole_r, whole_s = sum(r), sum(s)
    log_or = log(whole_r / whole_s)
    variance = (
        sum(x * y for x, y in zip(p, r, strict=True)) / (2 * whole_r**2)
        + sum(
            x * z + y * w for x, y, z, w in zip(p, q, s, r, strict=True)
        ) / (2 * whole_r * whole_s)
        + sum(x * y for x, y in zip(q, s, strict=True)) / (2 * whole_s**2)
    )  # fmt: skip
    half = 1.959963984540054 * sqrt(variance)
    return f"OR {exp(log_or):.2f} [{exp(log_or - half):.2f}, {exp(log_or + half):.2f}]"


def test_numbers_are_settled_by_taking_a_side_or_typing_another(
    open_window: Opener, file: Path
) -> None:
    window, page = opened(open_window, file, "ann")
    choose(page, "s1/numbers:o1")
    page._cards[0].focus()
    keys(Qt.Key.Key_2, Qt.Key.Key_W)
    type_words("table 1")
    keys(Qt.Key.Key_Return, held=CONTROL)
    card = next(one for one in page._cards if one.point.field == "e2")
    field = named(card, LineField, "Agreed answer, Events 2 (C)")
    field.setFocus()
    type_words("2,5")
    assert not card._button.isEnabled()
    keys(Qt.Key.Key_A, held=CONTROL)
    type_words("24")
    assert not card._button.isEnabled()  # neither answer: it needs a reason
    card._why.setFocus()
    type_words("counted again")
    press(card._button)
    form = settled(window.session.state, NUMBERS)
    assert (form.value("n1"), form.value("e2")) == (51, 24)
    assert form.ranks["e2"] == Rank.AGREED
    assert not page._sentence.isVisible()
    assert [row.waiting for row in page._rows() if row.target == "numbers:o1"] == [0, 0]
