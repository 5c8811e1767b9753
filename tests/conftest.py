"""What holds for every test: no screen, one thread, a person of its own, and nothing left behind."""

from __future__ import annotations

import os
from collections.abc import Generator

import pytest
from hypothesis import settings

from tests.guards import failed, nothing_left_running, own_person, refuse_dialogs

__all__ = ["nothing_left_running", "own_person", "refuse_dialogs"]

# One OpenMP thread: sums in one order give the same digits on every machine, tiny tensors are faster
# without a pool, and a training run may hold the other core. OpenMP reads this when torch is first
# imported, so it is set here, before any test module is. The product chooses its own count on its lanes.
os.environ.update(OMP_NUM_THREADS="1", MKL_NUM_THREADS="1", OMP_WAIT_POLICY="PASSIVE")
# pygame opens a window and a sound device as soon as an environment renders.
os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")

# A slow machine is no defect, so no deadline; CI tries the same examples every time.
settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")

ALLOWED_QT_MESSAGES = (
    # The offscreen platform has no window manager that could take size hints, raise or lower a window.
    r"^This plugin does not support (propagateSizeHints|raise|lower|grabbing)",
    # Qt brings no fonts of its own; a bare Debian container has none at all.
    r"^QFontDatabase: Cannot find font directory",
    r"^Populating font family aliases took",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Tests run without a screen unless somebody wants to watch."""
    parser.addoption("--headed", action="store_true", help="show the windows instead of drawing them offscreen")


def pytest_configure(config: pytest.Config) -> None:
    """Choose Qt's platform before the first QApplication, and name the Qt messages that are no defect."""
    if not config.getoption("--headed"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    for pattern in ALLOWED_QT_MESSAGES:
        config.addinivalue_line("qt_log_ignore", pattern)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember a failure: what a failed test left behind is a consequence, not a second defect."""
    report = yield
    if report.failed:
        item.stash[failed] = True
    return report
