"""How many notes, in words: a note, 3 notes."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def counted(sentence: str, count: int) -> str:
    """The sentence with “a note” or “3 notes” for its %1."""
    if count == 1:
        return sentence.replace("%1", QCoreApplication.translate("Roll", "a note"))
    return sentence.replace("%1", QCoreApplication.translate("Roll", "%n notes", "", count))
