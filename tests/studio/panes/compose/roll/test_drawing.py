"""What is in the score is on the screen, and marks can be told apart."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage, QPaintEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engines.compose.notes import Note
from engines.compose.score import Score, Track
from studio.look.palette import apply
from studio.panes.compose.roll.painting.colours import colours
from studio.panes.compose.roll.painting.crowd import CROWD, crowd_pixels, fill_spans
from studio.panes.compose.roll.painting.overlays import HeatGrid
from studio.panes.compose.roll.table import NoteTable
from tests.studio.panes.compose.roll.player import BASS, C4, E4, SCORE, Player


def picture(player: Player) -> QImage:
    return player.canvas.grab().toImage()


def inside(player: Player, note: Note) -> QPoint:
    """A point of the note that bears no name, mark or line."""
    view = player.outlook.view
    return QPoint(view.x(note.start + note.length * 3 / 4), view.y(note.pitch) + view.row_height // 2)


def test_notes_are_drawn_where_they_are_and_nowhere_else(player: Player) -> None:
    shown = picture(player)
    here = shown.pixelColor(inside(player, E4))
    assert here == colours().note(0, 5)
    assert shown.pixelColor(inside(player, Note(480, 0, 72, 480))) != here


def test_louder_notes_are_fuller(player: Player) -> None:
    player.roll.set_score(SCORE.changed((C4, E4), (Note(0, 0, 60, 480, 10), Note(480, 0, 64, 480, 127))))
    shown = picture(player)
    soft, loud = (shown.pixelColor(inside(player, note)) for note in (C4, E4))
    assert loud == colours().track(0)
    assert soft != loud


def test_other_tracks_are_ghosts_that_can_be_hidden(player: Player) -> None:
    assert picture(player).pixelColor(inside(player, BASS)) == colours().ghost(1)
    player.outlook.set_options(ghosts=False)
    assert picture(player).pixelColor(inside(player, BASS)) != colours().ghost(1)
    player.model.set_every_track(True)
    assert picture(player).pixelColor(inside(player, BASS)) == colours().note(1, 5)


def test_selected_notes_have_an_outline(player: Player) -> None:
    edge = inside(player, E4) - QPoint(0, player.outlook.view.row_height // 2)
    before = picture(player).pixelColor(edge)
    player.model.select((E4,))
    assert picture(player).pixelColor(edge) != before


def test_generated_notes_look_different_and_stay_so_when_moved_and_undone(player: Player) -> None:
    def look(note: Note) -> QImage:
        view = player.outlook.view
        y = view.y(note.pitch)
        return picture(player).copy(view.x(note.start) + 60, y + 3, 30, view.row_height - 6)

    plain = look(E4)
    player.roll.set_generated((E4,))
    assert look(E4) != plain
    player.model.select((E4,))
    player.roll.doing.nudge(240)
    moved = Note(720, 0, 64, 480)
    assert player.model.generated == {moved}
    player.stack.undo()
    assert player.model.generated == {E4}


def test_a_sounding_note_is_lit(player: Player) -> None:
    player.roll.set_playhead(100, playing=True)
    assert picture(player).pixelColor(inside(player, C4)) == colours().lit(0)


def test_a_take_is_shown_without_being_in_the_score(player: Player) -> None:
    take = Note(1920, 0, 62, 480)
    before = picture(player).pixelColor(inside(player, take))
    player.roll.set_take((take,))
    assert picture(player).pixelColor(inside(player, take)) != before
    assert player.model.score == SCORE
    player.roll.set_take(())
    assert picture(player).pixelColor(inside(player, take)) == before


def test_heat_is_laid_under_the_notes_and_weights_on_them(player: Player) -> None:
    free = Note(1920, 0, 62, 480)
    before = picture(player).pixelColor(inside(player, free))
    values = np.zeros((128, 8), np.float32)
    values[62, 4:6] = 1.0
    player.roll.set_overlay(HeatGrid(values, 0, 480.0), {E4: 1.0, C4: 0.0})
    shown = picture(player)
    assert shown.pixelColor(inside(player, free)).redF() > before.redF() + 0.3
    assert shown.pixelColor(inside(player, Note(1920, 0, 63, 480))).redF() < 0.3
    assert shown.pixelColor(inside(player, E4)) == QColor(colours().tokens.heat)
    player.roll.set_overlay()
    assert picture(player).pixelColor(inside(player, free)) == before


def test_a_heat_grid_of_another_shape_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="128"):
        HeatGrid(np.zeros((88, 4), np.float32), 0, 120.0)


def test_both_themes_and_every_zoom_can_be_drawn(player: Player, qapp: QApplication) -> None:
    player.roll.set_overlay(HeatGrid(np.ones((128, 3), np.float32), 0, 480.0), {E4: 0.5})
    player.roll.set_generated((C4,))
    player.outlook.set_loop((480, 960))
    for theme in ("light", "dark"):
        apply(qapp, theme)  # type: ignore[arg-type]
        for factor in (0.05, 1.0, 12.0):
            player.outlook.look(player.outlook.view.zoomed(factor, 0).taller(factor, 0))
            assert not player.roll.grab().isNull()


def crowd(count: int) -> Score:
    return Score(
        (Track("A"), Track("B", colour=3)),
        tuple(Note(number * 30, number % 2, 40 + number % 40, 30) for number in range(count)),
    )


def test_a_crowd_is_drawn_in_the_same_places_and_colours(player: Player) -> None:
    player.roll.set_score(crowd(CROWD * 3))
    player.outlook.fit()
    view, table = player.outlook.view, player.model.table
    pixels = crowd_pixels(table, table.between(0, table.last), player.model, view, player.canvas.rect())
    for place in range(0, len(table), 97):
        note = table.note(place)
        assert pixels[view.row(note.pitch), view.x(note.start)] != 0
    lit = {QColor.fromRgba(int(colour)).name() for colour in np.unique(pixels) if colour}
    assert lit == {colours().note(0, 5).name(), colours().ghost(3).name()}
    player.roll.doing.select_all()
    pixels = crowd_pixels(player.model.table, table.between(0, table.last), player.model, view, player.canvas.rect())
    assert colours().outline.rgba() in pixels
    assert not player.roll.grab().isNull()


def test_later_spans_lie_over_earlier_ones() -> None:
    line = np.zeros(8, np.uint32)
    fill_spans(line, np.array([1, 3]), np.array([4, 2]), np.array([5, 9], np.uint32))
    assert line.tolist() == [0, 5, 5, 9, 9, 0, 0, 0]


def test_the_table_finds_what_the_score_finds() -> None:
    score = crowd(200)
    table = NoteTable(score, frozenset(), frozenset(), {})
    for start, end in ((0, 1), (100, 900), (5000, 9000), (7, 8)):
        assert tuple(table.note(place) for place in table.between(start, end)) == score.between(start, end)


def test_playing_repaints_strips_only(player: Player, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    widths: list[int] = []
    paint = player.canvas.paintEvent

    def watched(event: QPaintEvent) -> None:
        widths.append(event.rect().width())
        paint(event)

    monkeypatch.setattr(player.canvas, "paintEvent", watched)
    player.roll.set_playhead(100, playing=True)
    qtbot.waitUntil(lambda: bool(widths))
    widths.clear()
    player.roll.set_playhead(130, playing=True)
    qtbot.waitUntil(lambda: bool(widths))
    assert max(widths) < 40
