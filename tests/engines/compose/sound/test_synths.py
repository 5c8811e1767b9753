"""Both synthesisers do what they are told, on the frame, without clicks; and a bad font is one sentence."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from engines.compose.sound import font
from engines.compose.sound.font import FontSynth, default_font
from engines.compose.sound.plain import SPARE, VOICES, PlainSynth
from engines.compose.sound.synth import BLOCK, CHANNELS, RATE, Frames, Synth, open_synth
from engines.errors import BadInput

MAKERS = [PlainSynth, FontSynth]
both = pytest.mark.parametrize("make", MAKERS)


def sound(synth: Synth, seconds: float) -> Frames:
    """So much of what it plays, in blocks."""
    blocks = round(seconds * RATE / BLOCK)
    out = np.empty((blocks * BLOCK, 2), np.float32)
    for at in range(blocks):
        synth.render(out[at * BLOCK : (at + 1) * BLOCK])
    return out


def loudness(frames: Frames) -> float:
    return float(np.sqrt(np.mean(frames**2)))


def pitch_of(frames: Frames) -> float:
    """Hertz of the strongest partial."""
    spectrum = np.abs(np.fft.rfft(frames[:, 0] * np.hanning(len(frames)), 8 * len(frames)))
    return float(np.fft.rfftfreq(8 * len(frames), 1 / RATE)[np.argmax(spectrum)])


@both
def test_nothing_is_heard_before_a_note_or_after_it(make: type[Synth]) -> None:
    synth = make()
    assert not sound(synth, 0.1).any()
    synth.program(0, 16, False)
    synth.note_on(0, 60, 100)
    assert loudness(sound(synth, 0.5)) > 0.005
    synth.note_off(0, 60)
    sound(synth, 4.0)
    assert np.abs(sound(synth, 0.1)).max() < 1e-3


@both
def test_a_note_has_its_pitch_and_a_bend_moves_it(make: type[Synth]) -> None:
    synth = make()
    synth.program(3, 73, False)
    synth.note_on(3, 69, 100)
    sound(synth, 0.1)
    assert pitch_of(sound(synth, 1.0)) == pytest.approx(440, rel=0.01)
    synth.bend(3, 2.0)
    assert pitch_of(sound(synth, 1.0)) == pytest.approx(440 * 2 ** (2 / 12), rel=0.01)


@both
def test_a_harder_key_and_a_higher_level_are_louder(make: type[Synth]) -> None:
    def loud(velocity: int, level: float) -> float:
        synth = make()
        synth.level(0, level)
        synth.note_on(0, 60, velocity)
        return loudness(sound(synth, 0.5))

    assert loud(120, 0.6) > 1.5 * loud(50, 0.6)
    assert loud(80, 0.8) == pytest.approx(2 * loud(80, 0.4), rel=0.05)


@both
def test_a_place_is_left_or_right(make: type[Synth]) -> None:
    synth = make()
    synth.pan(0, -1.0)
    synth.note_on(0, 60, 100)
    out = sound(synth, 0.5)
    assert loudness(out[:, 0]) > 5 * loudness(out[:, 1])


@both
def test_every_channel_there_is_plays_its_own_instrument(make: type[Synth]) -> None:
    heard = []
    for channel, program in ((0, 0), (CHANNELS - 1, 0), (CHANNELS - 1, 73), (100, 40)):
        synth = make()
        synth.program(channel, program, False)
        synth.note_on(channel, 60, 90)
        heard.append(sound(synth, 0.3))
    assert np.array_equal(heard[0], heard[1])
    assert not np.array_equal(heard[1], heard[2])
    assert min(loudness(each) for each in heard) > 0.001


@both
def test_a_channel_that_was_told_nothing_is_a_piano(make: type[Synth]) -> None:
    synth = make()
    synth.note_on(7, 60, 90)
    assert loudness(sound(synth, 0.3)) > 0.001


@both
def test_drums_play_on_any_channel(make: type[Synth]) -> None:
    synth = make()
    synth.program(40, 0, True)
    for pitch in range(35, 82):
        synth.note_on(40, pitch, 100)
        assert loudness(sound(synth, 0.05)) > 0.0005
        synth.note_off(40, pitch)


@both
def test_all_of_it_can_be_silenced(make: type[Synth]) -> None:
    synth = make()
    for pitch in range(40, 80, 3):
        synth.note_on(0, pitch, 100)
    sound(synth, 0.1)
    synth.silence()
    sound(synth, 0.05)
    assert np.abs(sound(synth, 0.1)).max() < 1e-3


@pytest.mark.parametrize("program", range(0, 128, 8))
def test_plain_notes_begin_change_and_end_without_a_click(program: int) -> None:
    synth = PlainSynth()
    synth.program(0, program, False)
    synth.note_on(0, 57, 100)
    steady = sound(synth, 0.5)
    greatest = np.abs(np.diff(steady, axis=0)).max()
    assert np.abs(steady[0]).max() < 0.02
    synth.level(0, 0.2)
    synth.pan(0, 0.7)
    assert np.abs(np.diff(np.concatenate([steady[-1:], sound(synth, 0.05)]), axis=0)).max() < 1.5 * greatest
    synth.note_off(0, 57)
    out = sound(synth, 3.0)
    assert np.abs(np.diff(out, axis=0)).max() < 1.5 * greatest
    assert not out[-BLOCK:].any()
    assert synth.sounding == 0


def test_more_notes_than_voices_make_room_for_each_other() -> None:
    synth = PlainSynth()
    synth.program(0, 16, False)
    for round_ in range(3):
        for pitch in range(20, 100):
            synth.note_on(0, pitch, 60)
            if pitch % 10 == 0:
                sound(synth, 0.01)
        assert VOICES <= synth.sounding <= VOICES + SPARE, round_
    sound(synth, 0.1)
    assert synth.sounding == VOICES
    for pitch in range(20, 100):
        for _ in range(3):
            synth.note_off(0, pitch)
    sound(synth, 1.0)
    assert synth.sounding == 0


def test_a_stolen_voice_fades_instead_of_clicking() -> None:
    synth = PlainSynth()
    synth.program(0, 16, False)
    synth.level(0, 0.2)
    for pitch in range(30, 30 + VOICES):
        synth.note_on(0, pitch, 60)
    greatest = np.abs(np.diff(sound(synth, 0.3), axis=0)).max()
    last = sound(synth, 0.01)[-1:]
    synth.note_on(0, 100, 60)
    assert np.abs(np.diff(np.concatenate([last, sound(synth, 0.05)]), axis=0)).max() < 1.2 * greatest


def test_plain_sound_is_the_same_every_time() -> None:
    def play() -> Frames:
        synth = PlainSynth()
        synth.program(1, 0, True)
        for pitch in (36, 38, 42, 49):
            synth.note_on(1, pitch, 100)
        return sound(synth, 0.2)

    assert np.array_equal(play(), play())


def test_no_partial_is_folded_back() -> None:
    synth = PlainSynth()
    synth.program(0, 56, False)
    synth.note_on(0, 105, 127)
    sound(synth, 0.1)
    out = sound(synth, 0.5)[:, 0]
    spectrum = np.abs(np.fft.rfft(out * np.hanning(len(out))))
    hertz = np.fft.rfftfreq(len(out), 1 / RATE)
    first = 440 * 2 ** (36 / 12)
    near = np.abs(hertz / first - np.rint(hertz / first)) * first < 60
    assert spectrum[~near].max() < 0.003 * spectrum.max()


@pytest.mark.parametrize(
    "content", [b"", b"RIFF", b"not a font at all" * 100, b"RIFF\x10\x00\x00\x00sfbk" + b"\0" * 64]
)
def test_a_bad_font_is_one_sentence_and_the_plain_synthesiser_plays(tmp_path: Path, content: bytes) -> None:
    mine = tmp_path / "mine.sf2"
    mine.write_bytes(content)
    with pytest.raises(BadInput, match=r"“mine.sf2” is not a sound font that can be played\. Choose"):
        FontSynth(mine)
    opened = open_synth(mine)
    assert isinstance(opened.synth, PlainSynth)
    assert "Until then a plain synthesiser plays." in opened.trouble


def test_a_font_cut_short_is_refused(tmp_path: Path) -> None:
    whole = default_font()
    assert whole is not None
    short = tmp_path / "short.sf2"
    short.write_bytes(whole.read_bytes()[:100_000])
    with pytest.raises(BadInput):
        FontSynth(short)
    with pytest.raises(BadInput, match="cannot be read"):
        FontSynth(tmp_path / "nowhere.sf2")


def changed_font(path: Path, chunk: bytes, change: Callable[[bytearray], bytes | bytearray]) -> Path:
    """The font that came along with one of its chunks changed, as long as it was."""
    whole = default_font()
    assert whole is not None
    content = bytearray(whole.read_bytes())
    start = content.rindex(chunk, content.rindex(b"pdta")) + 8
    end = start + int.from_bytes(content[start - 4 : start], "little")
    content[start:end] = change(content[start:end])
    path.write_bytes(content)
    return path


def test_a_damaged_font_is_one_sentence(tmp_path: Path) -> None:
    damaged = changed_font(tmp_path / "damaged.sf2", b"shdr", lambda old: b"\xfe" * len(old))
    with pytest.raises(BadInput, match=r"“damaged\.sf2” is not a sound font that can be played"):
        FontSynth(damaged)


def test_a_font_that_ends_the_process_ends_only_its_trial(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = changed_font(tmp_path / "crashing.sf2", b"phdr", lambda old: old)
    monkeypatch.setattr(font, "_TRIAL", (sys.executable, "-c", "import os; os.abort()"))
    with pytest.raises(BadInput, match=r"“crashing\.sf2” is not a sound font that can be played"):
        FontSynth(whole)
    monkeypatch.undo()
    assert FontSynth(whole).name == "crashing"


def test_a_font_without_the_instrument_plays_what_it_has(tmp_path: Path) -> None:
    def moved(presets: bytearray) -> bytearray:
        for at in range(0, len(presets), 38):
            presets[at + 22] = 77  # the bank
        return presets

    synth = FontSynth(changed_font(tmp_path / "odd.sf2", b"phdr", moved))
    assert synth.name == "odd"
    synth.program(0, 52, False)
    synth.program(1, 0, True)
    for channel in (0, 1):
        synth.note_on(channel, 60, 90)
        assert loudness(sound(synth, 0.2)) > 0.001
        synth.silence()
        sound(synth, 0.1)


def test_without_the_package_the_plain_synthesiser_plays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tinysoundfont", None)
    opened = open_synth()
    assert isinstance(opened.synth, PlainSynth)
    assert opened.trouble.startswith("Sound fonts need the package tinysoundfont")


def test_playing_a_font_never_asks_for_pyaudio() -> None:
    code = (
        "import sys; from engines.compose.sound.font import FontSynth; "
        "assert 'tinysoundfont' not in sys.modules; FontSynth(); "
        "assert 'pyaudio' not in sys.modules and 'pretty_midi' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
