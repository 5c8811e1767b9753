from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QImage,
    QInputDevice,
    QKeyEvent,
    QPainter,
    QPointingDevice,
    QTabletEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.widgets.imageview import Camera, ImageView, Tool, Touch

LEFT, MIDDLE, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton
ALT = Qt.KeyboardModifier.AltModifier


class Pencil(Tool):
    """Writes down what happens to it."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.touches: list[Touch] = []
        self.over: QPointF | None = None
        self.keys: list[int] = []
        self.answers = False

    def press(self, touch: Touch) -> None:
        self.told.append("press")
        self.touches.append(touch)

    def move(self, touch: Touch) -> None:
        self.told.append("move")
        self.touches.append(touch)

    def release(self) -> None:
        self.told.append("release")

    def cancel(self) -> None:
        self.told.append("cancel")

    def hover(self, at: QPointF | None, erases: bool) -> None:
        self.over = at

    def key(self, event: QKeyEvent) -> bool:
        self.keys.append(event.key())
        return self.answers

    def paint(self, painter: QPainter) -> None:
        painter.fillRect(QRectF(30, 30, 10, 10), QColor(0, 250, 0))


class Sheet:
    """An overlay of one colour over the left half of the picture."""

    def paint(self, painter: QPainter, camera: Camera) -> None:
        left, top, width, height = camera.scene_rect()
        painter.fillRect(QRectF(left, top, width / 2, height), QColor(0, 200, 0))


@pytest.fixture
def view(qapp: QApplication, qtbot: QtBot) -> ImageView:
    view = ImageView()
    qtbot.addWidget(view)
    view.resize(432, 332)
    view.show()
    before = QImage(800, 600, QImage.Format.Format_RGB32)
    before.fill(QColor(200, 0, 0))
    view.set_before(before)
    return view


@pytest.fixture
def pencil(view: ImageView) -> Pencil:
    pencil = Pencil()
    view.set_tool(pencil)
    return pencil


def offset(view: ImageView) -> tuple[float, float]:
    return view._camera.offset_x, view._camera.offset_y


def pen(
    view: ImageView,
    kind: QEvent.Type,
    at: QPointF,
    pressure: float,
    pointer: QPointingDevice.PointerType = QPointingDevice.PointerType.Pen,
) -> QTabletEvent:
    device = QPointingDevice("pen", 7, QInputDevice.DeviceType.Stylus, pointer, QInputDevice.Capability.Pressure, 1, 2)
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.TabletMove else LEFT
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.TabletRelease else LEFT
    keys = Qt.KeyboardModifier.NoModifier
    place = QPointF(view.mapToGlobal(at))
    event = QTabletEvent(kind, device, at, place, pressure, 0, 0, 0, 0, 0, keys, button, held)
    QApplication.sendEvent(view, event)
    return event


def test_a_drag_with_a_tool_is_a_stroke_in_pixels_of_the_photograph(view: ImageView, pencil: Pencil) -> None:
    QTest.mousePress(view, LEFT, pos=QPoint(116, 66))
    QTest.mouseMove(view, QPoint(216, 166))
    QTest.mouseRelease(view, LEFT, pos=QPoint(216, 166))
    assert pencil.told == ["press", "move", "release"]
    assert pencil.touches == [Touch(200, 100), Touch(400, 300)]


def test_a_stroke_does_not_pan_a_picture_that_is_zoomed_in(view: ImageView, pencil: Pencil) -> None:
    view.set_zoom(2.0)
    here = offset(view)
    QTest.mousePress(view, LEFT, pos=QPoint(200, 150))
    QTest.mouseMove(view, QPoint(160, 130))
    QTest.mouseRelease(view, LEFT, pos=QPoint(160, 130))
    assert offset(view) == here
    assert pencil.told[-1] == "release"


@pytest.mark.parametrize(("button", "space"), [(MIDDLE, False), (LEFT, True)])
def test_middle_drag_and_space_drag_still_pan(
    view: ImageView, pencil: Pencil, button: Qt.MouseButton, space: bool
) -> None:
    view.set_zoom(2.0)
    x, y = offset(view)
    if space:
        QTest.keyPress(view, Qt.Key.Key_Space)
    QTest.mousePress(view, button, pos=QPoint(200, 150))
    QTest.mouseMove(view, QPoint(160, 130))
    QTest.mouseRelease(view, button, pos=QPoint(160, 130))
    assert offset(view) == (x - 40, y - 20)
    assert pencil.told == []


def test_the_wheel_still_zooms_at_the_cursor(view: ImageView, pencil: Pencil) -> None:
    zoom = view.zoom()
    QTest.wheelEvent(view.windowHandle(), QPointF(200, 150), QPoint(0, 120))
    assert view.zoom() > zoom


@pytest.mark.parametrize(("button", "keys"), [(RIGHT, Qt.KeyboardModifier.NoModifier), (LEFT, ALT)])
def test_the_right_button_and_alt_erase(
    view: ImageView, pencil: Pencil, button: Qt.MouseButton, keys: Qt.KeyboardModifier
) -> None:
    QTest.mousePress(view, button, keys, QPoint(100, 100))
    assert pencil.touches[-1].erases
    QTest.mouseRelease(view, button, keys, QPoint(100, 100))
    assert pencil.told == ["press", "release"]


def test_two_quick_clicks_are_two_dabs_and_no_zoom(view: ImageView, pencil: Pencil) -> None:
    QTest.mousePress(view, LEFT, pos=QPoint(100, 100))
    QTest.mouseRelease(view, LEFT, pos=QPoint(100, 100))
    QTest.mouseDClick(view, LEFT, pos=QPoint(100, 100))
    QTest.mouseRelease(view, LEFT, pos=QPoint(100, 100))
    assert pencil.told == ["press", "release"] * 2
    assert view.is_fitted()


def test_another_button_during_a_stroke_changes_nothing(view: ImageView, pencil: Pencil) -> None:
    view.set_zoom(2.0)
    here = offset(view)
    QTest.mousePress(view, LEFT, pos=QPoint(100, 100))
    QTest.mousePress(view, MIDDLE, pos=QPoint(100, 100))
    QTest.mouseMove(view, QPoint(130, 100))
    QTest.mouseRelease(view, MIDDLE, pos=QPoint(130, 100))
    assert offset(view) == here
    QTest.mouseRelease(view, LEFT, pos=QPoint(130, 100))
    assert pencil.told == ["press", "move", "release"]


def test_the_tool_knows_where_the_hand_is_and_when_it_leaves(view: ImageView, pencil: Pencil) -> None:
    QTest.mouseMove(view, QPoint(116, 66))
    assert pencil.over == QPointF(200, 100)
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert pencil.over is None


def test_keys_go_to_the_tool_first(view: ImageView, pencil: Pencil) -> None:
    pencil.answers = True
    zoom = view.zoom()
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.zoom() == zoom
    pencil.answers = False
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.zoom() > zoom


def test_escape_takes_back_the_stroke_under_way(view: ImageView, pencil: Pencil) -> None:
    QTest.mousePress(view, LEFT, pos=QPoint(100, 100))
    QTest.keyClick(view, Qt.Key.Key_Escape)
    QTest.mouseMove(view, QPoint(150, 100))
    QTest.mouseRelease(view, LEFT, pos=QPoint(150, 100))
    assert pencil.told == ["press", "cancel"]


def test_losing_the_keyboard_ends_the_stroke_and_keeps_it(view: ImageView, pencil: Pencil) -> None:
    QTest.mousePress(view, LEFT, pos=QPoint(100, 100))
    QApplication.sendEvent(view, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.OtherFocusReason))
    assert pencil.told == ["press", "release"]
    QTest.mouseRelease(view, LEFT, pos=QPoint(100, 100))
    assert pencil.told == ["press", "release"]


def test_taking_the_tool_away_ends_its_stroke_and_the_hand_pans_again(view: ImageView, pencil: Pencil) -> None:
    view.set_zoom(2.0)
    QTest.mousePress(view, LEFT, pos=QPoint(100, 100))
    view.set_tool(None)
    assert pencil.told == ["press", "cancel"]
    assert pencil.over is None
    QTest.mouseRelease(view, LEFT, pos=QPoint(100, 100))
    assert view.cursor().shape() == Qt.CursorShape.OpenHandCursor


def test_a_pen_tells_its_pressure(view: ImageView, pencil: Pencil) -> None:
    pen(view, QEvent.Type.TabletPress, QPointF(116, 66), 0.25)
    pen(view, QEvent.Type.TabletMove, QPointF(216, 166), 0.75)
    pen(view, QEvent.Type.TabletRelease, QPointF(216, 166), 0.0)
    assert pencil.told == ["press", "move", "release"]
    assert [touch.pressure for touch in pencil.touches] == [pytest.approx(0.25), pytest.approx(0.75)]


def test_the_other_end_of_the_pen_erases(view: ImageView, pencil: Pencil) -> None:
    pen(view, QEvent.Type.TabletPress, QPointF(116, 66), 0.5, QPointingDevice.PointerType.Eraser)
    assert pencil.touches[-1].erases


def test_without_a_tool_a_pen_is_a_mouse(view: ImageView) -> None:
    assert not pen(view, QEvent.Type.TabletPress, QPointF(116, 66), 0.5).isAccepted()


@pytest.mark.parametrize("held", [True, False])
def test_the_right_button_opens_no_menu_while_it_erases(view: ImageView, pencil: Pencil, held: bool) -> None:
    view.set_tool(pencil if held else None)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(5, 5), view.mapToGlobal(QPoint(5, 5)))
    QApplication.sendEvent(view, event)
    assert event.isAccepted() == held


def test_the_tool_draws_over_everything(view: ImageView, pencil: Pencil) -> None:
    assert view.grab().toImage().pixelColor(35, 35).green() == 250


def test_an_overlay_lies_over_the_picture_and_not_over_the_original(view: ImageView) -> None:
    view.set_overlay(Sheet())
    assert view.grab().toImage().pixelColor(100, 166).green() == 200
    assert view.grab().toImage().pixelColor(300, 166).red() == 200
    view.set_peeking(True)
    assert view.grab().toImage().pixelColor(100, 166).red() == 200


def test_places_are_the_same_there_and_back(view: ImageView) -> None:
    view.set_zoom(1.7, QPointF(50, 60))
    back = view.to_view(view.to_scene(QPointF(123, 45)))
    assert (back.x(), back.y()) == (pytest.approx(123), pytest.approx(45))
