"""How a review begins here: a new one, or a copy of a sample to try things on."""

from pathlib import Path
from typing import TYPE_CHECKING

from appraisal import own_key
from appraisal.errors import AppraisalError, StorageError
from gui import dialogs, faults
from gui.file_verbs import ask_save, file_name, may_leave, open_path
from gui.session import Session
from gui.widgets.fields import Field, LineField
from gui.widgets.switches import Segmented
from resources.i18n import _

if TYPE_CHECKING:
    from gui.window import Window


def new_review(window: "Window", session: Session) -> None:
    """Ask for a title, a name and a place, and make a review."""
    dialog = dialogs.Dialog(
        window,
        _("New review"),
        [_("One file holds the whole review. Its title and settings can be changed later.")],
        [dialogs.Way("", _("Cancel")), dialogs.Way("yes", _("Choose a place"), "primary")],
    )
    title = LineField(name=_("Title of the review"), parent=dialog)
    name = LineField(session.settings.name, name=_("Your name"), parent=dialog)
    readers = Segmented(
        [("1", _("One reviewer")), ("2", _("Two reviewers"))],
        "2",
        name=_("Who scores each study"),
        parent=dialog,
    )
    dialog.add(Field(_("Title of the review"), title, parent=dialog))
    dialog.add(Field(_("Your name"), name, parent=dialog))
    dialog.add(Field(_("Who scores each study"), readers, parent=dialog))
    button = dialog.buttons["yes"]

    def look() -> None:
        missing = not title.text().strip() or not name.text().strip()
        button.set_off(_("Give a title and your name") if missing else "")

    title.textChanged.connect(look)
    name.textChanged.connect(look)
    look()
    if dialog.ask() == "yes":
        said, who = title.text().strip(), name.text().strip()
        make(window, session, title=said, name=who, readers=int(readers.key()))


def make(window: "Window", session: Session, *, title: str, name: str, readers: int) -> bool:
    """Ask for a place and make a review there; whether it is open."""
    path = ask_save(window, _("Where should the review be saved?"), file_name(title))
    if path is None or (session.unsaved and not may_leave(window, session)):
        return False
    session.settings.name = name
    try:
        session.create(path, title=title, name=name, readers=readers)
    except StorageError as fault:
        faults.show_open_fault(window, fault, str(path))
        return False
    return True


def explore_sample(window: "Window", session: Session) -> None:
    """Ask which sample and where its copy should lie, make it and open it."""
    which = dialogs.ask(
        window,
        _("Explore a sample review"),
        [
            _("Immunoglobulin after birth in multiple sclerosis: 11 studies, two reviewers."),
            _("BCG vaccine against tuberculosis: 13 trials, random effects."),
            _("You get a copy of your own to try things on."),
        ],
        [
            dialogs.Way("", _("Cancel")),
            dialogs.Way("bcg", _("BCG vaccine")),
            dialogs.Way("ivig", _("Immunoglobulin"), "primary"),
        ],
    )
    if not which:
        return
    path = ask_save(window, _("Where should the copy be saved?"), f"{which}-sample")
    if path is not None:
        make_sample(window, session, path, which)


def make_sample(window: "Window", session: Session, path: Path, which: str) -> bool:
    """Make a sample at a place and open it; whether that worked."""
    from appraisal.sample import first_reader, make

    if session.review is not None and session.review.store.path == path:
        session.close()
    try:
        make(path, which, replace=path.exists())
        own_key.keep_sample_keys(which)
    except AppraisalError as fault:
        dialogs.tell_why(window, fault)
        return False
    return open_path(window, session, path, reader=first_reader(which))
