"""What can be undone with takes: keeping one, removing one, calling one something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand

from studio.panes.paint.takefiles import PaintTake

if TYPE_CHECKING:
    from studio.panes.paint.takes import Takes


class InsertTake(QUndoCommand):
    """A take comes to stand on the strip."""

    def __init__(self, text: str, takes: Takes, take: PaintTake, place: int) -> None:
        super().__init__(text)
        self._takes, self._take, self._place = takes, take, place

    def redo(self) -> None:
        self._takes.put(self._take, self._place)

    def undo(self) -> None:
        self._takes.drop(self._take)


class RemoveTake(InsertTake):
    """A take leaves the strip."""

    def redo(self) -> None:
        super().undo()

    def undo(self) -> None:
        super().redo()


class RenameTake(QUndoCommand):
    """A take gets another title."""

    def __init__(self, text: str, takes: Takes, take: PaintTake, title: str) -> None:
        super().__init__(text)
        self._takes, self._take, self._title = takes, take, title

    def redo(self) -> None:
        self._takes.call(self._take.id, self._title)

    def undo(self) -> None:
        self._takes.call(self._take.id, self._take.title)
