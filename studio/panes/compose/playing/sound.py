"""The sound of the pane: the engine's player, looked at sixty times a second while something sounds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from engines.compose.score import Score

#: The eye sees sixty pictures a second.
FRAME_MS = 16
#: So many silent looks, ten seconds, and nobody looks any more until something is asked again.
_PATIENCE = 600


class Sounding(Protocol):
    """What plays: the engine's ``Player``. Everything can be called from the window's thread without waiting."""

    metronome: bool
    endless: bool
    count_in: int

    @property
    def playing(self) -> bool:
        """Whether it plays or counts in."""

    @property
    def counting_in(self) -> bool:
        """Whether only clicks are heard so far."""

    def set_score(self, score: Score) -> None:
        """Play this from the next block on."""

    def play(self, tick: float | None = None) -> None:
        """Play from a tick."""

    def stop(self) -> None:
        """Stop where it is."""

    def seek(self, tick: float) -> None:
        """Go to a tick."""

    def loop(self, start: int, end: int | None) -> None:
        """Repeat a span."""

    def position(self) -> float:
        """The tick that is heard."""

    def note_on(self, track: int, pitch: int, velocity: int = 80) -> None:
        """A key went down."""

    def note_off(self, track: int, pitch: int) -> None:
        """A key came up."""

    def preview_note(self, track: int, pitch: int, velocity: int = 80, seconds: float = 0.4) -> None:
        """A key is struck for a moment."""

    def all_notes_off(self) -> None:
        """Every key comes up."""

    def choose_font(self, font: Path | None) -> None:
        """Play with another sound font, None for the usual one, as soon as it is read."""

    def levels(self) -> tuple[float, float]:
        """The greatest left and right since the last call."""

    def trouble(self) -> str:
        """What went wrong since the last call."""

    def close(self) -> None:
        """Let the device go."""


def open_player() -> Sounding:
    """The engine's player over the system's sound device, which it opens when something shall be heard."""
    from engines.compose.sound.player import Player

    return Player()


class Sound(QObject):
    """Builds the player when something shall be heard for the first time."""

    #: It began or ended, by a hand or because the music is over.
    playing_changed = Signal(bool)
    #: The tick that is heard; comes sixty times a second while it plays.
    moved = Signal(float)
    levels_changed = Signal(float, float)
    #: There is nothing to hear it with; said once.
    trouble = Signal(str)

    def __init__(self, build: Callable[[], Sounding], parent: QObject) -> None:
        super().__init__(parent)
        self._build = build
        self._player: Sounding | None = None
        self._score = Score()
        self._stands_in: Score | None = None
        self._loop: tuple[int, int] | None = None
        self._metronome = self._playing = False
        self._font: Path | None = None
        self._quiet = 0
        self._frames = QTimer(self, interval=FRAME_MS, timerType=Qt.TimerType.PreciseTimer)
        self._frames.timeout.connect(self._look)

    # -- what is asked of it ------------------------------------------------------------------------------

    @property
    def playing(self) -> bool:
        """Whether it plays or counts in."""
        return self._playing

    def set_score(self, score: Score) -> None:
        """Play another score from the next block on."""
        self._score = score
        if self._player is not None and self._stands_in is None:
            self._player.set_score(score)

    def let_hear(self, score: Score | None) -> None:
        """Play this instead of the score for a while, as when a take is tried; None: the score again."""
        if score is None and self._stands_in is None:
            return
        self._stands_in = score
        if self._player is not None:
            self._player.set_score(score or self._score)

    def play(self, tick: float, count_in: int = 0, endless: bool = False) -> None:
        """Play from a tick, after so many bars of clicks; ``endless`` plays on after the last note."""
        player = self._ready()
        player.count_in, player.endless = count_in, endless
        player.play(tick)
        self._set_playing(True)

    def stop(self) -> None:
        """End at once."""
        if self._player is not None and self._playing:
            self._player.stop()
            self._set_playing(False)

    def position(self) -> float | None:
        """The tick that is heard now; None while nothing plays or only clicks are heard."""
        player = self._player
        if player is None or not self._playing or player.counting_in:
            return None
        return player.position()

    def loop(self, span: tuple[int, int] | None) -> None:
        """Repeat a span of ticks; None: play through."""
        self._loop = span
        if self._player is not None:
            self._set_loop(self._player)

    def metronome(self, on: bool) -> None:
        """Click on the beats or not."""
        self._metronome = on
        if self._player is not None:
            self._player.metronome = on

    def choose_font(self, font: Path | None) -> None:
        """Play with another sound font; None: the usual one."""
        if font != self._font:
            self._font = font
            if self._player is not None:
                self._player.choose_font(font)
                # It says in a while whether it can be played.
                self._quiet = 0
                self._frames.start()

    def press(self, track: int, pitch: int, velocity: int) -> None:
        """Hold a key."""
        self._ready().note_on(track, pitch, velocity)

    def lift(self, track: int, pitch: int) -> None:
        """Let a key go."""
        if self._player is not None:
            self._player.note_off(track, pitch)

    def try_out(self, track: int, pitch: int, velocity: int) -> None:
        """Strike a key for a moment."""
        self._ready().preview_note(track, pitch, velocity)

    def lift_all(self) -> None:
        """Let every key go."""
        if self._player is not None:
            self._player.all_notes_off()

    def close(self) -> None:
        """Nobody listens any more."""
        self._frames.stop()
        player, self._player = self._player, None
        if player is not None:
            player.close()
        self._set_playing(False)

    # -- how it happens -----------------------------------------------------------------------------------

    def _ready(self) -> Sounding:
        player = self._player
        if player is None:
            self._player = player = self._build()
            # The player is no QObject: whoever deletes this object must let the device go too.
            self.destroyed.connect(lambda: player.close())
            player.set_score(self._stands_in or self._score)
            self._set_loop(player)
            player.metronome = self._metronome
            if self._font is not None:
                player.choose_font(self._font)
        self._quiet = 0
        if not self._frames.isActive():
            self._frames.start()
        return player

    def _set_loop(self, player: Sounding) -> None:
        if self._loop is None:
            player.loop(0, None)
        else:
            player.loop(*self._loop)

    @Slot()
    def _look(self) -> None:
        player = self._player
        if player is None:
            return
        left, right = player.levels()
        self.levels_changed.emit(left, right)
        said = player.trouble()
        if said:
            self.trouble.emit(said)
        if self._playing:
            self.moved.emit(player.position())
            self._set_playing(player.playing)
        self._quiet = self._quiet + 1 if max(left, right) < 1e-4 and not self._playing else 0
        # Opening a device may take seconds; looking on that long catches what it has to say.
        if self._quiet > _PATIENCE:
            self._frames.stop()

    def _set_playing(self, playing: bool) -> None:
        if playing != self._playing:
            self._playing = playing
            self.playing_changed.emit(playing)
