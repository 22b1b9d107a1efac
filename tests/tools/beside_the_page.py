"""What stands beside a page or under the top bar: the report with its quotations; banners."""

import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from appraisal import desk, drafts
from appraisal.ledger import Claim
from appraisal.store import faults as store_faults
from appraisal.store import lock
from appraisal.store.protocol import Notice
from gui import banners, faults
from gui.pages.appraise import AppraisePage
from gui.pages.extract import ExtractPage
from gui.panes.attaching import attach
from gui.widgets.palette import Palette
from gui.window import Window
from tests.tools.camera import SMALL, Camera, close, show_window

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


def beside_the_page(camera: Camera, mode: str, sample: Path) -> None:
    """All of it in one theme."""
    if any(camera.wants(f"evidence-{page}-{mode}-1920") for page in ("appraise", "extract")):
        _evidence(camera, mode, sample)
    _banners(camera, mode, sample)


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
    page._evidence.view.go_to(1)
    camera.take(window, f"evidence-appraise-{mode}")
    window.resize(1920, 1080)
    QTest.qWait(100)
    page._evidence.view.go_to(1)
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
        window.take_banner(banners.notice_cause(told))
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
            "altered", "3 answers by Reviewer B differ from what was submitted.", ("see_altered",)
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
