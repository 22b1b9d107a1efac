"""What the files hold before they come in: records, database, what was not understood, columns."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from appraisal.records import Chosen
from appraisal.records_text import field_name, format_name, odd_sentences
from appraisal.references.columns import FIELDS
from appraisal.references.databases import DATABASES, VIAS, via_of
from gui.dialogs import Dialog, Way
from gui.theme import space
from gui.widgets.buttons import Button
from gui.widgets.card import Note, Rule
from gui.widgets.fields import Field, LineField, ListField
from gui.widgets.page import Scroll
from gui.widgets.text import Elided, Text
from resources.i18n import _, ngettext, number

if TYPE_CHECKING:
    from appraisal.references.reading import Understood
    from gui.panes.record_import import ReadFiles, Refused

OTHER = "\N{BULLET}"
HIGH, EACH = 430, 176
TITLES = 2


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person said: the files to take in; or a table whose columns are to be said."""

    files: tuple[Chosen, ...] = ()
    columns: "Understood | Refused | None" = None
    paths: tuple[Path, ...] = ()


class _FileForm(QWidget):
    """One file: what it holds, and where it was found."""

    def __init__(self, one: Chosen, new: int, known: int, dialog: "_Preview") -> None:
        super().__init__()
        self._one = one
        found = one.understood
        column = QVBoxLayout(self)
        space(column, (0, 4, 8, 8), 4)
        head = QHBoxLayout()
        space(head, gap=8)
        head.addWidget(Elided(found.name, "strong", parent=self), 1)
        if found.heads:
            columns = Button(_("Columns"), "link", parent=self)
            columns.setAccessibleName(_("Columns of {name}").format(name=found.name))
            columns.clicked.connect(lambda: dialog.ask_columns(found))
            head.addWidget(columns)
        column.addLayout(head)
        n = len(found.references)
        said = ngettext("{n} record", "{n} records", n).format(n=number(n, 0))
        there = _("{new} new, {known} here already").format(
            new=number(new, 0), known=number(known, 0)
        )
        line = f"{said} · {format_name(found.kind)} · {there}"
        column.addWidget(Text(line, "small", wrap=True, parent=self))
        for reference in found.references[:TITLES]:
            shown = Elided(reference.title or reference.doi, "caption", parent=self)
            column.addWidget(shown)
        row = QHBoxLayout()
        space(row, gap=8)
        names = dict.fromkeys((*filter(None, (one.database,)), *DATABASES))
        pairs = [("", _("Not said")), *((name, name) for name in names), (OTHER, _("Another"))]
        self._database = ListField(pairs, one.database, parent=self)
        self._database.set_narrow()
        self._database.picked.connect(self._on_picked)
        self._named = LineField("", placeholder=_("Its name"), name=_("Its name"), parent=self)
        self._named.hide()
        vias = [(via, _via_name(via)) for via in VIAS]
        self._via = ListField(vias, one.via, parent=self)
        self._via.set_narrow()
        row.addWidget(Field(_("Found in"), self._database, parent=self), 1)
        row.addWidget(self._named, 1)
        row.addWidget(Field(_("Which is a"), self._via, parent=self), 1)
        column.addLayout(row)
        odd = list(odd_sentences(found, lines=3))
        if odd:
            kind = "warn" if found.lost or found.notice else ""
            title = (
                ngettext("{n} line was left out", "{n} lines were left out", found.lost).format(
                    n=number(found.lost, 0)
                )
                if found.lost
                else _("All records were understood")
            )
            column.addWidget(Note(title, "\n".join(odd), kind, parent=self))  # type: ignore[arg-type]

    def chosen(self) -> Chosen:
        """The file as the person wants it."""
        key = self._database.key()
        database = self._named.text().strip() if key == OTHER else key
        via = next(via for via in VIAS if via == self._via.key())
        return replace(self._one, database=database, via=via)

    def _on_picked(self, key: str) -> None:
        self._named.setVisible(key == OTHER)
        if key == OTHER:
            self._named.setFocus()
        else:
            self._via.set_key(via_of(key))


class _Preview:
    """The dialog and its files."""

    def __init__(self, parent: QWidget, read: "ReadFiles") -> None:
        total = sum(read.fresh.new)
        ways = [Way("", _("Cancel"))]
        if read.files:
            label = ngettext("Import {n} record", "Import {n} records", total)
            ways.append(Way("yes", label.format(n=number(total, 0)), "primary"))
        self._dialog = Dialog(
            parent, _("Import records"), [_("Nothing is written before you import.")], ways
        )
        self._read = read
        self._asked: Understood | Refused | None = None
        body = QWidget()
        column = QVBoxLayout(body)
        space(column, gap=4)
        self._forms: list[_FileForm] = []
        for refused in read.refused:
            column.addWidget(self._refusal(refused))
        for one, new, known in zip(read.files, read.fresh.new, read.fresh.known, strict=True):
            if self._forms:
                column.addWidget(Rule(parent=body))
            form = _FileForm(one, new, known, self)
            self._forms.append(form)
            column.addWidget(form)
        column.addStretch(1)
        scroll = Scroll(body, parent=self._dialog)
        scroll.take_at_most(min(HIGH, EACH * (len(read.files) + len(read.refused)) + 24))
        self._dialog.add(scroll)

    def ask(self) -> Answer:
        """Wait for what the person says."""
        way = self._dialog.ask()
        paths = [one.understood.path for one in self._read.files]
        paths += [one.path for one in self._read.refused]
        if self._asked is not None:
            return Answer(columns=self._asked, paths=tuple(paths))
        return Answer(tuple(form.chosen() for form in self._forms)) if way == "yes" else Answer()

    def ask_columns(self, one: "Understood | Refused") -> None:
        """Turn to the columns of a table first."""
        self._asked = one
        self._dialog.answer("columns")

    def _refusal(self, one: "Refused") -> QWidget:
        box = QWidget()
        row = QVBoxLayout(box)
        space(row, (0, 4, 8, 4), 4)
        row.addWidget(Note(one.path.name, one.message, "bad", parent=box))
        if one.heads:
            button = Button(_("Say which column is what"), "link", parent=box)
            button.clicked.connect(lambda: self.ask_columns(one))
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return box


def ask_import(parent: QWidget, read: "ReadFiles") -> Answer:
    """Show what files hold, and ask whether they come in."""
    return _Preview(parent, read).ask()


def ask_columns(
    parent: QWidget, heads: Sequence[str], chosen: Sequence[str] = ()
) -> dict[str, str]:
    """Ask which column of a table is what; empty when the person turns back."""
    dialog = Dialog(
        parent,
        _("Which column is what?"),
        [_("Your choice is remembered for tables with these columns.")],
        [Way("", _("Cancel")), Way("yes", _("Read the table"), "primary")],
    )
    body = QWidget()
    grid = QGridLayout(body)
    space(grid, (0, 0, 8, 0), 8)
    pairs = [("", _("left out")), *((field, field_name(field)) for field in FIELDS)]
    fields: dict[str, ListField] = {}
    for place, head in enumerate(heads):
        if not head or head in fields:
            continue
        key = chosen[place] if place < len(chosen) else ""
        fields[head] = ListField(pairs, key, parent=body)
        fields[head].set_narrow()
        shown = Field(head[:40], fields[head], parent=body)
        grid.addWidget(shown, (len(fields) - 1) // 3, (len(fields) - 1) % 3)
    scroll = Scroll(body, parent=dialog)
    scroll.take_at_most(min(300, 62 * ((len(fields) + 2) // 3) + 8))
    dialog.add(scroll)
    if dialog.ask() != "yes":
        return {}
    return {head: field.key() for head, field in fields.items() if field.key()}


def _via_name(via: str) -> str:
    return {
        "database": _("Database"),
        "register": _("Register of trials"),
        "website": _("Website"),
        "organisation": _("Organisation"),
        "citation": _("Citation search"),
    }[via]
