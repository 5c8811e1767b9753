"""From a score to sound, exact to the frame: every onset, end, controller, click and loop falls where it belongs."""

from __future__ import annotations

from collections.abc import Iterator

from engines.compose.notes import Note
from engines.compose.sound.hands import NEVER, Hands
from engines.compose.sound.marks import Mark
from engines.compose.sound.metronome import Metronome, beats, count_in
from engines.compose.sound.sheet import Sheet
from engines.compose.sound.strips import Strip
from engines.compose.sound.synth import BLOCK, Frames, Synth
from engines.compose.sound.tryout import Tryout


class Renderer:
    """Plays one score on one synthesiser. Not for several threads: what changes it is called between two blocks.

    ``chase``: whether notes that began before the place that is played from are struck there, as most sequencers do
    (drums are not). With ``endless`` it plays on after the last note.
    """

    def __init__(self, synth: Synth, sheet: Sheet, *, chase: bool = True) -> None:
        self.sheet = sheet
        self.metronome_on, self.endless, self.chase = False, False, chase
        self.playing, self.frame = False, 0
        #: Frames rendered since the beginning, whether anything was played or not.
        self.rendered = 0
        self.marks: tuple[Mark, ...] = (Mark(0, 0, self.sheet, False, False, True),)
        self._metronome = Metronome(synth.rate)
        self._loop: tuple[int, int] | None = None
        self._loop_frames: tuple[int, int] | None = None
        self._stops = False
        self._countdown = 0
        self._clicks: list[tuple[int, bool]] = []
        self._beats: Iterator[tuple[int, bool]] = iter(())
        self._beat = (NEVER, False)
        self._note = self._control = 0
        self._note_at = self._control_at = NEVER
        self._take(synth)

    @property
    def sounding(self) -> int:
        """Notes that are held: of the score, and tried out."""
        return self._hands.sounding + self.tryout.sounding

    def set_synth(self, synth: Synth) -> None:
        """Play on with another synthesiser of the same rate; notes that sound are struck again there."""
        self._synth.silence()
        self._take(synth)
        if self.playing and not self._countdown:
            self._prepare(self.sheet.sounding(self.frame))

    def set_score(self, sheet: Sheet) -> None:
        """Play another score from the same tick on. What sounds and is still there sounds on, up to its new end."""
        old, self.sheet = self.sheet, sheet
        if old.clock is not sheet.clock:
            self.frame = sheet.frame(old.tick(self.frame))
            self._mark(jump=not self.playing)
        self._set_loop()
        self._follow_tracks(old)
        self._hands.reconsider(self._end_now)
        if self.playing and not self._countdown:
            if sheet.score.controls is not old.score.controls:
                self._turn_back()
            self._aim()
            if self.chase:
                heard_now = sheet.audible - old.audible
                self._strike(note for note in sheet.sounding(self.frame) if note.track in heard_now)

    def play(self, frame: int, bars: int = 0) -> None:
        """Play from a frame of the score, after so many bars of clicks."""
        self._hands.lift_all()
        self.playing, self.frame = True, frame
        self._stops = frame < self.sheet.end
        self._countdown, self._clicks = count_in(self.sheet, frame, bars) if bars else (0, [])
        self._mark(jump=True)
        if not self._countdown:
            self._prepare(self.sheet.sounding(frame))

    def stop(self, frame: int | None = None) -> None:
        """End what is played and rest at ``frame``, by default where it is."""
        self.playing, self._countdown = False, 0
        self._hands.lift_all()
        self.frame = self.frame if frame is None else frame
        self._mark(jump=True)

    def seek(self, frame: int) -> None:
        """Go to a frame of the score, and play on there if it plays."""
        if self.playing:
            self.play(frame)
        else:
            self.stop(frame)

    def loop(self, start: int, end: int | None) -> None:
        """Repeat from tick ``start`` up to ``end``, a block at least; without an end nothing is repeated."""
        self._loop = None if end is None or end <= start else (start, end)
        self._set_loop()

    def render(self, out: Frames) -> None:
        """Write the next ``len(out)`` frames over ``out``, split where something happens."""
        done = 0
        while done < len(out):
            self._happen(done)
            count = min(len(out) - done, self._quiet())
            self._synth.render(out[done : done + count])
            done += count
            self.rendered += count
            if self._countdown:
                self._count_down(count)
            elif self.playing:
                self.frame += count
        self._metronome.mix(out)

    def _quiet(self) -> int:
        """Frames, one at least, until something happens."""
        wait = self.tryout.next_end() - self.rendered
        if self._countdown:
            wait = min(wait, self._countdown, *(at for at, _ in self._clicks[:1]))
        elif self.playing:
            coming = min(self._note_at, self._control_at, self._hands.next_end(), self._beat[0])
            if self._loop_frames is not None and self.frame < self._loop_frames[1]:
                coming = min(coming, self._loop_frames[1])
            elif self._stops and not self.endless:
                coming = min(coming, max(self.frame + 1, self.sheet.end))
            wait = min(wait, coming - self.frame)
        return max(1, wait)

    def _happen(self, late: int) -> None:
        """Do what is due at this frame, ``late`` frames into the block: ends first, then controllers, then onsets."""
        self.tryout.lift_due(self.rendered)
        if self._countdown:
            while self._clicks and self._clicks[0][0] <= 0:
                self._metronome.strike(self._clicks.pop(0)[1], late)
            return
        if not self.playing:
            return
        self._hands.lift_due(self.frame)
        if self._loop_frames is not None and self.frame == self._loop_frames[1]:
            self._wrap(self._loop_frames[0])
        elif self._stops and not self.endless and self.frame >= self.sheet.end and not self._inside_loop():
            self._finish()
            return
        while self._control_at <= self.frame:
            control = self.sheet.score.controls[self._control]
            self._turn(control.track, control.number, control.value)
            self._aim_control(self._control + 1)
        while self._note_at <= self.frame:
            self._strike((self.sheet.score.notes[self._note],))
            self._aim_note(self._note + 1)
        while self._beat[0] <= self.frame:
            if self.metronome_on:
                self._metronome.strike(self._beat[1], late)
            self._aim_beat()

    def _finish(self) -> None:
        """Rest at the end of the score, and say so when that is heard."""
        self.playing = False
        self._hands.lift_all()
        self._mark(jump=False)

    def _inside_loop(self) -> bool:
        return self._loop_frames is not None and self.frame < self._loop_frames[1]

    def _count_down(self, count: int) -> None:
        self._countdown -= count
        self._clicks = [(at - count, accent) for at, accent in self._clicks]
        if not self._countdown:
            self._mark(jump=False)
            self._prepare(self.sheet.sounding(self.frame))

    def _wrap(self, frame: int) -> None:
        self._hands.lift_all()
        self.frame = frame
        self._mark(jump=False)
        self._prepare(self.sheet.sounding(frame))

    def _prepare(self, sounding: Iterator[Note]) -> None:
        """Get ready to play from this frame: controllers as they stand there, and the notes that sound."""
        self._turn_back()
        self._aim()
        if self.chase:
            self._strike(note for note in sounding if not self.sheet.score.tracks[note.track].drums)

    def _turn_back(self) -> None:
        """Set every controller to what it is just before this frame."""
        for strip in self._strips.values():
            strip.forget()
        for track, number, value in self.sheet.settings(self.frame):
            self._strips[track].turn(number, value)
        for track, strip in self._strips.items():
            self._hands.pedal(track, strip.pedal)

    def _turn(self, track: int, number: int, value: int) -> None:
        strip = self._strips[track]
        strip.turn(number, value)
        self._hands.pedal(track, strip.pedal)

    def _strike(self, notes: Iterator[Note] | tuple[Note, ...]) -> None:
        for note in notes:
            if note.track in self.sheet.audible:
                self._hands.press(note.track, note.pitch, note.velocity, self.sheet.end_of(note), note.start)

    def _aim(self) -> None:
        """Find what comes next from this frame on."""
        self._aim_note(self.sheet.first_note(self.frame))
        self._aim_control(self.sheet.first_control(self.frame))
        self._beats = beats(self.sheet.bars, max(0, int(self.sheet.tick(self.frame)) - 1))
        self._beat = (-1, False)
        while self._beat[0] < self.frame:
            self._aim_beat()

    def _aim_note(self, place: int) -> None:
        notes = self.sheet.score.notes
        self._note = place
        self._note_at = self.sheet.frame(notes[place].start) if place < len(notes) else NEVER

    def _aim_control(self, place: int) -> None:
        controls = self.sheet.score.controls
        self._control = place
        self._control_at = self.sheet.frame(controls[place].tick) if place < len(controls) else NEVER

    def _aim_beat(self) -> None:
        tick, accent = next(self._beats)
        self._beat = (self.sheet.frame(tick), accent)

    def _end_now(self, track: int, pitch: int, start: int) -> int | None:
        """When a note that sounds ends in the score as it is now; None if it is gone or no longer heard."""
        note = self.sheet.find(start, track, pitch) if track in self.sheet.audible else None
        end = self.sheet.end_of(note) if note is not None else 0
        return end if end > self.frame else None

    def _follow_tracks(self, old: Sheet) -> None:
        tracks = self.sheet.score.tracks
        for place in range(len(tracks), len(self._strips)):
            self._hands.lift_all((place,))
            self.tryout.forget(place)
            del self._strips[place]
        for place, track in enumerate(tracks):
            if place not in self._strips:
                self._strips[place] = Strip(self._synth, place, track)
            self._strips[place].follow(track)
        silenced = [place for place in self._strips if place not in self.sheet.audible and place in old.audible]
        self._hands.lift_all(silenced)

    def _take(self, synth: Synth) -> None:
        self._synth = synth
        self._hands, self.tryout = Hands(synth), Tryout(synth)
        self._strips = {place: Strip(synth, place, track) for place, track in enumerate(self.sheet.score.tracks)}

    def _set_loop(self) -> None:
        self._loop_frames = None
        if self._loop is not None:
            start, end = (self.sheet.frame(tick) for tick in self._loop)
            self._loop_frames = (start, max(end, start + BLOCK))

    def _mark(self, jump: bool) -> None:
        moving = self.playing and not self._countdown
        self.marks = (*self.marks[-63:], Mark(self.rendered, self.frame, self.sheet, self.playing, moving, jump))
