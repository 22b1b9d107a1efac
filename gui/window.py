"""The one window: rail, pages, top bar, banner, toast, status line, and the way between pages.

It is painted once before anything that only an open review needs is imported: the pages but Start,
dialogs, the instruments. `gui/warm.py` imports those right after.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from appraisal.store.places import SUFFIX
from appraisal.subjects import REVIEW, person_subject
from gui import language
from gui.actions import ACTIONS, Action, action
from gui.asked import Notice, Place
from gui.page_stack import PageStack
from gui.pages import PageSpec, pages, start
from gui.session import Session
from gui.status import Status
from gui.theme import px, space, theme
from gui.widgets.bars import StatusLine, TopBar
from gui.widgets.notices import Banner, Message, Toast
from gui.widgets.rail import Rail
from gui.window_verbs import review_menu, verbs_of
from resources.i18n import _

if TYPE_CHECKING:
    from appraisal.errors import StorageError, UserError
    from appraisal.review import Change
    from appraisal.store.protocol import Notice as StoreNotice

START = "start"
NARROW = 960  # effective px below which the rail has icons alone
LEAST = (960, 600)


class Window(QWidget):
    """Shows the session's review, page by page."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setMinimumSize(*LEAST)
        self.setAcceptDrops(True)
        self.resize(1280, 800)
        self._shortcuts = [self._shortcut(one) for one in ACTIONS if one.shortcut]
        self._shortcuts += [
            QShortcut(QKeySequence(f"Ctrl+{number}"), self, lambda n=number: self._go_nth(n))
            for number in range(1, 10)
        ]
        self._connect()
        self._build()

    # -- pages -----------------------------------------------------------------------------------

    def show_page(self, key: str, target: dict[str, str] | None = None) -> None:
        """Show a page, built on its first visit, and what is asked for on it."""
        spec = start.PAGE if key == START else self._specs.get(key)
        if spec is None or (spec.needs_review and key != START and not self.session.is_open):
            return
        page = self._stack.show_page(spec)
        if not self._rail.isAncestorOf(QApplication.focusWidget() or self):
            first = getattr(page, "first", page)
            held = first if first.isVisibleTo(page) else page
            held.setFocus(Qt.FocusReason.OtherFocusReason)
        self._rail.set_key(key)
        if target and hasattr(page, "show_target"):
            page.show_target(**target)
        self._entitle()

    def build_ahead(self) -> bool:
        """Go one step towards a page that will be asked for soon; whether there was one to go."""
        specs = (one for one in self._specs.values() if one.ahead)
        spec = next((one for one in specs if not self._stack.is_ahead(one.key)), None)
        if spec is None or not self.session.is_open:
            return False
        self._stack.step_ahead(spec)
        return True

    @property
    def _specs(self) -> Mapping[str, PageSpec]:
        """Every page; the first painting of the window does not wait for them."""
        return pages()

    @property
    def specs(self) -> tuple[PageSpec, ...]:
        """The pages of the rail, in their order."""
        return tuple(spec for spec in self._specs.values() if spec.key != START and spec.in_rail)

    @property
    def page(self) -> str:
        """The key of the page that shows."""
        return self._stack.key

    @property
    def shown(self) -> QWidget | None:
        """The page that shows."""
        return self._stack.currentWidget()

    def act(self, key: str) -> None:
        """Carry out an action, unless it is off."""
        wanted = action(key)
        if wanted.why_off(self.session):
            self.session.say(wanted.why_off(self.session))
            return
        if wanted.page:
            self.show_page(wanted.page)
            page = self._pages.get(wanted.page)
            if page is not None and hasattr(page, "act"):
                page.act(key)
            return
        verbs_of(self)[key]()

    def rebuild(self) -> None:
        """Make everything again: the language has changed."""
        key = self.page
        self._build()
        self.show_page(key)

    # -- building --------------------------------------------------------------------------------

    def _build(self) -> None:
        old = self.layout()
        if old is not None:
            QWidget().setLayout(old)  # takes the old widgets along when it goes
        self._top = TopBar(parent=self)
        self._banner = Banner(parent=self)
        self._rail = Rail(_("Pages"), parent=self)
        self._stack = PageStack(self.session, self)
        self._pages = self._stack.pages
        self._line = StatusLine(parent=self)
        self._toast = Toast(self)
        self._status = Status(self.session, self._line)
        self._top.searched.connect(lambda: self.act("palette"))
        self._top.undone.connect(lambda: self.act("undo"))
        self._top.helped.connect(lambda: self.act("help"))
        self._top.who_asked.connect(lambda: self.act("person"))
        self._rail.picked.connect(self.show_page)
        self._top.name.set_menu(review_menu(self))
        body = QHBoxLayout()
        space(body)
        body.addWidget(self._rail)
        body.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        space(column)
        column.addWidget(self._top)
        column.addWidget(self._banner)
        column.addLayout(body, 1)
        column.addWidget(self._line)
        self._on_opened()

    def _fill_rail(self) -> None:
        for spec in self.specs:
            self._rail.add(spec.key, spec.icon, spec.title(), at_bottom=spec.key == "settings")
        self._fit()

    def _shortcut(self, one: Action) -> QShortcut:
        return QShortcut(QKeySequence(one.shortcut), self, lambda: self.act(one.key))

    # -- what happens ----------------------------------------------------------------------------

    def _connect(self) -> None:
        session = self.session
        session.opened.connect(self._on_opened)
        session.leaving.connect(self._on_leaving)
        session.changed.connect(self._on_changed)
        session.reader_changed.connect(self._on_opened_reader)
        session.asked.connect(self._on_asked)
        session.notice.connect(self._on_notice)
        session.refused.connect(self._on_refused)
        session.faulted.connect(self._on_faulted)
        session.recovered.connect(lambda: self._banner.take("fault"))
        session.told.connect(self._on_told)
        session.language_changed.connect(self._on_language)
        session.asked_file.connect(self._on_asked_file)
        session.asked_import.connect(self._on_asked_import)
        session.asked_receive.connect(self._on_asked_receive)
        session.undo_stack.indexChanged.connect(lambda _index: self._on_undo_moved())
        theme().changed.connect(self._fit)

    def _on_opened(self) -> None:
        self._stack.empty()
        is_open = self.session.is_open
        if is_open and not self._rail.items:
            self._fill_rail()
        self._rail.setVisible(is_open)
        self._top.setVisible(is_open)
        self._banner.take_all()
        self._show_head()
        self._status.refresh()
        if self.session.read_only:
            from gui import banners

            self._banner.put("read_only", banners.read_only_message(self))
        self.show_page(self._first_page() if is_open else START)
        if is_open:
            QTimer.singleShot(0, self, self._count)

    def _on_leaving(self) -> None:
        focused = self.focusWidget()
        if focused is not None:
            focused.clearFocus()  # a text in the making is said when it is left

    def _on_opened_reader(self) -> None:
        self._show_head()
        self._count()

    def _on_changed(self, change: "Change") -> None:
        if change.concerns("review", "person"):
            self._show_head()
        self._count()

    def _on_asked(self, place: Place) -> None:
        if place.page.startswith("action:"):
            self.act(place.page.removeprefix("action:"))
        else:
            self.show_page(place.page, dict(place.target))

    def _on_asked_file(self, path: str) -> None:
        from gui import exchange_verbs, file_verbs

        if exchange_verbs.is_parcel(Path(path)):
            exchange_verbs.receive_files(self, self.session, [Path(path)])
        else:
            file_verbs.open_path(self, self.session, Path(path))

    def _on_asked_import(self, paths: Sequence[Path]) -> None:
        from gui import import_verbs

        import_verbs.bring_in(self, self.session, paths)

    def _on_asked_receive(self, paths: Sequence[Path]) -> None:
        from gui import exchange_verbs

        exchange_verbs.take_in(self, self.session, [*paths])

    def _on_notice(self, notice: Notice) -> None:
        self._toast.say(notice.text, undo=self._undo if notice.undo else None)

    def _undo(self) -> None:
        self.act("undo")

    def _on_refused(self, fault: "UserError") -> None:
        from gui import dialogs

        dialogs.tell_why(self, fault)

    def _on_faulted(self, fault: "StorageError") -> None:
        from gui import banners

        self._banner.put("fault", banners.fault_message(self, fault))
        self._status.refresh()

    def _on_told(self, told: "StoreNotice") -> None:
        from gui import banners

        if told.kind in ("read_only", "taken_over"):
            self._banner.put("read_only", banners.read_only_message(self, told.offers))
            self._status.refresh()
        else:
            self._banner.put(banners.notice_cause(told), banners.notice_message(self, told))

    def _on_language(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            language.speak(app, self.session.settings)
            QTimer.singleShot(0, self, self.rebuild)

    def take_banner(self, cause: str) -> None:
        """Say no more about a cause."""
        self._banner.take(cause)

    def put_banner(self, cause: str, message: Message) -> None:
        """Say something for as long as its cause lasts."""
        self._banner.put(cause, message)

    # -- showing ---------------------------------------------------------------------------------

    def _first_page(self) -> str:
        return "overview" if "overview" in self._specs else next(iter(self._specs))

    def _show_head(self) -> None:
        session = self.session
        self._top.set_review(session.title, session.state.text(REVIEW, "nature"))
        people = _reviewers(session)
        letter = session.state.text(person_subject(session.reader), "initials")
        first = not people or people[0] == session.reader
        name = session.name_of(session.reader) if session.reader else ""
        self._top.set_person(name, letter or name[:1], filled=first)
        self._say_nobody()
        self._show_undo()
        self._entitle()

    def _say_nobody(self) -> None:
        """Say for as long as it lasts that nobody is at the desk."""
        if self.session.is_open and not self.session.reader and not self.session.read_only:
            deed = (_("Sign in as"), lambda: self.act("person"))
            said = _("Nobody is signed in. You can look around, but not score.")
            self._banner.put("nobody", Message(said, "info", [deed], "user"))
        else:
            self._banner.take("nobody")

    def _on_undo_moved(self) -> None:
        self._toast.withdraw()  # what it offers to take back is no longer the last thing done
        self._show_undo()

    def _show_undo(self) -> None:
        stack = self.session.undo_stack
        words = _("Undo: {what}").format(what=stack.undoText()) if stack.canUndo() else ""
        self._top.undo.set_off("" if stack.canUndo() else _("Nothing to undo"))
        if words:
            self._top.undo.setToolTip(words)

    def _count(self) -> None:
        if self.session.is_open:
            for spec in self._specs.values():
                self._rail.set_count(spec.key, spec.waiting(self.session))

    def _entitle(self) -> None:
        title = self.session.title
        self.setWindowTitle(f"{title} – Evenhand" if title else "Evenhand")

    def _go_nth(self, number: int) -> None:
        keys = [key for key in self._specs if key not in (START, "settings")]
        if number <= len(keys):
            self.show_page(keys[number - 1])

    def _fit(self) -> None:
        self._rail.set_narrow(narrow=self.width() < px(NARROW))

    # -- Qt --------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the rail to the width."""
        super().resizeEvent(event)
        self._fit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Let files of other programs come."""
        if _files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take files in, by what is in them; a review is opened, parcels are received."""
        from gui import exchange_verbs

        paths = _files(event)
        event.acceptProposedAction()
        if any(exchange_verbs.is_parcel(path) for path in paths):
            exchange_verbs.receive_files(self, self.session, paths)
        elif len(paths) == 1 and paths[0].suffix.lower() == SUFFIX:
            self._on_asked_file(str(paths[0]))
        else:
            self._on_asked_import(paths)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave: everything is saved, but what a full disk would not take."""
        self._on_leaving()
        if self.session.unsaved and not self._may_leave():
            event.ignore()
            return
        self.session.close()
        event.accept()

    def _may_leave(self) -> bool:
        from gui import file_verbs

        return file_verbs.may_leave(self, self.session)


def _files(event: QDropEvent) -> list[Path]:
    """The files that are dragged."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


def _reviewers(session: Session) -> tuple[str, ...]:
    if not session.is_open:
        return ()
    from appraisal.assigned import reviewers

    return reviewers(session.state)
