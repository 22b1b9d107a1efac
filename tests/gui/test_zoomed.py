"""Large type in the longer language: nothing to press or fill in is cut at 1280 x 800."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from gui.settings import Settings
from gui.widgets.buttons import Button
from gui.widgets.fields import Field
from gui.widgets.text import KeyCap
from tests.gui.conftest import Opener

PAGES = (
    "overview", "records", "studies", "appraise", "extract", "reconcile", "synthesis", "report",
    "history", "settings",
)  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_cut_at_one_and_a_half(
    open_window: Opener, sample_file: Path, page: str
) -> None:
    window = open_window(sample_file, Settings(theme="light", language="pt_BR", text_zoom=1.5))
    window.resize(1280, 800)
    window.show_page(page)
    QApplication.processEvents()
    pressed: list[Button | KeyCap] = [*window.findChildren(Button), *window.findChildren(KeyCap)]
    narrow = [
        one.text() or one.accessibleName()
        for one in pressed
        if one.isVisible() and one.width() < one.sizeHint().width()
    ]
    low = [
        one.label.text()
        for one in window.findChildren(Field)
        if one.isVisible() and one.height() < one.minimumSizeHint().height()
    ]
    assert (narrow, low) == ([], [])
