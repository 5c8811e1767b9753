"""What a model is worth, beside what counting foresees; and how near it comes to what it learnt from."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.compose.melody.baselines import Baseline, Followers
from engines.compose.melody.batches import batch_of
from engines.compose.melody.booklearner import score_windows
from engines.compose.melody.closest import Phrases, closest_phrase, phrases_of
from engines.compose.melody.evaluating import evaluate
from engines.compose.melody.scoring import nats_of
from engines.compose.melody.takes import in_scale, scale_consistency
from engines.compose.notes import Note
from engines.errors import BadInput, MissingWeights
from engines.steps import finish
from tests.engines.compose.melody.test_booknetwork import _result
from tests.engines.compose.melody.tunes import WORDS, encoded, network, small_model, tune, tunes


def test_the_graph_finds_music_as_surprising_as_the_network_does() -> None:
    lines = [line for size in (48, 11, 30) for line in encoded(2, size)]
    found = finish(evaluate(small_model(), lines))
    wanted = nats_of(network(reach=32), batch_of(lines))
    assert found.notes == wanted.notes
    assert found.pitch == pytest.approx(wanted.pitch / wanted.notes, rel=1e-4)
    assert found.duration == pytest.approx(wanted.duration / wanted.notes, rel=1e-4)
    assert found.ends == pytest.approx(wanted.ends / 6, rel=1e-3)
    assert found.pitch_top1 == wanted.pitches_right / wanted.notes
    assert found.total == found.pitch + found.duration


def test_the_book_is_measured_the_same_way() -> None:
    import torch

    from engines.compose.melody.booknetwork import BookNetwork
    from tests.engines.compose.melody.tunes import book_model

    lines = encoded(3, 20)
    torch.manual_seed(0)
    wanted = _result(score_windows(BookNetwork(WORDS.sounds, WORDS.lengths, 6, 8), lines, 8))
    assert finish(evaluate(book_model(), lines)).total == pytest.approx(wanted.a_note, rel=1e-4)


def test_there_must_be_something_to_foresee() -> None:
    with pytest.raises(BadInput):
        finish(evaluate(small_model(), []))


def test_counting_foresees_as_the_formulas_say() -> None:
    table = Followers(np.array([[0, 3, 1], [2, 0, 0], [0, 0, 0]]))
    rows = [np.array([0, 1, 0, 2])]
    assert table.nats(rows, 0) == pytest.approx(3 * math.log(3))
    alone = [(2 + 1) / 9, (3 + 1) / 9, (1 + 1) / 9]
    assert table.nats(rows, 1) == pytest.approx(-sum(math.log(alone[one]) for one in (1, 0, 2)))
    after = [(3 + 2 * alone[1]) / 6, (2 + 1 * alone[0]) / 3, (1 + 2 * alone[2]) / 6]
    assert table.nats(rows, 2) == pytest.approx(-sum(map(math.log, after)))


def test_probabilities_of_counting_are_whole() -> None:
    table = Followers(np.array([[0, 3, 1], [2, 0, 0], [0, 0, 0]]))
    for before in range(3):
        for order in range(3):
            shares = [math.exp(-table.nats([np.array([before, after])], order)) for after in range(3)]
            assert sum(shares) == pytest.approx(1)


def test_what_was_counted_comes_back_and_knows_the_tunes() -> None:
    made = Baseline.of(encoded(10), WORDS.sounds, WORDS.lengths)
    found = Baseline.from_bytes(made.to_bytes())
    held = encoded(12)[10:]
    uniform, unigram, bigram = (sum(found.nats(held, order)) for order in range(3))
    assert uniform > unigram > bigram
    with pytest.raises(MissingWeights):
        Baseline.from_bytes(b"nothing")


def by_hand(wanted: list[int], steps: list[int]) -> int:
    """The fewest edits that make ``wanted`` any run of ``steps``: the table of Sellers, cell by cell."""
    row = [0] * (len(steps) + 1)
    for count, one in enumerate(wanted, start=1):
        new = [count]
        for place, other in enumerate(steps):
            new.append(min(row[place] + (one != other), row[place + 1] + 1, new[place] + 1))
        row = new
    return min(row)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(-3, 3), min_size=4, max_size=12), st.lists(st.integers(-3, 3), max_size=40))
def test_the_nearest_phrase_is_as_near_as_the_table_says(wanted: list[int], steps: list[int]) -> None:
    pitches = np.cumsum([60, *wanted])
    notes = [Note(480 * at, 0, int(pitch), 480) for at, pitch in enumerate(pitches)]
    phrases = Phrases(np.array([*steps, 127], dtype=np.int8), np.array([0]), ("it",))
    found = finish(closest_phrase(notes, phrases))
    assert found is not None
    assert found.distance == by_hand(wanted, [*steps, 127])


def test_a_melody_that_was_learnt_by_heart_is_found_in_any_key() -> None:
    phrases = Phrases.from_bytes(phrases_of(tunes(6)).to_bytes())
    stolen = [note.moved(0, 3) for note in tune(4).notes[10:24]]
    found = finish(closest_phrase(stolen, phrases))
    assert found is not None
    assert (found.distance, found.share) == (0, 1.0)
    assert finish(closest_phrase(stolen[:4], phrases)) is None


def test_scales_are_told() -> None:
    notes = tune(1).notes
    assert scale_consistency(notes) == 1
    assert in_scale(notes, {0, 2, 4}) < 1
    assert in_scale((), {0}) == 1
