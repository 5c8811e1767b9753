"""Transport, playhead, keys and recording, with a player that makes no sound."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from engines.compose.notes import Note
from tests.studio.panes.compose.band import Band, tune

SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_space_plays_and_stops_where_it_is(band: Band) -> None:
    band.put(tune())
    band.key(Qt.Key.Key_Space)
    assert band.player.playing
    band.player.tick = 700
    band.until(lambda: band.pane.outlook.playhead == 700)
    band.key(Qt.Key.Key_Space)
    assert not band.player.playing
    assert band.pane.outlook.playhead == 700
    assert not band.pane.outlook.playing


def test_space_plays_where_no_button_has_it(band: Band) -> None:
    QTest.keyClick(band.pane, Qt.Key.Key_Space)
    assert band.playing.sound.playing


def test_the_end_of_the_music_stops_it(band: Band) -> None:
    band.put(tune())
    band.action("play").trigger()
    band.player.tick, band.player.playing = 3840, False
    band.until(lambda: not band.playing.sound.playing)
    assert band.pane.outlook.playhead == 3840


def test_playing_at_the_end_begins_anew(band: Band) -> None:
    band.put(tune())
    band.playing.go_to(3840)
    band.action("play").trigger()
    assert band.player.tick == 0


def test_home_goes_back_to_the_start(band: Band) -> None:
    band.put(tune())
    band.playing.go_to(960)
    band.action("start").trigger()
    assert band.pane.outlook.playhead == 0
    assert band.pane.page.bar.place.accessibleDescription() == "1.1.000"


def test_the_bar_shows_bar_beat_and_time(band: Band) -> None:
    band.put(tune())
    band.playing.go_to(2520)
    assert band.pane.page.bar.place.accessibleDescription() == "2.2.120"
    assert band.pane.page.bar.time.accessibleDescription() == "0:02.6"


def test_edits_are_heard_while_it_plays(band: Band) -> None:
    band.put(tune())
    band.action("play").trigger()
    band.pane.roll.insert_notes("Draw", [Note(0, 0, 50, 480)])
    assert band.player.scores[-1] == band.score


def test_the_loop_takes_what_is_selected(band: Band) -> None:
    band.put(tune())
    band.action("play").trigger()
    band.pane.model.select(band.score.of_track(0)[2:4])
    band.action("loop").trigger()
    assert band.player.span == (960, 1920)
    band.action("loop").trigger()
    assert band.player.span is None
    band.pane.model.select(())
    band.action("loop").trigger()
    assert band.player.span == (960, 1920)


def test_the_count_in_is_a_bar_of_clicks(band: Band) -> None:
    band.put(tune())
    band.action("countin").trigger()
    band.action("play").trigger()
    assert band.player.count_in == 1


def test_a_drawn_note_is_heard(band: Band) -> None:
    band.pane.roll.note_on.emit(64, 90)
    band.pane.roll.note_off.emit(64)
    assert band.player.struck == [(0, 64, 90)]
    assert band.player.lifted == [(0, 64)]


def test_letters_play_only_while_the_keyboard_is_a_piano(band: Band) -> None:
    band.key(Qt.Key.Key_A)
    assert not band.player.struck
    band.action("keys").trigger()
    for letter in (Qt.Key.Key_A, Qt.Key.Key_W, Qt.Key.Key_K):
        band.key(letter)
    assert [pitch for _, pitch, _ in band.player.struck] == [60, 61, 72]
    assert [pitch for _, pitch in band.player.lifted] == [60, 61, 72]
    band.key(Qt.Key.Key_X)
    band.key(Qt.Key.Key_A, SHIFT)
    assert band.player.struck[-1][1:] == (72, 110)


def test_keys_light_up_while_they_are_held(band: Band) -> None:
    band.action("keys").trigger()
    QTest.keyPress(band.pane.roll.canvas, Qt.Key.Key_D)
    assert band.pane.outlook.keys_down == {64}
    QTest.keyRelease(band.pane.roll.canvas, Qt.Key.Key_D)
    assert not band.pane.outlook.keys_down


def test_step_input_writes_at_the_playhead_and_goes_on(band: Band) -> None:
    band.action("steps").trigger()
    step = band.pane.outlook.length
    band.key(Qt.Key.Key_A)
    band.key(Qt.Key.Key_Period)
    band.key(Qt.Key.Key_S)
    assert [(note.start, note.pitch) for note in band.score.notes] == [(0, 60), (2 * step, 62)]
    assert band.pane.outlook.playhead == 3 * step
    band.key(Qt.Key.Key_Backspace)
    assert [note.pitch for note in band.score.notes] == [60]


def test_keys_held_together_are_a_chord(band: Band) -> None:
    band.action("steps").trigger()
    canvas = band.pane.roll.canvas
    for letter in (Qt.Key.Key_A, Qt.Key.Key_D, Qt.Key.Key_G):
        QTest.keyPress(canvas, letter)
    for letter in (Qt.Key.Key_A, Qt.Key.Key_D, Qt.Key.Key_G):
        QTest.keyRelease(canvas, letter)
    assert {note.start for note in band.score.notes} == {0}
    assert [note.pitch for note in band.score.notes] == [60, 64, 67]


def test_what_is_played_while_recording_becomes_one_step(band: Band) -> None:
    band.put(tune())
    band.action("record").trigger()
    canvas = band.pane.roll.canvas
    for letter, down, up in ((Qt.Key.Key_A, 100, 400), (Qt.Key.Key_D, 500, 900)):
        band.player.tick = down
        QTest.keyPress(canvas, letter)
        band.player.tick = up
        QTest.keyRelease(canvas, letter)
    band.action("play").trigger()
    new = [note for note in band.score.notes if note not in tune().notes]
    assert [(note.start, note.end, note.pitch) for note in new] == [(100, 400, 60), (500, 900, 64)]
    assert band.steps() == ["Record 2 notes"]
    assert set(band.pane.model.selected) == set(new)
    assert not band.playing.recorder.on


def test_a_missing_device_is_said_once_and_the_pane_works(band: Band) -> None:
    band.player.said = "No sound device was found."
    band.action("play").trigger()
    band.until(lambda: bool(band.said()))
    assert band.said() == ["No sound device was found."]


def test_signs_change_at_the_playhead(band: Band) -> None:
    band.put(tune())
    bar = band.pane.page.bar
    bar.tempo.setValue(90)
    bar.metre.chosen.emit(3, 4)
    assert [round(one.bpm) for one in band.score.tempos] == [90]
    assert band.score.metres[0].beats == 3
    assert bar.metre.text() == "3/4"
    assert band.steps() == ["Tempo 90", "Metre 3/4"]
    bar.key.chosen.emit(None)
    assert not band.score.keys
    assert bar.key.text() == "No key"


def test_a_sound_font_is_chosen_and_remembered(band: Band, tmp_path: Path) -> None:
    font = tmp_path / "mine.sf2"
    font.write_bytes(b"RIFF")
    assert not band.action("font.usual").isEnabled()
    band.playing.fonts.choose(font)
    band.action("play").trigger()
    assert band.player.font == font
    assert band.settings.settings.compose.sound_font == str(font)
    font.unlink()
    assert band.playing.fonts.font() is None
    band.playing.fonts.choose(None)
    assert band.player.font is None
