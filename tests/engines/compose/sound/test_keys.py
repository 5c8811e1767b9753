"""The computer's keyboard plays, and MIDI devices do where there are any."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

from engines.compose.notes import BEND
from engines.compose.sound import keys
from engines.compose.sound.keys import ComputerKeys, Played, midi_inputs, open_midi, read_message, why_no_midi
from engines.errors import BadInput


def test_two_rows_of_letters_are_white_and_black_keys() -> None:
    assert [ComputerKeys().pitch(letter) for letter in "awsedftgyhujk"] == list(range(60, 73))
    assert [ComputerKeys().pitch(letter) for letter in ("Q", "1", "", "AW", "ö")] == [None] * 5


def test_letters_below_move_the_octave_and_the_loudness() -> None:
    played = ComputerKeys()
    for letter in "xXv":
        played = played.changed(letter)
    assert (played.pitch("a"), played.velocity) == (84, 110)
    for letter in "z" * 20 + "c" * 20:
        played = played.changed(letter)
    assert (played.pitch("a"), played.velocity) == (0, 10)
    for letter in "x" * 20:
        played = played.changed(letter)
    assert played.pitch("a") == 108
    assert played.changed("x").pitch(";") == 124
    assert played.changed("q") == played


def test_messages_of_a_device_are_notes_and_controllers() -> None:
    assert read_message([0x93, 60, 100, 0]) == Played(60, 100)
    assert read_message([0x93, 60, 0, 0]) == Played(60, 0)
    assert read_message([0x80, 60, 64]) == Played(60, 0)
    assert read_message([0xB0, 64, 127]) == Played(control=64, value=127)
    assert read_message([0xE0, 0, 0x40]) == Played(control=BEND, value=0)
    assert read_message([0xE0, 0x7F, 0x7F]) == Played(control=BEND, value=8191)
    assert read_message([0xF8]) is None
    assert read_message([]) is None


def test_without_the_package_there_are_no_devices_and_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "_midi", lambda: None)
    assert midi_inputs() == ()
    assert "pygame-ce" in why_no_midi()
    with pytest.raises(BadInput, match="pygame-ce"):
        open_midi("Keystation")


class Port:
    """What pygame.midi has, with one keyboard on it."""

    def __init__(self, number: int) -> None:
        if number != 1:
            raise RuntimeError("busy")
        self.messages = [[[0x90, 60, 100, 0], 5], [[0xF8, 0, 0, 0], 6], [[0x80, 60, 0, 0], 7]]
        self.closed = False

    def poll(self) -> bool:
        assert not self.closed
        return bool(self.messages)

    def read(self, most: int) -> list[list[object]]:
        taken, self.messages = self.messages[:most], []
        return taken

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> None:
    infos = [(b"ALSA", b"Through", 0, 1, 0), (b"ALSA", b"Keystation", 1, 0, 0), (b"ALSA", b"Busy", 1, 0, 0)]
    midi = SimpleNamespace(get_count=lambda: 3, get_device_info=infos.__getitem__, Input=Port, init=lambda: None)
    monkeypatch.setattr(keys, "_midi", lambda: midi)


def test_a_device_is_read_without_waiting(port: None) -> None:
    assert midi_inputs() == ("Keystation", "Busy")
    device = open_midi("Keystation")
    assert device.poll() == [Played(60, 100), Played(60, 0)]
    assert device.poll() == []
    device.close()
    device.close()
    assert device.poll() == []


def test_a_device_that_is_gone_or_busy_is_one_sentence(port: None) -> None:
    with pytest.raises(BadInput, match="“Organ” is not there"):
        open_midi("Organ")
    with pytest.raises(BadInput, match="another program may have it"):
        open_midi("Busy")


def test_looking_for_devices_loads_nothing_where_nothing_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys.importlib.util, "find_spec", lambda name: None)
    assert midi_inputs() == ()
    assert "pygame.midi" not in sys.modules
