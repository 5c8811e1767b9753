from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from studio.widgets.dropzone import DropZone

BUTTON, NO_KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
ANY = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction


def files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


@pytest.fixture
def target(qapp: QApplication, qtbot: QtBot) -> QWidget:
    target = QWidget()
    qtbot.addWidget(target)
    target.resize(400, 300)
    target.show()
    return target


@pytest.fixture
def zone(target: QWidget) -> DropZone:
    return DropZone(target, [".jpg", ".PNG"], "Drop to open this photograph", "Only photographs can be dropped here.")


def enter(target: QWidget, mime: QMimeData) -> bool:
    event = QDragEnterEvent(QPoint(5, 5), ANY, mime, BUTTON, NO_KEY)
    QApplication.sendEvent(target, event)
    return event.isAccepted()


def drop(target: QWidget, mime: QMimeData) -> QDropEvent:
    event = QDropEvent(QPointF(5, 5), ANY, mime, BUTTON, NO_KEY)
    QApplication.sendEvent(target, event)
    return event


def test_the_target_lights_up_and_says_what_will_happen(target: QWidget, zone: DropZone, tmp_path: Path) -> None:
    assert enter(target, files(tmp_path / "a.jpg"))
    assert zone._veil.isVisible()
    assert zone._veil.sentence == "Drop to open this photograph"
    assert zone._veil.geometry() == target.rect()


def test_other_files_are_refused_with_a_reason(target: QWidget, zone: DropZone, tmp_path: Path) -> None:
    mime = files(tmp_path / "a.txt")
    assert not enter(target, mime)
    assert zone._veil.sentence == "Only photographs can be dropped here."
    move = QDragMoveEvent(QPoint(6, 6), ANY, mime, BUTTON, NO_KEY)
    QApplication.sendEvent(target, move)
    assert not move.isAccepted()


def test_the_light_goes_out_when_the_drag_leaves(target: QWidget, zone: DropZone, tmp_path: Path) -> None:
    enter(target, files(tmp_path / "a.jpg"))
    QApplication.sendEvent(target, QDragLeaveEvent())
    assert zone._veil.isHidden()


def test_a_drop_brings_the_files_that_fit(target: QWidget, zone: DropZone, tmp_path: Path, qtbot: QtBot) -> None:
    mime = files(tmp_path / "a.JPG", tmp_path / "b.txt", tmp_path / "c.png")
    enter(target, mime)
    with qtbot.waitSignal(zone.dropped) as told:
        event = drop(target, mime)
    assert told.args == [[tmp_path / "a.JPG", tmp_path / "c.png"]]
    assert zone._veil.isHidden()
    assert event.dropAction() == Qt.DropAction.CopyAction


def test_a_drop_of_nothing_that_fits_is_ignored(target: QWidget, zone: DropZone, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(zone.dropped):
        assert not drop(target, files(tmp_path / "b.txt")).isAccepted()


def test_dragged_text_is_left_alone(target: QWidget, zone: DropZone) -> None:
    mime = QMimeData()
    mime.setText("hello")
    enter(target, mime)
    assert zone._veil.isHidden()


def test_folders_are_taken_only_where_they_are_wanted(target: QWidget, zone: DropZone, tmp_path: Path) -> None:
    folder = tmp_path / "pictures.jpg"
    folder.mkdir()
    assert not enter(target, files(folder))
    hungry = DropZone(target, [".mid"], "Drop to import this folder", folders=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(zone, "eventFilter", lambda *_: False)
        target.removeEventFilter(zone)
        assert enter(target, files(folder))
    assert hungry._veil.welcome


def test_the_veil_follows_the_size_of_the_target(target: QWidget, zone: DropZone, tmp_path: Path) -> None:
    enter(target, files(tmp_path / "a.jpg"))
    target.resize(500, 350)
    assert zone._veil.size() == target.size()
