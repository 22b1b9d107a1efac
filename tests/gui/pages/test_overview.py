"""How far everyone is, what waits, the protocol, the settings that must be chosen first."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QPlainTextEdit, QWidget

from appraisal import drafts, screening
from appraisal.drafts import Draft, write
from gui.dialogs import Dialog
from gui.pages.overview import OverviewPage
from gui.submitting import submit_screening
from gui.widgets.buttons import Button
from gui.widgets.page import Scroll
from gui.window import Window
from tests.appraisal import desks
from tests.gui.conftest import Opener
from tests.gui.hands import (
    CONTROL,
    cell,
    click,
    in_dialog,
    keys,
    named,
    page_of,
    press,
    seen,
    type_words,
)


def page(window: Window) -> OverviewPage:
    return page_of(window, OverviewPage)


def words(window: Window) -> list[str]:
    return [label.text() for label in page(window).findChildren(QLabel) if label.isVisible()]


def test_sample_shows_every_study_with_its_result(open_window: Opener, sample_file: Path) -> None:
    window = open_window(sample_file)
    table = page(window)._progress.table
    rows = {seen(table, row, 0): seen(table, row, 5) for row in range(11)}
    assert rows["Achiron 1996"] == "7/9"
    assert rows["Vukusic 2015"] == "Poor"
    assert seen(table, 6, 4) == "2 differ"


def test_what_waits_leads_to_its_form(open_window: Opener, new_file: Path) -> None:
    window = open_window(new_file)
    click(page(window), "Begin Haas 2007")
    assert window.page == "appraise"
    keys(Qt.Key.Key_A)
    keys(Qt.Key.Key_1, held=CONTROL)
    assert named(page(window), Button, "Finish Haas 2007").isVisible()


def test_who_assigns_reads_which_study_lacks_a_reviewer(
    open_window: Opener, tmp_path: Path
) -> None:
    desks.begun(tmp_path / "review.evenhand").close()
    window = open_window(tmp_path / "review.evenhand")
    window.session.sign_in("ann")
    said: list[str] = []

    def untick(dialog: Dialog) -> None:
        box = named(dialog, QCheckBox, "Study 2: Reviewer B")
        box.setFocus()
        keys(Qt.Key.Key_Space)
        said.extend(one.text() for one in dialog.findChildren(QLabel) if one.isVisible())
        assert not dialog.buttons["yes"].isEnabled()
        keys(Qt.Key.Key_Space)
        assert dialog.buttons["yes"].isEnabled()

    in_dialog(window, untick)
    click(page(window), "Who scores which study")
    assert "Each study needs 2 reviewers. Study 2" in said


def test_enter_on_a_study_opens_its_form(open_window: Opener, sample_file: Path) -> None:
    window = open_window(sample_file)
    cell(page(window)._progress.table, 3, 0)
    keys(Qt.Key.Key_Return)
    assert window.page == "appraise"
    assert window._pages["appraise"]._shown.label == "Hellwig 2008"  # type: ignore[attr-defined]


def test_missing_settings_are_asked_for_and_kept(open_window: Opener, new_file: Path) -> None:
    window = open_window(new_file)

    def fill_in(dialog: Dialog) -> None:
        fields = [one for one in dialog.findChildren(QLineEdit) if one.isVisibleTo(dialog)]
        assert fields
        for field in fields:
            field.setFocus()
            field.selectAll()
            type_words("7")
        press(dialog.buttons["yes"])

    in_dialog(window, fill_in)
    click(page(window), "Choose settings")
    assert window.session.state.value("review/-", "setting/nos-cohort/primary_factor") == "7"
    assert window.session.state.value("review/-", "setting/nos-cohort/threshold") == 7
    assert not page(window)._missing.isVisible()
    assert words(window).count("NOS cohort") == 1, "the instrument is named once"


def test_settings_as_they_come_are_not_listed(open_window: Opener, new_file: Path) -> None:
    window = open_window(new_file)
    listed = [label.text() for label in page(window)._protocol.findChildren(QLabel)]
    assert "Most important factor to control for" in listed
    assert "The additional factor counts only with the most important one" not in listed


def test_protocol_is_edited_in_a_form(open_window: Opener, new_file: Path) -> None:
    window = open_window(new_file)

    def fill_in(dialog: Dialog) -> None:
        named(dialog, QPlainTextEdit, "Question").setFocus()
        type_words("Do statins help?")
        press(dialog.buttons["yes"])

    in_dialog(window, fill_in)
    click(page(window), "Edit the protocol")
    assert "Do statins help?" in words(window)


def test_second_reviewer_gets_a_column(open_window: Opener, new_file: Path) -> None:
    window = open_window(new_file)

    def fill_in(dialog: Dialog) -> None:
        click(dialog, "Add a person")
        type_words("Bea Ortiz")
        press(dialog.buttons["yes"])

    in_dialog(window, fill_in)
    click(page(window), "Edit the team")
    model = page(window)._progress.table.model()
    heads = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    assert "Bea Ortiz" in heads
    assert "Ann Lee (you)" in heads


def test_new_person_comes_whole_into_view_and_has_a_name_of_its_own(
    open_window: Opener, new_file: Path
) -> None:
    window = open_window(new_file)
    window.resize(1280, 800)

    def fill_in(dialog: Dialog) -> None:
        scroll = dialog.findChild(Scroll)
        assert scroll is not None
        for _number in range(2):
            click(dialog, "Add a person")
        QTest.qWait(1)
        assert not scroll.verticalScrollBar().isVisible()  # there is room for all
        for _number in range(4):
            click(dialog, "Add a person")
        QTest.qWait(1)
        fields = [one for one in dialog.findChildren(QLineEdit) if one.isVisible()]
        names = [one.accessibleName() for one in fields]
        assert len(set(names)) == len(names)
        boxes = [one for one in dialog.findChildren(QCheckBox) if "New person 6" in
                 one.accessibleName()]  # fmt: skip
        for one in (fields[-1], *boxes):
            assert one.visibleRegion().boundingRect().height() == one.height()
        assert scroll.height() > 300

    in_dialog(window, fill_in)
    click(page(window), "Edit the team")


def test_nobody_signed_in_is_asked_who_they_are(open_window: Opener, sample_file: Path) -> None:
    window = open_window()
    window.session.open(sample_file, ask=True)
    assert not window.session.reader
    assert "Nobody is signed in: what waits depends on who you are." in words(window)
    assert "Nothing: you have submitted all you score." not in words(window)
    assert "No form is begun yet." not in words(window)
    person = window.session.state.ids("person")[0]
    in_dialog(window, lambda dialog: click(dialog, window.session.name_of(person)))
    press(page(window)._go_on)
    assert window.session.reader == person


def test_preset_of_a_setting_does_not_pass_for_a_choice(
    open_window: Opener, new_file: Path
) -> None:
    window = open_window(new_file)
    said: list[str] = []
    in_dialog(
        window,
        lambda dialog: said.extend(label.text() for label in dialog.findChildren(QLabel)),
    )
    click(page(window), "Settings before rating")
    assert "Not chosen yet. Until it is: the limit of stars." in said


def test_review_without_studies_leads_to_them(open_window: Opener, tmp_path: Path) -> None:
    window = open_window()
    window.session.create(tmp_path / "empty.evenhand", title="Empty", name="Ann Lee")
    click(page(window), "Add studies")
    assert window.page == "studies"


def test_button_leads_to_scoring_once_there_are_studies(
    open_window: Opener, tmp_path: Path
) -> None:
    window = open_window()
    window.session.create(tmp_path / "empty.evenhand", title="Empty", name="Ann Lee")
    window.session.do(drafts.add_study({"label": "Haas 2007", "design": "cohort"})[0])
    click(page(window), "Continue scoring")
    assert window.page == "appraise"


def test_differences_wait_for_the_reader(open_window: Opener, sample_file: Path) -> None:
    window = open_window(sample_file)
    assert "Nothing: you have submitted all you score." not in words(window)
    click(page(window), "Reconcile Durelli 2004")
    assert window.page == "reconcile"


def test_nothing_is_said_to_be_submitted_where_nothing_is(
    open_window: Opener, tmp_path: Path
) -> None:
    window = open_window()
    window.session.create(tmp_path / "empty.evenhand", title="Empty", name="Ann Lee")
    assert "Nothing yet. Add studies and give each its design." in words(window)


def test_settings_ask_for_a_reason_only_once_rating_has_begun(
    open_window: Opener, new_file: Path
) -> None:
    window = open_window(new_file)
    shown: list[bool] = []

    def look(dialog: Dialog) -> None:
        shown.append(any(one.isVisible() for one in dialog.findChildren(QPlainTextEdit)))
        press(dialog.buttons[""])

    in_dialog(window, look)
    click(page(window), "Settings before rating")
    assert shown == [False]


def test_settings_of_a_review_without_studies_say_what_comes_first(
    open_window: Opener, tmp_path: Path
) -> None:
    window = open_window()
    window.session.create(tmp_path / "empty.evenhand", title="Empty", name="Ann Lee")
    shown: list[str] = []

    def look(dialog: Dialog) -> None:
        shown.extend(label.text() for label in dialog.findChildren(QLabel))
        assert [*dialog.buttons] == ["close"]

    in_dialog(window, look)
    click(page(window), "Settings before rating")
    assert "Add studies and give each its design first." in shown


def test_instruments_of_long_names_fit_their_dialog(open_window: Opener, new_file: Path) -> None:
    window = open_window(new_file)

    def look(dialog: Dialog) -> None:
        scroll = dialog.findChildren(Scroll)[-1]
        content = scroll.widget()
        assert content is not None
        assert content.width() <= scroll.viewport().width()

    in_dialog(window, look)
    click(page(window), "Instrument for each design")


def said_in(card: QWidget) -> list[str]:
    QApplication.processEvents()
    return [label.text() for label in card.findChildren(QLabel) if label.isVisible()]


def test_numbers_of_the_sample_are_marked_as_typed_and_its_records_as_invented(
    open_window: Opener, sample_file: Path
) -> None:
    card = page(open_window(sample_file))._flow
    said = said_in(card)
    figures = [text for text in said if text.isdigit()]
    assert figures == ["321", "288", "22", "11", "6"]
    assert said.count("typed") == 5
    assert any(text.startswith("Invented placeholders") for text in said)


def test_records_are_counted_where_nothing_is_typed(open_window: Opener, new_file: Path) -> None:
    window = open_window(new_file)
    card = page(window)._flow
    assert not card.isVisible()
    record = Draft("", (write("record/r1", "imported", {"title": "A", "database": "EMBASE"}),))
    window.session.do(record)
    window.session.do(screening.decide("r1", "abstract", window.session.reader, "include"))
    submit_screening(window, window.session, ["r1"], "abstract")
    said = said_in(card)
    assert said == ["Records", "1", "records found", "1", "after duplicates"]
    window.session.do(drafts.edit_review({"flow/identified": 40}))
    said = said_in(card)
    assert said == ["Records", "40", "records found", "typed", "1", "after duplicates"]


def of_design(window: Window, path: Path, design: str) -> None:
    window.session.create(path, title="One", name="Ann Lee")
    window.session.do(drafts.add_study({"label": "Haas 2007", "design": design}, id="haas")[0])


def test_critical_items_are_ticked_by_the_number_the_rules_know_them_by(
    open_window: Opener, tmp_path: Path
) -> None:
    window = open_window()
    of_design(window, tmp_path / "amstar.evenhand", "review")
    ticked: list[str] = []

    def untick_two(dialog: Dialog) -> None:
        boxes = dialog.findChildren(QCheckBox)
        ticked.extend(box.text().partition(" ")[0] for box in boxes if box.isChecked())
        assert len(boxes) == 16, "an item of two parts is one item"
        for box in boxes:
            if box.text().startswith(("4 ", "15 ")):
                box.click()
        press(dialog.buttons["yes"])

    in_dialog(window, untick_two)
    click(page(window), "Settings before rating")
    assert ticked == ["2", "4", "7", "9", "11", "13", "15"]
    kept = window.session.state.value("review/-", "setting/amstar2/critical_items")
    assert kept == ["2", "7", "9", "11", "13"]


def test_settings_left_as_they_come_are_not_written(open_window: Opener, tmp_path: Path) -> None:
    window = open_window()
    of_design(window, tmp_path / "amstar.evenhand", "review")
    in_dialog(window, lambda dialog: press(dialog.buttons["yes"]))
    click(page(window), "Settings before rating")
    assert window.session.state.value("review/-", "setting/amstar2/critical_items") is None


def test_a_list_of_which_one_has_to_be_chosen_is_not_left_empty(
    open_window: Opener, tmp_path: Path
) -> None:
    window = open_window()
    of_design(window, tmp_path / "amstar.evenhand", "review")
    said: list[str] = []

    def untick_all(dialog: Dialog) -> None:
        for box in dialog.findChildren(QCheckBox):
            if box.isChecked():
                box.click()
        press(dialog.buttons["yes"])
        said.extend(one.text() for one in dialog.findChildren(QLabel) if one.isVisible())
        press(dialog.buttons[""])

    in_dialog(window, untick_all)
    click(page(window), "Settings before rating")
    assert "Critical items: tick one at least." in said
    assert window.session.state.value("review/-", "setting/amstar2/critical_items") is None


def test_new_review_says_what_will_stand_there_instead_of_an_empty_table(
    open_window: Opener, tmp_path: Path
) -> None:
    window = open_window()
    window.session.create(tmp_path / "new.evenhand", title="A review", name="Ann Lee")
    shown = page(window)
    assert any(one.startswith("Nothing to show yet: add studies") for one in words(window))
    assert not shown._progress.table.isVisible()
    window.session.do(drafts.add_study({"label": "Haas 2007", "design": "cohort"})[0])
    assert shown._progress.table.isVisible()
    assert not any(one.startswith("Nothing to show yet") for one in words(window))
    QApplication.processEvents()
    table = shown._progress.table.geometry()
    assert shown._progress.height() - table.bottom() < 6  # no empty strip is left below it
