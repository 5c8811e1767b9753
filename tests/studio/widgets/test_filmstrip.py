"""The filmstrip shows what it is given and tells what a person does with it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QColor, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from studio.look import palette
from studio.widgets.filmstrip import Filmstrip, Frame

LEFT, CONTROL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def film(qapp: QApplication, qtbot: QtBot) -> Filmstrip:
    palette.apply(qapp, "dark")
    film = Filmstrip()
    qtbot.addWidget(film)
    film.resize(620, 84)
    with qtbot.waitActive(film):
        film.show()
        film.activateWindow()
    return film


@pytest.fixture
def told(film: Filmstrip) -> list[tuple[str, ...]]:
    told: list[tuple[str, ...]] = []
    film.chosen.connect(lambda name: told.append(("chosen", name)))
    film.compare.connect(lambda name: told.append(("compare", name)))
    film.removed.connect(lambda name: told.append(("removed", name)))
    film.renamed.connect(lambda name, title: told.append(("renamed", name, title)))
    return told


def frames(*names: str) -> list[Frame]:
    return [Frame(name, picture(), f"Take {name}", "today") for name in names]


def picture() -> QImage:
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(QColor(palette.current().accent))
    return image


def hang(film: Filmstrip, names: str) -> None:
    """Show a frame for each letter, laid out as they are seen."""
    film.set_frames(frames(*names))
    layout = film.layout()
    assert layout is not None
    layout.activate()
    film.strip.doItemsLayout()


def titles(film: Filmstrip) -> list[str]:
    return [film.strip.item(row).text() for row in range(film.strip.count())]


def click(qtbot: QtBot, film: Filmstrip, row: int, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    middle = film.strip.visualItemRect(film.strip.item(row)).center()
    qtbot.mouseClick(film.strip.viewport(), LEFT, keys, middle)


def colour_at(film: Filmstrip, row: int, dx: int, dy: int) -> QColor:
    """The colour at a place inside a frame."""
    corner = film.strip.visualItemRect(film.strip.item(row)).topLeft()
    return film.strip.viewport().grab().toImage().pixelColor(corner + QPoint(dx, dy))


def test_an_empty_strip_offers_to_keep_and_nothing_else(film: Filmstrip, qtbot: QtBot) -> None:
    assert film.keep.isVisible()
    assert not film.strip.isVisible()
    with qtbot.waitSignal(film.add_asked):
        film.keep.click()


def test_the_button_is_the_face_of_its_action(film: Filmstrip, qtbot: QtBot) -> None:
    action = QAction("Keep this take", film)
    action.setEnabled(False)
    film.adopt(action)
    assert not film.keep.isEnabled()
    action.setEnabled(True)
    with qtbot.assertNotEmitted(film.add_asked), qtbot.waitSignal(action.triggered):
        film.keep.click()


def test_frames_stand_in_their_order(film: Filmstrip) -> None:
    hang(film, "abc")
    assert titles(film) == ["Take a", "Take b", "Take c"]
    film.set_frames(frames("c", "d", "a"))
    assert titles(film) == ["Take c", "Take d", "Take a"]
    assert film.strip.isVisible()


def test_a_click_shows_and_with_ctrl_compares(film: Filmstrip, told: list[tuple[str, ...]], qtbot: QtBot) -> None:
    hang(film, "ab")
    click(qtbot, film, 1)
    click(qtbot, film, 0, CONTROL)
    assert told == [("chosen", "b"), ("compare", "a")]


def test_the_keyboard_does_what_the_mouse_does(film: Filmstrip, told: list[tuple[str, ...]], qtbot: QtBot) -> None:
    hang(film, "abc")
    film.strip.setFocus()
    film.strip.setCurrentRow(0)
    qtbot.keyClick(film.strip, Qt.Key.Key_Right)
    assert told == []
    qtbot.keyClick(film.strip, Qt.Key.Key_Return)
    qtbot.keyClick(film.strip, Qt.Key.Key_Return, CONTROL)
    qtbot.keyClick(film.strip, Qt.Key.Key_Delete)
    assert told == [("chosen", "b"), ("compare", "b"), ("removed", "b")]


def test_a_title_is_changed_in_place(film: Filmstrip, told: list[tuple[str, ...]], qtbot: QtBot) -> None:
    hang(film, "a")
    film.strip.setCurrentRow(0)
    qtbot.keyClick(film.strip, Qt.Key.Key_F2)
    editor = film.strip.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    assert editor.selectedText() == "Take a"
    editor.setText("  The good one ")
    with qtbot.waitSignal(film.renamed):
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert told == [("renamed", "a", "The good one")]
    assert titles(film) == ["Take a"]  # until it is told to show another


@pytest.mark.parametrize("title", ["", "   ", "Take a"])
def test_a_title_that_is_none_or_the_same_is_not_told(
    film: Filmstrip, told: list[tuple[str, ...]], qtbot: QtBot, title: str
) -> None:
    hang(film, "a")
    film.strip.setCurrentRow(0)
    qtbot.keyClick(film.strip, Qt.Key.Key_F2)
    editor = film.strip.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    editor.setText(title)
    with qtbot.waitSignal(editor.destroyed):
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert told == []


def test_the_menu_offers_everything(film: Filmstrip, told: list[tuple[str, ...]]) -> None:
    hang(film, "ab")
    menu = film.strip.menu_for(film.strip.item(1))
    actions = {action.text(): action for action in menu.actions() if action.text()}
    assert list(actions) == ["Show", "Compare with this", "Rename", "Remove"]
    for name in ("Show", "Compare with this", "Remove"):
        actions[name].trigger()
    assert told == [("chosen", "b"), ("compare", "b"), ("removed", "b")]
    film.set_compared("b")
    assert "Stop comparing" in [action.text() for action in film.strip.menu_for(film.strip.item(1)).actions()]


def test_the_frame_on_view_is_ringed(film: Filmstrip) -> None:
    hang(film, "ab")
    film.set_shown("b")
    accent = QColor(palette.current().accent)
    at_the_ring = 60, 4
    assert colour_at(film, 1, *at_the_ring) == accent
    assert colour_at(film, 0, *at_the_ring) != accent
    film.set_shown("")
    assert colour_at(film, 1, *at_the_ring) != accent


def test_what_is_compared_carries_a_letter(film: Filmstrip) -> None:
    hang(film, "abc")
    film.set_shown("c")
    plain = colour_at(film, 0, 12, 11)
    film.set_compared("a")
    assert colour_at(film, 0, 12, 11) != plain
    assert colour_at(film, 2, 12, 11) != plain
    assert colour_at(film, 1, 12, 11) == plain


def test_a_screen_reader_hears_which_one_is_on_view_and_which_compared(film: Filmstrip) -> None:
    hang(film, "ab")
    film.set_shown("a")
    film.set_compared("b")
    said = [film.strip.item(row).data(Qt.ItemDataRole.AccessibleDescriptionRole) for row in range(2)]
    assert said == ["on view", "left of the compare slider"]


def test_marks_stay_when_frames_come_and_go(film: Filmstrip) -> None:
    hang(film, "ab")
    film.set_compared("b")
    hang(film, "abc")
    assert film.strip.is_comparing()


def test_a_new_frame_comes_into_sight(film: Filmstrip) -> None:
    hang(film, "abcdefghij")
    film.strip.horizontalScrollBar().setValue(0)
    hang(film, "abcdefghijk")
    shown = film.strip.visualItemRect(film.strip.item(10))
    assert film.strip.viewport().rect().contains(shown.center())


def test_the_wheel_goes_along_the_strip(film: Filmstrip) -> None:
    hang(film, "abcdefghij")
    bar = film.strip.horizontalScrollBar()
    bar.setValue(0)
    at, none = QPointF(100, 20), Qt.MouseButton.NoButton
    keys, phase = Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    where = QPointF(film.strip.viewport().mapToGlobal(at))
    event = QWheelEvent(at, where, QPoint(), QPoint(0, -120), none, keys, phase, False)
    QApplication.sendEvent(film.strip.viewport(), event)
    assert bar.value() > 0


def test_the_bar_takes_room_only_where_it_is_needed(film: Filmstrip, qtbot: QtBot) -> None:
    hang(film, "ab")
    few = film.strip.height()
    hang(film, "abcdefghij")
    assert film.strip.height() > few
    assert film.strip.horizontalScrollBar().maximum() > 0
    hang(film, "ab")
    assert film.strip.height() == few


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_it_follows_the_theme(film: Filmstrip, qapp: QApplication, theme: palette.Theme) -> None:
    hang(film, "a")
    palette.apply(qapp, theme)
    image = film.grab().toImage()
    assert image.pixelColor(image.width() - 3, image.height() - 3) == QColor(palette.current().panel)
