"""Lines: sounds without gaps, each at its place in the bar."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engines.compose.melody.lines import REST, Signs, line_of, written
from engines.compose.notes import Key, Metre, Note
from engines.compose.score import Score
from tests.engines.compose.melody.tunes import score_of


def test_sounds_follow_each_other_and_gaps_are_rests() -> None:
    score = score_of([60, -1, 64], [480, 480, 960])
    line = line_of(score.notes, score)
    assert line is not None
    assert line.sounds == ((60,), REST, (64,))
    assert line.starts.tolist() == [0, 480, 960, 1920]


def test_a_rest_over_a_bar_line_is_two() -> None:
    score = score_of([60, -1, 64], [480, 1920, 480])
    line = line_of(score.notes, score)
    assert line is not None
    assert line.starts.tolist() == [0, 480, 1920, 2400, 2880]


def test_a_tiny_gap_is_no_rest_and_a_later_note_ends_those_before() -> None:
    notes = (Note(0, 0, 60, 470), Note(480, 0, 62, 900), Note(960, 0, 64, 480))
    line = line_of(notes, Score(notes=notes))
    assert line is not None
    assert line.lengths.tolist() == [480, 480, 480]


def test_notes_that_begin_together_are_one_sound() -> None:
    notes = (Note(0, 0, 60, 480), Note(0, 0, 64, 480))
    line = line_of(notes, Score(notes=notes))
    assert line is not None
    assert line.sounds == ((60, 64),)


def test_a_line_goes_on_to_where_it_shall_end() -> None:
    score = score_of([60], [480])
    line = line_of(score.notes, score, until=960)
    assert line is not None
    assert line.sounds == ((60,), REST)
    assert line.starts[-1] == 960


def test_no_notes_are_no_line() -> None:
    assert line_of((), Score()) is None


def test_places_say_where_in_the_bar_and_in_which_metre() -> None:
    score = score_of([60, 62, 64], [480, 480, 480], metre=Metre(0, 6, 8))
    line = line_of(score.notes, score)
    assert line is not None
    assert line.places.tolist() == [[0, 1440, 240, 0], [480, 1440, 240, 0], [960, 1440, 240, 0], [0, 1440, 240, 1]]


def test_a_first_bar_cut_short_is_a_pick_up_counted_from_its_end() -> None:
    score = Score(notes=(Note(0, 0, 60, 480), Note(480, 0, 62, 480)), metres=(Metre(0), Metre(480)))
    places, _ = Signs(score).at(np.array([0, 480]))
    assert places.tolist() == [[1440, 1920, 480, -1], [0, 1920, 480, 0]]


def test_a_pick_up_after_silence_has_the_same_places() -> None:
    score = Score(notes=(Note(1440, 0, 60, 480), Note(1920, 0, 62, 480)))
    places, _ = Signs(score).at(np.array([1440, 1920]))
    assert places.tolist() == [[1440, 1920, 480, -1], [0, 1920, 480, 0]]


def test_a_bar_that_a_repeat_cuts_in_two_is_one() -> None:
    score = Score(notes=(Note(0, 0, 60, 480),), metres=(Metre(0), Metre(1920), Metre(1920 + 1440), Metre(3840)))
    places, _ = Signs(score).at(np.array([1920, 1920 + 1440, 3840]))
    assert places[:, 0].tolist() == [0, 1440, 0]
    assert places[:, 3].tolist() == [1, 1, 2]


def test_keys_are_those_that_hold() -> None:
    score = Score(keys=(Key(480, 1), Key(960, -1, minor=True)))
    _, keys = Signs(score).at(np.array([0, 480, 959, 960]))
    assert keys.tolist() == [-1, 7, 7, 5]


def test_a_performance_is_put_on_the_grid_and_its_short_gaps_are_closed() -> None:
    played = [Note(7, 0, 60, 400), Note(471, 0, 62, 380), Note(975, 0, 64, 200), Note(1451, 0, 65, 450)]
    assert [(note.start, note.length) for note in written(played)] == [(0, 480), (480, 480), (960, 240), (1440, 480)]


def test_what_was_written_stays_as_it_is() -> None:
    notes = list(score_of([60, 62, 64], [160, 160, 160]).notes)
    assert written(notes) == notes


@given(
    st.lists(
        st.tuples(st.integers(0, 20_000), st.integers(1, 4000), st.integers(0, 127)),
        min_size=1,
        max_size=30,
        unique=True,
    )
)
def test_whatever_the_notes_a_line_has_no_gap_and_every_sound_lasts(rows: list[tuple[int, int, int]]) -> None:
    notes = written([Note(start, 0, pitch, length) for start, length, pitch in sorted(rows)])
    line = line_of(notes, Score(notes=tuple(notes)))
    assert line is not None
    assert (line.lengths > 0).all()
    assert len(line.starts) == len(line.sounds) + 1 == len(line.places) == len(line.keys)
    assert {pitch for sound in line.sounds for pitch in sound} == {note.pitch for note in notes}
