import pytest
from PySide6.QtWidgets import QApplication

from gui import theme


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> None:
    theme.apply(qapp, "light")
