"""Every gesture of the mouse does one thing, as one named step that undo takes back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from engines.compose.notes import Note
from tests.studio.panes.compose.roll.player import BASS, C4, E4, G4, SCORE, Player

SHIFT, CTRL, ALT = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)
RIGHT, MIDDLE = Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton


def undone(player: Player, text: str) -> None:
    """The last step has this name, and taking it back leaves the score as it was."""
    assert player.stack.undoText() == text
    assert player.stack.count() == 1
    player.stack.undo()
    assert player.model.score == SCORE
    assert not player.stack.canUndo()


def test_the_pencil_draws_a_note_as_long_as_the_hand_drags(player: Player) -> None:
    player.drag((1930, 62), (2600, 62))
    assert (1920, 62, 720) in player.upper()
    assert [note.pitch for note in player.roll.selection] == [62]
    undone(player, "Draw D4")


def test_a_click_draws_a_note_as_long_as_the_last_one(player: Player) -> None:
    player.drag((1930, 62), (2600, 62))
    player.click(2890, 65)
    assert (2880, 65, 720) in player.upper()


def test_a_note_is_heard_while_it_is_drawn_and_no_longer(player: Player, qtbot: QtBot) -> None:
    heard: list[tuple[str, int]] = []
    player.roll.note_on.connect(lambda pitch, _velocity: heard.append(("on", pitch)))
    player.roll.note_off.connect(lambda pitch: heard.append(("off", pitch)))
    player.press((1930, 62))
    player.go((1930, 64))
    assert heard[:3] == [("on", 62), ("off", 62), ("on", 63)]
    QTest.mouseRelease(player.canvas, Qt.MouseButton.LeftButton, pos=player.at(1930, 64))
    assert heard[-1] == ("off", 64)


def test_with_alt_the_pencil_leaves_the_grid(player: Player) -> None:
    player.drag((1950, 62), (2300, 62), ALT)
    (start, _pitch, length) = next(one for one in player.upper() if one[1] == 62)
    assert start % 240
    assert (start + length) % 240


def test_escape_takes_back_what_is_being_drawn(player: Player) -> None:
    player.press((1930, 62))
    player.go((2600, 62))
    player.key(Qt.Key.Key_Escape)
    QTest.mouseRelease(player.canvas, Qt.MouseButton.LeftButton, pos=player.at(2600, 62))
    assert player.model.score == SCORE
    assert player.roll.ear.pitch is None


def test_a_note_is_moved_in_time_and_pitch_to_the_grid(player: Player) -> None:
    player.drag((600, 64), (600 + 500, 66))
    assert (960, 66, 480) in player.upper()
    undone(player, "Move a note")


def test_all_selected_notes_move_together(player: Player) -> None:
    player.model.select((C4, E4))
    player.drag((600, 64), (600 + 480, 65))
    assert player.upper() == [(480, 61, 480), (960, 65, 480), (960, 67, 480)]
    undone(player, "Move 2 notes")


def test_shift_keeps_a_move_to_one_direction(player: Player) -> None:
    player.model.select((E4,))
    player.drag((600, 64), (600 + 720, 65), SHIFT)
    assert (1200, 64, 480) in player.upper()


def test_a_note_off_the_grid_changes_its_pitch_without_jumping_to_the_grid(player: Player) -> None:
    loose = Note(1967, 0, 62, 300)
    player.roll.set_score(SCORE.changed((), (loose,)))
    player.drag((2050, 62), (2050, 60))
    assert (1967, 60, 300) in player.upper()


def test_a_move_stops_at_the_edge_with_the_chord_intact(player: Player) -> None:
    player.model.select((C4, E4))
    player.drag((600, 64), (0, 64))
    assert player.upper()[:2] == [(0, 60, 480), (480, 64, 480)]


@pytest.mark.parametrize(("grab", "to", "expected"), [(950, 1210, (480, 64, 720)), (485, 250, (240, 64, 720))])
def test_both_edges_can_be_dragged(player: Player, grab: int, to: int, expected: tuple[int, int, int]) -> None:
    player.drag((grab, 64), (to, 64))
    assert expected in player.upper()
    undone(player, "Change length of a note")


def test_an_edge_takes_the_whole_selection_along(player: Player) -> None:
    player.model.select((C4, E4))
    player.drag((950, 64), (1190, 64))
    assert [length for _start, _pitch, length in player.upper()] == [720, 720, 480]


def test_a_note_cannot_be_dragged_away_to_nothing(player: Player) -> None:
    player.drag((950, 64), (200, 64))
    assert (480, 64, 240) in player.upper()


def test_ctrl_drags_a_copy(player: Player) -> None:
    player.drag((600, 64), (600 + 960, 69), CTRL)
    assert (480, 64, 480) in player.upper()
    assert (1440, 69, 480) in player.upper()
    undone(player, "Duplicate a note")


def test_ctrl_click_turns_a_note_over_and_shift_adds(player: Player) -> None:
    player.click(100, 60)
    player.click(600, 64, CTRL)
    assert set(player.roll.selection) == {C4, E4}
    player.click(600, 64, CTRL)
    assert set(player.roll.selection) == {C4}
    player.click(1100, 67, SHIFT)
    assert set(player.roll.selection) == {C4, G4}
    player.click(1100, 67)
    assert set(player.roll.selection) == {G4}
    assert player.model.score == SCORE


def test_the_rubber_band_takes_what_it_touches_and_is_not_snapped(player: Player) -> None:
    player.outlook.set_tool("select")
    player.drag((470, 65), (490, 60))
    assert set(player.roll.selection) == {C4, E4}
    player.drag((482, 65), (490, 60))
    assert set(player.roll.selection) == {E4}
    assert player.stack.count() == 0


def test_a_band_with_shift_adds_and_with_ctrl_turns_over(player: Player) -> None:
    player.outlook.set_tool("select")
    player.model.select((C4,))
    player.drag((1600, 69), (970, 66), SHIFT)
    assert set(player.roll.selection) == {C4, G4}
    player.drag((1600, 69), (970, 66), CTRL)
    assert set(player.roll.selection) == {C4}


def test_a_click_beside_all_notes_selects_none(player: Player) -> None:
    player.outlook.set_tool("select")
    player.model.select((C4,))
    player.click(2000, 70)
    assert player.roll.selection == ()


def test_a_double_click_opens_a_note_and_draws_one_beside(player: Player, qtbot: QtBot) -> None:
    player.outlook.set_tool("select")
    with qtbot.waitSignal(player.roll.opened) as opened:
        QTest.mouseDClick(player.canvas, Qt.MouseButton.LeftButton, pos=player.at(600, 64))
    assert opened.args == [E4]
    QTest.mouseDClick(player.canvas, Qt.MouseButton.LeftButton, pos=player.at(2000, 70))
    assert (1920, 70, 240) in player.upper()


def test_the_right_button_erases_what_it_sweeps_over_as_one_step(player: Player) -> None:
    player.press((1200, 67), button=RIGHT)
    player.go((700, 64), button=RIGHT)
    QTest.mouseRelease(player.canvas, RIGHT, pos=player.at(700, 64))
    assert player.upper() == [(0, 60, 480)]
    undone(player, "Erase 2 notes")


def test_the_eraser_does_so_too(player: Player) -> None:
    player.outlook.set_tool("eraser")
    player.click(100, 60)
    assert player.upper() == [(480, 64, 480), (960, 67, 480)]


def test_the_knife_cuts_at_the_grid(player: Player) -> None:
    player.outlook.set_tool("knife")
    player.click(690, 64)
    assert (480, 64, 240) in player.upper()
    assert (720, 64, 240) in player.upper()
    undone(player, "Split a note")


def test_the_knife_cuts_all_that_is_selected_with_it(player: Player) -> None:
    long, high = Note(1920, 0, 60, 960), Note(1920, 0, 72, 960)
    player.roll.set_score(SCORE.changed((), (long, high)))
    player.model.select((long, high))
    player.outlook.set_tool("knife")
    player.click(2400, 60)
    assert len(player.notes) == len(SCORE.notes) + 4
    assert len(player.roll.selection) == 4


def test_notes_of_other_tracks_stay_where_they_are(player: Player) -> None:
    player.outlook.set_tool("select")
    player.drag((100, 52), (580, 52))
    assert BASS in player.notes
    player.roll.model.set_every_track(True)
    player.drag((100, 52), (580, 52))
    assert Note(480, 1, 52, 960) in player.notes


def test_alt_click_on_a_ghost_chooses_its_track(player: Player, qtbot: QtBot) -> None:
    with qtbot.waitSignal(player.model.track_changed) as chosen:
        player.click(100, 52, ALT)
    assert chosen.args == [1]
    assert player.roll.selection == (BASS,)
    assert player.model.score == SCORE


def test_the_middle_button_pans(player: Player) -> None:
    player.outlook.look(player.outlook.view.zoomed(4, 0).scrolled(600, 0))
    before = player.outlook.view
    goal = player.at(before.tick(100), 64)
    player.drag((before.tick(300), 64), (before.tick(100), 66), button=MIDDLE)
    assert player.outlook.view.left == before.left + 200
    assert goal
    assert player.stack.count() == 0


def test_space_drags_the_roll_and_alone_asks_to_play(player: Player, qtbot: QtBot) -> None:
    player.outlook.look(player.outlook.view.zoomed(4, 0).scrolled(600, 0))
    left = player.outlook.view.left
    with qtbot.waitSignal(player.roll.play_wanted):
        player.key(Qt.Key.Key_Space)
    QTest.keyPress(player.canvas, Qt.Key.Key_Space)
    view = player.outlook.view
    player.drag((view.tick(300), 64), (view.tick(250), 64))
    with qtbot.assertNotEmitted(player.roll.play_wanted):
        QTest.keyRelease(player.canvas, Qt.Key.Key_Space)
    assert player.outlook.view.left == left + 50
    assert player.model.score == SCORE


def test_a_second_button_during_a_gesture_means_nothing(player: Player) -> None:
    player.press((1930, 62))
    QTest.mousePress(player.canvas, RIGHT, pos=player.at(600, 64))
    QTest.mouseRelease(player.canvas, RIGHT, pos=player.at(600, 64))
    QTest.mouseRelease(player.canvas, Qt.MouseButton.LeftButton, pos=player.at(1930, 62))
    assert E4 in player.notes
    assert len(player.notes) == len(SCORE.notes) + 1


def test_the_note_under_the_cursor_is_told_with_its_place(player: Player, qtbot: QtBot) -> None:
    told: list[str] = []
    player.roll.status_changed.connect(told.append)
    with qtbot.waitSignal(player.roll.hovered) as hovered:
        player.here = player.at(500, 62)
        player.go((600, 64))
    assert hovered.args == [E4]
    assert told[-1] == "E4, bar 1 beat 2, 1/4, velocity 80"


def test_dragging_beyond_the_edge_scrolls_on_and_stops_with_the_hand(player: Player, qtbot: QtBot) -> None:
    player.roll.set_score(SCORE.changed((), (Note(48_000, 1, 40, 480),)))
    player.press((600, 64))
    view = player.outlook.view
    player.go((view.tick(player.canvas.width() + 80), 64))
    qtbot.waitUntil(lambda: player.outlook.view.left > 60)
    QTest.mouseRelease(player.canvas, Qt.MouseButton.LeftButton, pos=QPoint(player.canvas.width() + 80, 200))
    left = player.outlook.view.left
    (moved,) = player.roll.selection
    assert abs(moved.start - (480 + view.ticks(player.canvas.width() + 80 + left) - 600)) <= 240
    assert not player.canvas._edge.active


def test_a_rubber_band_keeps_its_corner_on_the_music_while_the_roll_scrolls(player: Player) -> None:
    player.outlook.set_tool("select")
    player.roll.set_score(SCORE.changed((), (Note(48_000, 1, 40, 480),)))
    player.press((240, 69))
    player.outlook.look(player.outlook.view.scrolled(300, 0))
    player.go((2400, 55))
    assert set(player.roll.selection) == {C4, E4, G4}
    QTest.mouseRelease(player.canvas, Qt.MouseButton.LeftButton, pos=player.at(2400, 55))


def test_hidden_ghosts_are_not_chosen(player: Player) -> None:
    player.outlook.set_options(ghosts=False)
    player.click(100, 52, ALT)
    assert player.model.track == 0


def test_two_quick_strokes_of_the_eraser_are_two_strokes(player: Player, qtbot: QtBot) -> None:
    player.outlook.set_tool("eraser")
    with qtbot.assertNotEmitted(player.roll.opened):
        QTest.mouseDClick(player.canvas, Qt.MouseButton.LeftButton, pos=player.at(600, 64))
        QTest.mouseRelease(player.canvas, Qt.MouseButton.LeftButton, pos=player.at(600, 64))
    assert E4 not in player.notes
