"""Overview's card on records: how many stood at each step, counted, or typed where it says so."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from appraisal.flow import Count, FlowCounts
from appraisal.flow_live import flow_of
from appraisal.flow_typed import typed_flow
from appraisal.state import State
from appraisal.subjects import REVIEW
from gui.session import Session
from gui.theme import space
from gui.widgets.card import Card
from gui.widgets.emptying import empty
from gui.widgets.text import Text
from resources.i18n import _, number

COUNTED = 3_000  # records; more are counted beside the window


class RecordsCard(Card):
    """The steps in a row; hidden while nothing is known of any record."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(_("Records"), parent=parent)
        self._session = session
        self._body = QVBoxLayout()
        space(self._body, gap=8)
        self.add(self._body)

    def refresh(self) -> None:
        """Count again; very many records beside the window."""
        state = self._session.state
        if state.count("record") <= COUNTED:
            self._show(flow_of(state))
            return
        self._session.jobs.run(
            _("Reading the records"), lambda _report: flow_of(state), done=self._show
        )

    def _show(self, flow: FlowCounts) -> None:
        empty(self._body)
        state = self._session.state
        steps = self._steps(flow, state)
        self.setVisible(steps is not None)
        if steps is None:
            return
        self._body.addWidget(steps)
        pooled = state.claim(REVIEW, "flow/pooled")
        for said in (pooled.why if pooled else "", state.text(REVIEW, "records_note")):
            if said:
                self._body.addWidget(Text(said, "caption", wrap=True, parent=self))

    def _steps(self, flow: FlowCounts, state: State) -> QWidget | None:
        typed = typed_flow(state)
        box = QWidget(self)
        row = QHBoxLayout(box)
        space(row, gap=24)
        for keys, name, value in _numbers():
            n, by_hand = value(flow), value(typed)
            if n is not None:
                claims = (state.claim(REVIEW, f"flow/{key}") for key in keys)
                why = next((claim.why for claim in claims if claim is not None), "")
                row.addWidget(_step(box, n, name, why, typed=by_hand is not None))
        pooled = state.claim(REVIEW, "flow/pooled")
        if pooled is not None and isinstance(pooled.value, int):
            row.addWidget(_step(box, pooled.value, _("pooled"), pooled.why, typed=True))
        if not row.count():
            box.deleteLater()
            return None
        row.addStretch(1)
        return box


def _numbers() -> tuple[tuple[tuple[str, ...], str, Callable[[FlowCounts], Count]], ...]:
    """The steps: the fields they may be typed in, what they are called, and their number."""
    return (
        (("identified", "databases"), _("records found"), lambda flow: flow.found),
        (("deduplicated", "screened"), _("after duplicates"), lambda flow: flow.screened),
        (("full_text", "assessed"), _("full texts read"), lambda flow: flow.assessed),
        (("included",), _("studies included"), lambda flow: flow.included),
    )


def _step(box: QWidget, n: int, name: str, why: str, *, typed: bool) -> QWidget:
    part = QWidget(box)
    column = QVBoxLayout(part)
    space(column)
    column.addWidget(Text(number(n, 0), "figure", parent=part))
    column.addWidget(Text(name, "caption", parent=part))
    if typed:
        column.addWidget(Text(_("typed"), "caption", parent=part))
    column.addStretch(1)
    part.setToolTip(why)
    return part
