"""What has no room ends in dots: never cut at its start, and never without a sign."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from gui.delegates.cells import Cell
from gui.delegates.table import paint_cell
from gui.widgets.buttons import LineButton

LONG = "Begin Associação Brasileira de Estudos sobre Esclerose Múltipla no Pós-parto 2019"


def painted(text: str, width: int) -> QImage:
    image = QImage(400, 40, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    paint_cell(painter, QRectF(0, 0, width, 36), Cell(text, "mark", mark="good"))
    painter.end()
    return image


@pytest.mark.usefixtures("qapp")
def test_a_result_with_its_mark_is_cut_at_its_end() -> None:
    """Two words that begin alike look alike where only their beginnings have room."""
    assert painted("Baixo risco de viés aqui", 90) == painted("Baixo risco de viés nisto", 90)
    assert painted("Baixo risco de viés", 90) != painted("Alto, o risco de viés", 90)


def test_a_line_to_press_ends_in_dots_and_says_all_under_the_pointer(qtbot: QtBot) -> None:
    button = LineButton(LONG, icon="arrow-right")
    qtbot.addWidget(button)
    button.resize(220, 32)
    button.show()
    assert button.text().startswith("Begin Associação")
    assert button.text().endswith("…")
    assert button.toolTip() == button.accessibleName() == LONG
    button.resize(button.sizeHint())
    assert button.text() == LONG
    assert button.toolTip() == ""
