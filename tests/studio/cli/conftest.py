"""A shell for tests: run a verb as `python -m studio` would, and look at what it said."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from engines.cards import shipped_folder
from studio.cli.main import main
from tests.studio.cli.answer import ROOT, Answer, Shell


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str]) -> Shell:
    """Run a verb in this process."""

    def run(*argv: object) -> Answer:
        status = main([str(word) for word in argv])
        said = capsys.readouterr()
        return Answer(status, said.out, said.err)

    return run


@pytest.fixture
def fresh_shell() -> Shell:
    """Run a verb in a process of its own, as a verb that builds the window must."""

    def run(*argv: object, **environment: str) -> Answer:
        command = [sys.executable, "-m", "studio", *[str(word) for word in argv]]
        done = subprocess.run(
            command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def own_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped models that the test may damage."""
    folder = tmp_path / "weights"
    shutil.copytree(shipped_folder(), folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setenv("REVERIE_WEIGHTS", str(folder))
    return folder
