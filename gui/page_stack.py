"""The pages of the window, each built on its first visit; one asked for soon is built ahead."""

from PySide6.QtWidgets import QStackedWidget, QWidget

from gui.pages import PageSpec
from gui.session import Session


class PageStack(QStackedWidget):
    """Builds pages and shows one."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._painted: set[str] = set()  # pages painted before anyone asked for them
        self.pages: dict[str, QWidget] = {}

    @property
    def key(self) -> str:
        """The key of the page that shows."""
        shown = self.currentWidget()
        return next((key for key, page in self.pages.items() if page is shown), "")

    def show_page(self, spec: PageSpec) -> QWidget:
        """Show a page."""
        page = self._built(spec)
        if self.indexOf(page) < 0:
            self.addWidget(page)
        self.setCurrentWidget(page)
        return page

    def step_ahead(self, spec: PageSpec) -> None:
        """Go one step towards a page that will be asked for soon.

        A page is made, dressed by the style, and painted where nobody sees it. Each takes about as
        long, so they are three steps: a person who does something meanwhile waits for one at most.
        """
        page = self.pages.get(spec.key)
        if page is None:
            self._built(spec)
        elif self.indexOf(page) < 0:
            self.addWidget(page)
        else:
            self._painted.add(spec.key)
            if not page.isVisible():
                page.resize(self.size())
                page.grab()

    def is_ahead(self, key: str) -> bool:
        """Whether a page has gone all the steps."""
        return key in self._painted

    def empty(self) -> None:
        """Let all pages go: another review is open, or none."""
        for page in self.pages.values():
            self.removeWidget(page)
            page.deleteLater()
        self.pages.clear()
        self._painted.clear()

    def _built(self, spec: PageSpec) -> QWidget:
        page = self.pages.get(spec.key)
        if page is None:
            page = self.pages[spec.key] = spec.build(self._session)
            page.setAccessibleName(spec.title())
        return page
