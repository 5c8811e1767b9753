"""The V and M of a folder are found, told from others, and travel to where their files are not."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest

from engines.errors import MissingWeights
from engines.play.controller import carsetting
from engines.play.controller.carsetting import CarSetting


def models(folder: Path, vision: bytes = b"sees") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vision-encoder.onnx").write_bytes(vision)
    (folder / "memory-step.onnx").write_bytes(b"remembers")
    (folder / "checkpoint.safetensors").write_bytes(b"what only learning needs")
    return folder


def test_both_lie_in_the_folder_of_a_model(tmp_path: Path) -> None:
    folder = models(tmp_path)
    assert CarSetting.of(folder) == CarSetting(folder, folder)


def test_both_lie_in_runs_of_their_own(tmp_path: Path) -> None:
    models(tmp_path / "vision")
    (tmp_path / "memory").mkdir()
    (tmp_path / "memory" / "memory-step.onnx").write_bytes(b"remembers")
    assert CarSetting.of(tmp_path) == CarSetting(tmp_path / "vision", tmp_path / "memory")


@pytest.mark.parametrize(("gone", "sentence"), [("vision-encoder.onnx", "no V"), ("memory-step.onnx", "no M")])
def test_what_is_missing_is_told(tmp_path: Path, gone: str, sentence: str) -> None:
    (models(tmp_path) / gone).unlink()
    with pytest.raises(MissingWeights, match=sentence):
        CarSetting.of(tmp_path)


def test_the_same_files_are_the_same_setting_wherever_they_lie(tmp_path: Path) -> None:
    one, same, other = (
        CarSetting.of(models(tmp_path / name, content)).fingerprint()
        for name, content in (("one", b"sees"), ("same", b"sees"), ("other", b"sees otherwise"))
    )
    assert one == same != other


def test_a_packed_setting_brings_its_files_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: dict[str, dict[str, bytes]] = {}

    def note(kind: str) -> Any:
        return lambda folder: opened.update({kind: {path.name: path.read_bytes() for path in folder.iterdir()}})

    monkeypatch.setattr(carsetting, "_vision", note("vision"))
    monkeypatch.setattr(carsetting, "_memory", note("memory"))
    here = CarSetting.of(models(tmp_path / "here"))
    before = here.fingerprint()
    there = pickle.loads(pickle.dumps(here.packed()))
    for path in (tmp_path / "here").iterdir():
        path.unlink()
    there.vision()
    there.memory()
    assert opened["vision"] == opened["memory"]
    assert opened["vision"] == {"vision-encoder.onnx": b"sees", "memory-step.onnx": b"remembers"}
    assert there.fingerprint() == before
    assert hash(there) == hash(pickle.loads(pickle.dumps(there)))
