"""What a gesture makes sound: at most one key at a time, and none is ever left hanging."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Ear(QObject):
    """Says which key is struck and which is let go."""

    note_on = Signal(int, int)
    note_off = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pitch: int | None = None

    @property
    def pitch(self) -> int | None:
        """The key that is held."""
        return self._pitch

    def strike(self, pitch: int, velocity: int = 80) -> None:
        """Hold this key instead of the one before; the same key again keeps sounding."""
        if pitch != self._pitch:
            self.let_go()
            self._pitch = pitch
            self.note_on.emit(pitch, velocity)

    def let_go(self) -> None:
        """Let go of the key that is held."""
        if self._pitch is not None:
            pitch, self._pitch = self._pitch, None
            self.note_off.emit(pitch)
