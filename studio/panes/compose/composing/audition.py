"""A take that is heard in its place before it is kept: the player plays the piece as it would be."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from engines.compose.score import Score
from engines.compose.timing import Bars
from studio.panes.compose.composing.takes import PaneTake, put_in
from studio.panes.compose.playing.part import PlayingPart


def with_take(score: Score, take: PaneTake) -> Score:
    """The score as it would be with the take in it."""
    return put_in(score, take).on(score)


class Audition(QObject):
    """Plays from a bar before the take up to its end."""

    changed = Signal(bool)

    def __init__(self, playing: PlayingPart) -> None:
        super().__init__(playing)
        self._playing = playing
        self._end: int | None = None
        self._back = 0.0
        playing.sound.moved.connect(self._look)
        playing.sound.playing_changed.connect(self._ended)

    @property
    def on(self) -> bool:
        """Whether a take is heard."""
        return self._end is not None

    def begin(self, score: Score, take: PaneTake) -> None:
        """Let a take be heard."""
        self.stop()
        bars = Bars(score.metres)
        start = bars.start(max(0, bars.bar(take.start) - 1))
        self._back = self._playing.outlook.playhead
        self._playing.stop()
        self._playing.sound.let_hear(with_take(score, take))
        self._end = take.end
        self._playing.play_from(start)
        self.changed.emit(True)

    def stop(self) -> None:
        """Silence; the playhead goes back to where it was."""
        if self.on:
            self._playing.stop()

    @Slot(float)
    def _look(self, tick: float) -> None:
        if self._end is not None and tick >= self._end:
            self._playing.stop()

    @Slot(bool)
    def _ended(self, playing: bool) -> None:
        if not playing and self._end is not None:
            self._end = None
            self._playing.sound.let_hear(None)
            self._playing.go_to(self._back)
            self.changed.emit(False)
