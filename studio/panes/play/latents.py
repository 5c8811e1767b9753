"""Moving z by hand: every movement can be undone."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoCommand, QUndoStack

from engines.play.mind import LATENTS, Floats
from engines.play.session import Session
from studio.panes.play.drive import Drive
from studio.panes.play.latentdock import LatentDock


class Latents(QObject):
    """Joins the sliders with the first dream."""

    #: int: another number of z is looked into.
    chosen = Signal(int)

    def __init__(self, drive: Drive, dock: LatentDock, stack: QUndoStack, parent: QObject) -> None:
        super().__init__(parent)
        self._drive, self._dock, self._stack = drive, dock, stack
        self._before: tuple[Floats, dict[int, float]] | None = None
        self.dimension = 0
        dock.randomise_wanted.connect(self.randomise)
        dock.reset_wanted.connect(self.reset)
        for row in dock.rows:
            row.grasped.connect(self._grasp)
            row.moved.connect(self._move)
            row.let_go.connect(self._let_go)
            row.pinned.connect(self._pin)
            row.chosen.connect(self.choose)

    def choose(self, dimension: int) -> None:
        """Look into another number of z."""
        self.dimension = dimension
        self.chosen.emit(dimension)

    def randomise(self) -> None:
        """Another z, drawn as V's training wants them to be: around 0 by 1; held numbers stay."""
        session = self._session()
        if session is None or session.mind is None:
            return
        before = self._now(session)
        drawn = np.random.default_rng().standard_normal(LATENTS).astype(np.float32)
        z = np.clip(drawn, session.mind.low, session.mind.high)
        for dimension, value in session.pins.items():
            z[dimension] = value
        self._put(z, dict(session.pins))
        self._remember(self.tr("Randomise z"), before)

    def reset(self) -> None:
        """No pins, and the dream sees what V sees."""
        session = self._session()
        if session is None or session.shown.z is None:
            return
        before = self._now(session)
        self._put(session.shown.z, {})
        self._remember(self.tr("Reset z"), before)

    # -- one number ------------------------------------------------------------------------------------------

    @Slot(int)
    def _grasp(self, _dimension: int) -> None:
        session = self._session()
        if session is not None and self._before is None:
            self._before = self._now(session)

    @Slot(int, float)
    def _move(self, dimension: int, value: float) -> None:
        session = self._session()
        if session is None:
            return
        z, pins = self._now(session)
        z[dimension] = value
        # While the hand is on it the dream must not take it away.
        self._put(z, {**pins, dimension: value})

    @Slot(int)
    def _let_go(self, dimension: int) -> None:
        session, before = self._session(), self._before
        self._before = None
        if session is None or before is None:
            return
        if dimension not in before[1]:
            session.pins.pop(dimension, None)
            self._drive.moved.emit()
        self._remember(self.tr("Move z {number}").format(number=dimension), before)

    @Slot(int, bool)
    def _pin(self, dimension: int, held: bool) -> None:
        session = self._session()
        if session is None:
            return
        before = self._now(session)
        z, pins = before[0].copy(), dict(before[1])
        if held:
            pins[dimension] = float(z[dimension])
        else:
            pins.pop(dimension, None)
        self._put(z, pins)
        word = self.tr("Hold z {number}") if held else self.tr("Let z {number} go")
        self._remember(word.format(number=dimension), before)

    # -- how it happens --------------------------------------------------------------------------------------

    def _session(self) -> Session | None:
        session = self._drive.session
        return session if session is not None and session.past and session.shown.z is not None else None

    @staticmethod
    def _now(session: Session) -> tuple[Floats, dict[int, float]]:
        shown = session.shown
        z = shown.branches[0].z if shown.branches else shown.z
        assert z is not None
        return z.copy(), dict(session.pins)

    def _put(self, z: Floats, pins: dict[int, float]) -> None:
        session = self._session()
        if session is not None:
            session.pins = pins
            session.edit(z)
            self._drive.moved.emit()
            self._drive.changed.emit()

    def _remember(self, words: str, before: tuple[Floats, dict[int, float]]) -> None:
        session = self._session()
        if session is None:
            return
        after = self._now(session)
        if not np.array_equal(before[0], after[0]) or before[1] != after[1]:
            self._stack.push(_Edit(words, before, after, self._put))


class _Edit(QUndoCommand):
    """Another z and other pins in the dream at the frame that is looked at then."""

    def __init__(
        self,
        words: str,
        before: tuple[Floats, dict[int, float]],
        after: tuple[Floats, dict[int, float]],
        put: Callable[[Floats, dict[int, float]], None],
    ) -> None:
        super().__init__(words)
        self._before, self._after, self._put = before, after, put
        self._done = True

    def undo(self) -> None:
        """As it was."""
        self._done = False
        self._put(self._before[0], dict(self._before[1]))

    def redo(self) -> None:
        """As it is; the first time it already is."""
        if not self._done:
            self._put(self._after[0], dict(self._after[1]))
        self._done = True
