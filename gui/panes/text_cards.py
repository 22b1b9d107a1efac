"""A text in every language, each on a card with a button that copies it."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.session import Session
from gui.theme import space
from gui.widgets.buttons import Button
from gui.widgets.card import Card
from gui.widgets.page import Scroll
from gui.widgets.text import Text
from resources.i18n import NAMES, _, language


class TextCards(Scroll):
    """The window's own language stands first."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._session = session

    def show_texts(self, texts: Mapping[str, str]) -> None:
        """Show a text, by language."""
        ground = QWidget()
        column = QVBoxLayout(ground)
        space(column, (24, 0, 24, 24), 12)
        for lang in sorted(texts, key=lambda one: one != language()):
            column.addWidget(self._card(NAMES[lang], texts[lang]))
        column.addStretch(1)
        self.set_content(ground)

    def _card(self, name: str, text: str) -> Card:
        card = Card(name, parent=self)
        copy = Button(_("Copy"), icon="copy", parent=card)
        copy.setAccessibleName(_("Copy the text, {language}").format(language=name))
        copy.clicked.connect(partial(self._copy, text))
        card.add_to_head(copy)
        shown = Text(text, wrap=True, parent=card)
        shown.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        shown.setAccessibleName(name)
        card.add(shown)
        return card

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._session.say(_("Copied."))
