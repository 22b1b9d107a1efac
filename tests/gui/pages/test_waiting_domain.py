"""A domain that waits for a setting is named until it is chosen, over the form and in its place."""

from pathlib import Path

from PySide6.QtWidgets import QLabel

from appraisal import drafts
from gui.dialogs import Dialog
from gui.pages.appraise import AppraisePage
from gui.panes.domain_card import DomainCard
from gui.panes.form_bar import Prompt
from gui.window import Window
from tests.gui.conftest import Opener
from tests.gui.hands import click, go, in_dialog


def opened(open_window: Opener, file: Path, **facts: str) -> tuple[Window, AppraisePage]:
    window = open_window(file)
    window.session.do(drafts.edit_review({"design/cohort": "rob2", **facts}))
    go(window, "appraise")
    page = window._pages["appraise"]
    assert isinstance(page, AppraisePage)
    return window, page


def lines(page: AppraisePage) -> list[object]:
    """The cards and the lines between them, from top to bottom."""
    column = page._pane._column
    items = [column.itemAt(n) for n in range(column.count())]
    return [item.widget() for item in items if item is not None]


def said(prompt: object) -> str:
    assert isinstance(prompt, Prompt)
    return " ".join(label.text() for label in prompt.findChildren(QLabel))


def test_rob2_without_its_effect_of_interest_says_that_domain_2_waits(
    open_window: Opener, new_file: Path
) -> None:
    window, page = opened(open_window, new_file)
    first, waits, third = lines(page)[:3]
    assert isinstance(first, DomainCard)
    assert isinstance(third, DomainCard)
    assert (first.domain.label, third.domain.label) == ("D1", "D3")
    assert "D2 Bias due to deviations from intended interventions:" in said(waits)
    assert "Effect of interest" in said(waits)
    assert "Left out until then: D2 Bias due to deviations" in said(page._pane.bar._unset)
    asked: list[Dialog] = []
    in_dialog(window, asked.append)
    click(page, "Choose: Effect of interest")
    assert asked


def test_nothing_waits_once_the_effect_of_interest_is_chosen(
    open_window: Opener, new_file: Path
) -> None:
    facts = {"setting/rob2/aim": "assignment"}
    _window, page = opened(open_window, new_file, **facts)
    assert not [one for one in lines(page) if isinstance(one, Prompt)]
    cards = [one for one in lines(page) if isinstance(one, DomainCard)]
    assert [card.domain.label for card in cards] == ["D1", "D2", "D3", "D4", "D5"]
