"""Keys that go down and up again, channel by channel, as notes of parts."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, deque
from collections.abc import Generator
from dataclasses import dataclass, field

from engines.compose.instruments import INSTRUMENTS
from engines.compose.midichunks import META, Chunk
from engines.compose.notes import BEND
from engines.compose.score import DRUM_CHANNEL
from engines.steps import Step

_PATIENCE = 20_000
_VOLUME, _PAN = 7, 10


@dataclass
class Part:
    """What one channel plays with one program in one track of a file; notes are [start, pitch, end, velocity]."""

    channel: int
    chunk: int
    name: str
    program: int | None = None
    volume: int | None = None
    pan: int | None = None
    notes: list[list[int]] = field(default_factory=list)
    controls: list[tuple[int, int, int]] = field(default_factory=list)


class Parts:
    """Gathers the parts of a file, chunk by chunk."""

    def __init__(self) -> None:
        self._parts: list[Part] = []
        self._chunks = 0
        self._endless = self._empty = self._pressed = 0

    def take(self, chunk: Chunk, name: str) -> Generator[Step, None, bool]:
        """Read the notes and controllers of a chunk; returns whether it holds a track."""
        hands = _Hands(self._chunks, name)
        self._chunks += 1
        for at, (tick, status, first, second) in enumerate(chunk.events):
            if not at % _PATIENCE:
                yield Step(at, len(chunk.events), "Finding notes")
            if status == META or isinstance(second, bytes):
                continue
            kind, channel = status & 0xF0, status & 0x0F
            if kind == 0x90 and second:
                hands.down(channel, tick, first, second)
            elif kind in (0x80, 0x90):
                hands.up(channel, tick, first)
            elif kind == 0xB0:
                hands.turn(channel, tick, first, second)
            elif kind == 0xC0:
                hands.choose(channel, first)
            elif kind == 0xE0:
                hands.turn(channel, tick, BEND, (second << 7 | first) - 8192)
            else:
                self._pressed += 1
        self._endless += hands.let_go(chunk.end)
        self._empty += _lengthened(hands.parts)
        self._parts += hands.parts
        return len(hands.parts) == 1 or any(part.notes for part in hands.parts)

    def kept(self) -> tuple[list[Part], list[str]]:
        """The parts that are tracks, and what was mended in them.

        A channel that is only set up, and plays nothing, is none, unless it is all that its track has.
        """
        _share_settings(self._parts)
        sizes = Counter(part.chunk for part in self._parts)
        parts = [part for part in self._parts if part.notes or sizes[part.chunk] == 1]
        _give_channels(parts)
        _give_names(parts)
        return parts, self._warnings()

    def _warnings(self) -> list[str]:
        told = []
        if self._endless:
            told.append(
                f"Notes without an end in the file: {self._endless:,}. Each ends at the next or with its track."
            )
        if self._empty:
            told.append(f"Notes without a length in the file: {self._empty:,}. They were made as short as can be.")
        if self._pressed:
            told.append(f"Events of aftertouch that were left out: {self._pressed:,}.")
        return told


class _Hands:
    """The keys that are down in one chunk."""

    def __init__(self, chunk: int, name: str) -> None:
        self.parts: list[Part] = []
        self._chunk, self._name = chunk, name
        self._now: dict[int, Part] = {}
        self._down: dict[int, deque[list[int]]] = {}

    def _part(self, channel: int) -> Part:
        part = self._now.get(channel)
        if part is None:
            part = self._now[channel] = Part(channel, self._chunk, self._name)
            self.parts.append(part)
        return part

    def down(self, channel: int, tick: int, pitch: int, velocity: int) -> None:
        note = [tick, pitch, -1, velocity]
        (self._now.get(channel) or self._part(channel)).notes.append(note)
        key = channel << 7 | pitch
        waiting = self._down.get(key)
        if waiting is None:
            self._down[key] = deque((note,))
        else:
            waiting.append(note)

    def up(self, channel: int, tick: int, pitch: int) -> None:
        """End the note of this key that has been down longest."""
        waiting = self._down.get(channel << 7 | pitch)
        if waiting:
            waiting.popleft()[2] = tick

    def choose(self, channel: int, program: int) -> None:
        """Change the program: what comes after it is another part once something has been played."""
        part = self._part(channel)
        same = next((one for one in self.parts if one.channel == channel and one.program == program), None)
        if same is None and (part.program is None or not part.notes):
            part.program = program
            return
        if same is None:
            same = Part(channel, self._chunk, self._name, program, part.volume, part.pan)
            self.parts.append(same)
        self._now[channel] = same

    def turn(self, channel: int, tick: int, number: int, value: int) -> None:
        """A controller: volume and pan before the first note are the part's, the rest keep their ticks."""
        part = self._part(channel)
        if number in (_VOLUME, _PAN) and self._at_start(part, tick):
            if number == _VOLUME:
                part.volume = value
            else:
                part.pan = value
            return
        part.controls.append((tick, number, value))

    @staticmethod
    def _at_start(part: Part, tick: int) -> bool:
        return not part.notes or part.notes[0][0] >= tick

    def let_go(self, end: int) -> int:
        """End what is still down; returns how many notes that were."""
        forgotten = {key: len(waiting) for key, waiting in self._down.items() if waiting}
        notes: dict[int, list[list[int]]] = {key: [] for key in forgotten}
        for part in self.parts if forgotten else ():
            for note in part.notes:
                key = part.channel << 7 | note[1]
                if key in notes:
                    notes[key].append(note)
        for same in notes.values():
            _pair_anew(same, end)
        return sum(forgotten.values())


def _pair_anew(notes: list[list[int]], end: int) -> None:
    """End the notes of one key of which some end was forgotten.

    The ends there are may belong to other notes then, so no note outlasts the next of its key.
    """
    notes.sort(key=lambda note: note[0])
    ends = sorted(note[2] for note in notes if note[2] >= 0)
    following = [*(note[0] for note in notes[1:]), max(end, notes[-1][0])]
    for note, until in zip(notes, following, strict=True):
        at = bisect_right(ends, note[0])
        note[2] = min(ends[at], until) if at < len(ends) else until


def _share_settings(parts: list[Part]) -> None:
    """Some files set up all channels in their first track: what another says of its channel holds for a part too."""
    played = {part.chunk for part in parts if part.notes}
    sizes = Counter(part.chunk for part in parts)
    told: dict[int, Part] = {}
    for part in parts:
        if part.chunk not in played and sizes[part.chunk] > 1:
            told.setdefault(part.channel, part)
    programs = {part.channel: part.program for part in reversed(parts) if part.program is not None}
    for part in parts:
        if part.program is None:
            part.program = programs.get(part.channel)
        source = told.get(part.channel)
        if source is not None and part.notes:
            part.volume = source.volume if part.volume is None else part.volume
            part.pan = source.pan if part.pan is None else part.pan


def _lengthened(parts: list[Part]) -> int:
    """Give notes of no length one tick; returns how many there were."""
    count = 0
    for part in parts:
        for note in part.notes:
            if note[2] <= note[0]:
                note[2] = note[0] + 1
                count += 1
    return count


def _give_channels(parts: list[Part]) -> None:
    """Parts that one channel played one after the other get channels of their own while there are any."""
    used = {part.channel for part in parts}
    free = [channel for channel in range(16) if channel not in used and channel != DRUM_CHANNEL]
    seen = set()
    for part in parts:
        if (part.chunk, part.channel) in seen and free and part.channel != DRUM_CHANNEL:
            part.channel = free.pop(0)
        seen.add((part.chunk, part.channel))


def _give_names(parts: list[Part]) -> None:
    """Several parts from one track of a file are called by what plays them."""
    sizes = Counter(part.chunk for part in parts)
    for part in parts:
        if sizes[part.chunk] > 1:
            part.name = "Drums" if part.channel == DRUM_CHANNEL else INSTRUMENTS[part.program or 0]
