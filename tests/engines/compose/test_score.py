"""A score keeps its order, finds what sounds, and refuses what cannot be."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.compose.notes import Control, Key, Metre, Note, Tempo
from engines.compose.score import Score, Track
from engines.errors import BadInput

NOTES = st.lists(
    st.builds(Note, st.integers(0, 5000), st.integers(0, 1), st.integers(0, 127), st.integers(1, 2000)), max_size=40
)
TWO = (Track("upper"), Track("lower"))


@given(NOTES, st.integers(0, 6000), st.integers(0, 3000))
def test_what_sounds_between_two_ticks_is_found(notes: list[Note], start: int, span: int) -> None:
    score = Score(TWO, tuple(notes))
    expected = sorted(note for note in notes if note.start < start + span and note.end > start)
    assert list(score.between(start, start + span)) == expected


@given(NOTES, NOTES)
def test_a_change_and_its_contrary_leave_the_score_as_it_was(notes: list[Note], come: list[Note]) -> None:
    score = Score(TWO, tuple(notes))
    gone = score.notes[::2]
    assert score.changed(gone, come).changed(come, gone) == score


def test_a_note_that_is_not_there_cannot_go() -> None:
    with pytest.raises(BadInput, match="no longer there"):
        Score().changed([Note(0, 0, 60, 1)])


def test_a_note_of_no_track_is_refused() -> None:
    with pytest.raises(BadInput, match="track 2"):
        Score(notes=(Note(0, 1, 60, 1),))


def test_signs_that_begin_late_are_preceded_by_the_usual_ones() -> None:
    score = Score(tempos=(Tempo.at(60, 100),), metres=(Metre(100, 3, 4),))
    assert (score.tempos[0], score.metres[0]) == (Tempo(0), Metre(0))


@pytest.mark.parametrize("pitch", [-1, 128])
def test_a_pitch_off_the_keyboard_is_refused(pitch: int) -> None:
    with pytest.raises(BadInput, match="pitch"):
        Note(0, 0, pitch, 1)


def test_solo_silences_the_others() -> None:
    score = Score((Track(), Track(solo=True), Track(mute=True)))
    assert score.audible() == {1}
    assert Score((Track(), Track(mute=True))).audible() == {0}


@pytest.mark.parametrize(("key", "tonic"), [(Key(0), 0), (Key(0, 1), 7), (Key(0, -1), 5), (Key(0, 0, True), 9)])
def test_the_keynote_is_a_fifth_up_for_each_sharp(key: Key, tonic: int) -> None:
    assert key.tonic == tonic
    assert tonic in key.scale
    assert len(key.scale) == 7


def test_controllers_of_a_track_at_one_tick_keep_their_order() -> None:
    named = (Control(5, 0, 101, 0), Control(5, 0, 100, 0), Control(5, 0, 6, 12), Control(5, 0, 101, 127))
    others = (Control(5, 1, 7, 1), Control(0, 1, 7, 100))
    score = Score((Track(), Track()), controls=(*others, *named))
    assert score.controls == (others[1], *named, others[0])


@given(NOTES)
def test_a_score_ends_where_its_last_note_does(notes: list[Note]) -> None:
    assert Score(TWO, tuple(notes)).end == max((note.end for note in notes), default=0)


@pytest.mark.parametrize("count", [3, 300])
def test_notes_that_come_are_put_in_order_be_they_few_or_many(count: int) -> None:
    here = tuple(Note(tick, 0, 60, 10) for tick in range(0, 4000, 20))
    come = tuple(Note(tick, 1, 61, 10) for tick in reversed(range(0, 10 * count, 10)))
    assert Score(TWO, here).changed(here[:5], come).notes == tuple(sorted((*here[5:], *come)))


@settings(max_examples=40)
@given(st.integers(0, 2**31), st.sampled_from((3, 40, 400)), st.floats(0, 1))
def test_a_changed_score_is_the_one_made_from_its_notes(seed: int, count: int, share: float) -> None:
    chance = random.Random(seed)

    def some(how_many: int) -> list[Note]:
        return [
            Note(chance.randrange(50), chance.randrange(2), chance.randint(60, 63), chance.randint(1, 9))
            for _number in range(how_many)
        ]

    tracks = (Track("A"), Track("B"))
    notes = some(count)
    score = Score(tracks, tuple(notes))
    gone = chance.sample(notes, int(share * count))
    come = some(int((1 - share) * count))
    left = Counter(notes) - Counter(gone)
    changed, made = score.changed(gone, come), Score(tracks, (*left.elements(), *come))
    assert changed == made
    assert changed.longest == made.longest
    with pytest.raises(BadInput, match="no longer there"):
        score.changed([*notes, notes[0]])
    with pytest.raises(BadInput, match="track 3"):
        score.changed(come=[Note(0, 2, 60, 1)])
