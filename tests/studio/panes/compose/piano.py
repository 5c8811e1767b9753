"""MIDI keyboards that are plugged in and played by a test."""

from __future__ import annotations

from engines.compose.sound.mididevices import Played, understood
from engines.errors import BadInput


class Piano:
    """A keyboard: what is put in with ``send`` comes out as from a device."""

    def __init__(self) -> None:
        self.closed = False
        self._sent: list[list[int]] = []

    def send(self, *message: int) -> None:
        self._sent.append(list(message))

    def played(self) -> list[Played]:
        found = [one for one in map(understood, self._sent) if one is not None]
        self._sent.clear()
        return found

    def close(self) -> None:
        self.closed = True


class Shop:
    """A system with keyboards."""

    def __init__(self, *names: str) -> None:
        self.there = list(names)
        self.taken: set[str] = set()
        self.opened: dict[str, Piano] = {}

    def names(self) -> list[str]:
        return list(self.there)

    def open(self, name: str) -> Piano:
        if name in self.taken:
            raise BadInput(f"“{name}” cannot be opened.")
        self.opened[name] = Piano()
        return self.opened[name]

    def close(self) -> None:
        pass
