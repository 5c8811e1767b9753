"""The pane: what it opens, keeps and undoes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from engines.compose.midiwriting import midi_bytes
from engines.compose.notes import Note
from engines.compose.reading import SUFFIXES as READ
from engines.compose.score import Score
from studio.panes.compose.opening import SUFFIXES
from tests.studio.panes.compose.band import Band, tune


def no_blob(name: str) -> bytes:
    raise AssertionError(name)


def test_the_pane_opens_what_the_engine_reads() -> None:
    assert SUFFIXES == READ


def test_an_empty_roll_says_what_to_do_and_goes_with_the_first_note(band: Band) -> None:
    blank = band.pane.blank
    assert blank.isVisible()
    assert [button.text() for button in blank.buttons] == ["Try the sample", "Open music…"]
    band.action("sample").trigger()
    assert not blank.isVisible()
    band.pane.undo_stack.undo()
    assert blank.isVisible()


def test_the_sample_is_one_step_that_can_be_undone(band: Band) -> None:
    band.put(tune())
    band.action("sample").trigger()
    assert band.score.title == "Evening at the Mill"
    assert band.steps() == ["Open “Evening at the Mill”"]
    band.pane.undo_stack.undo()
    assert band.score == tune()


def test_a_midi_file_opens_in_place_of_what_is_there(band: Band, tmp_path: Path) -> None:
    path = tmp_path / "scale.mid"
    path.write_bytes(midi_bytes(tune()))
    band.pane.open_files([path])
    band.until(lambda: bool(band.score.notes))
    assert [note.pitch for note in band.score.of_track(0)] == [60, 62, 64, 65, 67, 69, 71, 72]
    assert band.steps() == ["Open “scale”"]
    assert band.pane.title == "scale"


def test_a_file_that_is_no_music_is_said_in_one_sentence(band: Band, tmp_path: Path) -> None:
    path = tmp_path / "letter.mid"
    path.write_bytes(b"Dear Clara")
    band.pane.open_files([path])
    band.until(lambda: bool(band.said()))
    assert "letter.mid" in band.said()[0]
    assert not band.score.notes


def test_the_piece_comes_back_as_it_was_left(band: Band) -> None:
    band.put(tune())
    band.pane.title = "Scale"
    band.pane.piece.change_track("Mute", 1, mute=True)
    band.pane.piece.change_track("Colour", 0, colour=5)
    band.pane.model.set_track(1)
    band.pane.model.set_marks(generated=[band.score.notes[0]])
    band.action("loop").trigger()
    band.action("metronome").trigger()
    band.playing.go_to(960)
    state = json.loads(json.dumps(band.pane.collect()))
    band.pane.restore({}, no_blob)
    assert not band.score.notes
    assert not band.pane.undo_stack.canUndo()
    band.pane.restore(state, no_blob)
    assert band.pane.collect() == state
    assert band.score.tracks[1].mute
    assert band.pane.model.track == 1
    assert band.pane.outlook.playhead == 960
    assert band.pane.outlook.loop == (0, 3840)
    assert band.pane.model.generated == {tune().notes[0]}


STRANGE: list[Any] = [
    {"score": 3, "title": 5, "view": [], "parts": 7, "generated": "x"},
    {"score": {"notes": [[0, 9, 60, 1, 80]], "tracks": [3]}, "parts": {"playing": {"loop": [5, 2], "octave": "x"}}},
    {"parts": {"editing": {"snap": 3, "track": 99, "quarter": "wide", "tool": []}, "playing": {"playhead": -4}}},
    {"view": {"left": 10**9, "dock": 4}, "parts": {"editing": {"quarter": 1e300, "left": 0, "top": 0}}},
]


@pytest.mark.parametrize("state", STRANGE)
def test_a_damaged_state_costs_what_is_damaged_and_no_more(band: Band, state: dict[str, Any]) -> None:
    band.pane.restore(state, no_blob)
    assert not band.score.notes
    assert band.pane.model.track == 0


def test_a_change_is_told_so_that_it_is_saved(band: Band) -> None:
    with band.qtbot.waitSignal(band.pane.changed):
        band.pane.piece.change("Two", tune())


def test_every_command_can_be_found_in_the_palette(band: Band) -> None:
    titles = [command.title for command in band.registry.commands()]
    assert len(titles) == len(set(titles))
    keys = [command.shortcut for command in band.registry.commands() if command.shortcut]
    assert len(keys) == len(set(keys))


def test_steps_over_tracks_and_notes_are_undone_in_turn(band: Band) -> None:
    band.put(tune())
    band.pane.roll.insert_notes("Draw", [Note(0, 1, 50, 480)])
    band.action("track.delete").trigger()
    band.action("track.add").trigger()
    band.pane.roll.insert_notes("Draw again", [Note(0, 1, 52, 480)])
    for _ in range(4):
        band.pane.undo_stack.undo()
    assert band.score == tune()
    for _ in range(4):
        band.pane.undo_stack.redo()
    assert band.steps() == ["Draw", "Delete track “Lead”", "Add a track", "Draw again"]
    assert Note(0, 1, 52, 480) in band.score.notes


def test_an_empty_roll_opens_around_middle_c(band: Band) -> None:
    top, bottom = band.pane.outlook.view.pitch(0), band.pane.outlook.view.pitch(band.pane.outlook.height - 1)
    assert bottom < 60 < top
    assert abs((top + bottom) / 2 - 60) < 2


def test_a_view_that_was_kept_stays_when_the_window_changes(band: Band) -> None:
    band.put(tune())
    band.pane.outlook.look(band.pane.outlook.view.scrolled(0, -200))
    state = json.loads(json.dumps(band.pane.collect()))
    band.pane.restore({}, no_blob)
    band.pane.restore(state, no_blob)
    kept = band.pane.outlook.view.top
    band.pane.outlook.resize(band.pane.outlook.width + 10, band.pane.outlook.height)
    assert band.pane.outlook.view.top == kept


def test_a_file_without_notes_is_said_and_takes_nothing_away(band: Band, tmp_path: Path) -> None:
    band.put(tune())
    path = tmp_path / "rests.mid"
    path.write_bytes(midi_bytes(Score()))
    band.pane.open_files([path])
    band.until(lambda: bool(band.said()))
    assert band.said() == ["“rests” holds no notes. Choose another file."]
    assert band.score == tune()
    assert not band.steps()


def test_of_several_files_the_first_opens_and_that_is_said(band: Band, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.mid").write_bytes(midi_bytes(tune()))
    band.pane.open_files([tmp_path / "one.mid", tmp_path / "two.mid"])
    band.until(lambda: bool(band.score.notes))
    assert band.pane.title == "one"
    assert "“one.mid” was the first" in band.said()[0]
