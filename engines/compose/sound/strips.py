"""What controllers do to a channel: one strip of a mixing desk for each track."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator

from engines.compose.notes import BEND, SUSTAIN, Control
from engines.compose.score import Track
from engines.compose.sound.synth import Synth

VOLUME, PAN, EXPRESSION = 7, 10, 11
#: A registered parameter is named by two controllers and set by a third (MIDI 1.0, RPN).
PARAMETER_LOW, PARAMETER_HIGH, DATA = 100, 101, 6
RESET = 121
#: Stands for registered parameter 0, how far the pitch wheel goes, among the numbers of controllers.
BEND_RANGE = BEND + 1

#: Those that change what is heard here.
HEARD = frozenset({VOLUME, PAN, EXPRESSION, SUSTAIN, BEND, BEND_RANGE})
#: What RESET puts back (MIDI 1.0, RP-015): volume, place and the wheel's range stay.
_RESET = {EXPRESSION: 127, SUSTAIN: 0, BEND: 0}
_UNNAMED = (127, 127)


class Strip:
    """A track's channel: its own settings, and what controllers of the score made of them.

    A volume or place that a controller set rules over the track's own from there on, as automation does.
    """

    def __init__(self, synth: Synth, channel: int, track: Track) -> None:
        self.channel, self.track = channel, track
        self.pedal = False
        self._synth = synth
        self._parameter = _UNNAMED
        self._set: dict[int, int] = {}
        self._tell(None)

    def follow(self, track: Track) -> None:
        """Take the track's settings over; what sounds is not disturbed more than they demand."""
        if track is not self.track:
            before, self.track = self.track, track
            self._tell(before)

    def forget(self) -> None:
        """Go back to what the track alone says: controllers begin anew."""
        if self._set or self.pedal:
            self._set.clear()
            self._tell(None)
            self._synth.bend(self.channel, 0.0)
        self.pedal, self._parameter = False, _UNNAMED

    def turn(self, number: int, value: int) -> None:
        """Do what a controller says; those that mean nothing here are left alone."""
        if number == PARAMETER_HIGH:
            self._parameter = (value, self._parameter[1])
        elif number == PARAMETER_LOW:
            self._parameter = (self._parameter[0], value)
        elif number == DATA and self._parameter == (0, 0):
            self.turn(BEND_RANGE, value)
        elif number == RESET:
            for each, rest in _RESET.items():
                self.turn(each, rest)
        elif number == SUSTAIN:
            self.pedal = value >= 64
        elif number in HEARD:
            self._set[number] = value
            if number in (BEND, BEND_RANGE):
                reach = self._set.get(BEND_RANGE, 2)
                self._synth.bend(self.channel, self._set.get(BEND, 0) / 8192 * reach)
            else:
                self._mix()

    def _tell(self, before: Track | None) -> None:
        now = self.track
        if before is None or (before.program, before.drums) != (now.program, now.drums):
            self._synth.program(self.channel, now.program, now.drums)
        if before is None or (before.volume, before.pan) != (now.volume, now.pan):
            self._mix()

    def _mix(self) -> None:
        """The General MIDI curve: 40·log10(volume · expression) decibels, that is, the square of both."""
        volume = self._set[VOLUME] / 127 if VOLUME in self._set else self.track.volume
        expression = self._set.get(EXPRESSION, 127) / 127
        place = (self._set[PAN] - 64) / 63 if PAN in self._set else self.track.pan
        self._synth.level(self.channel, (volume * expression) ** 2)
        self._synth.pan(self.channel, max(-1.0, place))


class History:
    """What every controller of a score was last set to before any tick, so that playing may begin anywhere.

    It is worked out when it is first asked for: a score is edited more often than played from its middle.
    """

    def __init__(self, controls: tuple[Control, ...]) -> None:
        self.controls = controls
        self._set: dict[tuple[int, int], tuple[list[int], list[int]]] | None = None

    def before(self, tick: float) -> Iterator[tuple[int, int, int]]:
        """Track, number and value of each controller that was set before ``tick``."""
        if self._set is None:
            self._set = self._sorted()
        for (track, number), (ticks, values) in self._set.items():
            at = bisect_left(ticks, tick)
            if at:
                yield track, number, values[at - 1]

    def _sorted(self) -> dict[tuple[int, int], tuple[list[int], list[int]]]:
        found: dict[tuple[int, int], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        named: dict[int, tuple[int, int]] = defaultdict(lambda: _UNNAMED)
        for control in self.controls:
            for number, value in _meant(control, named):
                ticks, values = found[control.track, number]
                ticks.append(control.tick)
                values.append(value)
        return found


def _meant(control: Control, named: dict[int, tuple[int, int]]) -> Iterable[tuple[int, int]]:
    """The settings that one controller comes to; ``named`` is the registered parameter of each track."""
    number, value, track = control.number, control.value, control.track
    if number == PARAMETER_HIGH:
        named[track] = (value, named[track][1])
    elif number == PARAMETER_LOW:
        named[track] = (named[track][0], value)
    elif number == DATA and named[track] == (0, 0):
        return [(BEND_RANGE, value)]
    elif number == RESET:
        return _RESET.items()
    elif number in HEARD:
        return [(number, value)]
    return []
