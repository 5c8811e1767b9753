"""Tempo, metre and key of a score, changed where they hold: the sign in force at a tick becomes another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from engines.compose.notes import Key, Metre, Tempo
from engines.compose.score import Score

Sign = TypeVar("Sign", Tempo, Metre, Key)


def tempo_at(score: Score, tick: float) -> Tempo:
    """The tempo that holds at a tick."""
    return _in_force(score.tempos, tick) or score.tempos[0]


def metre_at(score: Score, tick: float) -> Metre:
    """The metre that holds at a tick."""
    return _in_force(score.metres, tick) or score.metres[0]


def with_tempo(score: Score, tick: float, bpm: float) -> Score:
    """The score with another tempo where the one at ``tick`` holds; raises BadInput outside 4 to 1000."""
    new = Tempo.at(bpm, tempo_at(score, tick).tick)
    return replace(score, tempos=(*_others(score.tempos, new.tick), new))


def with_metre(score: Score, tick: float, beats: int, unit: int) -> Score:
    """The score with another metre where the one at ``tick`` holds; raises BadInput for one that is none."""
    new = Metre(metre_at(score, tick).tick, beats, unit)
    return replace(score, metres=(*_others(score.metres, new.tick), new))


def with_key(score: Score, tick: float, sharps: int, minor: bool) -> Score:
    """The score with another key where the one at ``tick`` holds, from the beginning where none does."""
    held = _in_force(score.keys, tick)
    new = Key(held.tick if held is not None else 0, sharps, minor)
    return replace(score, keys=(*_others(score.keys, new.tick), new))


def without_key(score: Score, tick: float) -> Score:
    """The score without the key that holds at ``tick``."""
    held = _in_force(score.keys, tick)
    return score if held is None else replace(score, keys=tuple(_others(score.keys, held.tick)))


def _in_force(signs: tuple[Sign, ...], tick: float) -> Sign | None:
    return next((sign for sign in reversed(signs) if sign.tick <= tick), None)


def _others(signs: tuple[Sign, ...], tick: int) -> Iterable[Sign]:
    return (sign for sign in signs if sign.tick != tick)
