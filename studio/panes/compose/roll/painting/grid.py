"""The ground of the roll: rows of the keyboard, the scale, and the lines of bars, beats and steps."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from engines.compose.naming import BLACK
from engines.compose.score import Score
from studio.panes.compose.roll.lines import Lines
from studio.panes.compose.roll.model import RollModel
from studio.panes.compose.roll.outlook import Outlook
from studio.panes.compose.roll.painting.colours import RollColours, colours, faded
from studio.panes.compose.roll.transform import ALL_PITCHES, Transform

#: From a pixel to a pixel: the scale that is lit there, and its tonic.
Span = tuple[int, int, frozenset[int] | None, int | None]
_OCTAVE = 12
#: Rows higher than this have a line below them.
_EDGED_FROM = 5


@dataclass(frozen=True)
class _Ground:
    """What the rows show now."""

    view: Transform
    spans: list[Span]
    lines: Lines
    look: RollColours

    def paint(self, painter: QPainter, first: int, last: int) -> None:
        """Draw rows in their places from the top of all rows on."""
        height = self.view.row_height
        for place in range(first, last + 1):
            pitch = self.view.rows[place]
            edge = height > _EDGED_FROM or pitch % 12 == 0
            _paint_row(painter, pitch, (place * height, height), self.spans, self.look, edge=edge)
        paint_lines(painter, self.lines, (first * height, (last - first + 1) * height), self.look)


def paint_ground(painter: QPainter, model: RollModel, outlook: Outlook, rect: QRect, ratio: float) -> None:
    """Draw the part of the ground in ``rect``.

    Every octave looks alike, so one is drawn and copied: lines that cross the whole roll would touch every line of
    the screen one by one.
    """
    view, look = outlook.view, colours()
    spans = scale_spans(model.score, outlook, view, outlook.width)
    ground = _Ground(view, spans, _within(outlook.lines(), rect), look)
    first = max(0, (rect.top() + view.top) // view.row_height)
    last = min(len(view.rows) - 1, (rect.bottom() + view.top) // view.row_height)
    if len(view.rows) == len(ALL_PITCHES) and last - first >= _OCTAVE and not ratio % 1:
        _paint_octaves(painter, ground, rect, (first, last), ratio)
    elif first <= last:
        painter.translate(0, -view.top)
        ground.paint(painter, first, last)
        painter.translate(0, view.top)
    below = view.height - view.top
    if below <= rect.bottom():
        empty = QRect(rect.left(), below, rect.width(), rect.bottom() + 1 - below)
        painter.fillRect(empty, QColor(look.tokens.canvas))


def _paint_octaves(painter: QPainter, ground: _Ground, rect: QRect, rows: tuple[int, int], ratio: float) -> None:
    view, (first, last) = ground.view, rows
    height = view.row_height * _OCTAVE
    # Counted from the first row, so that every part of the roll begins its octaves alike.
    pixels = _octave_pixels(ground, rect, round(ratio))
    octave = QImage(pixels.data, pixels.shape[1], pixels.shape[0], QImage.Format.Format_RGB32)
    for number in range(first // _OCTAVE, last // _OCTAVE + 1):
        left = min(_OCTAVE, len(view.rows) - number * _OCTAVE) * view.row_height
        target = QRectF(rect.left(), number * height - view.top, rect.width(), left)
        painter.drawImage(target, octave, QRectF(0, 0, target.width() * ratio, target.height() * ratio))


def _octave_pixels(ground: _Ground, rect: QRect, ratio: int) -> NDArray[np.uint32]:
    """Twelve rows as device pixels: each is one line many times over and another below, so two of each are drawn."""
    height = ground.view.row_height
    thin = QImage(rect.width() * ratio, 2 * _OCTAVE, QImage.Format.Format_RGB32)
    painter = QPainter(thin)
    painter.scale(ratio, 1)
    painter.translate(-rect.left(), 0)
    for place in range(_OCTAVE):
        _paint_row(painter, ground.view.rows[place], (2 * place, 1), ground.spans, ground.look, edge=False)
        edge = height > _EDGED_FROM or ground.view.rows[place] % 12 == 0
        _paint_row(painter, ground.view.rows[place], (2 * place + 1, 1), ground.spans, ground.look, edge=edge)
    paint_lines(painter, ground.lines, (0, 2 * _OCTAVE), ground.look)
    painter.end()
    lines = np.frombuffer(thin.constBits(), np.uint32).reshape(2 * _OCTAVE, -1)
    # Rows of one kind of line after the other, each as often as it is seen.
    often = np.tile([(height - 1) * ratio, ratio], _OCTAVE)
    return np.repeat(lines, often, axis=0)


def _within(lines: Lines, rect: QRect) -> Lines:
    """Those of the lines that cross a rectangle."""
    left, right = rect.left(), rect.right()
    return replace(
        lines,
        bars=[bar for bar in lines.bars if left <= bar[0] <= right],
        beats=[x for x in lines.beats if left <= x <= right],
        steps=[x for x in lines.steps if left <= x <= right],
    )


def _ground_of(pitch: int, span: Span) -> int:
    """0 for a light row, 1 for a dark one, 2 for the tonic."""
    _left, _right, scale, tonic = span
    if tonic is not None and pitch % 12 == tonic:
        return 2
    return int(pitch % 12 in BLACK if scale is None else pitch % 12 not in scale)


def scale_spans(score: Score, outlook: Outlook, view: Transform, width: int) -> list[Span]:
    """Spans of pixels with the scale that is lit in each and its tonic; a score may change its key."""
    if not outlook.scale_shown:
        return [(0, width, None, None)]
    if outlook.own_scale is not None or not score.keys:
        return [(0, width, outlook.own_scale, None)]
    edges = [view.x(key.tick) for key in score.keys]
    spans: list[Span] = []
    if edges[0] > 0:
        spans.append((0, min(width, edges[0]), None, None))
    for number, key in enumerate(score.keys):
        left, right = max(0, edges[number]), edges[number + 1] if number + 1 < len(edges) else width
        if left < min(width, right):
            spans.append((left, min(width, right), key.scale, key.tonic))
    return spans


def _paint_row(
    painter: QPainter, pitch: int, upright: tuple[int, int], spans: list[Span], look: RollColours, *, edge: bool
) -> None:
    """A row of that height from a pixel so many down; ``edge``: its last pixel is a line."""
    y, height = upright
    line = look.beat if pitch % 12 in (0, 5) else look.step
    for span in spans:
        left, right = span[:2]
        painter.fillRect(left, y, right - left, height, look.grounds[_ground_of(pitch, span)])
        if edge:
            painter.fillRect(left, y + height - 1, right - left, 1, line)


def paint_lines(painter: QPainter, lines: Lines, upright: tuple[int, int], look: RollColours) -> None:
    """Draw lines of three strengths from a pixel so many down, the strongest last."""
    y, height = upright
    painter.setPen(Qt.PenStyle.NoPen)
    for colour, places in (
        (faded(look.step, lines.steps_fade), lines.steps),
        (faded(look.beat, lines.beats_fade), lines.beats),
        (look.bar, [x for x, _number in lines.bars]),
    ):
        if places:
            painter.setBrush(colour)
            painter.drawRects([QRect(x, y, 1, height) for x in places])
