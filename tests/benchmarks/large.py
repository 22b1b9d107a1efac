"""Large things: a table of 10,000 studies on the screen, a workbook, and the memory of it all."""

import subprocess
import sys
from collections.abc import Callable
from functools import cache
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from appraisal import desk, drafts
from appraisal.drafts import Draft
from appraisal.review import Review
from appraisal.store.memory import MemoryStore
from tests.benchmarks.answers import file, folder, open_window
from tests.benchmarks.benchmark import Benchmark
from tests.benchmarks.start import ROOT, environment
from tests.benchmarks.synthesis import application

if TYPE_CHECKING:
    from gui.window import Window

DESIGNS = ("cohort", "rct", "case-control")


@cache
def _listed(studies: int) -> Path:
    """A review of so many studies, none of them scored."""
    store = MemoryStore("benchmark0000000")
    review = Review(store)
    draft, person = drafts.add_person({"name": "Ana", "roles": ["reviewer"]})
    review.commit(draft, author=person)
    made = (
        drafts.add_study(
            {
                "label": f"Author {1950 + number % 70}",
                "title": f"Relapse after birth, cohort {number}",
                "authors": f"Author {number}",
                "year": 1950 + number % 70,
                "design": DESIGNS[number % 3],
                "order": number,
            }
        )[0]
        for number in range(studies)
    )
    writes = tuple(write for draft in made for write in draft.writes)
    review.commit(Draft("", writes), author=person)
    path = folder() / f"listed-{studies}.evenhand"
    store.copy_to(path)
    return path


def _window(studies: int) -> "Window":
    window = open_window(_listed(studies))
    window.show_page("studies")
    application().processEvents()
    return window


def _first_paint(studies: int) -> Callable[[], Callable[[], object]]:
    """The table made, filled and painted; the ledger is read by then."""

    def prepare() -> Callable[[], object]:
        from gui.pages.studies import StudiesPage

        session = _window(studies).session
        app = application()

        def paint() -> None:
            page = StudiesPage(session)
            page.resize(1200, 760)
            page.show()
            app.processEvents()
            page.close()
            page.deleteLater()

        return paint

    return prepare


def _sort(studies: int) -> Callable[[], Callable[[], object]]:
    def prepare() -> Callable[[], object]:
        from PySide6.QtCore import Qt

        from gui.pages.studies import StudiesPage
        from gui.widgets.table import Table

        page = _window(studies).findChild(StudiesPage)
        assert page is not None
        table = page.findChild(Table)
        assert isinstance(table, Table)
        orders = cycle((Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder))

        def sort() -> None:
            table.sortByColumn(0, next(orders))
            application().processEvents()

        return sort

    return prepare


def _filter(studies: int) -> Callable[[], Callable[[], object]]:
    def prepare() -> Callable[[], object]:
        from gui.pages.studies import StudiesPage
        from gui.widgets.fields import SearchField

        page = _window(studies).findChild(StudiesPage)
        assert page is not None
        field = page.findChild(SearchField)
        assert isinstance(field, SearchField)
        words = cycle(("author 1999", "cohort 77", ""))

        def search() -> None:
            field.setText(next(words))
            field.searched.emit(field.text())
            application().processEvents()

        return search

    return prepare


def _workbook(studies: int) -> Callable[[], Callable[[], object]]:
    def prepare() -> Callable[[], object]:
        from appraisal.bundle import last_change, tables_of
        from appraisal.exporters.xlsx import write_workbook
        from appraisal.material import gather

        review = desk.open_review(file(studies, scored=True), read_only=True)

        def write() -> None:
            material = gather(review, reader=None, lang="en")
            with TemporaryDirectory() as target:
                write_workbook(
                    tables_of(material), Path(target) / "all.xlsx", at=last_change(material)
                )

        return write

    return prepare


def _memory() -> Callable[[], float]:
    def run() -> float:
        done = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.all_pages"],
            cwd=ROOT,
            env=environment(),
            capture_output=True,
            text=True,
            check=True,
        )
        return float(done.stdout.split()[-1])

    return run


SHOWN = "table of studies, first paint"
SIZES = {1_000: None, 3_000: None, 10_000: 50e-3}
BENCHMARKS = [
    *(Benchmark(SHOWN, k, aim, _first_paint(k)) for k, aim in SIZES.items()),
    *(Benchmark("table of studies, sorted", k, aim, _sort(k)) for k, aim in SIZES.items()),
    *(Benchmark("table of studies, filtered", k, aim, _filter(k)) for k, aim in SIZES.items()),
    *(
        Benchmark("workbook, two reviewers, 34 items", k, aim, _workbook(k), repeats=3)
        for k, aim in {20: None, 60: None, 200: 8.0}.items()
    ),
    Benchmark(
        "memory, sample open, all pages visited", 0, 350, _memory,
        repeats=3, own_clock=True, unit="MB",
    ),
]  # fmt: skip
