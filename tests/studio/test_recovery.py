"""Work that a dead studio left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile

from engines.errors import CannotWrite, ReverieError
from studio.documents.project import Project
from studio.recovery import Recovery

OWNER = """
import sys
from pathlib import Path
from studio.documents.project import Project
from studio.recovery import Recovery
recovery = Recovery(Path(sys.argv[1]))
Project.create(recovery.claim("Waves"), {"write": {"text": "by somebody else"}})
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "recovery"


def left_behind(folder: Path, text: str = "hello", origin: Path | None = None) -> Path:
    """Work of a studio that let go of it."""
    recovery = Recovery(folder)
    path = recovery.claim("Waves", origin)
    Project.create(path, {"write": {"text": text}} if text else None)
    recovery.release(path)
    return path


def owner_process(folder: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def test_work_of_a_living_studio_is_not_a_leftover_until_it_is_killed(folder: Path) -> None:
    with owner_process(folder) as process:
        recovery = Recovery(folder)
        assert recovery.leftovers() == []
        process.send_signal(signal.SIGKILL)
        process.wait()
    (found,) = recovery.leftovers()
    assert found.title == "Waves"
    assert Project.open(found.path).read_pane("write") == {"text": "by somebody else"}


def test_our_own_work_is_no_leftover(folder: Path) -> None:
    recovery = Recovery(folder)
    Project.create(recovery.claim(), {"write": {"text": "now"}})
    assert recovery.leftovers() == []


def test_work_open_for_days_is_no_leftover(folder: Path) -> None:
    with owner_process(folder) as process:
        (lock,) = folder.glob("*.lock")
        os.utime(lock, (1_000_000_000, 1_000_000_000))
        assert Recovery(folder).leftovers() == []
        process.kill()


def test_leftovers_come_newest_first_and_know_where_they_belong(folder: Path) -> None:
    old = left_behind(folder)
    os.utime(old, (1_000_000_000, 1_000_000_000))
    copy = left_behind(folder, origin=Path("/pictures/waves.reverie"))
    found = Recovery(folder).leftovers()
    assert [(each.path, each.origin) for each in found] == [(copy, Path("/pictures/waves.reverie")), (old, None)]
    assert found[1].when.timestamp() == 1_000_000_000


def test_an_empty_leftover_is_removed_without_a_word(folder: Path) -> None:
    left_behind(folder, text="")
    assert Recovery(folder).leftovers() == []
    assert list(folder.iterdir()) == []


def test_looking_leaves_no_trace(folder: Path) -> None:
    path = left_behind(folder)
    before = sorted(folder.iterdir())
    Recovery(folder).leftovers()
    assert sorted(folder.iterdir()) == before
    assert path in before


def test_a_discarded_leftover_is_gone_with_everything_beside_it(folder: Path) -> None:
    path = left_behind(folder)
    path.with_name(f"{path.name}-journal").write_bytes(b"")
    Recovery(folder).discard(path)
    assert list(folder.iterdir()) == []


def test_only_what_lies_in_the_recovery_folder_can_be_discarded(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not in the recovery folder"):
        Recovery(folder).discard(tmp_path / "mine.reverie")


def test_an_adopted_leftover_is_ours(folder: Path) -> None:
    left_behind(folder)
    first, second = Recovery(folder), Recovery(folder)
    (found,) = first.leftovers()
    assert first.adopt(found) == found.path
    assert second.leftovers() == []
    with pytest.raises(ReverieError, match="another Reverie"):
        second.adopt(found)


def test_what_crashed_twice_in_a_row_is_not_offered_again_by_itself(folder: Path) -> None:
    left_behind(folder)
    for attempt in range(2):
        recovery = Recovery(folder)
        (found,) = recovery.leftovers()
        assert found.attempts == attempt
        # The crash: the lock goes with the process, the note stays.
        recovery.release(recovery.adopt(found))
    assert Recovery(folder).leftovers() == []
    (given_up,) = Recovery(folder).leftovers(given_up=True)
    assert given_up.title == "Waves"


def test_a_restoration_lived_through_forgets_the_attempts(folder: Path) -> None:
    left_behind(folder)
    for _ in range(3):
        recovery = Recovery(folder)
        (found,) = recovery.leftovers()
        path = recovery.adopt(found)
        recovery.survived(path)
        recovery.release(path)
    assert len(Recovery(folder).leftovers()) == 1


def test_a_damaged_leftover_is_offered_and_never_thrown_away(folder: Path) -> None:
    path = left_behind(folder)
    path.write_bytes(path.read_bytes()[:5000])
    (found,) = Recovery(folder).leftovers()
    assert found.path == path
    assert path.exists()


@pytest.mark.parametrize("note", ["{", "[]", '{"title": 3, "origin": 4, "attempts": "x"}'])
def test_a_damaged_note_costs_no_work(folder: Path, note: str) -> None:
    path = left_behind(folder)
    path.with_name(f"{path.stem}.note.json").write_text(note)
    (found,) = Recovery(folder).leftovers()
    assert (found.path, found.title, found.origin, found.attempts) == (path, "", None, 0)


def test_what_never_became_a_project_is_swept_away(folder: Path) -> None:
    recovery = Recovery(folder)
    recovery.release(recovery.claim())
    half = folder / ".untitled.abcd.reverie"
    half.write_bytes(b"half")
    old = time.time() - 48 * 3600
    os.utime(half, (old, old))
    Recovery(folder).leftovers()
    assert list(folder.iterdir()) == []


def test_a_name_being_claimed_is_not_swept_away(folder: Path) -> None:
    path = Recovery(folder).claim()
    lock = QLockFile(str(path.with_suffix(".lock")))
    assert lock.tryLock(0)
    Recovery(folder).leftovers()
    assert path.with_name(f"{path.stem}.note.json").exists()
    lock.unlock()


def test_a_recovery_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CannotWrite, match=r"recovery folder .* cannot be written"):
        Recovery(tmp_path / "file").claim()
