"""Surprise: the switch, the legend, and when to look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Slot

from studio.commands import Command
from studio.panes.write.keeping import View
from studio.panes.write.parts import Part
from studio.panes.write.suggesting.part import SuggestingPart
from studio.panes.write.surprise.layer import SurpriseMarks
from studio.panes.write.surprise.legend import SurpriseLegend
from studio.panes.write.surprise.watching import Watching

if TYPE_CHECKING:
    from studio.panes.write.pane import WritePane

#: The line about a word need not hurry; a key does.
_SAID_AFTER_MS = 60


class SurprisePart(Part):
    """Colours each word by how surprising the chosen model finds it."""

    name = "surprise"

    def __init__(self, pane: WritePane) -> None:
        super().__init__(pane)
        # Parts are made one after the other, and suggestions come first: the model is theirs.
        suggesting = next(part for part in pane.children() if isinstance(part, SuggestingPart))
        self.editor, self.models = pane.editor, suggesting.models
        self.watching = Watching(pane.desk.lanes, pane.editor, self.models)
        self.marks = SurpriseMarks(pane.editor, self.watching)
        self.legend = SurpriseLegend()
        pane.page.foot.add(self.legend)
        self._soon = QTimer(self, singleShot=True, interval=_SAID_AFTER_MS)
        self._soon.timeout.connect(self._say)
        for told in (self.editor.place_changed, self.editor.typed, self.watching.read):
            told.connect(self._say_soon)
        pane.view_changed.connect(self._turn)

    def commands(self) -> Sequence[Command]:
        """The switch."""
        return [
            Command(
                "write.surprise",
                self.tr("Show how surprising each word is"),
                self.toggle,
                "Write",
                "Ctrl+U",
                tip=self.tr("Mark the words that the model would not have expected"),
                pane="write",
                checked=lambda: self.pane.view.surprise,
            )
        ]

    def toggle(self) -> None:
        """Show it or show it no more; the marks of who wrote what make way."""
        on = not self.pane.view.surprise
        self.pane.change_view(surprise=on, authors=self.pane.view.authors and not on)

    @Slot(object)
    def _turn(self, view: View) -> None:
        if view.surprise == self.watching.is_on:
            return
        if view.surprise and not self.models.cards():
            self.models.refresh()
        self.watching.turn(view.surprise)
        self.pane.page.foot.show_part(self.legend, view.surprise)
        self.editor.viewport().update()
        self._say()

    @Slot()
    def _say_soon(self) -> None:
        if self.watching.is_on and not self._soon.isActive():
            self._soon.start()

    @Slot()
    def _say(self) -> None:
        if not self.watching.is_on:
            return
        card = self.models.card()
        if self.models.trouble:
            said = self.models.trouble
        elif card is None:
            said = self.tr("No model is installed that could be surprised. Train one on texts of your own.")
        else:
            cursor = self.editor.textCursor()
            said = self.marks.said_of(cursor.block(), cursor.positionInBlock())
            hint = self.tr("How likely “{model}” found each word. Put the cursor on a word to read more.")
            said = said or hint.format(model=card.title)
        self.legend.say(said)
