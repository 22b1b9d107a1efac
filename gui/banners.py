"""What lasts and stands in the way, as banners say it, with what can be done about it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from appraisal.errors import StorageError
from appraisal.store.protocol import Notice
from gui import faults, file_verbs
from gui.widgets.notices import Message
from resources.i18n import _, ngettext

if TYPE_CHECKING:
    from gui.window import Window

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
        deeds.append((words, lambda: window.session.asked_receive.emit([*told.paths])))
    deeds.append((_("Close"), lambda: window.take_banner(notice_cause(told))))
    return Message(told.text, kind, deeds)  # type: ignore[arg-type] # one of the kinds


def notice_cause(told: Notice) -> str:
    """What a notice stands under in the banner: several may have something to say."""
    return f"told/{told.kind}"


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
        "see_altered": (_("See them"), lambda: faults.show_altered(window)),
    }
    return [known[offer] for offer in offers if offer in known]
