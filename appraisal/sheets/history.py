"""Who changed what, when and why: every entry the reader may see, oldest first."""

from collections.abc import Iterator

from appraisal.cells import quotes_text
from appraisal.material import Material
from appraisal.subjects import AGREED
from appraisal.tables import Cell, Column, Sheet, Table
from appraisal.views.history import HistoryLine, history_lines
from appraisal.views.history_forms import named_instruments
from resources.i18n import _


def make(material: Material) -> Iterator[Table]:
    """The ledger."""
    instruments = named_instruments(material.state, material.lookup)
    lines = history_lines(material.state, material.entries, instruments)[::-1]
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
            Column(_("Which one"), width=24),
            Column(_("Form of"), width=16),
            Column(_("Field"), width=24),
            Column(_("Value"), "long", 40),
            Column(_("Reason"), "long", 50),
            Column(_("Quotations"), "long", 60),
        ),
        tuple(_row(line) for line in lines),
        fixed=0,
        lead=f"{material.nature} {material.records_note}".strip(),
    )


def _row(line: HistoryLine) -> tuple[Cell, ...]:
    return (
        line.at, line.author, line.about, line.name, _seat(line.seat), line.called,
        line.words, line.why, quotes_text(line.claim.quotes),
    )  # fmt: skip


def _seat(seat: str) -> str:
    return _("agreed") if seat == AGREED else seat


SHEET = Sheet(90, make)
