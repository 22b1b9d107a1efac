"""What lies over the window: every dialog it asks or tells something with."""

import shutil
from collections.abc import Callable
from pathlib import Path

from PySide6.QtTest import QTest

from appraisal import desk, drafts
from appraisal.errors import UserError
from appraisal.extraction_writing import incoming_of
from appraisal.importers.extraction import read as read_table
from appraisal.ledger import Claim, Value
from appraisal.risk_mapping import scores_of
from appraisal.sheet_reader import read_text
from appraisal.store import faults as store_faults
from appraisal.views.altered import Altered
from appraisal.views.risk import mappings_in_use
from gui import beginning, dialogs, faults, file_verbs, key_verbs, questions
from gui.pages.appraise import AppraisePage
from gui.pages.extract import ExtractPage
from gui.pages.history import HistoryPage
from gui.pages.studies import StudiesPage
from gui.panes.calibration import ask_studies as calibration_studies
from gui.panes.extraction_map import ask_table
from gui.panes.incoming_preview import ask_incoming
from gui.panes.mapping import MappingDialog
from gui.panes.screening_words import ask_words
from gui.panes.study_import import ask_studies
from gui.panes.working_form import work_out
from gui.widgets.buttons import Button
from gui.window import Window
from tests.tools.camera import SMALL, Camera, close, show_window, while_asking

Ask = Callable[[Window], object]
TABLE = (
    "Study,Year,Events intervention,Total intervention,Events control,Total control,Arm 3,"
    "Arm 3 side,Events 3,Total 3,Funder\n"
    "Achiron 2004,2004,4,28,9,39,High dose,Drug,2,20,none\nHaas 2007,2007,19,69,12,30,,,,,none\n"
)
STUDIES = "Author;Year;Design;Country\nAchiron;2004;cohort;Israel\nHaas;2007;RCT;Germany\n"


def over_the_window(camera: Camera, mode: str, paths: dict[str, Path]) -> None:
    """All of it in one theme."""
    folder = paths["sample"].parent
    window = show_window(mode, SMALL)
    window.session.settings.name = "Ann Lee"
    for name, ask in _before_a_review(folder).items():
        while_asking(camera, window, f"dialog-{name}-{mode}", _on(window, ask))
    window.session.open(paths["sample"])
    for name, ask in (_of_the_review() | _of_pages(folder)).items():
        while_asking(camera, window, f"dialog-{name}-{mode}", _on(window, ask))
    window.session.open(paths["ugly"])
    for name, ask in _of_a_long_review().items():
        while_asking(camera, window, f"dialog-{name}-{mode}", _on(window, ask))
    window.session.open(_trials(folder / f"trials-{mode}.evenhand"))
    for name, ask in _of_outcome_groups().items():
        while_asking(camera, window, f"dialog-{name}-{mode}", _on(window, ask))
    window.session.close()
    close(window)


def _trials(path: Path) -> Path:
    """A trial with two outcomes, whose numbers are ready."""
    review, person = desk.new_review(path, title="Trials", name="Ann Lee", readers=1)
    review.commit(drafts.edit_review({"design/rct": "rob1-2011"}))
    review.commit(drafts.add_study({"label": "Haas 2007", "design": "rct"}, id="s1")[0])
    for place, name in enumerate(("Death", "Pain")):
        facts: dict[str, Value] = {"name": name, "data": "counts", "order": place}
        arms: dict[str, Value] = {"arm1": "Drug", "arm2": "Placebo", "event_is": "bad"}
        review.commit(drafts.add_outcome({**facts, **arms}, id=f"o{place}")[0])
        cells = {"e1": 4, "n1": 40, "e2": 9, "n2": 41}
        claims = {cell: Claim(n) for cell, n in cells.items()}
        review.commit(drafts.extract("s1", f"o{place}", person, claims))
    review.close()
    return path


def _of_outcome_groups() -> dict[str, Ask]:
    """Names that are known are picked; numbers are submitted."""
    return {
        "settings-names": lambda w: _press(w, "overview", "Settings before rating"),
        "assessment-names": lambda w: w.act("add_assessment"),
        "submit-numbers": lambda w: w.act("submit_extraction"),
    }


def _on(window: Window, ask: Ask) -> Callable[[], object]:
    return lambda: ask(window)


def _before_a_review(folder: Path) -> dict[str, Ask]:
    """New, the sample, and what cannot be opened."""
    gone, text = folder / "gone.evenhand", folder / "letter.evenhand"
    text.write_text("Dear colleague, this is no review. " * 30)
    newer, broken = folder / "newer.evenhand", folder / "broken.evenhand"
    for path in (newer, broken):
        shutil.copyfile(folder / "sample.evenhand", path)
    _overwrite(newer, 60, (9).to_bytes(4, "big"))
    _overwrite(broken, 0, bytes(100))
    return {
        "new": lambda w: beginning.new_review(w, w.session),
        "samples": lambda w: beginning.explore_sample(w, w.session),
        "open-missing": lambda w: w.session.asked_file.emit(str(gone)),
        "open-foreign": lambda w: w.session.asked_file.emit(str(text)),
        "open-newer": lambda w: w.session.asked_file.emit(str(newer)),
        "open-damaged": lambda w: w.session.asked_file.emit(str(broken)),
        "open-older-protected": lambda w: faults.show_open_fault(
            w, store_faults.read_only(newer), str(newer)
        ),
        "open-not-upgraded": lambda w: faults.show_open_fault(
            w,
            store_faults.NotUpgraded(
                "Could not bring it up to date. Nothing was changed.", remedy="A step failed."
            ),
            str(newer),
        ),
    }


def _of_the_review() -> dict[str, Ask]:
    """What is asked from Overview and from the menu of the review."""
    return {
        "settings": lambda w: _press(w, "overview", "Settings before rating"),
        "designs": lambda w: _press(w, "overview", "Instrument for each design"),
        "protocol": lambda w: _press(w, "overview", "Edit the protocol"),
        "team": lambda w: _press(w, "overview", "Edit the team"),
        "assign": lambda w: _press(w, "overview", "Who scores which study"),
        "person": lambda w: w.act("person"),
        "share": lambda w: w.act("share"),
        "explain": lambda w: w.act("help"),
        "key": lambda w: key_verbs.export_key(w, w.session),
        "take-over": lambda w: file_verbs.take_over(w, w.session),
        "leave": lambda w: file_verbs.may_leave(w, w.session),
        "altered": _show_altered,
        "crash": _crash,
        "refused": lambda w: dialogs.tell_why(
            w, UserError("“1.234” is not a count.", remedy="Type 1234, or 1.")
        ),
    }


def _of_pages(folder: Path) -> dict[str, Ask]:
    """What the pages ask."""
    table = folder / "numbers.csv"
    table.write_text(TABLE)
    return {
        "studies": lambda w: ask_studies(w, read_text(STUDIES), after=0),
        "numbers": lambda w: ask_table(w, read_table(table)),
        "incoming": lambda w: ask_incoming(w, incoming_of(read_table(table)), name=None),
        "field": _add_field,
        "assessment": lambda w: w.act("add_assessment"),
        "reason": lambda w: questions.ask_reason(
            w,
            "Reopen Achiron 2004?",
            "Your answers can be changed again until you submit. The reason is kept.",
            "Reopen",
        ),
        "rule": _ask_rule,
        "outcome": lambda w: w.act("add_outcome"),
        "edit-outcome": lambda w: _press(w, "extract", "Edit outcome"),
        "working": _work_out,
        "mapping": lambda w: MappingDialog(
            w, mappings_in_use(w.session.state, w.session.instrument), scores_of(w.session.state)
        ).ask(),
        "snapshot": _name_state,
        "words": lambda w: ask_words(w, w.session.state),
        "calibration": lambda w: calibration_studies(
            w,
            [
                ("s1", "Achiron 2004"),
                ("s2", "Haas 2007"),
                ("s3", "Hellwig 2008"),
                ("s4", "Orvieto 1999"),
            ],
        ),
    }


def _of_a_long_review() -> dict[str, Ask]:
    """Long names, much that is missing."""
    return {
        "submit": lambda w: w.act("submit"),
        "arm": _add_arm,
        "settings-long": lambda w: _press(w, "overview", "Settings before rating"),
        "team-long": lambda w: _press(w, "overview", "Edit the team"),
        "assign-long": lambda w: _press(w, "overview", "Who scores which study"),
    }


def _add_field(window: Window) -> None:
    window.show_page("studies")
    page = window._pages["studies"]
    assert isinstance(page, StudiesPage)
    page._on_add_field()


def _name_state(window: Window) -> None:
    window.show_page("history")
    page = window._pages["history"]
    assert isinstance(page, HistoryPage)
    page._take_snapshot()


def _ask_rule(window: Window) -> None:
    window.show_page("appraise")
    page = window._pages["appraise"]
    assert isinstance(page, AppraisePage)
    assert page._shown is not None
    page._ask_rule(page._shown.items()[0])


def _work_out(window: Window) -> None:
    page = _extract(window)
    row, field = page._grid.current()
    if page._shown is not None and row is not None:
        work_out(window, window.session, page._shown, row, field=field)


def _add_arm(window: Window) -> None:
    page = _extract(window)
    assert page._shown is not None
    page._grid.select(next(row.study for row in page._shown.rows if not row.is_sealed), "e1")
    page._ask_arm("")


def _extract(window: Window) -> ExtractPage:
    window.show_page("extract")
    page = window._pages["extract"]
    assert isinstance(page, ExtractPage)
    assert page._shown is not None
    page._grid.select(page._shown.rows[0].study, "e1")
    return page


def _show_altered(window: Window) -> None:
    window.session.altered = tuple(
        Altered(
            "Reviewer B", f"Haas 2007, at item S{n}", "2026-03-04T09:57:00.000Z", was_sealed=True
        )
        for n in (1, 2, 3)
    )
    faults.show_altered(window)


def _crash(window: Window) -> None:
    fault = RuntimeError("an example of a fault")
    faults.show_crash(window, RuntimeError, fault, None)


def _press(window: Window, page: str, words: str) -> None:
    window.show_page(page)
    QTest.qWait(50)
    found = [
        one
        for one in window._pages[page].findChildren(Button)
        if words in (one.text(), one.accessibleName()) or one.accessibleName().startswith(words)
    ]
    if not found:
        names = sorted({one.text() for one in window._pages[page].findChildren(Button)})
        raise LookupError(f"no button “{words}” on {page}: {names}")
    found[0].click()


def _overwrite(path: Path, at: int, new: bytes) -> None:
    content = bytearray(path.read_bytes())
    content[at : at + len(new)] = new
    path.write_bytes(content)
