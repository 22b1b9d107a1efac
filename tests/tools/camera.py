"""The camera of the screenshots: a window of a look and size, and its picture in a file."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui import language, look
from gui.dialogs import Dialog
from gui.session import Session
from gui.settings import Settings
from gui.window import Window

SMALL: Final = (1280, 800)
SIZES: Final = (SMALL, (1920, 1080))
COLOURS: Final = 200
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
        for _turn in range(4):  # what a job brought is laid out from the inside to the outside
            QTest.qWait(20)
        path = self.folder / f"{name}.png"
        window.grab().save(str(path))
        _make_small(path)
        sys.stdout.write(f"{path.name}\n")


def show_window(mode: str, size: tuple[int, int], *, lang: str = "en", zoom: float = 1.0) -> Window:
    settings = Settings(theme=mode, language=lang, text_zoom=zoom, font=FONT)
    look.apply_settings(settings)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    language.speak(app, settings)
    made = Window(Session(settings))
    made.resize(*size)
    made.show()
    return made


def while_asking(camera: Camera, window: Window, name: str, ask: Callable[[], object]) -> None:
    """Picture a dialog that waits for an answer, then turn back from it."""
    if not camera.wants(name):
        return

    waiting = QTimer(window, interval=20)

    def look_at() -> None:
        if not any(dialog.isVisible() for dialog in window.findChildren(Dialog)):
            return
        waiting.stop()
        camera.take(window, name)
        for dialog in window.findChildren(Dialog):
            dialog.answer("")

    waiting.timeout.connect(look_at)
    waiting.start()
    ask()
    if waiting.isActive():
        waiting.stop()
        sys.stdout.write(f"{name}: nothing was asked\n")


def close(window: Window) -> None:
    window.close()
    window.deleteLater()
    QTest.qWait(20)


def _make_small(path: Path) -> None:
    """Keep few colours: a window has few, and the picture takes a third of the room."""
    from PIL import Image

    with Image.open(path) as picture:
        few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(path, optimize=True)
