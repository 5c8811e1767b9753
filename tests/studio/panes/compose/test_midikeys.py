"""MIDI keyboards: plugged in and out, played with velocity and pedal, in step and while it records."""

from __future__ import annotations

from PySide6.QtCore import QPoint

from engines.compose.notes import Note
from engines.errors import BadInput
from studio.panes.compose.playing.midikeys import MidiKeys
from studio.panes.compose.playing.midimenu import open_midi_menu
from tests.studio.panes.compose.band import Band, tune
from tests.studio.panes.compose.piano import Piano, Shop

ON, OFF, CONTROL = 0x90, 0x80, 0xB0
SUSTAIN = 64


def plugged(band: Band, *names: str) -> Shop:
    shop = Shop(*names)
    band.playing.midi.build = lambda: shop
    band.action("midi").trigger()
    return shop


def play(midi: MidiKeys, piano: Piano, *messages: tuple[int, int, int]) -> None:
    for message in messages:
        piano.send(*message)
    midi.listen()


def test_a_keyboard_that_is_there_plays_with_its_velocity(band: Band) -> None:
    shop = plugged(band, "Keystation 20:0")
    assert band.said() == ["“Keystation” plays."]
    play(band.playing.midi, shop.opened["Keystation 20:0"], (ON, 60, 33))
    assert band.player.struck == [(0, 60, 33)]
    assert band.pane.outlook.keys_down == {60}


def test_a_keyboard_is_heard_without_being_asked_for_each_note(band: Band) -> None:
    shop = plugged(band, "Keystation")
    shop.opened["Keystation"].send(ON, 60, 33)
    band.until(lambda: band.player.struck == [(0, 60, 33)])


def test_without_a_keyboard_it_is_said_once_and_waited_for(band: Band) -> None:
    shop = plugged(band)
    band.playing.midi.look()
    assert band.said() == ["No MIDI keyboard is connected. Plug one in: it plays as soon as it is there."]
    assert band.action("midi").isChecked()
    shop.there.append("Keystation")
    band.playing.midi.look()
    assert band.playing.midi.name == "Keystation"


def test_a_keyboard_that_is_pulled_out_lets_its_keys_go_and_comes_back(band: Band) -> None:
    shop = plugged(band, "Keystation 20:0")
    midi, piano = band.playing.midi, shop.opened["Keystation 20:0"]
    play(midi, piano, (ON, 60, 90))
    shop.there.clear()
    midi.look()
    assert piano.closed
    assert band.pane.outlook.keys_down == set()
    assert not midi.connected
    shop.there.append("Keystation 24:0")
    midi.look()
    assert midi.name == "Keystation"


def test_a_system_without_midi_says_so_and_stays_off(band: Band) -> None:
    def nothing() -> Shop:
        raise BadInput("This system offers no MIDI input.")

    band.playing.midi.build = nothing
    band.action("midi").trigger()
    assert band.said() == ["This system offers no MIDI input."]
    assert not band.action("midi").isChecked()


def test_a_keyboard_that_somebody_else_has_is_said_once_and_the_next_one_plays(band: Band) -> None:
    shop = Shop("Busy", "Free")
    shop.taken.add("Busy")
    band.playing.midi.build = lambda: shop
    band.action("midi").trigger()
    band.playing.midi.look()
    assert band.said() == ["“Busy” cannot be opened.", "“Free” plays."]


def test_the_chosen_keyboard_is_remembered_and_preferred(band: Band) -> None:
    plugged(band, "First 20:0", "Second 24:0")
    midi = band.playing.midi
    assert midi.name == "First"
    menu = open_midi_menu(midi, band.pane, QPoint())
    assert menu is not None
    assert [(action.text(), action.isChecked()) for action in menu.actions()[:2]] == [
        ("First", True),
        ("Second", False),
    ]
    menu.actions()[1].trigger()
    menu.close()
    assert midi.name == "Second"
    midi.close()
    midi.begin()
    assert midi.name == "Second"


def test_the_next_sitting_says_nothing_where_no_keyboard_is(band: Band) -> None:
    plugged(band, "Keystation")
    band.playing.midi.close()
    band.toasts.clear()
    band.playing.midi.build = Shop
    band.playing.midi.begin()
    assert band.playing.midi.on
    assert band.said() == []


def test_the_pedal_holds_what_no_key_holds(band: Band) -> None:
    shop = plugged(band, "Keystation")
    midi, piano = band.playing.midi, shop.opened["Keystation"]
    play(midi, piano, (CONTROL, SUSTAIN, 127), (ON, 60, 90), (OFF, 60, 0), (ON, 64, 90))
    assert band.pane.outlook.keys_down == {60, 64}
    play(midi, piano, (CONTROL, SUSTAIN, 0))
    assert band.pane.outlook.keys_down == {64}


def test_recording_keeps_velocity_and_what_the_pedal_holds(band: Band) -> None:
    band.put(tune())
    shop = plugged(band, "Keystation")
    midi, piano = band.playing.midi, shop.opened["Keystation"]
    band.action("record").trigger()
    assert not band.playing.input.piano
    band.player.tick = 100
    play(midi, piano, (CONTROL, SUSTAIN, 127), (ON, 61, 37))
    band.player.tick = 200
    play(midi, piano, (ON, 61, 0))
    band.player.tick = 500
    play(midi, piano, (CONTROL, SUSTAIN, 0))
    band.action("record").trigger()
    assert Note(100, 0, 61, 400, 37) in band.score.notes


def test_step_input_takes_notes_and_velocity_from_the_keyboard(band: Band) -> None:
    shop = plugged(band, "Keystation")
    band.action("steps").trigger()
    play(band.playing.midi, shop.opened["Keystation"], (ON, 60, 37), (ON, 64, 38), (OFF, 60, 0), (OFF, 64, 0))
    length = band.pane.outlook.length
    assert set(band.score.notes) == {Note(0, 0, 60, length, 37), Note(0, 0, 64, length, 38)}
    assert band.pane.outlook.playhead == length


def test_nobody_plays_while_another_pane_is_on_view(band: Band) -> None:
    shop = plugged(band, "Keystation")
    band.pane.hide()
    play(band.playing.midi, shop.opened["Keystation"], (ON, 60, 90))
    assert band.player.struck == []
    band.pane.show()
