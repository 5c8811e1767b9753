"""What pitches are called."""

from __future__ import annotations

from engines.compose.notes import Key

_SHARPS = ("C", "C♯", "D", "D♯", "E", "F", "F♯", "G", "G♯", "A", "A♯", "B")
_FLATS = ("C", "D♭", "D", "E♭", "E", "F", "G♭", "G", "A♭", "A", "B♭", "B")
#: Pitch classes of the black keys.
BLACK = frozenset({1, 3, 6, 8, 10})


def class_name(pitch: int, key: Key | None = None) -> str:
    """The name of a pitch without its octave: with flats in a key of flats, otherwise with sharps."""
    return (_FLATS if key is not None and key.sharps < 0 else _SHARPS)[pitch % 12]


def pitch_name(pitch: int, key: Key | None = None) -> str:
    """The name with its octave, in which MIDI's 60 is C4."""
    return f"{class_name(pitch, key)}{pitch // 12 - 1}"


def key_name(key: Key) -> str:
    """As musicians say it: G major, C♯ minor."""
    return f"{class_name(key.tonic, key)} {'minor' if key.minor else 'major'}"
