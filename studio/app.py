"""The application around the window: one for each person, dressed, guarded, and taken down in order."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtWidgets import QApplication

from engines.errors import ReverieError
from engines.steps import Task
from studio import crash, paths, stopwatch
from studio.beginning import begin
from studio.documents.document import Document
from studio.instance import Instance
from studio.jobs.job import Job
from studio.jobs.lanes import Lanes
from studio.look import palette
from studio.look.icons import icon
from studio.recovery import Recovery
from studio.settings import SettingsStore, WindowMemory
from studio.sweeping import Sweeper
from studio.window import Window


def run(files: Sequence[str]) -> int:
    """Open the window with these files and return the exit code when it is closed."""
    app = _application()
    try:
        guard = crash.install(paths.log_folder())
    except ReverieError as error:
        print(error, file=sys.stderr)
        return 1
    instance = Instance()
    try:
        if not instance.claim():
            return _hand_over(files)
        return _live(app, guard, instance, [Path(each).absolute() for each in files])
    finally:
        instance.release()
        guard.uninstall()


def build(_argv: Sequence[str] = ()) -> tuple[QApplication, Window]:
    """The application and its window, not shown yet; closing the window ends everything that it started."""
    app = _application()
    settings = SettingsStore(paths.config_folder() / "settings.json")
    _dress(app, settings)
    lanes = Lanes()
    recovery = Recovery(paths.recovery_folder())
    document = Document(recovery, DiskRun(lanes))
    memory = WindowMemory(paths.config_folder() / "window.json")
    return app, Window(settings, memory, lanes, document, recovery)


class DiskRun:
    """Runs a document's work on the disk lane."""

    def __init__(self, lanes: Lanes) -> None:
        self._lanes = lanes

    def __call__(
        self, make_task: Callable[[], Task[Any]], on_done: Callable[[Any], None], on_failed: Callable[[object], None], /
    ) -> Job:
        """Submit it as a job; the lanes keep it alive."""
        job = Job(QCoreApplication.translate("DiskRun", "Saving"), make_task)
        job.done.connect(on_done)
        job.failed.connect(on_failed)
        self._lanes.submit("disk", job)
        return job


def _application() -> QApplication:
    """The one application of this process; tests bring their own."""
    app = cast(QApplication | None, QApplication.instance())
    if app is None:
        app = QApplication(["reverie"])
    app.setApplicationName("reverie")
    app.setApplicationDisplayName("Reverie")
    app.setOrganizationName("reverie")
    app.setDesktopFileName("reverie")
    app.setWindowIcon(icon("sparkle", "accent"))
    return app


def _dress(app: QApplication, settings: SettingsStore) -> None:
    """Put on the person's theme and text size, now and whenever they are changed."""

    def wear(key: str) -> None:
        appearance = settings.settings.appearance
        if key == "appearance.theme":
            palette.apply(app, cast(palette.Theme, appearance.theme))
        elif key == "appearance.text_scale":
            palette.set_text_scale(appearance.text_scale)

    palette.set_text_scale(settings.settings.appearance.text_scale)
    wear("appearance.theme")
    settings.changed.connect(wear)


def _hand_over(files: Sequence[str]) -> int:
    """Let the studio that lives already open the files."""
    if Instance.send(files):
        return 0
    print(Instance.not_answering(), file=sys.stderr)
    return 1


def _live(app: QApplication, guard: crash.CrashGuard, instance: Instance, files: list[Path]) -> int:
    """From the first paint to the last save."""
    try:
        _, window = build()
    except ReverieError as error:
        print(error, file=sys.stderr)
        return 1
    sweeper = Sweeper()
    before = _close_on_signals(window)
    # Queued: a fault may come out of the middle of a paint event.
    guard.reported.connect(window.report, Qt.ConnectionType.QueuedConnection)
    instance.asked.connect(lambda asked: window.come_up([Path(each) for each in asked]))
    window.show()
    if stopwatch.is_wanted():
        stopwatch.Stopwatch(window)
    else:
        begin(window, files, last_crash=crash.last_crash(), troubles=[guard.trouble, window.desk.settings.trouble])
    try:
        return app.exec()
    finally:
        window.close()
        sweeper.stop()
        for number, handler in before.items():
            signal.signal(number, handler)
        _delete(window)


def _close_on_signals(window: Window) -> dict[signal.Signals, Any]:
    """Ctrl+C in the shell and an ordinary kill save as the Quit command does; returns the handlers of before.

    Python gets round to a signal when it next runs, which the sweeper's timer sees to.
    """
    return {
        number: signal.signal(number, lambda _number, _frame: window.close())
        for number in (signal.SIGINT, signal.SIGTERM)
    }


def _delete(window: QObject) -> None:
    """Now and on this thread, not when Python gets round to it while Qt is half gone."""
    import shiboken6

    if shiboken6.isValid(window):
        shiboken6.delete(window)
