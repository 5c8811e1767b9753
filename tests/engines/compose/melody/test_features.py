"""What a network is told at each note."""

from __future__ import annotations

import numpy as np

from engines.compose.melody.features import (
    BAR_PLACES,
    BEAT_PLACES,
    INTERVAL,
    TOLD,
    bars_away,
    encode,
    intervals_of,
    metre_ids,
    place_ids,
    register_of,
)
from engines.compose.melody.lines import line_of
from engines.compose.melody.vocabulary import END, START
from tests.engines.compose.melody.tunes import WORDS, score_of, tunes


def test_intervals_pass_over_rests_and_are_none_at_first() -> None:
    found = intervals_of(np.array([-1, 60, 62, -1, 59, 90]))
    assert found.tolist() == [0, 0, INTERVAL + 3, 0, INTERVAL + 1 - 3, 2 * INTERVAL + 1]


def test_places_are_told_to_the_24th_of_a_quarter() -> None:
    ids = place_ids(np.array([[0, 1920, 480, 0], [500, 1920, 480, 9], [160, 1920, 480, -1], [7, 1920, 480, 0]]))
    assert ids["bar"].tolist() == [0, 25, 8, BAR_PLACES - 1]
    assert ids["beat"].tolist() == [0, 1, 8, BEAT_PLACES - 1]
    assert ids["phrase"].tolist() == [0, 1, 7, 0]


def test_metres_of_a_length_are_told_apart_by_their_beat() -> None:
    three_quarters, six_eighths = metre_ids(np.array([1440, 1440]), np.array([480, 240]))
    assert three_quarters != six_eighths


def test_only_whole_bars_apart_are_counted() -> None:
    onsets, begun = np.array([3840]), np.array([0, 480, 1920, 3840, 5760, 9**9])
    assert bars_away(onsets, begun, np.array([1920])).tolist() == [[2, 0, 1, 0, 0, 0]]


def test_a_line_begins_with_an_entry_before_its_first_sound() -> None:
    score = score_of([60, -1, 64], [480, 480, 960])
    line = line_of(score.notes, score)
    assert line is not None
    found = encode(line, WORDS)
    assert (found.sounds[0], found.durations[0]) == (START, END)
    assert WORDS.ticks[found.durations[1:]].tolist() == [480, 480, 960]
    assert found.tonics.tolist() == [1, 1, 1, 1]
    assert found.register == register_of(62)
    assert len(found) == 3


def test_what_a_graph_is_told_stands_in_its_order() -> None:
    line = encode(tunes(1)[0], WORDS, register=5)
    told = line.told()
    assert told.shape == (49, len(TOLD))
    assert told[:, TOLD.index("register")].tolist() == [5] * 49
    assert (told[:, TOLD.index("bar")] == line.bar).all()


def test_a_part_ends_only_where_the_line_does() -> None:
    line = encode(tunes(1)[0], WORDS)
    assert (line.part(0, 10).ends, line.part(10, 49).ends) == (False, True)
    assert line.part(3, 5).sounds.tolist() == line.sounds[3:5].tolist()
