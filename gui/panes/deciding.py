"""What the buttons of a `PointCard` do, the same in Reconcile and beside the forest plot."""

from functools import partial

from PySide6.QtWidgets import QWidget

from appraisal import drafts
from appraisal.ledger import Quote, Value
from appraisal.permission import why_not_agree
from appraisal.shared_entries import everywhere
from appraisal.subjects import parse
from appraisal.views.reconcile import Point
from appraisal.views.seats import work_key
from gui.panes.point_card import PointCard
from gui.questions import ask_reason
from gui.session import Session
from resources.i18n import _


def why_off(session: Session, form: str) -> str:
    """Why nothing can be settled here; empty where it can."""
    if session.read_only:
        return session.why_fixed
    if not session.reader:
        return _("Nobody is signed in.")
    return why_not_agree(session.state, form, session.reader) if form else ""


def point_card(session: Session, window: QWidget, form: str, point: Point, off: str) -> PointCard:
    """A card of a form whose buttons do all but agree, which each page says in its own way."""
    card = PointCard(point, off)
    card.reopened.connect(partial(reopen, session, window, form))
    card.referred.connect(lambda field, why, on: refer(session, form, field, why, on=on))
    card.confirmed.connect(partial(confirm, session, form))
    card.quote_opened.connect(partial(open_quote, session, form))
    return card


def say(session: Session, form: str, draft: drafts.Draft) -> bool:
    """Say it in an open form, and in the others in which an entry of the study stands."""
    if form.startswith("appraisal/"):
        instrument = session.instrument(form.rpartition("/")[2])
        draft = everywhere(session.state, instrument, draft, author=session.reader)
    return session.do(draft)


def open_quote(session: Session, form: str, field: str, quote: Quote) -> None:
    """Show a quotation in the report, beside the reader's own form of the study."""
    subject = parse(f"{form}/agreed")
    place = {"quoted": quote.text, "source": quote.source, "at_page": quote.page or ""}
    if subject.kind == "extraction":
        study, outcome, _seat = subject.ids
        session.go("extract", study=study, outcome=outcome, field=field, **place)
    else:
        study, target, *_rest = subject.ids
        item = field.removeprefix("item/") if field.startswith("item/") else ""
        session.go("appraise", study=work_key(study, target), item=item, **place)


def reopen(session: Session, window: QWidget, form: str, field: str) -> None:
    """Open an agreed answer again, with the reason the person gives."""
    why = ask_reason(
        window,
        _("Reopen the agreed answer?"),
        _("It can be agreed on anew. What was agreed, by whom and why stays on record."),
        _("Reopen"),
    )
    if why:
        say(session, form, drafts.reopen_agreed(form, field, why))


def confirm(session: Session, form: str, field: str, value: Value) -> None:
    """Say that an agreed answer is one's own too."""
    if say(session, form, drafts.confirm_agreed(form, field, session.reader, value)):
        session.say(_("Confirmed: the agreed answer is yours too."), undo=True)


def refer(session: Session, form: str, field: str, why: str, *, on: bool) -> None:
    """Hand a difference to the adjudicator, or take it back."""
    if session.do(drafts.refer(form, field, why, on=on)):
        said = _("Handed to the adjudicator.") if on else _("Taken back from the adjudicator.")
        session.say(said, undo=True)
