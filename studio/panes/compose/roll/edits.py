"""What can be undone in the roll: one named step for each gesture."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand

from engines.compose.editing import Edit
from engines.compose.notes import Note

Selection = frozenset[Note]

_NOTES = 41


class EditNotes(QUndoCommand):
    """Notes that went and came, and what was selected before and after; where one looks is no part of it."""

    def __init__(
        self,
        text: str,
        edit: Edit,
        selected: tuple[Selection, Selection],
        make: Callable[[Edit, Selection], None],
        run: tuple[str, int] | None = None,
        turned: Callable[[tuple[Note, ...]], object] | None = None,
    ) -> None:
        """``run`` names steps of one kind that come one after the other and melt into one: nudges.

        ``turned`` is told where undo and redo have changed something; the first time it is under the hand anyway.
        """
        super().__init__(text)
        self._turned, self._first = turned, True
        self._edit, self._selected, self._make, self._run = edit, selected, make, run

    def id(self) -> int:
        """Only what belongs to a run can melt."""
        return _NOTES if self._run else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take in the next step of the same run."""
        if not isinstance(other, EditNotes) or other._run != self._run or other._edit.gone != self._edit.come:
            return False
        self._edit = Edit(self._edit.gone, other._edit.come)
        self._selected = (self._selected[0], other._selected[1])
        self.setObsolete(self._edit.empty)
        return True

    def redo(self) -> None:
        self._make(self._edit, self._selected[1])
        if not self._first:
            self._tell(self._edit)
        self._first = False

    def undo(self) -> None:
        self._make(self._edit.back, self._selected[0])
        self._tell(self._edit.back)

    def _tell(self, edit: Edit) -> None:
        if self._turned is not None:
            self._turned(edit.come or edit.gone)
