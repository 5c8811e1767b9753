"""Thousands of notes at once: each pixel of a row is told by arithmetic, then every row is drawn as one stripe."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from studio.panes.compose.roll.model import RollModel
from studio.panes.compose.roll.outlook import Outlook
from studio.panes.compose.roll.painting.colours import LEVELS, TRACKS, colours
from studio.panes.compose.roll.table import NoteTable, Rows
from studio.panes.compose.roll.transform import Transform

#: From so many notes on nobody sees corners and names any more, and one by one would be late.
CROWD = 1200

Pixels = NDArray[np.uint32]
Places = NDArray[np.intp]


def paint_crowd(
    painter: QPainter, table: NoteTable, places: Places, model: RollModel, outlook: Outlook, rect: QRect
) -> None:
    """Draw what ``rect`` shows of these notes, own ones over others, selected ones over all."""
    paint_pixels(painter, crowd_pixels(table, places, model, outlook.view, rect), outlook.view, rect)


def paint_pixels(painter: QPainter, pixels: Pixels, view: Transform, rect: QRect) -> None:
    """Draw each line of pixels as a row of the roll."""
    image, height = image_of(pixels), view.row_height
    for row in np.flatnonzero(pixels.any(axis=1)).tolist():
        target = QRect(rect.left(), row * height - view.top, rect.width(), max(1, height - 1))
        painter.drawImage(target, image, QRect(0, row, rect.width(), 1))


def crowd_pixels(table: NoteTable, places: Places, model: RollModel, view: Transform, rect: QRect) -> Pixels:
    """A picture of one line a row and as wide as ``rect``, nothing where there is no note."""
    places = in_rect(table, places, view, rect)
    own = np.ones(len(places), bool) if model.every_track else table.track[places] == model.track
    # Written in this order, the last one on a pixel is the one that is seen.
    order = np.argsort(own + 2 * table.selected[places], kind="stable")
    places = places[order]
    return span_pixels(table, places, _colours(table, places, own[order], model), view, rect)


def in_rect(rows: Rows, places: Places, view: Transform, rect: QRect) -> Places:
    """Those of the places that are in the rows and columns of ``rect``."""
    top = row_places(view)[rows.pitch[places]] * view.row_height
    seen = (top >= 0) & (top - view.top <= rect.bottom()) & (top - view.top + view.row_height > rect.top())
    left, right = _columns(rows, places, view)
    found: Places = places[seen & (left <= rect.right()) & (right > rect.left())]
    return found


def row_places(view: Transform) -> NDArray[np.intp]:
    """For each of the 128 pitches its row from the top, -1 while it is folded away."""
    rows = np.full(128, -1)
    rows[list(view.rows)] = np.arange(len(view.rows))
    return rows


def _columns(rows: Rows, places: Places, view: Transform) -> tuple[Places, Places]:
    left = np.rint(rows.start[places] * view.scale).astype(int) - view.left
    right = np.rint(rows.end[places] * view.scale).astype(int) - view.left - 1
    return left, np.maximum(right, left + 1)


def span_pixels(rows: Rows, places: Places, values: Pixels, view: Transform, rect: QRect) -> Pixels:
    """A picture of one line a row, as wide as ``rect``, nothing where there is no note; all notes touch ``rect``."""
    left, right = _columns(rows, places, view)
    left = np.maximum(left - rect.left(), 0)
    right = np.minimum(right - rect.left(), rect.width())
    pixels: Pixels = np.zeros((len(view.rows), rect.width()), np.uint32)
    spans = row_places(view)[rows.pitch[places]] * rect.width() + left
    fill_spans(pixels.reshape(-1), spans, right - left, values)
    return pixels


def _colours(table: NoteTable, places: Places, own: NDArray[np.bool_], model: RollModel) -> Pixels:
    look = colours()
    hues = hues_of(table, places, model)
    full = np.array([look.note(hue, 5).rgba() for hue in range(TRACKS)], np.uint32)
    ghost = np.array([look.ghost(hue).rgba() for hue in range(TRACKS)], np.uint32)
    found = np.where(own, full[hues], ghost[hues])
    return np.where(table.selected[places], np.uint32(look.outline.rgba()), found).astype(np.uint32)


def hues_of(rows: Rows, places: Places, model: RollModel) -> NDArray[np.intp]:
    """The place in the palette of each note's track; the first one where there is no such track."""
    palette = np.array([track.colour % TRACKS for track in model.score.tracks] or [0])
    tracks = rows.track[places]
    found: NDArray[np.intp] = palette[np.where(tracks < len(palette), tracks, 0)]
    return found


def layers_of(rows: Rows, places: Places, model: RollModel) -> NDArray[np.intp]:
    """How loud each note is, in LEVELS steps of TRACKS colours each."""
    levels = np.minimum(LEVELS - 1, rows.velocity[places] * LEVELS // 128)
    found: NDArray[np.intp] = levels * TRACKS + hues_of(rows, places, model)
    return found


def fill_spans(line: Pixels, starts: Places, lengths: Places, values: Pixels) -> None:
    """Write each value over its span of the line, later ones over earlier ones."""
    total = int(lengths.sum())
    within = np.arange(total) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    line[np.repeat(starts, lengths) + within] = np.repeat(values, lengths)


def image_of(pixels: Pixels) -> QImage:
    """The pixels as a picture; it looks into the array, which has to live as long."""
    return QImage(pixels.data, pixels.shape[1], pixels.shape[0], QImage.Format.Format_ARGB32_Premultiplied)
