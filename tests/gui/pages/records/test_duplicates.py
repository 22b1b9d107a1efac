"""Sure duplicates are merged in one go, doubtful pairs decided by keys, and both taken back."""

from pathlib import Path

from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from appraisal import records
from gui.panes.duplicate_pairs import DuplicatePairs
from gui.window import Window
from tests.gui.hands import CONTROL, cell, click, keys, named, seen
from tests.gui.pages.records.conftest import KEY, NEAR, drop, ids, page, quiet


def find(window: Window, qtbot: QtBot) -> None:
    click(page(window), "Duplicates")
    click(page(window), "Find duplicates")
    qtbot.waitUntil(lambda: quiet(window))
    QApplication.processEvents()


def merged(window: Window) -> int:
    state = window.session.state
    return sum(records.keeper_of(state, one) != one for one in ids(window))


def test_sure_duplicates_are_merged_in_one_go_and_come_back(full: Window, qtbot: QtBot) -> None:
    find(full, qtbot)
    click(page(full), "Merge 2 sure duplicates")
    assert merged(full) == 2
    keys(KEY.Key_Z, held=CONTROL)
    assert merged(full) == 0


def test_nothing_is_said_of_pairs_before_a_search(full: Window) -> None:
    click(page(full), "Duplicates")
    pane = duplicates(full)
    assert pane._calm.title.text() == "Not searched yet"
    buttons = [one for one in pane.findChildren(QAbstractButton) if one.isVisible()]
    assert [one.text() for one in buttons] == ["Find duplicates"]
    assert not pane._sure.isVisible()


def test_records_that_came_in_since_the_search_are_told(
    full: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    find(full, qtbot)
    click(page(full), "Merge 2 sure duplicates")
    keys(KEY.Key_2)
    pane = duplicates(full)
    assert pane._calm.title.text() == "No doubtful pairs"
    more = tmp_path / "more.ris"
    more.write_text(NEAR.replace("Immunoglobulin", "Interferon"), encoding="utf-8")
    drop(full, qtbot, more)
    click(page(full), "Duplicates")
    assert pane._calm.title.text() == "New records are not searched"
    assert pane._since.isVisible()
    assert pane._since.text().startswith("1 record came in since the search")
    click(page(full), "Find duplicates")
    qtbot.waitUntil(lambda: quiet(full))
    assert not pane._since.isVisible()


def test_a_sure_pair_that_is_left_out_is_not_merged(full: Window, qtbot: QtBot) -> None:
    find(full, qtbot)
    pane = duplicates(full)
    QAbstractItemModelTester(pane._sure.model)
    out, other = pane._sure.model.rows()
    assert pane._sure.table.isVisible()
    row = [seen(pane._sure.table, 0, n) for n in range(6)]
    assert row[0] == "Merge"
    assert row[1].startswith("Immunoglobulin")
    assert row[2] == "2004"
    assert {row[3], row[4]} <= {"EMBASE", "PubMed", "Web of Science", "CINAHL"}
    assert row[5] in ("DOI", "PMID", "Title and details")
    cell(pane._sure.table, 0, 0)
    assert seen(pane._sure.table, 0, 0) == "Left out"
    click(page(full), "Merge 1 sure duplicate")
    state = full.session.state
    assert records.keeper_of(state, out.other) == out.other
    assert records.keeper_of(state, other.other) == other.keeper
    assert seen(pane._sure.table, 0, 0) == "Left out"
    keys(KEY.Key_Space)
    assert named(pane, QAbstractButton, "Merge 1 sure duplicate").isEnabled()


def test_a_sure_pair_is_looked_at_and_said_to_be_two(full: Window, qtbot: QtBot) -> None:
    find(full, qtbot)
    pane = duplicates(full)
    first = pane._sure.model.rows()[0]
    cell(pane._sure.table, 0, 1)
    keys(KEY.Key_Return)
    assert pane._card.isVisible()
    click(pane, "Back to the list")
    assert pane._sure.table.isVisible()
    keys(KEY.Key_Return, KEY.Key_2)
    assert records.apart(full.session.state) == {frozenset((first.other, first.keeper))}
    assert [row.other for row in pane._sure.model.rows()] != [first.other]
    assert named(pane, QAbstractButton, "Merge 1 sure duplicate").isVisible()


def duplicates(window: Window) -> DuplicatePairs:
    pane = page(window)._panes["duplicates"]
    assert isinstance(pane, DuplicatePairs)
    return pane


def test_a_merge_is_taken_back_from_the_table(full: Window, qtbot: QtBot) -> None:
    find(full, qtbot)
    click(page(full), "Merge 2 sure duplicates")
    click(page(full), "Records")
    qtbot.waitUntil(lambda: quiet(full))
    pane = page(full)._panes["records"]
    rows = pane._model.rows()  # type: ignore[attr-defined]
    place = next(n for n, row in enumerate(rows) if row.status == "duplicate")
    pane._table.setCurrentIndex(pane._model.index(place, 0))  # type: ignore[attr-defined]
    click(page(full), "Take the merge back")
    assert merged(full) == 1


def test_a_doubtful_pair_takes_one_key(full: Window, qtbot: QtBot) -> None:
    find(full, qtbot)
    click(page(full), "Merge 2 sure duplicates")
    pane = page(full)._panes["duplicates"]
    pair = pane._pair()  # type: ignore[attr-defined]
    assert {"journal", "volume", "pages"} <= set(pair.differ)
    keys(KEY.Key_2)
    assert pane._pair() is None  # type: ignore[attr-defined]
    assert merged(full) == 2
    assert len(records.apart(full.session.state)) == 1
    keys(KEY.Key_Z, held=CONTROL)
    assert pane._pair() is not None  # type: ignore[attr-defined]
    keys(KEY.Key_1)
    assert merged(full) == 3
