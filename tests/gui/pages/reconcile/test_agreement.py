"""Agreement is shown item by item, and a calibration round ends in team rules."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QTableView,
)

from gui.dialogs import Dialog
from gui.pages.appraise import AppraisePage
from tests.appraisal import desks
from tests.gui.conftest import Opener
from tests.gui.hands import CONTROL, click, go, in_dialog, keys, press, shown_words, type_words
from tests.gui.pages.reconcile.conftest import opened


def test_calibration_round_is_scored_compared_and_ruled(open_window: Opener, file: Path) -> None:
    window, page = opened(open_window, file, "ann")
    click(page, "Reconcile, Agreement")

    def choose_three(dialog: Dialog) -> None:
        boxes = dialog.findChildren(QCheckBox)
        assert [one.text() for one in boxes] == ["Study 2", "Study 3", "Study 4"]
        tick(boxes[0])
        assert not dialog.buttons["yes"].isEnabled()
        for box in boxes[1:]:
            tick(box)
        press(dialog.buttons["yes"])

    in_dialog(window, choose_three)
    click(page, "Begin a calibration round")
    assert "0 of 3 studies submitted by all" in shown_words(page)
    appraise = go(window, "appraise")
    assert isinstance(appraise, AppraisePage)
    rows = appraise._list._list.model()
    said = [rows.index(row, 0).data() for row in range(4)]
    assert said[0] == "Study 2, NOS cohort · calibration, Not started"  # they come first
    assert said[3] == "Study 1, NOS cohort, Submitted"
    go(window, "reconcile")
    review = window.session.review
    assert review is not None
    for person in ("ann", "bob"):
        for study in ("s2", "s3", "s4"):
            desks.answer(review, study, person, O2="b" if person == "bob" else "a")
            desks.submit(review, study, person)
    assert page._agreement is not None
    page._agreement.refresh()
    assert "3 of 3 studies submitted by all" in shown_words(page)
    page._agreement._scope.setFocus()
    keys(Qt.Key.Key_Down)
    table = page._agreement._table
    assert first_cell(table, 0) == "O2 Length of follow-up"  # where they differ most
    assert first_cell(table, 2) == "0 of 3"

    def write(dialog: Dialog) -> None:
        type_words("Six months are enough.")
        press(dialog.buttons["yes"])

    in_dialog(window, write)
    click(page, "Write a team rule")
    assert "Six months are enough." in shown_words(page)

    def write_again(dialog: Dialog) -> None:
        keys(Qt.Key.Key_A, held=CONTROL)
        type_words("Twelve months are enough.")
        press(dialog.buttons["yes"])

    in_dialog(window, write_again)
    click(page, "Change the team rule")
    assert "Team rule, version 2:" in shown_words(page)
    appraise = go(window, "appraise")
    assert isinstance(appraise, AppraisePage)
    appraise.show_target(study="s2")
    appraise._pane.go_to("outcome/O2")
    assert "Twelve months are enough." in shown_words(appraise)
    assert "Team rule, version 2:" in shown_words(appraise)


def tick(box: QCheckBox) -> None:
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(10, box.height() // 2))


def first_cell(table: QTableView, column: int) -> str:
    return str(table.model().index(0, column).data())


def test_undefined_kappa_is_explained_where_it_stands(open_window: Opener, file: Path) -> None:
    _window, page = opened(open_window, file, "ann")
    click(page, "Reconcile, Agreement")
    assert page._agreement is not None
    model = page._agreement._model
    row = next(n for n, row in enumerate(model.rows()) if row.what.startswith("S3"))
    QTest.mouseClick(
        page._agreement._table.viewport(),
        Qt.MouseButton.LeftButton,
        pos=page._agreement._table.visualRect(model.index(row, 0)).center(),
    )
    assert "0/0, not 0" in shown_words(page)
