"""Notes: tinted by loudness, named where there is room, marked for what they are; thousands drawn as one picture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter

from engines.compose.naming import pitch_name
from studio.panes.compose.roll.model import RollModel
from studio.panes.compose.roll.outlook import Outlook
from studio.panes.compose.roll.painting.boxes import (
    BLEED,
    Boxes,
    Tints,
    boxes_in,
    draw_boxes,
    fill_boxes,
    outline_boxes,
)
from studio.panes.compose.roll.painting.colours import LEVELS, TRACKS, colours, faded
from studio.panes.compose.roll.painting.crowd import CROWD, hues_of, layers_of, paint_crowd
from studio.panes.compose.roll.table import NoteTable
from studio.panes.compose.roll.transform import Transform

#: Pixels after which the pattern of generated notes repeats.
_HATCH = 8
#: Rows and notes so high and wide bear names; no name with its margin is wider than the last.
_NAMED_ROWS, _NAMED_FROM, NAME_REACH = 13, 26, 64


def crowded(model: RollModel, outlook: Outlook) -> bool:
    """Whether so many notes are seen that they are drawn as one picture, every part of it alike."""
    view, table = outlook.view, model.table
    seen = _shown(table.between(view.tick(0), view.tick(outlook.width)), table, model, outlook)
    return len(seen) > CROWD


def paint_notes(painter: QPainter, model: RollModel, outlook: Outlook, rect: QRect, crowd: bool) -> None:
    """Draw the notes that touch ``rect``, those of other tracks beneath, what the draft moves away left out.

    Notes that overlap lie over each other in an order of their own, whichever part of the roll is drawn.
    """
    view, table = outlook.view, model.table
    places = table.between(view.tick(rect.left() - BLEED), view.tick(rect.right() + BLEED))
    places = _shown(places, table, model, outlook)
    if crowd:
        paint_crowd(painter, table, places, model, outlook, rect)
        return
    reach = np.ones(len(places), bool) if model.every_track else table.track[places] == model.track
    boxes = boxes_in(table, places[~reach], view, rect)
    fill_boxes(painter, boxes, _ghost_tints(model, table, boxes))
    boxes = boxes_in(table, places[reach], view, rect)
    fill_boxes(painter, boxes, _tints(model, table, outlook, boxes))
    _mark(painter, table, boxes, view)
    _name(painter, model, table, boxes, view)


def _shown(places: NDArray[np.intp], table: NoteTable, model: RollModel, outlook: Outlook) -> NDArray[np.intp]:
    if not outlook.ghosts and not model.every_track:
        places = places[table.track[places] == model.track]
    return model.left_by_draft(places)


def _ghost_tints(model: RollModel, table: NoteTable, boxes: Boxes) -> Tints:
    look, layers = colours(), hues_of(table, boxes.places, model)
    if table.intensity is not None:
        warm = table.intensity[boxes.places] > 0
        layers = np.where(warm, TRACKS + _warmth(table, boxes), layers)
    return layers, lambda layer: look.ghost(layer) if layer < TRACKS else look.warmth(layer - TRACKS)


def _tints(model: RollModel, table: NoteTable, outlook: Outlook, boxes: Boxes) -> Tints:
    """The louder over the softer, what sounds over all."""
    look, hues = colours(), hues_of(table, boxes.places, model)
    lit = LEVELS * TRACKS
    layers = _warmth(table, boxes) if table.intensity is not None else layers_of(table, boxes.places, model)
    if outlook.sounding:
        layers = np.where(np.isin(boxes.places, list(outlook.sounding)), lit + hues, layers)

    def tint(layer: int) -> QColor:
        if layer >= lit:
            return look.lit(layer - lit)
        return look.warmth(layer) if table.intensity is not None else look.note(layer % TRACKS, layer // TRACKS)

    return layers, tint


def _warmth(table: NoteTable, boxes: Boxes) -> NDArray[np.intp]:
    assert table.intensity is not None
    weights = np.clip(table.intensity[boxes.places].astype(float), 0.0, 1.0)
    found: NDArray[np.intp] = np.rint(weights * (LEVELS - 1)).astype(int)
    return found


def _mark(painter: QPainter, table: NoteTable, boxes: Boxes, view: Transform) -> None:
    look = colours()
    painter.setPen(Qt.PenStyle.NoPen)
    generated = table.generated[boxes.places]
    if generated.any():
        # The hatching goes along with the notes.
        painter.setBrushOrigin(-(view.left % _HATCH), -(view.top % _HATCH))
        painter.setBrush(QBrush(faded(look.note_text, 0.32), Qt.BrushStyle.BDiagPattern))
        draw_boxes(painter, boxes.where(generated))
    if boxes.height > 5:
        painter.setBrush(look.note_text)
        side = min(5, boxes.height - 2)
        for x, y, w, _h in boxes.where(table.outside[boxes.places] & (boxes.width > 8)):
            painter.drawPolygon(
                [QPointF(x + w - side - 1, y + 1), QPointF(x + w - 1, y + 1), QPointF(x + w - 1, y + 1 + side)]
            )
    outline_boxes(painter, boxes.where(table.selected[boxes.places]), look.outline)


def name_font(base: QFont, row_height: int) -> QFont:
    """The font of names on notes: as large as a row bears, at most as the window's text."""
    font = QFont(base)
    font.setPixelSize(max(8, min(12, row_height - 5)))
    return font


def named_in(model: RollModel, view: Transform, rect: QRect) -> bool:
    """Whether a note with room for a name touches the columns of ``rect`` or did so a ``rect`` further left."""
    table = model.table
    near = table.between(view.tick(rect.left() - rect.width()), view.tick(rect.right() + 1))
    wide = (table.end[near] - table.start[near]) * view.scale >= _NAMED_FROM
    return view.row_height >= _NAMED_ROWS and bool(wide.any())


def _name(painter: QPainter, model: RollModel, table: NoteTable, boxes: Boxes, view: Transform) -> None:
    if view.row_height < _NAMED_ROWS:
        return
    font = name_font(painter.font(), view.row_height)
    painter.setFont(font)
    metrics = QFontMetrics(font)
    painter.setPen(faded(colours().note_text, 0.85))
    key = model.score.key_at(int(view.tick(0)))
    names: dict[int, tuple[str, int]] = {}
    wide = boxes.width >= _NAMED_FROM
    for pitch, (x, y, w, h) in zip(table.pitch[boxes.places[wide]].tolist(), boxes.where(wide), strict=True):
        if pitch not in names:
            name = pitch_name(pitch, key)
            names[pitch] = name, metrics.horizontalAdvance(name)
        name, width = names[pitch]
        if width + 9 <= w:
            # What begins left of the window is named at its edge.
            left = max(x, 0) + 5
            if left + width < x + w - 3:
                painter.drawText(left, y + (h + metrics.ascent() - metrics.descent()) // 2 + 1, name)
    painter.setPen(Qt.PenStyle.NoPen)
