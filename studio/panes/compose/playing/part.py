"""The part of Compose that sounds: transport, playhead, keys, recording."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction

from engines.compose.timing import clock_of
from studio.commands import Command
from studio.panes.compose.parts import Part
from studio.panes.compose.playing.commands import playing_commands
from studio.panes.compose.playing.farewell import Farewell
from studio.panes.compose.playing.fonts import Fonts
from studio.panes.compose.playing.keyfilter import KeyFilter
from studio.panes.compose.playing.midikeys import MidiKeys
from studio.panes.compose.playing.pianokeys import PianoKeys
from studio.panes.compose.playing.recording import Recorder, StepInput
from studio.panes.compose.playing.sound import Sound, Sounding, open_player

if TYPE_CHECKING:
    from studio.panes.compose.pane import ComposePane

#: Clicks before a recording begins, in bars.
COUNT_IN_BARS = 1


class PlayingPart(Part):
    """Joins the player with the roll and the bar above it."""

    name = "playing"

    def __init__(self, pane: ComposePane, build: Callable[[], Sounding] = open_player) -> None:
        super().__init__(pane)
        self.model, self.outlook, self.bar = pane.model, pane.outlook, pane.page.bar
        self.sound = Sound(build, self)
        self.fonts = Fonts(pane.desk.settings, pane)
        self.sound.choose_font(self.fonts.font())
        self.fonts.chosen.connect(self.sound.choose_font)
        self.keys, self.midi = PianoKeys(self), MidiKeys(pane.desk.settings, pane.isVisible, self)
        self.recorder = Recorder(self.model, self.sound.position, self)
        self.steps = StepInput(self.model, self.outlook, self.go_to, self)
        self.input = KeyFilter(self.keys, self.steps, self)
        self.metronome_on = self.count_in = False
        self.loop_on = False
        self._span: tuple[int, int] | None = None
        self._connect()
        self._score_changed()

    def _connect(self) -> None:
        sound, outlook, roll = self.sound, self.outlook, self.pane.page.roll
        self.model.score_changed.connect(self._score_changed)
        self.model.refused.connect(self.pane.desk.toasts.say)
        sound.moved.connect(self._move)
        sound.playing_changed.connect(self._show_playing)
        sound.levels_changed.connect(self._show_levels)
        sound.trouble.connect(self.pane.desk.toasts.warn)
        outlook.loop_changed.connect(self._loop_changed)
        outlook.following_changed.connect(lambda _on: self.pane.commands_changed.emit())
        roll.note_on.connect(self._strike)
        roll.note_off.connect(self._let_go)
        roll.play_wanted.connect(self.play_or_stop)
        roll.playhead_wanted.connect(self.go_to)
        for source in (self.keys, self.midi):
            source.note_on.connect(self._key_down)
            source.note_off.connect(self._key_up)
        self.keys.octave_changed.connect(self._show_octave)
        self.midi.trouble.connect(self.pane.desk.toasts.say)
        self.midi.changed.connect(self.pane.commands_changed)
        self.recorder.changed.connect(self.pane.commands_changed)
        # What has the focus gets keys first, so the piano listens before it does.
        for widget in (self.pane, roll.canvas, roll.keyboard, roll.lane, roll.ruler):
            widget.installEventFilter(self.input)
        self._show_octave(self.keys.octave)

    def commands(self) -> list[Command]:
        return playing_commands(self)

    def adopt(self, action_of: Callable[[str], QAction]) -> None:
        """Space and Home belong to whatever has the focus first; the roll and the page pass them on."""
        for name in ("play", "start"):
            action_of(f"compose.{name}").setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.bar.offer(action_of)
        self.midi.begin()
        # Only now does the pane stand in its window.
        Farewell(self.pane.window(), self).gone.connect(self.farewell)

    def collect(self) -> dict[str, Any]:
        loop = self._span if not self.loop_on else self.outlook.loop
        return {
            "playhead": round(self.outlook.playhead),
            "loop": list(loop) if loop else None,
            "loop_on": self.loop_on,
            "metronome": self.metronome_on,
            "count_in": self.count_in,
            "octave": self.keys.octave,
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        self.stop()
        span = state.get("loop")
        whole = isinstance(span, list) and len(span) == 2 and all(type(one) is int and one >= 0 for one in span)
        self._span = (span[0], span[1]) if whole and span[0] < span[1] else None  # type: ignore[index]
        self.loop_on = state.get("loop_on") is True and self._span is not None
        self.outlook.set_loop(self._span if self.loop_on else None)
        self.metronome_on, self.count_in = state.get("metronome") is True, state.get("count_in") is True
        self.sound.metronome(self.metronome_on)
        octave, playhead = state.get("octave"), state.get("playhead")
        self.keys.set_octave(octave if type(octave) is int else 4)
        self.go_to(playhead if type(playhead) is int and playhead >= 0 else 0)

    def leave(self) -> None:
        """In another room nobody plays on keys; music that plays plays on."""
        self.keys.let_go()
        self.midi.let_go()
        self.sound.lift_all()

    @Slot()
    def farewell(self) -> None:
        """Nobody listens any more."""
        self.stop()
        self.midi.close()
        self.sound.close()

    # -- transport ----------------------------------------------------------------------------------------

    @Slot()
    def play_or_stop(self) -> None:
        """The one key."""
        if self.sound.playing:
            self.stop()
        else:
            self._play(self.outlook.playhead)

    def _play(self, tick: float) -> None:
        # Behind the last note there is nothing to hear; playing begins anew.
        over = tick >= self.model.score.end > 0 and not self.recorder.on and self.outlook.loop is None
        self.sound.play(0 if over else tick, COUNT_IN_BARS if self.count_in else 0, endless=self.recorder.on)

    def play_from(self, tick: float) -> None:
        """Play from a tick without clicks, as a take is tried out."""
        self.sound.play(tick)

    @Slot()
    def stop(self) -> None:
        """Stop where it is; a recording ends and becomes notes."""
        self.recorder.end()
        at = self.sound.position()
        self.outlook.set_playhead(self.outlook.playhead if at is None else at, False)
        self._show_place()
        # Last, since whoever hears of it may put the playhead elsewhere.
        self.sound.stop()

    @Slot()
    def return_to_start(self) -> None:
        """Back to the beginning, of the loop first where the playhead is behind it."""
        loop = self.outlook.loop
        start = loop[0] if loop and self.outlook.playhead > loop[0] else 0
        self.go_to(start)

    def go_to(self, tick: float) -> None:
        """Put the playhead somewhere; what plays goes on from there."""
        tick = max(0, tick)
        if self.sound.playing:
            self.sound.play(tick, endless=self.recorder.on)
        self.outlook.set_playhead(tick, self.sound.playing)
        self._show_place()

    def record(self) -> None:
        """Begin to record, with one bar of clicks when that is wanted; once more ends it."""
        if self.recorder.on:
            self.stop()
            return
        self.recorder.begin()
        if not self.sound.playing:
            self._play(self.outlook.playhead)
        if not self.midi.connected:
            self.set_keys(True)

    # -- switches -----------------------------------------------------------------------------------------

    def toggle_loop(self) -> None:
        """Loop what is selected, what was looped before, or else the whole."""
        self.loop_on = not self.loop_on
        if not self.loop_on:
            self._span = self.outlook.loop
            self.outlook.set_loop(None)
        else:
            selected = self.model.selection
            span = (min(one.start for one in selected), max(one.end for one in selected)) if selected else self._span
            end = self.model.bars.ceiling(self.model.score.end) or self.model.bars.start(4)
            self.outlook.set_loop(span or (0, end))
        self.changed.emit()

    def toggle_metronome(self) -> None:
        """Click on the beats."""
        self.metronome_on = not self.metronome_on
        self.sound.metronome(self.metronome_on)
        self.changed.emit()

    def toggle_count_in(self) -> None:
        """Click a bar before it begins."""
        self.count_in = not self.count_in
        self.changed.emit()

    def set_keys(self, on: bool) -> None:
        """Let the computer's keyboard play."""
        self.input.piano = on
        if not on:
            self.keys.let_go()
            self.input.stepping = self.input.stepping and self.midi.connected
        self.bar.octave.setVisible(on)
        self.pane.commands_changed.emit()

    def set_steps(self, on: bool) -> None:
        """Let keys write at the playhead, step by step."""
        self.input.stepping = on
        if on and not self.midi.connected:
            self.set_keys(True)
        self.pane.commands_changed.emit()

    # -- keys ---------------------------------------------------------------------------------------------

    @Slot(int, int)
    def _key_down(self, pitch: int, velocity: int) -> None:
        self.sound.press(self.model.track, pitch, velocity)
        self.outlook.set_keys_down(self.outlook.keys_down | {pitch})
        if self.input.stepping and not self.sound.playing:
            self.steps.note_on(pitch, velocity)
        self.recorder.note_on(pitch, velocity)

    @Slot(int)
    def _key_up(self, pitch: int) -> None:
        self.sound.lift(self.model.track, pitch)
        self.outlook.set_keys_down(self.outlook.keys_down - {pitch})
        if self.input.stepping and not self.sound.playing:
            self.steps.note_off(pitch)
        self.recorder.note_off(pitch)

    @Slot(int, int)
    def _strike(self, pitch: int, velocity: int) -> None:
        self.sound.press(self.model.track, pitch, velocity)

    @Slot(int)
    def _let_go(self, pitch: int) -> None:
        self.sound.lift(self.model.track, pitch)

    # -- what is shown ------------------------------------------------------------------------------------

    @Slot()
    def _score_changed(self) -> None:
        self.sound.set_score(self.model.score)
        self._clock = clock_of(self.model.score)
        self._show_place()

    @Slot(float)
    def _move(self, tick: float) -> None:
        self.outlook.set_playhead(tick, self.sound.playing)
        self._show_place()

    def _show_place(self) -> None:
        tick = self.outlook.playhead
        place = self.model.bars.place(int(tick))
        minutes, rest = divmod(self._clock.seconds(tick), 60)
        bars = f"{place.bar + 1}.{place.beat + 1}.{place.tick:03d}"
        self.bar.show_place(bars, f"{int(minutes)}:{int(rest):02d}.{int(rest * 10) % 10}")

    @Slot(bool)
    def _show_playing(self, playing: bool) -> None:
        if not playing:
            self.recorder.end()
            self.outlook.set_playhead(self.outlook.playhead, False)
        self.pane.show_playing(playing)

    @Slot(float, float)
    def _show_levels(self, left: float, right: float) -> None:
        self.bar.meter.show_levels(left, right)

    @Slot()
    def _loop_changed(self) -> None:
        self.loop_on = self.outlook.loop is not None
        self.sound.loop(self.outlook.loop)
        self.pane.commands_changed.emit()
        self.changed.emit()

    @Slot(int)
    def _show_octave(self, octave: int) -> None:
        self.bar.octave.setText(self.tr("C{octave}").format(octave=octave))
        self.changed.emit()
