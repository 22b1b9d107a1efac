"""A script that goes out, on a card with a button that copies it."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.session import Session
from gui.theme import space
from gui.widgets.buttons import Button
from gui.widgets.card import Card
from gui.widgets.code import CodeView
from resources.i18n import _


class ScriptCard(QWidget):
    """Shows one script."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._card = Card(" ", parent=self)
        self._code = CodeView(parent=self._card)
        copy = Button(_("Copy"), icon="copy", parent=self._card)
        copy.setAccessibleName(_("Copy the script"))
        copy.clicked.connect(self._copy)
        self._card.add_to_head(copy)
        self._card.add(self._code)
        whole, body = self._card.layout(), self._card.body
        if isinstance(whole, QVBoxLayout) and body is not None:
            whole.setStretchFactor(body, 1)
        column = QVBoxLayout(self)
        space(column, (24, 0, 24, 24))
        column.addWidget(self._card)

    def show_script(self, name: str, script: str) -> None:
        """Show a script by the name of its file."""
        self._card.set_title(name)
        self._code.setAccessibleName(name)
        self._code.setPlainText(script)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._code.toPlainText())
        self._session.say(_("Copied."))
