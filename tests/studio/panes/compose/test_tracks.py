"""The list of tracks: each change is one named step."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from engines.compose.score import Score
from studio.panes.compose.tracks.part import TracksPart
from studio.panes.compose.tracks.programs import DRUM_KIT, ProgramChoice
from studio.panes.compose.tracks.row import TrackRow
from tests.studio.panes.compose.band import Band, tune


@pytest.fixture
def tracks(band: Band) -> TracksPart:
    part = band.pane.part("tracks")
    assert isinstance(part, TracksPart)
    band.put(tune())
    return part


def row(tracks: TracksPart, place: int) -> TrackRow:
    return tracks.list.rows[place]


def test_mute_and_solo_are_steps(band: Band, tracks: TracksPart) -> None:
    QTest.mouseClick(row(tracks, 1).mute, Qt.MouseButton.LeftButton)
    QTest.mouseClick(row(tracks, 0).solo, Qt.MouseButton.LeftButton)
    assert band.steps() == ["Mute", "Solo"]
    assert band.score.tracks[1].mute
    assert band.score.audible() == {0}
    assert not row(tracks, 1).name.isEnabled()


def test_a_drag_of_the_volume_is_one_step(band: Band, tracks: TracksPart) -> None:
    slider = row(tracks, 0).volume
    for value in (79, 60, 41):
        slider.setValue(value)
    assert band.steps() == ["Volume"]
    assert band.score.tracks[0].volume == 0.41
    band.pane.undo_stack.undo()
    assert band.score == tune()
    assert slider.value() == 80


def test_volumes_of_two_tracks_are_two_steps(band: Band, tracks: TracksPart) -> None:
    row(tracks, 0).volume.setValue(50)
    row(tracks, 1).volume.setValue(50)
    assert band.steps() == ["Volume", "Volume"]


def test_pan_follows_the_knob_and_its_arrows(band: Band, tracks: TracksPart) -> None:
    knob = row(tracks, 0).pan
    knob.setFocus()
    QTest.keyClick(knob, Qt.Key.Key_Right)
    assert band.score.tracks[0].pan == pytest.approx(0.05)
    QTest.mouseDClick(knob, Qt.MouseButton.LeftButton)
    assert band.score.tracks[0].pan == 0


def test_a_track_is_renamed_in_its_row(band: Band, tracks: TracksPart) -> None:
    band.action("track.rename").trigger()
    field = row(tracks, 0).field
    QTest.keyClicks(field, "Oboe solo")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert band.score.tracks[0].name == "Oboe solo"
    assert band.steps() == ["Rename the track"]
    assert row(tracks, 0).accessibleName() == "Track 1: Oboe solo"


def test_an_instrument_is_found_by_a_few_letters(band: Band, tracks: TracksPart) -> None:
    choice: ProgramChoice = tracks.choose_program(0, QPoint(0, 0))
    QTest.keyClicks(choice.field, "cell")
    QTest.keyClick(choice.field, Qt.Key.Key_Return)
    assert band.score.tracks[0].program == 42
    assert band.steps() == ["Instrument: Cello"]


def test_drums_are_an_instrument_too_and_come_back_from_it(band: Band, tracks: TracksPart) -> None:
    tracks.set_program(0, DRUM_KIT)
    assert band.score.tracks[0].drums
    tracks.set_program(0, 40)
    assert not band.score.tracks[0].drums
    assert band.score.tracks[0].channel not in (9, band.score.tracks[1].channel)


def test_a_new_track_becomes_the_one_that_is_drawn_into(band: Band, tracks: TracksPart) -> None:
    band.action("track.add").trigger()
    assert band.pane.model.track == 2
    assert band.score.tracks[2].colour == 2
    band.action("track.drums").trigger()
    assert band.score.tracks[3].drums
    assert len(tracks.list.rows) == 4


def test_a_track_is_deleted_with_its_notes_and_undo_brings_both_back(band: Band, tracks: TracksPart) -> None:
    tracks.remove(0)
    assert [track.name for track in band.score.tracks] == ["Bass"]
    assert band.said() == ["“Lead” is deleted."]
    band.pane.undo_stack.undo()
    assert band.score == tune()


def test_the_only_track_stays(band: Band, tracks: TracksPart) -> None:
    band.put(Score())
    tracks.remove()
    assert len(band.score.tracks) == 1
    assert "only track" in band.said()[0]


def test_a_row_that_is_dragged_below_another_takes_its_place(band: Band, tracks: TracksPart) -> None:
    first, second = row(tracks, 0), row(tracks, 1)
    grip = QPoint(4, 8)
    QTest.mousePress(first, Qt.MouseButton.LeftButton, pos=grip)
    QTest.mouseMove(first, QPoint(4, second.height() * 2))
    QTest.mouseRelease(first, Qt.MouseButton.LeftButton, pos=QPoint(4, first.height() + second.height() - 2))
    assert [track.name for track in band.score.tracks] == ["Bass", "Lead"]
    assert band.steps() == ["Move a track"]
    assert band.pane.model.track == 1


def test_the_keyboard_walks_moves_and_mutes(band: Band, tracks: TracksPart) -> None:
    stack = tracks.list.focusProxy()
    assert stack is not None
    QTest.keyClick(stack, Qt.Key.Key_Down)
    assert band.pane.model.track == 1
    QTest.keyClick(stack, Qt.Key.Key_M)
    assert band.score.tracks[1].mute
    QTest.keyClick(stack, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [track.name for track in band.score.tracks] == ["Bass", "Lead"]
    QTest.keyClick(stack, Qt.Key.Key_Delete)
    assert [track.name for track in band.score.tracks] == ["Lead"]


def test_drums_have_their_names_at_the_keys(band: Band) -> None:
    band.action("track.drums").trigger()
    assert band.pane.model.pitch_name(36) == "Bass drum 1"
    assert band.pane.model.pitch_name(42) == "Closed hi-hat"
    assert band.pane.model.pitch_name(20) == "G♯0"
    band.pane.model.set_track(0)
    assert band.pane.model.pitch_name(36) == "C2"


def test_a_new_track_has_an_instrument_of_its_own(band: Band) -> None:
    band.action("track.add").trigger()
    band.action("track.add").trigger()
    assert len({track.program for track in band.score.tracks}) == 3
