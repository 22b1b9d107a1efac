"""Which instrument serves which design: asked for in one form, the usual one first."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from appraisal.ledger import Value
from appraisal.library import known as instruments_known
from appraisal.library import present_key
from appraisal.views.protocol import DesignRow
from gui.dialogs import Dialog, Way
from gui.theme import space
from gui.widgets.fields import Field, ListField
from gui.widgets.page import Scroll
from gui.words import design_name
from resources.i18n import _, language, ngettext


def ask_instruments(parent: QWidget, rows: Sequence[DesignRow]) -> dict[str, Value]:
    """Ask for the instrument of each design; gives the changed ones as fields of the review."""
    dialog = Dialog(
        parent,
        _("Instrument for each design"),
        [_("Forms begun with another instrument are kept, and come back if it does.")],
        [Way("", _("Cancel")), Way("yes", _("Save"), "primary")],
    )
    known = instruments_known(language())
    body = QWidget()
    column = QVBoxLayout(body)
    space(column, (0, 0, 8, 0), 8)
    fields: dict[str, tuple[str, ListField]] = {}
    for row in rows:
        now = row.instrument.partition("@")[0]
        names = dict.fromkeys([*row.choices, *([now] if now else []), *known])
        pairs = [("", _("none")), *((name, known[name].title) for name in names if name in known)]
        field = ListField(pairs, now, parent=body)
        field.set_narrow()
        n = row.studies
        label = design_name(row.design) + "  ·  "
        label += ngettext("{n} study", "{n} studies", n).format(n=n)
        column.addWidget(Field(label, field, parent=body))
        fields[row.design] = (now, field)
    column.addStretch(1)
    dialog.first = next((field for _now, field in fields.values()), None)
    scroll = Scroll(body, parent=dialog)
    scroll.take_at_most(min(380, 64 * len(rows) + 12))
    dialog.add(scroll)
    if dialog.ask() != "yes":
        return {}
    return {
        f"design/{design}": present_key(field.key()) if field.key() else None
        for design, (before, field) in fields.items()
        if field.key() != before
    }
