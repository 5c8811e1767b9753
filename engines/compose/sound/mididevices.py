"""MIDI keyboards that the system knows: which there are, and what is played on one."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Protocol

from engines.errors import BadInput

#: Where Linux lets MIDI in. Without it the library complains on the terminal before it can be asked anything.
_SEQUENCER = Path("/dev/snd/seq")
#: A port of Linux that only hands on what programs send to it; nobody plays on it.
_NO_KEYBOARD = "midi through"
_SUSTAIN, _SOUND_OFF, _NOTES_OFF = 64, 120, 123
#: From here on a pedal is down (MIDI 1.0, table of controllers).
_DOWN = 64


class Kind(Enum):
    """What was done on a keyboard."""

    DOWN = "key down"
    UP = "key up"
    PEDAL = "sustain pedal"
    SILENCE = "everything off"


@dataclass(frozen=True, slots=True)
class Played:
    """One thing that was done: ``pitch`` 0 to 127; ``value`` is the velocity, or 0 and 1 for the pedal."""

    kind: Kind
    pitch: int = 0
    value: int = 0


class Port(Protocol):
    """An open keyboard."""

    def played(self) -> list[Played]:
        """What was done since the last call, oldest first; never waits."""

    def close(self) -> None:
        """Let the device go."""


class Devices(Protocol):
    """The keyboards of a system."""

    def names(self) -> list[str]:
        """Those plugged in now."""

    def open(self, name: str) -> Port:
        """Listen to one."""

    def close(self) -> None:
        """Look no more."""


def understood(message: list[int]) -> Played | None:
    """What a MIDI message says, any channel; None for what no score takes, and for what is no whole message.

    ``message``: status and data bytes as a device sends them (MIDI 1.0; note on with velocity 0 is note off).
    """
    if len(message) != 3 or not all(0 <= one <= 127 for one in message[1:]):
        return None
    kind, first, second = message[0] & 0xF0, message[1], message[2]
    if kind == 0x90 and second:
        return Played(Kind.DOWN, first, second)
    if kind in (0x80, 0x90):
        return Played(Kind.UP, first)
    if kind == 0xB0 and first == _SUSTAIN:
        return Played(Kind.PEDAL, value=int(second >= _DOWN))
    if kind == 0xB0 and first in (_SOUND_OFF, _NOTES_OFF):
        return Played(Kind.SILENCE)
    return None


def plain_name(name: str) -> str:
    """A device's name without the numbers that Linux gives it anew whenever it is plugged in."""
    return re.sub(r"\s+\d+:\d+$", "", name).strip()


class SystemDevices:
    """What RtMidi reaches: ALSA or JACK, Core MIDI, Windows.

    Raises BadInput, with one sentence, where the system has no MIDI at all.
    """

    def __init__(self) -> None:
        if sys.platform == "linux" and not _SEQUENCER.exists():
            raise BadInput(
                "This system offers no MIDI input (ALSA's sequencer is not loaded). "
                "Play on the computer's keyboard instead."
            )
        self._asked = _new_input()

    def names(self) -> list[str]:
        """Those plugged in now, as the system calls them."""
        try:
            found = [str(name) for name in self._asked.get_ports()]
        except Exception as error:
            raise BadInput(f"The system does not say which MIDI keyboards there are ({error}).") from error
        return [name for name in found if _NO_KEYBOARD not in name.lower()]

    def open(self, name: str) -> Port:
        """Listen to one; raises BadInput when it is gone or somebody else has it."""
        port = _new_input()
        try:
            port.open_port(port.get_ports().index(name), name="Reverie")
        except Exception as error:
            port.delete()
            raise BadInput(
                f"“{plain_name(name)}” cannot be opened. Close other programs that use it, or plug it in again."
            ) from error
        return _SystemPort(port)

    def close(self) -> None:
        """Look no more."""
        self._asked.delete()


class _SystemPort:
    """Reads what RtMidi has queued."""

    def __init__(self, port: Any) -> None:
        self._port = port

    def played(self) -> list[Played]:
        """What was done since the last call."""
        found = []
        while (one := self._port.get_message()) is not None:
            meant = understood(list(one[0]))
            if meant is not None:
                found.append(meant)
        return found

    def close(self) -> None:
        """Let the device go."""
        self._port.close_port()
        self._port.delete()


def _new_input() -> Any:
    try:
        import rtmidi

        return rtmidi.MidiIn(name="Reverie")
    except ImportError as error:
        raise BadInput("MIDI keyboards need the package python-rtmidi: install Reverie again.") from error
    except Exception as error:
        # RtMidi's errors have no common base but Exception, and differ from system to system.
        raise BadInput(
            "This system offers no MIDI input (its MIDI service does not answer). "
            "Play on the computer's keyboard instead."
        ) from error
