"""The forest plot: laid out, painted on the screen, written to a file."""

import random
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from stats.figures.forest import layout
from stats.figures.forest_data import Column, ForestData, StarCell, Study, Summary
from stats.figures.scene import Scene
from stats.measures.binary import OR
from stats.models import MantelHaenszel
from stats.pool import pool
from tests.benchmarks.benchmark import Benchmark
from tests.benchmarks.pooling import table

WIDTH = 840.0  # px at 13 px type: the middle of Synthesis at 1280


def _forest(k: int) -> ForestData:
    tables = table(k)
    pooled = pool(OR.of(tables), MantelHaenszel(measure=OR))
    effects, all_ = pooled.effects, pooled.estimate
    lower, upper = effects.intervals()
    studies = tuple(
        Study(
            id=str(i),
            label=f"Author {1950 + i % 70}",
            cells=(
                f"{tables.a[i]:.0f}/{tables.n1[i]:.0f}",
                f"{tables.c[i]:.0f}/{tables.n2[i]:.0f}",
                "0.32 [0.15, 0.67]",
                f"{pooled.weights[i]:.1f}",
                StarCell(i % 5, 4),
            ),
            estimate=float(effects.yi[i]),
            lower=float(lower[i]),
            upper=float(upper[i]),
            weight=float(pooled.weights[i]),
        )
        for i in range(k)
    )
    diamond = Summary(
        "All studies", ("", "", "", "100", ""), all_.value, all_.lower, all_.upper, id="pool"
    )
    columns = (
        Column("Treated", "n/N"),
        Column("Untreated", "n/N"),
        Column("Odds ratio", "[95 % CI]"),
        Column("Weight"),
        Column("Selection", kind="stars"),
    )
    return ForestData(columns, 2, studies, (diamond,), study_head="Study", plot_head="Odds ratio")


def _scene(forest: ForestData) -> Scene:
    from appraisal.figures.text import measure, words

    return layout(forest, words=words(), measure=measure(), width=WIDTH)


def _lay_out(k: int) -> Callable[[], Callable[[], object]]:
    def prepare() -> Callable[[], object]:
        forest = _forest(k)
        return lambda: _scene(forest)

    return prepare


def _names(k: int) -> Callable[[], Callable[[], object]]:
    def prepare() -> Callable[[], object]:
        from stats.figures.names import Named, Places, place_names

        chance = random.Random(k)
        points = [
            Named(str(i), "", chance.gauss(340, 90), chance.gauss(220, 60), 5.0, "quiet")
            for i in range(k)
        ]
        circles, wide = [one.circle for one in points], [80.0] * k
        return lambda: place_names(points, Places((60.0, 0.0, 640.0, 440.0), circles, []), wide)

    return prepare


@cache
def _application() -> object:
    from PySide6.QtWidgets import QApplication

    from gui import theme

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.apply(app, "light")
    return app


def _paint(k: int) -> Callable[[], Callable[[], object]]:
    def prepare() -> Callable[[], object]:
        _application()
        from PySide6.QtWidgets import QApplication

        from gui.widgets.canvas import FigureView

        view = FigureView("Forest plot")
        view.resize(860, 720)
        scene = _scene(_forest(k))
        view.set_layout(lambda _width: scene)
        view.show()
        QApplication.processEvents()

        def repaint(view: FigureView = view) -> None:
            view.canvas.repaint()

        return repaint

    return prepare


def _write(k: int, suffix: str) -> Callable[[], Callable[[], object]]:
    def prepare() -> Callable[[], object]:
        from appraisal.figures.text import print_palette
        from stats.figures.ink import save

        scene, palette = _scene(_forest(k)), print_palette()

        def write() -> None:
            with tempfile.TemporaryDirectory() as folder:
                save(scene, Path(folder) / f"forest.{suffix}", palette=palette)

        return write

    return prepare


BENCHMARKS = [
    *(Benchmark("forest plot laid out", k, None, _lay_out(k)) for k in (13, 50, 1_000)),
    *(Benchmark("names of points placed", k, None, _names(k)) for k in (13, 200, 1_000)),
    Benchmark("forest plot repainted on the screen", 13, None, _paint(13)),
    Benchmark("forest plot repainted on the screen", 50, 2e-3, _paint(50)),
    Benchmark("forest plot repainted on the screen", 1_000, 2e-3, _paint(1_000)),
    *(
        Benchmark(f"forest plot to {suffix.upper()}", k, None, _write(k, suffix), repeats=3)
        for suffix in ("png", "pdf", "svg")
        for k in (13, 100)
    ),
]
