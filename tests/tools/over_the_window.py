"""What lies over a page or beside it: dialogs, banners, the palette, the report."""

import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from appraisal import desk, drafts
from appraisal.errors import UserError
from appraisal.extraction_writing import incoming_of
from appraisal.importers.extraction import read as read_table
from appraisal.ledger import Claim
from appraisal.risk_mapping import scores_of
from appraisal.sheet_reader import read_text
from appraisal.store import faults as store_faults
from appraisal.store import lock
from appraisal.store.protocol import Notice
from appraisal.views.altered import Altered
from appraisal.views.risk import mappings_in_use
from gui import faults, file_verbs, key_verbs, questions
from gui.pages.appraise import AppraisePage
from gui.pages.extract import ExtractPage
from gui.pages.history import HistoryPage
from gui.pages.studies import StudiesPage
from gui.panes.attaching import attach
from gui.panes.calibration import ask_studies as calibration_studies
from gui.panes.extraction_map import ask_table
from gui.panes.incoming_preview import ask_incoming
from gui.panes.mapping import MappingDialog
from gui.panes.screening_words import ask_words
from gui.panes.study_import import ask_studies
from gui.panes.working_form import work_out
from gui.widgets.buttons import Button
from gui.widgets.palette import Palette
from gui.window import Window
from tests.tools.camera import SMALL, Camera, close, show_window, while_asking

Ask = Callable[[Window], object]
REPORT = (
    "Immunoglobulin after birth and relapses of multiple sclerosis",
    "",
    "Women with relapsing-remitting disease who gave birth in one of four clinics",
    "were followed for six months. Those who came to the infusion unit within three",
    "days of birth received immunoglobulin; the others had declined or lived too far.",
    "",
    "Relapses were counted from the records of the visits in each quarter by a",
    "neurologist who knew of the treatment. Two women of the treated group and one",
    "of the others were lost before the last visit.",
    "",
    "Groups were alike in age and in the number of relapses in the year before",
    "pregnancy. No other factor was adjusted for.",
)
TABLE = (
    "Study,Year,Events intervention,Total intervention,Events control,Total control,Arm 3,"
    "Arm 3 side,Events 3,Total 3,Funder\n"
    "Achiron 2004,2004,4,28,9,39,High dose,Drug,2,20,none\nHaas 2007,2007,19,69,12,30,,,,,none\n"
)
STUDIES = "Author;Year;Design;Country\nAchiron;2004;cohort;Israel\nHaas;2007;RCT;Germany\n"


def over_the_window(camera: Camera, mode: str, paths: dict[str, Path]) -> None:
    """All of it in one theme."""
    if camera.wants_any("evidence"):
        _evidence(camera, mode, paths["sample"])
    if camera.wants_any("dialog"):
        _dialogs(camera, mode, paths)
    if camera.wants_any("banner", "palette", "toast"):
        _banners(camera, mode, paths["sample"])


# -- the report beside the checklist ---------------------------------------------------------------


def write_report(path: Path) -> Path:
    """A page that reads like a report; its words are invented."""
    import matplotlib as mpl
    from matplotlib.backends.backend_pdf import PdfPages
    from matplotlib.figure import Figure

    with mpl.rc_context({"pdf.fonttype": 42, "font.family": "serif"}), PdfPages(path) as book:
        for number in range(3):
            page = Figure(figsize=(5.8, 8.2))
            for place, line in enumerate(REPORT):
                size, weight = (9.5, "bold") if not place else (8.5, "normal")
                page.text(0.1, 0.9 - 0.026 * place, line, fontsize=size, fontweight=weight)
            page.text(0.5, 0.05, str(number + 411), fontsize=8)
            book.savefig(page)
    return path


def _evidence(camera: Camera, mode: str, sample: Path) -> None:
    """A quotation marked on its page, beside the checklist and beside the numbers."""
    path = sample.with_name(f"evidence-{mode}.evenhand")
    shutil.copyfile(sample, path)
    report = write_report(sample.with_name("Achiron 2004.pdf"))
    window = show_window(mode, SMALL)
    window.session.open(path)
    window.session.do(drafts.add_study({"label": "Berg 2011", "design": "cohort"}, id="berg")[0])
    attach(window.session, "berg", report)
    window.show_page("appraise", {"study": "berg"})
    page = window._pages["appraise"]
    assert isinstance(page, AppraisePage)
    page._pane.setFocus()
    QTest.keyClick(page._pane, Qt.Key.Key_B)
    page._evidence._tabs_to("pdf")
    _quote(page, "four clinics")
    QTest.keyClick(page._pane, Qt.Key.Key_Return)
    QTest.keyClick(page._pane, Qt.Key.Key_A)
    _quote(page, "had declined or lived too far")
    camera.take(window, f"evidence-appraise-{mode}")
    window.resize(1920, 1080)
    camera.take(window, f"evidence-appraise-{mode}-1920")
    window.resize(*SMALL)
    window.show_page("extract", {"study": "berg"})
    numbers = window._pages["extract"]
    assert isinstance(numbers, ExtractPage)
    numbers._grid.select("berg", "e1")
    numbers._evidence._tabs_to("pdf")
    numbers._on_tab("pdf")
    _quote(numbers, "Two women of the treated group")
    camera.take(window, f"evidence-extract-{mode}")
    close(window)


def _quote(page: AppraisePage | ExtractPage, words: str) -> None:
    view = page._evidence.view
    assert view.pages is not None
    QTest.qWait(100)
    view.select(next(span for span in view.pages.found(words) if span.page == 1))
    QTest.keyClick(page._evidence.view, Qt.Key.Key_Q)
    QTest.qWait(50)


# -- dialogs ---------------------------------------------------------------------------------------


def _dialogs(camera: Camera, mode: str, paths: dict[str, Path]) -> None:
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
    window.session.close()
    close(window)


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
        "new": lambda w: file_verbs.new(w, w.session),
        "samples": lambda w: file_verbs.explore_sample(w, w.session),
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
        "refused": lambda w: faults.show_refusal(
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
        "submit-numbers": lambda w: w.act("submit_extraction"),
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


# -- banners ---------------------------------------------------------------------------------------


def _banners(camera: Camera, mode: str, sample: Path) -> None:
    if not any(
        part in camera.only or camera.wants(part) for part in ("banner", "palette", "toast")
    ):
        return
    window = show_window(mode, SMALL)
    window.session.open(sample)
    window.show_page("studies")
    for name, told in _told(sample).items():
        window.session.told.emit(told)
        camera.take(window, f"banner-{name}-{mode}")
        window.take_banner(faults.notice_cause(told))
    for name, fault in {
        "no-room": store_faults.no_room(writing=True),
        "unreachable": store_faults.unreachable(sample),
        "moved": store_faults.moved(sample),
        "busy": store_faults.busy(sample),
    }.items():
        window.session.faulted.emit(fault)
        camera.take(window, f"banner-{name}-{mode}")
        window.take_banner("fault")
    faults.say_other(window, sample)
    camera.take(window, f"banner-other-{mode}")
    window.take_banner("other")
    window.session.say("Hellwig 2008 removed.", undo=True)
    camera.take(window, f"toast-{mode}")
    window._toast.hide()
    window.act("palette")
    camera.take(window, f"palette-{mode}")
    for palette in window.findChildren(Palette):
        palette.close_palette()
    _read_only(camera, window, mode, sample)
    _in_the_checklist(camera, window, mode, sample)
    close(window)


def _told(sample: Path) -> dict[str, Notice]:
    """What the store says in passing, in its own words."""
    return {
        "recovered": Notice(
            "recovered", "The last session ended abruptly; everything answered is here."
        ),
        "upgraded": Notice(
            "upgraded", "Brought up to date. The former file is kept as sample.schema1."
        ),
        "synced": Notice(
            "synced",
            "This review lies in a folder that OneDrive copies around. Work on a copy on this "
            "computer; share by parcel or server.",
            ("work_on_copy",),
        ),
        "conflict-copy": Notice(
            "conflict_copies",
            "Another version of this review lies beside it: sample (Ana's conflicted copy "
            "2026-05-03).evenhand",
            ("merge",),
            (sample,),
        ),
        "altered": Notice(
            "altered", "3 answers by Reviewer B differ from what was sealed.", ("see_altered",)
        ),
        "slow": Notice(
            "slow", "This disk is slow: an answer takes 1.4 s to save.", ("work_on_copy",)
        ),
    }


def _read_only(camera: Camera, window: Window, mode: str, sample: Path) -> None:
    """Open elsewhere, left by another desk, asked for, and nobody at the desk."""
    window.session.close()
    held = sample.with_name(f"held-{mode}.evenhand")
    shutil.copyfile(sample, held)
    moment = datetime.now(UTC) - timedelta(hours=2)
    lock.take(held, lock.Desk("Reviewer A", "LAB-3", 4711), now=moment)
    window.session.open(held)
    camera.take(window, f"banner-held-{mode}")
    window.session.close()
    place = lock.lock_path(held)
    os.utime(place, (moment.timestamp(), moment.timestamp()))
    window.session.open(held)
    camera.take(window, f"banner-left-{mode}")
    window.session.close()
    place.unlink()
    window.session.open(held, read_only=True)
    window.show_page("studies")
    camera.take(window, f"banner-read-only-{mode}")
    window.session.close()
    window.session.settings.readers.clear()
    window.session.open(held, ask=True)
    camera.take(window, f"banner-nobody-{mode}")
    window.session.close()


def _in_the_checklist(camera: Camera, window: Window, mode: str, sample: Path) -> None:
    """What stands between the head of a form and its items."""
    path = sample.with_name(f"unset-{mode}.evenhand")
    review, person = desk.new_review(path, title="A new review", name="Ann Lee", readers=1)
    for order, (label, design) in enumerate((("Achiron 2004", "cohort"), ("Haas 2007", "rct"))):
        review.commit(drafts.add_study({"label": label, "design": design, "order": order})[0])
    study = review.state.ids("study")[0]
    review.close()
    window.session.open(path)
    window.show_page("appraise")
    camera.take(window, f"banner-settings-unset-{mode}")
    setting = "setting/nos-cohort/min_follow_up"
    session = window.session
    session.do(drafts.edit_review({setting: "6 months"}))
    subject = f"appraisal/{study}/-/nos-cohort@1/{person}"
    session.do(drafts.answer(subject, "outcome/O2", Claim("a")))
    session.do(drafts.edit_review({setting: "12 months"}, why="the protocol was amended"))
    camera.take(window, f"banner-answered-under-{mode}")
    session.close()
