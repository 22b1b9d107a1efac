"""The row over the Studies table: what is searched for, by design and instrument, and how many."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from appraisal.views.studies import StudyLine, own_text
from gui.models.rows import RowsModel
from gui.theme import space
from gui.widgets.buttons import Button
from gui.widgets.fields import FilterList, SearchField
from gui.widgets.text import Text
from gui.words import design_name
from resources.i18n import _, ngettext


class StudyFilter(QWidget):
    """Filters the rows of a model; `total` counts the studies of the review."""

    def __init__(
        self,
        model: RowsModel[StudyLine],
        columns: Button,
        total: Callable[[], int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._model, self._total = model, total
        self._search = SearchField(_("Filter studies"), parent=self)
        self._search.searched.connect(self._filter)
        self._search.setFixedWidth(240)
        self.design = FilterList(_("Design"), [("", _("All"))], "", parent=self)
        self._instrument = FilterList(_("Instrument"), [("", _("All"))], "", parent=self)
        for field in (self.design, self._instrument):
            field.picked.connect(lambda _key: self._filter())
        self.shown = Text("", "caption", parent=self)
        model.shown_changed.connect(lambda _shown: self.count())
        row = QHBoxLayout(self)
        space(row, (24, 0, 24, 12), 8)
        for widget in (self._search, self.design, self._instrument):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.shown)
        row.addWidget(columns)

    def clear(self) -> None:
        """Search for nothing."""
        self._search.clear()

    def offer(self, lines: Sequence[StudyLine]) -> None:
        """Offer the designs and instruments that studies have."""
        designs = dict.fromkeys(line.design for line in lines if line.design)
        used = dict.fromkeys((line.instrument, line.short) for line in lines if line.short)
        everything = ("", _("All"))
        for field, pairs in (
            (self.design, [(design, design_name(design)) for design in designs]),
            (self._instrument, list(used)),
        ):
            field.set_pairs([everything, *pairs], field.key())

    def count(self) -> None:
        """Say how many of the studies the table shows."""
        total, shown = self._total(), self._model.rowCount()
        if shown == total:
            self.shown.setText(ngettext("{n} study", "{n} studies", total).format(n=total))
        else:
            said = _("{n} of {total} studies").format(n=shown, total=total)
            self.shown.setText(said)

    def _filter(self, _text: str = "") -> None:
        wanted = self._search.text().strip().casefold()
        design, instrument = self.design.key(), self._instrument.key()

        def keep(line: StudyLine) -> bool:
            words = f"{line.label} {line.title} {line.authors} {line.country} {line.notes}"
            words = " ".join((words, *(own_text(value) for _name, value in line.own)))
            return (
                wanted in words.casefold()
                and design in ("", line.design)
                and instrument in ("", line.instrument)
            )

        self._model.set_filter(keep)
        self.count()
