"""A study's checklist on paper: blank, and as it was answered."""

import shutil
import subprocess
from pathlib import Path

import pytest

from appraisal import sample
from appraisal.bundle import write_figure
from appraisal.figures.checklist import checklist_scene
from appraisal.review import Review
from appraisal.store.memory import MemoryStore
from appraisal.views.checklist import checklist
from appraisal.views.checklist_rows import Checklist
from stats.figures.scene import Dot, Text


@pytest.fixture(scope="module")
def shown() -> Checklist:
    store = MemoryStore(sample.sample_id("ivig", "review"))
    sample.write(store, "ivig")
    review = Review(store)
    reader = next(iter(sample.reader_keys("ivig")))
    found = checklist(
        review.state.seen_by(reader),
        sample.sample_id("ivig", "study", "achiron-2004"),
        reader,
        review.instrument,
    )
    assert found is not None
    return found


def texts(shown: Checklist, *, filled: bool) -> str:
    marks = checklist_scene(shown, filled=filled).marks
    return "\n".join(mark.text for mark in marks if isinstance(mark, Text))


def test_filled_form_holds_answers_reasons_and_quotations(shown: Checklist) -> None:
    said = texts(shown, filled=True).replace("\n", " ")
    assert "Total: 8/9" in said
    for item in shown.items():
        assert item.title in said
        assert item.why.split(".")[0] in said
    assert "(page 2)" in said


def test_blank_form_gives_nothing_of_the_answers_away(shown: Checklist) -> None:
    said = texts(shown, filled=False)
    assert shown.label not in said
    assert not any(item.why and item.why in said for item in shown.items())
    dots = [m for m in checklist_scene(shown, filled=False).marks if isinstance(m, Dot)]
    assert dots
    assert all(dot.fill == "ground" for dot in dots)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed")
def test_pdf_is_cut_into_pages_and_can_be_searched(shown: Checklist, tmp_path: Path) -> None:
    path = tmp_path / "form.pdf"
    write_figure(checklist_scene(shown, filled=True), path)
    done = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True)
    assert done.stdout.count("\f") >= 2
    assert "Adequacy of follow-up" in done.stdout
