"""The door to the library of models: one sheet at a time, and what was deleted stays until the studio closes."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from engines.compose.melody.library import LIBRARY
from engines.folders import Removed
from studio import paths
from studio.jobs.lanes import Lanes
from studio.panes.compose.learning.modelfigures import MelodyFigures
from studio.panes.errands import once, send
from studio.panes.leftovers import forget_leftovers
from studio.panes.librarysheet import LibrarySheet
from studio.panes.modelview import ModelView


class LibraryDoor(QObject):
    """Opens the sheet over the pane."""

    #: Another list of models than before.
    changed = Signal()
    #: str: the name of the model that shall compose.
    chosen = Signal(str)

    def __init__(self, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._lanes = lanes
        self.removed: list[Removed] = []
        self.sheet: LibrarySheet | None = None

    def open(self, over: QWidget) -> LibrarySheet:
        """Show every model, and what can be done with it."""
        models = paths.models_folder()
        title = self.tr("Looking after the models")
        # The disk lane works in order: what an earlier sitting threw away is forgotten before anything else is.
        work = lambda: once(lambda: forget_leftovers(models))  # noqa: E731
        send(self._lanes, title, work, lambda _: None, lambda _: None, owner=self)
        self.sheet = sheet = LibrarySheet(
            self.tr("Models for melodies"), LIBRARY, ModelView(MelodyFigures()), self._lanes, self.removed, over
        )
        sheet.changed.connect(self.changed)
        sheet.chosen.connect(self.chosen)
        sheet.destroyed.connect(self._gone)
        sheet.open()
        return sheet

    @Slot()
    def _gone(self) -> None:
        self.sheet = None
