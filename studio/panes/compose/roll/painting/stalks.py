"""Velocities as stalks with a head: one for each note, the loudest of each pixel when there are thousands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QPainter

from studio.panes.compose.roll.model import RollModel
from studio.panes.compose.roll.outlook import Outlook
from studio.panes.compose.roll.painting.colours import TRACKS, colours
from studio.panes.compose.roll.painting.crowd import CROWD, hues_of, image_of
from studio.panes.compose.roll.table import Rows

_HEAD = 3.5
#: Pixels that a stalk with its head takes to either side.
REACH = 8
#: More heads than this nobody tells apart.
_MOST_HEADS = 300

Manner = Literal["round", "square", "crowd"]
Column = NDArray[np.signedinteger]


@dataclass(frozen=True)
class Stalks:
    """What is drawn, and where a velocity lies."""

    model: RollModel
    outlook: Outlook
    y: Callable[[float], int]


def manner(model: RollModel, outlook: Outlook) -> Manner:
    """How the bars that are seen are drawn, every one of them alike."""
    view = outlook.view
    count = len(_within_reach(model, view.tick(-REACH), view.tick(outlook.width + REACH)))
    return "crowd" if count > CROWD else "square" if count > _MOST_HEADS else "round"


def paint_stalks(painter: QPainter, stalks: Stalks, rect: QRect) -> None:
    """Draw the stalks of the notes within reach that begin in ``rect``, selected ones last."""
    model, view, table = stalks.model, stalks.outlook.view, stalks.model.table
    places = _within_reach(model, view.tick(rect.left() - REACH), view.tick(rect.right() + REACH) + 1)
    kinds = np.where(table.selected[places], TRACKS, hues_of(table, places, model))
    how = manner(model, stalks.outlook)
    _paint_rows(painter, stalks, Bars(table, places, kinds), how, rect)


def paint_drafts(painter: QPainter, stalks: Stalks, rect: QRect) -> None:
    """Draw the stalks of what the gesture under way would make."""
    model, view = stalks.model, stalks.outlook.view
    if model.draft.first is None:
        return
    rows = model.draft.rows
    seen = (rows.start >= view.tick(rect.left() - REACH)) & (rows.start <= view.tick(rect.right() + REACH) + 1)
    if not model.every_track:
        seen &= rows.track == model.track
    places = np.flatnonzero(seen)
    how: Manner = "crowd" if len(places) > CROWD else "square" if len(places) > _MOST_HEADS else "round"
    _paint_rows(painter, stalks, Bars(rows, places, np.full(len(places), TRACKS)), how, rect)


def _within_reach(model: RollModel, start: float, end: float) -> NDArray[np.intp]:
    table = model.table
    places = table.between(start, end)
    if not model.every_track:
        places = places[table.track[places] == model.track]
    return model.left_by_draft(places)


@dataclass(frozen=True)
class Bars:
    """Notes by their places, and the colour of each."""

    rows: Rows
    places: NDArray[np.intp]
    kinds: NDArray[np.intp]


def _paint_rows(painter: QPainter, stalks: Stalks, bars: Bars, how: Manner, rect: QRect) -> None:
    view = stalks.outlook.view
    x = np.rint(bars.rows.start[bars.places] * view.scale).astype(int) - view.left
    velocity = bars.rows.velocity[bars.places]
    # One stalk a pixel and colour: the loudest, drawn over the softer ones behind it.
    order = np.lexsort((velocity, bars.kinds)) if how != "crowd" else np.lexsort((velocity, bars.kinds == TRACKS))
    x, velocity, kinds = x[order], velocity[order], bars.kinds[order]
    if how == "crowd":
        _paint_crowd(painter, stalks, (x, velocity, kinds), rect)
        return
    for kind in np.unique(kinds).tolist():
        alike = kinds == kind
        loudest = dict(zip(x[alike].tolist(), velocity[alike].tolist(), strict=True))
        _paint(painter, stalks, list(loudest.items()), kind, how)


def _paint_crowd(painter: QPainter, stalks: Stalks, bars: tuple[Column, Column, Column], rect: QRect) -> None:
    """One picture: a pixel is coloured where its column is as loud."""
    look, width, bottom = colours(), rect.width(), stalks.y(0)
    x, velocity, kinds = bars
    palette = np.array([look.dim(hue).rgba() for hue in range(TRACKS)] + [look.outline.rgba()], np.uint32)
    seen = (x >= rect.left()) & (x <= rect.right())
    columns = x[seen] - rect.left()
    tops, colour = np.full(width, bottom), np.zeros(width, np.uint32)
    heights = np.array([stalks.y(level) for level in range(128)])
    tops[columns] = heights[velocity[seen]]
    colour[columns] = palette[kinds[seen]]
    pixels = np.where(np.arange(bottom)[:, None] >= tops, colour, np.uint32(0)).astype(np.uint32)
    painter.drawImage(rect.left(), 0, image_of(pixels))


def _paint(painter: QPainter, stalks: Stalks, bars: list[tuple[int, int]], kind: int, how: Manner) -> None:
    look = colours()
    colour = look.outline if kind == TRACKS else look.track(kind)
    ground = stalks.y(0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.muted if kind == TRACKS else look.dim(kind))
    tops = [(left, stalks.y(loud)) for left, loud in bars]
    painter.drawRects([QRect(left, top, 2, ground - top) for left, top in tops])
    painter.setBrush(colour)
    if how == "square":
        painter.drawRects([QRect(left - 1, top - 1, 4, 3) for left, top in tops])
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for left, top in tops:
        painter.drawEllipse(QPointF(left + 1, top), _HEAD, _HEAD)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
