"""Reopening what one has submitted oneself, in Appraise and in Extract: whether, and why."""

from PySide6.QtWidgets import QWidget

from appraisal import drafts
from gui.questions import ask_reason
from gui.session import Session
from resources.i18n import _


def why_not_reopen(session: Session, subject: str) -> str:
    """Why a submitted form stays as it is; empty where it can be reopened."""
    review = session.review
    if review is None or session.read_only:
        return session.why_fixed
    if session.state.is_open(subject):
        return _("All have submitted: second thoughts go into the agreed answer, in Reconcile.")
    return review.shared_sentence(subject)


def reopen(session: Session, window: QWidget, subject: str, label: str) -> None:
    """Ask why, and let the answers of a form be changed again."""
    why = ask_reason(
        window,
        _("Reopen {study}?").format(study=label),
        _("Your answers can be changed again until you submit. The reason is kept."),
        _("Reopen"),
    )
    if why:
        session.do(drafts.reopen(subject, why))
