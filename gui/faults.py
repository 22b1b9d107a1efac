"""What stands in the way, as the window says it: banners with what can be done, and dialogs."""

import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from appraisal import __version__
from appraisal.errors import StorageError, UserError
from appraisal.store.faults import Unreachable
from appraisal.store.protocol import Notice
from gui import dialogs, exchange_verbs, file_verbs
from gui.widgets.notices import Message
from resources.i18n import _, ngettext

if TYPE_CHECKING:
    from gui.window import Window

TELLING = "telling_of_a_crash"
LISTED = 12  # lines of what differs in a file
Deed = tuple[str, Callable[[], None]]


def fault_message(window: "Window", fault: StorageError) -> Message:
    """The banner for a file that cannot be written; answers wait in memory meanwhile."""
    said = fault.message if fault.message.endswith((".", "!", "?")) else f"{fault.message}."
    return Message(
        f"{said} {fault.remedy}".strip(),
        "bad",
        _deeds(window, fault.offers or ("retry", "save_as")),
    )


def read_only_message(window: "Window", offers: tuple[str, ...] = ()) -> Message:
    """The banner of a review that can only be read; `offers` may hold a way out of that."""
    why = window.session.read_only or ""
    text = _("{why} Changes here cannot be saved.").format(why=why)
    ways = tuple(one for one in offers if one == "take_over")
    deeds = _deeds(window, ("work_on_copy", "open_again", *ways))
    return Message(text, "warn", deeds, "lock")


def notice_message(window: "Window", told: Notice) -> Message:
    """The banner for something the store has to say once."""
    kind = {"recovered": "info", "upgraded": "info", "alone": "info", "altered": "bad"}.get(
        told.kind, "warn"
    )
    deeds = _deeds(window, told.offers)
    if "merge" in told.offers and told.paths:
        words = ngettext("Receive it", "Receive them", len(told.paths))
        deeds.append((words, lambda: exchange_verbs.take_in(window, window.session, [*told.paths])))
    deeds.append((_("Close"), lambda: window.take_banner(notice_cause(told))))
    return Message(told.text, kind, deeds)  # type: ignore[arg-type] # one of the kinds


def notice_cause(told: Notice) -> str:
    """What a notice stands under in the banner: several may have something to say."""
    return f"told/{told.kind}"


def say_other(window: "Window", path: Path) -> None:
    """Offer what lies now where the review was before it was saved elsewhere."""
    deeds: list[Deed] = [
        (_("Receive it"), lambda: exchange_verbs.take_in(window, window.session, [path])),
        (_("Close"), lambda: window.take_banner("other")),
    ]
    said = _("You work in the copy now. A file lies where the review was: {name}")
    window.put_banner("other", Message(said.format(name=path.name), "info", deeds))


def say_rescued(window: "Window", path: Path) -> None:
    """Offer to bring what was rescued of a damaged file into the backup that is open now."""

    def receive() -> None:
        window.take_banner("rescued")
        exchange_verbs.take_in(window, window.session, [path])

    deeds: list[Deed] = [
        (_("Receive it"), receive),
        (_("Close"), lambda: window.take_banner("rescued")),
    ]
    said = _("This is the backup. What was rescued of the damaged file lies in {name}")
    window.put_banner("rescued", Message(said.format(name=path.name), "info", deeds))


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


def show_refusal(window: "Window", fault: UserError) -> None:
    """Say why something was not taken, where no page said it beside its cause."""
    dialogs.tell(window, fault.message, [fault.remedy] if fault.remedy else [])


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


def explain(window: "Window", title: str, text: str) -> None:
    """Say what a page is for, and its keys."""
    dialogs.tell(window, title, [text])


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


def _deeds(window: "Window", offers: tuple[str, ...]) -> list[Deed]:
    session = window.session
    known: dict[str, Deed] = {
        "retry": (_("Try again"), lambda: file_verbs.retry(window, session)),
        "save_as": (
            _("Save elsewhere"),
            lambda: file_verbs.save_elsewhere(window, session, was_moved="merge" in offers),
        ),
        "work_on_copy": (_("Work on a copy"), lambda: file_verbs.work_on_copy(window, session)),
        "open_again": (_("Try again"), lambda: file_verbs.open_again(window, session)),
        "take_over": (_("Take over"), lambda: file_verbs.take_over(window, session)),
        "see_altered": (_("See them"), lambda: show_altered(window)),
    }
    return [known[offer] for offer in offers if offer in known]
