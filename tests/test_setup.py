"""The scripts behind make on machines unlike this one: each says in one sentence what to do."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BASH = shutil.which("bash")

pytestmark = pytest.mark.skipif(sys.platform != "linux" or BASH is None, reason="the scripts are for Debian and Ubuntu")

ALL_LIBRARIES = "libEGL.so.1 libGL.so.1 libxkbcommon.so.0 libdbus-1.so.3 libfontconfig.so.1 libglib-2.0.so.0"


class Machine:
    """A made-up machine: its commands are small scripts that write down how they were called."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.calls = folder / "calls"
        self.calls.touch()
        (folder / "bin").mkdir()

    def has(self, command: str, script: str = "") -> None:
        """Give the machine a command."""
        path = self.folder / "bin" / command
        path.write_text(f'#!{BASH}\necho "{command} $*" >> "{self.calls}"\n{script}\n')
        path.chmod(0o755)

    def runs(self, script: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run one of the scripts of .ci there."""
        assert BASH is not None
        return subprocess.run(
            [BASH, str(ROOT / ".ci" / script)],
            cwd=self.folder,
            env={"PATH": str(self.folder / "bin"), **environment},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A Debian of an ordinary person where no library is missing."""
    made_up = Machine(tmp_path)
    made_up.has("uname", "echo Linux")
    made_up.has("ldconfig", f"echo {ALL_LIBRARIES}")
    made_up.has("id", "echo 1000")
    made_up.has("apt-get")
    made_up.has("env", '"${@:2}"')
    return made_up


def test_nothing_is_installed_where_nothing_is_missing(machine: Machine) -> None:
    done = machine.runs("qt-libraries")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert "apt-get" not in machine.calls.read_text()


def test_root_gets_only_the_missing_libraries(machine: Machine) -> None:
    machine.has("ldconfig", "echo " + ALL_LIBRARIES.replace("libEGL.so.1", "").replace("libglib-2.0.so.0", ""))
    machine.has("id", "echo 0")
    assert machine.runs("qt-libraries").returncode == 0
    assert [line for line in machine.calls.read_text().splitlines() if line.startswith("apt-get")] == [
        "apt-get update -qq",
        "apt-get install -y -qq --no-install-recommends libegl1 libglib2.0-0",
    ]


def test_a_person_who_may_use_sudo_is_not_asked(machine: Machine) -> None:
    machine.has("ldconfig", "")
    machine.has("sudo", '[ "$1" = -n ] && exit 0; "$@"')
    assert machine.runs("qt-libraries").returncode == 0
    assert "sudo apt-get update -qq" in machine.calls.read_text()


def test_a_person_without_sudo_is_told_the_one_command(machine: Machine) -> None:
    machine.has("ldconfig", "echo " + ALL_LIBRARIES.replace("libGL.so.1", ""))
    machine.has("sudo", "exit 1")
    done = machine.runs("qt-libraries")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].strip() == "sudo apt-get install --no-install-recommends libgl1"
    assert "apt-get" not in machine.calls.read_text()


def test_a_display_asks_for_what_its_windows_need(machine: Machine) -> None:
    done = machine.runs("qt-libraries", DISPLAY=":0")
    assert "libxcb-cursor0" in done.stderr
    done = machine.runs("qt-libraries", WAYLAND_DISPLAY="wayland-0")
    assert done.stderr.splitlines()[-1].endswith("recommends libwayland-cursor0")


def test_another_linux_is_told_the_names_and_goes_on(machine: Machine) -> None:
    machine.has("ldconfig", "echo " + ALL_LIBRARIES.replace("libGL.so.1", ""))
    (machine.folder / "bin" / "apt-get").unlink()
    done = machine.runs("qt-libraries")
    assert done.returncode == 0
    assert done.stderr.strip().endswith("Debian calls their packages: libgl1")


def test_an_old_python_is_refused_with_the_way_out(machine: Machine) -> None:
    machine.has("python3", '[ "$1" = -V ] && echo "Python 3.9.2" || exit 1')
    done = machine.runs("environment")
    assert done.returncode == 1
    assert done.stderr.strip() == (
        "Reverie needs Python 3.11 or newer, and python3 is Python 3.9.2: "
        "name a newer one, as in “make studio PYTHON=python3.12”."
    )
    assert "venv" not in machine.calls.read_text()


def test_a_missing_python_is_named(machine: Machine) -> None:
    done = machine.runs("environment", PYTHON="python3.14")
    assert done.returncode == 1
    assert "there is no python3.14 here" in done.stderr


def test_make_test_and_make_studio_set_up_first() -> None:
    make = shutil.which("make")
    if make is None:
        pytest.skip("there is no make here")
    # --always-make: this machine may be set up already.
    for goal in ("studio", "test"):
        plan = subprocess.run(
            [make, "--dry-run", "--always-make", goal],
            cwd=ROOT,
            env=os.environ,
            capture_output=True,
            text=True,
            check=True,
        )
        steps = plan.stdout
        start = steps.index(".venv/bin/reverie" if goal == "studio" else "-m pytest")
        assert steps.index(".ci/environment") < start
        assert steps.index(".ci/qt-libraries") < start
