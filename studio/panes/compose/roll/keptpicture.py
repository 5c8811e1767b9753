"""A picture of notes that is kept: what a change did not touch is not painted again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from engines.compose.notes import Note
from studio.look.palette import notifier
from studio.panes.compose.roll.backing import Backing
from studio.panes.compose.roll.drawn import Drawn
from studio.panes.compose.roll.gestures.gesture import Tools


class KeptPicture(QWidget):
    """Listens to what is looked at and says which parts of its picture are to be painted anew.

    A subclass paints the part of the music in a rectangle (``paint_music``) and knows the pixels of a note
    (``rect_of``). Whatever else it shows, it draws over the picture each time.
    """

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model, self._outlook = tools.model, tools.outlook
        self.backing = Backing(self, self.paint_music)
        self._drawn = Drawn(self._outlook.view, self._model)
        self._lit: frozenset[int] = frozenset()
        model, outlook = self._model, self._outlook
        for changed in (
            model.marks_changed,
            model.track_changed,
            outlook.options_changed,
            outlook.loop_changed,
            notifier().changed,
        ):
            changed.connect(self.spoil)
        model.score_changed.connect(self._score_changed)
        model.selection_changed.connect(self._notes_changed)
        model.draft_changed.connect(self._draft_changed)
        outlook.view_changed.connect(self._view_changed)

    def paint_music(self, painter: QPainter, rect: QRect) -> None:
        """Draw what is kept and scrolled."""
        raise NotImplementedError

    def rect_of(self, note: Note) -> QRect:
        """Every pixel that a note may colour."""
        raise NotImplementedError

    def spoil(self) -> None:
        """Everything may look different."""
        self.backing.spoil()
        self.update()

    def spoil_notes(self, notes: Iterable[Note]) -> None:
        """These notes may look different."""
        for note in notes:
            rect = self.rect_of(note)
            self.backing.spoil(rect)
            self.update(rect)

    def scrolled(self, across: int, down: int) -> None:
        """The music went so many pixels to the right and down."""
        self.backing.scroll(across, down)
        self.update()

    def _score_changed(self) -> None:
        touched = self._model.touched
        if touched is None or self._lit:
            self._lit = frozenset()
            self.spoil()
        else:
            self.spoil_notes(touched)
        self._notes_changed()

    def _notes_changed(self) -> None:
        """Other notes are selected, or away with a gesture."""
        changed = self._drawn.changed(self._model)
        if changed is None:
            self.spoil()
        else:
            self.spoil_notes(changed)

    def _draft_changed(self) -> None:
        self._notes_changed()
        self.update()

    def _view_changed(self) -> None:
        """What was drawn goes along; only what comes into view is new."""
        before, view = self._drawn.view, self._outlook.view
        self._drawn.view = view
        if replace(view, left=before.left, top=before.top) == before:
            self.scrolled(before.left - view.left, before.top - view.top)
        else:
            self.backing.pass_by()
            self.update()
