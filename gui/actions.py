"""The table of actions: each verb of the window with its words, key, icon and why it may be off.

Menus, buttons of the top bar and the palette are built from it. An action of a page names the page;
the window shows the page, and the page carries out the verb through its `act`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from gui.session import Session
from resources.i18n import _

Why = Callable[[Session], str]
Words = Callable[[], str]


@dataclass(frozen=True, slots=True)
class Action:
    """One verb. `why_off` gives the reason it cannot be done now, empty when it can."""

    key: str
    text: Words
    icon: str
    shortcut: str
    why_off: Why
    page: str = ""


def _never(_session: Session) -> str:
    return ""


def _needs_review(session: Session) -> str:
    return "" if session.is_open else _("Open a review first")


def _needs_writing(session: Session) -> str:
    if not session.is_open:
        return _("Open a review first")
    return session.why_fixed


def _needs_own_file(session: Session) -> str:
    """Receiving without a review begins one; a review that is open must be writable."""
    return _needs_writing(session) if session.is_open else ""


def _needs_undo(session: Session) -> str:
    return "" if session.undo_stack.canUndo() else _("Nothing to undo")


def _needs_redo(session: Session) -> str:
    return "" if session.undo_stack.canRedo() else _("Nothing to do again")


ACTIONS: tuple[Action, ...] = (
    Action("new", lambda: _("New review"), "file-plus", "Ctrl+N", _never),
    Action("open", lambda: _("Open a review"), "folder-open", "Ctrl+O", _never),
    Action("sample", lambda: _("Explore the sample review"), "book-check", "", _never),
    Action("save", lambda: _("Save"), "save", "Ctrl+S", _needs_review),
    Action("save_as", lambda: _("Save a copy as"), "copy", "Ctrl+Shift+S", _needs_review),
    Action("share", lambda: _("Share"), "share", "", _needs_writing),
    Action("receive", lambda: _("Receive"), "merge", "", _needs_own_file),
    Action(
        "import_other",
        lambda: _("Import from another program"),
        "upload",
        "Ctrl+I",
        _needs_own_file,
    ),
    Action("close", lambda: _("Close the review"), "x", "Ctrl+W", _needs_review),
    Action("undo", lambda: _("Undo"), "undo-2", "Ctrl+Z", _needs_undo),
    Action("redo", lambda: _("Redo"), "redo-2", "Ctrl+Shift+Z", _needs_redo),
    Action("palette", lambda: _("Search actions and studies"), "search", "Ctrl+K", _never),
    Action(
        "find",
        lambda: _("Find in the report, or in reasons and quotations"),
        "search",
        "Ctrl+F",
        _needs_review,
    ),
    Action("person", lambda: _("Sign in as"), "user", "", _needs_review),
    Action("settings", lambda: _("Settings"), "settings", "Ctrl+,", _never),
    Action("workshop", lambda: _("Instrument workshop"), "sliders", "", _never),
    Action("help", lambda: _("Explain this page"), "circle-help", "F1", _never),
    Action("larger", lambda: _("Larger text"), "zoom-in", "Ctrl++", _never),
    Action("smaller", lambda: _("Smaller text"), "zoom-out", "Ctrl+-", _never),
    Action("normal", lambda: _("Normal text size"), "search", "Ctrl+0", _never),
    Action("quit", lambda: _("Quit"), "exit", "Ctrl+Q", _never),
    Action("import_records", lambda: _("Import records"), "upload", "", _needs_writing, "records"),
    Action("add_study", lambda: _("Add study"), "plus", "", _needs_writing, "studies"),
    Action("submit", lambda: _("Submit this appraisal"), "check", "", _needs_writing, "appraise"),
    Action(
        "reopen", lambda: _("Reopen this appraisal"), "lock-open", "", _needs_writing, "appraise"
    ),
    Action(
        "choose_settings",
        lambda: _("Settings before rating"),
        "sliders",
        "",
        _needs_writing,
        "appraise",
    ),
    Action(
        "add_assessment",
        lambda: _("Add another assessment of this study"),
        "plus",
        "",
        _needs_writing,
        "appraise",
    ),
    Action(
        "edit_assessment",
        lambda: _("Name and settings of this assessment"),
        "pencil",
        "",
        _needs_writing,
        "appraise",
    ),
    Action(
        "show_assessment",
        lambda: _("Choose the assessment that figures show"),
        "eye",
        "",
        _needs_writing,
        "appraise",
    ),
    Action(
        "remove_assessment",
        lambda: _("Remove this assessment"),
        "trash",
        "",
        _needs_writing,
        "appraise",
    ),
    Action(
        "carry_over",
        lambda: _("Carry over answers from another assessment"),
        "copy",
        "",
        _needs_writing,
        "appraise",
    ),
    Action(
        "earlier_assessments",
        lambda: _("Earlier assessments of this study"),
        "history",
        "",
        _needs_review,
        "appraise",
    ),
    Action(
        "print_filled",
        lambda: _("Save this checklist as PDF"),
        "file-pdf",
        "",
        _needs_review,
        "appraise",
    ),
    Action(
        "print_blank",
        lambda: _("Save a blank checklist as PDF"),
        "file-pdf",
        "",
        _needs_review,
        "appraise",
    ),
    Action("add_outcome", lambda: _("Add outcome"), "plus", "", _needs_writing, "extract"),
    Action(
        "submit_extraction",
        lambda: _("Submit extraction"),
        "check",
        "",
        _needs_writing,
        "extract",
    ),
    Action("keep_plan", lambda: _("Keep as plan"), "lock", "", _needs_writing, "synthesis"),
    Action("export", lambda: _("Export everything"), "download", "Ctrl+E", _needs_review, "report"),
)


def action(key: str) -> Action:
    """The action of a key."""
    return next(one for one in ACTIONS if one.key == key)
