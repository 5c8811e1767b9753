"""The real window on a stage of its own: offscreen, with an empty home, for pictures and measurements."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from engines.errors import BadInput, ReverieError
from engines.files import written_beside
from studio import binding, paths

if TYPE_CHECKING:
    from studio.window import Window

log = logging.getLogger(__name__)

_interrupted = threading.Event()

PANES = ("paint", "write", "compose", "play")
THEMES = ("dark", "light")

LOOK_EVERY_MS = 50
#: Nothing may be under way for so long: panes wait a moment for the hand to rest before they start a job.
QUIET_S = 0.6
PATIENCE_S = 180.0


@contextlib.contextmanager
def own_home() -> Iterator[Path]:
    """A home that is empty and gone afterwards, so that nobody's settings show or change."""
    before = os.environ.get(paths.HOME_VARIABLE)
    with tempfile.TemporaryDirectory(prefix="reverie-", ignore_cleanup_errors=True) as folder:
        os.environ[paths.HOME_VARIABLE] = folder
        try:
            yield Path(folder)
        finally:
            if before is None:
                del os.environ[paths.HOME_VARIABLE]
            else:
                os.environ[paths.HOME_VARIABLE] = before


@contextlib.contextmanager
def window_on_stage(size: tuple[int, int] = (1280, 720)) -> Iterator[Window]:
    """The studio's window, shown where nobody sees it; once a process, since Qt has one application."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    binding.require_qt()
    with own_home(), _interrupts_held_back(), _qt_heard():
        import shiboken6

        from studio.app import build
        from studio.sweeping import Sweeper

        _application, window = build([])
        # As in studio.app: Python's collector must not delete the window's objects on a lane's thread.
        sweeper = Sweeper()
        window.resize(*size)
        window.show()
        try:
            yield window
        finally:
            window.close()
            sweeper.stop()
            shiboken6.delete(window)


@contextlib.contextmanager
def _qt_heard() -> Iterator[None]:
    """Take Qt's remarks into the log; the offscreen platform has some about what no picture needs."""
    from PySide6.QtCore import qInstallMessageHandler

    def hear(_kind: Any, _context: Any, message: str) -> None:
        unimportant = message.startswith("This plugin does not support")
        log.log(logging.DEBUG if unimportant else logging.WARNING, "Qt: %s", message)

    before: Any = qInstallMessageHandler(hear)
    try:
        yield
    finally:
        qInstallMessageHandler(before)


def settle(window: Window, patience: float = PATIENCE_S) -> None:
    """Turn the event loop until no job is left and nothing has begun for a moment."""
    quiet, looked = 0.0, time.monotonic()

    def still() -> bool:
        nonlocal quiet, looked
        # While the window itself was busy nobody could begin anything: that is no quiet.
        passed, looked = min(time.monotonic() - looked, 2 * LOOK_EVERY_MS / 1000), time.monotonic()
        quiet = 0.0 if window.desk.lanes.jobs() else quiet + passed
        return quiet >= QUIET_S

    if not turn_until(still, patience):
        titles = ", ".join(job.title for job in window.desk.lanes.jobs())
        raise ReverieError(f"The window was still busy after {patience:g} seconds ({titles}).")


def turn_until(ready: Callable[[], bool], patience: float) -> bool:
    """Turn Qt's event loop until ``ready``; False when that took longer than ``patience`` seconds.

    Ctrl-C ends it too and is raised as KeyboardInterrupt, outside of the loop.
    """
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    deadline = time.monotonic() + patience

    def look() -> None:
        if _interrupted.is_set() or ready() or time.monotonic() >= deadline:
            loop.quit()

    timer = QTimer(interval=LOOK_EVERY_MS)
    timer.timeout.connect(look)
    timer.start()
    loop.exec()
    timer.stop()
    obey_interrupt()
    return ready()


def obey_interrupt() -> None:
    """Raise the KeyboardInterrupt that was held back, at a moment when everything can be taken down in order."""
    if _interrupted.is_set():
        raise KeyboardInterrupt


@contextlib.contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Note Ctrl-C instead of raising it in the middle of Qt, which would swallow it or end the process; once."""
    _interrupted.clear()
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.getsignal(signal.SIGINT)

    def note(_number: int, _frame: FrameType | None) -> None:
        _interrupted.set()
        signal.signal(signal.SIGINT, before)  # whoever presses twice means now

    signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def put_on(window: Window, pane: str, theme: str) -> None:
    """Show a pane in a theme; raises BadInput for a pane that does not exist."""
    window.desk.settings.put("appearance.theme", theme)
    window.show_pane(pane)


def do(window: Window, name: str) -> None:
    """Run a command by its id, as the menu would; raises BadInput when there is none or it cannot run now."""
    try:
        action = window.registry.action(name)
    except KeyError:
        near = get_close_matches(name, [one.objectName() for one in window.registry.actions()], n=3)
        hint = f" Did you mean {' or '.join(f'“{one}”' for one in near)}?" if near else ""
        raise BadInput(f"There is no command “{name}”.{hint}") from None
    if not action.isEnabled():
        raise BadInput(f"The command “{name}” cannot run as things are: open a file for it or show its pane.")
    action.trigger()


def picture_of(window: Window) -> Any:
    """The window as a QPixmap, with the dialogs that are open over it where a person would see them."""
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QApplication, QDialog

    shown = window.grab()
    dialogs = [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
    if dialogs:
        painter = QPainter(shown)
        for dialog in dialogs:
            free = window.size() - dialog.size()
            painter.drawPixmap(QPoint(max(0, free.width() // 2), max(0, free.height() // 2)), dialog.grab())
        painter.end()
    return shown


def save_png(shown: Any, path: Path) -> None:
    """Write a QPixmap as PNG, beside and renamed; raises CannotWrite."""
    from PySide6.QtCore import QBuffer, QIODevice

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not shown.save(buffer, "PNG"):
        raise ReverieError("Qt could not make a PNG of the window.")
    with written_beside(path) as beside:
        beside.write_bytes(buffer.data().data())
