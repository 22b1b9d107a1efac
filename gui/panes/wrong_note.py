"""What is wrong in a grid of numbers, said under it: in the study at hand before any other."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from appraisal.views.extraction import GridRow
from gui.widgets.card import Note
from resources.i18n import ngettext


class WrongNote(Note):
    """The first error, and how many more there are; gone where there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "", "bad", parent=parent)

    def show_rows(self, rows: Sequence[GridRow], study: str) -> None:
        """Say what is wrong in rows, first in a study's."""
        ordered = sorted(rows, key=lambda row: row.study != study)
        wrong = [(row.label, found) for row in ordered for found in row.errors]
        self.setVisible(bool(wrong))
        if not wrong:
            return
        label, found = wrong[0]
        more = ngettext("and {n} more", "and {n} more", len(wrong) - 1).format(n=len(wrong) - 1)
        said = (found.remedy, f"({more})" if len(wrong) > 1 else "")
        self.set(f"{label}: {found.title}", " ".join(filter(None, said)), "bad")
