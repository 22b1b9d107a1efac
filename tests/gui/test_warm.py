import subprocess
import sys
from pathlib import Path

from pytestqt.qtbot import QtBot

from appraisal import desk, drafts
from appraisal.ledger import Value
from gui.pages.appraise import AppraisePage
from gui.warm import HEAVY, Pages
from gui.window import Window
from tests.gui.conftest import Opener
from tests.gui.hands import click

PROGRAM = """
import sys
from gui.warm import heavy_thread
assert not [n for n in sys.modules if n.startswith("numpy")], "too early"
thread = heavy_thread()
thread.start()
thread.join()
print(*[name for name in sys.modules if name.startswith(("stats.", "appraisal."))])
"""


def test_what_is_heavy_is_imported_by_the_thread_and_not_before() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, timeout=60
    )
    assert set(HEAVY) <= set(done.stdout.split())


def review(path: Path, *, studies: int) -> Path:
    made, _person = desk.new_review(path, title="Long", name="Ann Lee", readers=1)
    made.commit(drafts.edit_review({"design/cohort": "robins-i-2016"}))
    for order in range(studies):
        facts: dict[str, Value] = {"label": f"Study {order}", "design": "cohort", "order": order}
        made.commit(drafts.add_study(facts, id=f"s{order}")[0])
    made.close()
    return path


def rest(qtbot: QtBot, window: Window) -> AppraisePage:
    """Do nothing until the window has built what it builds ahead; the page it built."""
    warm = Pages(window)
    warm.start()
    qtbot.waitUntil(lambda: not warm._timer.isActive(), timeout=20_000)
    assert window.page == "overview"
    (page,) = window.findChildren(AppraisePage)
    assert not page.isVisible()
    return page


def test_the_page_of_the_checklists_is_there_before_it_is_asked_for(
    open_window: Opener, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window(review(tmp_path / "a.evenhand", studies=1))
    page = rest(qtbot, window)
    click(window, "Appraise")
    assert window.findChildren(AppraisePage) == [page]
    assert page.isVisible()
    assert page._pane.current == "D1/1.1"


def test_a_page_built_ahead_shows_what_came_after_it_was_built(
    open_window: Opener, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window(review(tmp_path / "a.evenhand", studies=0))
    page = rest(qtbot, window)
    window.session.do(drafts.add_study({"label": "Late 2020", "design": "cohort"}, id="late")[0])
    click(window, "Appraise")
    assert page._list.current() == "late"
    assert page._pane.current == "D1/1.1"


def test_another_review_has_its_page_built_too(
    open_window: Opener, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window(review(tmp_path / "a.evenhand", studies=1))
    first = rest(qtbot, window)
    window.session.close()
    window.session.open(review(tmp_path / "b.evenhand", studies=2))
    assert rest(qtbot, window) is not first
