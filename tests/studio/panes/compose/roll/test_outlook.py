"""How the roll is looked at: following, folding, fitting; none of it is undone."""

from __future__ import annotations

from engines.compose.notes import Key, Note
from engines.compose.score import Score
from tests.studio.panes.compose.roll.player import C4, E4, SCORE, Player

LONG = Score(SCORE.tracks, tuple(Note(480 * number, 0, 60 + number % 12, 480) for number in range(400)))


def test_the_view_turns_the_page_for_the_playhead(player: Player) -> None:
    player.roll.set_score(LONG)
    player.roll.set_playhead(480 * 100, playing=True)
    assert 0 <= player.outlook.view.x(480 * 100) <= player.outlook.width / 3


def test_scrolling_by_hand_suspends_following_until_it_plays_again(player: Player) -> None:
    player.roll.set_score(LONG)
    player.roll.set_playhead(0, playing=True)
    player.outlook.look(player.outlook.view.scrolled(300, 0))
    assert not player.outlook.following
    player.roll.set_playhead(480 * 100, playing=True)
    assert player.outlook.view.left == 300
    player.roll.set_playhead(480 * 100, playing=False)
    player.roll.set_playhead(480 * 100, playing=True)
    assert player.outlook.following
    assert player.outlook.view.left > 300


def test_stopping_does_not_scroll(player: Player) -> None:
    player.roll.set_score(LONG)
    player.roll.set_playhead(480 * 100, playing=False)
    assert player.outlook.view.left == 0


def test_following_can_be_switched_off(player: Player) -> None:
    player.roll.set_score(LONG)
    player.outlook.set_follow(False)
    player.roll.set_playhead(480 * 100, playing=True)
    assert player.outlook.view.left == 0


def test_folding_shows_only_the_rows_in_use_or_of_the_scale(player: Player) -> None:
    player.outlook.set_fold("used")
    assert player.outlook.view.rows == (67, 64, 60, 52)
    player.outlook.set_fold("scale")
    assert {pitch % 12 for pitch in player.outlook.view.rows} == Key(0).scale
    player.outlook.set_fold("all")
    assert len(player.outlook.view.rows) == 128


def test_a_note_that_comes_in_a_folded_row_unfolds_it(player: Player) -> None:
    player.outlook.set_fold("scale")
    player.model.select((E4,))
    player.roll.doing.transpose(2)
    assert 66 in player.outlook.view.rows


def test_a_folded_roll_moves_notes_by_rows(player: Player) -> None:
    player.outlook.set_fold("scale")
    player.drag((600, 64), (600, 65))
    assert (480, 65, 480) in player.upper()


def test_fitting_shows_every_note(player: Player) -> None:
    player.roll.set_score(LONG)
    player.outlook.fit()
    view = player.outlook.view
    assert view.x(LONG.end) <= player.outlook.width
    assert view.y(71) >= 0
    assert view.y(60) + view.row_height <= player.outlook.height


def test_zooming_to_the_selection_shows_it_large(player: Player) -> None:
    player.model.select((E4,))
    player.outlook.zoom_to_selection()
    view = player.outlook.view
    assert 0 <= view.x(E4.start) < view.x(E4.end) <= player.outlook.width
    assert view.x(E4.end) - view.x(E4.start) > player.outlook.width / 5


def test_the_loop_can_be_laid_over_the_selection(player: Player) -> None:
    player.model.select((C4, E4))
    player.outlook.loop_selection()
    assert player.outlook.loop == (0, 960)


def test_notes_light_up_while_they_sound(player: Player) -> None:
    player.roll.set_playhead(100, playing=True)
    sounding = {player.model.table.note(place).pitch for place in player.outlook.sounding}
    assert sounding == {60, 52}
    player.roll.set_playhead(100, playing=False)
    assert player.outlook.sounding == frozenset()


def test_an_own_scale_wins_over_the_key_of_the_score(player: Player) -> None:
    assert player.outlook.scale_at(0) == Key(0).scale
    player.outlook.set_scale(frozenset({0, 4, 7}))
    assert player.outlook.scale_at(0) == {0, 4, 7}
    player.outlook.set_fold("scale")
    assert {pitch % 12 for pitch in player.outlook.view.rows} == {0, 4, 7}


def test_a_score_opens_on_its_notes_and_stays_so_until_the_first_scroll(player: Player) -> None:
    high = Score(SCORE.tracks, tuple(Note(480 * number, 0, 96 + number, 480) for number in range(8)))
    player.roll.set_score(Score())
    player.roll.set_score(high)
    for height in (400, 700):
        player.roll.resize(900, height)
        middle = player.outlook.view.y(100) + player.outlook.view.row_height / 2
        assert abs(middle - player.canvas.height() / 2) <= 2 * player.outlook.view.row_height
    player.outlook.look(player.outlook.view.scrolled(0, -50))
    top = player.outlook.view.top
    player.roll.resize(900, 600)
    assert player.outlook.view.top == top
