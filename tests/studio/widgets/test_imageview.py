from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from studio.look import palette
from studio.look.tokens import DARK, LIGHT
from studio.widgets.imageview import ImageView

RED, BLUE = QColor(220, 40, 40), QColor(40, 60, 220)


def plain(colour: QColor, width: int = 800, height: int = 600) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(colour)
    return image


@pytest.fixture
def view(qapp: QApplication, qtbot: QtBot) -> ImageView:
    palette.apply(qapp, "dark")
    view = ImageView()
    qtbot.addWidget(view)
    view.resize(432, 332)
    view.show()
    return view


@pytest.fixture
def pair(view: ImageView) -> ImageView:
    view.set_before(plain(RED))
    view.set_after(plain(BLUE, 400, 300))
    return view


def colour_at(view: QWidget, x: float, y: float) -> QColor:
    picture = view.grab().toImage()
    ratio = picture.devicePixelRatio()
    return picture.pixelColor(round(x * ratio), round(y * ratio))


def test_an_empty_view_shows_the_canvas(view: ImageView) -> None:
    assert colour_at(view, 200, 150).name() == DARK.canvas


def test_a_photograph_is_fitted_with_a_margin(view: ImageView) -> None:
    view.set_before(plain(RED))
    assert view.is_fitted()
    assert view.zoom() == pytest.approx(0.5 * view.devicePixelRatioF())
    assert colour_at(view, 8, 166).name() == DARK.canvas
    assert colour_at(view, 20, 166) == RED


def test_the_result_covers_the_photograph_whatever_its_size(pair: ImageView) -> None:
    for x, y in ((17, 17), (414, 17), (17, 314), (414, 314), (216, 166)):
        assert colour_at(pair, x, y) == BLUE


@pytest.mark.parametrize(("opacity", "red"), [(0.0, 220), (0.5, 130), (1.0, 40)])
def test_opacity_blends_the_result_over_the_photograph(pair: ImageView, opacity: float, red: int) -> None:
    pair.set_opacity(opacity)
    assert colour_at(pair, 216, 166).red() == pytest.approx(red, abs=2)


def test_a_stand_in_is_shown_at_the_true_size(view: ImageView) -> None:
    view.set_before(plain(RED, 200, 150), QSize(800, 600))
    view.set_zoom(1.0)
    assert view._camera.scene_rect()[2:] == (800, 600)


def test_a_better_copy_of_the_same_photograph_keeps_the_view(view: ImageView) -> None:
    view.set_before(plain(RED, 200, 150), QSize(800, 600))
    view.set_zoom(2.0)
    view.set_before(plain(RED, 800, 600))
    assert view.zoom() == 2.0


def test_another_photograph_is_fitted(view: ImageView) -> None:
    view.set_before(plain(RED))
    view.set_zoom(2.0)
    view.set_before(plain(RED, 300, 900))
    assert view.is_fitted()


def test_a_photograph_can_be_taken_away(pair: ImageView) -> None:
    pair.set_before(None)
    pair.set_after(None)
    assert colour_at(pair, 216, 166).name() == DARK.canvas


def test_at_one_hundred_per_cent_every_pixel_is_itself(view: ImageView) -> None:
    image = plain(RED)
    for x in range(0, 800, 2):
        for y in range(290, 310):
            image.setPixelColor(x, y, BLUE)
    view.set_before(image)
    view.set_zoom(1.0 * view.devicePixelRatioF())
    picture = view.grab().toImage()
    row = {picture.pixelColor(x, picture.height() // 2).name() for x in range(picture.width())}
    assert row == {RED.name(), BLUE.name()}


def test_far_in_pixels_have_hard_edges(view: ImageView) -> None:
    image = plain(RED)
    for y in range(600):
        image.setPixelColor(400, y, BLUE)
    view.set_before(image)
    view.set_zoom(8.0)
    picture = view.grab().toImage()
    row = {picture.pixelColor(x, picture.height() // 2).name() for x in range(picture.width())}
    assert row == {RED.name(), BLUE.name()}


def test_a_checkerboard_lies_under_what_is_see_through(view: ImageView) -> None:
    image = QImage(800, 600, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    view.set_before(image)
    picture = view.grab().toImage()
    seen = {picture.pixelColor(x, 166).name() for x in range(30, 400)}
    assert seen == {DARK.checker_light, DARK.checker_dark}


def test_comparing_shows_before_left_and_after_right(pair: ImageView) -> None:
    pair.set_comparing(True)
    pair.set_divider(0.25)
    assert colour_at(pair, 60, 250) == RED
    assert colour_at(pair, 200, 250) == BLUE
    pair.set_comparing(False)
    assert colour_at(pair, 60, 250) == BLUE


def test_the_divider_cannot_leave_the_picture(pair: ImageView) -> None:
    pair.set_divider(7.0)
    assert pair.divider() == 1.0
    pair.set_divider(-1.0)
    assert pair.divider() == 0.0


def test_there_is_no_divider_without_a_result(view: ImageView) -> None:
    view.set_before(plain(RED))
    view.set_comparing(True)
    assert view._divider.isHidden()
    view.set_after(plain(BLUE))
    assert view._divider.isVisible()


def test_peeking_shows_the_original_and_hides_the_divider(pair: ImageView) -> None:
    pair.set_comparing(True)
    pair.set_peeking(True)
    assert colour_at(pair, 380, 250) == RED
    assert pair._divider.isHidden()
    pair.set_peeking(False)
    assert colour_at(pair, 380, 250) == BLUE


def test_it_stays_fitted_when_the_window_grows(pair: ImageView) -> None:
    pair.resize(832, 632)
    assert pair.is_fitted()
    assert pair.zoom() == pytest.approx(1.0 * pair.devicePixelRatioF())


def test_zoomed_in_it_keeps_its_middle_when_the_window_grows(pair: ImageView) -> None:
    pair.set_zoom(3.0, QPointF(100, 100))
    middle = pair._camera.to_scene(pair._camera.view_width / 2, pair._camera.view_height / 2)
    pair.resize(502, 382)
    assert not pair.is_fitted()
    now = pair._camera.to_scene(pair._camera.view_width / 2, pair._camera.view_height / 2)
    assert now == pytest.approx(middle)


def test_zoom_is_told_once_for_each_change(pair: ImageView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(pair.zoom_changed) as told:
        pair.set_zoom(2.0)
    assert told.args == [2.0]
    with qtbot.assertNotEmitted(pair.zoom_changed):
        pair.set_zoom(2.0)


def test_a_theme_switch_repaints_the_canvas(view: ImageView, qapp: QApplication) -> None:
    palette.apply(qapp, "light")
    assert colour_at(view, 5, 5).name() == LIGHT.canvas
    palette.apply(qapp, "dark")


def test_a_screen_reader_is_told_what_is_shown(pair: ImageView) -> None:
    pair.set_zoom(2.0)
    assert pair.accessibleName() == "Picture"
    assert pair.accessibleDescription() == "800 by 600 pixels, shown at 200 %."


def test_a_point_of_the_picture_stays_where_it_was_clicked_through_zoom(pair: ImageView) -> None:
    point = QPoint(150, 120)
    ratio = pair.devicePixelRatioF()
    pair.set_zoom(2.0, QPointF(point))
    before = pair._camera.to_scene(point.x() * ratio, point.y() * ratio)
    pair.set_zoom(4.0, QPointF(point))
    assert pair._camera.to_scene(point.x() * ratio, point.y() * ratio) == pytest.approx(before)
