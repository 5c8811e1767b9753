"""A short tune of our own making, to try everything on."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from engines.compose.notes import QUARTER, Key, Metre, Note, Tempo
from engines.compose.score import Score, Track

#: Pitch and quarters, bar by bar; 0 rests.
_TUNE = (
    *((67, 1), (69, 1), (71, 1), (74, 1)),
    *((72, 1.5), (71, 0.5), (69, 2)),
    *((71, 1), (72, 0.5), (74, 0.5), (76, 1), (74, 1)),
    *((71, 3), (0, 1)),
    *((76, 1), (74, 0.5), (72, 0.5), (71, 1), (67, 1)),
    *((69, 1), (71, 0.5), (72, 0.5), (74, 2)),
    *((71, 0.5), (72, 0.5), (74, 1), (72, 0.5), (71, 0.5), (69, 1)),
    *((67, 3), (0, 1)),
)
_BASS = (
    *((43, 2), (47, 2)),
    *((48, 2), (50, 2)),
    *((43, 2), (48, 2)),
    *((50, 2), (43, 2)),
    *((48, 2), (43, 2)),
    *((42, 2), (50, 2)),
    *((43, 2), (50, 2)),
    *((43, 4),),
)
_VIOLIN, _CELLO = 40, 42


def sample_score() -> Score:
    """Eight bars in G for two players."""
    said = QCoreApplication.translate
    return Score(
        tracks=(
            Track(said("ComposeSample", "Violin"), _VIOLIN, 0, 0.8, -0.2, colour=0),
            Track(said("ComposeSample", "Cello"), _CELLO, 1, 0.7, 0.25, colour=1),
        ),
        notes=(*_line(_TUNE, 0, 84), *_line(_BASS, 1, 72)),
        tempos=(Tempo.at(96),),
        metres=(Metre(0, 4, 4),),
        keys=(Key(0, 1),),
        title=sample_title(),
    )


def sample_title() -> str:
    """What it is called."""
    return QCoreApplication.translate("ComposeSample", "Evening at the Mill")


def _line(line: tuple[tuple[int, float], ...], track: int, loud: int) -> list[Note]:
    notes, at = [], 0
    for pitch, quarters in line:
        length = round(quarters * QUARTER)
        if pitch:
            # The first beat of a bar leans a little.
            strong = 6 if at % (4 * QUARTER) == 0 else 0
            notes.append(Note(at, track, pitch, length, loud + strong))
        at += length
    return notes
