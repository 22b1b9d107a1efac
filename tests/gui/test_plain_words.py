"""The program's own words for its workings do not reach the window; plain ones do.

Every text of both catalogues is looked at, every text of the instruments, and everything a window
shows and says to a screen reader, page by page, in both languages.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QTableView, QWidget

from gui import language
from gui.actions import ACTIONS
from gui.dialogs import Dialog
from gui.settings import Settings
from gui.window import Window
from resources import path
from tests.gui.conftest import Opener
from tests.gui.hands import go, in_dialog, let_finish
from tests.tools import catalogues

OURS = {
    "en": re.compile(r"\b(ledgers?|seats?|slots?|box(es)?|claims?)\b", re.IGNORECASE),
    "pt_BR": re.compile(
        r"\b(ledgers?|livros?-raz|assentos?|slots?|encaixes?|ranhuras?|caixas?|claims?|alega)",
        re.IGNORECASE,
    ),
}
FIELDS = re.compile(r"\{[a-z_0-9]*\}")
PAGES = (
    "overview", "studies", "appraise", "extract", "reconcile", "synthesis", "report", "history",
    "settings",
)  # fmt: skip


def ours(texts: Iterable[str], lang: str) -> list[str]:
    """The texts that hold one of the words; what is filled in is not ours."""
    return [text for text in texts if OURS[lang].search(FIELDS.sub("", text))]


def test_no_text_of_either_language_holds_them() -> None:
    catalogue = catalogues.read("pt_BR")
    english: list[str] = []
    portuguese: list[str] = []
    for message in catalogue:
        if message.id:
            english += [message.id] if isinstance(message.id, str) else list(message.id)
            said = message.string
            portuguese += [said] if isinstance(said, str) else list(said or ())
    assert len(english) > 500
    assert ours(english, "en") == []
    assert ours(portuguese, "pt_BR") == []


def test_no_instrument_holds_them() -> None:
    for file in sorted(path("instruments").iterdir()):
        if file.name.endswith(".toml"):
            lang = "pt_BR" if file.name.endswith(".pt_BR.toml") else "en"
            lines = re.findall(r'"([^"]*)"', file.read_text("utf-8"))
            assert ours(lines, lang) == [], file.name


def shown(window: Window) -> Iterator[str]:
    """Everything a person can read or hear of what is in the window now."""
    for widget in window.findChildren(QWidget):
        yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
        if isinstance(widget, QAbstractButton | QLabel):
            yield widget.text()
        elif isinstance(widget, QLineEdit):
            yield widget.placeholderText()
        elif isinstance(widget, QTableView) and widget.model() is not None:
            model = widget.model()
            for column in range(model.columnCount()):
                yield str(model.headerData(column, Qt.Orientation.Horizontal))
                for row in range(min(model.rowCount(), 30)):
                    yield str(model.index(row, column).data())
    yield from (one.text() for one in ACTIONS)


@pytest.mark.parametrize("lang", ["en", "pt_BR"])
def test_no_page_and_no_question_of_the_team_shows_them(
    open_window: Opener, sample_file: Path, qapp: QApplication, lang: str
) -> None:
    settings = Settings(theme="light", language=lang)
    language.speak(qapp, settings)
    window = open_window(sample_file, settings)
    met: set[str] = set()
    for page in PAGES:
        go(window, page)
        let_finish(window)
        met |= set(shown(window))
        met.add(window._specs[page].about())
    for act in ("share", "person"):

        def look(_dialog: Dialog) -> None:
            met.update(shown(window))

        in_dialog(window, look)
        window.act(act)
    assert len(met) > 200
    assert ours(sorted(met), lang) == []
