from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QImage, QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.widgets.imageview import ImageView

LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton


@pytest.fixture
def view(qapp: QApplication, qtbot: QtBot) -> ImageView:
    view = ImageView()
    qtbot.addWidget(view)
    view.resize(432, 332)
    view.show()
    before, after = (QImage(800, 600, QImage.Format.Format_RGB32) for _ in range(2))
    before.fill(QColor(200, 0, 0))
    after.fill(QColor(0, 0, 200))
    view.set_before(before)
    view.set_after(after)
    return view


def turn(
    view: ImageView,
    delta: QPoint,
    at: QPointF,
    phase: Qt.ScrollPhase = Qt.ScrollPhase.NoScrollPhase,
    keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    pixels = QPoint() if phase == Qt.ScrollPhase.NoScrollPhase else delta
    event = QWheelEvent(at, view.mapToGlobal(at), pixels, delta, Qt.MouseButton.NoButton, keys, phase, False)
    QApplication.sendEvent(view, event)


def drag(view: ImageView, start: QPoint, end: QPoint, button: Qt.MouseButton) -> None:
    QTest.mousePress(view, button, pos=start)
    QTest.mouseMove(view, (start + end) / 2)
    QTest.mouseMove(view, end)
    QTest.mouseRelease(view, button, pos=end)


def offset(view: ImageView) -> tuple[float, float]:
    return view._camera.offset_x, view._camera.offset_y


def test_the_wheel_zooms_at_the_cursor(view: ImageView) -> None:
    view.set_zoom(2.0)
    at = QPointF(300, 100)
    point = view._camera.to_scene(300, 100)
    turn(view, QPoint(0, 120), at)
    assert view.zoom() == pytest.approx(2.4)
    assert view._camera.to_scene(300, 100) == pytest.approx(point)
    turn(view, QPoint(0, -120), at)
    assert view.zoom() == pytest.approx(2.0)


def test_two_fingers_on_a_touch_pad_pan(view: ImageView) -> None:
    view.set_zoom(2.0)
    x, y = offset(view)
    turn(view, QPoint(-30, -20), QPointF(200, 200), Qt.ScrollPhase.ScrollUpdate)
    assert view.zoom() == 2.0
    assert offset(view) == (x - 30, y - 20)


def test_two_fingers_with_control_zoom(view: ImageView) -> None:
    view.set_zoom(2.0)
    turn(view, QPoint(0, 60), QPointF(9, 9), Qt.ScrollPhase.ScrollUpdate, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom() > 2.0


def test_a_pinch_zooms_at_the_fingers(view: ImageView) -> None:
    view.set_zoom(2.0)
    point = view._camera.to_scene(250, 150)
    at = QPointF(250, 150)
    pad = QPointingDevice.primaryPointingDevice()
    zoom = Qt.NativeGestureType.ZoomNativeGesture
    QApplication.sendEvent(view, QNativeGestureEvent(zoom, pad, 2, at, at, view.mapToGlobal(at), 0.25, QPointF()))
    assert view.zoom() == pytest.approx(2.5)
    assert view._camera.to_scene(250, 150) == pytest.approx(point)


@pytest.mark.parametrize("button", [LEFT, MIDDLE])
def test_a_drag_pans_when_zoomed_in(view: ImageView, button: Qt.MouseButton) -> None:
    view.set_zoom(2.0)
    x, y = offset(view)
    drag(view, QPoint(200, 150), QPoint(160, 130), button)
    assert offset(view) == (x - 40, y - 20)


def test_a_fitted_picture_stays_where_it_is(view: ImageView) -> None:
    here = offset(view)
    drag(view, QPoint(200, 150), QPoint(100, 100), LEFT)
    assert offset(view) == here
    assert view.is_fitted()


def test_panning_stops_at_the_edge(view: ImageView) -> None:
    view.set_zoom(1.0)
    drag(view, QPoint(50, 50), QPoint(400, 300), LEFT)
    drag(view, QPoint(50, 50), QPoint(400, 300), LEFT)
    assert offset(view) == (0, 0)


def test_the_hand_tells_what_a_drag_would_do(view: ImageView) -> None:
    assert view.cursor().shape() == Qt.CursorShape.ArrowCursor
    view.set_zoom(2.0)
    assert view.cursor().shape() == Qt.CursorShape.OpenHandCursor
    QTest.mousePress(view, LEFT, pos=QPoint(200, 150))
    assert view.cursor().shape() == Qt.CursorShape.ClosedHandCursor
    QTest.mouseRelease(view, LEFT, pos=QPoint(200, 150))
    assert view.cursor().shape() == Qt.CursorShape.OpenHandCursor


def test_space_shows_the_hand_while_held(view: ImageView) -> None:
    QTest.keyPress(view, Qt.Key.Key_Space)
    assert view.cursor().shape() == Qt.CursorShape.OpenHandCursor
    QTest.keyRelease(view, Qt.Key.Key_Space)
    assert view.cursor().shape() == Qt.CursorShape.ArrowCursor


def test_a_double_click_changes_between_fit_and_one_hundred_per_cent(view: ImageView) -> None:
    QTest.mouseDClick(view, LEFT, pos=QPoint(200, 150))
    assert view.zoom() == 1.0
    QTest.mouseDClick(view, LEFT, pos=QPoint(200, 150))
    assert view.is_fitted()


@pytest.mark.parametrize(
    ("key", "zoom"),
    [(Qt.Key.Key_Plus, 2.5), (Qt.Key.Key_Equal, 2.5), (Qt.Key.Key_Minus, 1.6), (Qt.Key.Key_1, 1.0)],
)
def test_keys_zoom(view: ImageView, key: Qt.Key, zoom: float) -> None:
    view.set_zoom(2.0)
    QTest.keyClick(view, key)
    assert view.zoom() == pytest.approx(zoom)


def test_zero_fits(view: ImageView) -> None:
    view.set_zoom(2.0)
    QTest.keyClick(view, Qt.Key.Key_0)
    assert view.is_fitted()


def test_arrows_pan(view: ImageView) -> None:
    view.set_zoom(2.0)
    x, y = offset(view)
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert offset(view) == (x - 64, y - 64)


def test_keys_with_control_are_left_to_the_window(view: ImageView) -> None:
    view.set_zoom(2.0)
    QTest.keyClick(view, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom() == 2.0


def test_holding_b_shows_the_original(view: ImageView) -> None:
    told: list[bool] = []
    view.peeking_changed.connect(told.append)
    QTest.keyPress(view, Qt.Key.Key_B)
    QTest.keyRelease(view, Qt.Key.Key_B)
    assert told == [True, False]


def test_losing_the_keyboard_lets_go_of_b(view: ImageView) -> None:
    QTest.keyPress(view, Qt.Key.Key_B)
    told: list[bool] = []
    view.peeking_changed.connect(told.append)
    QApplication.sendEvent(view, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.OtherFocusReason))
    assert told == [False]


def test_the_divider_follows_the_mouse(view: ImageView) -> None:
    view.set_comparing(True)
    told: list[float] = []
    view.divider_moved.connect(told.append)
    handle = view._divider
    start = QPoint(round(handle.line_x()) - handle.x() + 3, 150)
    QTest.mousePress(handle, LEFT, pos=start)
    QTest.mouseMove(handle, start + QPoint(100, 0))
    QTest.mouseRelease(handle, LEFT, pos=QPoint(18, 150))
    assert view.divider() == pytest.approx(0.75, abs=0.01)
    assert told[-1] == view.divider()


def test_arrow_keys_move_the_divider(view: ImageView) -> None:
    view.set_comparing(True)
    QTest.keyClick(view._divider, Qt.Key.Key_Right)
    assert view.divider() == pytest.approx(0.52)
    QTest.keyClick(view._divider, Qt.Key.Key_Left)
    QTest.keyClick(view._divider, Qt.Key.Key_Left)
    assert view.divider() == pytest.approx(0.48)


def test_a_double_click_on_the_divider_centres_it(view: ImageView) -> None:
    view.set_comparing(True)
    view.set_divider(0.2)
    QTest.mouseDClick(view._divider, LEFT, pos=QPoint(18, 150))
    assert view.divider() == 0.5
    assert view.is_fitted()


def test_the_wheel_over_the_divider_zooms_the_picture(view: ImageView) -> None:
    view.set_comparing(True)
    zoom = view.zoom()
    QTest.wheelEvent(view.windowHandle(), QPointF(view._divider.line_x(), 160), QPoint(0, 120))
    assert view.zoom() > zoom
