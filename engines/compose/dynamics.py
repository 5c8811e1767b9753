"""Velocities as the marks of loudness that a player reads."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from engines.compose.bars import Bar
from engines.compose.notes import Note

#: The quietest velocity of each mark: the middle between two marks of MusicXML's customary velocities 16 steps apart.
_FROM = (1, 25, 41, 57, 73, 89, 105, 121)
_MARKS = ("ppp", "pp", "p", "mp", "mf", "f", "ff", "fff")


def mark_of(velocity: float) -> str:
    """The mark of a velocity from 1 to 127, from ppp to fff; 80, at which notes are drawn, is mf."""
    return _MARKS[max(0, bisect_right(_FROM, velocity) - 1)]


def dynamics_of(notes: Iterable[Note], bars: Sequence[Bar]) -> dict[int, tuple[str, int]]:
    """By the number of the bar, the mark that begins there and the tick of the first note in it.

    A bar is as loud as its notes are on average. A mark is told once and again where it changes; a part that is
    equally loud throughout needs none, and gets none.
    """
    starts = [bar.start for bar in bars]
    by_bar: dict[int, list[Note]] = {}
    for note in notes:
        by_bar.setdefault(max(0, bisect_right(starts, note.start) - 1), []).append(note)
    found: dict[int, tuple[str, int]] = {}
    told = ""
    for number, inside in sorted(by_bar.items()):
        mark = mark_of(sum(note.velocity for note in inside) / len(inside))
        if mark != told:
            found[number] = mark, min(note.start for note in inside)
            told = mark
    return found if len(found) > 1 else {}
