"""Faults nobody foresaw: logged, shown once, remembered over a crash."""

from __future__ import annotations

import faulthandler
import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from studio import crash
from studio.crash import CRASH_NAME, CRASHES_KEPT, LOG_NAME, CrashGuard

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def guard(tmp_path: Path, qapp: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[CrashGuard]:
    # pytest's own fault handler stays in charge of this process.
    monkeypatch.setattr(faulthandler, "enable", lambda *_, **__: None)
    monkeypatch.setattr(faulthandler, "disable", lambda: None)
    level = logging.getLogger().level
    guard = crash.install(tmp_path)
    yield guard
    guard.uninstall()
    logging.getLogger().setLevel(level)


@pytest.fixture
def reports(guard: CrashGuard) -> list[str]:
    told: list[str] = []
    guard.reported.connect(told.append)
    return told


def logged(folder: Path) -> str:
    return (folder / LOG_NAME).read_text(encoding="utf-8")


def run(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    start = f"import sys; from pathlib import Path; from studio import crash; folder = Path({str(folder)!r})\n"
    return subprocess.run(
        [sys.executable, "-c", start + code], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )


def uncaught(kind: Callable[..., BaseException] = ValueError, text: str = "lost") -> None:
    """What Python does with an exception that nobody caught."""
    try:
        raise kind(text)
    except BaseException as error:
        sys.excepthook(type(error), error, error.__traceback__)


def test_an_uncaught_exception_is_logged_and_reported_with_versions(
    guard: CrashGuard, reports: list[str], tmp_path: Path
) -> None:
    uncaught()
    assert "ValueError: lost" in logged(tmp_path)
    (report,) = reports
    assert report.startswith("Reverie ")
    assert "Python 3" in report
    assert "ValueError: lost" in report


def test_the_same_fault_is_logged_each_time_and_shown_once(
    guard: CrashGuard, reports: list[str], tmp_path: Path
) -> None:
    for text in ("lost", "lost", "found"):
        uncaught(text=text)
    assert logged(tmp_path).count("ValueError: lost") == 2
    assert len(reports) == 2


def test_a_fault_in_a_thread_is_reported_on_the_window_s_thread(
    guard: CrashGuard, qtbot: QtBot, tmp_path: Path
) -> None:
    told: list[tuple[str, threading.Thread]] = []
    guard.reported.connect(lambda text: told.append((text, threading.current_thread())))

    def fail() -> None:
        raise ValueError("on a lane")

    thread = threading.Thread(target=fail, name="lane:train")
    thread.start()
    qtbot.waitUntil(lambda: bool(told))
    thread.join()
    assert "ValueError: on a lane" in told[0][0]
    assert told[0][1] is threading.main_thread()
    assert "in thread “lane:train”" in logged(tmp_path)


def test_ctrl_c_is_no_fault(guard: CrashGuard, reports: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[type[BaseException]] = []
    monkeypatch.setattr(guard, "_before", (lambda kind, *_: asked.append(kind), threading.excepthook))
    uncaught(KeyboardInterrupt)
    assert asked == [KeyboardInterrupt]
    assert reports == []
    monkeypatch.undo()


def test_what_qt_says_goes_to_the_log(tmp_path: Path) -> None:
    code = """
from PySide6.QtCore import qWarning
guard = crash.install(folder)
qWarning("the curtain is stuck")
"""
    done = run(code, tmp_path)
    assert done.returncode == 0, done.stderr
    assert "WARNING qt.default: the curtain is stuck" in logged(tmp_path)


def test_uninstalling_puts_every_hook_back(tmp_path: Path, qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faulthandler, "enable", lambda *_, **__: None)
    monkeypatch.setattr(faulthandler, "disable", lambda: None)
    level = logging.getLogger().level
    before = (sys.excepthook, threading.excepthook, list(logging.getLogger().handlers))
    guard = crash.install(tmp_path)
    assert sys.excepthook != before[0]
    guard.uninstall()
    logging.getLogger().setLevel(level)
    assert (sys.excepthook, threading.excepthook, list(logging.getLogger().handlers)) == before


def test_an_exception_in_a_slot_does_not_end_the_program(tmp_path: Path) -> None:
    code = """
from PySide6.QtCore import QCoreApplication, QTimer
app = QCoreApplication([])
guard = crash.install(folder, lambda text: print("shown", text.count("ValueError: in a slot")))
def fail():
    raise ValueError("in a slot")
QTimer.singleShot(0, fail)
QTimer.singleShot(1, app.quit)
app.exec()
print("still here")
"""
    done = run(code, tmp_path)
    assert done.stdout.splitlines() == ["shown 1", "still here"], done.stderr


def test_a_crash_of_the_interpreter_is_told_once_at_the_next_start_and_kept(tmp_path: Path) -> None:
    crashed = run("guard = crash.install(folder)\nimport faulthandler; faulthandler._sigsegv()", tmp_path)
    assert crashed.returncode < 0
    ask = "guard = crash.install(folder); print(crash.last_crash())"
    assert "Segmentation fault" in run(ask, tmp_path).stdout
    assert run(ask, tmp_path).stdout == "None\n"
    (aside,) = tmp_path.glob("crash-*.log")
    assert "Segmentation fault" in aside.read_text()
    assert "the last run crashed" in logged(tmp_path)


@pytest.mark.parametrize("end", ["", "sys.exit(3)", "raise ValueError('caught by nobody')"])
def test_a_run_that_ends_by_itself_is_no_crash(tmp_path: Path, end: str) -> None:
    run(f"guard = crash.install(folder)\n{end}", tmp_path)
    assert run("guard = crash.install(folder); print(crash.last_crash())", tmp_path).stdout == "None\n"


def test_only_the_last_crashes_are_kept(tmp_path: Path, qapp: object) -> None:
    for number in range(CRASHES_KEPT + 3):
        (tmp_path / CRASH_NAME).write_text(f"crash {number}")
        assert crash._set_aside(tmp_path) == f"crash {number}"
    kept = [path.read_text() for path in sorted(tmp_path.glob("crash-*.log"))]
    assert kept == [f"crash {number}" for number in range(3, CRASHES_KEPT + 3)]


def test_the_log_does_not_grow_for_ever(guard: CrashGuard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert guard._file is not None
    monkeypatch.setattr(guard._file, "maxBytes", 1_000)
    for number in range(200):
        logging.getLogger("x").warning("%d %s", number, "word " * 20)
    logs = sorted(path.name for path in tmp_path.glob("reverie.log*"))
    assert logs == ["reverie.log", "reverie.log.1", "reverie.log.2", "reverie.log.3"]
    assert "199" in logged(tmp_path)


def test_without_a_log_folder_faults_are_still_reported(tmp_path: Path) -> None:
    code = """
guard = crash.install(folder / "missing", lambda text: print("shown", "lost" in text))
print(guard.trouble)
try:
    raise ValueError("lost")
except ValueError as error:
    sys.excepthook(type(error), error, error.__traceback__)
"""
    said, shown = run(code, tmp_path).stdout.splitlines()
    assert "Nothing is logged" in said
    assert shown == "shown True"
