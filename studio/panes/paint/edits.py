"""What can be undone in Paint: another photograph, another style, another strength."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand

from studio.panes.paint.look import Look, Photograph

_STRENGTH = 1


class ChangeLook(QUndoCommand):
    """From one look to another; one drag of the strength slider is one step."""

    def __init__(self, text: str, before: Look, after: Look, show: Callable[[Look], None], gesture: int = 0) -> None:
        """``gesture`` numbers the drags: two of them stay two steps."""
        super().__init__(text)
        self._before, self._after, self._show = before, after, show
        self._gesture = gesture

    def id(self) -> int:
        """Only strengths of the same style melt into each other."""
        return _STRENGTH if self._before.style == self._after.style else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take in a later movement of the same slider."""
        if not isinstance(other, ChangeLook) or other._before != self._after or other._gesture != self._gesture:
            return False
        self._after = other._after
        self.setObsolete(self._after == self._before)
        return True

    def redo(self) -> None:
        self._show(self._after)

    def undo(self) -> None:
        self._show(self._before)


class OpenPhotograph(QUndoCommand):
    """Another photograph in place of the one before, which undo brings back."""

    def __init__(
        self,
        text: str,
        before: Photograph | None,
        after: Photograph | None,
        show: Callable[[Photograph | None], None],
    ) -> None:
        super().__init__(text)
        self._before, self._after, self._show = before, after, show

    def redo(self) -> None:
        self._show(self._after)

    def undo(self) -> None:
        self._show(self._before)
