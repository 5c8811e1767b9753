"""Thousands of notes at once: each pixel of a row is told by arithmetic, then all are drawn as one picture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage, QPainter

from studio.panes.compose.roll.model import RollModel
from studio.panes.compose.roll.outlook import Outlook
from studio.panes.compose.roll.painting.colours import TRACKS, colours
from studio.panes.compose.roll.table import NoteTable
from studio.panes.compose.roll.transform import Transform

#: From so many notes on nobody sees corners and names any more, and one by one would be late.
CROWD = 1200

Pixels = NDArray[np.uint32]
Places = NDArray[np.intp]


def paint_crowd(painter: QPainter, table: NoteTable, places: Places, model: RollModel, outlook: Outlook) -> None:
    """Draw these notes, own ones over others, selected ones over all."""
    view, width, height = outlook.view, outlook.width, outlook.view.row_height
    # Rows in sight only, each as high as it is shown: Qt copies pixels much faster than it stretches them.
    first = view.top // height
    last = min(len(view.rows), (view.top + outlook.height) // height + 1)
    pixels = crowd_pixels(table, places, model, view, width)[first:last]
    tall: Pixels = np.zeros((len(pixels), height, width), np.uint32)
    tall[:, : max(1, height - 1)] = pixels[:, None]
    painter.drawImage(0, first * height - view.top, image_of(tall.reshape(-1, width)))


def crowd_pixels(table: NoteTable, places: Places, model: RollModel, view: Transform, width: int) -> Pixels:
    """A picture of one line a row and ``width`` pixels across, nothing where there is no note."""
    rows = np.full(128, -1)
    rows[list(view.rows)] = np.arange(len(view.rows))
    places = places[rows[table.pitch[places]] >= 0]
    own = np.ones(len(places), bool) if model.every_track else table.track[places] == model.track
    # Written in this order, the last one on a pixel is the one that is seen.
    order = np.argsort(own + 2 * table.selected[places], kind="stable")
    places, own = places[order], own[order]
    left = np.clip(np.rint(table.start[places] * view.scale).astype(int) - view.left, 0, width - 1)
    right = np.clip(np.rint(table.end[places] * view.scale).astype(int) - view.left - 1, left + 1, width)
    pixels: Pixels = np.zeros((len(view.rows), width), np.uint32)
    spans = rows[table.pitch[places]] * width + left
    fill_spans(pixels.reshape(-1), spans, right - left, _colours(table, places, own, model))
    return pixels


def _colours(table: NoteTable, places: Places, own: NDArray[np.bool_], model: RollModel) -> Pixels:
    look = colours()
    hues = np.array([track.colour % TRACKS for track in model.score.tracks] or [0])[table.track[places]]
    full = np.array([look.note(hue, 5).rgba() for hue in range(TRACKS)], np.uint32)
    ghost = np.array([look.ghost(hue).rgba() for hue in range(TRACKS)], np.uint32)
    found = np.where(own, full[hues], ghost[hues])
    return np.where(table.selected[places], np.uint32(look.outline.rgba()), found).astype(np.uint32)


def fill_spans(line: Pixels, starts: Places, lengths: Places, values: Pixels) -> None:
    """Write each value over its span of the line, later ones over earlier ones."""
    total = int(lengths.sum())
    within = np.arange(total) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    line[np.repeat(starts, lengths) + within] = np.repeat(values, lengths)


def image_of(pixels: Pixels) -> QImage:
    """The pixels as a picture; it looks into the array, which has to live as long."""
    return QImage(pixels.data, pixels.shape[1], pixels.shape[0], QImage.Format.Format_ARGB32_Premultiplied)
