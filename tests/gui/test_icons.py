import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QIcon, QImage, QPainter
from PySide6.QtWidgets import QApplication

from gui import icons, theme
from gui.icons import GLYPHS, OWN, icon, pixmap, sign

NAMES = [*GLYPHS, *OWN]


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> None:
    theme.apply(qapp, "light")


def inked(image: QImage) -> set[tuple[int, int]]:
    return {
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() > 60
    }


@pytest.mark.parametrize("name", NAMES)
def test_icon_is_drawn_and_not_cut_off(name: str) -> None:
    image = QImage(48, 48, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    icons.paint_icon(painter, QRectF(8, 8, 32, 32), name, QColor("black"))
    painter.end()
    spots = inked(image)
    assert len(spots) > 12
    assert all(8 <= x < 40 and 8 <= y < 40 for x, y in spots)


def test_icons_differ() -> None:
    pictures = [frozenset(inked(pixmap(name, QColor("black"), 20).toImage())) for name in NAMES]
    assert len(set(pictures)) == len(NAMES)


def test_icon_takes_the_colour_of_the_theme(qapp: QApplication) -> None:
    shown = icon("check", "accent")
    light_ink = _ink(shown)
    theme.apply(qapp, "dark")
    assert light_ink == QColor("#4A45A8").rgb()
    assert _ink(shown) == QColor("#B1ADF5").rgb()


def _ink(shown: QIcon) -> int:
    image = shown.pixmap(32, 32).toImage()
    spots = [image.pixelColor(x, y) for x in range(32) for y in range(32)]
    return max(spots, key=QColor.alpha).rgb()


def test_disabled_icon_is_quieter() -> None:
    shown = icon("check", "accent")
    image = shown.pixmap(32, 32, QIcon.Mode.Disabled).toImage()
    spots = [image.pixelColor(x, y) for x in range(32) for y in range(32)]
    assert max(spots, key=QColor.alpha).rgb() == theme.theme().token("text3").rgb()


def test_pixmaps_are_kept() -> None:
    assert pixmap("check", "text", 16) is pixmap("check", "text", 16)
    assert pixmap("check", "text", 16) is not pixmap("check", "bad", 16)


def test_sign_has_a_beam_on_its_ground() -> None:
    image = sign(48).toImage()
    assert image.pixelColor(24, 4) == theme.theme().token("fill")
    assert image.pixelColor(24, 24) == theme.theme().token("on")


def test_icon_font_is_found_without_importing_its_package() -> None:
    import sys

    icons.pixmap("check")
    assert "qtawesome" not in sys.modules
