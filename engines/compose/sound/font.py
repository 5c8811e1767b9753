"""A synthesiser that plays sound fonts, by the package tinysoundfont."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import Any

from engines.compose.sound.synth import RATE, Frames
from engines.errors import BadInput

SUFFIXES = (".sf2", ".sf3", ".sfo")
#: A piano note takes two voices, a string ensemble four.
MOST_VOICES = 256
#: A large compressed font is read in a quarter of this.
TRIAL_SECONDS = 60.0
_TRIAL = (sys.executable, "-m", "engines.compose.sound.fonttrial")
#: Fonts that were tried out and did well: path, size and time of change.
_tried: set[tuple[str, int, int]] = set()
#: A piano's single note is heard (peak -23 dB at velocity 80), four strings at once stay just below full scale, and
#: only a full orchestra wakes the limiter.
GAIN_DB = 3.0


def default_font() -> Path | None:
    """The font inside the package pretty_midi; None where that is missing. The package is not imported."""
    found = importlib.util.find_spec("pretty_midi")
    if found is None or found.origin is None:
        return None
    font = Path(found.origin).parent / "TimGM6mb.sf2"
    return font if font.is_file() else None


class FontSynth:
    """Plays ``font`` (.sf2, .sf3, .sfo), by default the one that came along.

    Of the package only the part that computes is used; the part that opens a device wants pyaudio and stays shut.

    Raises:
        BadInput: there is no such font, it cannot be played, or the package is missing.
    """

    def __init__(self, font: Path | None = None, rate: int = RATE) -> None:
        package = _package()
        path = font or default_font()
        if path is None:
            raise BadInput("No sound font is installed: install the package pretty_midi or choose a .sf2 file.")
        _look_at(path)
        if font is not None:
            _try(path)
        try:
            self._font = package.SoundFont(str(path))
            self._font.set_output(package.OutputMode.StereoInterleaved, rate, GAIN_DB)
            self._font.set_max_voices(MOST_VOICES)
        except (RuntimeError, MemoryError) as error:
            raise BadInput(_unplayable(path)) from error
        if not self._font.get_preset_count():
            raise BadInput(f"“{path.name}” has no instruments. Choose another sound font.")
        self._name, self._rate = path.stem, rate
        self._used: set[int] = set()
        #: Channels that have an instrument: without one a channel is mute.
        self._named: set[int] = set()

    @property
    def name(self) -> str:
        """The font's file name without its suffix."""
        return self._name

    @property
    def rate(self) -> int:
        """Frames a second."""
        return self._rate

    def program(self, channel: int, program: int, drums: bool) -> None:
        """Choose the instrument; a font that lacks it plays the nearest that it has."""
        self._named.add(channel)
        self._font.channel_set_bank(channel, 0)
        try:
            self._font.channel_set_preset_number(channel, program, drums)
        except RuntimeError:
            # A font of one piano has no flute: everything is its first instrument.
            self._font.channel_set_preset_index(channel, 0)

    def note_on(self, channel: int, pitch: int, velocity: int) -> None:
        """Begin a note."""
        if channel not in self._named:
            self.program(channel, 0, False)
        self._used.add(channel)
        self._font.channel_note_on(channel, pitch, velocity / 127)

    def note_off(self, channel: int, pitch: int) -> None:
        """Let a note end."""
        self._font.channel_note_off(channel, pitch)

    def level(self, channel: int, gain: float) -> None:
        """Set the amplitude, 0 to 1."""
        self._font.channel_set_volume(channel, gain)

    def pan(self, channel: int, place: float) -> None:
        """Set the place, -1 to 1."""
        self._font.channel_set_pan(channel, (place + 1) / 2)

    def bend(self, channel: int, semitones: float) -> None:
        """Tune the channel."""
        self._font.channel_set_tuning(channel, semitones)

    def silence(self) -> None:
        """End all sound within a few milliseconds; instruments and levels stay."""
        for channel in self._used:
            self._font.channel_sounds_off(channel)
        self._used.clear()

    def render(self, out: Frames) -> None:
        """Write the next frames; the interpreter stays locked meanwhile, so no other thread comes between."""
        self._font.render(out, False)


def _package() -> Any:
    try:
        # The package's own front would do too, but this is all that is needed.
        from tinysoundfont import _tinysoundfont
    except ImportError as error:
        raise BadInput("Sound fonts need the package tinysoundfont: install it with “--no-deps”.") from error
    return _tinysoundfont


def _look_at(path: Path) -> None:
    """Read the first bytes: a picture that was renamed need not go through the decoder."""
    try:
        with path.open("rb") as stream:
            head = stream.read(12)
    except OSError as error:
        raise BadInput(f"The sound font “{path.name}” cannot be read. Choose another one.") from error
    if head[:4] != b"RIFF" or head[8:] not in (b"sfbk", b"sfpk"):
        raise BadInput(_unplayable(path))


def _try(path: Path) -> None:
    """Play the font in a process of its own first: a damaged one can end the process that plays it."""
    about = path.stat()
    key = (str(path), about.st_size, about.st_mtime_ns)
    if key in _tried:
        return
    home = Path(__file__).parents[3]
    try:
        done = subprocess.run(
            [*_TRIAL, str(path.absolute())], cwd=home, capture_output=True, timeout=TRIAL_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise BadInput(f"“{path.name}” takes longer than a minute to read. Choose a smaller sound font.") from error
    except OSError as error:
        raise BadInput(f"“{path.name}” could not be tried out. Choose another sound font.") from error
    if done.returncode:
        raise BadInput(_unplayable(path))
    _tried.add(key)


def _unplayable(path: Path) -> str:
    return f"“{path.name}” is not a sound font that can be played. Choose a .sf2 or .sf3 file."
