"""Photographs come in: from files, from the clipboard, and none that cannot be read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication, QImage

from tests.engines.paint.picture_files import photo_exif
from tests.studio.panes.paint.easel import Easel, flat, noise


def test_an_opened_file_is_shown(easel: Easel) -> None:
    path = easel.folder / "blue.png"
    Image.fromarray(flat((0, 0, 255))).save(path)
    easel.open(path)
    assert easel.middle().name() == "#0000ff"
    assert not easel.said()


def test_a_photograph_taken_sideways_is_shown_upright(easel: Easel) -> None:
    path = easel.folder / "sideways.jpg"
    Image.fromarray(noise(60, 20)).save(path, exif=photo_exif(orientation=6))
    easel.open(path)
    assert easel.pane.photograph is not None
    assert (easel.pane.photograph.picture.width, easel.pane.photograph.picture.height) == (20, 60)


def test_a_damaged_file_is_told_and_the_old_photograph_stays(easel: Easel) -> None:
    easel.open(easel.photo())
    old = easel.pane.photograph
    easel.pane.open_files([easel.damaged()])
    assert "damaged.png" in easel.toast().message.text
    assert easel.pane.photograph is old
    assert easel.pane.undo_stack.count() == 1


def test_a_missing_file_is_told(easel: Easel) -> None:
    easel.pane.open_files([easel.folder / "nowhere.png"])
    assert "nowhere.png" in easel.toast().message.text


def test_of_two_files_opened_in_a_row_the_last_is_shown(easel: Easel) -> None:
    easel.pane.open_files([easel.photo("first.png")])
    easel.pane.open_files([easel.photo("second.png")])
    easel.quiet()
    assert easel.pane.photograph is not None
    assert easel.pane.photograph.name == "second.png"
    assert easel.pane.undo_stack.count() == 1


def test_a_picture_on_the_clipboard_is_pasted(easel: Easel) -> None:
    pixels = noise(13, 7)
    QGuiApplication.clipboard().setImage(QImage(pixels.tobytes(), 13, 7, 39, QImage.Format.Format_RGB888).copy())
    easel.action("paste").trigger()
    easel.until(lambda: easel.pane.photograph is not None)
    assert easel.pane.photograph is not None
    assert np.array_equal(easel.pane.photograph.picture.pixels, pixels)
    assert easel.pane.photograph.name == "Pasted picture"


def test_a_copied_file_is_pasted(easel: Easel) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(easel.photo("copied ü.png")))])
    QGuiApplication.clipboard().setMimeData(mime)
    easel.action("paste").trigger()
    easel.until(lambda: easel.pane.photograph is not None)
    assert easel.pane.photograph is not None
    assert easel.pane.photograph.name == "copied ü.png"


@pytest.mark.parametrize("text", ["", "a word", "https://example.org/photo.png"])
def test_a_clipboard_without_a_picture_is_told(easel: Easel, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    easel.action("paste").trigger()
    assert easel.said() == ["There is no picture on the clipboard."]
    assert easel.asked == []


def test_a_picture_with_transparency_shows_what_lies_behind_it(easel: Easel) -> None:
    path = easel.folder / "hole.png"
    Image.fromarray(np.dstack([flat((255, 0, 0)), np.zeros((40, 40), np.uint8)])).save(path)
    easel.open(path)
    assert easel.middle().name() != "#ff0000"


def test_a_painting_keeps_the_transparency_of_its_photograph(easel: Easel) -> None:
    path = easel.folder / "hole.png"
    alpha = np.zeros((40, 40), np.uint8)
    alpha[:, 20:] = 255
    Image.fromarray(np.dstack([noise(40, 40), alpha])).save(path)
    easel.open(path)
    easel.paint("udnie")
    painted = easel.arrived[-1].image
    assert painted.pixelColor(5, 20).alpha() == 0
    assert painted.pixelColor(35, 20).alpha() == 255


@pytest.mark.parametrize(("width", "height"), [(1, 1), (1, 10_000), (3001, 2)])
def test_a_photograph_of_an_odd_shape_is_painted(easel: Easel, width: int, height: int) -> None:
    easel.open(easel.photo(width=width, height=height))
    easel.paint("udnie")
    image = easel.arrived[-1].image
    assert (image.width(), image.height()) == (width, height)
    easel.quiet()
    assert all(easel.thumbnails())
    assert not easel.window.grab().isNull()


def test_the_sample_can_be_opened(easel: Easel) -> None:
    easel.action("sample").trigger()
    easel.until(lambda: easel.pane.photograph is not None)
    assert easel.pane.photograph is not None
    assert easel.pane.photograph.name == "chelsea.png"


def test_only_the_first_of_several_files_is_opened(easel: Easel) -> None:
    easel.pane.open_files([easel.photo("one.png"), easel.photo("two.png")])
    easel.quiet()
    assert easel.pane.photograph is not None
    assert easel.pane.photograph.name == "one.png"


def test_opening_leaves_the_file_as_it_is(easel: Easel) -> None:
    path: Path = easel.photo()
    before = path.read_bytes()
    easel.open(path)
    easel.paint("udnie")
    assert path.read_bytes() == before
