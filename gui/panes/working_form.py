"""The dialog that works a number of Extract out from what a paper gives instead."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from appraisal import drafts
from appraisal.errors import InvalidClaim
from appraisal.ledger import Claim
from appraisal.numbers import read_number
from appraisal.views.extraction import Grid, GridRow
from appraisal.workings.offered import arm_of, workings_for
from appraisal.workings.working import MOST_GROUPS, Asked, Worked, Working, known, plain, work
from gui.dialogs import Dialog, Way
from gui.panes.number_grid import cell_words, plain_text
from gui.session import Session
from gui.theme import space
from gui.widgets.card import Note
from gui.widgets.fields import Field, LineField, ListField
from gui.widgets.text import Text
from resources.i18n import _

BESIDE = 3  # fields in a row


def can_work_out(session: Session, grid: Grid, row: GridRow | None, field: str) -> bool:
    """Whether there is a conversion that leads to a cell which may still be changed."""
    if row is None or not field or row.is_sealed or session.read_only:
        return False
    return bool(_offered(grid, row, field))


def work_out(parent: QWidget, session: Session, grid: Grid, row: GridRow, *, field: str) -> None:
    """Ask for the numbers of the paper, and put what follows into its cells with its reason."""
    worked = _Form(parent, grid, row, field).ask()
    if worked is None:
        return
    held = dict(zip(grid.fields, row.cells, strict=True))
    empty = {name for name, cell in held.items() if cell.value is None}
    claims = {
        name: Claim(value, worked.why, held[name].quotes)
        for name, value in worked.cells.items()
        if value is not None or name not in empty
    }
    asked = worked.asked.items()
    claims |= {name: Claim(value) for name, value in asked if name in empty - {*claims}}
    draft = drafts.extract(row.study, grid.outcome, session.reader, claims)
    if session.do(draft):
        session.say(_("Worked out, with its derivation as the reason."), undo=True)


def _offered(grid: Grid, row: GridRow, field: str) -> tuple[Working, ...]:
    cells = _cells(grid, row)
    measure = cells.get("measure") or grid.measure
    return workings_for(grid.data, field, measure=str(measure), scale=str(cells.get("scale") or ""))


def _cells(grid: Grid, row: GridRow) -> dict[str, float | str | None]:
    return {name: cell.value for name, cell in zip(grid.fields, row.cells, strict=True)}


class _Form:
    """One conversion at a time, with what comes out of it as one types."""

    def __init__(self, parent: QWidget, grid: Grid, row: GridRow, field: str) -> None:
        self._grid, self._field = grid, field
        self._arm = arm_of(field)
        self._known = _cells(grid, row)
        self._workings = _offered(grid, row, field)
        self._worked: Worked | None = None
        title = _("Work out: {cell}").format(cell=cell_words(grid, field))
        self._dialog = Dialog(
            parent,
            title,
            [row.label],
            [Way("", _("Cancel")), Way("yes", _("Put it in"), "primary")],
        )
        self._choice = ListField(
            [(one.key, one.title()) for one in self._workings], parent=self._dialog
        )
        self._choice.setAccessibleName(_("What the paper gives"))
        self._choice.set_narrow()
        self._dialog.add(Field(_("What the paper gives"), self._choice, parent=self._dialog))
        self._slot = QVBoxLayout()
        space(self._slot, gap=8)
        self._dialog.add(self._slot)
        self._result = Text("", "strong", wrap=True, parent=self._dialog)
        self._about = Note("", "", "", parent=self._dialog)
        self._dialog.add(self._result)
        self._dialog.add(self._about)
        self._fields: list[dict[str, LineField]] = []
        self._ground: QWidget | None = None
        self._choice.picked.connect(lambda _key: self._show())
        self._show()

    def ask(self) -> Worked | None:
        """Wait for the answer."""
        return self._worked if self._dialog.ask() == "yes" else None

    def _working(self) -> Working:
        key = self._choice.key()
        return next(one for one in self._workings if one.key == key)

    def _show(self) -> None:
        """Lay out the fields of the conversion that is chosen."""
        working = self._working()
        if self._ground is not None:
            self._slot.removeWidget(self._ground)
            self._ground.hide()
            self._ground.deleteLater()
        self._ground = QWidget(self._dialog)
        column = QVBoxLayout(self._ground)
        space(column, gap=8)
        self._fields = []
        for group in range(MOST_GROUPS if working.combines else 1):
            fields: dict[str, LineField] = {}
            for start in range(0, len(working.asks), BESIDE):
                part = working.asks[start : start + BESIDE]
                column.addLayout(self._row(working, part, group, fields))
            self._fields.append(fields)
        self._slot.addWidget(self._ground)
        said = _("{formula}. Source: {source}")
        self._about.set(_("Formula"), said.format(formula=working.formula(), source=working.source))
        self._look()
        self._dialog.refit()

    def _row(
        self, working: Working, part: Sequence[Asked], group: int, fields: dict[str, LineField]
    ) -> QHBoxLayout:
        row = QHBoxLayout()
        space(row, gap=12)
        for asked in part:
            label = asked.label()
            if working.combines:
                label = _("{number}, group {group}").format(number=label, group=group + 1)
            value = None if working.combines else known(asked, self._known, arm=self._arm)
            field = LineField(plain_text(value), name=label, right=True, parent=self._ground)
            field.textChanged.connect(self._look)
            fields[asked.key] = field
            row.addWidget(Field(label, field, parent=self._ground), 1)
        for _unused in range(BESIDE - len(part)):
            row.addStretch(1)
        return row

    def _look(self) -> None:
        """Work out what is typed so far, and say what comes out or what is missing."""
        self._worked, why = None, ""
        try:
            groups = self._typed()
            if groups:
                self._worked = work(self._working(), groups, arm=self._arm)
            else:
                why = _("Type the numbers of the paper")
        except InvalidClaim as fault:
            why = " ".join(part for part in (fault.message, fault.remedy) if part)
        self._result.setText(why if self._worked is None else self._said(self._worked))
        self._dialog.buttons["yes"].set_off(why)
        self._dialog.refit()

    def _typed(self) -> list[dict[str, float]]:
        """The numbers of each group that has any; nothing while one is missing."""
        groups = []
        for fields in self._fields:
            texts = {key: field.text().strip() for key, field in fields.items()}
            if not any(texts.values()) and self._working().combines:
                continue
            if not all(texts.values()):
                return []
            groups.append({key: read_number(text) for key, text in texts.items()})
        return [] if self._working().combines and len(groups) < 2 else groups

    def _said(self, worked: Worked) -> str:
        return "\n".join(
            _("{cell}: {value}").format(
                cell=cell_words(self._grid, name),
                value=_("empty") if value is None else plain(value),
            )
            for name, value in worked.cells.items()
        )
