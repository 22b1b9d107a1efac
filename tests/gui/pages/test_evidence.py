"""The report beside the checklist: attached, read, searched, quoted from, and led back to."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from appraisal import attachments, drafts
from appraisal.errors import UnreadableImport
from appraisal.ledger import Claim
from gui.pages.appraise import AppraisePage
from gui.session import Session
from gui.settings import Settings
from gui.widgets.pdf_pages import Pages, Span

LINES = (
    "Relapses were confirmed from the clinic's records.",
    "Doses were taken from the infusion unit's records,",
    "and women were seen at least once in each quarter.",
)


def write_pdf(path: Path, pages: int = 3, *, lines: tuple[str, ...] = LINES) -> Path:
    import matplotlib as mpl
    from matplotlib.backends.backend_pdf import PdfPages
    from matplotlib.figure import Figure

    with mpl.rc_context({"pdf.fonttype": 42}), PdfPages(path) as book:
        for number in range(pages):
            figure = Figure(figsize=(6, 8))
            for place, line in enumerate(lines):
                figure.text(0.1, 0.9 - 0.03 * place, f"{line}", fontsize=9)
            if lines:
                figure.text(0.1, 0.05, f"folio {number + 1}", fontsize=9)
            book.savefig(figure)
    return path


@pytest.fixture
def session(tmp_path: Path, qapp: object) -> Iterator[Session]:
    made = Session(Settings())
    made.create(tmp_path / "review.evenhand", title="A review", name="Ann", readers=1)
    made.do(drafts.edit_review({"design/cohort": "nos-cohort"}))
    draft, _study = drafts.add_study({"label": "Achiron 2004", "design": "cohort"}, id="s1")
    made.do(draft)
    yield made
    made.close()


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> Iterator[AppraisePage]:
    made = AppraisePage(session)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    qtbot.waitExposed(made)
    yield made
    # the cards further down are made one by one; the page may go meanwhile, and they with it
    qtbot.waitUntil(
        lambda: (
            not isValid(made) or not any(timer.isActive() for timer in made.findChildren(QTimer))
        )
    )


def drop(page: AppraisePage, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    page._evidence.dropEvent(
        QDropEvent(
            QPointF(5, 5),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )


def test_pdf_dropped_on_the_pane_lies_beside_the_review_by_its_hash(
    page: AppraisePage, session: Session, tmp_path: Path
) -> None:
    drop(page, write_pdf(tmp_path / "Achiron 2004.pdf"))
    digest = session.state.text("study/s1", "pdf")
    assert session.review is not None
    assert attachments.path_of(session.review.store.path, digest).is_file()
    assert session.state.text("study/s1", "pdf_name") == "Achiron 2004.pdf"
    assert page._evidence.view.pages is not None


def test_words_found_and_quoted_with_q_carry_page_source_and_place(
    page: AppraisePage, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    drop(page, write_pdf(tmp_path / "a.pdf"))
    evidence = page._evidence
    assert page.search_report()
    QTest.keyClicks(evidence._find.words, "infusion unit")
    QTest.keyClick(evidence._find.words, Qt.Key.Key_Return)
    QTest.keyClick(evidence.view, Qt.Key.Key_Return)  # on to the second place
    QTest.keyClick(evidence.view, Qt.Key.Key_Q)
    claim = session.state.standing(
        "appraisal/s1/-/nos-cohort@1/" + session.reader, first_item(page)
    )
    assert claim is not None
    (quote,) = claim.quotes
    assert quote.text == "infusion unit"
    assert (quote.source, quote.page) == (session.state.text("study/s1", "pdf"), "2")
    assert quote.box is not None


def first_item(page: AppraisePage) -> str:
    return f"item/{page._pane.current}"


def test_words_dragged_over_are_quoted_by_the_checklists_own_q(
    page: AppraisePage, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    drop(page, write_pdf(tmp_path / "a.pdf"))
    view = page._evidence.view
    assert view.pages is not None
    span = next(view.pages.found("confirmed from the clinic"))
    box = view.pages.box(span)
    assert box is not None
    start = view._rect_of(0, box)
    middle = round(start.center().y())
    QTest.mousePress(
        view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(round(start.left()) + 1, middle)
    )
    QTest.mouseMove(view.viewport(), QPoint(round(start.right()) - 1, middle))
    QTest.mouseRelease(
        view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(round(start.right()) - 1, middle)
    )
    QTest.keyClick(page._pane, Qt.Key.Key_Q)
    claim = session.state.standing(
        "appraisal/s1/-/nos-cohort@1/" + session.reader, first_item(page)
    )
    assert claim is not None
    assert "confirmed from the clinic" in claim.quotes[0].text


def test_quotation_leads_back_to_its_page(
    page: AppraisePage, session: Session, tmp_path: Path
) -> None:
    drop(page, write_pdf(tmp_path / "a.pdf", pages=6))
    view = page._evidence.view
    assert view.pages is not None
    view.select(next(span for span in view.pages.found("each quarter") if span.page == 4))
    quote = page._evidence.take_selection()
    assert quote is not None
    page._quote_current(quote)
    view.go_to(0)
    shown = page._shown
    assert shown is not None
    item = shown.item(page._pane.current)
    assert item is not None
    page._open_quote(item.quotes[0])
    assert view.page == 4
    assert any(mark.page == 4 and mark.current for mark in view._marks)


def test_report_without_text_says_so(page: AppraisePage, tmp_path: Path) -> None:
    drop(page, write_pdf(tmp_path / "scan.pdf", lines=()))
    assert page._evidence._scanned.isVisibleTo(page)


def test_what_is_no_pdf_is_refused_by_name(session: Session, tmp_path: Path) -> None:
    wrong = tmp_path / "report.pdf"
    wrong.write_text("<html>not found</html>")
    assert session.review is not None
    with pytest.raises(UnreadableImport, match=r"report\.pdf is not a PDF"):
        attachments.attach(session.review.store.path, "s1", wrong)


def test_damaged_pdf_is_named_and_the_page_stays(page: AppraisePage, tmp_path: Path) -> None:
    wrong = tmp_path / "cut.pdf"
    wrong.write_bytes(b"%PDF-1.7\n" + b"x" * 400)
    drop(page, wrong)
    assert "cannot be read" in page._evidence._empty.title.text()


def test_missing_pdf_is_no_error(page: AppraisePage, session: Session, tmp_path: Path) -> None:
    drop(page, write_pdf(tmp_path / "a.pdf"))
    assert session.review is not None
    kept = attachments.path_of(session.review.store.path, session.state.text("study/s1", "pdf"))
    page._evidence.close_document()
    kept.unlink()
    page._show("s1")
    assert "not beside the review" in page._evidence._empty.title.text()


def test_quoted_words_are_found_however_the_lines_break(tmp_path: Path) -> None:
    pages = Pages(write_pdf(tmp_path / "a.pdf", pages=1))
    place = pages.place_of("infusion unit's records, and women were seen", 0)
    assert place is not None
    assert len(pages.rects(place)) == 2
    pages.close()


def test_selection_stretches_by_words(tmp_path: Path) -> None:
    pages = Pages(write_pdf(tmp_path / "a.pdf", pages=1))
    word = next(pages.found("Doses"))
    assert pages.words(pages.stretched(word, 2)) == "Doses were taken"
    assert pages.words(pages.stretched(Span(0, word.start, 16), -1)) == "Doses were"
    pages.close()


def test_answer_keeps_its_quotations(page: AppraisePage, session: Session, tmp_path: Path) -> None:
    drop(page, write_pdf(tmp_path / "a.pdf"))
    view = page._evidence.view
    assert view.pages is not None
    view.select(next(view.pages.found("each quarter")))
    quote = page._evidence.take_selection()
    assert quote is not None
    page._quote_current(quote)
    item = page._shown.item(page._pane.current) if page._shown is not None else None
    assert item is not None
    page._answer(item, "a")
    claim = session.state.claim("appraisal/s1/-/nos-cohort@1/" + session.reader, first_item(page))
    assert claim == Claim("a", "", (quote,))
