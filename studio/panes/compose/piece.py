"""The piece on the desk: its score in the roll's model, and steps of undo for what is no note."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoCommand, QUndoStack

from engines.compose.score import Score
from studio.panes.compose.roll.model import RollModel

_SCORE = 42


class ScoreStep(QUndoCommand):
    """One score in place of another: tracks, signs, or a whole file; runs of a kind melt into one step."""

    def __init__(self, text: str, before: Score, after: Score, show: Callable[[Score], None], run: str = "") -> None:
        super().__init__(text)
        self._before, self._after, self._show, self._run = before, after, show, run

    def id(self) -> int:
        """Only what belongs to a run can melt."""
        return _SCORE if self._run else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take in the next step of the same run."""
        if not isinstance(other, ScoreStep) or other._run != self._run:
            return False
        self._after = other._after
        self.setObsolete(self._before == self._after)
        return True

    def redo(self) -> None:
        self._show(self._after)

    def undo(self) -> None:
        self._show(self._before)


class Piece(QObject):
    """Changes the score as named steps; the roll changes its notes itself."""

    def __init__(self, stack: QUndoStack, model: RollModel) -> None:
        super().__init__(model)
        self.model = model
        self._stack = stack

    @property
    def score(self) -> Score:
        """The score as it stands."""
        return self.model.score

    def change(self, name: str, score: Score, run: str = "") -> None:
        """Put another score there as one step; steps of the same ``run`` that follow each other become one."""
        if score != self.score:
            self._stack.push(ScoreStep(name, self.score, score, self.model.set_score, run))

    def change_track(self, step: str, place: int, run: str = "", /, **changes: Any) -> None:
        """Change one track: name, program, channel, volume, pan, mute, solo, colour."""
        melts = f"{run} {place}" if run else ""
        self.change(step, self.score.with_track(place, lambda track: replace(track, **changes)), melts)

    def load(self, score: Score) -> None:
        """Begin with another score and no history, as when a project is opened."""
        self._stack.clear()
        self.model.set_marks(generated=(), intensity={}, take=())
        self.model.select(())
        self.model.set_score(score)
