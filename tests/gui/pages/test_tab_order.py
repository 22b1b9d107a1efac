"""Tab goes as the eye does, also to what a page makes anew while it is shown."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QWidget

from gui.pages.overview import OverviewPage
from gui.pages.report import ReportPage
from gui.panes.worklist import Worklist
from gui.window import Window
from tests.gui.conftest import Opener
from tests.gui.hands import go, keys, let_finish, page_of


def walked(window: Window, first: QWidget, steps: int) -> list[QWidget]:
    """What has the focus, one Tab after the other."""
    first.setFocus()
    found = []
    for _step in range(steps):
        keys(Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is not None
        found.append(focused)
    return found


def called(widget: QWidget) -> str:
    words = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or words


def test_report_goes_from_the_format_down_to_the_verbs(
    open_window: Opener, sample_file: Path
) -> None:
    window = open_window(sample_file)
    go(window, "report")
    let_finish(window)
    page = page_of(window, ReportPage)
    steps = walked(window, page._list, 12)
    names = [called(one) for one in steps]
    assert names[0].startswith("File, ")
    assert isinstance(steps[1], QComboBox)
    verbs = [names.index(one) for one in ("Export this figure", "Export everything")]
    assert names.index("Title above it") < verbs[0] < verbs[1]
    heights = [one.mapTo(window, one.rect().center()).y() for one in steps[: verbs[1] + 1]]
    assert heights == sorted(heights)


def test_overview_goes_from_the_studies_to_what_waits(open_window: Opener, new_file: Path) -> None:
    window = open_window(new_file)
    page = page_of(window, OverviewPage)
    names = [called(one) for one in walked(window, page._progress.table, 4)]
    assert names == ["Begin Achiron 2004", "Begin Haas 2007", "Edit the team",
                     "Who scores which study"]  # fmt: skip


def test_reconcile_keeps_to_its_list_first(open_window: Opener, sample_file: Path) -> None:
    window = open_window(sample_file)
    page = go(window, "reconcile")
    (rows,) = (one for one in page.findChildren(Worklist) if one.isVisible())
    names = [called(one) for one in walked(window, rows, 2)]
    assert names == ["Accept what both said alike", "Accept what both said alike in all forms"]
