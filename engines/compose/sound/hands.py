"""Which keys are down: every note that began is ended once, whatever happens in between."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from heapq import heappop, heappush

from engines.compose.sound.synth import Synth

#: No end is known: a key that a person holds.
NEVER = 2**62


class Hands:
    """The keys that are down on channels ``base`` + track, and the frames at which they come up.

    Of one track a pitch sounds once: played again it begins anew and ends when the last of both would have.
    """

    def __init__(self, synth: Synth, base: int = 0) -> None:
        self._synth, self._base = synth, base
        self._down: dict[tuple[int, int], tuple[int, int]] = {}
        self._ends: list[tuple[int, int, int]] = []
        self._pedals: set[int] = set()
        self._pedalled: set[tuple[int, int]] = set()

    @property
    def sounding(self) -> int:
        """Keys that are down or kept by a pedal."""
        return len(self._down) + len(self._pedalled)

    def holds(self, track: int, pitch: int) -> bool:
        """Whether the key is down."""
        return (track, pitch) in self._down

    def press(self, track: int, pitch: int, velocity: int, end: int = NEVER, start: int = -1) -> None:
        """Begin a note that ends at frame ``end``; ``start`` is the tick by which its note is found again."""
        key = (track, pitch)
        if key in self._down:
            end = max(end, self._down[key][0])
            self._synth.note_off(self._base + track, pitch)
        elif key in self._pedalled:
            self._pedalled.remove(key)
            self._synth.note_off(self._base + track, pitch)
        self._down[key] = (end, start)
        heappush(self._ends, (end, track, pitch))
        self._synth.note_on(self._base + track, pitch, velocity)

    def lift(self, track: int, pitch: int) -> None:
        """Let a key come up; its note ends unless a pedal keeps it."""
        if self._down.pop((track, pitch), None) is None:
            return
        if track in self._pedals:
            self._pedalled.add((track, pitch))
        else:
            self._synth.note_off(self._base + track, pitch)

    def next_end(self) -> int:
        """The frame at which the next key comes up; NEVER if none does."""
        while self._ends:
            end, track, pitch = self._ends[0]
            if self._down.get((track, pitch), (NEVER, 0))[0] == end:
                return end
            heappop(self._ends)
        return NEVER

    def lift_due(self, frame: int) -> None:
        """Lift what ends at ``frame`` or before."""
        while self.next_end() <= frame:
            _, track, pitch = heappop(self._ends)
            self.lift(track, pitch)

    def pedal(self, track: int, down: bool) -> None:
        """Press or lift a track's sustain pedal."""
        if down:
            self._pedals.add(track)
            return
        self._pedals.discard(track)
        for key in [key for key in self._pedalled if key[0] == track]:
            self._pedalled.remove(key)
            self._synth.note_off(self._base + track, key[1])

    def lift_all(self, tracks: Iterable[int] | None = None) -> None:
        """End every note, of these tracks or of all, whatever the pedals say; they stay where they are."""
        chosen = None if tracks is None else frozenset(tracks)
        for key in [*self._down, *self._pedalled]:
            if chosen is None or key[0] in chosen:
                self._down.pop(key, None)
                self._pedalled.discard(key)
                self._synth.note_off(self._base + key[0], key[1])

    def reconsider(self, end_of: Callable[[int, int, int], int | None]) -> None:
        """Ask for each key (track, pitch, start) when it comes up now; None lifts it at once."""
        for (track, pitch), (_, start) in list(self._down.items()):
            end = end_of(track, pitch, start)
            if end is None:
                self.lift(track, pitch)
            else:
                self._down[track, pitch] = (end, start)
                heappush(self._ends, (end, track, pitch))
