"""`reverie doctor` and `reverie models` tell the truth about what is there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engines.errors import MissingWeights
from studio import paths
from studio.cli import examination
from tests.studio.cli.answer import Shell


def tamper(folder: Path) -> None:
    """Change one byte of the one-pass model."""
    model = folder / "styles" / "model.onnx"
    content = bytearray(model.read_bytes())
    content[len(content) // 2] ^= 1
    model.write_bytes(content)


def test_models_lists_every_card_for_a_program(shell: Shell) -> None:
    answer = shell("models", "--json")
    (styles,) = [one for one in json.loads(answer.out) if one["name"] == "styles"]
    assert answer.status == 0
    assert (styles["kind"], styles["verified"]) == ("paint.styles", True)
    assert len(styles["files"]["model.onnx"]) == 64
    assert styles["licence"]


def test_models_names_every_model_for_a_person(shell: Shell) -> None:
    answer = shell("models")
    assert answer.status == 0
    rows = [line.split()[:3] for line in answer.out.splitlines()]
    assert ["styles", "paint.styles", "yes"] in rows
    assert ["aesop", "write.words", "yes"] in rows


def test_models_tells_of_a_model_that_was_changed(shell: Shell, own_weights: Path) -> None:
    tamper(own_weights)
    (styles,) = [model for model in json.loads(shell("models", "--json").out) if model["name"] == "styles"]
    assert styles["verified"] is False
    assert "was changed" in styles["sentence"]


def test_models_without_any_says_so(shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("REVERIE_WEIGHTS", str(tmp_path))
    assert shell("models").out == "No models are installed.\n"
    assert json.loads(shell("models", "--json").out) == []


def test_a_damaged_card_is_one_line(shell: Shell, own_weights: Path) -> None:
    (own_weights / "styles" / "card.json").write_text("{")
    answer = shell("models")
    assert answer.status == 1
    assert answer.complaints == ["reverie: The card of the model “styles” is damaged. Install Reverie again."]


def test_doctor_finds_everything_that_is_needed(shell: Shell) -> None:
    answer = shell("doctor", "--json")
    report = json.loads(answer.out)
    assert answer.status == 0
    assert report["healthy"] is True
    findings = {one["name"]: one for one in report["findings"]}
    assert "Runs on: " in findings["answering"]["sentence"]
    assert {
        "window",
        "learning",
        "feature network",
        "model styles",
        "display",
        "sound",
        "sound font",
    } <= findings.keys()
    assert findings["sound font"]["sentence"] == "Music is played with the sound font “TimGM6mb”."
    assert {f"folder {name}" for name in ("settings", "data", "log", "recovery", "models")} <= findings.keys()
    assert report["hardware"]["cores"] >= 1
    assert report["versions"]["torch"]


def test_doctor_fails_for_a_model_that_was_changed(shell: Shell, own_weights: Path) -> None:
    tamper(own_weights)
    answer = shell("doctor")
    assert answer.status == 1
    assert "✗ The model “styles” was changed" in answer.out


def test_doctor_fails_without_the_feature_network(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examination, "FEATURE_NETWORK", "a_package_that_nobody_has")
    answer = shell("doctor")
    assert answer.status == 1
    assert "✗ The feature network is missing" in answer.out


def test_doctor_fails_where_a_folder_cannot_be_made(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path / "file"))
    report = json.loads(shell("doctor", "--json").out)
    broken = {one["name"] for one in report["findings"] if not one["ok"] and one["needed"]}
    assert broken == {f"folder {name}" for name in ("settings", "data", "log", "recovery", "models")}


def test_a_check_that_raises_is_a_finding_and_the_others_still_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise MissingWeights("The probe is gone.")

    monkeypatch.setattr(examination, "_probe", broken)
    findings = {one.name: one for one in examination.examine()}
    assert findings["answering"] == examination.Finding("answering", False, True, "Answering: The probe is gone.")
    assert findings["learning"].ok


def test_a_sound_device_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import miniaudio

    from engines.compose.sound import device

    class Silent(device.Device):
        def __init__(self) -> None:
            super().__init__(backends=(miniaudio.Backend.NULL,))

    monkeypatch.setattr(device, "Device", Silent)
    monkeypatch.setattr(device, "devices", lambda: ("One",))
    (finding,) = examination._sound()
    assert (finding.ok, finding.sentence) == (True, "Sound goes to Null (one device, 24 ms).")


def test_no_display_and_no_sound_is_no_illness(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examination, "_display", lambda: iter([examination.Finding("display", False, False, "None.")]))
    monkeypatch.setattr(examination, "_sound", lambda: iter([examination.Finding("sound", False, False, "Silent.")]))
    answer = shell("doctor")
    assert answer.status == 0
    assert "– None." in answer.out
