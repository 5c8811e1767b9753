"""One studio for each person: a second start hands its files to the first and ends."""

from __future__ import annotations

import getpass
import hashlib
import json
import logging
import math
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QLockFile, QObject, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from studio import paths

log = logging.getLogger(__name__)

VERSION = 1
ANSWER_WITHIN_S = 0.9
# Two files opened at once start two studios: the first is still building its window when the second calls.
STARTING_S = 5.0
LONGEST_MESSAGE = 1_000_000


class Instance(QObject):
    """The first studio listens; ``asked`` brings the files that a later start wants opened (or none: come up)."""

    asked = Signal(list)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock: QLockFile | None = None
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._welcome)

    def claim(self) -> bool:
        """Become the one studio; False when another lives already."""
        lock = QLockFile(str(_lock_path()))
        # Only the death of its process makes the lock stale, however long that ran.
        lock.setStaleLockTime(0)
        if not lock.tryLock(0):
            if lock.error() == QLockFile.LockError.LockFailedError:
                return False
            log.warning("no lock could be made: a second studio would not be noticed")
        self._lock = lock
        name = socket_name()
        # The lock is ours, so a socket with this name belongs to a process that died.
        QLocalServer.removeServer(name)
        if not self._server.listen(name):
            log.warning("later starts cannot reach this one: %s", self._server.errorString())
        return True

    def release(self) -> None:
        """Stop listening and let another studio be the one."""
        self._server.close()
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None

    @staticmethod
    def send(files: Sequence[str | Path]) -> bool:
        """Ask the first studio to open these files; False when it does not answer within a second.

        One that was started a moment ago has as long as a start may take.
        """
        deadline = time.monotonic() + max(ANSWER_WITHIN_S, min(STARTING_S, STARTING_S - _age_of_the_first()))
        # The other process has another working folder.
        message = {"version": VERSION, "files": [os.path.abspath(file) for file in files]}  # noqa: PTH100
        socket = QLocalSocket()
        socket.connectToServer(socket_name())
        if not socket.waitForConnected(_milliseconds_until(deadline)):
            return False
        socket.write(json.dumps(message).encode() + b"\n")
        while not socket.canReadLine():
            if not socket.waitForReadyRead(_milliseconds_until(deadline)):
                return False
        answer = _understood(bytes(socket.readLine().data()))
        return answer is not None and answer.get("ok") is True

    @staticmethod
    def not_answering() -> str:
        """What to tell the person when ``claim`` and ``send`` both say no."""
        return QCoreApplication.translate(
            "Instance", "Reverie is already running but does not answer. Close it there or end it, then start again."
        )

    @Slot()
    def _welcome(self) -> None:
        while self._server.hasPendingConnections():
            caller = _Caller(self._server.nextPendingConnection(), self)
            caller.asked.connect(self.asked)
            # What came before we listened is not announced again.
            caller.read()


class _Caller(QObject):
    """One other start on the line. An object of its own: a lambda that holds its own socket is never freed."""

    asked = Signal(list)

    def __init__(self, socket: QLocalSocket, parent: QObject) -> None:
        super().__init__(parent)
        self._socket = socket
        socket.setParent(self)
        socket.setReadBufferSize(LONGEST_MESSAGE)
        socket.readyRead.connect(self.read)
        socket.disconnected.connect(self.deleteLater)

    @Slot()
    def read(self) -> None:
        """Answer a whole message and pass its files on."""
        socket = self._socket
        if not socket.canReadLine():
            if socket.bytesAvailable() >= LONGEST_MESSAGE:
                socket.abort()
            return
        message = _understood(bytes(socket.readLine().data()))
        files = None if message is None else _files_in(message)
        socket.write(json.dumps({"version": VERSION, "ok": files is not None}).encode() + b"\n")
        socket.disconnectFromServer()
        if files is None:
            log.warning("a message from another start was not understood")
        else:
            self.asked.emit(files)


def socket_name() -> str:
    """The name under which the studio of this person, with this home, can be reached."""
    person = f"{getpass.getuser()}\0{paths.data_folder()}"
    name = f"reverie-{hashlib.sha256(person.encode('utf-8', 'surrogateescape')).hexdigest()[:16]}"
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    # There nobody else can lie in wait under our name; elsewhere Qt takes the folder for temporary files.
    if sys.platform == "linux" and runtime and Path(runtime).is_dir():
        return str(Path(runtime) / name)
    return name


def _lock_path() -> Path:
    return paths.data_folder() / "instance.lock"


def _age_of_the_first() -> float:
    """Seconds since the first studio took the lock; infinite when there is none."""
    try:
        return time.time() - _lock_path().stat().st_mtime
    except OSError:
        return math.inf


def _understood(line: bytes) -> dict[str, Any] | None:
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return message if isinstance(message, dict) else None


def _files_in(message: dict[str, Any]) -> list[str] | None:
    """The files of a message of our version; None for any other message."""
    files = message.get("files")
    if message.get("version") != VERSION or not isinstance(files, list):
        return None
    return files if all(isinstance(file, str) for file in files) else None


def _milliseconds_until(deadline: float) -> int:
    return max(0, int((deadline - time.monotonic()) * 1000))
