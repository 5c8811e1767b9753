"""What can be undone in Paint: another photograph, another setting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QUndoCommand

from studio.panes.paint.look import Setting
from studio.panes.paint.negative import Negative

_SETTING = 1


class ChangeSetting(QUndoCommand):
    """From one setting to another; one drag is one step."""

    def __init__(
        self, text: str, before: Setting, after: Setting, show: Callable[[Setting], None], gesture: int = 0
    ) -> None:
        """``gesture`` numbers the drags, so that two of them stay two steps; 0 belongs to none."""
        super().__init__(text)
        self._before, self._after, self._show = before, after, show
        self._gesture = gesture

    def id(self) -> int:
        """Only movements of a drag melt into each other."""
        return _SETTING if self._gesture else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take in a later movement of the same drag."""
        if not isinstance(other, ChangeSetting) or other._before != self._after or other._gesture != self._gesture:
            return False
        if other.text() != self.text():
            return False
        self._after = other._after
        self.setObsolete(self._after == self._before)
        return True

    def redo(self) -> None:
        self._show(self._after)

    def undo(self) -> None:
        self._show(self._before)


@dataclass(frozen=True)
class Scene:
    """A photograph put away, and the setting that was made for it; its mask fits no other."""

    negative: Negative | None
    setting: Setting


class OpenPhotograph(QUndoCommand):
    """Another photograph in place of the one before, which undo brings back."""

    def __init__(self, text: str, before: Scene, after: Scene, show: Callable[[Scene], None]) -> None:
        super().__init__(text)
        self._before, self._after, self._show = before, after, show

    def redo(self) -> None:
        self._show(self._after)

    def undo(self) -> None:
        self._show(self._before)
