"""What the gesture under way would make, and the take that is looked at, over the notes of the score."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from studio.panes.compose.roll.model import RollModel
from studio.panes.compose.roll.painting.boxes import Boxes, boxes_in, fill_boxes, outline_boxes
from studio.panes.compose.roll.painting.colours import LEVELS, TRACKS, colours, faded
from studio.panes.compose.roll.painting.crowd import CROWD, hues_of, in_rect, layers_of, paint_pixels, span_pixels
from studio.panes.compose.roll.table import Rows
from studio.panes.compose.roll.transform import Transform


def paint_draft(painter: QPainter, model: RollModel, view: Transform, rect: QRect) -> None:
    """Draw what the gesture under way would make, and the take that is looked at."""
    if model.draft.first is not None:
        _paint_coming(painter, model, view, rect)
    if model.take:
        _paint_take(painter, model, view, rect)


def _paint_coming(painter: QPainter, model: RollModel, view: Transform, rect: QRect) -> None:
    look, rows = colours(), model.draft.rows
    places = in_rect(rows, np.arange(len(rows.start)), view, rect)
    if len(places) > CROWD:
        palette = np.array([look.coming(layer).rgba() for layer in range(LEVELS * TRACKS)], np.uint32)
        pixels = span_pixels(rows, places, palette[layers_of(rows, places, model)], view, rect)
        paint_pixels(painter, pixels, view, rect)
        return
    boxes = _all(rows, view, rect)
    fill_boxes(painter, boxes, (layers_of(rows, boxes.places, model), look.coming))
    outline_boxes(painter, boxes.all(), look.outline)


def _paint_take(painter: QPainter, model: RollModel, view: Transform, rect: QRect) -> None:
    look, rows = colours(), Rows(model.take)
    boxes = _all(rows, view, rect)
    fill_boxes(painter, boxes, (hues_of(rows, boxes.places, model), lambda hue: faded(look.track(hue), 0.3)))
    outline_boxes(painter, boxes.all(), look.accent, dashed=True)


def _all(rows: Rows, view: Transform, rect: QRect) -> Boxes:
    near = (rows.start <= view.tick(rect.right() + 3)) & (rows.end >= view.tick(rect.left() - 3))
    return boxes_in(rows, np.flatnonzero(near), view, rect)
