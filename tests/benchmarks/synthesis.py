"""The living line in the window: from a choice or a judgement to the forest plot painted anew."""

import atexit
import random
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from itertools import count, cycle
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING

from appraisal import drafts
from appraisal.drafts import Draft, Write
from appraisal.instruments import shipped_key
from appraisal.ledger import Claim
from appraisal.review import Review
from appraisal.store.memory import MemoryStore
from appraisal.subjects import ITSELF, appraisal_subject
from tests.benchmarks.benchmark import Benchmark

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtWidgets import QApplication

    from gui.pages.synthesis import SynthesisPage

INSTRUMENT = "nos-cohort"
_numbers = count()


@cache
def _folder() -> Path:
    folder = tempfile.TemporaryDirectory(prefix="evenhand-synthesis-")
    atexit.register(folder.cleanup)
    return Path(folder.name)


@cache
def _file(k: int) -> Path:
    """A review of one reader with so many cohorts, each scored and extracted."""
    store = MemoryStore("benchmark0000000")
    review = Review(store)
    draft, person = drafts.add_person({"name": "Ana", "roles": ["reviewer"]})
    review.commit(draft, author=person)
    review.author = person
    review.commit(drafts.edit_review({"title": "Many", "readers": 1, "design/cohort": INSTRUMENT}))
    outcome_draft, outcome = drafts.add_outcome(
        {"name": "Relapse", "data": "counts", "arm1": "A", "arm2": "B", "event_is": "bad"}
    )
    review.commit(outcome_draft)
    review.commit(Draft("", tuple(_writes(review, k, outcome, person))))
    path = _folder() / f"{k}.evenhand"
    store.copy_to(path)
    return path


def _writes(review: Review, k: int, outcome: str, person: str) -> Iterator[Write]:
    chance = random.Random(k)
    key = shipped_key(INSTRUMENT)
    items = tuple(review.instrument(key).items())
    for number in range(k):
        draft, study = drafts.add_study(
            {"label": f"Author {1950 + number % 70}", "design": "cohort", "order": number}
        )
        yield from draft.writes
        subject = appraisal_subject(study, ITSELF, key, person)
        for item in items:
            codes = [option.code for option in item.options]
            value = codes[:1] if item.type == "multi" else chance.choice(codes)
            yield from drafts.answer(subject, item.address, Claim(value)).writes
        n1, n2 = chance.randrange(20, 400), chance.randrange(20, 400)
        counts = {"e1": chance.randrange(n1), "n1": n1, "e2": chance.randrange(n2), "n2": n2}
        cells = {name: Claim(count) for name, count in counts.items()}
        yield from drafts.extract(study, outcome, person, cells).writes


def _page(k: int) -> "tuple[SynthesisPage, Callable[[], None]]":
    """The page in a window of 1280 x 800, and what waits until its plot is painted anew."""
    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtWidgets import QApplication

    from gui import theme
    from gui.session import Session
    from gui.settings import Settings
    from gui.window import Window

    class Painted(QObject):
        """Counts the paints of a widget."""

        count = 0

        def eventFilter(self, watched: "QObject", event: QEvent) -> bool:
            self.count += event.type() == QEvent.Type.Paint
            return super().eventFilter(watched, event)

    app: QApplication = application()
    theme.apply(app, "light")
    window = Window(Session(Settings()))
    window.resize(1280, 800)
    window.show()
    path = _folder() / f"{next(_numbers)}.evenhand"
    copyfile(_file(k), path)  # a file is open once
    window.session.open(path)
    window.show_page("synthesis")
    app.processEvents()
    from gui.pages.synthesis import SynthesisPage

    page = window.findChild(SynthesisPage)
    assert isinstance(page, SynthesisPage)
    canvas = page.plot.forest.view.canvas
    painted = Painted(window)
    canvas.installEventFilter(painted)
    atexit.register(window.close)

    def wait() -> None:
        before = painted.count
        app.processEvents()
        if painted.count == before:
            raise RuntimeError("The plot was not painted.")

    return page, wait


@cache
def application() -> "QApplication":
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance()
    return app if isinstance(app, QApplication) else QApplication([])


def _choose(k: int) -> Callable[[], Callable[[], object]]:
    def prepare() -> Callable[[], object]:
        page, wait = _page(k)
        field = page.model.measure
        keys = cycle(("RR", "OR"))

        def choose() -> None:
            field.set_key(next(keys))
            field.activated.emit(field.currentIndex())
            wait()

        return choose

    return prepare


CHOICES: dict[str, tuple[str, str]] = {
    "tau2": ("PM", "REML"),
    "interval": ("hartung_knapp", "wald"),
    "prediction_kind": ("hts_km2", "usual"),
    "tau2_interval": ("profile", "q_profile"),
    "zeros_to": ("all", "only0"),
    "double_zeros": ("keep", "usual"),
}


def _vary(k: int, *, tab: str = "forest", part: str = "") -> Callable[[], Callable[[], object]]:
    """Every finer choice in turn under random effects, with a tab in front."""

    def prepare() -> Callable[[], object]:
        from dataclasses import replace

        from PySide6.QtWidgets import QApplication

        page, wait = _page(k)
        page.plot.changed.emit(
            replace(page.plan, method="IV", tau2="REML", interval="wald", prediction=True)
        )
        page.plot.tabs.tabs[tab].click()
        if part:
            getattr(page.plot, tab).show_part(part)
        QApplication.processEvents()
        turns = cycle([(name, key) for name, keys in CHOICES.items() for key in keys])

        def vary() -> None:
            name, key = next(turns)
            page.plot.changed.emit(replace(page.plan, **{name: key}))  # type: ignore[arg-type] # texts
            if tab == "forest":
                wait()
            else:
                QApplication.processEvents()

        return vary

    return prepare


def _slide(k: int) -> Callable[[], Callable[[], object]]:
    def prepare() -> Callable[[], object]:
        page, wait = _page(k)
        stars = cycle((5, 4))

        def slide() -> None:
            page.risk.slider.setValue(next(stars))
            wait()

        return slide

    return prepare


def _judge(k: int) -> Callable[[], Callable[[], object]]:
    def prepare() -> Callable[[], object]:
        page, wait = _page(k)
        window = page.window()
        from gui.window import Window

        assert isinstance(window, Window)
        session = window.session
        study = session.state.ids("study")[0]
        key = shipped_key(INSTRUMENT)
        item = next(one for one in session.instrument(key).items() if one.type == "single")
        subject = appraisal_subject(study, ITSELF, key, session.reader)
        codes = cycle([option.code for option in item.options][:3:2])  # a star, and none

        def judge() -> None:
            assert session.do(drafts.answer(subject, item.address, Claim(next(codes))))
            wait()

        return judge

    return prepare


BENCHMARKS = [
    Benchmark("choice of measure to plot repainted", 50, 30e-3, _choose(50), repeats=15),
    Benchmark("choice of measure to plot repainted", 200, None, _choose(200), repeats=9),
    Benchmark("choice of measure to plot repainted", 1_000, None, _choose(1_000), repeats=7),
    Benchmark("any finer choice to plot repainted", 50, 30e-3, _vary(50), repeats=24),
    Benchmark("any finer choice to plot repainted", 200, None, _vary(200), repeats=12),
    *(
        Benchmark(
            f"choice to tab repainted: {tab} {part}".strip(),
            50,
            None,
            _vary(50, tab=tab, part=part),
            repeats=12,
        )
        for tab, part in (
            ("heterogeneity", ""),
            ("sensitivity", "without"),
            ("sensitivity", "order"),
            ("sensitivity", "models"),
            ("sensitivity", "influence"),
            ("small", ""),
            ("small", "others"),
            ("subgroups", ""),
            ("regression", ""),
        )
    ),
    Benchmark("slider of stars to plot repainted", 50, 30e-3, _slide(50), repeats=15),
    Benchmark("slider of stars to plot repainted", 1_000, None, _slide(1_000), repeats=7),
    Benchmark("judgement saved and plot repainted", 50, 50e-3, _judge(50), repeats=15),
    Benchmark("judgement saved and plot repainted", 1_000, None, _judge(1_000), repeats=7),
]
