"""The dialog for a further arm of a study: its name, the arm it belongs to, and its numbers."""

from collections.abc import Mapping

from PySide6.QtWidgets import QHBoxLayout, QWidget

from appraisal import drafts
from appraisal.errors import InvalidClaim
from appraisal.findings import Words
from appraisal.further_arms import FurtherArm, arm_field, arm_findings, arm_id
from appraisal.ledger import Claim, Value
from appraisal.subjects import ARM_CELLS
from appraisal.views.extraction import Grid, GridRow, read_value
from gui.dialogs import Dialog, Way
from gui.panes.number_grid import cell_name, plain_text
from gui.session import Session
from gui.theme import space
from gui.widgets.card import Note
from gui.widgets.fields import Field, LineField
from gui.widgets.switches import Segmented
from resources.i18n import _


def write_arm(parent: QWidget, session: Session, grid: Grid, row: GridRow, arm: str = "") -> None:
    """Ask for a further arm, or for changes of one that is known, and write it."""
    known = next((one for one in row.arms if one.id == arm), None)
    form = _Form(parent, session, grid, row, known)
    said = form.ask()
    if said is None:
        return
    arms = {said[0]: said[1]}
    if known is not None and known.id != said[0]:  # another name is another arm
        arms[known.id] = dict.fromkeys(_facts(grid), Claim(None))
    if session.do(drafts.write_arm(row.study, grid.outcome, session.reader, arms)):
        session.say(_("Arm kept."), undo=True)


def remove_arm(session: Session, grid: Grid, row: GridRow, arm: str) -> None:
    """Take a further arm off."""
    empty = dict.fromkeys(_facts(grid), Claim(None))
    if session.do(drafts.write_arm(row.study, grid.outcome, session.reader, {arm: empty})):
        session.say(_("Arm removed."), undo=True)


def _facts(grid: Grid) -> tuple[str, ...]:
    return ("name", "side", *ARM_CELLS[grid.data])


class _Form:
    """The fields of the dialog, looked at as they are typed."""

    def __init__(
        self, parent: QWidget, session: Session, grid: Grid, row: GridRow, known: FurtherArm | None
    ) -> None:
        self._grid, self._row, self._known = grid, row, known
        self._state = session.state
        first = self._before(ARM_CELLS[grid.data][0])
        self._first_reason = first.why if first is not None else ""
        self._said: tuple[str, dict[str, Claim]] | None = None
        title = _("Add an arm") if known is None else _("Edit the arm")
        self._dialog = Dialog(
            parent,
            title,
            [row.label],
            [Way("", _("Cancel")), Way("yes", _("Keep the arm"), "primary")],
        )
        box = self._dialog
        self._name = LineField(
            known.name if known else "",
            name=_("Name of the arm"),
            placeholder=_("such as High dose"),
            parent=box,
        )
        self._side = Segmented(
            [("arm1", grid.arm1 or _("Arm 1")), ("arm2", grid.arm2 or _("Arm 2"))],
            known.side if known and known.side else "arm1",
            name=_("Belongs to"),
            parent=box,
        )
        box.add(Field(_("Name of the arm"), self._name, parent=box))
        box.add(Field(_("Belongs to"), self._side, parent=box))
        line = QHBoxLayout()
        space(line, gap=12)
        self._cells: dict[str, LineField] = {}
        cells = known.cells if known else (None,) * len(ARM_CELLS[grid.data])
        for cell, value in zip(ARM_CELLS[grid.data], cells, strict=True):
            name = cell_name(cell)
            field = LineField(plain_text(value), name=name, right=True, parent=box)
            self._cells[cell] = field
            line.addWidget(Field(name, field, parent=box), 1)
        box.add(line)
        self._why = LineField(
            self._first_reason,
            name=_("Where these numbers stand"),
            placeholder=_("How they were read"),
            parent=box,
        )
        box.add(Field(_("Where these numbers stand"), self._why, parent=box))
        self._note = Note("", "", "warn", parent=box)
        box.add(self._note)
        for one in (self._name, self._why, *self._cells.values()):
            one.textChanged.connect(self._look)
        self._side.picked.connect(lambda _key: self._look())
        self._look()

    def ask(self) -> tuple[str, dict[str, Claim]] | None:
        """Wait for the answer: the arm's id and its claims."""
        return self._said if self._dialog.ask() == "yes" else None

    def _claim(self, cell: str, value: Value) -> Claim:
        """A number with its quotations; a reason typed here is that of all numbers of the arm."""
        before = self._before(cell)
        said = self._why.text().strip()
        if before is None:
            return Claim(value, said)
        return Claim(value, before.why if said == self._first_reason else said, before.quotes)

    def _before(self, cell: str) -> Claim | None:
        """What stands of a number, where the arm is known."""
        if self._known is None:
            return None
        return self._state.standing(self._row.subject, arm_field(self._known.id, cell))

    def _look(self) -> None:
        """Take what is typed, or say what is missing or wrong in it."""
        self._said, why = None, ""
        title = remedy = ""
        try:
            values = {cell: read_value(cell, one.text()) for cell, one in self._cells.items()}
            why = self._missing(values)
            if not why:
                why, title, remedy = self._take(values)
        except InvalidClaim as fault:
            why, title, remedy = fault.message, fault.message, fault.remedy
        self._note.set(title, remedy)
        self._note.setVisible(bool(title))
        self._dialog.buttons["yes"].set_off(why)
        self._dialog.refit()

    def _missing(self, values: Mapping[str, Value]) -> str:
        if not arm_id(self._name.text()):
            return _("The arm has no name yet")
        return "" if None not in values.values() else _("Type every number of the arm")

    def _take(self, values: Mapping[str, Value]) -> tuple[str, str, str]:
        """Take what is typed where it may stand: why it may not, and what is said of it."""
        name, side = self._name.text().strip(), self._side.key()
        key = arm_id(name)
        others = [one.id for one in self._row.arms if one is not self._known]
        if key in (*others, *(arm_id(one) for one in (self._grid.arm1, self._grid.arm2))):
            raise InvalidClaim(_("There is an arm of this name already."))
        cells = tuple(value for value in values.values() if isinstance(value, int | float))
        grid, row = self._grid, self._row
        words = Words(row.label, grid.arm1, grid.arm2)
        arms = [FurtherArm(key, name, side, cells)]
        found = arm_findings(grid.data, row.numbers, arms, words)
        first = next((one for one in found if one.kind == "error"), next(iter(found), None))
        why = first.title if first is not None and first.kind == "error" else ""
        if not why:
            facts = {"name": Claim(name), "side": Claim(side)}
            self._said = key, facts | {cell: self._claim(cell, one) for cell, one in values.items()}
        return why, first.title if first else "", first.remedy if first else ""
