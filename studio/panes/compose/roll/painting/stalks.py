"""Velocities as stalks with a head: one for each note, the loudest of each pixel when there are thousands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QPainter

from studio.panes.compose.roll.model import RollModel
from studio.panes.compose.roll.outlook import Outlook
from studio.panes.compose.roll.painting.colours import TRACKS, colours

_HEAD = 3.5
#: More heads than this nobody tells apart.
_MOST_HEADS = 700


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
    if model.draft.gone:
        places = places[~table.flags(model.draft.gone)[places]]
    x = np.rint(table.start[places] * view.scale).astype(int) - view.left
    velocity, selected = table.velocity[places], table.selected[places]
    hue = np.array([track.colour % TRACKS for track in model.score.tracks] or [0])[table.track[places]]
    # One stalk a pixel and colour: the loudest, drawn over the softer ones behind it.
    order = np.lexsort((velocity, selected))
    kinds = np.where(selected, TRACKS, hue)[order]
    columns: dict[tuple[int, int], int] = dict(
        zip(zip(kinds.tolist(), x[order].tolist(), strict=True), velocity[order].tolist(), strict=True)
    )
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (kind, left), loud in columns.items():
        found[kind].append((left, loud))
    for note in model.draft.come:
        if model.reachable(note):
            found[TRACKS].append((view.x(note.start), note.velocity))
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
