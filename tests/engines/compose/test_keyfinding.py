"""Keys are found as music21 finds them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from music21 import analysis, note, stream

from engines.compose.keyfinding import durations_of, key_of, keys_of
from engines.compose.notes import MAJOR, Key, Note
from engines.compose.score import DRUM_CHANNEL, Score, Track

LINES = st.lists(st.tuples(st.integers(40, 80), st.integers(1, 8)), min_size=4, max_size=30)


def line(*pitches: int, length: int = 480) -> Score:
    """Notes one after the other."""
    return Score(notes=tuple(Note(at * length, 0, pitch, length) for at, pitch in enumerate(pitches)))


@given(LINES)
@settings(max_examples=15)
def test_the_fit_of_every_key_is_that_of_music21(notes: list[tuple[int, int]]) -> None:
    part, at, ours = stream.Part(), 0, []
    for pitch, length in notes:
        part.append(note.Note(pitch, quarterLength=length / 4))
        ours.append(Note(at, 0, pitch, length * 120))
        at += length * 120
    best = analysis.discrete.KrumhanslKessler(part).getSolution(part)
    found = keys_of(durations_of(Score(notes=tuple(ours))))
    theirs = {
        (one.tonic.pitchClass, one.mode == "minor"): one.correlationCoefficient
        for one in [best, *best.alternateInterpretations]
    }
    for one in found:
        assert one.fit == pytest.approx(theirs[one.key.tonic, one.key.minor], abs=1e-3)


@pytest.mark.parametrize("tonic", range(12))
def test_a_scale_that_comes_home_is_in_its_key(tonic: int) -> None:
    key = key_of(line(*(60 + tonic + step for step in (*MAJOR, 12, 7, 4, 0, 0))))
    assert (key.tonic, key.minor) == (tonic, False)


def test_the_key_of_a_passage_is_told_from_its_beginning_on() -> None:
    score = line(60, 64, 67, 60, 62, 66, 69, 62)
    assert key_of(score, 4 * 480) == Key(4 * 480, 2)


def test_only_what_sounds_within_a_passage_counts() -> None:
    sums = durations_of(line(60, 62), 240, 600)
    assert np.flatnonzero(sums).tolist() == [0, 2]
    assert (sums[0], sums[2]) == (240, 120)


def test_silence_is_in_c_major() -> None:
    assert key_of(Score()) == Key(0)


def test_drums_are_in_no_key() -> None:
    drums = Score((Track(channel=DRUM_CHANNEL),), (Note(0, 0, 61, 480),))
    assert durations_of(drums).sum() == 0
