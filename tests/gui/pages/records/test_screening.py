"""Records are screened by keys, by one reader or two, and decisions of other programs taken in."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from appraisal import desk, drafts, own_key, screening
from appraisal.records import record_ids
from appraisal.subjects import AGREED, in_seat, screening_form
from gui.panes.screening_differs import ScreeningDiffers
from gui.window import Window
from tests.appraisal.references.samples import TEXTS
from tests.gui.conftest import Opener
from tests.gui.hands import CONTROL, click, go, in_dialog, keys, named, type_words
from tests.gui.pages.records.conftest import KEY, ids, page, put, screen, shown


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
    key = own_key.key_for("bob")
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
