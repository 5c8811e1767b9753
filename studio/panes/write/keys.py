"""What a key types: the text of it, rounded quotes, and where a word begins or ends."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

_OPENS = frozenset("([{<«‹¿¡—–-/“‘„‚")
_ROUND = {'"': ("“", "”"), "'": ("‘", "’")}


def typed_text(event: QKeyEvent) -> str:
    """The text that a key types; empty where it asks for something else."""
    text, modifiers = event.text(), event.modifiers()
    alt = bool(modifiers & Qt.KeyboardModifier.AltModifier)
    # Control with Alt is AltGr, which types; Control alone commands.
    if modifiers & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier) and not alt:
        return ""
    if asks(event):
        return ""
    return text if (text and not unicodedata.category(text[0]).startswith("C")) or text in _JOINERS else ""


_KEYS = QKeySequence.StandardKey
_DELETES = (
    _KEYS.Backspace,
    _KEYS.Delete,
    _KEYS.DeleteStartOfWord,
    _KEYS.DeleteEndOfWord,
    _KEYS.DeleteEndOfLine,
    _KEYS.DeleteCompleteLine,
)
_JOINERS = frozenset({"\u200c", "\u200d", "\u200e", "\u200f"})


def deletes(event: QKeyEvent) -> bool:
    """Whether a key takes letters away, and does not put them on the clipboard."""
    if event.matches(_KEYS.Cut):
        return False
    return event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) or any(map(event.matches, _DELETES))


def asks(event: QKeyEvent) -> bool:
    """Whether Alt has changed nothing about the key: Alt+3 asks for something, Option+3 on a Mac types “#”."""
    text, modifiers = event.text(), event.modifiers()
    alone = modifiers & Qt.KeyboardModifier.AltModifier and not modifiers & Qt.KeyboardModifier.ControlModifier
    return bool(alone) and len(text) == 1 and text.isascii() and ord(text.upper()) == int(event.key())


def rounded(text: str, before: str) -> str:
    """A typed straight quote as a round one, by what stands before it."""
    if text not in _ROUND:
        return text
    opening, closing = _ROUND[text]
    return opening if not before or before.isspace() or before in _OPENS else closing


def is_word(character: str) -> bool:
    """Whether a character belongs to a word; marks that combine with a letter do."""
    return character.isalnum() or unicodedata.category(character).startswith("M")


def word_around(text: str, index: int) -> tuple[int, int]:
    """From where to where the word goes that ``index`` stands in or at; empty where there is none."""
    start = end = index
    while start > 0 and is_word(text[start - 1]):
        start -= 1
    while end < len(text) and is_word(text[end]):
        end += 1
    return start, end
