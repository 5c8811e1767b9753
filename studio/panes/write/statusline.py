"""The line below the window: words, selection, place."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from studio.panes.write.counting import count_words
from studio.panes.write.editor import WriteEditor
from studio.panes.write.places import clean

#: The eye does not read faster, and a key must not wait for a line that nobody looks at.
_EVERY_MS = 80
#: Longer selections are not counted.
_MOST = 200_000


class StatusLine(QObject):
    """Says what the editor holds, a moment after it has changed."""

    said = Signal(str)
    #: How many words there are, and whether that is another number than before is not asked.
    counted = Signal(int)

    def __init__(self, editor: WriteEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        self._soon = QTimer(self, singleShot=True, interval=_EVERY_MS)
        self._soon.timeout.connect(self.say)
        editor.typed.connect(self._later)
        editor.place_changed.connect(self._later)
        editor.selectionChanged.connect(self._later)

    @Slot()
    def _later(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    @Slot()
    def say(self) -> None:
        """Say it now."""
        editor = self._editor
        words = editor.notes.words
        said = [self.tr("1 word") if words == 1 else self.tr("{words} words").format(words=f"{words:,}")]
        cursor = editor.textCursor()
        chosen = abs(cursor.position() - cursor.anchor())
        if 0 < chosen <= _MOST:
            said.append(self.tr("%n selected", "", count_words(clean(cursor.selectedText()))))
        block, _ = editor.cursor_place()
        place = self.tr("Paragraph {number} of {total}")
        said.append(place.format(number=f"{block + 1:,}", total=f"{editor.blockCount():,}"))
        self.said.emit("   ·   ".join(said))
        self.counted.emit(words)
