"""Tempos, metres and keys of written music, at the ticks where they hold when it is played."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from engines.compose.notationbars import BarLines, ticks_of
from engines.compose.notes import FASTEST, SLOWEST, Key, Metre, Tempo

#: Written units are powers of two; a metre of another one is left out.
_UNITS = (1, 2, 4, 8, 16, 32, 64)


class Shift:
    """How far the instrument of a part sounds from what is written for it, from one change of hands to the next."""

    def __init__(self, part: Any) -> None:
        self._written = getattr(part, "atSoundingPitch", True) is False
        self.semitones = 0

    def look_at(self, element: Any) -> None:
        """Take the interval of an instrument that comes in."""
        if self._written and "Instrument" in element.classes:
            interval = element.transposition
            self.semitones = round(interval.semitones) if interval is not None else 0


@dataclass
class Written:
    """The signs by the ticks at which they are written."""

    tempos: dict[int, Tempo] = field(default_factory=dict)
    metres: dict[int, Metre] = field(default_factory=dict)
    keys: dict[int, Key] = field(default_factory=dict)


def signs_in(parts: Iterable[Any]) -> Written:
    """The signs of music21 parts; of several at one tick the first part's counts."""
    found = Written()
    for part in parts:
        shift = Shift(part)
        for element in part.flatten():
            shift.look_at(element)
            if "TempoIndication" in element.classes:
                bpm = _bpm(element)
                tick = ticks_of(element.offset)
                if bpm is not None:
                    found.tempos.setdefault(tick, Tempo.at(bpm, tick))
            elif "TimeSignature" in element.classes:
                tick = ticks_of(element.offset)
                if 1 <= element.numerator <= 255 and element.denominator in _UNITS:
                    found.metres.setdefault(tick, Metre(tick, element.numerator, element.denominator))
            elif "KeySignature" in element.classes and element.sharps is not None:
                tick = ticks_of(element.offset)
                found.keys.setdefault(tick, _key(element, tick, shift.semitones))
    return found


def _bpm(mark: Any) -> float | None:
    told = getattr(mark, "getQuarterBPM", None)
    bpm = told() if told is not None else None
    return bpm if bpm is not None and SLOWEST <= bpm <= FASTEST else None


def _key(signature: Any, tick: int, semitones: int) -> Key:
    sharps = signature.sharps
    if semitones or not -7 <= sharps <= 7:
        sharps = (sharps + 7 * semitones + 6) % 12 - 6
    return Key(tick, sharps, getattr(signature, "mode", None) == "minor")


def played_signs(written: Written, bars: BarLines) -> tuple[tuple[Tempo, ...], tuple[Metre, ...], tuple[Key, ...]]:
    """The signs at the ticks where they hold in playing: told again where a repeat goes back before them.

    A metre is also told again where a full bar begins off the grid of those before it, after one too short or long.
    """
    tempos = _Told(written.tempos)
    metres = _Told(written.metres)
    keys = _Told(written.keys)
    grid, metre = 0, Metre(0)
    for bar, move in bars.moves():
        start, length = bars.starts[bar], bars.lengths[bar]
        # What stands at the very beginning holds for the rest before the pick-up too.
        sounding = start + move if start + move > bars.pickup else 0
        for told in (tempos, keys):
            told.play(start, length, move, sounding)
        if metres.play(start, length, move, sounding) or (length >= metre.bar and (sounding - grid) % metre.bar):
            metre, grid = metres.now or Metre(0), sounding
            metres.out[sounding] = replace(metre, tick=sounding)
    return tuple(tempos.out.values()), tuple(metres.out.values()), tuple(keys.out.values())


class _Told:
    """One kind of sign while bars are played."""

    def __init__(self, written: dict[int, Any]) -> None:
        self._written = sorted(written.items())
        self.out: dict[int, Any] = {}
        self.now: Any = None

    def play(self, start: int, length: int, move: int, sounding: int) -> bool:
        """Play one bar; returns whether another sign holds from its beginning."""
        before = [sign for tick, sign in self._written if tick <= start]
        holds = before[-1] if before else None
        changed = holds is not None and (self.now is None or replace(holds, tick=0) != replace(self.now, tick=0))
        if changed:
            self._say(holds, sounding)
        for tick, sign in self._written:
            if start < tick < start + length or (length == 0 and tick > start):
                self._say(sign, tick + move)
        return changed

    def _say(self, sign: Any, tick: int) -> None:
        self.now = sign
        self.out[tick] = replace(sign, tick=tick)
