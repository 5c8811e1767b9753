"""What a person gets with ``pip install .`` or ``make studio``: everything Reverie needs, in fixed versions."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from studio import binding

ROOT = Path(__file__).parents[1]
PACKAGES = ("engines", "studio", "resources", "weights")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LOCK = [
    line for line in (ROOT / "requirements.lock").read_text("utf-8").splitlines() if line and not line.startswith("#")
]
#: What torch's builds for graphics cards ask for in exact versions themselves.
OF_GRAPHICS_CARDS = ("nvidia-", "cuda-", "triton")


def shipped_files() -> set[str]:
    """Every file of the product's folders that is not a trace of having run it."""
    found = (path for package in PACKAGES for path in (ROOT / package).rglob("*") if path.is_file())
    return {
        path.relative_to(ROOT).as_posix()
        for path in found
        if path.suffix != ".pyc" and not any(part.startswith(".") for part in path.parts[len(ROOT.parts) :])
    }


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    """Build the wheel from a copy, so that no build folder appears in the tree; offline, with our own setuptools."""
    copy = tmp_path_factory.mktemp("copy")
    for name in shipped_files():
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        # Only the names of the weights matter here, and packing them would take long.
        if name.startswith("weights/") and not name.endswith(".py"):
            (copy / name).touch()
        else:
            shutil.copyfile(ROOT / name, copy / name)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copyfile(ROOT / name, copy / name)
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
        "-w",
        "out",
        ".",
    ]
    built = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    (found,) = (copy / "out").glob("*.whl")
    with zipfile.ZipFile(found) as archive:
        yield archive


def test_every_file_of_the_product_is_in_the_wheel(wheel: zipfile.ZipFile) -> None:
    missing = shipped_files() - set(wheel.namelist())
    assert not missing, f"add their endings to package-data in pyproject.toml: {sorted(missing)}"


def test_nothing_else_is_in_the_wheel(wheel: zipfile.ZipFile) -> None:
    others = {name for name in wheel.namelist() if ".dist-info/" not in name} - shipped_files()
    assert others == set()


def test_resources_and_weights_come_along_as_packages(wheel: zipfile.ZipFile) -> None:
    assert {"resources/__init__.py", "weights/__init__.py"} <= set(wheel.namelist())


def test_the_wheel_brings_the_command_and_the_licence(wheel: zipfile.ZipFile) -> None:
    (entries,) = (name for name in wheel.namelist() if name.endswith(".dist-info/entry_points.txt"))
    assert "reverie = studio.__main__:main" in wheel.read(entries).decode()
    (licence,) = (name for name in wheel.namelist() if name.endswith("/LICENSE"))
    assert b"GNU GENERAL PUBLIC LICENSE" in wheel.read(licence)


def test_the_lock_names_exact_versions_and_nothing_else() -> None:
    exact = re.compile(r"[A-Za-z0-9._-]+==[0-9][0-9A-Za-z.]*(; [a-z_]+ [=!<>]+ \"[^\"]+\")?")
    assert [line for line in LOCK if not exact.fullmatch(line)] == []


def test_the_lock_names_each_package_once() -> None:
    names = [canonicalize_name(Requirement(line).name) for line in LOCK]
    assert len(names) == len(set(names))


def test_the_lock_fits_what_the_project_asks_for() -> None:
    pins = {canonicalize_name(Requirement(line).name): line.split("==")[1].split(";")[0] for line in LOCK}
    for line in [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]:
        wanted = Requirement(line)
        if wanted.marker is None or wanted.marker.evaluate():
            pin = pins.get(canonicalize_name(wanted.name))
            assert pin is not None, f"run make lock: {wanted} is not in requirements.lock"
            assert wanted.specifier.contains(pin), f"run make lock: {wanted} does not allow {pin}"


def test_what_the_locked_packages_need_is_locked_too() -> None:
    locked = {canonicalize_name(Requirement(line).name) for line in LOCK}
    needed = {need for line in LOCK for need in needs_of(Requirement(line).name)}
    assert needed - locked == set()


def needs_of(package: str) -> Iterator[str]:
    """The packages this installed one needs on this computer, without its extras."""
    try:
        lines = requires(package) or []
    except PackageNotFoundError:
        return
    for need in map(Requirement, lines):
        name = canonicalize_name(need.name)
        if (need.marker is None or need.marker.evaluate({"extra": ""})) and not name.startswith(OF_GRAPHICS_CARDS):
            yield name


def test_the_guard_names_the_packages_that_make_installs() -> None:
    script = (ROOT / ".ci/qt-libraries").read_text("utf-8")
    always = re.search(r'needed="\n(.*?)"', script, re.DOTALL)
    assert always is not None
    assert [line.split()[1] for line in always[1].splitlines()] == binding.QT_LIBRARIES.split()
