"""Behind the player: what is open, what is to be done between two blocks, and the threads that see to both."""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

import numpy as np

from engines import undisturbed
from engines.compose.sound.audioclock import AudioClock
from engines.compose.sound.marks import Mark
from engines.compose.sound.outputs import Null, Output
from engines.compose.sound.renderer import Renderer
from engines.compose.sound.sheet import Sheet
from engines.compose.sound.stream import Stream
from engines.compose.sound.synth import RATE, Frames, Opened, Synth
from engines.errors import ReverieError

log = logging.getLogger(__name__)

Deed = Callable[[Renderer], None]

GONE = "The sound device stopped answering: music plays without sound. Connect it again and play again."
BROKEN = "Reverie made a mistake while playing: it is silent until the next start. The log says more."
#: While sound is open, threads hand the interpreter over so often (seconds). With Python's own 5 ms a thread that only
#: computes lets the sound wait for most of a block each time.
SWITCH = 0.001
#: A device that has not asked for so long, twice, is gone; a busy computer is not.
PATIENCE = 1.5


class EngineRoom:
    """Holds the synthesiser, the renderer and the output, and hands deeds to the output's thread in their order."""

    def __init__(
        self,
        sheet: Sheet,
        font: Path | None,
        make_synth: Callable[[Path | None], Opened],
        make_output: Callable[[], tuple[Output, str]],
    ) -> None:
        self._sheet, self._font = sheet, font
        self._make_synth, self._make_output = make_synth, make_output
        self._deeds: deque[tuple[Deed, bool]] = deque()
        self._moves_asked = self._moves_done = 0
        self._newest: Sheet | None = None
        self._stream: Stream | None = None
        self._synth: Synth | None = None
        self._output: Output | None = None
        self._clock: AudioClock | None = None
        self._base, self._missed_before = 0.0, 0
        self._suspect = (0.0, 0.0)
        self._makeshift = False
        self._volume = 1.0
        self._switch = SWITCH
        self._troubles: deque[str] = deque()
        self._said: set[str] = set()
        #: One worker at a time opens and closes: what is to be done waits in line.
        self._chores: deque[Callable[[], None]] = deque()
        self._lock = threading.Lock()
        self._worker: threading.Thread | None = None
        self._wanted = self._closed = self._broken = False

    @property
    def owes_move(self) -> bool:
        """Whether playing, stopping or seeking was asked for and is not done yet."""
        return self._moves_asked != self._moves_done

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The renderer's, or that everything rests at the beginning."""
        stream = self._stream
        return stream.renderer.marks if stream is not None else (Mark(0, 0, self._sheet, False, False, True),)

    @property
    def output_name(self) -> str:
        """Where sound goes."""
        return self._output.name if self._output is not None else ""

    @property
    def synth_name(self) -> str:
        """What plays."""
        return self._synth.name if self._synth is not None else ""

    @property
    def latency(self) -> int:
        """Frames from reading to hearing."""
        return self._output.latency if self._output is not None else 0

    @property
    def missed(self) -> int:
        """Gaps so far, of outputs that were closed too."""
        return self._missed_before + (self._clock.missed if self._clock is not None else 0)

    def tell(self, deed: Deed, *, move: bool = False) -> None:
        """Let the renderer do this before the next block; ``move``: it changes the place that is played."""
        if move:
            self._moves_asked += 1
        self._deeds.append((deed, move))

    def set_score(self, sheet: Sheet) -> None:
        """Let the renderer play this sheet; of several before one block only the last matters."""
        told, self._newest = self._newest is not None, sheet
        if not told:
            self.tell(self._take_newest)

    def _take_newest(self, renderer: Renderer) -> None:
        sheet, self._newest = self._newest, None
        if sheet is not None:
            renderer.set_score(sheet)

    def set_volume(self, volume: float) -> None:
        """How loud all of it is."""
        self._volume = volume
        if self._stream is not None:
            self._stream.volume = volume

    def take_peak(self) -> tuple[float, float]:
        """The greatest left and right since this was last asked."""
        stream = self._stream
        if stream is None:
            return (0.0, 0.0)
        peak, stream.peak = stream.peak, (0.0, 0.0)
        return (min(1.0, peak[0]), min(1.0, peak[1]))

    def take_trouble(self) -> str:
        """The sentences since this was last asked; the device is looked after by the way."""
        clock, now = self._clock, time.perf_counter()
        if clock is not None and now - clock.last > PATIENCE and not self._closed:
            # A computer that slept wakes here before its device does, so it is given a second look.
            if self._suspect[0] != clock.last:
                self._suspect = (clock.last, now)
            elif now - self._suspect[1] > PATIENCE:
                self._clock = None
                self._say(GONE)
                self._later(self._go_silent)
        return " ".join(self._troubles.popleft() for _ in range(len(self._troubles)))

    def heard(self, now: float) -> float:
        """The frames of the stream that were heard until now."""
        clock = self._clock
        return self._base + clock.heard(now) if clock is not None else 0.0

    def open(self) -> None:
        """Open the synthesiser and the output unless they are."""
        if not self._wanted and not self._closed:
            self._wanted = True
            self._later(self._open)

    def look_again(self) -> None:
        """If there was no device, see whether there is one now."""
        if self._makeshift and not self._closed:
            self._later(self._look_again)

    def choose_font(self, font: Path | None) -> None:
        """Read a font and play with it; one that cannot be played changes nothing but the trouble."""
        self._font = font
        self._said.clear()
        if self._wanted:
            self._later(lambda: self._change_synth(font))

    def choose_output(self, make_output: Callable[[], tuple[Output, str]]) -> None:
        """Close the output and open another one."""
        self._make_output = make_output
        self._said.clear()
        if self._wanted:
            self._later(self._open_output)

    def close(self) -> None:
        """Close the output and wait for all threads."""
        self._closed = True
        worker = self._worker
        if worker is not None:
            worker.join()
        self._close_output()
        self._stream = None

    def _later(self, chore: Callable[[], None]) -> None:
        with self._lock:
            self._chores.append(chore)
            if not self._closed and (self._worker is None or not self._worker.is_alive()):
                self._worker = threading.Thread(target=self._work, name="sound: opening", daemon=True)
                self._worker.start()

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._chores or self._closed:
                    self._worker = None
                    return
                chore = self._chores.popleft()
            try:
                chore()
            except Exception:
                log.exception("sound")
                self._troubles.append(BROKEN)

    def _open(self) -> None:
        opened = self._make_synth(self._font)
        self._say(opened.trouble)
        self._synth = opened.synth
        self._stream = Stream(Renderer(opened.synth, self._sheet), self._do_deeds)
        self._stream.volume = self._volume
        self._open_output()

    def _open_output(self) -> None:
        self._close_output()
        output, trouble = self._make_output()
        self._say(trouble)
        try:
            self._start(output)
        except ReverieError as error:
            self._close_output()
            self._say(str(error))
            output, trouble = Null(), str(error)
            self._start(output)
        self._makeshift = bool(trouble)

    def _start(self, output: Output) -> None:
        stream = self._stream
        if stream is not None:
            # The stream goes on where the last output left it.
            self._base = float(stream.delivered)
            self._clock = AudioClock(RATE, output.latency)
            self._clock.last = time.perf_counter()
            self._output = output
            self._switch = sys.getswitchinterval()
            sys.setswitchinterval(min(self._switch, SWITCH))
            output.start(self._read)

    def _look_again(self) -> None:
        """Take the device that is there now; without one, what plays silently plays on."""
        output, trouble = self._make_output()
        if not trouble:
            self._close_output()
            self._said.clear()
            self._start(output)
            self._makeshift = False

    def _close_output(self) -> None:
        if self._output is not None:
            self._output.close()
            sys.setswitchinterval(self._switch)
            self._missed_before, self._clock, self._output = self.missed, None, None

    def _go_silent(self) -> None:
        self._close_output()
        self._start(Null())
        self._makeshift = True

    def _change_synth(self, font: Path | None) -> None:
        opened = self._make_synth(font)
        self._say(opened.trouble)
        if not opened.trouble:
            self._synth = opened.synth
            self.tell(lambda renderer: renderer.set_synth(opened.synth))

    def _say(self, trouble: str) -> None:
        if trouble and trouble not in self._said:
            self._said.add(trouble)
            self._troubles.append(trouble)

    def _do_deeds(self) -> None:
        """Between two blocks, on the output's thread."""
        deeds = self._deeds
        while deeds:
            deed, move = deeds.popleft()
            # The stream is not there yet while its own first block is rendered.
            if self._stream is None:
                deeds.appendleft((deed, move))
                return
            try:
                deed(self._stream.renderer)
            finally:
                self._moves_done += move

    def _read(self, count: int) -> Frames:
        """What the output's thread calls: nothing may leave it but frames."""
        clock, stream = self._clock, self._stream
        if clock is None or stream is None or self._broken:
            return np.zeros((count, 2), np.float32)
        clock.reading(count, time.perf_counter())
        try:
            frames = stream.read(count)
            if stream.renderer.playing:
                undisturbed.keep()
        except Exception:
            self._broken = True
            log.exception("sound")
            self._troubles.append(BROKEN)
            frames = np.zeros((count, 2), np.float32)
        clock.read(count, time.perf_counter())
        return frames
