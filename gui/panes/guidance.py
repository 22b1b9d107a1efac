"""Guidance under an item: what it means, and how this review has answered it in other studies."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from appraisal.views.checklist_rows import ItemView
from appraisal.views.guidance import PastDecision, tally
from gui.theme import set_class, space
from gui.widgets.buttons import Button
from gui.widgets.emptying import empty
from gui.widgets.text import Text
from resources.i18n import _, ngettext

MOST = 6


class Guidance(QFrame):
    """Shows the help of an item, and past decisions on it."""

    rule_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_class(self, "well")
        self._column = QVBoxLayout(self)
        space(self._column, (12, 8, 12, 8), 4)

    def show_item(self, item: ItemView, past: tuple[PastDecision, ...], *, sealed: bool) -> None:
        """Show the guidance of an item."""
        empty(self._column)
        if item.help:
            self._say(item.help, "small")
        if past:
            head = ngettext(
                "In {n} other assessment of this review: {tally}.",
                "In {n} other assessments of this review: {tally}.",
                len(past),
            )
            self._say(head.format(n=len(past), tally=tally(past)), "small_strong")
            for one in past[:MOST]:
                self._say(_decision(one), "small")
            if len(past) > MOST:
                more = ngettext("and {n} more", "and {n} more", len(past) - MOST)
                self._say(more.format(n=len(past) - MOST), "caption")
        else:
            self._say(_("No other study of this review has an answer here yet."), "caption")
        words = _("Change the team rule") if item.rule else _("Write a team rule")
        link = Button(words, "link", icon="users", parent=self)
        link.setAccessibleName(f"{words}, {item.id}")
        link.clicked.connect(self.rule_asked)
        link.setVisible(not sealed)
        self._column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)

    def _say(self, words: str, look: str) -> None:
        text = Text(words, look, wrap=True, selectable=True, parent=self)  # type: ignore[arg-type]  # looks above
        self._column.addWidget(text)


def _decision(one: PastDecision) -> str:
    answer = f"{one.code} {one.words}".strip() if one.words != one.code else one.code
    who = _("{study} (yours, not final)").format(study=one.label) if one.is_mine else one.label
    said = _("{study}: {answer}").format(study=who, answer=answer)
    return _("{said} – {why}").format(said=said, why=one.why) if one.why.strip() else said
