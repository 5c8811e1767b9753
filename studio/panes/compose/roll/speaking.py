"""What the roll says: in the status line under the hand, and to a screen reader."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from engines.compose.grid import length_name
from engines.compose.notes import Note
from studio.panes.compose.roll.model import RollModel


def place_words(model: RollModel, tick: int) -> str:
    """Bar and beat, both counted from 1."""
    place = model.bars.place(max(0, tick))
    words = QCoreApplication.translate("Roll", "bar %1 beat %2").replace("%1", str(place.bar + 1))
    words = words.replace("%2", str(place.beat + 1))
    if place.tick:
        one = place.tick == 1
        words += (
            QCoreApplication.translate("Roll", " + 1 tick")
            if one
            else QCoreApplication.translate("Roll", " + %n ticks", "", place.tick)
        )
    return words


def note_words(model: RollModel, note: Note) -> str:
    """A note as one reads it: C♯4, bar 3 beat 2, 1/8, velocity 80."""
    velocity = QCoreApplication.translate("Roll", "velocity %1").replace("%1", str(note.velocity))
    words = [
        model.pitch_name(note.pitch, note.start),
        place_words(model, note.start),
        length_name(note.length),
        velocity,
    ]
    if note in model.selection:
        words.append(QCoreApplication.translate("Roll", "selected"))
    if note in model.generated:
        words.append(QCoreApplication.translate("Roll", "generated"))
    if not model.reachable(note):
        words.append(model.score.tracks[note.track].name or str(note.track + 1))
    return ", ".join(words)


def cell_words(model: RollModel, pitch: int, tick: int) -> str:
    """An empty cell: C♯4, bar 3 beat 2."""
    return f"{model.pitch_name(pitch, tick)}, {place_words(model, tick)}"


def announce(widget: QWidget, words: str) -> None:
    """Let a screen reader say it now."""
    widget.setAccessibleDescription(words)
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))
