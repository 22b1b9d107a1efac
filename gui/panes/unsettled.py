"""What is not agreed among the pooled studies: one line over the plot, all of it when asked.

The names of many studies would push the plot out of sight, and the plot's footer has them too.
"""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.theme import space
from gui.widgets.buttons import Button
from gui.widgets.card import Note
from resources.i18n import _

MOST = 100  # letters that show before the rest is asked for


class Unsettled(QWidget):
    """The sentences in a note with its margins, gone where there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said = ""
        self._is_open = False
        self._note = Note("", "", "warn", parent=self)
        self._more = Button("", "link", parent=self._note)
        self._more.clicked.connect(self._toggle)
        self._note.add(self._more)
        row = QHBoxLayout(self)
        space(row, (16, 4, 16, 4))
        row.addWidget(self._note)
        self.hide()

    def show_sentences(self, sentences: Sequence[str]) -> None:
        """Say these; others than before begin folded."""
        said = " ".join(sentences)
        if said != self._said:
            self._is_open = False
        self._said = said
        self.setVisible(bool(said))
        self._show()

    def text(self) -> str:
        """Give what shows."""
        return self._note.text()

    def _toggle(self) -> None:
        self._is_open = not self._is_open
        self._show()

    def _show(self) -> None:
        is_long = len(self._said) > MOST
        words = self._said if self._is_open or not is_long else _shortened(self._said)
        self._note.set(_("Not everything here is agreed"), words, "warn")
        self._more.setVisible(is_long)
        self._more.set_text(_("Show less") if self._is_open else _("Show all"))
        self._more.setAccessibleName(_("{verb}: what is not agreed").format(verb=self._more.text()))


def _shortened(text: str) -> str:
    """As many words as fit the line, none of them cut."""
    kept = text[:MOST].rpartition(" ")[0].rstrip(" ,:;.")
    return f"{kept}\N{NO-BREAK SPACE}…"
