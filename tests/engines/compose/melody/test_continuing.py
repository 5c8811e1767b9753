"""Going on: bars come out full, chance can be repeated, limits hold, and every note is explained."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.compose.melody.composing import Thought, Writer
from engines.compose.melody.contexts import context_of
from engines.compose.melody.continuing import ContinueRequest, continue_melody
from engines.compose.melody.frames import Frame
from engines.compose.melody.lines import Signs
from engines.compose.melody.ranking import takes_of
from engines.compose.melody.settings import Settings
from engines.compose.melody.takes import Take, Takes
from engines.compose.notes import Key, Metre, Note
from engines.compose.score import Score
from engines.errors import BadInput
from engines.steps import Step, finish
from tests.engines.compose.melody.tunes import WORDS, book_model, score_of, small_model, tune

WILD = {"temperature": 1.5, "rhythm_temperature": 1.5, "top_p": 1.0}


def written(request: ContinueRequest, **changes: object) -> Takes:
    wanted = replace(request, settings=replace(request.settings, **{**WILD, **changes}))  # type: ignore[arg-type]
    return finish(continue_melody(wanted, small_model()))


def bars(takes: Takes) -> list[int]:
    return [sum(note.length for note in take.notes) for take in takes.takes]


GOING_ON = ContinueRequest(tune(1), 0, tune(1).end, 4)


def test_bars_come_out_full_and_end_on_the_bar_line() -> None:
    score = tune(1, 50)  # ends on a bar line
    found = written(ContinueRequest(score, 0, score.end, 3), takes=8, rests=False)
    assert score.end % 1920 == 0
    assert bars(found) == [3 * 1920] * 8
    for take in found.takes:
        assert take.notes[0].start == score.end
        assert all(early.end == late.start for early, late in pairwise(take.notes))


def test_a_bar_that_is_begun_is_filled_and_counted() -> None:
    score = score_of([60] * 5, [480] * 5)
    found = written(ContinueRequest(score, 0, 5 * 480, 2), takes=4, rests=False)
    assert {max(note.end for note in take.notes) for take in found.takes} == {3 * 1920}


@pytest.mark.parametrize("metre", [Metre(0, 3, 4), Metre(0, 6, 8), Metre(0, 5, 8), Metre(0, 7, 16)])
def test_bars_of_other_metres_come_out_full_too(metre: Metre) -> None:
    request = ContinueRequest(Score(metres=(metre,)), 0, 0, 2, settings=Settings(**WILD, takes=4, rests=False))  # type: ignore[arg-type]
    assert bars(finish(continue_melody(request, small_model()))) == [2 * metre.bar] * 4


def test_the_same_seed_writes_the_same_and_another_one_does_not() -> None:
    one, same, other = (written(GOING_ON, seed=seed) for seed in (5, 5, 6))
    assert one.best.notes == same.best.notes
    assert one.best.notes != other.best.notes
    assert (one.best.seed, one.recipe["seed"]) == (5, 5)


def test_a_take_is_the_same_whatever_the_number_of_takes() -> None:
    few, many = written(GOING_ON, takes=2), written(GOING_ON, takes=5)
    assert {take.number: take.notes for take in few.takes}.items() <= {
        take.number: take.notes for take in many.takes
    }.items()


def test_the_likeliest_take_comes_first() -> None:
    found = written(GOING_ON, takes=6)
    assert [take.fit for take in found.takes] == sorted((take.fit for take in found.takes), reverse=True)


def test_dull_takes_come_last() -> None:
    model, signs = small_model(), Signs(GOING_ON.score)
    context = context_of(model, GOING_ON.score, GOING_ON.score.notes, GOING_ON.start, signs)
    frame = Frame(GOING_ON.start, GOING_ON.start + 480, WORDS.durations)
    writer = Writer(model, Settings(), signs)
    passages = [writer.begun(context, frame, number) for number in range(2)]
    for passage, nats in zip(passages, (0.5, 1.5), strict=True):
        passage.sounds, passage.starts = [(60,)], [frame.start, frame.end]
        passage.thoughts = [
            Thought(np.ones(WORDS.lengths), np.ones(WORDS.sounds), np.ones((2, 1), np.float32), (nats, 0.0))
        ]
    rows = [(passage, 0.0) for passage in passages]
    plain = takes_of(model, context, rows, 0, (), {"seed": 0})
    ranked = takes_of(model, context, rows, 0, (), {"seed": 0}, usual=2.0)
    assert [take.number for take in plain.takes] == [0, 1]
    assert [take.number for take in ranked.takes] == [1, 0]


def test_no_temperature_always_takes_the_likeliest() -> None:
    one, other = (written(GOING_ON, temperature=0, rhythm_temperature=0, seed=seed) for seed in (1, 2))
    assert one.best.notes == other.best.notes


def test_a_strict_scale_and_range_hold() -> None:
    scale = Key(0, 2).scale
    found = written(GOING_ON, scale=tuple(scale), lowest=55, highest=70, strict=True, takes=6)
    notes = [note for take in found.takes for note in take.notes]
    assert all(note.pitch % 12 in scale and 55 <= note.pitch <= 70 for note in notes)
    assert all(take.in_scale == 1 for take in found.takes)


def test_a_soft_scale_is_preferred() -> None:
    scale = tuple(Key(0, 2).scale)
    free = written(GOING_ON, takes=8)
    bent = written(GOING_ON, scale=scale, pull=4.0, takes=8)
    inside = [np.mean([note.pitch % 12 in scale for take in one.takes for note in take.notes]) for one in (free, bent)]
    assert inside[1] > inside[0] + 0.1


def test_a_strict_range_without_a_note_of_the_scale_still_sounds() -> None:
    found = written(GOING_ON, scale=(0,), lowest=61, highest=63, strict=True)
    assert {note.pitch for note in found.best.notes} <= {61, 62, 63}


def test_nothing_is_said_twice_that_must_not_be() -> None:
    found = written(GOING_ON, no_repeat=2, rests=False, takes=4, top_k=2)
    for take in found.takes:
        said = [(note.pitch, note.length) for note in take.notes]
        assert len(set(pairwise(said))) == len(said) - 1


def test_every_row_of_attention_is_whole_and_looks_only_back() -> None:
    take = written(GOING_ON, rests=False).best
    before = len(take.columns) - len(take.notes)
    assert take.attention.shape == (len(take.notes), 2, len(take.columns))
    np.testing.assert_allclose(take.attention.sum(-1), 1, atol=1e-5)
    for row in range(len(take.notes)):
        assert not take.attention[row, :, before + row :].any()
    assert take.columns[before:] == take.notes
    assert set(take.columns[:before]) <= {None, *GOING_ON.score.notes}


def test_probabilities_are_whole_and_those_of_what_came_make_the_surprise() -> None:
    take: Take = written(GOING_ON, rests=False, takes=1).best
    assert take.pitch_probabilities.shape == (len(take.notes), 128)
    assert (take.pitch_probabilities.sum(1) < 1 + 1e-5).all()
    whole = take.duration_probabilities.sum(1) + take.end_probabilities
    np.testing.assert_allclose(whole, 1, atol=1e-5)
    chosen = [WORDS.durations.index(note.length) for note in take.notes]
    said = take.duration_probabilities[np.arange(len(chosen)), chosen]
    np.testing.assert_allclose(take.surprise[:, 1], -np.log(said), atol=1e-4)
    assert take.nats == pytest.approx(float(take.surprise.sum(1).mean()), rel=1e-4)


def test_what_is_heard_can_be_chosen() -> None:
    heard = ContinueRequest(tune(1), 0, tune(1).end, 4, context=tune(1).notes[-6:])
    assert len(written(heard).best.columns) < len(written(GOING_ON).best.columns)


def test_a_new_melody_begins_in_the_range_that_is_asked_for() -> None:
    request = ContinueRequest(Score(), 0, 0, 1, settings=Settings(lowest=80, highest=90, strict=True))
    assert all(80 <= note.pitch <= 90 for note in finish(continue_melody(request, small_model())).best.notes)


def test_models_of_chords_write_chords() -> None:
    request = ContinueRequest(tune(2), 0, tune(2).end, 8, settings=Settings(**WILD, takes=8))  # type: ignore[arg-type]
    found = finish(continue_melody(request, small_model(chords=True)))
    starts = [[note.start for note in take.notes] for take in found.takes]
    assert any(len(set(each)) < len(each) for each in starts)


def test_the_book_writes_through_the_same_door() -> None:
    found = finish(continue_melody(GOING_ON, book_model()))
    np.testing.assert_allclose(found.best.attention.sum(-1), 1, atol=1e-5)
    assert max(note.end for note in found.best.notes) <= GOING_ON.score.end + 4 * 1920


def test_closing_stops_at_once_and_steps_show_what_is_there() -> None:
    task = continue_melody(GOING_ON, small_model())
    seen: list[Step] = []
    for step in task:
        seen.append(step)
        if step.preview:
            break
    task.close()
    assert isinstance(seen[-1].preview[0], Note)
    with pytest.raises(StopIteration):
        next(task)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: ContinueRequest(Score(), 3, 0),
        lambda: ContinueRequest(Score(), 0, -1),
        lambda: ContinueRequest(Score(), 0, 0, 0),
        lambda: Settings(temperature=-1),
        lambda: Settings(top_p=0),
        lambda: Settings(takes=99),
        lambda: Settings(lowest=70, highest=60),
        lambda: Settings(scale=(12,)),
        lambda: Settings.from_dict({"takes": "many"}),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(wrong) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(BadInput, match=r"\.$"):
        wrong()


def test_settings_come_back_from_what_a_file_holds() -> None:
    made = Settings(0.5, 0.7, scale=(0, 4), seed=9)
    assert Settings.from_dict({**made.to_dict(), "what": "continue"}) == made


@settings(deadline=None, max_examples=25)
@given(st.integers(1, 5000), st.sets(st.integers(30, 2000), min_size=1, max_size=6), st.integers(0, 999))
def test_a_frame_is_always_filled_exactly(size: int, known: set[int], seed: int) -> None:
    frame = Frame(0, size, tuple(sorted(known)))
    chance, tick, count = np.random.default_rng(seed), 0, 0
    while not frame.done(count, tick):
        allowed = np.flatnonzero(frame.allowed(count, tick))
        chosen = frame.known[chance.choice(allowed)] if len(allowed) else None
        length = frame.length(count, tick, chosen)
        assert length >= 1
        tick, count = tick + length, count + 1
    assert tick == size


@settings(deadline=None, max_examples=25)
@given(st.integers(1, 8), st.integers(0, 999))
def test_given_sounds_fill_a_frame_exactly_where_they_can(count: int, seed: int) -> None:
    known = (120, 240, 480)
    chance = np.random.default_rng(seed)
    size = int(chance.choice(known, count).sum())
    frame = Frame(0, size, known, sounds=((60,),) * count)
    tick = 0
    for place in range(count):
        allowed = np.flatnonzero(frame.allowed(place, tick))
        tick += frame.length(place, tick, known[chance.choice(allowed)])
    assert tick == size
    assert frame.done(count, tick)
