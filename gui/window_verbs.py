"""What each action of the window does, and the menu behind the name of the review.

Actions of a page are the page's own; these are of the window whatever page shows. What only an open
review needs is imported when it is called for: the window is painted before.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from gui import look
from gui.actions import action
from gui.icons import icon
from resources.i18n import _

if TYPE_CHECKING:
    from gui.window import Window

MENU = (
    ("new", "open", "sample"),
    ("share", "receive", "import_other", "save_as", "person"),
    ("close", "quit"),
)


def review_menu(window: "Window") -> QMenu:
    """The menu of the review's name, in groups."""
    menu = QMenu(window)
    for group in MENU:
        if menu.actions():
            menu.addSeparator()
        for key in group:
            one = action(key)
            entry = QAction(icon(one.icon), one.text(), menu)
            entry.triggered.connect(partial(window.act, key))
            entry.setShortcut(QKeySequence(one.shortcut))
            menu.addAction(entry)
            entry.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)  # the window has it
    return menu


def verbs_of(window: "Window") -> dict[str, Callable[[], object]]:
    """What is done, by the key of the action."""
    from gui import beginning, exchange_verbs, file_verbs, import_verbs, turns
    from gui.palette import open_palette
    from gui.sign_in import sign_in

    session = window.session
    return {
        "new": lambda: beginning.new_review(window, session),
        "open": lambda: file_verbs.open_one(window, session),
        "sample": lambda: beginning.explore_sample(window, session),
        "save": lambda: session.say(_("Everything is saved.")),
        "save_as": lambda: file_verbs.save_as(window, session),
        "share": lambda: exchange_verbs.share(window, session),
        "receive": lambda: exchange_verbs.receive(window, session),
        "import_other": lambda: import_verbs.choose(window, session),
        "close": lambda: file_verbs.close(window, session),
        "undo": lambda: turns.undo(window, session),
        "redo": lambda: turns.redo(window, session),
        "palette": lambda: open_palette(window),
        "find": lambda: _find(window),
        "person": lambda: sign_in(window, session),
        "settings": lambda: window.show_page("settings"),
        "workshop": lambda: window.show_page("workshop"),
        "help": lambda: _explain(window),
        "larger": lambda: _zoom(window, 1),
        "smaller": lambda: _zoom(window, -1),
        "normal": lambda: _zoom(window, 0),
        "quit": window.close,
    }


def _find(window: "Window") -> None:
    """Search the report that shows on the page; else all reasons and quotations."""
    page = window.shown
    if page is None or not hasattr(page, "search_report") or not page.search_report():
        from gui.palette import open_palette

        open_palette(window)


def _explain(window: "Window") -> None:
    from gui import dialogs
    from gui.pages import pages

    spec = pages().get(window.page)
    if spec is not None:
        dialogs.tell(window, spec.title(), [spec.about()])


def _zoom(window: "Window", by: int) -> None:
    settings = window.session.settings
    settings.text_zoom = 1.0 if by == 0 else look.next_zoom(settings.text_zoom, by)
    settings.save()
    look.apply_settings(settings)
