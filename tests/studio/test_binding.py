"""The guard against a PySide6 that ends Python, and against one that cannot load."""

from __future__ import annotations

import importlib
import sys
from importlib.metadata import PackageNotFoundError

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from studio import binding


@pytest.mark.parametrize(
    ("version", "python"),
    [("6.12.0", (3, 11)), ("6.12.0a1", (3, 11)), ("6.13.2", (3, 10)), ("7.0", (3, 11))],
)
def test_a_deadly_pair_is_refused_with_the_way_out(version: str, python: tuple[int, int]) -> None:
    assert binding.deadly_pair(version, python) == (
        f"PySide6 {version} ends Python 3.{python[1]} after some thousand calls: "
        "install “PySide6-Essentials<6.12”, or use Python 3.12 or newer."
    )


@pytest.mark.parametrize(("version", "python"), [("6.11.3", (3, 11)), ("6.12.0", (3, 12)), ("6.9.10", (3, 11))])
def test_a_pair_that_can_live_together_is_let_in(version: str, python: tuple[int, int]) -> None:
    assert binding.deadly_pair(version, python) is None


def test_the_installed_pair_is_let_in(capsys: pytest.CaptureFixture[str]) -> None:
    binding.require_qt()
    assert capsys.readouterr().err == ""


def test_a_deadly_pair_ends_with_code_2_before_qt_is_imported(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(binding, "version", lambda package: "6.12.0")
    monkeypatch.setattr(sys, "version_info", (3, 11, 7, "final", 0))
    monkeypatch.setattr(importlib, "import_module", lambda name: pytest.fail("Qt was imported all the same"))
    with pytest.raises(SystemExit) as ended:
        binding.require_qt()
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("PySide6 6.12.0 ends Python 3.11")


def test_a_missing_qt_ends_with_code_2(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def missing(package: str) -> str:
        raise PackageNotFoundError(package)

    monkeypatch.setattr(binding, "version", missing)
    with pytest.raises(SystemExit) as ended:
        binding.require_qt()
    assert ended.value.code == 2
    assert "pip install PySide6-Essentials" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (
            "libEGL.so.1: cannot open shared object file: No such file or directory",
            "Qt needs the system library libEGL.so.1, which is missing: on Debian or Ubuntu run “apt-get install",
        ),
        ("DLL load failed", "Qt cannot be loaded (DLL load failed): reinstall it"),
    ],
)
def test_a_qt_that_cannot_load_ends_with_code_2_and_the_way_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], reason: str, sentence: str
) -> None:
    def broken(name: str) -> None:
        raise ImportError(reason)

    monkeypatch.setattr(importlib, "import_module", broken)
    with pytest.raises(SystemExit) as ended:
        binding.require_qt()
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith(sentence)


def test_two_thousand_calls_do_not_use_up_none(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for _ in range(2000):
        label.setText("Reverie")
    assert before - sys.getrefcount(None) <= 100
