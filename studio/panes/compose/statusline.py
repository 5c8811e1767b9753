"""The line below the window: notes, selection, bars, and what is under the hand."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from studio.panes.compose.roll.view import RollView

#: The eye does not read faster.
_EVERY_MS = 80


class StatusLine(QObject):
    """Says what the roll holds, a moment after it has changed."""

    said = Signal(str)

    def __init__(self, roll: RollView) -> None:
        super().__init__(roll)
        self._model = roll.model
        self._under = ""
        self._soon = QTimer(self, singleShot=True, interval=_EVERY_MS)
        self._soon.timeout.connect(self.say)
        roll.model.score_changed.connect(self._later)
        roll.model.selection_changed.connect(self._later)
        roll.status_changed.connect(self._point)

    @Slot()
    def _later(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    @Slot(str)
    def _point(self, words: str) -> None:
        self._under = words
        self._later()

    @Slot()
    def say(self) -> None:
        """Say it now."""
        score, chosen = self._model.score, len(self._model.selection)
        count = len(score.notes)
        said = [self.tr("1 note") if count == 1 else self.tr("{count} notes").format(count=f"{count:,}")]
        if chosen:
            said.append(self.tr("{count} selected").format(count=f"{chosen:,}"))
        if count:
            bars = self._model.bars.bar(max(0, score.end - 1)) + 1
            said.append(self.tr("1 bar") if bars == 1 else self.tr("{bars} bars").format(bars=f"{bars:,}"))
        if self._under:
            said.append(self._under)
        self.said.emit("   ·   ".join(said))
