"""Velocities as stalks with a head: one for each note, the loudest of each pixel when there are thousands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QPainter

from studio.panes.compose.roll.model import RollModel
from studio.panes.compose.roll.outlook import Outlook
from studio.panes.compose.roll.painting.colours import TRACKS, colours
from studio.panes.compose.roll.painting.crowd import CROWD, image_of

_HEAD = 3.5
#: More heads than this nobody tells apart.
_MOST_HEADS = 300


@dataclass(frozen=True)
class Stalks:
    """What is drawn, and where a velocity lies."""

    model: RollModel
    outlook: Outlook
    y: Callable[[float], int]


def paint_stalks(painter: QPainter, stalks: Stalks, rect: QRect) -> None:
    """Draw the stalks of the notes within reach that begin in ``rect``, selected ones last."""
    model, view, table = stalks.model, stalks.outlook.view, stalks.model.table
    places = table.between(view.tick(rect.left() - 8), view.tick(rect.right() + 8) + 1)
    if not model.every_track:
        places = places[table.track[places] == model.track]
    places = model.left_by_draft(places)
    x = np.rint(table.start[places] * view.scale).astype(int) - view.left
    velocity, selected = table.velocity[places], table.selected[places]
    hue = np.array([track.colour % TRACKS for track in model.score.tracks] or [0])[table.track[places]]
    # One stalk a pixel and colour: the loudest, drawn over the softer ones behind it.
    order = np.lexsort((velocity, selected))
    kinds = np.where(selected, TRACKS, hue)[order]
    if len(places) > CROWD:
        _paint_crowd(painter, stalks, x[order], velocity[order], kinds)
    else:
        columns = dict(zip(zip(kinds.tolist(), x[order].tolist(), strict=True), velocity[order].tolist(), strict=True))
        _paint_columns(painter, stalks, columns)
    drafts = {(TRACKS, view.x(note.start)): note.velocity for note in model.draft.come if model.reachable(note)}
    _paint_columns(painter, stalks, drafts)


def _paint_crowd(
    painter: QPainter, stalks: Stalks, x: NDArray[np.intp], velocity: NDArray[np.int32], kinds: NDArray[np.intp]
) -> None:
    """One picture: a pixel is coloured where its column is as loud."""
    look, width, bottom = colours(), stalks.outlook.width, stalks.y(0)
    palette = np.array([look.dim(hue).rgba() for hue in range(TRACKS)] + [look.outline.rgba()], np.uint32)
    seen = (x >= 0) & (x < width)
    tops, colour = np.full(width, bottom), np.zeros(width, np.uint32)
    heights = np.array([stalks.y(level) for level in range(128)])
    tops[x[seen]] = heights[velocity[seen]]
    colour[x[seen]] = palette[kinds[seen]]
    pixels = np.where(np.arange(bottom)[:, None] >= tops, colour, np.uint32(0)).astype(np.uint32)
    painter.drawImage(0, 0, image_of(pixels))


def _paint_columns(painter: QPainter, stalks: Stalks, columns: dict[tuple[int, int], int]) -> None:
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (kind, left), loud in columns.items():
        found[kind].append((left, loud))
    for kind in sorted(found):
        _paint(painter, stalks, found[kind], kind)


def _paint(painter: QPainter, stalks: Stalks, bars: list[tuple[int, int]], kind: int) -> None:
    look = colours()
    colour = look.outline if kind == TRACKS else look.track(kind)
    ground = stalks.y(0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.muted if kind == TRACKS else look.dim(kind))
    tops = [(left, stalks.y(loud)) for left, loud in bars]
    painter.drawRects([QRect(left, top, 2, ground - top) for left, top in tops])
    painter.setBrush(colour)
    if len(tops) > _MOST_HEADS:
        painter.drawRects([QRect(left - 1, top - 1, 4, 3) for left, top in tops])
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for left, top in tops:
        painter.drawEllipse(QPointF(left + 1, top), _HEAD, _HEAD)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
