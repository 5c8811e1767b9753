"""Edits of notes: taken back exactly, never off the keyboard, and each does what its name says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.compose import editing
from engines.compose.editing import Edit
from engines.compose.grid import VALUES, Grid, Value, length_name, quantise, swing, value_named
from engines.compose.notes import Metre, Note
from engines.compose.score import Score, Track
from engines.compose.timing import Bars
from engines.errors import BadInput

TWO = (Track("upper"), Track("lower"))
NOTE = st.builds(
    Note, st.integers(0, 9000), st.integers(0, 1), st.integers(0, 127), st.integers(1, 3000), st.integers(1, 127)
)
NOTES = st.lists(NOTE, max_size=24).map(tuple)
METRES = st.sampled_from(
    [(Metre(0),), (Metre(0, 3, 4),), (Metre(0, 7, 8),), (Metre(0, 3, 4), Metre(2000, 5, 8), Metre(6000, 4, 4))]
)
STEPS = st.sampled_from([value.ticks for value in VALUES])
BARS = Bars((Metre(0),))

EDITS = st.sampled_from(
    [
        lambda notes: editing.resize(notes, -700, "end", 60),
        lambda notes: editing.resize(notes, 700, "start", 60),
        lambda notes: editing.resize(notes, -700, "start"),
        lambda notes: editing.split(notes, 1000),
        editing.glue,
        editing.legato,
        editing.untangle,
        lambda notes: editing.humanise(notes, 7, 30, 20),
        lambda notes: editing.louder(notes, 50),
        lambda notes: editing.ramp(notes, (500, 1), (6000, 127)),
        lambda notes: quantise(notes, Grid(BARS, 120), 0.6),
        lambda notes: quantise(notes, Grid(BARS, 160, 0.4), 1.0, True),
        lambda notes: swing(notes, BARS, 240, 0.8),
    ]
)


@given(NOTES, EDITS)
def test_every_edit_is_taken_back_exactly(notes: tuple[Note, ...], change: editing.Change) -> None:
    score = Score(TWO, notes)
    edit = change(score.notes)
    assert edit.back.on(edit.on(score)) == score


@given(NOTES, st.integers(-140, 140))
def test_transposing_moves_all_alike_or_refuses(notes: tuple[Note, ...], semitones: int) -> None:
    fits = all(0 <= note.pitch + semitones <= 127 for note in notes)
    if not fits:
        with pytest.raises(BadInput, match="keyboard"):
            editing.transpose(notes, semitones)
    elif notes:
        edit = editing.transpose(notes, semitones)
        assert [new.pitch - old.pitch for old, new in zip(edit.gone, edit.come, strict=True)] == [semitones] * len(
            notes
        )


@given(NOTES, st.integers(-10_000, 10_000), st.integers(-140, 140))
def test_the_room_is_as_far_as_notes_can_be_moved(notes: tuple[Note, ...], ticks: int, semitones: int) -> None:
    way = editing.room(notes).within(ticks, semitones)
    edit = editing.move(notes, *way)
    assert all(0 <= note.pitch <= 127 and note.start >= 0 for note in edit.come)
    if notes and way[0] != ticks:
        assert min(note.start for note in edit.come) == 0


def test_a_move_beyond_the_start_moves_nothing() -> None:
    with pytest.raises(BadInput, match="none was moved"):
        editing.move((Note(100, 0, 60, 10), Note(900, 0, 60, 10)), -101)


@given(NOTES, METRES, STEPS, st.floats(0, 1), st.booleans())
def test_quantising_at_full_strength_a_second_time_changes_nothing(
    notes: tuple[Note, ...], metres: tuple[Metre, ...], step: int, swung: float, ends: bool
) -> None:
    grid = Grid(Bars(metres), step, swung)
    once = quantise(notes, grid, 1.0, ends).come
    assert quantise(once, grid, 1.0, ends).come == once


@given(NOTES, METRES, STEPS)
def test_quantised_notes_begin_on_the_grid_nearest_to_them(
    notes: tuple[Note, ...], metres: tuple[Metre, ...], step: int
) -> None:
    bars = Bars(metres)
    points = set()
    for bar in range(80):
        points |= {*range(bars.start(bar), bars.start(bar + 1), step), bars.start(bar + 1)}
    edit = quantise(notes, Grid(bars, step))
    for old, new in zip(edit.gone, edit.come, strict=True):
        assert new.start in points
        assert abs(new.start - old.start) == min(abs(point - old.start) for point in points)
        assert new.length == old.length


@given(NOTES)
def test_quantising_without_strength_changes_nothing(notes: tuple[Note, ...]) -> None:
    assert quantise(notes, Grid(BARS, 120), 0.0).empty


@given(st.integers(0, 20_000), METRES, STEPS, st.floats(0, 1))
def test_the_points_around_a_tick_lie_around_it(tick: int, metres: tuple[Metre, ...], step: int, swung: float) -> None:
    grid = Grid(Bars(metres), step, swung)
    assert grid.before(tick) <= tick < grid.after(tick)
    assert grid.nearest(tick) in (grid.before(tick), grid.after(tick))
    assert grid.before(grid.before(tick)) == grid.before(tick)


def test_full_swing_plays_the_off_beat_as_a_triplet_would() -> None:
    straight = (Note(0, 0, 60, 100), Note(240, 0, 60, 100), Note(485, 0, 60, 100), Note(720, 0, 60, 100))
    assert [note.start for note in swing(straight, BARS, 240, 1.0).come] == [0, 320, 485, 800]
    assert Grid(BARS, 240, 1.0).nearest(300) == 320


@given(NOTES, st.integers(0, 12_000))
def test_a_cut_note_sounds_as_long_in_two(notes: tuple[Note, ...], tick: int) -> None:
    edit = editing.split(notes, tick)
    assert sum(note.length for note in edit.gone) == sum(note.length for note in edit.come)
    assert all(note.start >= tick or note.end <= tick for note in edit.on(Score(TWO, notes)).notes)


def test_what_was_cut_can_be_glued_again() -> None:
    note = Note(100, 0, 60, 400, 70)
    halves = editing.split((note,), 250).come
    assert halves == (Note(100, 0, 60, 150, 70), Note(250, 0, 60, 250, 70))
    assert editing.glue(halves).come == (note,)


def test_notes_of_other_keys_or_tracks_are_not_glued() -> None:
    assert editing.glue((Note(0, 0, 60, 10), Note(10, 0, 61, 10), Note(10, 1, 60, 10))).empty


@given(NOTES)
def test_in_legato_no_note_ends_before_the_next_of_its_track_begins(notes: tuple[Note, ...]) -> None:
    come = editing.legato(notes).come
    for note in come:
        later = [other.start for other in come if other.track == note.track and other.start > note.start]
        if later:
            assert note.end == min(later)


@given(NOTES, st.integers(0, 2**31 - 1))
def test_the_same_seed_shakes_alike_and_never_too_far(notes: tuple[Note, ...], seed: int) -> None:
    edit = editing.humanise(notes, seed, 20, 15)
    assert edit == editing.humanise(reversed(notes), seed, 20, 15)
    for old, new in zip(edit.gone, edit.come, strict=True):
        assert abs(new.start - old.start) <= 20
        assert abs(new.velocity - old.velocity) <= 15
        assert (new.pitch, new.length, new.track) == (old.pitch, old.length, old.track)


def test_a_ramp_lays_velocities_on_its_line_from_either_end() -> None:
    notes = tuple(Note(tick, 0, 60, 10, 5) for tick in (0, 100, 150, 200, 300))
    for ends in (((100, 20), (200, 120)), ((200, 120), (100, 20))):
        assert [note.velocity for note in editing.ramp(notes, *ends).come] == [20, 70, 120]


@given(NOTES, st.integers(-4000, 4000), st.sampled_from(["start", "end"]), st.integers(1, 500))
def test_a_resized_note_keeps_its_other_edge_and_some_length(
    notes: tuple[Note, ...], ticks: int, edge: str, least: int
) -> None:
    edit = editing.resize(notes, ticks, edge, least)  # type: ignore[arg-type]
    for old, new in zip(edit.gone, edit.come, strict=True):
        assert new.length >= min(least, old.length)
        assert (new.end == old.end) if edge == "start" else (new.start == old.start)


@given(NOTES)
def test_untangled_keys_are_never_struck_while_they_are_held(notes: tuple[Note, ...]) -> None:
    score = Score(TWO, tuple({(note.start, note.track, note.pitch): note for note in notes}.values()))
    come = editing.untangle(score.notes).on(score).notes
    for note in come:
        assert not [
            one
            for one in come
            if one.track == note.track and one.pitch == note.pitch and note.start < one.start < note.end
        ]


def test_an_edit_of_nothing_is_empty() -> None:
    note = Note(0, 0, 60, 10)
    assert Edit().empty
    assert Edit((note,), (note,)).empty
    assert not Edit((note,), (replace(note, velocity=1),)).empty


def test_note_values_reach_from_whole_notes_to_64ths_with_triplets_and_dots() -> None:
    assert [Value(part).ticks for part in (1, 2, 4, 8, 16, 32, 64)] == [1920, 960, 480, 240, 120, 60, 30]
    assert (Value(8, "T").ticks, Value(4, "D").ticks) == (160, 720)
    assert value_named("1/16T") == Value(16, "T")
    assert value_named("1/5") is None
    assert length_name(240) == "1/8"
    assert length_name(241) == "241 ticks"
