"""Whose keys they are: while the keyboard is a piano, letters play before the roll takes them as commands."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from studio.panes.compose.playing.pianokeys import PianoKeys
from studio.panes.compose.playing.recording import StepInput


class KeyFilter(QObject):
    """Watches what has the focus. ``piano``: letters play; ``stepping``: they write, and two keys rest and go back."""

    def __init__(self, keys: PianoKeys, steps: StepInput, parent: QObject) -> None:
        super().__init__(parent)
        self._keys, self._steps = keys, steps
        self.piano = self.stepping = False

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """The roll's keys come by here first; those of the piano are ours while it is on."""
        if isinstance(event, QKeyEvent):
            return self._key(event)
        if event.type() in (QEvent.Type.FocusOut, QEvent.Type.WindowDeactivate):
            self._keys.let_go()
        return False

    def _key(self, event: QKeyEvent) -> bool:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.type() == QEvent.Type.ShortcutOverride:
            wanted = self.piano and self._keys.means(event)
            if wanted:
                event.accept()
            return wanted
        if event.type() == QEvent.Type.KeyRelease:
            return self._keys.release(event)
        if event.type() != QEvent.Type.KeyPress:
            return False
        if self.piano and self._keys.means(event):
            self._keys.press(event)
            return True
        if self.stepping and plain and event.key() == Qt.Key.Key_Backspace:
            self._steps.back()
            return True
        if self.stepping and plain and event.key() == Qt.Key.Key_Period:
            self._steps.rest()
            return True
        return False
