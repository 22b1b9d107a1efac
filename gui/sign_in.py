"""Who sits at the desk: asked on opening where this computer cannot know, and on changing places.

Whoever takes the other's place in one file is blind to it by courtesy alone; that is said before.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from appraisal import desk, own_key
from appraisal.blindness import shown_early
from appraisal.errors import AppraisalError
from appraisal.exchange_words import courtesy_sentence
from appraisal.views.team import Member, members, role_words
from gui import dialogs
from gui.questions import ask_text
from gui.session import Session
from gui.theme import space
from gui.widgets.buttons import Button
from gui.widgets.page import Scroll
from resources.i18n import _

if TYPE_CHECKING:
    from gui.window import Window

NEW = "new"
MOST_SHOWN = 6


def sign_in_on_opening(window: "Window", session: Session) -> None:
    """Ask who is there where several may be, and this computer knows of none or of two."""
    if session.is_open and desk.must_ask(session.state, session.reader):
        _ask(window, session)


def sign_in(window: "Window", session: Session) -> None:
    """Ask who sits at the desk from now on."""
    if session.is_open:
        _ask(window, session)


def _ask(window: "Window", session: Session) -> None:
    people = [one for one in members(session.state) if not one.has_left]
    chosen = _ask_who(window, people, session)
    if chosen == NEW:
        chosen = _join(window, session)
    if not chosen or chosen == session.reader or not _is_sure(window, session, chosen):
        return
    session.sign_in(chosen)
    if session.reader == chosen:
        session.say(_("Signed in as {name}.").format(name=session.name_of(chosen)))


def _ask_who(window: QWidget, people: list[Member], session: Session) -> str:
    reader = session.reader
    here = [one.person for one in people if not own_key.signs_elsewhere(session.state, one.person)]
    likely = reader or next(iter(here), "")  # Enter never takes a colleague's place
    dialog = dialogs.Dialog(
        window,
        _("Who is at the desk?"),
        [_("Answers that the others have not opened stay hidden from you.")],
        [dialogs.Way("", _("Cancel")), dialogs.Way(NEW, _("I am not on this list"))],
    )
    body = QWidget()
    column = QVBoxLayout(body)
    space(column, (0, 0, 8, 0), 6)
    for one in people:
        button = Button(one.name, "primary" if one.person == reader else "", parent=body)
        button.setToolTip(role_words(one.roles))
        button.setAccessibleName(one.name)
        button.setAccessibleDescription(role_words(one.roles))
        button.clicked.connect(lambda _checked=False, who=one.person: dialog.answer(who))
        column.addWidget(button)
        if one.person == likely:
            body.setFocusProxy(button)
    scroll = Scroll(body, parent=dialog)
    scroll.setFocusProxy(body)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    high = body.sizeHint().height() + 4
    each = high // max(len(people), 1)
    scroll.setFixedHeight(min(high, MOST_SHOWN * each))
    dialog.add(scroll)
    return dialog.ask()


def _join(window: "Window", session: Session) -> str:
    """Put somebody new into the team; gives who, or nothing."""
    name = ask_text(
        window,
        _("Join the team"),
        _("You score your studies alone; nobody sees your answers before you have submitted."),
        label=_("Your name"),
        verb=_("Join"),
        text=session.settings.name,
    )
    if not name or session.review is None:
        return ""
    try:
        return desk.join(session.review, name)
    except AppraisalError as fault:
        dialogs.tell_why(window, fault)
        return ""


def _is_sure(window: "Window", session: Session, person: str) -> bool:
    """Ask before one takes another's place, or sits down at a file that shows the other's."""
    review = session.review
    if review is None:
        return False
    name = session.name_of(person)
    early = shown_early(review.state, review.store.records(), person)
    is_elsewhere = own_key.signs_elsewhere(review.state, person)
    if not session.reader and not early and not is_elsewhere:
        return True
    said = []
    if is_elsewhere:
        said.append(
            _(
                "{name} works on another computer: what is shared is signed with a key that lies "
                "there. Go on only if you are {name}, and bring the key along: Settings, Read my "
                "key from a file."
            ).format(name=name)
        )
    if session.reader:
        said.append(
            _("{former} leaves the desk, and {name} sits down.").format(
                former=session.name_of(session.reader), name=name
            )
        )
    if early:
        said += [
            _("This file holds answers of the others that are not opened; they stay hidden."),
            courtesy_sentence(len(early)),
            _("To be blind for certain, each works in a file of their own and sends parcels."),
        ]
    way = dialogs.ask(
        window,
        _("Sign in as {name}?").format(name=name),
        said,
        [dialogs.Way("", _("Cancel")), dialogs.Way("yes", _("Sign in"), "primary")],
    )
    return way == "yes"
