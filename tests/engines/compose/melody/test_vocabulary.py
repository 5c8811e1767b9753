"""What a model can say, by number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.compose.melody.vocabulary import FIRST_PITCH, REST_ID, START, Vocabulary
from engines.errors import MissingWeights
from tests.engines.compose.melody.tunes import CHORDS, WORDS


def test_it_holds_what_came_often_enough_and_always_a_quarter() -> None:
    found = Vocabulary.of([240] * 3 + [100] * 2, [(48, 52)] * 3 + [(1, 2)] * 2 + [(60,)] * 9)
    assert found == Vocabulary((240, 480), ((48, 52),))


def test_every_sound_has_a_number_of_its_own_and_comes_back() -> None:
    sounds = [(), *((pitch,) for pitch in range(128)), *CHORDS.chords]
    assert [CHORDS.sound(CHORDS.sound_id(sound)) for sound in sounds] == sounds
    assert len({CHORDS.sound_id(sound) for sound in sounds}) == CHORDS.sounds - 1


def test_a_chord_nobody_knows_is_its_highest_note() -> None:
    assert CHORDS.sound_id((1, 2, 99)) == FIRST_PITCH + 99


def test_durations_go_to_the_nearest_by_ratio() -> None:
    ids = WORDS.duration_ids([1, 120, 170, 169, 5000, 600])
    assert WORDS.ticks[ids].tolist() == [120, 120, 240, 120, 1920, 720]
    assert Vocabulary((480,)).duration_ids([1, 9999]).tolist() == [1, 1]


def test_transposition_moves_notes_and_known_chords_and_nothing_else() -> None:
    up = CHORDS.transposed(2)
    assert up[[START, REST_ID]].tolist() == [START, REST_ID]
    assert up[FIRST_PITCH + 60] == FIRST_PITCH + 62
    assert up[FIRST_PITCH + 127] == -1
    assert up[-1] == up[-2] == -1
    assert (
        Vocabulary((480,), ((48, 52), (50, 54))).transposed(2)[-2]
        == Vocabulary((480,), ((48, 52), (50, 54))).sounds - 1
    )


def test_pitches_of_sounds_are_where_they_sound() -> None:
    assert CHORDS.pitches[CHORDS.sound_id((48, 52, 55))].nonzero()[0].tolist() == [48, 52, 55]
    assert not CHORDS.pitches[[START, REST_ID]].any()


@given(st.sets(st.integers(1, 9999), min_size=1), st.sets(st.frozensets(st.integers(0, 127), min_size=2, max_size=5)))
def test_what_is_written_is_read(durations: set[int], chords: set[frozenset[int]]) -> None:
    made = Vocabulary(tuple(sorted(durations)), tuple(sorted(tuple(sorted(chord)) for chord in chords)))
    assert Vocabulary.from_json(made.to_json()) == made


@pytest.mark.parametrize("text", ["", "[]", '{"durations": [], "chords": []}', '{"durations": [2, 1], "chords": []}'])
def test_a_damaged_file_is_refused(text: str) -> None:
    with pytest.raises(MissingWeights):
        Vocabulary.from_json(text)
