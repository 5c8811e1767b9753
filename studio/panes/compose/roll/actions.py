"""What can be done with the selected notes, for menus, keys and buttons alike; each is one named step."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QObject

from engines.compose import editing
from engines.compose.editing import Edit
from engines.compose.grid import Grid, quantise, swing
from engines.compose.notes import LAST_TICK, Note
from engines.errors import BadInput
from studio.panes.compose.roll.clipboard import copied_notes, copy_notes
from studio.panes.compose.roll.counting import counted
from studio.panes.compose.roll.model import RollModel
from studio.panes.compose.roll.outlook import Outlook


class RollActions(QObject):
    """Works on the selection. Where it says so, on all notes within reach when nothing is selected."""

    def __init__(self, model: RollModel, outlook: Outlook, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model, self._outlook = model, outlook
        self.strength, self.swung, self.ends = 1.0, 0.0, False

    # Selecting -------------------------------------------------------------------------------------------------

    def select_all(self) -> None:
        """Select every note within reach."""
        self._model.select(self._model.within_reach())

    def invert(self) -> None:
        """Select what is not selected, and nothing else."""
        self._model.select(frozenset(self._model.within_reach()) - self._model.selection)

    def select_pitch(self, pitch: int, add: bool = False) -> None:
        """Select the notes of one key."""
        same = [note for note in self._model.within_reach() if note.pitch == pitch]
        self._model.select((*(self._model.selection if add else ()), *same))

    def select_outside_scale(self) -> None:
        """Select the notes that do not belong to the scale."""
        outside = self._model.table.notes_where(self._model.table.outside)
        self._model.select(note for note in outside if self._model.reachable(note))

    # Pitch and time --------------------------------------------------------------------------------------------

    def transpose(self, semitones: int) -> None:
        """Higher or lower, all or none."""
        text = counted(self.tr("Transpose %1"), len(self._model.selection))
        self._do(text, lambda notes: editing.transpose(notes, semitones), run="transpose")

    def nudge(self, ticks: int) -> None:
        """Earlier or later, all or none."""
        text = counted(self.tr("Nudge %1"), len(self._model.selection))
        self._do(text, lambda notes: editing.move(notes, ticks), run="nudge")

    def lengthen(self, ticks: int) -> None:
        """Longer or shorter; none becomes shorter than a step."""
        text = counted(self.tr("Change length of %1"), len(self._model.selection))
        least = min(self._outlook.step, abs(ticks))
        self._do(text, lambda notes: editing.resize(notes, ticks, "end", least), run="lengthen")

    def louder(self, amount: int) -> None:
        """Louder or softer."""
        text = counted(self.tr("Change velocity of %1"), len(self._model.selection))
        self._do(text, lambda notes: editing.louder(notes, amount), run="louder")

    def set_quantising(self, strength: float = 1.0, swung: float = 0.0, ends: bool = False) -> None:
        """How far notes are drawn (0 to 1), how late every second step is (0 to 1), and whether ends are drawn too."""
        self.strength, self.swung, self.ends = strength, swung, ends

    def quantise(self) -> None:
        """Draw to the grid of the moment as it was set; all notes within reach when none is selected."""
        grid = Grid(self._model.bars, self._outlook.step, self.swung)
        strength, ends = self.strength, self.ends
        self._do(self.tr("Quantise"), lambda notes: quantise(notes, grid, strength, ends), everything=True)

    def swing(self, amount: float) -> None:
        """Delay every second step; all notes within reach when none is selected."""
        bars, step = self._model.bars, self._outlook.step
        self._do(self.tr("Swing"), lambda notes: swing(notes, bars, step, amount), everything=True)

    def humanise(self, seed: int | None = None, ticks: int = 12, velocity: int = 10) -> int:
        """Let it sound played; returns the seed with which it happens again."""
        seed = random.randrange(2**31) if seed is None else seed
        self._do(self.tr("Humanise"), lambda notes: editing.humanise(notes, seed, ticks, velocity), everything=True)
        return seed

    def legato(self) -> None:
        """Let each note last until the next begins."""
        self._do(self.tr("Legato"), editing.legato)

    def glue(self) -> None:
        """Join notes of the same pitch."""
        selection = self._model.selection
        edit = editing.glue(self._model.selected)
        self._model.edit(self.tr("Glue"), edit, (selection - frozenset(edit.gone)) | frozenset(edit.come))

    def split_at_playhead(self) -> None:
        """Cut the selected notes at the playhead; the notes within reach when none is selected."""
        edit = editing.split(self._notes(everything=True), round(self._outlook.playhead))
        after = (self._model.selection - frozenset(edit.gone)) | frozenset(edit.come)
        self._model.edit(counted(self.tr("Split %1"), len(edit.gone)), edit, after)

    # Taking away and bringing ----------------------------------------------------------------------------------

    def delete(self) -> None:
        """Take the selected notes away."""
        notes = self._model.selected
        self._model.edit(counted(self.tr("Delete %1"), len(notes)), Edit(notes), ())

    def copy(self) -> None:
        """Put the selected notes on the clipboard."""
        if self._model.selection:
            copy_notes(self._model.selected)

    def cut(self) -> None:
        """Put the selected notes on the clipboard and take them away."""
        self.copy()
        notes = self._model.selected
        self._model.edit(counted(self.tr("Cut %1"), len(notes)), Edit(notes), ())

    def can_paste(self) -> bool:
        """Whether there are notes on the clipboard."""
        try:
            return bool(copied_notes())
        except BadInput:
            return False

    def paste(self) -> None:
        """Bring the notes of the clipboard to the playhead, exactly there and exactly as they were apart."""
        try:
            notes = copied_notes()
        except BadInput as error:
            self._model.refuse(str(error))
            return
        self.insert(counted(self.tr("Paste %1"), len(notes)), notes, round(self._outlook.playhead))

    def duplicate(self) -> None:
        """Repeat the selection right after itself, from the next line of the grid on."""
        notes = self._model.selected
        if notes:
            start = min(note.start for note in notes)
            end = max(note.end for note in notes)
            grid = self._outlook.grid()
            later = (grid.nearest(end) if grid.nearest(end) > start else grid.after(end)) - start
            text = counted(self.tr("Duplicate %1"), len(notes))
            self._do(text, lambda some: Edit(come=editing.move(some, later).come))

    def insert(self, text: str, notes: Iterable[Note], at: int = 0) -> None:
        """Add notes so many ticks later, as one step; they arrive selected. Tracks count from the chosen one."""
        last = len(self._model.score.tracks) - 1
        some = [
            replace(note, start=note.start + at, track=min(last, self._model.track + note.track))
            for note in notes
            if note.end + at <= LAST_TICK
        ]
        self._model.edit(text, Edit(come=tuple(some)))

    # Inside ----------------------------------------------------------------------------------------------------

    def _notes(self, everything: bool = False) -> tuple[Note, ...]:
        return self._model.selected or (self._model.within_reach() if everything else ())

    def _do(self, text: str, change: editing.Change, everything: bool = False, run: str = "") -> None:
        notes = self._notes(everything)
        if not notes:
            return
        try:
            edit = change(notes)
        except BadInput as error:
            self._model.refuse(str(error))
            return
        # Notes that were only meant because nothing was selected do not become selected by it.
        self._model.edit(text, edit, None if self._model.selection else (), run)
