"""The pixels of notes, and how many of them are filled and outlined at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from engines.compose.notes import Note
from studio.panes.compose.roll.painting.crowd import row_places
from studio.panes.compose.roll.table import Rows
from studio.panes.compose.roll.transform import Transform

#: Corners are rounded where a note is large enough for it.
_ROUND_FROM = 7
#: Pixels by which an outline and the shortest notes reach over their own.
BLEED = 3

Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Boxes:
    """Notes by their places with their pixels: one free pixel after each and one below; all of one height."""

    places: NDArray[np.intp]
    x: NDArray[np.intp]
    y: NDArray[np.intp]
    width: NDArray[np.intp]
    height: int

    def all(self) -> list[Box]:
        """All of them."""
        return self.where(np.ones(len(self.places), bool))

    def where(self, flags: NDArray[np.bool_]) -> list[Box]:
        """Those whose flag is up."""
        columns = self.x[flags].tolist(), self.y[flags].tolist(), self.width[flags].tolist()
        return [(x, y, width, self.height) for x, y, width in zip(*columns, strict=True)]


def boxes_in(rows: Rows, places: NDArray[np.intp], view: Transform, rect: QRect) -> Boxes:
    """The pixels of those of the notes that touch the rows in ``rect``."""
    row = row_places(view)[rows.pitch[places]]
    top = row * view.row_height - view.top
    seen = (row >= 0) & (top <= rect.bottom() + BLEED) & (top + view.row_height >= rect.top() - BLEED)
    places, top = places[seen], top[seen]
    left = np.rint(rows.start[places] * view.scale).astype(int) - view.left
    right = np.rint(rows.end[places] * view.scale).astype(int) - view.left
    return Boxes(places, left, top, np.maximum(2, right - left - 1), max(2, view.row_height - 1))


#: A place in the order of layers for each note, and the colour of each layer.
Tints = tuple[NDArray[np.intp], Callable[[int], QColor]]


def fill_boxes(painter: QPainter, boxes: Boxes, tints: Tints) -> None:
    """Fill each in the colour of its layer, one layer after the other."""
    layers, tint = tints
    painter.setPen(Qt.PenStyle.NoPen)
    for layer in np.unique(layers).tolist():
        painter.setBrush(tint(layer))
        draw_boxes(painter, boxes.where(layers == layer))


def draw_boxes(painter: QPainter, boxes: Iterable[Box]) -> None:
    """Draw boxes with the pen and brush of the painter."""
    plain = []
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    for x, y, w, h in boxes:
        if w >= _ROUND_FROM and h >= _ROUND_FROM:
            painter.drawRoundedRect(x, y, w, h, 2.5, 2.5)
        else:
            plain.append(QRect(x, y, w, h))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    if plain:
        painter.drawRects(plain)


def outline_boxes(painter: QPainter, boxes: Iterable[Box], colour: QColor, dashed: bool = False) -> None:
    """Put a line of one pixel and a half around boxes, inside of their edge."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(colour, 1.6)
    if dashed:
        pen = QPen(colour, 1.2, Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    for x, y, w, h in boxes:
        painter.drawRoundedRect(QRectF(x, y, w, h).adjusted(0.5, 0.5, -0.5, -0.5), 2.5, 2.5)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(Qt.PenStyle.NoPen)


def box_of(note: Note, view: Transform) -> Box:
    """The pixels of one note."""
    x = view.x(note.start)
    return x, view.y(note.pitch), max(2, view.x(note.end) - x - 1), max(2, view.row_height - 1)
