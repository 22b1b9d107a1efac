"""What stands in the way, told as it happens; `banners` says what lasts.

No verb is called from here: what is offered is asked of the window through the session.
"""

import traceback
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from appraisal import __version__
from appraisal.errors import StorageError, UserError
from appraisal.store.faults import Unreachable
from gui import dialogs
from gui.widgets.notices import Message
from resources.i18n import _, ngettext

if TYPE_CHECKING:
    from gui.window import Window

TELLING = "telling_of_a_crash"
LISTED = 12  # lines of what differs in a file


def say_other(window: "Window", path: Path) -> None:
    """Offer what lies now where the review was before it was saved elsewhere."""
    said = _("You work in the copy now. A file lies where the review was: {name}")
    _offer(window, "other", said.format(name=path.name), path)


def say_rescued(window: "Window", path: Path) -> None:
    """Offer to bring what was rescued of a damaged file into the backup that is open now."""
    said = _("This is the backup. What was rescued of the damaged file lies in {name}")
    _offer(window, "rescued", said.format(name=path.name), path)


def _offer(window: "Window", cause: str, said: str, path: Path) -> None:
    def receive() -> None:
        window.take_banner(cause)
        window.session.asked_receive.emit([path])

    deeds = [(_("Receive it"), receive), (_("Close"), lambda: window.take_banner(cause))]
    window.put_banner(cause, Message(said, "info", deeds))


def show_altered(window: "Window") -> None:
    """List what in the file differs from what was written."""
    from appraisal.views.altered import altered_line

    found = window.session.altered
    sentences = [altered_line(one) for one in found[:LISTED]]
    if len(found) > LISTED:
        more = ngettext("and {n} more", "and {n} more", len(found) - LISTED)
        sentences.append(more.format(n=len(found) - LISTED))
    told = _("Nothing was changed. A backup or a colleague's file may hold what was written.")
    dialogs.tell(window, _("Not as they were written"), [*sentences, told])


def show_open_fault(window: "Window", fault: StorageError | UserError, path: str) -> str:
    """Say why a file cannot be opened, and what can be done; gives the way taken."""
    ways = [dialogs.Way("", _("Close"))]
    ways += [
        dialogs.Way(key, words) for key, words in _open_words().items() if key in _offers(fault)
    ]
    remedy = fault.remedy
    if isinstance(fault, Unreachable):  # nothing is open yet that could be saved elsewhere
        remedy = _("Connect its disk or network again, then try again.")
    return dialogs.ask(window, fault.message, [part for part in (remedy, path) if part], ways)


def show_crash(
    window: "Window | None",
    kind: type[BaseException],
    fault: BaseException,
    trace: TracebackType | None,
) -> None:
    """Tell of a fault of the program itself, once: one that comes with every painting waits."""
    details = "".join(traceback.format_exception(kind, fault, trace))
    if window is None or window.property(TELLING):
        return
    saved = _("Everything answered so far is saved.")
    waiting = _("What waits to be saved is still kept in memory: save it elsewhere.")
    window.setProperty(TELLING, True)
    try:
        dialogs.tell_fault(
            window,
            _("Something in the program went wrong"),
            [
                waiting if window.session.unsaved else saved,
                _("The details below help to mend it. Read them before you pass them on."),
            ],
            f"Evenhand {__version__}\n{details}",
        )
    finally:
        window.setProperty(TELLING, False)


def _offers(fault: StorageError | UserError) -> tuple[str, ...]:
    return fault.offers if isinstance(fault, StorageError) else ()


def _open_words() -> dict[str, str]:
    return {
        "open_read_only": _("Open read-only"),
        "restore": _("Restore the last backup"),
        "rescue": _("Rescue what can be read"),
        "take_over": _("Take over"),
        "work_on_copy": _("Work on a copy"),
        "retry": _("Try again"),
    }
