"""What the roll shows and changes: a score, what is selected in it, and what is about to become of it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from engines.compose.editing import Edit
from engines.compose.instruments import drum_name
from engines.compose.naming import pitch_name
from engines.compose.notes import Note
from engines.compose.score import Score
from engines.compose.timing import Bars
from engines.errors import BadInput
from studio.panes.compose.roll.draft import NOTHING, Draft
from studio.panes.compose.roll.edits import EditNotes, Selection
from studio.panes.compose.roll.table import Flags, NoteTable

#: A change of more notes than these is looked at as a whole.
_FEW = 64


class RollModel(QObject):
    """The score with its selection. Every change of notes goes through ``edit`` and can be undone.

    ``score_changed`` also comes for undo, and for scores set from outside.
    """

    score_changed = Signal()
    selection_changed = Signal()
    marks_changed = Signal()
    draft_changed = Signal()
    track_changed = Signal(int)
    refused = Signal(str)
    edited = Signal(str)
    #: tuple[Note, ...]: undo or redo has put these back, or taken them away again.
    turned = Signal(tuple)

    def __init__(self, stack: QUndoStack, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stack = stack
        self._score = Score()
        self._bars = Bars(self._score.metres)
        self._selection: Selection = NOTHING
        self._track = 0
        self._every_track = False
        self._generated: Selection = NOTHING
        self._intensity: dict[Note, float] = {}
        self._take: tuple[Note, ...] = ()
        self._draft = Draft()
        self._draft_flags: Flags | None = None
        self._ready: tuple[Score, Edit, Score] | None = None
        self._run = 0
        self._table: NoteTable | None = None
        #: The notes that went and came with the last change of the score; None: it may be any of them.
        self.touched: tuple[Note, ...] | None = None

    # What there is ---------------------------------------------------------------------------------------------

    @property
    def score(self) -> Score:
        """The score as it stands, without what is only a draft."""
        return self._score

    @property
    def bars(self) -> Bars:
        """Its bars."""
        return self._bars

    @property
    def table(self) -> NoteTable:
        """Its notes as arrays, for drawing and for finding them under the hand."""
        if self._table is None:
            self._table = NoteTable(self._score, self._selection, self._generated, self._intensity)
        return self._table

    def set_score(self, score: Score) -> None:
        """Show another score, or the same with other tracks and signs; what is still there stays selected."""
        self._score = score
        self._bars = Bars(score.metres)
        self._table = self.touched = None
        self._draft = Draft()
        self._run += 1
        here = frozenset(score.notes)
        kept = self._selection & here
        self._generated &= here
        if self._track >= len(score.tracks):
            self.set_track(max(0, len(score.tracks) - 1))
        self.score_changed.emit()
        if kept != self._selection:
            self._selection = kept
            self.selection_changed.emit()

    # Tracks ----------------------------------------------------------------------------------------------------

    @property
    def track(self) -> int:
        """The track that is drawn into."""
        return self._track

    def set_track(self, track: int) -> None:
        """Draw into another track; raises BadInput when there is none at that place."""
        if not 0 <= track < max(1, len(self._score.tracks)):
            raise BadInput(f"There is no track {track + 1}; choose one that is there.")
        if track != self._track:
            self._track = track
            if not self._every_track:
                self.select(())
            self.track_changed.emit(track)

    @property
    def every_track(self) -> bool:
        """Whether the notes of all tracks can be selected, or only those of the one drawn into."""
        return self._every_track

    def set_every_track(self, every: bool) -> None:
        """Let the hand reach the notes of all tracks."""
        self._every_track = every
        if not every:
            self.select(note for note in self._selection if note.track == self._track)
        self.marks_changed.emit()

    def reachable(self, note: Note) -> bool:
        """Whether the hand can take a note without changing the track."""
        return self._every_track or note.track == self._track

    def holds(self, note: Note) -> bool:
        """Whether a note is in the score."""
        notes = self._score.notes
        place = bisect_left(notes, note)
        return place < len(notes) and notes[place] == note

    def within_reach(self) -> tuple[Note, ...]:
        """The notes the hand can take."""
        return self._score.notes if self._every_track else self._score.of_track(self._track)

    def places_within_reach(self) -> NDArray[np.intp]:
        """Their places among all notes of the score."""
        table = self.table
        return np.arange(len(table)) if self._every_track else np.flatnonzero(table.track == self._track)

    # Selection -------------------------------------------------------------------------------------------------

    @property
    def selection(self) -> Selection:
        """The selected notes."""
        return self._selection

    @property
    def selected(self) -> tuple[Note, ...]:
        """The selected notes in order; two alike are both there."""
        return self.table.notes_where(self.table.selected)

    def select(self, notes: Iterable[Note]) -> None:
        """Select these and no others; the next nudge begins a step of its own."""
        wanted = frozenset(notes)
        self._run += 1
        if wanted != self._selection:
            self._selection = wanted
            if self._table is not None:
                self._table = self._table.with_selected(wanted)
            self.selection_changed.emit()

    # Marks from outside ----------------------------------------------------------------------------------------

    @property
    def generated(self) -> Selection:
        """The notes that a network wrote."""
        return self._generated

    @property
    def take(self) -> tuple[Note, ...]:
        """Notes of a take that is only looked at."""
        return self._take

    def set_marks(
        self,
        generated: Iterable[Note] | None = None,
        intensity: Mapping[Note, float] | None = None,
        take: Iterable[Note] | None = None,
    ) -> None:
        """Say which notes are generated, how much each weighs (0 to 1), and which are a take; None: as before."""
        if generated is not None:
            self._generated = frozenset(generated)
        if intensity is not None:
            self._intensity = dict(intensity)
        if take is not None:
            self._take = tuple(take)
        if generated is not None or intensity is not None:
            self._table = None
        self.marks_changed.emit()

    # Change ----------------------------------------------------------------------------------------------------

    @property
    def draft(self) -> Draft:
        """What the gesture under way would do."""
        return self._draft

    def set_draft(self, draft: Draft) -> None:
        """Show what would become of the notes."""
        if draft.gone is not self._draft.gone:
            self._draft_flags = None
        self._draft = draft
        self.draft_changed.emit()

    def left_by_draft(self, places: NDArray[np.intp]) -> NDArray[np.intp]:
        """Those of the places whose notes the gesture under way leaves where they are."""
        if not self._draft.gone:
            return places
        if self._draft_flags is None or len(self._draft_flags) != len(self.table):
            whole = self._draft.gone == self._selection
            self._draft_flags = self.table.selected if whole else self.table.flags(self._draft.gone)
        return places[~self._draft_flags[places]]

    def edit(self, text: str, edit: Edit, selection: Iterable[Note] | None = None, run: str = "") -> None:
        """Make a change as one step of that name; by default what came is selected. ``run``: melts with its like."""
        self._draft = Draft()
        if edit.empty:
            self.draft_changed.emit()
            return
        try:
            self._ready = (self._score, edit, edit.on(self._score))
        except BadInput as error:
            # The notes under the hand have changed meanwhile: no step at all is better than half of one.
            self.refuse(str(error))
            return
        after = frozenset(edit.come if selection is None else selection)
        # Selecting the same notes again ends a run, so the number is taken before and kept while steps follow.
        kind = (run, self._run) if run else None
        self._stack.push(EditNotes(text, edit, (self._selection, after), self._make, kind, self.turned.emit))
        if not run:
            self._run += 1
        self.edited.emit(text)

    def refuse(self, why: str) -> None:
        """Say why a gesture did nothing."""
        self.set_draft(Draft())
        self.refused.emit(why)

    def pitch_name(self, pitch: int, tick: int = 0) -> str:
        """The name of a pitch as the key at that tick writes it; on a track of drums that of the drum."""
        drum = drum_name(pitch) if self.drums else ""
        return drum or pitch_name(pitch, self._score.key_at(tick))

    @property
    def drums(self) -> bool:
        """Whether the track that is drawn into is one of drums."""
        tracks = self._score.tracks
        return self._track < len(tracks) and tracks[self._track].drums

    def _make(self, edit: Edit, selection: Selection) -> None:
        ready, self._ready = self._ready, None
        try:
            known = ready is not None and ready[0] is self._score and ready[1] is edit
            self._score = ready[2] if ready is not None and known else edit.on(self._score)
        except BadInput as error:
            # Somebody set another score without telling the undo stack; better nothing than half of it.
            self.refused.emit(str(error))
            return
        if self._generated and not self._generated.isdisjoint(edit.gone):
            came = [new for old, new in zip(edit.gone, edit.come, strict=False) if old in self._generated]
            self._generated = (self._generated - frozenset(edit.gone)) | frozenset(came)
        self._selection = selection
        few = len(edit.gone) + len(edit.come) <= _FEW
        self.touched = (*edit.gone, *edit.come) if few else None
        if self._table is not None and few and not self._intensity:
            self._table = self._table.exchanged(self._score, edit, selection, self._generated)
        else:
            self._table = None
        self.score_changed.emit()
        self.selection_changed.emit()
