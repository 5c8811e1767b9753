"""Thousands of notes at once: painted into a picture of one line a row, pixels told by adding up starts and ends."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from studio.panes.compose.roll.model import RollModel
from studio.panes.compose.roll.outlook import Outlook
from studio.panes.compose.roll.painting.colours import TRACKS, colours
from studio.panes.compose.roll.table import NoteTable
from studio.panes.compose.roll.transform import Transform

#: From so many notes on nobody sees corners and names any more, and one by one would be late.
CROWD = 1600

Pixels = NDArray[np.uint32]


def paint_crowd(
    painter: QPainter, table: NoteTable, places: NDArray[np.intp], model: RollModel, outlook: Outlook
) -> None:
    """Draw these notes, own ones over others, selected ones over all."""
    view = outlook.view
    pixels = crowd_pixels(table, places, model, view, outlook.width)
    image = QImage(pixels.data, pixels.shape[1], pixels.shape[0], QImage.Format.Format_ARGB32_Premultiplied)
    height = view.row_height
    for row in range(len(view.rows)):
        y = row * height - view.top
        if -height < y < outlook.height:
            painter.drawImage(QRect(0, y, outlook.width, max(1, height - 1)), image, QRect(0, row, outlook.width, 1))


def crowd_pixels(table: NoteTable, places: NDArray[np.intp], model: RollModel, view: Transform, width: int) -> Pixels:
    """A picture of one line a row and ``width`` pixels across."""
    look = colours()
    rows = np.full(128, -1)
    rows[list(view.rows)] = np.arange(len(view.rows))
    places = places[rows[table.pitch[places]] >= 0]
    row = rows[table.pitch[places]]
    left = np.clip(np.rint(table.start[places] * view.scale).astype(int) - view.left, 0, width)
    right = np.clip(np.rint(table.end[places] * view.scale).astype(int) - view.left - 1, left + 1, width)
    hues = np.array([track.colour % TRACKS for track in model.score.tracks] or [0])[table.track[places]]
    own = np.ones(len(places), bool) if model.every_track else table.track[places] == model.track
    selected = table.selected[places]
    pixels: Pixels = np.zeros((len(view.rows), width), np.uint32)
    for which, colour in (
        *((~own & (hues == hue), look.ghost(hue)) for hue in range(TRACKS)),
        *((own & (hues == hue), look.note(hue, 5)) for hue in range(TRACKS)),
        (selected, look.outline),
    ):
        if which.any():
            pixels[covered(row[which], left[which], right[which], pixels.shape)] = colour.rgba()
    return pixels


def covered(
    row: NDArray[np.intp], left: NDArray[np.intp], right: NDArray[np.intp], shape: tuple[int, ...]
) -> NDArray[np.bool_]:
    """Which pixels lie in one of the spans, each on its row from left up to right."""
    edges = np.zeros((shape[0], shape[1] + 1), np.int32)
    np.add.at(edges, (row, left), 1)
    np.add.at(edges, (row, right), -1)
    return np.cumsum(edges[:, :-1], axis=1) > 0
