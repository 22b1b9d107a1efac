"""Writing a condition by choosing: which question, and which of its answers."""

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from appraisal.workshop.conditions import Askable, askables, joined
from appraisal.workshop.piece import Path, Piece
from gui.dialogs import Dialog, Way
from gui.theme import space
from gui.widgets.emptying import empty
from gui.widgets.fields import Field, ListField
from gui.widgets.switches import Segmented
from gui.widgets.text import Text
from resources.i18n import _


def ask_condition(
    parent: QWidget, piece: Piece, path: Path, before: str, *, with_own: bool = False
) -> str:
    """Ask for one more condition; gives the whole text, empty when the person turns back."""
    known = askables(piece, path, with_own=with_own)
    dialog = Dialog(
        parent,
        _("Add a condition"),
        [] if known else [_("Nothing that comes before can be asked about here.")],
        [Way("", _("Cancel")), Way("yes", _("Add it"), "primary")],
    )
    if not known:
        dialog.buttons["yes"].set_off(_("There is nothing to choose"))
        dialog.ask()
        return ""
    what = ListField([(str(n), one.words) for n, one in enumerate(known)], "0", parent=dialog)
    dialog.add(Field(_("If"), what, parent=dialog))
    answers = _Answers(dialog)
    dialog.add(answers)
    way = Segmented(
        [("all", _("and what stands there")), ("any", _("or what stands there"))],
        "all",
        name=_("How they go together"),
    )
    way.setVisible(bool(before.strip()))
    dialog.add(way)

    def look() -> None:
        one = known[int(what.key() or 0)]
        answers.show_answers(one)
        dialog.refit()

    def is_ready(_key: str) -> bool:
        return bool(answers.codes())

    what.picked.connect(lambda _key: look())
    dialog.is_ready = is_ready
    look()
    if dialog.ask() != "yes":
        return ""
    one = known[int(what.key() or 0)]
    return joined(before, one.condition(answers.codes()), way=way.key())


class _Answers(QWidget):
    """The answers of a question, to tick."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        space(self._column, gap=2)
        self._boxes: dict[str, QCheckBox] = {}

    def show_answers(self, one: Askable) -> None:
        """Show other answers."""
        empty(self._column)
        self._column.addWidget(Text(_("is one of these"), "label", parent=self))
        self._boxes = {}
        for code, words in one.answers:
            box = QCheckBox(f"{code}  {words}" if words != code else code, self)
            self._column.addWidget(box)
            self._boxes[code] = box

    def codes(self) -> list[str]:
        """What is ticked."""
        return [code for code, box in self._boxes.items() if box.isChecked()]
