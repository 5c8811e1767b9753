"""What can be undone on the page: one plan for another."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand

from studio.panes.paint.own.plan import Plan

_PLAN = 7301  # no other command of Paint has this id


class ChangePlan(QUndoCommand):
    """From one plan to another; one drag of a slider is one step."""

    def __init__(self, text: str, before: Plan, after: Plan, show: Callable[[Plan], None], gesture: int) -> None:
        """``gesture`` numbers the drags: two of them stay two steps."""
        super().__init__(text)
        self._before, self._after, self._show = before, after, show
        self._gesture = gesture

    def id(self) -> int:
        """All may melt into each other, if they belong to one drag."""
        return _PLAN

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take in a later movement of the same slider."""
        if not isinstance(other, ChangePlan) or (other.text(), other._gesture) != (self.text(), self._gesture):
            return False
        self._after = other._after
        self.setObsolete(self._after == self._before)
        return True

    def redo(self) -> None:
        self._show(self._after)

    def undo(self) -> None:
        self._show(self._before)
