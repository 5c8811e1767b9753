"""kill -9 at any moment: the file opens and holds the last committed state."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from studio.documents.project import Project

REPOSITORY = Path(__file__).parents[3]

WRITER = """
import os, sys
from pathlib import Path
from studio.documents.project import Blob, Project
project = Project.open(Path(sys.argv[1]))
number = project.read_pane("write").get("number", 0)
while True:
    number += 1
    picture = number.to_bytes(4, "big") * 50_000
    project.write({"paint": {"number": number, "picture": Blob(picture, "image/png")}, "write": {"number": number}})
    print(number, flush=True)
"""

DIES_INSIDE = """
import os, signal, sys
from pathlib import Path
from studio.documents.project import Blob, Project

class Deadly(dict):
    def items(self):
        os.kill(os.getpid(), signal.SIGKILL)

project = Project.open(Path(sys.argv[1]))
# Larger than SQLite's page cache: the file itself is already half overwritten when the process dies.
pictures = {str(number): Blob(os.urandom(1_000_000), "image/png") for number in range(8)}
project.write({"paint": pictures, "write": Deadly(number=2)})
"""

needs_kill = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no kill -9")


def writing(code: str, path: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, str(path)], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True, bufsize=1
    )


@needs_kill
def test_killed_at_random_moments_the_last_committed_state_is_there(tmp_path: Path) -> None:
    path = tmp_path / "waves.reverie"
    Project.create(path)
    chance = random.Random(1)
    for _ in range(10):
        with writing(WRITER, path) as process:
            assert process.stdout is not None
            seen = [int(process.stdout.readline()) for _ in range(chance.randint(1, 4))]
            # Not a wait for something: this is the random moment within a transaction.
            threading.Event().wait(chance.uniform(0, 0.02))
            process.send_signal(signal.SIGKILL)
            seen += [int(line) for line in process.stdout.read().splitlines()]
        project = Project.open(path)
        paint = project.read_pane("paint")
        # What was reported is there; one more may have been committed and not reported any more.
        assert paint["number"] in (seen[-1], seen[-1] + 1)
        assert project.read_pane("write") == {"number": paint["number"]}
        assert project.get_blob(paint["picture"]) == paint["number"].to_bytes(4, "big") * 50_000
        assert list(tmp_path.iterdir()) == [path]


@needs_kill
def test_killed_with_a_half_overwritten_file_the_state_before_is_there(tmp_path: Path) -> None:
    path = tmp_path / "waves.reverie"
    project = Project.create(path)
    project.write({"paint": {"number": 1}, "write": {"number": 1}})
    before = path.read_bytes()
    with writing(DIES_INSIDE, path) as process:
        assert process.wait() == -signal.SIGKILL
    assert (tmp_path / "waves.reverie-journal").exists()
    assert path.read_bytes() != before

    # The same process may go on, too: it was not changed by anybody who finished.
    assert not project.changed_outside()
    again = Project.open(path)
    assert again.read_pane("paint") == again.read_pane("write") == {"number": 1}
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == before


@needs_kill
def test_a_killed_file_can_be_replaced_at_once(tmp_path: Path) -> None:
    path = tmp_path / "waves.reverie"
    Project.create(path)
    with writing(DIES_INSIDE, path) as process:
        process.wait()
    other = Project.create(tmp_path / "other.reverie", {"paint": {"number": 3}})
    other.save_as(path)
    assert Project.open(path).read_pane("paint") == {"number": 3}
