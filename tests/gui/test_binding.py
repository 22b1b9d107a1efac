"""PySide6 6.12.0 on Python 3.11 takes a reference off None at nearly every call, to the crash."""

import sys

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot


def test_qt_binding_keeps_none_alive(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)

    for _ in range(500):
        label.setText("x")

    assert before - sys.getrefcount(None) < 250
