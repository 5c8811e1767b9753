"""What happens when something goes wrong that nobody foresaw: it is logged, shown, and remembered over a crash."""

from __future__ import annotations

import faulthandler
import logging
import platform
import sys
import threading
import traceback
from collections.abc import Callable
from datetime import datetime
from importlib import metadata
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, Slot, qInstallMessageHandler, qVersion

log = logging.getLogger(__name__)

LOG_NAME = "reverie.log"
CRASH_NAME = "crash.log"
LOG_BYTES = 1_000_000
OLD_LOGS = 3
CRASHES_KEPT = 5

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}

_remembered: str | None = None


class CrashGuard(QObject):
    """Every hook for the unforeseen; keep it as long as the application lives."""

    #: The text of a fault, once for each different fault; always on the thread that installed the guard.
    reported = Signal(str)
    _crossing = Signal(str)

    def __init__(self, log_folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        #: One sentence when nothing can be logged; the studio works without.
        self.trouble: str | None = None
        self._told: set[str] = set()
        self._file: RotatingFileHandler | None = None
        self._crash_file: TextIO | None = None
        self._open_logs(log_folder)
        self._crossing.connect(self._tell)
        self._before = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._uncaught
        threading.excepthook = self._uncaught_in_thread
        self._qt_before: Any = qInstallMessageHandler(_qt_message)

    def uninstall(self) -> None:
        """Put every hook back as it was."""
        sys.excepthook, threading.excepthook = self._before
        qInstallMessageHandler(self._qt_before)
        if self._crash_file is not None:
            faulthandler.disable()
            self._crash_file.close()
            self._crash_file = None
        if self._file is not None:
            logging.getLogger().removeHandler(self._file)
            self._file.close()
            self._file = None

    def _open_logs(self, folder: Path) -> None:
        root = logging.getLogger()
        try:
            self._file = RotatingFileHandler(
                folder / LOG_NAME, maxBytes=LOG_BYTES, backupCount=OLD_LOGS, encoding="utf-8"
            )
            # Open for life: when the interpreter is dying there is no time to open a file.
            self._crash_file = (folder / CRASH_NAME).open("a", encoding="utf-8")
        except OSError as error:
            sentence = self.tr("Nothing is logged: “{folder}” cannot be written ({reason}).")
            self.trouble = sentence.format(folder=folder, reason=error.strerror or type(error).__name__)
        if self._file is not None:
            self._file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
            root.addHandler(self._file)
            if root.getEffectiveLevel() > logging.INFO:
                root.setLevel(logging.INFO)
        if self._crash_file is not None:
            faulthandler.enable(self._crash_file, all_threads=True)

    def _uncaught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None, where: str = ""
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before[0](kind, error, trace)
            return
        fault = "".join(traceback.format_exception(kind, error, trace))
        log.critical("uncaught%s\n%s", where, fault)
        try:
            # The one signal that crosses threads: a fault on a lane is shown by the window.
            self._crossing.emit(fault)
        except RuntimeError:
            log.debug("the guard is gone: nobody left to tell")

    def _uncaught_in_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_type is SystemExit or args.exc_value is None:
            return
        name = args.thread.name if args.thread is not None else "?"
        self._uncaught(args.exc_type, args.exc_value, args.exc_traceback, f" in thread “{name}”")

    @Slot(str)
    def _tell(self, fault: str) -> None:
        # A fault in a paint event comes sixty times a second: it is logged each time and shown once.
        if fault not in self._told:
            self._told.add(fault)
            self.reported.emit(f"{versions()}\n\n{fault}")


def install(log_folder: Path, handler: Callable[[str], object] | None = None) -> CrashGuard:
    """Log from here on, and give ``handler`` the report of each fault on this thread; keep what it returns."""
    global _remembered
    _remembered = _set_aside(log_folder)
    guard = CrashGuard(log_folder)
    if handler is not None:
        guard.reported.connect(handler)
    if _remembered is not None:
        log.error("the last run crashed:\n%s", _remembered)
    return guard


def last_crash() -> str | None:
    """What the interpreter said when the last run crashed; None when it ended well. Call after ``install``."""
    return _remembered


def versions() -> str:
    """What runs here, for a report."""
    try:
        own = metadata.version("reverie")
    except metadata.PackageNotFoundError:
        own = "(not installed)"
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    return f"Reverie {own}, Python {platform.python_version()}, Qt {qVersion()}, {system}"


def _set_aside(folder: Path) -> str | None:
    """Read the last crash and rename its file, so that it is told once and kept."""
    crash = folder / CRASH_NAME
    try:
        text = crash.read_text(encoding="utf-8", errors="replace").strip()
        if not text:
            return None
        crash.replace(folder / f"crash-{datetime.now():%Y%m%d-%H%M%S-%f}.log")
        for old in sorted(folder.glob("crash-*.log"))[:-CRASHES_KEPT]:
            old.unlink(missing_ok=True)
    except FileNotFoundError:
        return None
    except OSError as error:
        log.warning("the last crash could not be read or set aside: %s", error)
        return None
    return text


def _qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    category = getattr(context, "category", None) or "default"
    logging.getLogger(f"qt.{category}").log(_LEVELS.get(kind, logging.WARNING), "%s", message)
