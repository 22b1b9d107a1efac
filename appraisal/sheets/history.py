"""Who changed what, when and why: every entry the reader may see, oldest first."""

import json
from collections.abc import Iterator

from appraisal.ledger import Value
from appraisal.material import Material
from appraisal.tables import Cell, Column, Sheet, Table
from appraisal.views.history import HistoryLine, history_lines
from resources.i18n import _


def make(material: Material) -> Iterator[Table]:
    """The ledger."""
    lines = history_lines(material.state, material.entries)[::-1]
    if not lines:
        return
    yield Table(
        "history",
        _("History"),
        _("History"),
        (
            Column(_("When (UTC)"), width=24),
            Column(_("Who"), width=18),
            Column(_("About"), width=14),
            Column(_("Study"), width=24),
            Column(_("Seat"), width=16),
            Column(_("Field"), width=24),
            Column(_("Value"), "long", 40),
            Column(_("Reason"), "long", 60),
        ),
        tuple(_row(line) for line in lines),
        fixed=0,
    )


def _row(line: HistoryLine) -> tuple[Cell, ...]:
    return (
        line.at, line.author, line.kind, line.study, line.seat, line.field,
        _text(line.value), line.why,
    )  # fmt: skip


def _text(value: Value) -> str:
    if value is None:
        return _("withdrawn")
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


SHEET = Sheet(90, make)
