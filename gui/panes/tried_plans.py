"""The plans that are tried in Synthesis, one for each outcome, beside those the review keeps.

Trying is free: what is tried is forgotten with the window. The ledger's plan changes by *Keep as
plan* alone, with a reason, because the numbers have been seen.
"""

from PySide6.QtWidgets import QWidget

from appraisal import drafts
from appraisal.plan import Plan, changed_fields, has_plan, plan_of, planned_at, reasoned
from gui.questions import ask_reason
from gui.session import Session
from resources.i18n import _, date_text_of


class TriedPlans:
    """What is tried, by outcome."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._tried: dict[str, Plan] = {}

    def plan(self, outcome: str) -> Plan:
        """The plan in use: the one that is tried, else the one that is kept."""
        tried = self._tried.get(outcome)
        return self.kept(outcome) if tried is None else tried

    def kept(self, outcome: str) -> Plan:
        """The plan of the review."""
        return plan_of(self._session.state, outcome)

    def differs(self, outcome: str) -> bool:
        """Whether another plan is tried than the one that is kept."""
        return self.plan(outcome) != self.kept(outcome)

    def attempt(self, outcome: str, plan: Plan) -> None:
        """Try a plan."""
        if plan == self.kept(outcome):
            self.put_back(outcome)
        else:
            self._tried[outcome] = plan

    def put_back(self, outcome: str) -> None:
        """Go back to the plan that is kept."""
        self._tried.pop(outcome, None)

    def keep(self, outcome: str, window: QWidget) -> bool:
        """Make what is tried the plan, with the reason a person gives; whether it now is."""
        if not self.differs(outcome) or self._session.read_only:
            return False
        why = ask_reason(
            window,
            _("Keep as plan?"),
            _(
                "Report, tables and the terminal then use these choices. The numbers have been "
                "seen, so the plan keeps your reason."
            ),
            _("Keep as plan"),
        )
        tried = self.plan(outcome)
        changed = changed_fields(reasoned(tried, why), self.kept(outcome)) if why else {}
        if not changed or not self._session.do(drafts.keep_plan(outcome, changed, why=why)):
            return False
        self.put_back(outcome)
        self._session.say(_("Kept as the plan."), undo=True)
        return True

    def status(self, outcome: str) -> str:
        """How the plan in use stands to the one that is kept, and since when that one is."""
        state = self._session.state
        if self.differs(outcome):
            return _("Differs from the plan")
        if not has_plan(state, outcome):
            return _("No plan kept yet: this is the preset of the review")
        return _("As planned on {date}").format(date=date_text_of(planned_at(state, outcome)))
