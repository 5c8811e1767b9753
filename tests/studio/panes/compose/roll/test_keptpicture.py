"""A picture that was scrolled and changed in parts is the one that would be painted from nothing."""

from __future__ import annotations

import random
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from engines.compose.editing import Edit
from engines.compose.notes import Key, Metre, Note
from engines.compose.score import Score, Track
from studio.look.palette import Theme, apply
from studio.panes.compose.roll.backing import Backing
from studio.panes.compose.roll.painting.crowd import CROWD
from studio.panes.compose.roll.table import NoteTable
from tests.studio.panes.compose.roll.player import Player

#: One after the other: small and large, both ways, there and back.
WAYS = ((37, 4), (-21, -3), (1, 0), (0, 1), (250, -60), (-3, 33), (0, -5), (640, 2), (-300, 0), (5, 5))


def score(count: int = 700, every: int = 60) -> Score:
    """Long notes over short ones, keys and metres that change, notes that lie over each other."""
    chance = random.Random(3)
    notes = [
        Note(
            chance.randrange(0, count * every, 30),
            chance.randrange(3),
            chance.randint(48, 80),
            chance.choice((30, 60, 240, 480, 1920, 9600)),
            chance.randint(1, 127),
        )
        for _number in range(count)
    ]
    return Score(
        (Track("A"), Track("B", colour=3), Track("C", colour=5)),
        tuple(notes),
        metres=(Metre(0), Metre(3840, 3, 8), Metre(9600, 7, 8)),
        keys=(Key(0, 2), Key(4800, -3, True), Key(12_000, 6)),
    )


def pictures(player: Player) -> list[QImage]:
    return [part.grab().toImage() for part in (player.canvas, player.roll.lane)]


def afresh(player: Player) -> list[QImage]:
    player.canvas.spoil()
    player.roll.lane.spoil()
    return pictures(player)


@pytest.fixture
def full(player: Player, qapp: QApplication) -> Iterator[Player]:
    player.roll.set_score(score())
    player.roll.set_generated(player.notes[::7])
    player.model.select([note for note in player.notes[::5] if note.track == 0])
    player.outlook.set_loop((2400, 9000))
    player.outlook.look(player.outlook.view.scrolled(300, 0))
    pictures(player)
    yield player
    apply(qapp, "dark")


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize(("quarter", "row_height"), [(96.0, 14), (31.7, 20), (300.0, 31), (9.3, 6), (120.0, 3)])
def test_a_scrolled_picture_is_the_one_painted_from_nothing(
    full: Player, qapp: QApplication, theme: Theme, quarter: float, row_height: int
) -> None:
    apply(qapp, theme)
    full.outlook.look(full.outlook.view.zoomed(quarter / full.outlook.view.quarter, 0).with_row_height(row_height, 200))
    for across, down in WAYS:
        pictures(full)
        full.outlook.look(full.outlook.view.scrolled(across, down))
        assert pictures(full) == afresh(full), (across, down)


def test_several_ways_between_two_frames_are_all_gone(full: Player) -> None:
    for across, down in WAYS:
        full.outlook.look(full.outlook.view.scrolled(across, down))
    assert pictures(full) == afresh(full)


def test_a_crowd_that_is_scrolled_is_the_one_painted_from_nothing(full: Player) -> None:
    full.roll.set_score(score(CROWD * 3, 20))
    full.model.select(full.notes[::3])
    full.outlook.look(full.outlook.view.zoomed(0.2, 0))
    for across, down in WAYS:
        pictures(full)
        full.outlook.look(full.outlook.view.scrolled(across, down))
        assert pictures(full) == afresh(full), (across, down)


def test_rows_that_are_folded_away_stay_so_while_scrolling(full: Player) -> None:
    full.outlook.set_fold("used")
    for across, down in WAYS:
        pictures(full)
        full.outlook.look(full.outlook.view.scrolled(across, down))
        assert pictures(full) == afresh(full), (across, down)


def test_notes_that_change_are_painted_anew_with_what_lay_under_them(full: Player) -> None:
    for note in [note for note in full.notes if note.track == 0 and note.start < 6000][:12]:
        full.model.select((note,))
        pictures(full)
        full.roll.doing.transpose(1)
        assert pictures(full) == afresh(full)
        full.roll.doing.nudge(120)
        full.roll.doing.louder(-20)
        assert pictures(full) == afresh(full)
        full.stack.undo()
        assert pictures(full) == afresh(full)


def test_a_gesture_leaves_nothing_behind(full: Player) -> None:
    note = next(note for note in full.model.selected if full.outlook.view.x(note.start) > 100 and note.length > 200)
    full.outlook.show_note(note)
    middle = (note.start + note.length / 2, note.pitch)
    before = pictures(full)
    full.press(middle)
    full.go((middle[0] + 960, note.pitch + 2))
    during = pictures(full)
    assert during != before
    assert during == afresh(full)
    assert full.canvas.hand.cancel()
    assert pictures(full) == before


def test_what_sounds_is_lit_and_goes_out_while_scrolling(full: Player) -> None:
    for tick in range(2000, 3000, 250):
        full.roll.set_playhead(tick, playing=True)
        pictures(full)
        full.outlook.look(full.outlook.view.scrolled(11, 0))
        assert pictures(full) == afresh(full)
    full.roll.set_playhead(3000)
    assert pictures(full) == afresh(full)


def test_scrolling_paints_strips_only(full: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    painted: list[QRect] = []
    paint = full.canvas.backing._paint
    monkeypatch.setattr(
        full.canvas.backing, "_paint", lambda painter, rect: (painted.append(QRect(rect)), paint(painter, rect))
    )
    full.outlook.look(full.outlook.view.scrolled(10, 3))
    pictures(full)
    whole = full.canvas.width() * full.canvas.height()
    assert painted
    assert sum(rect.width() * rect.height() for rect in painted) < whole / 5


def test_a_picture_is_painted_where_it_is_spoiled_and_nowhere_else(full: Player) -> None:
    painted: list[QRect] = []
    backing = Backing(full.canvas, lambda _painter, rect: painted.append(QRect(rect)))
    whole = full.canvas.rect()
    paper = QImage(whole.size(), QImage.Format.Format_RGB32)

    with QPainter(paper) as painter:
        backing.show(painter, whole)
        backing.spoil(QRect(10, 300, 5, 5))
        backing.spoil(QRect(12, 302, 2, 2))
        backing.scroll(0, 4)
        backing.show(painter, whole)
    everything, strip, part = sorted(painted, key=lambda one: -one.width())
    assert everything.contains(whole)
    assert strip.height() < 10
    assert strip.contains(QRect(0, 0, whole.width(), 4))
    assert part == QRect(10, 304, 5, 5)


def test_small_parts_beside_each_other_are_painted_as_one(full: Player) -> None:
    painted: list[QRect] = []
    backing = Backing(full.canvas, lambda _painter, rect: painted.append(QRect(rect)))
    paper = QImage(full.canvas.size(), QImage.Format.Format_RGB32)
    with QPainter(paper) as painter:
        backing.show(painter, full.canvas.rect())
        for place in range(5):
            backing.spoil(QRect(10, 20 * place, 5, 5))
        backing.show(painter, full.canvas.rect())
    assert painted[1:] == [QRect(10, 0, 5, 85)]


def levels(picture: QImage) -> np.ndarray:
    plain = picture.convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.width(), 4).astype(int)


def test_while_zooming_only_the_rim_may_be_a_shade_off_and_then_nothing(full: Player) -> None:
    for factor in (1.3, 0.4, 2.0):
        full.outlook.look(full.outlook.view.zoomed(factor, 300))
        shown = pictures(full)
        for early, late in zip(shown, pictures(full), strict=True):
            # Painted straight on the widget, smooth edges are cut at its rim.
            other = np.abs(levels(early) - levels(late)).max(axis=2)
            assert other.max() <= 2
            assert not other[2:-2, 2:-2].any()
        full.outlook.look(full.outlook.view.zoomed(factor, 300))
        full.outlook.look(full.outlook.view.scrolled(30, 2))
        pictures(full)
        assert pictures(full) == afresh(full)


def test_the_table_of_a_changed_score_is_the_one_made_from_nothing(full: Player) -> None:
    full.roll.set_score(full.model.score.changed(come=full.notes[:3] * 2))
    for note in full.notes[:40:3]:
        assert full.model.table is not None
        full.model.edit("", Edit((note,), (note.moved(600, 1), note.moved(600, 1))))
        table, score = full.model.table, full.model.score
        made = NoteTable(score, full.model.selection, full.model.generated, {})
        for name in ("start", "end", "pitch", "track", "velocity", "selected", "generated", "outside"):
            assert getattr(table, name).tolist() == getattr(made, name).tolist(), name
        assert (table.last, len(table)) == (made.last, len(made))
