"""The pages, in the order of the work. Each module declares a `PAGE`."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from gui.session import Session


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page of the rail: its words, icon and place, and how it is built on its first visit.

    `waiting` gives the count that the rail shows: what waits for the reader. `about` is what F1
    says. A page is a `QWidget` made with the session; it may have `show_target(**target)` to show a
    certain study, and `act(key)` to carry out its actions.
    """

    key: str
    title: Callable[[], str]
    icon: str
    order: int
    build: Callable[[Session], QWidget]
    about: Callable[[], str]
    waiting: Callable[[Session], int] = lambda _session: 0
