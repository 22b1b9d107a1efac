"""Pictures of every page, in the themes, sizes, reviews and languages that people meet.

`python -m tests.tools.screenshots [--out FOLDER] [--only PART]` writes PNG files of few colours.
`REVIEW-PAGE-THEME-WIDTH.png`; the Portuguese ones begin with `pt`, those at 150 % type with `zoom`.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from appraisal import sample
from appraisal.errors import StorageError
from gui import faults, language, look
from gui.dialogs import Dialog
from gui.pages.synthesis import SynthesisPage
from gui.pages.workshop import WorkshopPage
from gui.session import Session
from gui.settings import Settings
from gui.widgets.buttons import Button
from gui.widgets.palette import Palette
from gui.window import Window
from tests.tools import ugly

SMALL: Final = (1280, 800)
SIZES: Final = (SMALL, (1920, 1080))
COLOURS: Final = 200
ZOOMED: Final = ("overview", "studies", "appraise", "extract")
FONT: Final = "Inter"


@dataclass(frozen=True, slots=True)
class Camera:
    """Where pictures go, and which are wanted."""

    folder: Path
    only: str

    def wants(self, name: str) -> bool:
        return self.only in name

    def take(self, window: Window, name: str) -> None:
        """Let the window settle, and keep what it shows."""
        if not self.wants(name):
            return
        QTest.qWait(120)
        while window.session.jobs.running:
            QTest.qWait(20)
        QTest.qWait(20)
        path = self.folder / f"{name}.png"
        window.grab().save(str(path))
        _make_small(path)
        sys.stdout.write(f"{path.name}\n")


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
            _over_the_window(camera, mode, reviews)
            _tabs(camera, mode, Path(home))
        _empty_pages(camera, Path(home) / "new.evenhand")
    return 0


def _reviews(home: Path) -> dict[str, Path]:
    places = {"sample": home / "sample.evenhand", "ugly": home / "ugly.evenhand"}
    sample.make(places["sample"], "ivig")
    ugly.make(places["ugly"])
    return places


def _window(mode: str, size: tuple[int, int], *, lang: str = "en", zoom: float = 1.0) -> Window:
    settings = Settings(theme=mode, language=lang, text_zoom=zoom, font=FONT)
    look.apply_settings(settings)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    language.speak(app, settings)
    window = Window(Session(settings))
    window.resize(*size)
    window.show()
    return window


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
        window = _window(mode, size, lang=lang, zoom=zoom)
        if name == "sample" and not pages:
            camera.take(window, wanted.format("start"))
        window.session.open(path)
        for page in pages or [spec.key for spec in window.specs]:
            if camera.wants(wanted.format(page)):
                window.show_page(page)
                camera.take(window, wanted.format(page))
        _close(window)


def _workshop(
    camera: Camera, mode: str, size: tuple[int, int], *, lang: str = "en", prefix: str = ""
) -> None:
    """The list of instruments, and a copy of the longest one in the form."""
    window = _window(mode, size, lang=lang)
    window.show_page("workshop")
    page = window.findChild(WorkshopPage)
    assert isinstance(page, WorkshopPage)
    camera.take(window, f"{prefix}workshop-list-{mode}-{size[0]}")
    page._start.select("rob2")
    QTest.mouseClick(page._start._verbs["duplicate"], Qt.MouseButton.LeftButton)
    camera.take(window, f"{prefix}workshop-form-{mode}-{size[0]}")
    _close(window)


def _tabs(camera: Camera, mode: str, home: Path) -> None:
    """What stands behind the forest plot, with enough studies to say something."""
    path = home / f"bcg-{mode}.evenhand"
    sample.make(path, "bcg")
    window = _window(mode, SMALL)
    window.session.open(path)
    window.show_page("synthesis")
    page = window.findChild(SynthesisPage)
    assert isinstance(page, SynthesisPage)
    for key, tab in page.plot.tabs.tabs.items():
        QTest.mouseClick(tab, Qt.MouseButton.LeftButton)
        camera.take(window, f"tab-bcg-{key}-{mode}")
    _close(window)


def _over_the_window(camera: Camera, mode: str, paths: dict[str, Path]) -> None:
    """Dialogs, banners, the palette and the toast."""
    if not any(camera.wants(f"{part}-{mode}") for part in ("dialog", "banner", "palette", "toast")):
        return
    window = _window(mode, SMALL)
    window.session.open(paths["sample"])
    window.show_page("appraise")
    shots: dict[str, Callable[[], None]] = {
        "dialog-settings": lambda: _press(window, "overview", "Settings before rating"),
        "dialog-outcome": lambda: window.act("add_outcome"),
        "dialog-person": lambda: window.act("person"),
    }
    for name, ask in shots.items():
        _while_asking(camera, window, f"{name}-{mode}", ask)
    window.session.open(paths["ugly"])
    _while_asking(camera, window, f"dialog-submit-{mode}", lambda: window.act("submit"))
    window.session.open(paths["sample"])
    window.act("palette")
    camera.take(window, f"palette-{mode}")
    for palette in window.findChildren(Palette):
        palette.close_palette()
    window.session.say("Hellwig 2008 removed.", undo=True)
    camera.take(window, f"toast-{mode}")
    window._toast.hide()
    fault = StorageError("The disk is full.", remedy="Your last answer is kept in memory.")
    window.put_banner("fault", faults.fault_message(window, fault))
    camera.take(window, f"banner-fault-{mode}")
    window.take_banner("fault")
    window.session.close()
    window.session.open(paths["sample"], read_only=True)
    window.show_page("studies")
    camera.take(window, f"banner-read-only-{mode}")
    _close(window)


def _while_asking(camera: Camera, window: Window, name: str, ask: Callable[[], object]) -> None:
    """Picture a dialog that waits for an answer, then turn back from it."""

    def look_at() -> None:
        camera.take(window, name)
        for dialog in window.findChildren(Dialog):
            dialog.answer("")

    QTimer.singleShot(50, window, look_at)
    ask()


def _press(window: Window, page: str, words: str) -> None:
    window.show_page(page)
    next(one for one in window.findChildren(Button) if one.text() == words).click()


def _empty_pages(camera: Camera, path: Path) -> None:
    window = _window("light", SMALL)
    window.session.create(path, title="A new review", name="Ann Lee")
    for spec in window.specs:
        if camera.wants(f"empty-{spec.key}"):
            window.show_page(spec.key)
            camera.take(window, f"empty-{spec.key}")
    _close(window)


def _close(window: Window) -> None:
    window.close()
    window.deleteLater()
    QTest.qWait(20)


def _make_small(path: Path) -> None:
    """Keep few colours: a window has few, and the picture takes a third of the room."""
    from PIL import Image

    with Image.open(path) as picture:
        few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
