"""Everything can be done from the keyboard, and everything that happens is said."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engines.compose.notes import Note
from tests.studio.panes.compose.roll.player import C4, E4, G4, SCORE, Player

KEY = Qt.Key
SHIFT, CTRL, ALT = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)


@pytest.fixture
def told(player: Player) -> list[str]:
    told: list[str] = []
    player.roll.status_changed.connect(told.append)
    return told


def test_arrows_move_the_cursor_and_enter_draws(player: Player, told: list[str]) -> None:
    player.key(KEY.Key_Right)
    player.key(KEY.Key_Up)
    assert told[-1] == "C♯4, bar 1 beat 1 + 240 ticks"
    player.key(KEY.Key_Return)
    assert Note(240, 0, 61, 240) in player.notes
    assert told[-1].startswith("Drawn: C♯4")
    player.key(KEY.Key_Return)
    assert Note(480, 0, 61, 240) in player.notes
    player.stack.undo()
    player.stack.undo()
    assert player.model.score == SCORE


def test_the_cursor_goes_by_bars_and_octaves_too(player: Player, told: list[str]) -> None:
    player.key(KEY.Key_Right, CTRL)
    player.key(KEY.Key_Up, SHIFT)
    assert told[-1] == "C5, bar 2 beat 1"
    player.key(KEY.Key_Left)
    assert told[-1] == "C5, bar 1 beat 4 + 240 ticks"


def test_enter_on_a_note_selects_it(player: Player) -> None:
    player.key(KEY.Key_Enter)
    assert player.roll.selection == (C4,)
    assert player.model.score == SCORE


def test_tab_goes_from_note_to_note_and_past_the_last_one_out(player: Player, told: list[str]) -> None:
    player.canvas.setFocus()
    for note in (C4, E4, G4):
        player.key(KEY.Key_Tab)
        assert player.roll.selection == (note,)
    assert told[-1] == "G4, bar 1 beat 3, 1/4, velocity 80, selected"
    player.key(KEY.Key_Backtab, SHIFT)
    assert player.roll.selection == (E4,)
    player.key(KEY.Key_Tab)
    player.key(KEY.Key_Tab)
    assert QApplication.focusWidget() is player.roll.lane


def test_arrows_nudge_what_is_selected_and_nudges_melt_into_one_step(player: Player) -> None:
    player.model.select((E4,))
    for _number in range(3):
        player.key(KEY.Key_Right)
    assert (1200, 64, 480) in player.upper()
    assert (player.stack.count(), player.stack.undoText()) == (1, "Nudge a note")
    player.stack.undo()
    assert player.model.score == SCORE
    assert player.roll.selection == (E4,)


def test_nudges_there_and_back_leave_no_step(player: Player) -> None:
    player.model.select((E4,))
    player.key(KEY.Key_Right)
    player.key(KEY.Key_Left)
    assert player.stack.count() == 0
    assert player.model.score == SCORE


def test_nudges_of_another_selection_are_a_step_of_their_own(player: Player) -> None:
    for note in (E4, G4):
        player.model.select((note,))
        player.key(KEY.Key_Right)
    assert player.stack.count() == 2


def test_transposing_goes_by_semitones_and_octaves(player: Player) -> None:
    player.model.select((C4, E4))
    player.key(KEY.Key_Up)
    player.key(KEY.Key_Up, SHIFT)
    assert player.upper()[:2] == [(0, 73, 480), (480, 77, 480)]
    assert player.stack.undoText() == "Transpose 2 notes"


def test_transposing_beyond_the_keyboard_refuses_as_a_whole_and_says_so(player: Player, qtbot: QtBot) -> None:
    top = Note(1920, 0, 126, 240)
    player.roll.set_score(SCORE.changed((), (top,)))
    player.model.select((C4, top))
    with qtbot.waitSignal(player.roll.refused) as refused:
        player.key(KEY.Key_Up, SHIFT)
    assert "none was transposed" in refused.args[0]
    assert top in player.notes
    assert player.stack.count() == 0


def test_shift_with_arrows_lengthens(player: Player) -> None:
    player.model.select((E4,))
    player.key(KEY.Key_Right, SHIFT)
    assert (480, 64, 720) in player.upper()
    for _number in range(5):
        player.key(KEY.Key_Left, SHIFT)
    assert (480, 64, 240) in player.upper()


def test_alt_with_arrows_leaves_the_grid(player: Player) -> None:
    player.model.select((E4,))
    player.key(KEY.Key_Right, ALT)
    assert (481, 64, 480) in player.upper()


def test_ctrl_with_arrows_makes_louder(player: Player) -> None:
    player.model.select((E4,))
    player.key(KEY.Key_Up, CTRL)
    player.key(KEY.Key_Up, CTRL)
    assert replace(E4, velocity=90) in player.notes
    assert player.stack.count() == 1


@pytest.mark.parametrize(
    ("key", "tool"), [(KEY.Key_2, "select"), (KEY.Key_3, "knife"), (KEY.Key_4, "eraser"), (KEY.Key_1, "pencil")]
)
def test_numbers_take_the_tools(player: Player, key: Qt.Key, tool: str) -> None:
    player.outlook.set_tool("knife" if tool == "pencil" else "pencil")
    player.key(key)
    assert player.outlook.tool == tool


def test_all_none_and_the_others_can_be_selected(player: Player) -> None:
    player.key(KEY.Key_A, CTRL)
    assert set(player.roll.selection) == {C4, E4, G4}
    player.model.select((C4,))
    player.key(KEY.Key_I, CTRL)
    assert set(player.roll.selection) == {E4, G4}
    player.key(KEY.Key_Escape)
    assert player.roll.selection == ()


def test_delete_takes_the_selection_away(player: Player) -> None:
    player.model.select((C4, E4))
    player.key(KEY.Key_Delete)
    assert player.upper() == [(960, 67, 480)]
    assert player.stack.undoText() == "Delete 2 notes"
    player.stack.undo()
    assert set(player.roll.selection) == {C4, E4}


def test_copied_notes_are_pasted_at_the_playhead_without_quantising(player: Player) -> None:
    player.model.select((C4, E4))
    player.key(KEY.Key_C, CTRL)
    player.roll.set_playhead(2003)
    player.key(KEY.Key_V, CTRL)
    assert player.upper()[3:] == [(2003, 60, 480), (2483, 64, 480)]
    assert len(player.roll.selection) == 2
    player.stack.undo()
    assert player.model.score == SCORE


def test_cut_notes_are_pasted_into_the_chosen_track(player: Player) -> None:
    player.model.select((C4,))
    player.key(KEY.Key_X, CTRL)
    assert C4 not in player.notes
    player.model.set_track(1)
    player.key(KEY.Key_V, CTRL)
    assert Note(0, 1, 60, 480) in player.notes


def test_ctrl_d_repeats_the_selection_right_after_itself(player: Player) -> None:
    player.model.select((C4, E4))
    player.key(KEY.Key_D, CTRL)
    player.key(KEY.Key_D, CTRL)
    assert [start for start, _pitch, _length in player.upper()] == [0, 480, 960, 960, 1440, 1920, 2400]


def test_q_quantises_and_l_binds_and_g_glues(player: Player) -> None:
    loose = Note(2003, 0, 60, 100), Note(2390, 0, 60, 100)
    player.roll.set_score(SCORE.changed((), loose))
    player.model.select(loose)
    player.key(KEY.Key_Q)
    player.key(KEY.Key_L)
    assert player.upper()[3:] == [(1920, 60, 480), (2400, 60, 100)]
    player.key(KEY.Key_G)
    assert player.upper()[3:] == [(1920, 60, 580)]
    assert [player.stack.text(at) for at in range(3)] == ["Quantise", "Legato", "Glue"]


def test_s_splits_at_the_playhead(player: Player) -> None:
    player.roll.set_playhead(600)
    player.key(KEY.Key_S)
    assert (480, 64, 120) in player.upper()


def test_quantising_nothing_selected_means_all_and_selects_none(player: Player) -> None:
    player.roll.set_score(SCORE.changed((), (Note(2003, 0, 60, 100),)))
    player.key(KEY.Key_Q)
    assert (1920, 60, 100) in player.upper()
    assert player.roll.selection == ()


def test_humanising_with_the_same_seed_does_the_same(player: Player) -> None:
    seed = player.roll.doing.humanise()
    once = player.model.score
    player.stack.undo()
    assert player.roll.doing.humanise(seed) == seed
    assert player.model.score == once != SCORE


def test_zoom_and_scrolling_never_enter_undo(player: Player) -> None:
    player.model.select((E4,))
    for key in (KEY.Key_Plus, KEY.Key_Minus, KEY.Key_Z):
        player.key(key)
    player.key(KEY.Key_Z, SHIFT)
    assert player.stack.count() == 0


def test_what_happens_is_said_to_a_screen_reader(player: Player) -> None:
    player.canvas.setFocus()
    player.key(KEY.Key_Tab)
    assert player.canvas.accessibleName() == "Piano roll"
    assert player.canvas.accessibleDescription() == "C4, bar 1 beat 1, 1/4, velocity 80, selected"


def test_a_transposed_note_is_heard_until_the_key_is_let_go(player: Player) -> None:
    player.model.select((C4,))
    heard: list[int] = []
    player.roll.note_on.connect(lambda pitch, _velocity: heard.append(pitch))
    player.key(KEY.Key_Up)
    assert heard == [61]
    assert player.roll.ear.pitch is None
