"""What this computer is, and one measured sentence on what runs where; for the report, About and the shell."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from studio.threads import core_count

#: What ONNX Runtime calls the devices, and what people call them.
DEVICES = {
    "TensorrtExecutionProvider": "TensorRT",
    "CUDAExecutionProvider": "CUDA",
    "ROCMExecutionProvider": "ROCm",
    "MIGraphXExecutionProvider": "MIGraphX",
    "DmlExecutionProvider": "DirectML",
    "CoreMLExecutionProvider": "Core ML",
    "OpenVINOExecutionProvider": "OpenVINO",
    "CPUExecutionProvider": "CPU",
}


@dataclass(frozen=True, slots=True)
class Hardware:
    """The computer as a bug report needs it; memory is in bytes, None where the system does not say."""

    cpu: str
    cores: int
    memory_total: int | None
    memory_free: int | None
    system: str
    python: str
    qt: str
    display: str | None
    audio: str


def describe() -> Hardware:
    """Look at the computer, without importing Qt, torch or ONNX Runtime for it."""
    total, free = _memory()
    return Hardware(
        cpu=_cpu_name(),
        cores=core_count(),
        memory_total=total,
        memory_free=free,
        system=_system(),
        python=platform.python_version(),
        qt=_qt_version(),
        display=_display(),
        audio=_audio(),
    )


def runs_on(provider: str, threads: int, available: Sequence[str] | None = None) -> str:
    """Say what a model runs on, from the provider its session really chose and its number of threads.

    ``provider`` is ``session.get_providers()[0]``; ``available`` are the providers of the installed ONNX
    Runtime, which is asked (and imported, 0.3 s) when they are not given.
    """
    if available is None:
        import onnxruntime

        available = onnxruntime.get_available_providers()
    device = DEVICES.get(provider, provider.removesuffix("ExecutionProvider"))
    if threads == 1:
        chosen = translate("Hardware", "Runs on: {device}, one thread.").format(device=device)
    else:
        chosen = translate("Hardware", "Runs on: {device}, {threads} threads.").format(device=device, threads=threads)
    if provider != "CPUExecutionProvider":
        return chosen
    faster = [name for code, name in DEVICES.items() if code in available and name != "CPU"]
    if faster:
        rest = translate("Hardware", "{devices} is there, but this model does not use it.")
        return f"{chosen} {rest.format(devices=', '.join(faster))}"
    return f"{chosen} {translate('Hardware', 'No CUDA provider in this ONNX Runtime.')}"


def translate(context: str, text: str) -> str:
    """Translate where a window is open; the shell speaks English and need not load Qt to do so."""
    core = sys.modules.get("PySide6.QtCore")
    return str(core.QCoreApplication.translate(context, text)) if core else text


def _cpu_name() -> str:
    for line in _read("/proc/cpuinfo").splitlines():
        if line.startswith(("model name", "Model")):
            return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _memory() -> tuple[int | None, int | None]:
    """Total and free memory; a container's limit counts where it is below what the machine has."""
    facts: dict[str, int] = {}
    for line in _read("/proc/meminfo").splitlines():
        name, _, amount = line.partition(":")
        facts[name] = int(amount.split()[0]) * 1024
    total, free = facts.get("MemTotal"), facts.get("MemAvailable")
    limit = _read("/sys/fs/cgroup/memory.max").strip()
    if total is not None and limit.isdigit() and int(limit) < total:
        used = int(_read("/sys/fs/cgroup/memory.current").strip() or 0)
        left = max(0, int(limit) - used)
        return int(limit), left if free is None else min(free, left)
    if total is None and hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        total = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return total, free


def _system() -> str:
    try:
        name = platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        name = f"{platform.system()} {platform.release()}"
    return f"{name}, {platform.machine()}"


def _qt_version() -> str:
    try:
        return version("PySide6-Essentials")
    except PackageNotFoundError:
        return translate("Hardware", "not installed")


def _display() -> str | None:
    """The screen Reverie is on, or the display the environment names before there is a window."""
    gui = sys.modules.get("PySide6.QtGui")
    screen = gui.QGuiApplication.primaryScreen() if gui and gui.QGuiApplication.instance() else None
    if gui is None or screen is None:
        return os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY") or None
    size = screen.geometry()
    scale = round(screen.devicePixelRatio() * 100)
    return f"{size.width()} × {size.height()}, {scale} %, {gui.QGuiApplication.platformName()}"


def _audio() -> str:
    if sys.platform == "darwin":
        return "Core Audio"
    if sys.platform == "win32":
        return "WASAPI"
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR") or "/nonexistent")
    for server, socket in (("PipeWire", "pipewire-0"), ("PulseAudio", "pulse/native")):
        if (runtime / socket).exists():
            return server
    # A card can be there only to record; what can play has a file that ends in p.
    if any(Path("/dev/snd").glob("pcm*p")):
        return "ALSA"
    return translate("Hardware", "no sound device found")


def _read(path: str) -> str:
    """The text of a file of the kernel, empty where this system has no such file."""
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
