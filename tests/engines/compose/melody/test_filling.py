"""Filling gaps, varying passages, and explaining what is there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from engines.compose.melody.batches import batch_of
from engines.compose.melody.explaining import ExplainRequest, explain
from engines.compose.melody.features import encode
from engines.compose.melody.filling import FillRequest, fill
from engines.compose.melody.scoring import nats_of
from engines.compose.melody.settings import Settings
from engines.compose.melody.voices import lines_of
from engines.compose.score import Score
from engines.errors import BadInput
from engines.steps import finish
from tests.engines.compose.melody.tunes import WORDS, book_model, network, small_model, tune

SCORE = tune(3, 50)
START, END = 2 * 1920, 4 * 1920
REQUEST = FillRequest(SCORE, 0, START, END, settings=Settings(takes=3, rests=False), candidates=8)


def inside(score: Score = SCORE) -> list[tuple[int, int, int]]:
    return [(note.start, note.length, note.pitch) for note in score.notes if START <= note.start < END]


def test_a_gap_is_filled_to_its_last_tick() -> None:
    found = finish(fill(REQUEST, small_model()))
    assert len(found.takes) == 3
    for take in found.takes:
        assert take.notes[0].start == START
        assert take.notes[-1].end == END


def test_what_follows_says_which_candidate_is_best() -> None:
    alone = finish(fill(replace(REQUEST, candidates=1, settings=Settings(rests=False)), small_model()))
    many = finish(fill(replace(REQUEST, candidates=32), small_model()))
    assert many.best.fit >= alone.best.fit
    assert [take.fit for take in many.takes] == sorted((take.fit for take in many.takes), reverse=True)


def test_what_follows_is_foreseen_as_the_network_foresees_it() -> None:
    # The rhythm and all pitches are given back as they are, so the only candidate is the score itself.
    request = replace(REQUEST, keep="rhythm", amount=0.0, candidates=1, settings=Settings())
    take = finish(fill(request, small_model())).best
    assert inside() == [(note.start, note.length, note.pitch) for note in take.notes]
    line = encode(lines_of(SCORE)[0], WORDS)
    stop = sum(note.start < END for note in SCORE.notes)
    made = network(reach=32)

    def surprise(entries: int) -> float:
        found = nats_of(made, batch_of([line.part(0, entries + 1)]))
        return found.pitch + found.duration

    following = surprise(stop + 12) - surprise(stop)
    count = len(take.notes)
    assert (take.fit + take.nats + 1 - take.in_scale) * 12 == pytest.approx(-following, rel=1e-3)
    assert take.nats * count == pytest.approx(surprise(stop) - surprise(stop - count), rel=1e-3)


def test_a_kept_rhythm_stays_and_its_pitches_change() -> None:
    take = finish(fill(replace(REQUEST, keep="rhythm"), small_model())).best
    assert [(note.start, note.length) for note in take.notes] == [one[:2] for one in inside()]
    assert [note.pitch for note in take.notes] != [one[2] for one in inside()]


def test_kept_pitches_stay_and_still_end_on_the_tick() -> None:
    for take in finish(fill(replace(REQUEST, keep="pitches"), small_model())).takes:
        assert [note.pitch for note in take.notes] == [one[2] for one in inside()]
        assert take.notes[-1].end == END


def test_a_little_variation_leaves_most_notes() -> None:
    found = finish(fill(replace(REQUEST, keep="rhythm", amount=0.2, candidates=16), small_model()))
    same = [
        np.mean([note.pitch == one[2] for note, one in zip(take.notes, inside(), strict=True)]) for take in found.takes
    ]
    assert np.mean(same) > 0.5


def test_a_gap_at_either_end_of_the_music_can_be_filled() -> None:
    first = finish(fill(replace(REQUEST, start=0, end=1920), small_model())).best
    assert (first.notes[0].start, first.notes[-1].end) == (0, 1920)
    last = finish(fill(replace(REQUEST, start=SCORE.end, end=SCORE.end + 1920), small_model())).best
    assert last.notes[-1].end == SCORE.end + 1920


def test_the_book_fills_too() -> None:
    assert finish(fill(REQUEST, book_model())).best.notes[-1].end == END


@pytest.mark.parametrize("changes", [{"end": START}, {"keep": "all"}, {"amount": 2.0}, {"track": 9}, {"candidates": 0}])
def test_a_gap_without_sense_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        replace(REQUEST, **changes)  # type: ignore[arg-type]


def test_nothing_cannot_be_varied() -> None:
    with pytest.raises(BadInput, match="no notes to vary"):
        finish(fill(replace(REQUEST, start=SCORE.end, end=SCORE.end + 960, keep="rhythm"), small_model()))


def test_notes_that_are_there_are_explained_as_the_network_reads_them() -> None:
    found = finish(explain(ExplainRequest(SCORE, 0), small_model()))
    assert found.notes == SCORE.notes
    assert found.columns[1:] == SCORE.notes[: len(found.columns) - 1]
    made = network(reach=32)
    batch = batch_of([encode(lines_of(SCORE)[0], WORDS)])
    with torch.no_grad():
        _, looked, _ = made.hidden(batch.heard)
    np.testing.assert_allclose(
        found.attention,
        looked[0, :, : len(SCORE.notes), : found.attention.shape[2]].numpy().transpose(1, 0, 2),
        atol=1e-5,
    )
    wanted = nats_of(made, batch)
    assert found.surprise[:, 0].sum() == pytest.approx(wanted.pitch, rel=1e-4)
    assert found.surprise[:, 1].sum() == pytest.approx(wanted.duration, rel=1e-4)


def test_a_part_is_explained_with_what_was_heard_before() -> None:
    whole = finish(explain(ExplainRequest(SCORE, 0), small_model()))
    part = finish(explain(ExplainRequest(SCORE, 0, START, END), small_model()))
    first = whole.notes.index(part.notes[0])
    np.testing.assert_allclose(part.surprise, whole.surprise[first : first + len(part.notes)], atol=1e-5)
    assert part.columns[1] == SCORE.notes[0]


def test_there_must_be_notes_to_explain() -> None:
    with pytest.raises(BadInput, match="no notes to explain"):
        finish(explain(ExplainRequest(SCORE, 1), small_model()))
