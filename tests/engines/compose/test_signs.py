"""Signs change where they hold and nowhere else."""

from __future__ import annotations

import pytest

from engines.compose.notes import Key, Metre, Tempo
from engines.compose.score import Score
from engines.compose.signs import metre_at, tempo_at, with_key, with_metre, with_tempo, without_key
from engines.errors import BadInput

SCORE = Score(tempos=(Tempo.at(100), Tempo.at(60, 960)), metres=(Metre(0), Metre(1920, 3)), keys=(Key(960, 2),))


def test_a_tempo_changes_where_it_holds() -> None:
    assert with_tempo(SCORE, 500, 90).tempos == (Tempo.at(90), Tempo.at(60, 960))
    assert with_tempo(SCORE, 960, 90).tempos == (Tempo.at(100), Tempo.at(90, 960))
    assert tempo_at(SCORE, 5000).bpm == 60


def test_a_metre_changes_where_it_holds() -> None:
    assert with_metre(SCORE, 2000, 6, 8).metres == (Metre(0), Metre(1920, 6, 8))
    assert metre_at(SCORE, 0) == Metre(0)


def test_a_key_is_set_from_the_beginning_where_none_holds() -> None:
    assert with_key(SCORE, 0, -1, True).keys == (Key(0, -1, True), Key(960, 2))
    assert with_key(SCORE, 961, -1, True).keys == (Key(960, -1, True),)


def test_a_key_can_be_taken_away() -> None:
    assert without_key(SCORE, 961).keys == ()
    assert without_key(SCORE, 0) == SCORE


def test_an_impossible_tempo_is_refused() -> None:
    with pytest.raises(BadInput):
        with_tempo(SCORE, 0, 0)
