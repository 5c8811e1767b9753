from __future__ import annotations

import gc
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

import resources
from studio.look import palette
from studio.look.icons import icon
from studio.look.svg import tinted_svg
from studio.look.tokens import DARK, LIGHT

NAMES = sorted(path.stem for path in (Path(resources.__path__[0]) / "icons").glob("*.svg"))
PROMISED = [
    "paint",
    "write",
    "compose",
    "play",
    "open",
    "save",
    "export",
    "undo",
    "redo",
    "fit",
    "one-to-one",
    "compare",
    "play-triangle",
    "pause",
    "stop",
    "close",
    "search",
    "settings",
    "theme",
    "info",
    "warning",
    "check",
    "chevron-down",
    "chevron-right",
    "folder",
    "image",
    "dice",
    "lock",
    "copy",
    "more",
    "plus",
    "sparkle",
    "refresh",
    "drawer",
]


def strongest(picture: QImage) -> QColor:
    """The least see-through pixel."""
    pixels = (picture.pixelColor(x, y) for x in range(picture.width()) for y in range(picture.height()))
    return max(pixels, key=lambda colour: colour.alpha())


def drawn(name: str, mode: QIcon.Mode = QIcon.Mode.Normal, tint: str = "text") -> QColor:
    picture = icon(name, tint).pixmap(QSize(48, 48), 1.0, mode).toImage()
    return strongest(picture.convertToFormat(QImage.Format.Format_ARGB32))


@pytest.mark.parametrize("name", PROMISED)
def test_every_promised_icon_is_there(name: str) -> None:
    assert name in NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_icon_is_sound_and_of_the_family(name: str) -> None:
    text = tinted_svg(name, "currentColor").decode()
    assert 'viewBox="0 0 24 24"' in text
    assert 'stroke-width="1.75"' in text
    assert "#" not in text, "an icon has no colour of its own"
    assert QSvgRenderer(tinted_svg(name, "#123456")).isValid()


@pytest.mark.parametrize("name", NAMES)
def test_every_icon_keeps_off_the_edge(qapp: QApplication, name: str) -> None:
    picture = icon(name).pixmap(QSize(48, 48), 1.0).toImage()
    edge = [(x, y) for x in range(48) for y in range(48) if x in (0, 47) or y in (0, 47)]
    assert all(picture.pixelColor(x, y).alpha() == 0 for x, y in edge)


def test_an_icon_made_before_the_switch_follows_the_theme(qapp: QApplication) -> None:
    palette.apply(qapp, "dark")
    old = icon("stop")
    palette.apply(qapp, "light")
    picture = old.pixmap(QSize(48, 48), 1.0).toImage().convertToFormat(QImage.Format.Format_ARGB32)
    assert strongest(picture).name() == LIGHT.text
    palette.apply(qapp, "dark")
    assert drawn("stop").name() == DARK.text


def test_a_disabled_icon_is_fainter(qapp: QApplication) -> None:
    palette.apply(qapp, "dark")
    assert drawn("stop", QIcon.Mode.Disabled).name() == DARK.faint


def test_an_icon_can_carry_a_state(qapp: QApplication) -> None:
    palette.apply(qapp, "light")
    assert drawn("stop", tint="warning").name() == LIGHT.warning
    palette.apply(qapp, "dark")


def test_an_icon_is_drawn_in_device_pixels(qapp: QApplication) -> None:
    pixmap = icon("paint").pixmap(QSize(18, 18), 2.0)
    assert pixmap.size() == QSize(36, 36)
    assert pixmap.devicePixelRatio() == 2.0


def test_icons_outlive_their_makers(qapp: QApplication) -> None:
    kept = [QIcon(icon(name)) for name in NAMES]
    gc.collect()
    assert all(not one.pixmap(QSize(16, 16), 1.0).isNull() for one in kept)


@pytest.mark.parametrize(("name", "tint"), [("no-such-icon", "text"), ("paint", "purple")])
def test_a_mistaken_name_is_noticed_at_once(name: str, tint: str) -> None:
    with pytest.raises(LookupError):
        icon(name, tint)
