"""Notes that a person tries out: a key of the roll, a note that is drawn, an instrument that is played."""

from __future__ import annotations

from engines.compose.score import Track
from engines.compose.sound.hands import NEVER, Hands
from engines.compose.sound.strips import Strip
from engines.compose.sound.synth import LIVE, Synth


class Tryout:
    """Plays on channels of its own, so that it neither cuts off nor keeps the notes of the score.

    It counts in frames of the stream, which pass whether the score is played or not.
    """

    def __init__(self, synth: Synth) -> None:
        self._synth = synth
        self._hands = Hands(synth, LIVE)
        self._strips: dict[int, Strip] = {}

    @property
    def sounding(self) -> int:
        """Notes that are held."""
        return self._hands.sounding

    def press(self, place: int, track: Track, pitch: int, velocity: int, end: int = NEVER) -> None:
        """Begin a note with the instrument of ``track``, whether that is muted or not, that ends at frame ``end``."""
        if place in self._strips:
            self._strips[place].follow(track)
        else:
            self._strips[place] = Strip(self._synth, LIVE + place, track)
        self._hands.press(place, pitch, velocity, end)

    def lift(self, place: int, pitch: int) -> None:
        """Let a note end."""
        self._hands.lift(place, pitch)

    def turn(self, place: int, track: Track, number: int, value: int) -> None:
        """Turn a controller of these notes: a pedal, a pitch wheel."""
        if place not in self._strips:
            self._strips[place] = Strip(self._synth, LIVE + place, track)
        self._strips[place].turn(number, value)
        self._hands.pedal(place, self._strips[place].pedal)

    def next_end(self) -> int:
        """The frame at which the next note ends; NEVER if none does."""
        return self._hands.next_end()

    def lift_due(self, frame: int) -> None:
        """End what ends at ``frame`` or before."""
        self._hands.lift_due(frame)

    def forget(self, place: int) -> None:
        """End the notes of a track that is no more."""
        self._hands.lift_all((place,))
        self._hands.pedal(place, False)
        self._strips.pop(place, None)

    def lift_all(self) -> None:
        """End every note, and put every controller back."""
        self._hands.lift_all()
        for place, strip in self._strips.items():
            strip.forget()
            self._hands.pedal(place, False)
