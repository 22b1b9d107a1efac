"""A form whose instrument the team has not settled says so, and leads to the settings."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit

from appraisal import drafts
from appraisal.ledger import Claim
from gui.dialogs import Dialog
from gui.pages.appraise import AppraisePage
from gui.submitting import submit
from gui.window import Window
from tests.gui.conftest import Opener
from tests.gui.hands import click, go, in_dialog, keys, named, press, type_words

COHORT = {
    "Additional factor": "smoking",
    "Shortest adequate follow-up": "6 months",
    "Lowest adequate follow-up rate": "80",
    "Limit of stars": "7",
}
VERB = "Settings before rating"


@pytest.fixture
def window(open_window: Opener, new_file: Path) -> Window:
    made = open_window(new_file)
    go(made, "appraise")
    return made


def said(window: Window) -> str:
    """What the strip under the head of the form says."""
    found = window._pages["appraise"]
    assert isinstance(found, AppraisePage)
    labels = found._pane.bar.findChildren(QLabel)
    return " ".join(label.text() for label in labels if label.isVisible())


def type_all(dialog: Dialog) -> None:
    for label, value in COHORT.items():
        field = named(dialog, QLineEdit, f"NOS cohort: {label}")
        field.setFocus()
        type_words(value)
    press(dialog.buttons["yes"])


def test_form_names_what_the_team_has_not_chosen_until_it_has(window: Window) -> None:
    assert "has not chosen yet" in said(window)
    for label in COHORT:
        assert label in said(window), label
    assert "Most important factor" not in said(window)  # that one is chosen
    in_dialog(window, type_all)
    click(window._pages["appraise"], VERB)
    assert "has not chosen yet" not in said(window)
    assert window.session.state.text("review/-", "setting/nos-cohort/min_follow_up") == "6 months"


def test_every_unset_form_says_so_and_only_its_own(window: Window) -> None:
    in_dialog(window, type_all)
    click(window._pages["appraise"], VERB)
    keys(Qt.Key.Key_PageDown)  # the case-control study
    assert "Additional factor" in said(window)
    assert "follow-up" not in said(window)


def test_sealed_and_read_only_forms_offer_no_settings(window: Window) -> None:
    for domain, items in (("selection", "S1 S2 S3 S4"), ("comparability", "C1")):
        for item in items.split():
            window.session.do(answer(window, f"{domain}/{item}"))
    for item in ("O1", "O2", "O3"):
        window.session.do(answer(window, f"outcome/{item}"))
    assert submit(window.session, subject(window))
    page = window._pages["appraise"]
    assert "has not chosen yet" not in said(window)
    assert not [one for one in page.findChildren(QAbstractButton) if shows(one)]


def subject(window: Window) -> str:
    return f"appraisal/s1/-/nos-cohort@1/{window.session.reader}"


def answer(window: Window, address: str) -> drafts.Draft:
    return drafts.answer(subject(window), address, Claim(["a"] if "C1" in address else "a"))


def shows(button: QAbstractButton) -> bool:
    return button.isVisible() and button.text() == VERB
