"""Notes that are played by hand become notes of the score: in time while it plays, or one step after the other."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from engines.compose.editing import Edit
from engines.compose.notes import Note
from studio.panes.compose.roll.counting import counted
from studio.panes.compose.roll.model import RollModel
from studio.panes.compose.roll.outlook import Outlook


class Recorder(QObject):
    """Keeps what was struck while the music plays; all of it becomes one step when recording ends."""

    changed = Signal()

    def __init__(self, model: RollModel, position: Callable[[], float | None], parent: QObject) -> None:
        super().__init__(parent)
        self._model, self._position = model, position
        self._down: dict[int, tuple[int, int]] = {}
        self._played: list[Note] = []
        self._on = False

    @property
    def on(self) -> bool:
        """Whether it listens."""
        return self._on

    def begin(self) -> None:
        """Listen from now on."""
        self._on = True
        self._down.clear()
        self._played.clear()
        self.changed.emit()

    def end(self) -> tuple[Note, ...]:
        """Listen no more; what was played becomes notes of the current track, in one step, and is selected."""
        if not self._on:
            return ()
        for pitch in tuple(self._down):
            self.note_off(pitch)
        self._on = False
        played = tuple(self._played)
        self._played.clear()
        self._model.set_marks(take=())
        if played:
            self._model.edit(counted(self.tr("Record %1"), len(played)), Edit(come=played))
        self.changed.emit()
        return played

    @Slot(int, int)
    def note_on(self, pitch: int, velocity: int) -> None:
        """A key went down."""
        at = self._position()
        if self._on and at is not None:
            self._down[pitch] = (round(at), velocity)

    @Slot(int)
    def note_off(self, pitch: int) -> None:
        """A key went up; the note appears at once, as a draft."""
        begun = self._down.pop(pitch, None)
        at = self._position()
        if begun is None:
            return
        start, velocity = begun
        # A loop that began again in between cuts the note at its end.
        end = round(at) if at is not None and at > start else start + self._model.bars.metre(start).beat
        self._played.append(Note(start, self._model.track, pitch, max(1, end - start), velocity))
        self._model.set_marks(take=tuple(self._played))


class StepInput(QObject):
    """Writes what is struck at the playhead, one step of the grid long, and goes on; keys held together are a chord."""

    def __init__(self, model: RollModel, outlook: Outlook, go_to: Callable[[float], None], parent: QObject) -> None:
        super().__init__(parent)
        self._model, self._outlook, self._go_to = model, outlook, go_to
        self._held: set[int] = set()
        self._at = 0

    def note_on(self, pitch: int, velocity: int) -> None:
        """A key went down: the first of a chord says where it stands."""
        if not self._held:
            self._at = round(self._outlook.playhead)
        self._held.add(pitch)
        note = Note(self._at, self._model.track, pitch, self._outlook.length, velocity)
        if note not in self._model.score.notes:
            name = self._model.pitch_name(pitch, self._at)
            self._model.edit(self.tr("Step in {pitch}").format(pitch=name), Edit(come=(note,)), ())

    def note_off(self, pitch: int) -> None:
        """The last key of a chord went up: go on."""
        self._held.discard(pitch)
        if not self._held:
            self._go_to(self._at + self._outlook.length)

    def rest(self) -> None:
        """Leave out one step."""
        self._go_to(round(self._outlook.playhead) + self._outlook.length)

    def back(self) -> None:
        """Go back one step and take away what was written there."""
        at = max(0, round(self._outlook.playhead) - self._outlook.length)
        there = [note for note in self._model.score.of_track(self._model.track) if note.start == at]
        if there:
            self._model.edit(self.tr("Take back a step"), Edit(tuple(there)), ())
        self._go_to(at)
