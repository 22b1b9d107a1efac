"""Pictures of every page, in the themes, sizes, reviews and languages that people meet.

`python -m tests.tools.screenshots [--out FOLDER] [--only PART]` writes PNG files of few colours.
`REVIEW-PAGE-THEME-WIDTH.png`; the Portuguese ones begin with `pt`, those at 150 % type with `zoom`.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from appraisal import sample
from gui.pages.synthesis import SynthesisPage
from gui.pages.workshop import WorkshopPage
from tests.tools import ugly
from tests.tools.beside_the_page import beside_the_page
from tests.tools.camera import SIZES, SMALL, Camera, close, show_window
from tests.tools.over_the_window import over_the_window
from tests.tools.team_pictures import team

ZOOMED: Final = ("overview", "studies", "appraise", "extract")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.tools.screenshots")
    parser.add_argument("--out", type=Path, default=Path("docs/screenshots"))
    parser.add_argument("--only", default="", help="only pictures whose name holds this")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ["EVENHAND_HOME"] = home
        app = QApplication([])
        app.setApplicationName("Evenhand")
        reviews = _reviews(Path(home))
        camera = Camera(asked.out, asked.only)
        for mode in ("light", "dark"):
            for size in SIZES:
                _pages(camera, mode, size, reviews)
                _workshop(camera, mode, size)
        _pages(camera, "light", SMALL, reviews, lang="pt_BR", prefix="pt-")
        _pages(camera, "light", SMALL, reviews, zoom=1.5, prefix="zoom-", pages=ZOOMED)
        _workshop(camera, "light", SMALL, lang="pt_BR", prefix="pt-")
        for mode in ("light", "dark"):
            over_the_window(camera, mode, reviews)
            beside_the_page(camera, mode, reviews["sample"])
            team(camera, mode, reviews)
            _tabs(camera, mode, Path(home))
        _empty_pages(camera, Path(home) / "new.evenhand")
    return 0


def _reviews(home: Path) -> dict[str, Path]:
    places = {"sample": home / "sample.evenhand", "ugly": home / "ugly.evenhand"}
    sample.make(places["sample"], "ivig")
    ugly.make(places["ugly"])
    return places


def _pages(
    camera: Camera,
    mode: str,
    size: tuple[int, int],
    reviews: dict[str, Path],
    *,
    lang: str = "en",
    zoom: float = 1.0,
    prefix: str = "",
    pages: Iterable[str] = (),
) -> None:
    for name, path in reviews.items():
        wanted = f"{prefix}{name}-{{}}-{mode}-{size[0]}"
        window = show_window(mode, size, lang=lang, zoom=zoom)
        if name == "sample" and not pages:
            camera.take(window, wanted.format("start"))
        window.session.open(path)
        for page in pages or [spec.key for spec in window.specs]:
            if camera.wants(wanted.format(page)):
                window.show_page(page)
                camera.take(window, wanted.format(page))
        close(window)


def _workshop(
    camera: Camera, mode: str, size: tuple[int, int], *, lang: str = "en", prefix: str = ""
) -> None:
    """The list of instruments, and a copy of the longest one in the form."""
    window = show_window(mode, size, lang=lang)
    window.show_page("workshop")
    page = window.findChild(WorkshopPage)
    assert isinstance(page, WorkshopPage)
    camera.take(window, f"{prefix}workshop-list-{mode}-{size[0]}")
    page._start.select("rob2")
    QTest.mouseClick(page._start._verbs["duplicate"], Qt.MouseButton.LeftButton)
    camera.take(window, f"{prefix}workshop-form-{mode}-{size[0]}")
    close(window)


def _tabs(camera: Camera, mode: str, home: Path) -> None:
    """What stands behind the forest plot, with enough studies to say something."""
    path = home / f"bcg-{mode}.evenhand"
    sample.make(path, "bcg")
    window = show_window(mode, SMALL)
    window.session.open(path)
    window.show_page("synthesis")
    page = window.findChild(SynthesisPage)
    assert isinstance(page, SynthesisPage)
    for key, tab in page.plot.tabs.tabs.items():
        QTest.mouseClick(tab, Qt.MouseButton.LeftButton)
        camera.take(window, f"tab-bcg-{key}-{mode}")
    close(window)


def _empty_pages(camera: Camera, path: Path) -> None:
    window = show_window("light", SMALL)
    window.session.create(path, title="A new review", name="Ann Lee")
    for spec in window.specs:
        if camera.wants(f"empty-{spec.key}"):
            window.show_page(spec.key)
            camera.take(window, f"empty-{spec.key}")
    close(window)


if __name__ == "__main__":
    sys.exit(main())
