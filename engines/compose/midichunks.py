"""The bytes of a MIDI file as events, whatever state the file is in.

Read here and not by mido, which gives up the whole file where one track is cut short.
Source: Standard MIDI Files 1.0 (MIDI Manufacturers Association, RP-001).
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field

from engines.errors import BadInput
from engines.steps import Step, Task

#: Tick, status, then two data bytes; for a meta event its type and the content.
Event = tuple[int, int, int, int] | tuple[int, int, int, bytes]
META = 0xFF
_SYSEX = (0xF0, 0xF7)
#: Data bytes of what may follow a status between 0xF1 and 0xFE, which has no business in a file.
_STRAY = {0xF1: 1, 0xF2: 2, 0xF3: 1}
MOST_EVENTS = 4_000_000
MOST_CHUNKS = 65_535
_PATIENCE = 20_000
"""Events between two reports."""
_END_OF_TRACK = 0x2F
_LAST = 2**40
"""Ticks, of whatever resolution, after which a file is nonsense."""


@dataclass
class Chunk:
    """The events of one track in the order of the file, and the tick at which it ends."""

    events: list[Event] = field(default_factory=list)
    end: int = 0
    damaged: bool = False
    clipped: int = 0


@dataclass
class MidiFile:
    """``kind`` is 0, 1 or 2; ``division`` as in the header: ticks a quarter, or negative for SMPTE time."""

    kind: int
    division: int
    chunks: list[Chunk]
    promised: int


def parse(content: bytes, name: str) -> Task[MidiFile]:
    """The chunks of a MIDI file; those that are damaged as far as they can be read. Yields while reading.

    Raises:
        BadInput: it is empty, no MIDI file, holds no track, or more than MOST_EVENTS.
    """
    if not content:
        raise BadInput(f"“{name}” is empty. Choose another file.")
    # Some programs wrap the file (RMID, MacBinary): it begins a little later then.
    start = content.find(b"MThd", 0, 1024)
    if start < 0 or len(content) < start + 14:
        raise BadInput(f"“{name}” is no MIDI file, whatever its ending says. Choose another file.")
    size = int.from_bytes(content[start + 4 : start + 8])
    kind, promised = (int.from_bytes(content[start + at : start + at + 2]) for at in (8, 10))
    division = int.from_bytes(content[start + 12 : start + 14], signed=True)
    found = MidiFile(kind if kind in (0, 1, 2) else 1, division, [], promised)
    at, count = start + 8 + max(6, min(size, 1024)), 0
    while (at := content.find(b"MTrk", at)) >= 0:
        declared = at + 8 + int.from_bytes(content[at + 4 : at + 8])
        chunk = Chunk()
        stopped = yield from _read(content, at + 8, _limit(content, declared), chunk, count)
        count += len(chunk.events)
        yield _step(count)
        found.chunks.append(chunk)
        if len(found.chunks) > MOST_CHUNKS:
            raise BadInput(f"“{name}” is made of more than {MOST_CHUNKS:,} tracks, which no MIDI file can be.")
        # Where a length is wrong, the next track is looked for instead of trusted to be there.
        at = declared if content[declared : declared + 4] == b"MTrk" else max(stopped, at + 8)
    if not found.chunks:
        raise BadInput(f"“{name}” is a MIDI file without tracks. Choose another file.")
    return found


def _limit(content: bytes, declared: int) -> int:
    """Where a track ends at the latest: as it says if another chunk or nothing follows, else before the next track."""
    if declared >= len(content) or content[declared : declared + 4].isalpha():
        return min(declared, len(content))
    following = content.find(b"MTrk", declared)
    return following if following >= 0 else len(content)


def _read(content: bytes, at: int, end: int, chunk: Chunk, before: int) -> Generator[Step, None, int]:
    """Fill a chunk from the bytes from ``at`` on; returns where it stopped."""
    events, tick, running = chunk.events, 0, 0
    put = events.append
    try:
        while at < end and tick <= _LAST:
            delta = content[at]
            at += 1
            if delta & 0x80:
                delta, at = _number(content, at - 1, end)
            tick += delta
            status = content[at]
            if status & 0x80:
                at += 1
            else:
                status = running
            if 0x80 <= status < 0xF0:
                running = status
                two = status < 0xC0 or status >= 0xE0
                first, second = content[at], content[at + 1] if two else 0
                at += 2 if two else 1
                if at > end:
                    raise IndexError
                if (first | second) & 0x80:
                    first, second = min(first, 127), min(second, 127)
                    chunk.clipped += 1
                put((tick, status, first, second))
            else:
                at = _unpitched(content, at, end, status, tick, chunk)
                if status == META and events[-1][2] == _END_OF_TRACK:
                    events.pop()
                    break
            if not len(events) % _PATIENCE:
                yield _step(before + len(events))
        else:
            chunk.damaged = end == len(content) or tick > _LAST  # it should have said that it ends
    except IndexError:
        chunk.damaged = True
    chunk.end = min(tick, _LAST)
    return at


def _step(events: int) -> Step:
    if events > MOST_EVENTS:
        raise BadInput(f"This MIDI file holds more than {MOST_EVENTS:,} events. Split it into smaller files.")
    return Step(events, None, "Reading")


def _number(content: bytes, at: int, end: int) -> tuple[int, int]:
    """A number of seven bits a byte, at most four of them, and where it ends; IndexError where there is none."""
    value = 0
    for place in range(at, min(at + 4, end)):
        byte = content[place]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, place + 1
    raise IndexError


def _unpitched(content: bytes, at: int, end: int, status: int, tick: int, chunk: Chunk) -> int:
    """Read a meta event, pass by what is only for one maker's machine; returns where the next event begins."""
    if status == META:
        kind = content[at]
        length, at = _number(content, at + 1, end)
        if at + length > end:
            raise IndexError
        chunk.events.append((tick, META, kind, content[at : at + length]))
        return at + length
    if status in _SYSEX:
        length, at = _number(content, at, end)
        if at + length > end:
            raise IndexError
        return at + length
    if status < 0x80:  # a data byte where no status came before
        raise IndexError
    return at + _STRAY.get(status, 0)
