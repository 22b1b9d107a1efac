"""Reconcile's line on screening: on how many records the reviewers differ, and the way there.

Decisions are settled where the record can be read, on Records; people look for what differs here.
"""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from appraisal import screening
from appraisal.review import Change
from appraisal.screening import ABSTRACT, Stage
from gui.session import Session
from gui.theme import space
from gui.widgets.buttons import Button
from gui.widgets.card import Note
from resources.i18n import _, ngettext, number

COUNTED = 3_000  # records; more are counted beside the window, and not in the rail


class ScreeningDiffers(QWidget):
    """Shown only while there is a record on which reviewers differ."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._found: dict[Stage, int] = {}
        self._note = Note("", "", "warn", parent=self)
        self._settle = Button(_("Settle in Records"), "small", parent=self)
        self._settle.clicked.connect(self._go)
        row = QHBoxLayout(self)
        space(row, (24, 12, 24, 12), 8)
        row.addWidget(self._note, 1)
        row.addWidget(self._settle)
        session.changed.connect(self._on_changed)
        session.reader_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Count again."""
        state = self._session.state
        if state.count("record") <= COUNTED:
            self._show(screening.conflicts(state))
            return
        self._session.jobs.run(
            _("Reading the records"),
            lambda _report: screening.conflicts(state),
            done=self._show,
        )

    def _on_changed(self, change: Change) -> None:
        if change.concerns("screening", "record", "review"):
            self.refresh()

    def _show(self, found: dict[Stage, int]) -> None:
        self._found = found
        n = sum(found.values())
        names = {ABSTRACT: _("Titles and abstracts")}
        parts = (
            f"{names.get(stage, _('Full texts'))}: {number(count, 0)}"
            for stage, count in found.items()
        )
        said = ngettext("Screening: {n} differs", "Screening: {n} differ", n)
        said = said.format(n=number(n, 0))
        self._note.set(said, " · ".join(parts), "warn")
        self.setAccessibleName(said)
        self.setVisible(bool(n))

    def _go(self) -> None:
        stage = next(iter(self._found), ABSTRACT)
        self._session.go("records", tab="screening", show="differ", stage=stage)


def entries(session: Session) -> int:
    """One entry to reconcile where any record differs; not counted where there are very many."""
    state = session.state
    return int(0 < state.count("record") <= COUNTED and bool(screening.conflicts(state)))
