"""A sound file holds what is heard, to the frame, and appears whole or not at all."""

from __future__ import annotations

import wave
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from engines.compose.notes import Note, Tempo
from engines.compose.score import Score, Track
from engines.compose.sound.plain import PlainSynth
from engines.compose.sound.stream import Stream
from engines.compose.sound.synth import Opened
from engines.compose.sound.wav import RenderRequest, render_wav
from engines.errors import BadInput, CannotWrite
from engines.steps import finish
from tests.engines.compose.sound.scores import renderer_of, score_of

#: Half a second of silence, then half a second of organ.
SCORE = score_of(Note(480, 0, 69, 480), tracks=(Track(program=16),))


def plain(_font: Path | None, rate: int) -> Opened:
    return Opened(PlainSynth(rate))


def written(request: RenderRequest) -> tuple[NDArray[np.int64], wave._wave_params]:
    finish(render_wav(request, plain))
    with wave.open(str(request.path)) as file:
        raw = np.frombuffer(file.readframes(file.getnframes()), np.uint8).reshape(-1, file.getsampwidth())
        whole = np.zeros((len(raw), 4), np.uint8)
        whole[:, 4 - raw.shape[1] :] = raw
        return whole.view("<i4").reshape(-1, 2).astype(np.int64), file.getparams()


def test_the_file_is_two_seconds_longer_than_the_score_and_fades(tmp_path: Path) -> None:
    samples, about = written(RenderRequest(SCORE, tmp_path / "a.wav"))
    assert (about.nchannels, about.framerate, about.sampwidth, about.nframes) == (2, 44_100, 2, 3 * 44_100)
    assert not samples[:22_051].any()
    assert samples[22_051:22_060].any()
    assert not samples[-2:].any()


def test_the_file_holds_what_is_heard(tmp_path: Path) -> None:
    renderer = renderer_of(PlainSynth(), SCORE)
    renderer.play(0)
    heard = Stream(renderer).read(60_000)
    for depth, steps in ((16, 2.0**15), (24, 2.0**23)):
        samples, about = written(RenderRequest(SCORE, tmp_path / "a.wav", depth=depth))
        assert about.sampwidth == depth // 8
        # Dither is up to a step, and full scale is a step less than the whole range.
        assert np.abs(samples[:60_000] / 2**31 - heard).max() < 2.5 / steps


def test_another_rate_keeps_the_time(tmp_path: Path) -> None:
    samples, about = written(RenderRequest(SCORE, tmp_path / "a.wav", rate=8_000))
    assert (about.framerate, about.nframes) == (8_000, 24_000)
    assert not samples[:4_000].any()
    assert samples[4_001:4_010].any()


def test_the_same_score_is_the_same_file(tmp_path: Path) -> None:
    for name in ("a.wav", "b.wav"):
        finish(render_wav(RenderRequest(SCORE, tmp_path / name), plain))
    assert (tmp_path / "a.wav").read_bytes() == (tmp_path / "b.wav").read_bytes()


def test_a_cancelled_file_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(b"old")
    task = render_wav(RenderRequest(SCORE, path), plain)
    for _ in range(4):
        next(task)
    task.close()
    assert [one.name for one in tmp_path.iterdir()] == ["a.wav"]
    assert path.read_bytes() == b"old"


def test_steps_count_to_the_end(tmp_path: Path) -> None:
    steps: list[float] = []
    outcome = finish(
        render_wav(RenderRequest(SCORE, tmp_path / "a.wav"), plain), lambda step: steps.append(step.done / step.total)
    )
    assert steps[0] == 0
    assert steps == sorted(steps)
    assert steps[-1] == 1
    assert (outcome.seconds, outcome.synth) == (3.0, "Plain synthesiser")
    assert 0.01 < outcome.peak < 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"score": Score()}, "nothing to be heard"),
        ({"rate": 100}, "rate must be from 8,000"),
        ({"depth": 8}, "16 or 24 bits"),
        ({"score": score_of(Note(2**31 - 2, 0, 60, 1), tempos=(Tempo.at(4),))}, "no WAV file can hold"),
        ({"font": Path("nowhere.sf2")}, "“nowhere.sf2” cannot be read"),
    ],
)
def test_what_cannot_be_rendered_is_one_sentence(tmp_path: Path, change: dict[str, object], words: str) -> None:
    request = replace(RenderRequest(SCORE, tmp_path / "a.wav"), **change)
    with pytest.raises(BadInput, match=words):
        finish(render_wav(request))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="does not exist"):
        finish(render_wav(RenderRequest(SCORE, tmp_path / "no" / "a.wav"), plain))
