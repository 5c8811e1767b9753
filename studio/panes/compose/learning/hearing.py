"""The melody of a minute of learning, heard in place of the piece."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Slot

from engines.compose.notes import Metre, Note
from engines.compose.score import Score, Track
from studio.panes.compose.playing.part import PlayingPart


class Hearing(QObject):
    """Plays notes that belong to no piece; afterwards the piece is what is heard again."""

    def __init__(self, playing: PlayingPart, parent: QObject) -> None:
        super().__init__(parent)
        self._playing = playing
        self.on = False
        playing.sound.playing_changed.connect(self._heard)

    def begin(self, notes: Sequence[Note]) -> None:
        """Let them be heard from the beginning."""
        tracks = max(note.track for note in notes) + 1
        self._playing.stop()
        self._playing.sound.let_hear(Score((Track(),) * tracks, tuple(notes), metres=(Metre(0),)))
        self.on = True
        self._playing.play_from(0)

    def end(self) -> None:
        """Be silent."""
        self._playing.stop()

    @Slot(bool)
    def _heard(self, playing: bool) -> None:
        if not playing and self.on:
            self.on = False
            self._playing.sound.let_hear(None)
            self._playing.go_to(0)
