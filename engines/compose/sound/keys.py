"""Instruments that a person plays: the computer's keyboard, and MIDI devices where there are any."""

from __future__ import annotations

import importlib
import importlib.util
from dataclasses import dataclass
from typing import Any, Protocol

from engines.compose.notes import BEND
from engines.errors import BadInput

#: Two rows of keys as the white and black keys from C on, as in Logic, Live and GarageBand.
LETTERS = "AWSEDFTGYHUJKOLP;"
OCTAVE_DOWN, OCTAVE_UP = "Z", "X"
SOFTER, LOUDER = "C", "V"
#: C of the middle octave.
MIDDLE = 60


@dataclass(frozen=True)
class ComputerKeys:
    """What the letters of the computer's keyboard play: ``octave`` is up (or down) from the middle one."""

    octave: int = 0
    velocity: int = 90

    def pitch(self, letter: str) -> int | None:
        """The pitch of a letter, None for one that plays nothing or lies off the keyboard."""
        place = LETTERS.find(letter.upper()) if len(letter) == 1 else -1
        pitch = MIDDLE + 12 * self.octave + place
        return pitch if place >= 0 and 0 <= pitch <= 127 else None

    def changed(self, letter: str) -> ComputerKeys:
        """The keys after Z or X (an octave down or up) or C or V (softer or louder); the same for other letters."""
        octave, velocity = self.octave, self.velocity
        match letter.upper():
            case "Z":
                octave = max(-5, octave - 1)
            case "X":
                octave = min(4, octave + 1)
            case "C":
                velocity = max(10, velocity - 20)
            case "V":
                velocity = min(127, velocity + 20)
        return ComputerKeys(octave, velocity)


@dataclass(frozen=True)
class Played:
    """What came from a MIDI device: ``velocity`` 0 lifts the key; ``control`` is a controller's number or BEND."""

    pitch: int | None = None
    velocity: int = 0
    control: int | None = None
    value: int = 0


class MidiInput(Protocol):
    """An open MIDI device."""

    def poll(self) -> list[Played]:
        """What was played since this was last asked; never waits."""

    def close(self) -> None:
        """Let the device go."""


def midi_inputs() -> tuple[str, ...]:
    """The names of the MIDI devices that can be played; none without the package pygame or without a device."""
    midi = _midi()
    if midi is None:
        return ()
    return tuple(name for name, _ in _inputs(midi))


def why_no_midi() -> str:
    """One sentence on why ``midi_inputs`` is empty."""
    if _midi() is None:
        return "MIDI devices need the package pygame-ce; the computer's keyboard plays without it."
    return "No MIDI device was found: connect one and look again. The computer's keyboard plays meanwhile."


def open_midi(name: str) -> MidiInput:
    """Open the device of that name; raises BadInput when it is not there or another program has it."""
    midi = _midi()
    found = {} if midi is None else dict(_inputs(midi))
    if midi is None or name not in found:
        raise BadInput(why_no_midi() if not found else f"The MIDI device “{name}” is not there. Choose another one.")
    try:
        return _PygameInput(midi, midi.Input(found[name]))
    except Exception as error:  # pygame raises its own, which is not there to be named without it
        raise BadInput(f"The MIDI device “{name}” cannot be opened: another program may have it.") from error


class _PygameInput:
    def __init__(self, midi: Any, device: Any) -> None:
        self._midi, self._device = midi, device

    def poll(self) -> list[Played]:
        if self._device is None or not self._device.poll():
            return []
        messages = [message for message, _time in self._device.read(256)]
        return [played for message in messages if (played := read_message(message)) is not None]

    def close(self) -> None:
        if self._device is not None:
            self._device.close()
            self._device = None


def read_message(message: list[int]) -> Played | None:
    """What a MIDI message of a device means to a player; None if nothing (clocks, touch, programs)."""
    status, first, second = (*message, 0, 0, 0)[:3]
    match status & 0xF0:
        case 0x80:
            return Played(pitch=first)
        case 0x90:
            return Played(pitch=first, velocity=second)
        case 0xB0:
            return Played(control=first, value=second)
        case 0xE0:
            return Played(control=BEND, value=(second << 7 | first) - 8192)
    return None


def _midi() -> Any:
    """pygame's MIDI part, begun; None where it is not installed or will not begin."""
    if importlib.util.find_spec("pygame") is None:
        return None
    try:
        midi = importlib.import_module("pygame.midi")
        midi.init()
    except Exception:  # a system without MIDI raises whatever its driver does
        return None
    return midi


def _inputs(midi: Any) -> list[tuple[str, int]]:
    found = []
    for number in range(midi.get_count()):
        _system, name, plays_in, *_ = midi.get_device_info(number)
        if plays_in:
            found.append((name.decode(errors="replace"), number))
    return found
