"""The guards of the other tests: each of them notices what it is there for."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QPropertyAnimation, QSettings, QThread, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from tests.guards import DialogOpened, running_threads, stop_what_qt_left_running


def test_a_timer_left_running_is_named_and_stopped(qapp: QApplication) -> None:
    timer = QTimer(interval=700)
    timer.setObjectName("autosave")
    timer.start()
    assert list(stop_what_qt_left_running()) == ["running timer QTimer “autosave”, every 700 ms"]
    assert not timer.isActive()


def test_a_timer_goes_with_its_deleted_parent(qapp: QApplication) -> None:
    parent = QWidget()
    timer = QTimer(parent, interval=700)
    timer.start()
    parent.deleteLater()
    assert list(stop_what_qt_left_running()) == []


def test_a_timer_in_a_forgotten_circle_of_references_is_no_leak(qapp: QApplication) -> None:
    parent = QWidget()
    QTimer(parent, interval=700).start()
    parent.itself = parent  # type: ignore[attr-defined]
    del parent
    assert list(stop_what_qt_left_running()) == []


def test_a_running_animation_is_named_with_its_owner(qapp: QApplication) -> None:
    widget = QWidget()
    widget.setObjectName("toast")
    animation = QPropertyAnimation(widget, b"windowOpacity", widget)
    animation.setDuration(60_000)
    animation.setStartValue(0.0)
    animation.setEndValue(1.0)
    animation.start()
    assert list(stop_what_qt_left_running()) == ["running animation QPropertyAnimation of QWidget “toast”"]
    assert animation.state() == QPropertyAnimation.State.Stopped


def test_a_running_qthread_is_named_and_ended(qapp: QApplication) -> None:
    thread = QThread()
    thread.setObjectName("reader")
    thread.start()
    assert list(stop_what_qt_left_running()) == ["running thread QThread “reader”"]
    assert not thread.isRunning()


def test_the_thread_of_the_window_itself_is_no_leak(qapp: QApplication) -> None:
    thread = qapp.thread()
    assert thread.isRunning()
    assert list(stop_what_qt_left_running()) == []


def test_a_window_left_open_is_named_and_hidden(qapp: QApplication) -> None:
    window = QWidget()
    window.setWindowTitle("Reverie")
    window.show()
    assert list(stop_what_qt_left_running()) == ["visible window QWidget “Reverie”"]
    assert "Reverie" not in [widget.windowTitle() for widget in QApplication.topLevelWidgets()]


@pytest.mark.parametrize(("name", "daemon"), [("exporter", False), ("lane:train", True)])
def test_a_thread_left_running_is_named(monkeypatch: pytest.MonkeyPatch, name: str, daemon: bool) -> None:
    monkeypatch.setattr("tests.guards.GRACE_SECONDS", 0.0)
    known, release = set(threading.enumerate()), threading.Event()
    thread = threading.Thread(target=release.wait, name=name, daemon=daemon)
    thread.start()
    leaks = list(running_threads(known))
    release.set()
    thread.join()
    assert [leak.split("”")[0] for leak in leaks] == [f"thread “{name}"]
    assert list(running_threads(known)) == []


def test_a_daemon_thread_of_a_library_is_no_leak(monkeypatch: pytest.MonkeyPatch) -> None:
    known, release = set(threading.enumerate()), threading.Event()
    thread = threading.Thread(target=release.wait, name="tqdm_monitor", daemon=True)
    thread.start()
    leaks = list(running_threads(known))
    release.set()
    assert leaks == []


def test_a_dialog_that_waits_is_refused_by_name(qtbot: QtBot) -> None:
    box = QMessageBox()
    qtbot.addWidget(box)
    with pytest.raises(DialogOpened, match=r"QMessageBox\.exec\(\) would wait"):
        box.exec()


@pytest.mark.parametrize(
    "ask",
    [
        lambda: QMessageBox.question(None, "Reverie", "Really?"),
        lambda: QFileDialog.getOpenFileName(None, "Open"),
        lambda: QFileDialog.getExistingDirectory(None),
    ],
    ids=["question", "getOpenFileName", "getExistingDirectory"],
)
def test_a_static_dialog_is_refused(qapp: QApplication, ask: object) -> None:
    with pytest.raises(DialogOpened):
        ask()  # type: ignore[operator]


@pytest.mark.expect_dialog
def test_a_test_that_expects_a_dialog_gets_the_real_one(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    QTimer.singleShot(0, dialog.accept)
    assert dialog.exec() == QDialog.DialogCode.Accepted


def test_settings_of_qt_land_in_the_home_of_this_test(own_person: Path) -> None:
    assert Path.home() == own_person
    for kind in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        where = QSettings(kind, QSettings.Scope.UserScope, "Reverie", "Reverie").fileName()
        assert Path(where).is_relative_to(own_person)


def test_nothing_of_one_test_is_seen_by_the_next(own_person: Path, tmp_path: Path) -> None:
    assert [entry.name for entry in own_person.iterdir()] == ["run"]
    assert list(tmp_path.iterdir()) == []
    assert Path(os.environ["REVERIE_HOME"]).is_relative_to(own_person)
