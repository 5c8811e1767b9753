"""The start stays quick: what takes long to import comes when somebody needs it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HEAVY = {"torch", "onnxruntime", "onnx", "music21", "pyqtgraph", "gymnasium"}

IMPORT_AND_LOOK = """
import importlib, json, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
json.dump(sorted({name.partition(".")[0] for name in sys.modules}), sys.stdout)
"""


def modules_of(*rooms: str, house: Path = ROOT) -> list[str]:
    """The modules in these rooms, from the files alone: to walk packages would import them."""
    paths = (path.relative_to(house).with_suffix("") for path in sorted((house / "studio").rglob("*.py")))
    names = [".".join(path.parts).removesuffix(".__init__") for path in paths]
    return [name for name in names if any(name == room or name.startswith(f"{room}.") for room in rooms)]


def loaded_by(modules: list[str], house: Path = ROOT) -> set[str]:
    """Import these modules in a fresh Python and return every package it has loaded then."""
    command = [sys.executable, "-c", IMPORT_AND_LOOK, *modules]
    fresh = subprocess.run(command, cwd=house, capture_output=True, text=True, check=False)
    assert fresh.returncode == 0, fresh.stderr
    return set(json.loads(fresh.stdout))


def test_no_room_of_the_studio_loads_anything_heavy() -> None:
    modules = modules_of("studio")
    assert "studio.hardware" in modules
    assert loaded_by(modules) & HEAVY == set()


@pytest.mark.skipif(not (ROOT / "studio/__main__.py").exists(), reason="the entry is not built yet")
def test_the_entry_and_the_command_line_load_no_qt() -> None:
    modules = modules_of("studio.__main__", "studio.cli")
    assert "studio.__main__" in modules
    assert loaded_by(modules) & {*HEAVY, "PySide6"} == set()


def test_a_room_that_loads_something_heavy_would_be_noticed(tmp_path: Path) -> None:
    (tmp_path / "studio" / "panes").mkdir(parents=True)
    (tmp_path / "studio" / "__init__.py").touch()
    (tmp_path / "studio" / "panes" / "__init__.py").write_text("import onnxruntime")
    modules = modules_of("studio", house=tmp_path)
    assert modules == ["studio", "studio.panes"]
    assert loaded_by(modules, house=tmp_path) & HEAVY == {"onnxruntime"}
