"""How a key of the keyboard is written: the note name that fits the key of the music."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engines.compose.bars import Symbol

_LINE = "FCGDAEB"
"""The names in fifths; F, a fifth below C, is -1."""


_SIGNS = {-2: "flat-flat", -1: "flat", 0: "natural", 1: "sharp", 2: "double-sharp"}


def spelled(pitch: int, sharps: int) -> tuple[str, int, int]:
    """Name, alteration (1 for a sharp) and octave of a pitch where ``sharps`` are written (negative: flats).

    Of all names of a pitch the one on the line of fifths from three below to eight above the tonic of the major key:
    in C from E flat to G sharp, which are also the usual ones of A minor.
    """
    fifths = pitch * 7 % 12
    while fifths > sharps + 8:
        fifths -= 12
    while fifths < sharps - 3:
        fifths += 12
    name = _LINE[(fifths + 1) % 7]
    alter = (fifths + 1) // 7
    return name, alter, (pitch - alter) // 12 - 1


def accidentals(voices: Iterable[Sequence[Symbol]], sharps: int) -> dict[tuple[int, int], str]:
    """The signs to write before notes of one staff in one bar, by the identity of the symbol and the pitch.

    A sign holds for its line or space up to the bar line; a tied note needs none.
    """
    symbols = sorted((symbol for voice in voices for symbol in voice), key=lambda symbol: symbol.start)
    holds: dict[tuple[str, int], int] = {}
    found: dict[tuple[int, int], str] = {}
    for symbol in symbols:
        for pitch, _ in symbol.pitches:
            name, alter, octave = spelled(pitch, sharps)
            if symbol.tied_from or holds.get((name, octave), in_key(name, sharps)) == alter:
                continue
            holds[name, octave] = alter
            found[id(symbol), pitch] = _SIGNS[alter]
    return found


def in_key(name: str, sharps: int) -> int:
    """How a key alters the notes of a name: 1 for a sharp, -1 for a flat."""
    place = _LINE.index(name)
    return (sharps - place + 6) // 7
