"""What one does with the assessments of a study, from Appraise: add, name, show, carry over."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from appraisal import drafts
from appraisal.shared_entries import begun_with, everywhere
from appraisal.subjects import ITSELF
from appraisal.targets import assessed, shown_target, target_name, targets_of
from appraisal.views.assessments import earlier, offers, starts_apart, target_settings
from appraisal.views.checklist_rows import Checklist
from appraisal.views.protocol import SettingRow, instrument_rows
from appraisal.views.seats import work_key
from gui.panes.assessments import ask_carry_over, ask_earlier, ask_shown
from gui.panes.setting_form import ask_settings
from gui.panes.target_form import ask_target
from gui.questions import ask_reason
from gui.session import Session
from resources.i18n import _, ngettext

if TYPE_CHECKING:
    from appraisal.ledger import Value

Show = Callable[..., None]


class AssessmentVerbs:
    """The verbs; `show` brings another form into view."""

    def __init__(self, page: QWidget, session: Session, show: Show) -> None:
        self._page = page
        self._session = session
        self._show = show

    def act(self, key: str, shown: Checklist) -> None:
        """Carry out an action; one that is off says why."""
        why = self.why_off(shown).get(key, "")
        if why:
            self._session.say(why)
            return
        {
            "choose_settings": self._choose_settings,
            "add_assessment": self._add,
            "edit_assessment": self._edit,
            "show_assessment": self._choose_shown,
            "remove_assessment": self._remove,
            "carry_over": self._carry_over,
            "earlier_assessments": self._look_back,
            "present_assessment": self._come_back,
        }[key](shown)

    def why_off(self, shown: Checklist) -> dict[str, str]:
        """Why some of the verbs cannot be done now."""
        session = self._session
        state = session.state
        reasons: dict[str, str] = {}
        locked = session.why_fixed
        if locked:
            reasons = dict.fromkeys(
                (
                    "choose_settings",
                    "add_assessment",
                    "edit_assessment",
                    "show_assessment",
                    "remove_assessment",
                ),
                locked,
            )
        elif shown.target == ITSELF:
            reasons["remove_assessment"] = _("This is the assessment of the study itself")
            if not any(one.scope == "result" for one in shown.instrument.settings):
                reasons["edit_assessment"] = _(
                    "The assessment of a study has no settings of its own"
                )
        if len(assessed(state, shown.study, shown.instrument.key)) < 2:
            reasons.setdefault("show_assessment", _("The study has one assessment"))
        if not self.offered(shown):
            reasons["carry_over"] = locked or _(
                "No other assessment of this study has such answers"
            )
        if not earlier(state, shown.study, session.reader, session.instrument):
            reasons["earlier_assessments"] = _("This study has no earlier assessment")
        return reasons

    def offered(self, shown: Checklist) -> int:
        """How many answers could be carried over into a form."""
        session = self._session
        if shown.is_archived or session.read_only:
            return 0
        found = offers(session.state, shown.study, shown.target, session.reader, session.instrument)
        return len({answer.field for offer in found for answer in offer.answers})

    def _add(self, shown: Checklist) -> None:
        session = self._session
        rows = target_settings(session.state, shown.instrument, ITSELF)
        asked = ask_target(
            self._page.window(), session.state, shown.instrument, rows, study=shown.study
        )
        if asked is None:
            return
        facts: dict[str, Value] = {**asked.facts, **asked.settings}
        facts["order"] = len(targets_of(session.state, shown.study))
        if starts_apart(session.state, shown.study):
            facts["apart"] = True
        draft, target = drafts.add_target(shown.study, facts)
        if asked.facts.get("kind") in {domain.per for domain in shown.instrument.domains}:
            said = begun_with(session.state, shown.study, target, shown.instrument, session.reader)
            draft = drafts.Draft(draft.label, (*draft.writes, *said))
        if session.do(draft):
            session.go("appraise", study=work_key(shown.study, target))

    def _edit(self, shown: Checklist) -> None:
        session = self._session
        rows = target_settings(session.state, shown.instrument, shown.target)
        if shown.target == ITSELF:
            self._ask_settings(rows)
            return
        known = {one.id: one for one in targets_of(session.state, shown.study)}
        asked = ask_target(
            self._page.window(), session.state, shown.instrument, rows, known.get(shown.target),
            study=shown.study,
        )  # fmt: skip
        if asked is not None and (asked.facts or asked.settings):
            fields = {**asked.facts, **asked.settings}
            session.do(drafts.edit_target(shown.target, fields, why=asked.why))

    def _choose_settings(self, shown: Checklist) -> None:
        self._ask_settings(instrument_rows(self._session.state, shown.instrument))

    def _ask_settings(self, rows: Sequence[SettingRow]) -> None:
        fields, why = ask_settings(self._page.window(), rows)
        if fields:
            label = _("Choose settings")
            self._session.do(drafts.edit_review(fields, why=why, label=label))

    def _remove(self, shown: Checklist) -> None:
        why = ask_reason(
            self._page.window(),
            _("Remove the assessment “{name}”?").format(name=shown.place),
            _("It leaves the lists and figures for everyone. Its answers are kept."),
            _("Remove"),
        )
        if why and self._session.do(drafts.remove_target(shown.target, why)):
            self._session.say(_("The assessment is removed."), undo=True)
            self._come_back(shown)

    def _choose_shown(self, shown: Checklist) -> None:
        state = self._session.state
        pairs = [
            (target, target_name(state, target) or _("The study as a whole"))
            for target in assessed(state, shown.study, shown.instrument.key)
        ]
        now = shown_target(state, shown.study, shown.instrument).target
        target = ask_shown(self._page.window(), pairs, now)
        if target:
            self._session.do(drafts.show_in_figures(shown.study, shown.instrument.id, target))

    def _carry_over(self, shown: Checklist) -> None:
        session = self._session
        found = offers(session.state, shown.study, shown.target, session.reader, session.instrument)
        claims = ask_carry_over(self._page.window(), found)
        draft = everywhere(
            session.state,
            shown.instrument,
            drafts.carry_over(shown.subject, claims),
            author=session.reader,
        )
        if claims and session.do(draft):
            said = ngettext("{n} answer carried over.", "{n} answers carried over.", len(claims))
            session.say(said.format(n=len(claims)), undo=True)

    def _look_back(self, shown: Checklist) -> None:
        session = self._session
        found = earlier(session.state, shown.study, session.reader, session.instrument)
        form = ask_earlier(self._page.window(), found)
        if form:
            _kind, study, target, instrument = form.split("/")
            self._show(work_key(study, target), archived=instrument)

    def _come_back(self, shown: Checklist) -> None:
        self._show(shown.study)
