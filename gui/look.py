"""The settings that change how everything looks, put on the application."""

from PySide6.QtWidgets import QApplication

from gui import theme
from gui.settings import Settings

ZOOMS = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)


def apply_settings(settings: Settings) -> None:
    """Give the application the look its user chose."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        theme.apply(
            app,
            settings.theme if settings.theme in ("light", "dark") else "system",  # type: ignore[arg-type] # one of the modes
            text_zoom=settings.text_zoom,
            family=settings.font or None,
            mark_set="safe" if settings.palette == "safe" else "cochrane",
        )


def next_zoom(zoom: float, by: int) -> float:
    """The next larger or smaller text size."""
    nearest = min(range(len(ZOOMS)), key=lambda place: abs(ZOOMS[place] - zoom))
    return ZOOMS[min(max(nearest + by, 0), len(ZOOMS) - 1)]
