"""MIDI keyboards of the system: what their messages mean, and what is said where there are none."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest

from engines.compose.sound import mididevices
from engines.compose.sound.mididevices import Kind, Played, SystemDevices, plain_name, understood
from engines.errors import BadInput


@pytest.mark.parametrize(
    ("message", "meant"),
    [
        ([0x90, 60, 100], Played(Kind.DOWN, 60, 100)),
        ([0x9F, 60, 1], Played(Kind.DOWN, 60, 1)),
        ([0x90, 60, 0], Played(Kind.UP, 60)),
        ([0x83, 60, 64], Played(Kind.UP, 60)),
        ([0xB0, 64, 64], Played(Kind.PEDAL, value=1)),
        ([0xB0, 64, 63], Played(Kind.PEDAL, value=0)),
        ([0xB0, 123, 0], Played(Kind.SILENCE)),
        ([0xB0, 1, 90], None),
        ([0xE0, 0, 64], None),
        ([0xF8], None),
        ([0x90, 60], None),
        ([0x90, 200, 60], None),
        ([], None),
    ],
)
def test_messages_mean_what_the_midi_table_says(message: list[int], meant: Played | None) -> None:
    assert understood(message) == meant


def test_the_numbers_of_linux_are_no_part_of_a_name() -> None:
    assert plain_name("Keystation 49:Keystation 49 MIDI 1 20:0") == "Keystation 49:Keystation 49 MIDI 1"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can be without MIDI")
def test_without_a_sequencer_it_is_one_sentence_with_the_way_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(mididevices, "_SEQUENCER", tmp_path / "none")
    with pytest.raises(BadInput, match=r"no MIDI input.*computer's keyboard"):
        SystemDevices()


@pytest.mark.skipif(sys.platform == "linux", reason="RtMidi asks for a sequencer here")
def test_a_system_is_asked_without_a_complaint() -> None:
    SystemDevices().close()


@pytest.fixture
def sender() -> Iterator[Any]:
    """A port that looks like a keyboard, where the system can make one."""
    if sys.platform == "win32" or (sys.platform == "linux" and not os.access("/dev/snd/seq", os.W_OK)):
        pytest.skip("no virtual MIDI port can be made here")
    import rtmidi

    port = rtmidi.MidiOut(name="Toy piano")
    port.open_virtual_port("keys")
    yield port
    port.close_port()
    port.delete()


def test_what_a_virtual_keyboard_sends_is_heard(sender: Any) -> None:
    devices = SystemDevices()
    name = next(name for name in devices.names() if "keys" in name)
    port = devices.open(name)
    sender.send_message([0x90, 60, 77])
    heard: list[Played] = []
    for _ in range(1_000_000):
        heard += port.played()
        if heard:
            break
    port.close()
    devices.close()
    assert heard == [Played(Kind.DOWN, 60, 77)]


class FakeInput:
    """RtMidi's input as its documentation tells, with two ports."""

    queue: ClassVar[list[tuple[list[int], float]]] = []

    def __init__(self, name: str = "") -> None:
        self.opened = -1

    def get_ports(self) -> list[str]:
        return ["Midi Through:Midi Through Port-0 14:0", "Keystation 20:0"]

    def open_port(self, place: int, name: str = "") -> None:
        self.opened = place

    def get_message(self) -> tuple[list[int], float] | None:
        return self.queue.pop(0) if self.queue and self.opened == 1 else None

    def close_port(self) -> None: ...

    def delete(self) -> None: ...


@pytest.fixture
def faked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> SystemDevices:
    (tmp_path / "seq").touch()
    monkeypatch.setattr(mididevices, "_SEQUENCER", tmp_path / "seq")
    monkeypatch.setitem(sys.modules, "rtmidi", SimpleNamespace(MidiIn=FakeInput))
    return SystemDevices()


def test_a_port_that_only_hands_on_is_no_keyboard(faked: SystemDevices) -> None:
    assert faked.names() == ["Keystation 20:0"]


def test_what_is_queued_comes_in_its_order(faked: SystemDevices) -> None:
    FakeInput.queue[:] = [([0x90, 60, 9], 0.0), ([0xFE], 0.1), ([0x80, 60, 0], 0.2)]
    port = faked.open("Keystation 20:0")
    assert port.played() == [Played(Kind.DOWN, 60, 9), Played(Kind.UP, 60)]
    assert port.played() == []


def test_a_keyboard_that_went_meanwhile_is_one_sentence(faked: SystemDevices) -> None:
    with pytest.raises(BadInput, match="“Gone” cannot be opened"):
        faked.open("Gone 28:0")
