"""A device that is heard, by the package miniaudio: WASAPI, Core Audio, PulseAudio, PipeWire, ALSA or JACK."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from pathlib import Path
from typing import Any

from engines.compose.sound.hastening import hasten
from engines.compose.sound.outputs import Null, Output, Read
from engines.compose.sound.synth import RATE
from engines.errors import ReverieError

#: One period of the device and how many it keeps: 24 ms in all, which a busy computer needs (measured).
PERIOD_MS, PERIODS = 6, 4


class NoDevice(ReverieError):
    """Nothing can be heard on this machine; the sentence says why and that music goes on silently."""


SILENT = "No sound device was found: music plays without sound and can be saved. Connect one and play again."


class Device:
    """A playback device; ``name`` chooses one of ``devices()``, by default the system's.

    Raises:
        NoDevice: there is none, or it cannot be opened.
    """

    def __init__(self, name: str = "", rate: int = RATE, *, backends: tuple[Any, ...] = ()) -> None:
        miniaudio = _package()
        if not backends and not _server_runs():
            raise NoDevice(SILENT)
        self._rate = rate
        self._chosen = _found(miniaudio, name, backends) if name else None
        try:
            self._device = miniaudio.PlaybackDevice(
                output_format=miniaudio.SampleFormat.FLOAT32,
                nchannels=2,
                sample_rate=rate,
                buffersize_msec=PERIOD_MS,
                callback_periods=PERIODS,
                device_id=self._chosen,
                backends=list(backends) or None,
                app_name="Reverie",
            )
        except miniaudio.MiniaudioError as error:
            raise NoDevice(SILENT) from error
        self._name = name or str(self._device.backend)
        if not backends and self._device.backend == "Null":
            self._device.close()
            raise NoDevice(SILENT)

    @property
    def name(self) -> str:
        """The device, or the system's sound server."""
        return self._name

    @property
    def rate(self) -> int:
        """Frames a second; the server converts to those of the card."""
        return self._rate

    @property
    def latency(self) -> int:
        """All periods; what the card itself needs nobody tells."""
        return PERIODS * PERIOD_MS * self._rate // 1000

    def start(self, read: Read) -> None:
        """Begin to read, on the thread of the device."""
        frames = _frames(read)
        next(frames)
        try:
            self._device.start(frames)
        except _package().MiniaudioError as error:
            raise NoDevice(SILENT) from error

    def close(self) -> None:
        """Stop the device and let it go; its thread has ended afterwards."""
        self._device.close()


def _frames(read: Read) -> Generator[bytes | memoryview, int, None]:
    """What the device's thread runs: it sends how many frames it wants and gets their bytes."""
    count = yield b""
    hasten()
    while True:
        count = yield read(count).data.cast("B")


def devices() -> tuple[str, ...]:
    """The names of the devices that can play; none where no sound server or card is there."""
    if not _server_runs():
        return ()
    miniaudio = _package()
    try:
        return tuple(str(one["name"]) for one in miniaudio.Devices().get_playbacks())
    except miniaudio.MiniaudioError:
        return ()


def open_output(name: str = "") -> tuple[Output, str]:
    """The device, or without one the output that is not heard, with a sentence that says so. It may take a second."""
    try:
        return Device(name), ""
    except NoDevice as error:
        return Null(), str(error)


def _found(miniaudio: Any, name: str, backends: tuple[Any, ...]) -> Any:
    try:
        playbacks = miniaudio.Devices(list(backends) or None).get_playbacks()
    except miniaudio.MiniaudioError as error:
        raise NoDevice(SILENT) from error
    for one in playbacks:
        if one["name"] == name:
            return one["id"]
    raise NoDevice(f"The sound device “{name}” is not there. Connect it or choose another one.")


def _package() -> Any:
    try:
        import miniaudio
    except (ImportError, OSError) as error:
        raise NoDevice("Sound needs the package miniaudio: install Reverie again.") from error
    return miniaudio


def _server_runs() -> bool:
    """Whether it is worth asking: ALSA without a card writes a page of complaints to the terminal."""
    if sys.platform != "linux":
        return True
    if os.environ.get("PULSE_SERVER") or any(Path("/dev/snd").glob("pcm*p")):
        return True
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}")
    return (runtime / "pulse/native").exists() or (runtime / "pipewire-0").exists()
