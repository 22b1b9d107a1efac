"""Everything the format can say is put together by hand, without a file."""

from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLineEdit,
)

from appraisal.library import known
from gui.pages.workshop import WorkshopPage
from gui.widgets.buttons import ToolButton
from gui.widgets.fields import LineField
from gui.widgets.grid import GridEditor
from tests.gui.hands import CONTROL, click, keys, named
from tests.gui.pages.workshop.conftest import (
    KEY,
    add_part,
    cell_of,
    condition,
    faults,
    go_to,
    list_of,
    named_faults,
    pick,
    replace,
)


def test_scores_tables_key_domains_headings_and_robvis_words_by_hand(page: WorkshopPage) -> None:
    click(page, "New")
    add_part(page, "Domain")
    replace(named(page, QLineEdit, "Most stars"), "2")
    key = named(
        page._form, QCheckBox, "It is a key domain, which rules for the whole may ask about"
    )
    key.setFocus()
    keys(KEY.Key_Space)
    click(page._form, "Add a table of rules")
    click(page._form, "Add a table of rules")
    add_part(page, "Question")
    pick(list_of(page, "It is answered with"), "multi")
    pick(list_of(page, "Answers in common"), "")
    for row, code in enumerate("ab", 1):
        click(page._form, "Add a row, Options")
        for column, words in (("Code", code), ("Words", f"factor {code}"), ("Score", "1")):
            replace(cell_of(page, f"Options, row {row}: {column}"), words)
    helps = [
        one
        for one in page._form.findChildren(ToolButton)
        if one.accessibleName() == "Add a condition" and one.isVisible()
    ]
    condition(page, helps[1], "q2", "a")
    assert page._piece is not None
    domain, item = page._piece.raw["domain"][1], page._piece.raw["item"][1]
    assert domain["key_domain"] is False
    assert len(domain["part"]) == 2
    assert item["options"][1]["score_if"] == {"q2": ["a"]}
    go_to(page, "The whole")
    grid = next(one for one in page._form.findChildren(GridEditor) if "Rules" in one._name)
    (first, *_rest) = [
        one for one in grid.findChildren(ToolButton) if one.accessibleName() == "Add a condition"
    ]
    when = named(grid, LineField, "Rules, the first that holds decides, row 1: When")
    when.setFocus()
    keys(KEY.Key_A, held=CONTROL)
    keys(KEY.Key_Delete)
    condition(page, first, "Some key domain", "high")
    assert page._piece.raw["overall"]["rows"][0]["when"] == {
        "some_domain": {"of": "key_domains", "in": ["high"]}
    }
    go_to(page, "Figures and names elsewhere")
    replace(named(page._form, LineField, "Headings of the domains in figures"), "Design, Factors")
    pick(list_of(page, "Template in robvis"), "Generic")
    replace(cell_of(page, "Words of the levels in robvis, row 1: Word in robvis"), "Low")
    assert page._piece.raw["display"]["columns"] == ["Design", "Factors"]
    assert page._piece.raw["display"]["robvis"] == "Generic"
    assert page._piece.raw["display"]["robvis_levels"] == {"low": "Low"}
    assert faults(page) == "No faults"
    editor = page._preview.pane
    editor.go_to("D2/q2")
    QApplication.processEvents()
    for ticked, stars in ((["b"], 0), (["a", "b"], 2)):
        shown_editor = editor._editor()
        assert shown_editor is not None
        shown_editor.options.answered.emit(ticked)
        QApplication.processEvents()
        shown = page._preview._shown
        assert shown is not None
        assert shown.domains[1].score == stars
    click(page, "Save the instrument")
    made = known()["our-checklist"]
    assert [made.heading(one) for one in made.domains] == ["Design", "Factors"]
    assert [one.key_domain for one in made.domains] == [True, False]


def test_headings_that_do_not_fit_are_a_fault_of_their_place(page: WorkshopPage) -> None:
    click(page, "New")
    go_to(page, "Figures and names elsewhere")
    replace(named(page._form, LineField, "Headings of the domains in figures"), "One, Two, Three")
    assert faults(page) == "1 fault"
    go_to(page, "About")
    click(page._parts, next(iter(named_faults(page))))
    node = page._parts.current()
    assert node is not None
    assert node.kind == "display"
