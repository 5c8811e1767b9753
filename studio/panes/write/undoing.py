"""Undo whose steps have names: the window's stack mirrors what the document can undo, step for step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QTextCursor, QTextDocument, QUndoCommand, QUndoStack

_KIND = 7


class DocumentStep(QUndoCommand):
    """One step that the document itself knows how to undo."""

    def __init__(self, text: str, steps: Steps, joins: bool) -> None:
        super().__init__(text)
        self._steps = steps
        self._joins = joins
        self._happened = True

    def id(self) -> int:
        """All are of one kind; which melt together is decided in ``mergeWith``."""
        return _KIND

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take in what the document has added to this step; its name may tell more by then."""
        if not isinstance(other, DocumentStep) or not other._joins:
            return False
        self.setText(other.text())
        return True

    def redo(self) -> None:
        """Pushing calls this too, when the document has done it already."""
        if self._happened:
            self._happened = False
        else:
            self._steps.replay(forth=True)

    def undo(self) -> None:
        self._steps.replay(forth=False)


class Steps(QObject):
    """Hears of each step of the document and puts it on the stack under the name of the moment."""

    def __init__(self, document: QTextDocument, stack: QUndoStack, show: Callable[[QTextCursor], None]) -> None:
        super().__init__(document)
        self._document, self._stack, self._show = document, stack, show
        self._name = ""
        self._joins = False
        self._serial = 0
        self._top: DocumentStep | None = None
        self._fresh = True
        document.undoCommandAdded.connect(self._added)

    @contextmanager
    def naming(self, name: str) -> Iterator[None]:
        """Steps are called ``name`` meanwhile; who named first knows best."""
        if self._name or not name:
            yield
            return
        self._name = name
        try:
            yield
        finally:
            self._name = ""

    @contextmanager
    def one_step(self, cursor: QTextCursor, name: str, onto: int = 0) -> Iterator[None]:
        """Everything done with ``cursor`` meanwhile is one step, or more of the step ``onto`` if that is the newest."""
        self._joins = bool(onto) and onto == self.newest
        with self.naming(name):
            if self._joins:
                cursor.joinPreviousEditBlock()
            else:
                cursor.beginEditBlock()
            try:
                yield
            finally:
                cursor.endEditBlock()
                self._joins = False
        self._fresh = True

    @property
    def newest(self) -> int:
        """The number of the newest step, for ``onto``; 0 after undo, or when somebody else did something."""
        at = self._stack.index()
        return self._serial if at and self._stack.command(at - 1) is self._top else 0

    @property
    def fresh(self) -> bool:
        """Whether what is typed next begins a step: it must not melt into one that lies below somebody else's."""
        return self._fresh or not self.newest

    def begin_anew(self, fresh: bool = True) -> None:
        """What is typed next begins a step of its own, or goes on with the one under way."""
        self._fresh = fresh

    def replay(self, *, forth: bool) -> None:
        """Undo or redo one step of the document and go where it happened."""
        cursor = QTextCursor(self._document)
        if forth:
            self._document.redo(cursor)
        else:
            self._document.undo(cursor)
        self._fresh = True
        self._show(cursor)

    def clear(self) -> None:
        """Forget every step, on both sides."""
        self._document.clearUndoRedoStacks()
        self._stack.clear()
        self._top = None
        self._fresh = True

    @Slot()
    def _added(self) -> None:
        step = DocumentStep(self._name or self.tr("Editing"), self, self._joins)
        if not self._joins:
            self._serial += 1
            self._top = step
        self._stack.push(step)
