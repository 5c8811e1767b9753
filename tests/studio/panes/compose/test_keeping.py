"""A score survives the project file, whatever else is in it."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from engines.compose.notes import Control, Key, Metre, Note, Tempo
from engines.compose.score import Score, Track
from studio.panes.compose.keeping import notes_from, score_from, score_values

TRACKS = st.builds(
    Track,
    st.text(max_size=8),
    st.integers(0, 127),
    st.integers(0, 15),
    st.floats(0, 1),
    st.floats(-1, 1),
    st.booleans(),
    st.booleans(),
    st.integers(0, 20),
)
TICKS = st.integers(0, 100_000)
SCORES = st.builds(
    Score,
    st.tuples(TRACKS, TRACKS),
    st.lists(
        st.builds(Note, TICKS, st.integers(0, 1), st.integers(0, 127), st.integers(1, 9_999), st.integers(1, 127)),
        max_size=20,
    ).map(tuple),
    st.lists(st.builds(Tempo, TICKS, st.integers(60_000, 15_000_000)), max_size=3).map(tuple),
    st.lists(st.builds(Metre, TICKS, st.integers(1, 255), st.sampled_from([1, 2, 4, 8])), max_size=3).map(tuple),
    st.lists(st.builds(Key, TICKS, st.integers(-7, 7), st.booleans()), max_size=3).map(tuple),
    st.lists(st.builds(Control, TICKS, st.integers(0, 1), st.integers(0, 127), st.integers(0, 127)), max_size=3).map(
        tuple
    ),
    st.text(max_size=8),
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)


@given(SCORES)
def test_a_score_comes_back_as_it_was(score: Score) -> None:
    assert score_from(json.loads(json.dumps(score_values(score)))) == score


@given(
    st.fixed_dictionaries(
        {},
        optional=dict.fromkeys(("title", "tracks", "notes", "tempos", "metres", "keys", "controls", "more"), ANYTHING),
    )
    | ANYTHING
)
def test_a_damaged_state_costs_no_more_than_what_is_damaged(values: Any) -> None:
    assert isinstance(score_from(values), Score)


def test_a_row_that_is_no_note_costs_only_itself() -> None:
    assert notes_from([[0, 0, 60, 480, 80], [0, 0, 600, 480, 80], "x", [1, 2]]) == (Note(0, 0, 60, 480, 80),)


def test_a_note_of_a_track_that_is_gone_is_left_out() -> None:
    values = {"tracks": [{"name": "Only"}], "notes": [[0, 0, 60, 480, 80], [0, 7, 62, 480, 80]]}
    assert score_from(values).notes == (Note(0, 0, 60, 480, 80),)
