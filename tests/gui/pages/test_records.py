"""Files come in with a preview, duplicates are decided by keys, records are screened by keys."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QFileDialog
from pytestqt.qtbot import QtBot

from appraisal import desk, drafts, records, screening
from appraisal.drafts import Draft
from appraisal.duplicates import family_name
from appraisal.records import record_ids
from appraisal.references.reading import read_references
from appraisal.review import DrawnUp, Review
from appraisal.subjects import AGREED, in_seat, screening_form
from appraisal.views.records import ScreenLine
from gui import long_writes, waiting
from gui.dialogs import Dialog
from gui.jobs import Report
from gui.pages.records import RecordsPage
from gui.panes.duplicate_pairs import DuplicatePairs
from gui.panes.screening_differs import ScreeningDiffers
from gui.window import Window
from tests.appraisal.references.samples import TEXTS
from tests.gui.conftest import Opener
from tests.gui.hands import CONTROL, cell, click, go, in_dialog, keys, named, seen, type_words

KEY = Qt.Key
NEAR = (
    "TY  - JOUR\nTI  - Immunoglobulin after birth in relapsing multiple sclerosis: a first "
    "report\n"
    "AU  - Muller, A.\nPY  - 2004\nJO  - Annual congress\nVL  - S1\nSP  - P3\n"
    "DB  - CINAHL\nER  - \n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "searches"
    made.mkdir()
    for name in ("pubmed.nbib", "embase.ris", "wos.ciw"):
        (made / name).write_text(TEXTS[name], encoding="utf-8")
    return made


@pytest.fixture
def window(open_window: Opener, new_file: Path) -> Window:
    made = open_window(new_file)
    go(made, "records")
    return made


def page(window: Window) -> RecordsPage:
    found = window._pages["records"]
    assert isinstance(found, RecordsPage)
    return found


def ids(window: Window) -> tuple[str, ...]:
    return record_ids(window.session.state)


def quiet(window: Window) -> bool:
    return not window.session.jobs.running


def drop(window: Window, qtbot: QtBot, *paths: Path, way: str = "yes") -> list[str]:
    """Drop files on the page and answer the preview; gives its words."""
    said: list[str] = []

    def answer(dialog: Dialog) -> None:
        said.extend(one.text() for one in dialog.findChildren(QAbstractButton))
        if way:
            assert dialog.buttons[way].isEnabled()
        dialog.answer(way)

    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    in_dialog(window, answer)
    page(window).dropEvent(event)
    qtbot.waitUntil(lambda: bool(said) and quiet(window))
    QApplication.processEvents()
    return said


def put(path: Path, *files: Path) -> None:
    """Take files into a review without a window."""
    review = desk.open_review(path)
    person = review.state.ids("person")[0]
    chosen = [records.chosen_of(read_references(one)) for one in files]
    fresh = records.fresh(review.state, chosen)
    review.commit_all(records.drafts_of(fresh, chosen), author=person)
    review.close()


# -- importing -------------------------------------------------------------------------------------


def test_empty_page_offers_the_one_thing_to_do(window: Window) -> None:
    assert named(page(window), QAbstractButton, "Import records").isEnabled()


def test_a_dropped_folder_comes_in_after_the_preview(
    window: Window, qtbot: QtBot, folder: Path
) -> None:
    assert "Import 4 records" in drop(window, qtbot, folder)
    assert len(ids(window)) == 4
    assert [one.database for one in records.searches(window.session.state)] == [
        "EMBASE", "PubMed", "Web of Science",
    ]  # fmt: skip


def test_nothing_is_written_when_the_preview_is_left(
    window: Window, qtbot: QtBot, folder: Path
) -> None:
    drop(window, qtbot, folder, way="")
    assert ids(window) == ()


def test_the_same_folder_again_adds_nothing(window: Window, qtbot: QtBot, folder: Path) -> None:
    drop(window, qtbot, folder)
    assert "Import 0 records" in drop(window, qtbot, folder)
    assert len(ids(window)) == 4


def test_an_import_is_one_step_of_undo(window: Window, qtbot: QtBot, folder: Path) -> None:
    drop(window, qtbot, folder)
    keys(KEY.Key_Z, held=CONTROL)
    assert ids(window) == ()
    assert window.session.undo_stack.canRedo()


def test_an_import_that_is_stopped_leaves_nothing(
    window: Window, qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "SHOWN_AFTER", 1)
    pause = threading.Event()
    write = long_writes.written

    def slowly(review: Review, waiting: list[Draft], total: int, report: Report) -> DrawnUp:
        while not pause.wait(0.005):
            report(0, total)  # raises once Cancel was pressed
        return write(review, waiting, total, report)

    def stop(dialog: Dialog) -> None:
        click(dialog, "Cancel")

    def answer(dialog: Dialog) -> None:
        in_dialog(window, stop)
        dialog.answer("yes")

    monkeypatch.setattr(long_writes, "written", slowly)
    with qtbot.waitSignal(window.session.notice) as told:
        in_dialog(window, answer)
        page(window)._import.start([folder])
    assert told.args is not None
    assert "nothing was imported" in told.args[0].text
    assert ids(window) == ()
    assert window.session.undo_stack.count() == 0


def test_another_database_can_be_said(window: Window, qtbot: QtBot, folder: Path) -> None:
    def choose(dialog: Dialog) -> None:
        found = [box for box in dialog.findChildren(QComboBox) if box.currentText() == "EMBASE"]
        place = found[0].findData("CINAHL")
        found[0].setCurrentIndex(place)
        found[0].activated.emit(place)
        dialog.answer("yes")

    in_dialog(window, choose)
    page(window)._import.start([folder / "embase.ris"])
    qtbot.waitUntil(lambda: len(ids(window)) == 1 and quiet(window))
    assert records.database_of(window.session.state, ids(window)[0]) == "CINAHL"


def test_what_is_no_file_of_references_is_said_and_the_rest_comes_in(
    window: Window, qtbot: QtBot, folder: Path
) -> None:
    (folder / "signin.ris").write_text("<!DOCTYPE html><html></html>", encoding="utf-8")
    drop(window, qtbot, folder)
    assert len(ids(window)) == 4


def test_columns_of_an_unknown_table_are_asked_and_remembered(
    window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    table = tmp_path / "own.csv"
    table.write_text("Nome do artigo;Quando\nUm relato;2004\n", encoding="utf-8")
    asked: list[str] = []

    def third(dialog: Dialog) -> None:
        asked.append("import")
        dialog.answer("yes")

    def second(dialog: Dialog) -> None:
        asked.append("columns")
        title, year = dialog.findChildren(QComboBox)
        title.setCurrentIndex(title.findData("title"))
        year.setCurrentIndex(year.findData("year"))
        in_dialog(window, third)
        dialog.answer("yes")

    def first(dialog: Dialog) -> None:
        asked.append("refused")
        in_dialog(window, second)
        click(dialog, "Say which column is what")

    in_dialog(window, first)
    page(window)._import.start([table])
    qtbot.waitUntil(lambda: len(ids(window)) == 1 and quiet(window))
    assert asked == ["refused", "columns", "import"]
    assert records.known_maps(window.session.state) == (
        {"Nome do artigo": "title", "Quando": "year"},
    )


# -- the table -------------------------------------------------------------------------------------


@pytest.fixture
def full(open_window: Opener, new_file: Path, folder: Path, qtbot: QtBot, tmp_path: Path) -> Window:
    near = tmp_path / "near.ris"
    near.write_text(NEAR, encoding="utf-8")
    put(new_file, *sorted(folder.iterdir()), near)
    made = open_window(new_file)
    go(made, "records")
    qtbot.waitUntil(lambda: quiet(made))
    return made


def test_table_filters_as_one_types(full: Window, qtbot: QtBot) -> None:
    pane = page(full)._panes["records"]
    QAbstractItemModelTester(pane._model)  # type: ignore[attr-defined]
    pane._search.setFocus()  # type: ignore[attr-defined]
    type_words("second")
    rows = pane._model.rows()  # type: ignore[attr-defined]
    assert [row.title for row in rows] == ["A second report."]


# -- duplicates ------------------------------------------------------------------------------------


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


# -- screening -------------------------------------------------------------------------------------


def screen(window: Window, qtbot: QtBot) -> None:
    click(page(window), "Screening")
    qtbot.waitUntil(lambda: quiet(window))
    page(window)._panes["screening"]._table.setFocus()  # type: ignore[attr-defined]


def test_keys_decide_and_the_next_record_comes_up(full: Window, qtbot: QtBot) -> None:
    screen(full, qtbot)
    first, second, third, *_rest = [line.record for line in shown(full)]
    keys(KEY.Key_I)
    qtbot.waitUntil(lambda: full.focusWidget() is not None)
    keys(KEY.Key_E, KEY.Key_3)
    state, me = full.session.state, full.session.reader
    assert screening.decision_of(state, first, "abstract", me)[:2] == ("include", "")
    assert screening.decision_of(state, second, "abstract", me)[:2] == ("exclude", "")
    assert screening.decision_of(state, third, "abstract", me)[:2] == (
        "exclude", "Wrong comparison",
    )  # fmt: skip
    keys(KEY.Key_Z, held=CONTROL)
    assert screening.decision_of(full.session.state, third, "abstract", me)[0] == ""


def shown(window: Window) -> tuple[ScreenLine, ...]:
    rows: tuple[ScreenLine, ...] = page(window)._panes["screening"]._model.rows()  # type: ignore[attr-defined]
    return rows


def test_submitted_decisions_of_a_single_reader_stand(full: Window, qtbot: QtBot) -> None:
    screen(full, qtbot)
    first = shown(full)[0].record
    keys(KEY.Key_I)
    click(page(full), "Submit 1 decision")
    assert screening.outcome(full.session.state, first, "abstract").standing == "pass"
    click(page(full), "Full texts")
    assert [line.record for line in shown(full)] == [first]
    keys_in_full_text(full)
    state, me = full.session.state, full.session.reader
    assert screening.decision_of(state, first, "full-text", me)[:2] == (
        "exclude", "Wrong design",
    )  # fmt: skip


def keys_in_full_text(window: Window) -> None:
    """Exclude without a reason is refused at full text; a figure gives the reason."""
    record = shown(window)[0].record
    page(window)._panes["screening"]._table.setFocus()  # type: ignore[attr-defined]
    keys(KEY.Key_E)
    me = window.session.reader
    assert screening.decision_of(window.session.state, record, "full-text", me)[0] == ""
    keys(KEY.Key_5)


def test_two_readers_who_differ_are_compared_and_settled(
    open_window: Opener, new_file: Path, folder: Path, qtbot: QtBot
) -> None:
    put(new_file, folder / "embase.ris")
    review = desk.open_review(new_file)
    me = review.state.ids("person")[0]
    review.commit(drafts.add_person({"name": "Bob", "roles": ["reviewer"]}, id="bob")[0], author=me)
    review.commit(drafts.edit_review({"readers": 2}), author=me)
    (record,) = record_ids(review.state)
    key = desk.key_for("bob")
    review.commit(screening.decide(record, "abstract", "bob", "exclude"), author="bob")
    review.commit(
        screening.submit(review.state, [record], "abstract", "bob", key=key), author="bob"
    )
    review.close()
    window = open_window(new_file)
    go(window, "records")
    screen(window, qtbot)
    seat = in_seat(screening_form(record, "abstract"), "bob")
    assert window.session.state.text(seat, "decision") == ""  # unseen until both have submitted
    keys(KEY.Key_I)
    click(page(window), "Submit 1 decision")
    assert screening.outcome(window.session.state, record, "abstract").standing == "conflict"
    rail = window._rail.items["reconcile"]
    qtbot.waitUntil(lambda: rail.accessibleDescription() == "1 waits for you")
    reconcile = go(window, "reconcile")
    differs = named(reconcile, ScreeningDiffers, "Screening: 1 differs")
    assert differs.isVisible()
    click(reconcile, "Settle in Records")
    assert window.page == "records"
    pane = page(window)._panes["screening"]
    assert pane.isVisible()
    assert pane._show.key() == "differ"  # type: ignore[attr-defined]
    click(page(window), "Include")
    agreed = in_seat(screening_form(record, "abstract"), AGREED)
    assert window.session.state.text(agreed, "decision") == "include"
    assert screening.outcome(window.session.state, record, "abstract").standing == "pass"
    go(window, "reconcile")
    assert not differs.isVisible()
    qtbot.waitUntil(lambda: rail.accessibleDescription() == "")


# -- flow ------------------------------------------------------------------------------------------


def test_flow_counts_the_records_and_a_typed_number_comes_first(full: Window, qtbot: QtBot) -> None:
    click(page(full), "Flow")
    pane = page(full)._panes["flow"]
    assert pane._flow.databases == 5  # type: ignore[attr-defined]
    field = pane._fields["identified"]  # type: ignore[attr-defined]
    field.setFocus()
    type_words("321")
    keys(KEY.Key_Return)
    assert pane._flow.found == 321  # type: ignore[attr-defined]
    assert "Typed by hand" in " ".join(pane._flow.told)  # type: ignore[attr-defined]


# -- full texts and studies ------------------------------------------------------------------------


@pytest.fixture
def at_full_text(full: Window, qtbot: QtBot) -> Window:
    screen(full, qtbot)
    for _n in range(3):
        keys(KEY.Key_I)
    click(page(full), "Submit 3 decisions")
    click(page(full), "Full texts")
    page(full)._panes["screening"]._table.setFocus()  # type: ignore[attr-defined]
    return full


def test_a_report_that_cannot_be_had_is_a_state_of_its_own(at_full_text: Window) -> None:
    first = shown(at_full_text)[0].record
    click(page(at_full_text), "Not retrieved")
    assert at_full_text.session.state.text(f"record/{first}", "retrieval") == "not-retrieved"
    click(page(at_full_text), "Seek it again")
    assert at_full_text.session.state.text(f"record/{first}", "retrieval") == ""


def test_a_pdf_is_dropped_on_the_record_in_front(at_full_text: Window, tmp_path: Path) -> None:
    first = shown(at_full_text)[0].record
    pdf = tmp_path / "report.pdf"
    pdf.write_bytes(b"%PDF-1.4\nnothing")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(pdf))])
    none = Qt.KeyboardModifier.NoModifier
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    page(at_full_text).dropEvent(QDropEvent(QPointF(5, 5), action, data, button, none))
    assert at_full_text.session.state.text(f"record/{first}", "pdf_name") == "report.pdf"
    assert named(page(at_full_text), QAbstractButton, "Open the PDF").isEnabled()


def test_included_reports_become_studies(at_full_text: Window, qtbot: QtBot) -> None:
    for _n in range(2):
        keys(KEY.Key_I)
    click(page(at_full_text), "Submit 2 decisions")
    before = len(at_full_text.session.state.ids("study"))
    click(page(at_full_text), "Included")
    button = page(at_full_text)._panes["included"]._make  # type: ignore[attr-defined]
    new = int(button.text().split()[1])
    assert new >= 1
    click(page(at_full_text), button.text())
    assert len(at_full_text.session.state.ids("study")) == before + new
    assert not button.isEnabled()


def test_a_folder_of_pdfs_is_matched_by_their_names(
    at_full_text: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = at_full_text.session.state
    record = next(line.record for line in shown(at_full_text) if line.year is not None)
    said = records.reference_at(state, record)
    pdfs = tmp_path / "pdfs"
    pdfs.mkdir()
    doi = said.doi.replace("/", "_")
    name = f"{doi or family_name(said.authors[0]) + ' ' + str(said.year)}.pdf"
    for file in (name, "holiday.pdf"):
        (pdfs / file).write_bytes(b"%PDF-1.4\nnothing")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(pdfs))
    click(page(at_full_text), "Match a folder of PDFs")
    qtbot.waitUntil(lambda: quiet(at_full_text))
    state = at_full_text.session.state
    assert [one for r in record_ids(state) if (one := state.text(f"record/{r}", "pdf_name"))] == [
        name
    ]


def test_records_go_out_as_the_kind_that_was_chosen(
    full: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, kind in (("out.ris", "RIS (*.ris)"), ("out.csv", "References as CSV (*.csv)")):
        out = tmp_path / name
        answer = (str(out), kind)
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, got=answer: got)
        click(page(full), "Export")
        qtbot.waitUntil(lambda: quiet(full))
        assert len(read_references(out).references) == 5


def test_shown_records_are_exported(full: Window, qtbot: QtBot, tmp_path: Path) -> None:
    pane = page(full)._panes["records"]
    out = tmp_path / "out.ris"
    pane.export(out, "")  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: quiet(full))
    assert len(read_references(out).references) == 5


def test_a_note_is_typed_without_deciding(full: Window, qtbot: QtBot) -> None:
    screen(full, qtbot)
    first = shown(full)[0].record
    field = page(full)._panes["screening"]._decision._note  # type: ignore[attr-defined]
    field.setFocus()
    type_words("Maybe eligible 1")
    keys(KEY.Key_Return)
    state = full.session.state
    assert state.text(f"record/{first}", "note") == "Maybe eligible 1"
    assert screening.decision_of(state, first, "abstract", full.session.reader)[0] == ""


def test_decisions_of_another_program_are_taken_in(
    open_window: Opener, new_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "rayyan.ris"
    path.write_text(TEXTS["rayyan.ris"], encoding="utf-8")
    put(new_file, path)
    window = open_window(new_file)
    go(window, "records")
    screen(window, qtbot)
    in_dialog(window, lambda dialog: dialog.answer("Bob · Rayyan"))
    click(page(window), "Take in 1 decision")
    (record,) = ids(window)
    said = screening.decision_of(window.session.state, record, "abstract", window.session.reader)
    assert said == ("exclude", "wrong population", False)


def test_rail_counts_what_waits_for_the_reader(full: Window, qtbot: QtBot) -> None:
    from gui.pages.records import PAGE

    assert PAGE.waiting(full.session) == 5
    screen(full, qtbot)
    keys(KEY.Key_E)
    assert PAGE.waiting(full.session) == 4
