"""The bars of a voice: its chords and rests as symbols with ties, tuplets and beams."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from engines.compose.notes import QUARTER, Metre
from engines.compose.quantising import Grid, Region
from engines.compose.staves import Chord
from engines.compose.symbols import Value, Weights, beam_marks, pieces


@dataclass
class Symbol:
    """A note, chord or rest of one bar, ``start`` and ``length`` in ticks; no pitches for a rest.

    ``tuplet`` is “start” or “stop” at the ends of three in the time of two, “inside” between them, else empty.
    """

    start: int
    length: int
    value: Value
    pitches: tuple[tuple[int, int], ...] = ()
    tied_from: bool = False
    tied_to: bool = False
    tuplet: str = ""
    beams: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Bar:
    """Where a bar lies, and its metre; a short one is shorter than that."""

    start: int
    end: int
    metre: Metre

    @property
    def upbeat(self) -> int:
        """Ticks that a bar lacks at its beginning when it is a pick-up."""
        return self.metre.bar - (self.end - self.start)


def symbols_of(voice: Sequence[Chord], bar: Bar, grid: Grid, shift: int = 0) -> list[Symbol]:
    """The symbols of one voice in one bar, which they fill; ``shift`` is what the bar lacks at its beginning."""
    found: list[Symbol] = []
    at = bar.start
    weights = Weights(bar.metre)
    for chord in voice:
        if chord.end <= bar.start or chord.start >= bar.end:
            continue
        start, end = max(chord.start, bar.start), min(chord.end, bar.end)
        found += _stretch(at, start, None, bar, grid, weights, shift)
        found += _stretch(start, end, chord, bar, grid, weights, shift)
        at = end
    found += _stretch(at, bar.end, None, bar, grid, weights, shift)
    _mark_tuplets(found, grid)
    _beam(found, bar, weights, shift)
    return found


def _stretch(
    start: int, end: int, chord: Chord | None, bar: Bar, grid: Grid, weights: Weights, shift: int
) -> list[Symbol]:
    """A chord, or rests, from one tick to another, region by region of the grid where triplets begin or end in it."""
    found: list[Symbol] = []
    for first, last, region in _by_region(start, end, grid):
        if region is not None:
            parts = _in_triplets(first, last, region, chord is None)
        else:
            origin = bar.start - shift
            parts = [
                (origin + a, origin + b, value)
                for a, b, value in pieces(first - origin, last - origin, weights, rest=chord is None)
            ]
        found += [Symbol(a, b - a, value, tuplet="inside" if region else "") for a, b, value in parts]
    if chord is not None:
        for symbol in found:
            symbol.pitches = chord.pitches
            symbol.tied_from = symbol.start > chord.start
            symbol.tied_to = symbol.start + symbol.length < chord.end
    return found


def _by_region(start: int, end: int, grid: Grid) -> Iterator[tuple[int, int, Region | None]]:
    """Stretches with the region where they lie in triplets; one that fills whole regions needs none."""
    plain = start
    at = start
    while at < end:
        region = grid.at(at)
        stop = min(end, region.end) if region.end > at else end
        if region.triplet and not (at == region.start and stop == region.end):
            if plain < at:
                yield plain, at, None
            yield at, stop, region
            plain = stop
        at = stop
    if plain < end:
        yield plain, end, None


def _in_triplets(start: int, end: int, region: Region, rest: bool) -> list[tuple[int, int, Value]]:
    """Symbols with the times they take, two thirds of what is written."""
    unit = 4 if region.end - region.start > QUARTER else 8
    weights = Weights(Metre(0, 3, unit))
    first, last = ((tick - region.start) * 3 // 2 for tick in (start, end))
    return [
        (region.start + a * 2 // 3, region.start + b * 2 // 3, value)
        for a, b, value in pieces(first, last, weights, rest=rest)
    ]


def _mark_tuplets(symbols: list[Symbol], grid: Grid) -> None:
    """Say where each three begins and ends."""
    inside = [symbol for symbol in symbols if symbol.tuplet]
    for at, symbol in enumerate(inside):
        region = grid.at(symbol.start)
        first = at == 0 or grid.at(inside[at - 1].start) != region
        last = at + 1 == len(inside) or grid.at(inside[at + 1].start) != region
        # One symbol alone is both: MusicXML would need two marks, and a bracket over one note says nothing.
        symbol.tuplet = "start" if first and not last else "stop" if last and not first else "inside"


def _beam(symbols: list[Symbol], bar: Bar, weights: Weights, shift: int) -> None:
    """Join what has flags within a beat; eighths alone within half a bar of four."""
    group: list[Symbol] = []
    place = None
    length = _beam_length(symbols, bar, weights)
    for symbol in [*symbols, None]:
        now = None if symbol is None else (symbol.start - bar.start + shift) // length
        joins = symbol is not None and symbol.pitches and symbol.value.beams
        if group and (not joins or now != place):
            if len(group) > 1:
                for one, marks in zip(group, beam_marks([one.value.beams for one in group]), strict=True):
                    one.beams = marks
            group = []
        if joins and symbol is not None:
            group.append(symbol)
        place = now


def _beam_length(symbols: Sequence[Symbol], bar: Bar, weights: Weights) -> int:
    metre = bar.metre
    if weights.compound:
        return weights.beat
    if metre.unit >= 8:
        return metre.bar if metre.beats == 3 else QUARTER
    eighths = all(symbol.value.beams <= 1 and not symbol.tuplet for symbol in symbols)
    if eighths and metre.bar % (2 * QUARTER) == 0:
        return 2 * QUARTER
    return metre.bar if eighths and (metre.beats, metre.unit) == (3, 4) else QUARTER
