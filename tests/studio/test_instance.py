"""One studio for each person."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from studio import instance as instance_module
from studio.instance import Instance, socket_name

REPOSITORY = Path(__file__).parents[2]

FIRST = """
from PySide6.QtCore import QCoreApplication
from studio.instance import Instance
app = QCoreApplication([])
instance = Instance()
print(instance.claim(), flush=True)
instance.asked.connect(lambda files: print(files, flush=True))
app.exec()
"""

SECOND = """
import sys
from studio.instance import Instance
instance = Instance()
print(instance.claim(), instance.send(sys.argv[1:]))
"""


@pytest.fixture
def first(qtbot: QtBot) -> Iterator[Instance]:
    instance = Instance()
    assert instance.claim()
    yield instance
    instance.release()


def python(code: str, *arguments: str, cwd: Path = REPOSITORY) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments], cwd=cwd, env=environment, stdout=subprocess.PIPE, text=True
    )


def line_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def said_at_the_end(process: subprocess.Popen[str], qtbot: QtBot) -> str:
    """What a process says that needs our event loop to come to its end."""
    with process:
        qtbot.waitUntil(lambda: process.poll() is not None)
        return line_of(process)


def talk(qtbot: QtBot, message: bytes) -> bytes:
    """What the first studio answers to raw bytes; empty when it hangs up."""
    socket = QLocalSocket()
    socket.connectToServer(socket_name())
    assert socket.waitForConnected(1000)
    socket.write(message)
    qtbot.waitUntil(lambda: socket.state() == QLocalSocket.LocalSocketState.UnconnectedState)
    return bytes(socket.readAll().data())


def test_a_second_start_hands_over_its_files_as_whole_paths(first: Instance, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(first.asked) as asked:
        second = python(SECOND, "waves.reverie", "/b.png", cwd=tmp_path)
    assert said_at_the_end(second, qtbot) == "False True"
    assert asked.args == [[str(tmp_path / "waves.reverie"), "/b.png"]]


def test_two_real_processes_find_each_other() -> None:
    with python(FIRST) as first:
        assert line_of(first) == "True"
        with python(SECOND, "/ä “b”.reverie") as second:
            assert line_of(second) == "False True"
        assert line_of(first) == "['/ä “b”.reverie']"
        first.terminate()


def test_a_start_without_files_only_asks_the_window_to_come_up(first: Instance, qtbot: QtBot) -> None:
    with qtbot.waitSignal(first.asked) as asked:
        second = python(SECOND)
    assert said_at_the_end(second, qtbot) == "False True"
    assert asked.args == [[]]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no kill -9")
def test_the_socket_of_a_killed_studio_is_in_nobody_s_way(qtbot: QtBot) -> None:
    with python(FIRST) as killed:
        assert line_of(killed) == "True"
        assert not Instance().claim()
        killed.kill()
    instance = Instance()
    assert instance.claim()
    with qtbot.waitSignal(instance.asked):
        second = python(SECOND)
    assert said_at_the_end(second, qtbot) == "False True"
    instance.release()


def grown_old(seconds: float) -> None:
    """The first studio has been running for a while."""
    begun = time.time() - seconds
    os.utime(instance_module._lock_path(), (begun, begun))


def test_a_studio_that_runs_for_days_is_still_the_one(first: Instance) -> None:
    grown_old(3 * 24 * 3600)
    assert not Instance().claim()


def test_a_studio_that_is_still_starting_is_waited_for(first: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(instance_module, "ANSWER_WITHIN_S", 0.1)
    monkeypatch.setattr(instance_module, "STARTING_S", 0.4)
    begun = time.monotonic()
    assert not Instance.send(["/a.reverie"])
    assert time.monotonic() - begun > 0.2


def test_a_hanging_studio_is_given_up_within_a_second(first: Instance) -> None:
    grown_old(60)
    # Nobody turns this thread's event loop: to the sender that is a frozen window.
    begun = time.monotonic()
    assert not Instance.send(["/a.reverie"])
    assert time.monotonic() - begun < 1.0
    assert "does not answer" in Instance.not_answering()


def test_without_a_first_studio_there_is_nobody_to_send_to(qapp: object) -> None:
    assert not Instance.send(["/a.reverie"])


def test_after_the_first_let_go_the_next_may_claim(qapp: object) -> None:
    one, two = Instance(), Instance()
    assert one.claim()
    assert not two.claim()
    one.release()
    assert two.claim()
    two.release()


def test_another_home_is_another_studio(first: Instance, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    name = socket_name()
    monkeypatch.setenv("REVERIE_HOME", str(tmp_path / "other"))
    assert socket_name() != name
    other = Instance()
    assert other.claim()
    other.release()


def test_only_the_person_may_reach_the_socket(first: Instance) -> None:
    path = Path(first._server.fullServerName())
    assert path.parent == Path(os.environ["XDG_RUNTIME_DIR"])
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "message",
    [
        b"hello\n",
        b"[]\n",
        b"\xff\xfe\n",
        b"[" * 100_000 + b"\n",
        b'{"version": 1}\n',
        b'{"version": 1, "files": "/a"}\n',
        b'{"version": 1, "files": [3]}\n',
        b'{"version": 2, "files": ["/a"]}\n',
    ],
)
def test_a_message_of_another_kind_is_refused(first: Instance, qtbot: QtBot, message: bytes) -> None:
    with qtbot.assertNotEmitted(first.asked):
        answer: Any = json.loads(talk(qtbot, message))
    assert answer == {"version": 1, "ok": False}


def test_an_endless_message_is_cut_off(first: Instance, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(instance_module, "LONGEST_MESSAGE", 1_000)
    with qtbot.assertNotEmitted(first.asked):
        assert talk(qtbot, b"x" * 5_000) == b""


def test_a_message_in_pieces_is_put_together(first: Instance, qtbot: QtBot) -> None:
    socket = QLocalSocket()
    socket.connectToServer(socket_name())
    assert socket.waitForConnected(1000)
    socket.write(b'{"version": 1, "fi')
    socket.flush()
    qtbot.waitUntil(lambda: bool(first.findChildren(QLocalSocket)))
    with qtbot.waitSignal(first.asked) as asked:
        socket.write(b'les": ["/a"]}\n')
    assert asked.args == [["/a"]]
    socket.abort()
