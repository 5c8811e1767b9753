from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from studio.look import palette
from studio.look.stylesheet import stylesheet
from studio.look.tokens import DARK, LIGHT, SIZE


@pytest.fixture(autouse=True)
def back_to_normal(qapp: QApplication) -> Iterator[None]:
    yield
    palette.set_text_scale(1.0)
    palette.apply(qapp, "dark")


@pytest.mark.parametrize(("theme", "tokens"), [("dark", DARK), ("light", LIGHT)])
def test_a_theme_reaches_the_palette_without_a_screen(qapp: QApplication, theme: palette.Theme, tokens: object) -> None:
    palette.apply(qapp, theme)
    assert palette.current() is tokens
    colour = qapp.palette().color(QPalette.ColorRole.Window).name()
    assert colour == palette.current().window


def test_a_theme_reaches_widgets_that_are_already_there(qapp: QApplication, qtbot: QtBot) -> None:
    label = QLabel("x")
    qtbot.addWidget(label)
    palette.apply(qapp, "light")
    assert label.palette().color(QPalette.ColorRole.WindowText).name() == LIGHT.text
    palette.apply(qapp, "dark")
    assert label.palette().color(QPalette.ColorRole.WindowText).name() == DARK.text


def test_a_switch_is_announced_after_it_happened(qapp: QApplication, qtbot: QtBot) -> None:
    palette.apply(qapp, "dark")
    seen = []
    with qtbot.waitSignal(palette.notifier().changed):
        palette.notifier().changed.connect(
            lambda: seen.append(palette.current()), Qt.ConnectionType.SingleShotConnection
        )
        palette.apply(qapp, "light")
    assert seen == [LIGHT]


def test_system_without_an_opinion_is_dark(qapp: QApplication) -> None:
    palette.apply(qapp, "light")
    palette.apply(qapp, "system")
    assert palette.current() is DARK


def test_system_follows_the_desktop_while_running(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    palette.apply(qapp, "system")
    monkeypatch.setattr(type(qapp.styleHints()), "colorScheme", lambda _hints: Qt.ColorScheme.Light)
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert palette.current() is LIGHT


def test_a_chosen_theme_ignores_the_desktop(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    palette.apply(qapp, "dark")
    monkeypatch.setattr(type(qapp.styleHints()), "colorScheme", lambda _hints: Qt.ColorScheme.Light)
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert palette.current() is DARK


def test_text_scale_changes_the_font_at_once(qapp: QApplication) -> None:
    palette.apply(qapp, "dark")
    palette.set_text_scale(1.5)
    assert qapp.font().pixelSize() == round(SIZE.text * 1.5)
    assert palette.text_scale() == 1.5


@pytest.mark.parametrize(("asked", "given"), [(0.1, 0.8), (9.0, 2.0)])
def test_text_scale_stays_within_what_layouts_bear(qapp: QApplication, asked: float, given: float) -> None:
    palette.set_text_scale(asked)
    assert palette.text_scale() == given


def test_the_stylesheet_leaves_no_place_unfilled() -> None:
    glyphs = {name: f"/{name}.svg" for name in ("down", "right", "plus", "minus", "check", "tick")}
    text = stylesheet(LIGHT, glyphs)
    assert "$" not in text
    assert LIGHT.accent in text
    assert text.count("{") == text.count("}")


def test_the_stylesheet_has_no_gradients() -> None:
    glyphs = dict.fromkeys(("down", "right", "plus", "minus", "check", "tick"), "")
    assert "gradient" not in stylesheet(DARK, glyphs)
