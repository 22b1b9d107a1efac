"""What a file of another program holds, before anything of it is written."""

from dataclasses import dataclass

from PySide6.QtWidgets import QCheckBox, QFrame, QVBoxLayout, QWidget

from appraisal.incoming import Incoming
from appraisal.subjects import DESIGNS
from gui.dialogs import Dialog, Way
from gui.theme import hold, set_class, space
from gui.widgets.fields import Field, LineField, ListField
from gui.widgets.page import Scroll
from gui.widgets.switches import Segmented
from gui.widgets.text import Text
from gui.words import design_name
from resources.i18n import _

LINE, TALLEST = 22, 260


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person chose: `title`, `name` and `readers` are those of a new review."""

    design: str
    submit: bool
    title: str = ""
    name: str = ""
    readers: int = 1


def ask_incoming(parent: QWidget, found: Incoming, *, name: str | None) -> Chosen | None:
    """Show what was understood and ask whether it comes in; None when it does not.

    `name` is that of whoever makes a new review of it; None for the review that is open.
    """
    dialog = Dialog(
        parent,
        _("Import {name}").format(name=found.source),
        [],
        [Way("", _("Cancel")), Way("yes", _("Import"), "primary")],
    )
    dialog.add(_told(found, dialog))
    design = ListField(
        [("", _("left empty")), *((one, design_name(one)) for one in DESIGNS)],
        found.design,
        parent=dialog,
    )
    design.setVisible(found.has_studies)
    if found.has_studies:
        dialog.add(Field(_("Design of the studies"), design, parent=dialog))
    submit = QCheckBox(_("Submit it at once: it was agreed in the other program"), dialog)
    submit.setChecked(name is not None)
    submit.setVisible(found.has_seats)
    if found.has_seats:
        dialog.add(submit)
        said = _("It comes in as your answers. What is submitted counts, and cannot be undone.")
        dialog.add(Text(said, "caption", wrap=True, parent=dialog))
    if name is None:
        if dialog.ask() != "yes":
            return None
        return Chosen(design.key(), found.has_seats and submit.isChecked())
    title = LineField(found.title, name=_("Title of the review"), parent=dialog)
    who = LineField(name, name=_("Your name"), parent=dialog)
    readers = Segmented(
        [("1", _("One reviewer")), ("2", _("Two reviewers"))],
        "1",
        name=_("Who scores each study"),
        parent=dialog,
    )
    dialog.add(Field(_("Title of the review"), title, parent=dialog))
    dialog.add(Field(_("Your name"), who, parent=dialog))
    dialog.add(Field(_("Who scores each study"), readers, parent=dialog))

    def look() -> None:
        missing = not title.text().strip() or not who.text().strip()
        dialog.buttons["yes"].set_off(_("Give a title and your name") if missing else "")

    title.textChanged.connect(look)
    who.textChanged.connect(look)
    look()
    if dialog.ask() != "yes":
        return None
    return Chosen(
        design.key(),
        found.has_seats and submit.isChecked(),
        title.text().strip(),
        who.text().strip(),
        int(readers.key()),
    )


def _told(found: Incoming, parent: QWidget) -> QFrame:
    """What was understood, and below it what was not."""
    well = QFrame(parent)
    set_class(well, "well")
    body = QWidget()
    column = QVBoxLayout(body)
    space(column, (12, 10, 12, 10), 4)
    for sentence in found.said:
        column.addWidget(Text(sentence, wrap=True, parent=body))
    if found.left:
        column.addSpacing(6)
        column.addWidget(Text(_("Not taken"), "strong", parent=body))
        for sentence in found.left:
            column.addWidget(Text(sentence, "small", wrap=True, parent=body))
    column.addStretch(1)
    scroll = Scroll(body, parent=well)
    outer = QVBoxLayout(well)
    space(outer)
    outer.addWidget(scroll)
    lines = sum(1 + len(one) // 62 for one in (*found.said, *found.left)) + 1
    hold(well, height=min(TALLEST, LINE * lines + 24))
    return well
