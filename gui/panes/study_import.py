"""A table becomes studies: which column is what, a preview, what could not be taken."""

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from appraisal.importers.studies import FIELDS, OWN, Understood, guess, understand
from appraisal.ledger import Value
from appraisal.sheet_reader import Sheet
from gui.dialogs import Dialog, Way
from gui.theme import space
from gui.widgets.emptying import empty
from gui.widgets.fields import Field, ListField
from gui.widgets.page import Scroll
from gui.widgets.text import Text
from gui.words import design_name
from resources.i18n import NOTHING, _, ngettext

SHOWN = 5
FAULTS = 4


class _Form:
    """The dialog's body, kept true while the map changes."""

    def __init__(self, sheet: Sheet, dialog: Dialog, after: int) -> None:
        self._sheet, self._dialog, self._after = sheet, dialog, after
        has_heads, columns = guess(sheet)
        self._heads = QCheckBox(_("The first row holds the names of the columns"), dialog)
        self._heads.setChecked(has_heads)
        self._heads.toggled.connect(lambda _on: self.refresh())
        self._fields: list[ListField] = []
        names = {field: field_name(field) for field in FIELDS}
        body = QWidget()
        grid = QGridLayout(body)
        space(grid, (0, 0, 8, 0), 8)
        for place, field in enumerate(columns):
            pairs = [("", _("left out")), *names.items(), (OWN, _("a field of its own"))]
            choice = ListField(pairs, field, parent=body)
            choice.picked.connect(lambda _key: self.refresh())
            title = (
                str(sheet.rows[0][place])[:24] if has_heads else _("Column {n}").format(n=place + 1)
            )
            grid.addWidget(Field(title or NOTHING, choice, parent=body), place // 3, place % 3)
            self._fields.append(choice)
        scroll = Scroll(body, parent=dialog)
        scroll.take_at_most(min(220, 70 * ((len(columns) + 2) // 3) + 8))
        self._preview = QWidget(dialog)
        self._lines = QVBoxLayout(self._preview)
        space(self._lines, gap=2)
        self._said = Text("", "small", wrap=True, parent=dialog)
        for widget in (self._heads, scroll, self._preview, self._said):
            dialog.add(widget)
        self.refresh()

    def understood(self) -> Understood:
        """What the table amounts to with the map as it stands."""
        return understand(
            self._sheet,
            [field.key() for field in self._fields],
            has_heads=self._heads.isChecked(),
            after=self._after,
        )

    def refresh(self) -> None:
        """Show what would be taken."""
        found = self.understood()
        empty(self._lines)
        for study in found.studies[:SHOWN]:
            rest = [_said(field, study[field]) for field in FIELDS[1:] if study.get(field)]
            rest += [
                f"{field.removeprefix('field/')} {value}"
                for field, value in study.items()
                if field.startswith("field/")
            ]
            line = f"{study['label']}   " + " · ".join(rest)
            self._lines.addWidget(Text(line[:110], "small", parent=self._preview))
        self._said.setText(_summary(self._sheet, found))
        button = self._dialog.buttons["yes"]
        n = len(found.studies)
        button.set_text(ngettext("Import {n} study", "Import {n} studies", n).format(n=n))
        used = [field.key() for field in self._fields if field.key() not in ("", OWN)]
        twice = len(set(used)) != len(used)
        button.set_off(
            _("One field stands for two columns") if twice else "" if n else _("No study in it")
        )


def _said(field: str, value: Value) -> str:
    return design_name(str(value)) if field == "design" else str(value)


def ask_studies(parent: QWidget, sheet: Sheet, *, after: int) -> Sequence[dict[str, Value]]:
    """Ask how a table is to be read; gives the studies, none when the person turns back."""
    dialog = Dialog(
        parent,
        _("Import studies"),
        [sheet.notice] if sheet.notice else [],
        [Way("", _("Cancel")), Way("yes", _("Import"), "primary")],
    )
    form = _Form(sheet, dialog, after)
    return form.understood().studies if dialog.ask() == "yes" else ()


def field_name(field: str) -> str:
    """What a study's field is called."""
    return {
        "label": _("Study"),
        "title": _("Title"),
        "design": _("Design"),
        "authors": _("Authors"),
        "year": _("Year"),
        "country": _("Country"),
        "journal": _("Journal"),
        "doi": "DOI",
        "pmid": "PMID",
        "notes": _("Notes"),
    }[field]


def _summary(sheet: Sheet, found: Understood) -> str:
    n = len(found.studies)
    said = [
        ngettext("{n} study in {rows} rows.", "{n} studies in {rows} rows.", n).format(
            n=n, rows=len(sheet.rows)
        )
    ]
    said += [
        _("Row {row}, {column}: {why} The cell is left empty.").format(
            row=fault.row, column=field_name(fault.column), why=fault.why
        )
        for fault in found.faults[:FAULTS]
    ]
    more = len(found.faults) - FAULTS
    if more > 0:
        said.append(ngettext("and {n} more cell", "and {n} more cells", more).format(n=more))
    return "\n".join(said)
