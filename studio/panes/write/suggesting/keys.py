"""The keys that take a word while one writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from engines.write.spacing import glue
from studio.panes.write.keys import typed_text
from studio.panes.write.suggesting.wordlist import KEYS

if TYPE_CHECKING:
    from studio.panes.write.suggesting.part import SuggestingPart

_OPENERS = frozenset('"“„«([{')
_MODIFIERS = (
    Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.MetaModifier
    | Qt.KeyboardModifier.ShiftModifier
)


class SuggestKeys:
    """Asked by the editor about each key; Enter is none of them."""

    def __init__(self, part: SuggestingPart) -> None:
        self._part = part
        self._picked: tuple[int, int] | None = None

    def picked(self) -> None:
        """A word has just been put in: what is typed next begins another one."""
        editor = self._part.editor
        self._picked = editor.textCursor().position(), editor.document().revision()

    def moved(self) -> None:
        """The cursor or the text is somewhere else."""
        editor = self._part.editor
        if self._picked != (editor.textCursor().position(), editor.document().revision()):
            self._picked = None

    def __call__(self, event: QKeyEvent) -> bool:
        """Take the word that the key asks for; True when it did."""
        held = event.modifiers() & _MODIFIERS
        keypad = event.modifiers() & Qt.KeyboardModifier.KeypadModifier
        if held == Qt.KeyboardModifier.AltModifier and not keypad:
            # Option+3 types “#” on some keyboards; then it is no digit.
            return self._take_by_digit(event)
        if event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return self._tab(forward=event.key() == Qt.Key.Key_Tab and not held)
        if event.key() == Qt.Key.Key_Right and not held and self._part.ghost.text:
            return self._part.editor.textCursor().atBlockEnd() and self._part.take(0)
        self._space_out(event)
        return False

    def _take_by_digit(self, event: QKeyEvent) -> bool:
        digit = event.key() - Qt.Key.Key_0
        if not 0 <= digit <= 9:
            return False
        # Also when there is no such row: the digit must not land in the text.
        self._part.take(KEYS.index(str(digit)))
        return True

    def _tab(self, *, forward: bool) -> bool:
        part = self._part
        if not part.dock.tab.isChecked():
            return False
        if forward and part.take(0):
            return True
        # Nothing to take: Tab walks on as everywhere, so that nobody is caught in the text.
        part.editor.setTabChangesFocus(True)
        part.editor.focusNextPrevChild(forward)
        part.editor.setTabChangesFocus(False)
        return True

    def _space_out(self, event: QKeyEvent) -> None:
        """A letter right after a picked word begins the next one: put the space between them."""
        editor, text = self._part.editor, typed_text(event)
        if self._picked is None or not text or not (text[0].isalnum() or text[0] in _OPENERS):
            return
        cursor = editor.textCursor()
        here = cursor.position()
        if self._picked != (here, editor.document().revision()) or cursor.hasSelection():
            return
        space = glue(editor.text_before(), text[0])
        if space:
            editor.put(here, here, [(space, "person", 0)], editor.tr("Typing"))
