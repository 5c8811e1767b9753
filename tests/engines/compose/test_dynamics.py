"""Marks of loudness in written music."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from engines.compose.bars import Bar
from engines.compose.dynamics import dynamics_of, mark_of
from engines.compose.musicxml import sheet_of
from engines.compose.notes import Metre, Note
from engines.compose.reading import read_score
from engines.compose.score import Score
from engines.compose.writing import write_score
from engines.steps import finish

BARS = [Bar(at * 1920, (at + 1) * 1920, Metre(0)) for at in range(3)]


@pytest.mark.parametrize(
    ("velocity", "mark"),
    [(1, "ppp"), (33, "pp"), (49, "p"), (64, "mp"), (80, "mf"), (96, "f"), (112, "ff"), (127, "fff")],
)
def test_customary_velocities_have_their_marks(velocity: int, mark: str) -> None:
    assert mark_of(velocity) == mark


def test_a_mark_is_told_where_it_changes_and_at_the_first_note_of_its_bar() -> None:
    notes = [Note(480, 0, 60, 480, 49), Note(1920, 0, 60, 480, 50), Note(4320, 0, 60, 480, 96)]
    assert dynamics_of(notes, BARS) == {0: ("p", 480), 2: ("f", 4320)}


def test_a_part_that_is_equally_loud_throughout_has_no_marks() -> None:
    assert dynamics_of([Note(0, 0, 60, 480), Note(1920, 0, 60, 480)], BARS) == {}


def loud_and_soft() -> Score:
    return Score(notes=(Note(0, 0, 60, 1920, 49), Note(1920, 0, 62, 960, 100), Note(2880, 0, 64, 960, 90)))


def test_the_marks_stand_in_the_written_music() -> None:
    root = fromstring(finish(sheet_of(loud_and_soft())).xml)
    marks = {bar.get("number"): [mark.tag for mark in bar.findall(".//dynamics/*")] for bar in root.iter("measure")}
    assert marks == {"1": ["p"], "2": ["f"]}


def test_velocities_come_back_as_they_were_beside_the_marks(tmp_path: Path) -> None:
    path = tmp_path / "soft.musicxml"
    write_score(loud_and_soft(), path)
    assert [note.velocity for note in read_score(path).notes] == [49, 100, 90]
