"""The computer's keyboard as a piano: two rows of letters make an octave and a half."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

#: Semitones above the C of the octave, as keys lie on most keyboards: white keys in the row of A, black ones above.
KEYS = {
    Qt.Key.Key_A: 0,
    Qt.Key.Key_W: 1,
    Qt.Key.Key_S: 2,
    Qt.Key.Key_E: 3,
    Qt.Key.Key_D: 4,
    Qt.Key.Key_F: 5,
    Qt.Key.Key_T: 6,
    Qt.Key.Key_G: 7,
    Qt.Key.Key_Y: 8,
    Qt.Key.Key_H: 9,
    Qt.Key.Key_U: 10,
    Qt.Key.Key_J: 11,
    Qt.Key.Key_K: 12,
    Qt.Key.Key_O: 13,
    Qt.Key.Key_L: 14,
    Qt.Key.Key_P: 15,
}
LOWEST, HIGHEST = -1, 8
MIDDLE = 4
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
SOFT, LOUD = 80, 110


class PianoKeys(QObject):
    """Turns key events into notes; ``octave`` is that of the letter A, 4 begins at middle C. Shift strikes louder."""

    note_on = Signal(int, int)
    note_off = Signal(int)
    octave_changed = Signal(int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.octave = MIDDLE
        self._down: dict[int, int] = {}

    def means(self, event: QKeyEvent) -> bool:
        """Whether a key is one of the piano."""
        keys = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        known = event.key() in KEYS or event.key() in (Qt.Key.Key_Z, Qt.Key.Key_X)
        return known and keys in _PLAIN

    def press(self, event: QKeyEvent) -> None:
        """A key went down; held ones repeat themselves, which is no second stroke."""
        if event.isAutoRepeat():
            return
        step = {Qt.Key.Key_Z: -1, Qt.Key.Key_X: 1}.get(Qt.Key(event.key()), 0)
        if step:
            self.set_octave(self.octave + step)
            return
        pitch = 12 * (self.octave + 1) + KEYS[Qt.Key(event.key())]
        if pitch <= 127 and event.key() not in self._down:
            self._down[event.key()] = pitch
            loud = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.note_on.emit(pitch, LOUD if loud else SOFT)

    def release(self, event: QKeyEvent) -> bool:
        """A key went up; False when it was none of the piano, or not down."""
        if event.isAutoRepeat():
            return event.key() in self._down
        pitch = self._down.pop(event.key(), None)
        if pitch is not None:
            self.note_off.emit(pitch)
        return pitch is not None

    def let_go(self) -> None:
        """Every key goes up, as when the window loses the keyboard."""
        while self._down:
            _, pitch = self._down.popitem()
            self.note_off.emit(pitch)

    def set_octave(self, octave: int) -> None:
        """Play higher or lower."""
        octave = min(HIGHEST, max(LOWEST, octave))
        if octave != self.octave:
            self.octave = octave
            self.octave_changed.emit(octave)
