"""Guards around every test: a person of its own, no dialog that waits for a click, nothing left running."""

from __future__ import annotations

import gc
import itertools
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
import shiboken6
from PySide6.QtCore import QAbstractAnimation, QCoreApplication, QEvent, QObject, QSettings, QThread, QTimer
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import (
    QApplication,
    QColorDialog,
    QDialog,
    QFileDialog,
    QFontDialog,
    QInputDialog,
    QMenu,
    QMessageBox,
    QWidget,
)

#: Set on a test that failed: the guards then clean up without complaining a second time.
failed = pytest.StashKey[bool]()

#: How long a thread that is on its way out may take.
GRACE_SECONDS = 5.0

_person_number = itertools.count()

MODAL_CALLS: dict[type, tuple[str, ...]] = {
    QDialog: ("exec", "exec_"),
    QMenu: ("exec", "exec_"),
    QDrag: ("exec", "exec_"),
    QMessageBox: ("question", "information", "warning", "critical", "about", "aboutQt"),
    QFileDialog: (
        "getOpenFileName",
        "getOpenFileNames",
        "getOpenFileUrl",
        "getOpenFileUrls",
        "getSaveFileName",
        "getSaveFileUrl",
        "getExistingDirectory",
        "getExistingDirectoryUrl",
    ),
    QInputDialog: ("getText", "getMultiLineText", "getInt", "getDouble", "getItem"),
    QColorDialog: ("getColor",),
    QFontDialog: ("getFont",),
}


class DialogOpened(AssertionError):
    """A test reached a call that would have waited for a person for ever."""


@pytest.fixture(autouse=True)
def own_person(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the test a home of its own, so that nobody's settings are read or written; returns its folder.

    It lies beside ``tmp_path``, not in it: a test may count the files there.
    """
    home = tmp_path_factory.getbasetemp() / "people" / str(next(_person_number))
    runtime = home / "run"
    runtime.mkdir(parents=True, mode=0o700)
    places = {
        "HOME": home,
        "USERPROFILE": home,
        "APPDATA": home / "config",
        "LOCALAPPDATA": home / "data",
        "REVERIE_HOME": home / "reverie",
        "XDG_CONFIG_HOME": home / "config",
        "XDG_DATA_HOME": home / "data",
        "XDG_STATE_HOME": home / "state",
        "XDG_CACHE_HOME": home / "cache",
        "XDG_RUNTIME_DIR": runtime,
    }
    for name, place in places.items():
        monkeypatch.setenv(name, str(place))
    # Qt reads XDG_CONFIG_HOME for QSettings once a process, so the environment alone is not enough.
    for kind in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(kind, QSettings.Scope.UserScope, str(home / "config"))
    return home


@pytest.fixture(autouse=True)
def refuse_dialogs(request: pytest.FixtureRequest) -> Iterator[None]:
    """Raise where a dialog would wait for a click, unless the test is marked ``expect_dialog``."""
    if request.node.get_closest_marker("expect_dialog"):
        yield
        return
    with pytest.MonkeyPatch.context() as patch:
        for kind, names in MODAL_CALLS.items():
            for name in names:
                if hasattr(kind, name):
                    patch.setattr(kind, name, _refusal(kind, name))
        yield


def _refusal(kind: type, name: str) -> Callable[..., NoReturn]:
    def refuse(*arguments: Any, **_: Any) -> NoReturn:
        asked = type(arguments[0]) if name.startswith("exec") and arguments else kind
        raise DialogOpened(
            f"{asked.__name__}.{name}() would wait for a person. Mark the test expect_dialog and close the "
            "dialog from a timer, monkeypatch the call, or use open() with a signal."
        )

    # QDialog.exec needs its instance, QFileDialog.getOpenFileName must not take one.
    return refuse if name.startswith("exec") else staticmethod(refuse)


@pytest.fixture(autouse=True)
def nothing_left_running(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a thread, a timer, an animation or a visible window behind."""
    uses_qt = bool({"qapp", "qtbot"} & set(request.fixturenames))
    if uses_qt:
        _forget_an_old_quit()
    threads = set(threading.enumerate())
    # Frozen objects are left out of gc.get_objects(): what the scan finds later was made by this test,
    # and it need not look at torch's hundred thousand objects each time.
    gc.freeze()
    # As in the program: the automatic collector runs on whichever thread allocates, and on a lane it would delete
    # QObjects of the window's thread, which ends the process.
    was_on = gc.isenabled()
    if uses_qt:
        gc.disable()
    try:
        yield
        # pytest would hold the values of the test's fixtures a little longer than the test lives.
        request.node.funcargs.clear()
        left = list(running_threads(threads))
        if uses_qt:
            left += list(stop_what_qt_left_running())
    finally:
        gc.unfreeze()
        if was_on:
            gc.enable()
    if left and not request.node.stash.get(failed, False):
        pytest.fail("The test left this behind:\n" + "\n".join(f"  {what}" for what in left), pytrace=False)


def _forget_an_old_quit() -> None:
    """A test that quit the application would make every later event loop return at once, and waiting would spin."""
    app = QCoreApplication.instance()
    if app is not None:
        QTimer.singleShot(0, app.quit)
        app.exec()


def running_threads(known: set[threading.Thread]) -> Iterator[str]:
    """Name every new thread that keeps the process alive, and every lane, that does not end by itself."""
    for thread in set(threading.enumerate()) - known:
        if thread.daemon and not thread.name.startswith("lane:"):
            continue
        thread.join(GRACE_SECONDS)
        if thread.is_alive():
            yield f"thread “{thread.name}” still runs: {_where(thread)}"


def _where(thread: threading.Thread) -> str:
    frame = sys._current_frames().get(thread.ident or 0)
    if frame is None:
        return "nobody knows where"
    stack = traceback.extract_stack(frame)
    # Where threading itself waits says nothing; who called it does.
    line = next((line for line in reversed(stack) if line.filename != threading.__file__), stack[-1])
    return f"{line.filename}:{line.lineno} in {line.name}"


def stop_what_qt_left_running() -> Iterator[str]:
    """Name what Qt still runs for this test, and stop it so that the next test begins in peace."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    for widget in QApplication.topLevelWidgets():
        # A tool tip is Qt's own, and goes by itself.
        if widget.isVisible() and widget.objectName() != "qtooltip_label":
            yield f"visible window {described(widget)}"
            widget.hide()
            widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    kinds = (QThread, QTimer, QAbstractAnimation)
    for thing in [one for one in gc.get_objects() if issubclass(type(one), kinds)]:
        if shiboken6.isValid(thing):
            yield from _stopped(thing)


def _stopped(thing: QThread | QTimer | QAbstractAnimation) -> Iterator[str]:
    if isinstance(thing, QTimer) and thing.isActive():
        yield f"running timer {described(thing)}, every {thing.interval()} ms"
        thing.stop()
    elif isinstance(thing, QAbstractAnimation) and thing.state() != QAbstractAnimation.State.Stopped:
        yield f"running animation {described(thing)}"
        thing.stop()
    elif isinstance(thing, QThread) and thing.isRunning() and not _is_main(thing):
        yield f"running thread {described(thing)}"
        thing.quit()
        thing.wait(int(GRACE_SECONDS * 1000))


def _is_main(thread: QThread) -> bool:
    application = QCoreApplication.instance()
    return application is not None and thread == application.thread()


def described(thing: QObject) -> str:
    """The object as a person debugging would want it named: its class, its name, and whose child it is."""
    name = thing.objectName() or (thing.windowTitle() if isinstance(thing, QWidget) else "")
    own = f"{type(thing).__name__} “{name}”" if name else type(thing).__name__
    parent = thing.parent()
    return f"{own} of {described(parent)}" if parent is not None else own
