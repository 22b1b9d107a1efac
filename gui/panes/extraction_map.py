"""A table of numbers becomes an outcome: which column is what, whose rows, what is understood."""

from dataclasses import dataclass

from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QWidget

from appraisal.cells import data_name, number_name
from appraisal.extraction_table import FIELDS, FURTHER, Table, mapped
from appraisal.extraction_writing import incoming_of
from appraisal.incoming import Choices, Incoming
from gui.dialogs import Dialog, Way
from gui.theme import space
from gui.widgets.fields import Field, LineField, ListField
from gui.widgets.page import Scroll
from gui.widgets.text import Text
from resources.i18n import NOTHING, _

SHOWN = 3
ACROSS = 3
LINES = 12
LETTERS = 22  # of a head over its field; the tooltip has all of it


@dataclass(frozen=True, slots=True)
class Mapped:
    """A table as a person mapped it, and what it is about."""

    incoming: Incoming
    choices: Choices
    submit: bool


class _Form:
    """The dialog's body, kept true while the map changes."""

    def __init__(self, table: Table, dialog: Dialog) -> None:
        self.table = table
        self._dialog = dialog
        self._fields: list[ListField] = []
        names = [("", _("left out")), *((field, field_name(field)) for field in FIELDS)]
        body = QWidget()
        grid = QGridLayout(body)
        space(grid, (0, 0, 8, 0), 8)
        for place, (head, column) in enumerate(zip(table.heads, table.columns, strict=True)):
            choice = ListField(names, column, parent=body)
            choice.set_narrow()
            choice.picked.connect(lambda _key: self.refresh())
            field = Field(_short(head) or NOTHING, choice, parent=body)
            field.setToolTip(head)
            choice.setAccessibleName(head)
            grid.addWidget(field, place // ACROSS, place % ACROSS)
            self._fields.append(choice)
        scroll = Scroll(body, parent=dialog)
        rows = (len(table.heads) + ACROSS - 1) // ACROSS
        scroll.take_at_most(min(230, 56 * rows + 8))
        dialog.add(scroll)
        name = table.source.rpartition(".")[0] or table.source
        self.outcome = LineField(name, name=_("Outcome"), parent=dialog)
        self.arm1 = LineField("", name=_("Group 1"), parent=dialog)
        self.arm2 = LineField("", name=_("Group 2"), parent=dialog)
        about = QHBoxLayout()
        space(about, gap=8)
        self._named = Field(_("Outcome"), self.outcome, parent=dialog)
        about.addWidget(self._named)
        for words, line in ((_("Group 1"), self.arm1), (_("Group 2"), self.arm2)):
            about.addWidget(Field(words, line, parent=dialog))
        dialog.add(about)
        self.submit = QCheckBox(_("Submit it at once: it was agreed in the other program"), dialog)
        dialog.add(self.submit)
        self._said = Text("", "small", wrap=True, parent=dialog)
        dialog.add(self._said)
        self.refresh()

    def refresh(self) -> None:
        """Show what would be taken under the map as it stands."""
        self.table = mapped(self.table, [field.key() for field in self._fields])
        table, lines = self.table, []
        is_several = len({row.outcome for row in table.rows}) > 1
        self._named.setVisible(not is_several)
        if not table.lacks:
            if not is_several:
                lines.append(data_name(table.kind) + ".")
            lines += incoming_of(table).said
            for row in table.rows[:SHOWN]:
                cells = " · ".join(
                    (
                        *(f"{field_name(k)} {v}" for k, v in row.fields.items()),
                        *(arm.name for arm in row.arms),
                    )
                )
                who = f" ({row.reviewer})" if row.reviewer else ""
                what = f", {row.outcome}" if is_several else ""
                lines.append(f"{row.study}{who}{what}: {cells}"[:110])
        lines += table.faults
        self._said.setText("\n".join(lines[:LINES]))
        self._dialog.buttons["yes"].set_off(table.lacks)
        self.submit.setVisible(any(not row.reviewer for row in table.rows))
        self._dialog.refit()


def _short(head: str) -> str:
    return head if len(head) <= LETTERS else f"{head[: LETTERS - 1].rstrip()}…"


def ask_table(parent: QWidget, table: Table) -> Mapped | None:
    """Ask which column is what; None when the person turns back."""
    dialog = Dialog(
        parent,
        _("Import {name}").format(name=table.source),
        [
            _(
                "Say what each column holds. A field that stands for two columns makes two "
                "outcomes, in their order."
            )
        ],
        [Way("", _("Cancel")), Way("yes", _("Import"), "primary")],
    )
    form = _Form(table, dialog)
    if dialog.ask() != "yes":
        return None
    found = incoming_of(form.table)
    choices = Choices(
        outcome=form.outcome.text().strip(),
        arm1=form.arm1.text().strip(),
        arm2=form.arm2.text().strip(),
    )
    return Mapped(found, choices, found.has_seats and form.submit.isChecked())


def field_name(field: str) -> str:
    """What a field of a table is called."""
    return (
        {
            "study": _("Study"),
            "reviewer": _("Reviewer"),
            "outcome": _("Outcome"),
            "year": _("Year"),
            "note": _("Notes"),
            "b1": _("Without event 1"),
            "b2": _("Without event 2"),
            "t2": _("Time 2"),
        }.get(field)
        or _arm_name(field)
        or number_name(field)
    )


def _arm_name(field: str) -> str:
    """What a field of a further arm is called; empty for any other."""
    if not field.endswith(tuple(FURTHER)):
        return ""
    said = {
        "arm": _("Arm {n}: name"),
        "side": _("Arm {n}: belongs to"),
        "e": _("Arm {n}: events"),
        "n": _("Arm {n}: total"),
        "m": _("Arm {n}: mean"),
        "sd": _("Arm {n}: SD"),
    }
    return said[field[:-1]].format(n=field[-1])
