"""The pages, in the order of the work. Each module declares a `PAGE`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from PySide6.QtWidgets import QWidget

from appraisal.registry import discover
from gui.session import Session


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page of the rail: its words, icon and place, and how it is built on its first visit.

    `waiting` gives the count that the rail shows: what waits for the reader. `about` is what F1
    says. A page is a `QWidget` made with the session; it may have `show_target(**target)` to show a
    certain study, `act(key)` to carry out its actions, `search_report()` to take Ctrl+F where a
    report shows, and `first`, which has the focus when it comes to the front. That is no focus
    proxy: from one, Tab skips what stands before it. One that is not in the rail is reached by its
    action. One that is built `ahead` is made when the window has nothing else to do, so that its
    first visit is as quick as the next.
    """

    key: str
    title: Callable[[], str]
    icon: str
    order: int
    build: Callable[[Session], QWidget]
    about: Callable[[], str]
    waiting: Callable[[Session], int] = lambda _session: 0
    in_rail: bool = True
    needs_review: bool = True
    ahead: bool = False


@cache
def pages() -> Mapping[str, PageSpec]:
    """Every page by its key, in the order of the rail; importing them takes a while."""
    found: tuple[PageSpec, ...] = discover("gui.pages", "PAGE")
    return MappingProxyType({spec.key: spec for spec in sorted(found, key=lambda one: one.order)})
