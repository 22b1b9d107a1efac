"""Appraise: the worklist, the checklist, and what is known of the study."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from appraisal import drafts
from appraisal.calibration import next_version
from appraisal.ledger import Claim, Quote, Value
from appraisal.review import Change
from appraisal.shared_entries import everywhere
from appraisal.subjects import ITSELF, REVIEW
from appraisal.views.checklist import checklist
from appraisal.views.checklist_rows import Checklist, ItemView
from appraisal.views.guidance import PastDecision, past_decisions
from appraisal.views.seats import SeatState, worklist
from appraisal.views.under import Under, answered_under, confirmations
from gui.assessment_verbs import AssessmentVerbs
from gui.pages import PageSpec
from gui.panes import reopening
from gui.panes.attaching import Attaching, source_of
from gui.panes.checklist import ChecklistPane
from gui.panes.checklist_pdf import save_checklist
from gui.panes.evidence import EvidencePane
from gui.panes.notes import NotesPane
from gui.panes.worklist import Worklist
from gui.questions import ask_long_text, ask_submit
from gui.session import Session
from gui.submitting import submit
from gui.theme import space
from gui.widgets.buttons import Button
from gui.widgets.columns import Columns, Part
from gui.widgets.page import EmptyPage
from resources.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

WAITING = (SeatState.NOT_STARTED, SeatState.STARTED, SeatState.READY)


class AppraisePage(QWidget):
    """Scoring, study by study."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._shown: Checklist | None = None
        self._list = Worklist(_("My studies"), self)
        self._pane = ChecklistPane(self)
        self._notes = NotesPane(self)
        self._evidence = EvidencePane(self._notes, _("Notes"), self)
        self._pane.take_selection = self._evidence.take_selection
        self._pane.past = self._past
        self._list.take_key = self._pane.take_key
        self._assessments = AssessmentVerbs(self, session, self._show)
        to_studies = Button(_("Go to Studies"), "primary", icon="arrow-right", icon_after=True)
        to_studies.clicked.connect(lambda: session.go("studies"))
        self._nothing = EmptyPage(
            _("Nothing to score yet"),
            _("Add studies and give each a design: the design chooses the checklist."),
            to_studies,
            parent=self,
        )
        self._stack = QStackedWidget(self)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self._pane)
        self._refresh()
        self._list.select_first_open()

    def show_target(
        self, study: str = "", item: str = "", quoted: str = "", source: str = "", at_page: str = ""
    ) -> None:
        """Show a study, an item of it, and words of its report."""
        self._pane.flush()
        self._columns.bring("checklist")
        if study and self._list.select(study):
            self._show(self._list.current(), at=item)
            if quoted:
                quote = Quote(quoted, source, at_page or None)
                QTimer.singleShot(0, self, partial(self._open_quote, quote))  # once laid out
        elif quoted:
            self._session.say(_("This study is not on your list: its report shows in Extract."))

    def act(self, key: str) -> None:
        """Carry out an action of this page."""
        verbs: dict[str, Callable[[], None]] = {
            "submit": self._submit,
            "reopen": self._reopen,
            "print_filled": partial(self._save_pdf, filled=True),
            "print_blank": partial(self._save_pdf, filled=False),
        }
        if key in verbs:
            verbs[key]()
        elif self._shown is not None:
            self._pane.flush()
            self._assessments.act(key, self._shown)

    def search_report(self) -> bool:
        """Search the report, where it shows."""
        return self._evidence.search_report()

    # -- showing ---------------------------------------------------------------------------------

    def _refresh(self) -> None:
        session = self._session
        rows = worklist(session.state, session.reader, session.instrument)
        rows = tuple(row for row in rows if row.instrument)
        self._list.set_rows(rows)
        self._stack.setCurrentIndex(0 if rows else 1)
        if rows and not self._list.current():
            self._list.select_first_open()

    def _show(self, key: str, *, at: str = "", archived: str = "") -> None:
        session = self._session
        study, _between, target = key.partition("/")
        shown = checklist(
            session.state, study, session.reader, session.instrument, target or ITSELF,
            archived=archived,
        )  # fmt: skip
        self._shown = shown
        if shown is None:
            return
        why_off = session.why_fixed
        if archived:
            why_off = _("This assessment is kept as it was")
        menu_off = self._assessments.why_off(shown)
        self._pane.head.menu.why_off = menu_off
        offered = 0 if archived else self._assessments.offered(shown)
        self._pane.show_checklist(shown, why_off=why_off, at=at, offered=offered)
        self._shut_shared()
        self._show_under(shown, why_off)
        self._notes.show_study(session.state, shown, sealed=bool(why_off))
        self._evidence.show_source(source_of(session, study))
        self._mark()

    def _shut_shared(self) -> None:
        """Say at Reopen that a form has left this desk, before a reason is asked for."""
        shown = self._shown
        if shown is None or not shown.is_sealed or shown.is_open or shown.is_archived:
            return
        said = reopening.why_not_reopen(self._session, shown.subject)
        if said and not self._session.read_only:
            self._pane.head.shut(said)

    def _under(self, shown: Checklist) -> tuple[Under, ...]:
        """The settings that changed since a form was answered."""
        review = self._session.review
        if review is None:
            return ()
        return answered_under(
            self._session.state,
            shown.instrument,
            shown.subject,
            lambda: review.history(subject=REVIEW),
        )

    def _show_under(self, shown: Checklist, why_off: str) -> None:
        found = self._under(shown)
        where, _fields = confirmations(self._session.state, shown.subject, found)
        sealed = "" if where else _("Reopen the form first.")
        self._pane.under.show_under(found, why_off=why_off or sealed)

    def _on_changed(self, change: Change) -> None:
        if not change.concerns("appraisal", "study", "review", "person", "rule", "target"):
            return
        self._refresh()
        if self._shown is not None:
            kept = self._shown.instrument.key if self._shown.is_archived else ""
            self._show(self._shown.key, archived=kept)

    def _on_chosen(self, key: str) -> None:
        self._pane.flush()
        self._show(key)
        self._columns.bring("checklist")

    def _on_focused(self, item: ItemView) -> None:
        self._evidence.show_item(item.id)
        self._mark()

    def _mark(self) -> None:
        if self._shown is not None:
            current = self._pane.current
            self._evidence.mark(
                [
                    (quote, item.address == current)
                    for item in self._shown.items()
                    for quote in item.quotes
                ]
            )

    def _go_back(self) -> None:
        """Give the focus back from the report to what is open."""
        self._columns.bring("checklist")
        self._pane.go_to(self._pane.current)

    def _open_quote(self, quote: Quote) -> None:
        self._columns.bring("evidence")
        if not self._evidence.open_quote(quote):
            self._session.say(_("The report is not here, so its page cannot be shown."))

    # -- verbs -----------------------------------------------------------------------------------

    def _quote_current(self, quote: Quote) -> None:
        item = self._shown.item(self._pane.current) if self._shown is not None else None
        if item is not None and self._shown is not None and not self._shown.is_sealed:
            self._quote(item, quote)

    def _answer(self, item: ItemView, value: Value) -> None:
        self._write(item, Claim(value, item.why, item.quotes))

    def _reason(self, item: ItemView, text: str) -> None:
        now = self._shown.item(item.address) if self._shown is not None else None
        item = now or item
        self._write(item, Claim(item.value, text, item.quotes))

    def _quote(self, item: ItemView, quote: Quote) -> None:
        self._write(item, Claim(item.value, item.why, (*item.quotes, quote)))

    def _unquote(self, item: ItemView, quote: Quote) -> None:
        kept = tuple(one for one in item.quotes if one != quote)
        self._write(item, Claim(item.value, item.why, kept))
        self._session.say(_("Quotation taken off."), undo=True)

    def _write(self, item: ItemView, claim: Claim) -> None:
        if self._shown is None:
            return
        if not self._say(drafts.answer(self._shown.subject, item.address, claim)):
            self._show(self._shown.key)

    def _say(self, draft: drafts.Draft) -> bool:
        """Say it in this form, and in the others in which an entry of the study stands."""
        session, shown = self._session, self._shown
        if shown is None:
            return False
        return session.do(everywhere(session.state, shown.instrument, draft, author=session.reader))

    def _judge(self, field: str, claim: Claim) -> None:
        if self._shown is not None:
            self._say(drafts.judge(self._shown.subject, field, claim))

    def _confirm(self) -> None:
        if self._shown is None:
            return
        found = self._under(self._shown)
        where, fields = confirmations(self._session.state, self._shown.subject, found)
        if where and self._session.do(drafts.confirm(where, fields)):
            self._session.say(_("The answers are confirmed."), undo=True)

    def _comment(self, domain: str, text: str) -> None:
        if self._shown is not None:
            self._say(drafts.comment(self._shown.subject, domain, text))

    def _ask_rule(self, item: ItemView) -> None:
        """Ask for the team's rule for an item, which both reviewers then see."""
        shown = self._shown
        if shown is None:
            return
        text = ask_long_text(
            self.window(),
            _("Team rule for {item}").format(item=item.id),
            _("It stands under the item for everyone, in every study."),
            label=_("Rule"),
            verb=_("Save the rule"),
            text=item.rule,
        )
        if text is not None and text != item.rule:
            version = next_version(self._session.state, shown.instrument.id, item.address)
            rule = drafts.set_rule(shown.instrument.id, item.address, text, version=version)
            self._session.do(rule)

    def _past(self, address: str) -> tuple[PastDecision, ...]:
        shown, session = self._shown, self._session
        if shown is None:
            return ()
        return past_decisions(
            session.state, shown.instrument, address,
            besides=shown.subject.rpartition("/")[0], lookup=session.instrument,
        )  # fmt: skip

    def _note(self, text: str) -> None:
        if self._shown is not None:
            self._session.do(drafts.edit_study(self._shown.study, "notes", text or None))

    def _submit(self) -> None:
        self._pane.flush()
        shown = self._shown
        if shown is None or shown.is_sealed or shown.is_archived or self._session.read_only:
            return
        state = self._session.state
        way = ask_submit(self.window(), shown, state)
        if way == "yes":
            opened = submit(self._session, shown.subject)
            if opened and not self._session.state.is_open(shown.subject):
                said = _("{study} is submitted; it can be reopened until all have submitted.")
                self._session.say(said.format(study=shown.label), undo=True)
        elif way.startswith("setting/"):
            self.act("edit_assessment")
        elif way:
            self._pane.go_to(way.removeprefix("item/"))

    def _reopen(self) -> None:
        shown = self._shown
        if shown is None or not shown.is_sealed or shown.is_open:
            return
        reopening.reopen(self._session, self.window(), shown.subject, shown.label)

    def _save_pdf(self, *, filled: bool) -> None:
        """Write the form that shows, blank or as it is answered."""
        shown = self._shown
        if shown is None:
            return
        self._pane.flush()
        save_checklist(self.window(), self._session, shown, filled=filled)

    # -- within ----------------------------------------------------------------------------------

    def _connect(self) -> None:
        session, pane = self._session, self._pane
        session.changed.connect(self._on_changed)
        session.reader_changed.connect(self._on_reader_changed)
        session.exchanged.connect(self._shut_shared)
        self._list.chosen.connect(self._on_chosen)
        pane.answered.connect(self._answer)
        pane.reasoned.connect(self._reason)
        pane.quoted.connect(self._quote)
        pane.unquoted.connect(self._unquote)
        pane.judged.connect(self._judge)
        pane.commented.connect(self._comment)
        pane.rule_asked.connect(self._ask_rule)
        pane.bar.asked.connect(self.act)
        pane.head.menu.asked.connect(self.act)
        pane.submitted.connect(self._submit)
        pane.reopened.connect(self._reopen)
        pane.stepped.connect(self._list.step)
        pane.under.confirmed.connect(self._confirm)
        pane.quote_opened.connect(self._open_quote)
        pane.focused.connect(self._on_focused)
        self._notes.edited.connect(self._note)
        self._notes.asked.connect(pane.go_to)
        self._evidence.quoted.connect(self._quote_current)
        self._evidence.left.connect(self._go_back)
        Attaching(session, self._evidence, lambda: self._shown.study if self._shown else "")

    def _on_reader_changed(self) -> None:
        self._shown = None
        self._refresh()
        self._list.select_first_open()
        self._show(self._list.current())

    def _lay_out(self) -> None:
        self._columns = Columns(
            (
                Part("list", _("Studies"), self._list, 200, 236, 288),
                Part("checklist", _("Checklist"), self._pane, 480, 572, 720),
                Part("evidence", _("PDF and notes"), self._evidence, 280, 392, 720),
            ),
            name=_("Columns"),
            parent=self,
        )
        self._stack.addWidget(self._columns)
        self._stack.addWidget(self._nothing)
        row = QHBoxLayout(self)
        space(row)
        row.addWidget(self._stack)


def _waiting(session: Session) -> int:
    rows = worklist(session.state, session.reader, session.instrument)
    return sum(row.cell.state in WAITING for row in rows if row.instrument)


PAGE = PageSpec(
    key="appraise",
    title=lambda: _("Appraise"),
    icon="clipboard-check",
    order=40,
    build=AppraisePage,
    about=lambda: _(
        "Score each study with the checklist of its design. The key at an answer chooses it, a "
        "letter or a digit; Enter goes on, W writes the reason, Q a quotation, G shows guidance, "
        "Ctrl+Enter submits. "
        "Ctrl+F searches the report where it shows; Esc goes back, and Q quotes what was found. "
        "Each answer is saved when it is given. Nobody sees it until everyone has submitted."
    ),
    waiting=_waiting,
    ahead=True,
)
