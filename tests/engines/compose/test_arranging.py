"""Tracks come, go and change places, and their notes with them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.compose.arranging import (
    as_drums,
    free_channel,
    free_colour,
    free_program,
    with_new_track,
    with_track_moved,
    without_track,
)
from engines.compose.families import matching
from engines.compose.instruments import INSTRUMENTS
from engines.compose.notes import Control, Note
from engines.compose.score import Score, Track
from engines.errors import BadInput


def quartet() -> Score:
    names = ("Soprano", "Alto", "Tenor", "Bass")
    return Score(
        tracks=tuple(Track(name, channel=place) for place, name in enumerate(names)),
        notes=tuple(Note(480 * at, at % 4, 60 + at, 480) for at in range(8)),
        controls=(Control(0, 2, 64, 127),),
    )


def by_name(score: Score) -> dict[str, list[tuple[int, int]]]:
    """What each track plays, by its name."""
    return {
        track.name: [(note.start, note.pitch) for note in score.of_track(place)]
        for place, track in enumerate(score.tracks)
    }


@given(st.integers(0, 3), st.integers(0, 3))
def test_a_track_that_moves_takes_its_notes_along(place: int, to: int) -> None:
    score = quartet()
    moved = with_track_moved(score, place, to)
    assert by_name(moved) == by_name(score)
    assert moved.tracks[to] == score.tracks[place]
    assert with_track_moved(moved, to, place) == score


@given(st.integers(0, 3))
def test_without_a_track_the_others_play_as_before(place: int) -> None:
    score = quartet()
    fewer = without_track(score, place)
    kept = by_name(score)
    del kept[score.tracks[place].name]
    assert by_name(fewer) == kept


def test_controllers_go_with_their_track() -> None:
    assert without_track(quartet(), 0).controls == (Control(0, 1, 64, 127),)
    assert without_track(quartet(), 2).controls == ()


@given(st.one_of(st.none(), st.integers(0, 4)))
def test_a_new_track_leaves_the_others_their_notes(place: int | None) -> None:
    more = with_new_track(quartet(), Track("Descant"), place)
    assert by_name(more) == {**by_name(quartet()), "Descant": []}


def test_the_last_track_stays() -> None:
    with pytest.raises(BadInput, match="last track"):
        without_track(Score(), 0)


def test_a_new_track_gets_a_channel_and_a_colour_that_are_free() -> None:
    assert free_channel(quartet()) == 4
    assert free_channel(Score(tracks=tuple(Track(channel=at) for at in range(9)))) == 10
    assert free_colour(quartet(), 8) == 1


def test_drums_are_on_their_channel_and_come_back_from_it() -> None:
    drums = as_drums(Track("Kit"), True, 3)
    assert drums.drums
    assert as_drums(drums, False, 3).channel == 3


def test_instruments_are_found_by_name_and_by_family() -> None:
    assert len(INSTRUMENTS) == 128
    assert INSTRUMENTS[matching("viol")[0]] == "Violin"
    assert {INSTRUMENTS[program] for program in matching("string")} >= {"Violin", "Harp", "Strings"}
    assert matching("no such thing") == ()
    assert len(matching("")) == 128


def test_new_tracks_get_instruments_that_nothing_plays_yet() -> None:
    score = Score((Track("Piano", 0),))
    programs = []
    for _ in range(20):
        programs.append(free_program(score))
        score = with_new_track(score, Track("", programs[-1]))
    assert programs[:2] == [48, 73]
    assert len(set(programs[:13])) == 13
