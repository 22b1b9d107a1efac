"""The screen's figure follows pointer, keys, theme and width, and paints what is seen."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from gui import theme
from gui.widgets.canvas import Canvas, FigureView
from stats.figures.scene import Box, Dot, Judgement, Line, Mark, Poly, Row, Scene, Stars, Text
from stats.figures.shapes import LEVELS
from tests.stats.figures import forests

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> None:
    theme.apply(qapp, "light", text_zoom=13 / theme.system_px())


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    widget = Canvas("Forest plot")
    qtbot.addWidget(widget)
    widget.set_scene(forests.scene(forests.sample()))
    widget.resize(widget.sizeHint())
    widget.show()
    return widget


def middle(canvas: Canvas, row: str) -> QPoint:
    return canvas.row_rect(row).center().toPoint()


def test_click_selects_the_row_and_says_it(canvas: Canvas, qtbot: QtBot) -> None:
    with qtbot.waitSignal(canvas.selected) as told:
        QTest.mouseClick(canvas, LEFT, pos=middle(canvas, "orvieto-1999"))
    assert told.args == ["orvieto-1999"]
    assert canvas.current() == "orvieto-1999"
    assert canvas.accessibleDescription().startswith("Orvieto 1999, Treated n/N 0/14")


def test_click_beside_the_rows_selects_none(canvas: Canvas, qtbot: QtBot) -> None:
    canvas.select("pool")
    QTest.mouseClick(canvas, LEFT, pos=QPoint(100, 10))
    assert canvas.current() == ""
    said = canvas.accessibleDescription()
    assert said.startswith(canvas.scene().description)
    assert "Achiron 2004, 6/41, 13/39" in said  # the numbers, for who cannot see the plot


def test_pointer_is_followed(canvas: Canvas, qtbot: QtBot) -> None:
    with qtbot.waitSignal(canvas.hovered) as told:
        QTest.mouseMove(canvas, middle(canvas, "hellwig-2008"))
    assert told.args == ["hellwig-2008"]
    with qtbot.waitSignal(canvas.hovered) as told:
        QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    assert told.args == [""]


def test_double_click_opens_the_row(canvas: Canvas, qtbot: QtBot) -> None:
    with qtbot.waitSignal(canvas.activated) as told:
        QTest.mouseDClick(canvas, LEFT, pos=middle(canvas, "achiron-1996"))
    assert told.args == ["achiron-1996"]


def test_keys_move_toggle_and_open(canvas: Canvas, qtbot: QtBot) -> None:
    toggled: list[str] = []
    opened: list[str] = []
    canvas.toggled.connect(toggled.append)
    canvas.activated.connect(opened.append)
    for key, row in (
        (Qt.Key.Key_Down, "achiron-1996"),
        (Qt.Key.Key_Down, "achiron-2004"),
        (Qt.Key.Key_End, "all"),
        (Qt.Key.Key_Up, "pool"),
        (Qt.Key.Key_PageUp, "achiron-1996"),
        (Qt.Key.Key_Up, "achiron-1996"),
    ):
        QTest.keyClick(canvas, key)
        assert canvas.current() == row
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert (toggled, opened) == (["achiron-1996"], ["achiron-1996"])


def test_keys_without_rows_do_nothing(qtbot: QtBot) -> None:
    canvas = Canvas("Empty")
    qtbot.addWidget(canvas)
    canvas.toggled.connect(pytest.fail)
    QTest.keyClick(canvas, Qt.Key.Key_Down)
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    assert canvas.current() == ""


def test_selection_stays_on_its_row_in_a_new_scene(canvas: Canvas) -> None:
    canvas.select("pool")
    canvas.set_scene(forests.scene(forests.sample(), 1200))
    assert canvas.current() == "pool"
    canvas.set_scene(forests.scene(forests.many(3)))
    assert canvas.current() == "pool"
    canvas.set_scene(forests.scene(forests.only((0.0, -1.0, 1.0))))
    assert canvas.current() == ""


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_tip_shows_the_row_in_full(canvas: Canvas) -> None:
    place = middle(canvas, "pool")
    event = QHelpEvent(QEvent.Type.ToolTip, place, canvas.mapToGlobal(place))
    QApplication.sendEvent(canvas, event)
    assert QToolTip.text().startswith("7+ stars (2), Treated n/N 6/44")


def pixel(canvas: Canvas, place: QPoint) -> QColor:
    return canvas.grab().toImage().pixelColor(place)


def test_selected_row_is_tinted_under_its_marks(canvas: Canvas) -> None:
    inside = canvas.row_rect("achiron-1996").topLeft().toPoint() + QPoint(12, 5)
    assert pixel(canvas, inside) == theme.theme().token("surface")
    canvas.select("achiron-1996")
    assert pixel(canvas, inside) == theme.theme().token("tint")


def test_focus_has_a_ring(canvas: Canvas, qtbot: QtBot) -> None:
    canvas.select("pool")
    edge = canvas.row_rect("pool").topLeft().toPoint() + QPoint(100, 2)
    canvas.clearFocus()
    assert pixel(canvas, edge) == theme.theme().token("tint")
    canvas.setFocus()
    qtbot.waitUntil(canvas.hasFocus)
    assert pixel(canvas, edge) == theme.theme().token("accent")


def test_square_and_diamond_have_their_inks(canvas: Canvas) -> None:
    square = next(m for m in canvas.scene().marks if isinstance(m, Box) and m.fill == "ink")
    place = QPoint(round(square.x + square.w / 2), round(square.y + square.h / 2))
    assert pixel(canvas, place) == theme.theme().token("text")
    diamond = next(m for m in canvas.scene().marks if isinstance(m, Poly) and m.fill == "pool")
    x, y = diamond.points[1]
    assert pixel(canvas, QPoint(round(x), round(y) + 7)) == theme.theme().token("accent")


def test_dark_theme_repaints_in_its_inks(canvas: Canvas, qapp: QApplication) -> None:
    light = pixel(canvas, QPoint(5, 200))
    theme.apply(qapp, "dark", text_zoom=13 / theme.system_px())
    assert pixel(canvas, QPoint(5, 200)) == theme.theme().token("surface") != light


def test_larger_type_makes_a_larger_figure(canvas: Canvas, qapp: QApplication) -> None:
    before = canvas.sizeHint()
    theme.apply(qapp, "light", text_zoom=19.5 / theme.system_px())
    assert canvas.zoom > 1.4
    assert canvas.sizeHint().width() == pytest.approx(before.width() * canvas.zoom, abs=1)


def test_every_kind_of_mark_can_be_painted(qtbot: QtBot) -> None:
    marks: tuple[Mark, ...] = (
        Text(20, 20, "Text"),
        Text(20, 90, "Upwards", turned=True, width=60),
        Line(0, 30, 100, 30, dash=(3, 3)),
        Box(5, 40, 20, 10, "overall", "axis", radius=3),
        Poly(((0, 60), (50, 70), (90, 50)), edge="pool", closed=False),
        Dot(60, 50, 4, "ground", "off"),
        Stars(60, 80, 2, 3),
        *(Judgement(10 + 20 * i, 110, level) for i, level in enumerate(LEVELS)),
    )
    canvas = Canvas("All")
    qtbot.addWidget(canvas)
    canvas.set_scene(Scene(140, 130, marks))
    canvas.resize(140, 130)
    picture = canvas.grab().toImage()
    ground = theme.theme().token("surface")
    for y in (16, 30, 45, 50, 60, 80, 110):  # something lies at each height
        assert any(picture.pixelColor(x, y) != ground for x in range(140))


@pytest.mark.parametrize(("middle", "wide"), [(55.0, 70.0), (95.9, 40.0), (96.0, 40.0)])
def test_text_upwards_stands_over_the_box_it_is_in(
    qtbot: QtBot, middle: float, wide: float
) -> None:
    """Also where it is sorted into another strip than its box is."""
    marks: tuple[Mark, ...] = (
        Box(5, middle - 44, 30, 90, "overall", "axis"),
        Text(24, middle, "Screening", "middle", turned=True, width=wide),
    )
    canvas = Canvas("Stage")
    qtbot.addWidget(canvas)
    canvas.set_scene(Scene(40, 160, marks))
    canvas.resize(40, 160)
    picture = canvas.grab().toImage()
    within = {picture.pixel(x, round(middle) + y) for x in range(10, 30) for y in range(-30, 30)}
    assert len(within) > 1


def test_text_too_wide_for_its_room_is_condensed(qtbot: QtBot) -> None:
    canvas = Canvas("Narrow")
    qtbot.addWidget(canvas)
    canvas.set_scene(Scene(300, 30, (Text(0, 20, "Achiron 2004 and others", width=60),)))
    canvas.resize(300, 30)
    picture = canvas.grab().toImage()
    ground = theme.theme().token("surface")
    right = max(x for x in range(300) for y in range(30) if picture.pixelColor(x, y) != ground)
    assert right < 100  # about half its own width is the least


def test_only_what_is_seen_is_made_ready(qtbot: QtBot) -> None:
    view = FigureView("Forest plot")
    qtbot.addWidget(view)
    view.resize(760, 500)
    view.set_layout(lambda width: forests.scene(forests.many(1000), width))
    view.show()
    view.grab()
    assert len(view.canvas._ink._strips) > 200
    assert len(view.canvas._ink._ready) < 12


def test_view_lays_out_for_its_width(qtbot: QtBot) -> None:
    view = FigureView("Forest plot")
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.set_layout(lambda width: forests.scene(forests.sample(), width))
    view.show()
    assert view.canvas.scene().width == 800
    view.resize(1100, 600)
    qtbot.waitUntil(lambda: view.canvas.scene().width == 1100)
    view.resize(1100, 200)  # now a scroll bar takes its room
    qtbot.waitUntil(lambda: view.canvas.scene().width < 1100)


def test_keys_scroll_the_selected_row_into_view(qtbot: QtBot) -> None:
    view = FigureView("Forest plot")
    qtbot.addWidget(view)
    view.resize(760, 300)
    view.set_layout(lambda width: forests.scene(forests.many(60), width))
    view.show()
    QTest.keyClick(view.canvas, Qt.Key.Key_End)
    assert view.canvas.current() == "pool"
    seen = view.canvas.visibleRegion().boundingRect()
    assert seen.contains(middle(view.canvas, "pool"))


def test_row_ids_need_not_be_there(canvas: Canvas) -> None:
    canvas.select("nobody")
    assert canvas.current() == ""
    assert canvas.row_rect("nobody").isEmpty()


def test_row_under_the_pointer_is_found_by_place() -> None:
    scene = Scene(10, 30, (), rows=(Row("a", 0, 0, 10, 10), Row("b", 0, 10, 10, 10)))
    assert [getattr(scene.row_at(5, y), "id", None) for y in (0, 9.9, 10, 25)] == [
        "a", "a", "b", None,
    ]  # fmt: skip


def test_click_on_a_square_switches_its_row_and_beside_it_only_selects(
    canvas: Canvas, qtbot: QtBot
) -> None:
    square = next(m for m in canvas.scene().marks if isinstance(m, Box) and m.id)
    place = QPointF(square.x + square.w / 2, square.y + square.h / 2) * canvas.zoom
    with qtbot.waitSignal(canvas.toggled) as told:
        QTest.mouseClick(canvas, LEFT, pos=place.toPoint())
    assert told.args == [square.id]
    with qtbot.assertNotEmitted(canvas.toggled):
        QTest.mouseClick(canvas, LEFT, pos=place.toPoint() + QPoint(40, 0))
    assert canvas.current() == square.id
