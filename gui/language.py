"""The language of the window: our own sentences, and those of Qt's own buttons."""

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from gui.settings import Settings
from resources import i18n


def speak(app: QApplication, settings: Settings) -> None:
    """Put our own words and Qt's into the language of the settings, or of the system."""
    chosen = settings.language or i18n.closest(QLocale.system().uiLanguages())
    i18n.set_language(chosen)
    QLocale.setDefault(QLocale(chosen))
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        old.deleteLater()
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(QLocale(chosen), "qtbase", "_", folder):
        app.installTranslator(translator)
