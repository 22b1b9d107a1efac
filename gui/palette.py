"""What the palette offers: every action, every page, every study, with why one is off."""

from typing import TYPE_CHECKING

from appraisal.views.search import search
from gui.actions import ACTIONS
from gui.widgets.palette import Entry, Palette
from resources.i18n import _

if TYPE_CHECKING:
    from gui.window import Window


def open_palette(window: "Window") -> None:
    """Come up over the window."""
    palette = Palette(window, lambda words: _found(window, words))
    palette.ran.connect(lambda key: _run(window, key))
    palette.open_palette([*_actions(window), *_pages(window)])


def _actions(window: "Window") -> list[Entry]:
    return [
        Entry(
            f"do:{one.key}",
            one.text(),
            icon=one.icon,
            keys=one.shortcut,
            off=one.why_off(window.session),
        )
        for one in ACTIONS
        if one.key != "palette"
    ]


def _pages(window: "Window") -> list[Entry]:
    if not window.session.is_open:
        return []
    return [
        Entry(f"go:{spec.key}", spec.title(), detail=_("Page"), icon=spec.icon)
        for spec in window.specs
    ]


def _found(window: "Window", words: str) -> list[Entry]:
    """What in the review holds the words: studies, reasons, quotations."""
    icons = {"study": "book-open", "reason": "note", "quotation": "quote"}
    entries: dict[str, Entry] = {}
    for hit in search(window.session.state, words):
        page = "extract" if hit.is_numbers else "appraise"
        key = f"at:{page}:{hit.study}:{hit.item}:{hit.text[:40]}"
        if hit.kind == "study":
            entries[key] = Entry(key, hit.label, hit.text, icons["study"], kind="study")
        else:
            place = _("{study}, {item}").format(study=hit.label, item=hit.item.rpartition("/")[2])
            entries[key] = Entry(key, hit.text[:90], place, icons[hit.kind], kind="other")
    return list(entries.values())


def _run(window: "Window", key: str) -> None:
    kind, _unused, rest = key.partition(":")
    if kind == "do":
        window.act(rest)
    elif kind == "go":
        window.show_page(rest)
    else:
        page, study, item, _text = rest.split(":", 3)
        target = {"study": study}
        if item:
            target["item" if page == "appraise" else "field"] = item
        window.show_page(page, target)
