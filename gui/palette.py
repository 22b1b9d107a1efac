"""What the palette offers: every action, every page, every study, with why one is off."""

from typing import TYPE_CHECKING

from appraisal.subjects import study_subject
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
    """The studies whose name or title holds each word."""
    state = window.session.state
    wanted = words.casefold().split()
    entries = [
        Entry(
            f"study:{study}",
            state.text(study_subject(study), "label"),
            detail=state.text(study_subject(study), "title"),
            icon="book-open",
            kind="study",
        )
        for study in state.ids("study")
    ]
    return [
        entry
        for entry in entries
        if all(word in f"{entry.text} {entry.detail}".casefold() for word in wanted)
    ]


def _run(window: "Window", key: str) -> None:
    kind, _unused, rest = key.partition(":")
    if kind == "do":
        window.act(rest)
    elif kind == "go":
        window.show_page(rest)
    else:
        window.show_page("appraise", {"study": rest})
