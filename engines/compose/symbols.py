"""Lengths as symbols: which notes, with which dots and ties, write a length from one place in a bar to another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engines.compose.notes import QUARTER, Metre
from engines.compose.quantising import compound

_NAMES = {
    QUARTER * 8: "breve",
    QUARTER * 4: "whole",
    QUARTER * 2: "half",
    QUARTER: "quarter",
    QUARTER // 2: "eighth",
    QUARTER // 4: "16th",
    QUARTER // 8: "32nd",
    QUARTER // 16: "64th",
}
_BEAMS = {"eighth": 1, "16th": 2, "32nd": 3, "64th": 4}
_SHORTEST = QUARTER // 16
_LINE, _HALF, _BEAT = 10, 9, 8
"""The strength of a bar line, of the middle of a bar, of a beat."""


@dataclass(frozen=True, slots=True)
class Value:
    """A symbol by its MusicXML name, and its dots."""

    name: str
    dots: int = 0

    @property
    def beams(self) -> int:
        """How many beams or flags it has."""
        return _BEAMS.get(self.name, 0)


def value_of(length: int, most_dots: int = 1) -> Value | None:
    """The one symbol that lasts so many ticks; None where it takes several."""
    for base, name in _NAMES.items():
        if length == base:
            return Value(name)
        if length * 2 == base * 3 and most_dots >= 1:
            return Value(name, 1)
        if length * 4 == base * 7 and most_dots >= 2:
            return Value(name, 2)
    return None


class Weights:
    """How strong each place in a bar is: what is written may not hide the strong ones."""

    def __init__(self, metre: Metre) -> None:
        self._metre = metre
        self.compound = compound(metre)
        simple = max(metre.beat, QUARTER) if metre.beats % 2 == 0 else metre.beat
        self.beat = metre.beat * 3 if self.compound else simple
        beats = metre.bar // self.beat
        self._half = metre.bar // 2 if beats % 2 == 0 and beats >= 4 else 0

    def at(self, place: int) -> int:
        """The strength of a place, in ticks from the bar line: most for that, one less each time a beat is halved."""
        if not place % self._metre.bar:
            return _LINE
        if self._half and not place % self._half:
            return _HALF
        if not place % self.beat:
            return _BEAT
        part, strength = self.beat, _BEAT
        while part > _SHORTEST and strength:
            part = part // 3 if part % 9 == 0 and strength == _BEAT and self.compound else part // 2
            strength -= 1
            if part and not place % part:
                return strength
        return 0

    def strongest(self, start: int, end: int) -> int:
        """The strongest place between two, the last of equals where the start is as strong, else the first."""
        places = range(start - start % _SHORTEST + _SHORTEST, end, _SHORTEST)
        best = max((self.at(place) for place in places), default=-1)
        equal = [place for place in places if self.at(place) == best]
        if not equal:
            return -1
        return equal[-1] if self.at(start) >= best else equal[0]


def pieces(start: int, end: int, weights: Weights, *, rest: bool = False) -> Iterator[tuple[int, int, Value]]:
    """A stretch of one bar, in ticks from its bar line, as symbols one after the other that are tied (or rests)."""
    length = end - start
    value = value_of(length)
    strongest = weights.strongest(start, end)
    if value is not None and (strongest < 0 or _clear(start, end, strongest, value, weights, rest)):
        yield start, end, value
    elif strongest < 0:
        yield start, end, value_of(max(_SHORTEST, 1 << (length.bit_length() - 1))) or Value("64th")
    else:
        yield from pieces(start, strongest, weights, rest=rest)
        yield from pieces(strongest, end, weights, rest=rest)


def _clear(start: int, end: int, strongest: int, value: Value, weights: Weights, rest: bool) -> bool:
    """Whether one symbol leaves the beat clear: it begins as strongly as anything in it, or lies evenly around it."""
    first, inside = weights.at(start), weights.at(strongest)
    if rest:
        return first > inside or (first == inside and not value.dots)
    if first >= inside:
        return True
    if weights.at(end) >= inside and value.dots:
        # The short note before a dotted one: it ends where the beat ends.
        return inside <= first + 1
    even = strongest - start == end - strongest and not (weights.compound and inside == _BEAT)
    return even and not value.dots and inside <= first + 1


def beam_marks(beams: Sequence[int]) -> list[list[str]]:
    """What each note under one beam says of each of its beams, by the number of beams of each note."""
    marks: list[list[str]] = []
    for at, count in enumerate(beams):
        before = beams[at - 1] if at else 0
        after = beams[at + 1] if at + 1 < len(beams) else 0
        marks.append([_mark(level, before, after, at) for level in range(1, count + 1)])
    return marks


def _mark(level: int, before: int, after: int, at: int) -> str:
    if before >= level:
        return "continue" if after >= level else "end"
    if after >= level:
        return "begin"
    return "backward hook" if at else "forward hook"
