"""Whatever is done, undo brings back exactly what was there, selection and all."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoStack
from pytestqt.qtbot import QtBot

from engines.compose.editing import Edit
from engines.compose.notes import Note
from engines.compose.score import Score, Track
from engines.errors import BadInput
from studio.panes.compose.roll.actions import RollActions
from studio.panes.compose.roll.model import RollModel
from studio.panes.compose.roll.outlook import Outlook
from tests.studio.panes.compose.roll.player import C4, E4, SCORE, Player

NOTE = st.builds(
    Note, st.integers(0, 4000), st.integers(0, 1), st.integers(0, 127), st.integers(1, 2000), st.integers(1, 127)
)
DEEDS: tuple[tuple[str, Callable[[RollActions], object]], ...] = (
    ("up", lambda doing: doing.transpose(1)),
    ("octave down", lambda doing: doing.transpose(-12)),
    ("later", lambda doing: doing.nudge(120)),
    ("earlier", lambda doing: doing.nudge(-120)),
    ("longer", lambda doing: doing.lengthen(120)),
    ("shorter", lambda doing: doing.lengthen(-120)),
    ("louder", lambda doing: doing.louder(9)),
    ("quantise", lambda doing: doing.quantise()),
    ("swing", lambda doing: doing.swing(0.7)),
    ("humanise", lambda doing: doing.humanise(3)),
    ("legato", lambda doing: doing.legato()),
    ("glue", lambda doing: doing.glue()),
    ("split", lambda doing: doing.split_at_playhead()),
    ("delete", lambda doing: doing.delete()),
    ("duplicate", lambda doing: doing.duplicate()),
    ("select all", lambda doing: doing.select_all()),
    ("invert", lambda doing: doing.invert()),
)


@given(st.lists(NOTE, max_size=8), st.lists(st.sampled_from(DEEDS), max_size=12), st.data())
def test_undoing_everything_brings_back_the_score_and_redoing_the_end(
    qapp: object, notes: list[Note], deeds: list[tuple[str, Callable[[RollActions], object]]], data: st.DataObject
) -> None:
    owner = QObject()
    stack = QUndoStack(owner)
    model = RollModel(stack, owner)
    outlook = Outlook(model, owner)
    doing = RollActions(model, outlook, owner)
    score = Score((Track(), Track()), tuple(notes))
    model.set_score(score)
    outlook.set_playhead(1000)
    model.select(data.draw(st.sets(st.sampled_from(notes))) if notes else ())
    for _name, deed in deeds:
        deed(doing)
        assert model.selection <= frozenset(model.score.notes)
    end = model.score
    while stack.canUndo():
        stack.undo()
        assert model.selection <= frozenset(model.score.notes)
    assert model.score == score
    while stack.canRedo():
        stack.redo()
    assert model.score == end
    stack.clear()


def test_a_change_to_notes_that_are_gone_is_refused_and_leaves_no_step(player: Player, qtbot: QtBot) -> None:
    player.roll.set_score(SCORE.changed((E4,), ()))
    with qtbot.waitSignal(player.roll.refused) as refused:
        player.model.edit("Move", Edit((E4,), (C4,)))
    assert "no longer there" in refused.args[0]
    assert player.stack.count() == 0
    draft = player.model.draft
    assert (draft.gone, draft.come) == (frozenset(), ())


def test_a_kept_take_arrives_selected_as_one_step_and_looks_generated(player: Player) -> None:
    take = (Note(1920, 0, 62, 240), Note(2160, 1, 50, 240))
    player.roll.insert_notes("Keep take", take, generated=True)
    assert player.roll.selection == take
    assert player.model.generated == frozenset(take)
    assert (player.stack.count(), player.stack.undoText()) == (1, "Keep take")
    player.stack.undo()
    assert player.model.score == SCORE


def test_replaced_notes_are_one_step_too(player: Player) -> None:
    other = Note(480, 0, 65, 240)
    player.roll.replace_notes("Vary", (E4,), (other,))
    assert E4 not in player.notes
    assert player.roll.selection == (other,)
    player.stack.undo()
    assert player.model.score == SCORE


def test_every_change_is_told_with_the_score(player: Player) -> None:
    told: list[Score] = []
    player.roll.score_changed.connect(told.append)
    player.model.select((E4,))
    player.roll.doing.transpose(1)
    player.stack.undo()
    assert [score == SCORE for score in told] == [False, True]


def test_a_track_that_is_not_there_cannot_be_chosen(player: Player) -> None:
    with pytest.raises(BadInput, match="track 3"):
        player.model.set_track(2)


def test_a_score_with_fewer_tracks_leaves_a_track_to_draw_into(player: Player) -> None:
    player.model.set_track(1)
    player.roll.set_score(Score())
    assert player.model.track == 0


def test_what_is_still_there_stays_selected_in_another_score(player: Player) -> None:
    player.model.select((C4, E4))
    player.roll.set_score(SCORE.changed((E4,), ()))
    assert player.roll.selection == (C4,)


def test_undo_and_redo_scroll_to_what_they_change(player: Player) -> None:
    far = Note(480 * 400, 0, 62, 240)
    player.model.edit("Draw", Edit(come=(far,)))
    outlook = player.roll.outlook
    outlook.look(outlook.view.scrolled(-outlook.view.left, 0))
    player.stack.undo()
    player.stack.redo()
    assert 0 <= outlook.view.x(far.start) < outlook.width


def test_undo_leaves_the_view_where_the_change_is_seen(player: Player) -> None:
    player.model.select((E4,))
    player.roll.doing.transpose(1)
    before = player.roll.outlook.view
    player.stack.undo()
    assert player.roll.outlook.view == before
