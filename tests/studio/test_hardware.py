"""What Reverie says about the computer it runs on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from studio import hardware
from studio.threads import core_count

CPU_ONLY = ("CPUExecutionProvider",)
WITH_CUDA = ("CUDAExecutionProvider", "CPUExecutionProvider")


@pytest.mark.parametrize(
    ("provider", "threads", "available", "sentence"),
    [
        (
            "CPUExecutionProvider",
            2,
            CPU_ONLY,
            "Runs on: CPU, 2 threads. No CUDA provider in this ONNX Runtime.",
        ),
        (
            "CPUExecutionProvider",
            1,
            WITH_CUDA,
            "Runs on: CPU, one thread. CUDA is there, but this model does not use it.",
        ),
        ("CUDAExecutionProvider", 1, WITH_CUDA, "Runs on: CUDA, one thread."),
        ("CoreMLExecutionProvider", 4, CPU_ONLY, "Runs on: Core ML, 4 threads."),
        ("VitisAIExecutionProvider", 4, CPU_ONLY, "Runs on: VitisAI, 4 threads."),
    ],
)
def test_one_sentence_says_what_runs_where(
    provider: str, threads: int, available: tuple[str, ...], sentence: str
) -> None:
    assert hardware.runs_on(provider, threads, available) == sentence


def test_the_installed_runtime_is_asked_when_nobody_says_what_it_has() -> None:
    assert hardware.runs_on("CPUExecutionProvider", 2).startswith("Runs on: CPU, 2 threads. ")


def test_the_description_is_of_this_computer(qapp: QApplication) -> None:
    found = hardware.describe()
    assert found.cpu
    assert found.cores == core_count()
    assert found.python == ".".join(map(str, sys.version_info[:3]))
    assert found.qt.startswith("6.")
    assert found.display is not None
    assert found.display.endswith(qapp.platformName())


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not say how much memory is free")
def test_free_memory_is_a_part_of_all_memory() -> None:
    found = hardware.describe()
    assert found.memory_total is not None
    assert found.memory_free is not None
    assert 0 <= found.memory_free < found.memory_total


def answers(monkeypatch: pytest.MonkeyPatch, **texts: str) -> None:
    """Let the kernel's files hold these texts, and no others."""
    monkeypatch.setattr(hardware, "_read", lambda path: texts.get(Path(path).name.replace(".", "_"), ""))


def test_the_limit_of_a_container_counts_as_its_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    meminfo = "MemTotal:  8000 kB\nMemAvailable:  6000 kB\n"
    answers(monkeypatch, meminfo=meminfo, memory_max="2048000\n", memory_current="1024000\n")
    assert hardware._memory() == (2048000, 1024000)


def test_a_container_without_a_limit_has_what_the_machine_has(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, meminfo="MemTotal:  8000 kB\nMemAvailable:  6000 kB\n", memory_max="max\n")
    assert hardware._memory() == (8000 * 1024, 6000 * 1024)


def test_a_processor_has_the_name_the_kernel_gives_it(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, cpuinfo="processor\t: 0\nmodel name\t: Ryzen 7: mobile\n")
    assert hardware._cpu_name() == "Ryzen 7: mobile"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a choice of sound servers")
@pytest.mark.parametrize(("socket", "server"), [("pipewire-0", "PipeWire"), ("pulse/native", "PulseAudio")])
def test_a_sound_server_is_found_by_its_socket(own_person: Path, socket: str, server: str) -> None:
    place = Path(os.environ["XDG_RUNTIME_DIR"]) / socket
    place.parent.mkdir(exist_ok=True)
    place.touch()
    assert hardware.describe().audio == server


LOOK = """
import sys
from studio import hardware
print(hardware.describe().display, hardware.runs_on("CPUExecutionProvider", 3, ["CPUExecutionProvider"]))
print([name for name in ("PySide6", "torch", "onnxruntime") if name in sys.modules])
"""


def test_the_shell_gets_the_same_without_loading_qt_or_torch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", ":7")
    root = Path(hardware.__file__).parents[1]
    shell = subprocess.run([sys.executable, "-c", LOOK], cwd=root, capture_output=True, text=True, check=True)
    assert shell.stdout.splitlines() == [
        ":7 Runs on: CPU, 3 threads. No CUDA provider in this ONNX Runtime.",
        "[]",
    ]
