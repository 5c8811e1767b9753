"""How a key of the keyboard is written: the note name that fits the key of the music."""

from __future__ import annotations

_LINE = "FCGDAEB"
"""The names in fifths; F, a fifth below C, is -1."""


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
