"""The ground of the roll: rows of the keyboard, the scale, and the lines of bars, beats and steps."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from engines.compose.naming import BLACK
from engines.compose.score import Score
from studio.panes.compose.roll.lines import Lines, lines_of
from studio.panes.compose.roll.model import RollModel
from studio.panes.compose.roll.outlook import Outlook
from studio.panes.compose.roll.painting.colours import RollColours, colours, faded, mixed
from studio.panes.compose.roll.transform import Transform


@dataclass(frozen=True)
class _Drawn:
    """Everything the picture of the ground depends on."""

    view: Transform
    size: tuple[int, int, float]
    step: int
    scale_shown: bool
    own_scale: frozenset[int] | None
    signs: tuple[object, ...]
    dark: bool


class GroundPixmap:
    """Keeps the ground as a picture: it is drawn anew for another view, not for another note."""

    def __init__(self, model: RollModel, outlook: Outlook) -> None:
        self._model, self._outlook = model, outlook
        self._drawn: _Drawn | None = None
        self._pixmap = QPixmap()

    def pixmap(self, widget: QWidget) -> QPixmap:
        """The ground as large as ``widget``."""
        outlook, score, ratio = self._outlook, self._model.score, widget.devicePixelRatioF()
        wanted = _Drawn(
            outlook.view,
            (widget.width(), widget.height(), ratio),
            outlook.step,
            outlook.scale_shown,
            outlook.own_scale,
            (score.metres, score.keys),
            colours().tokens.dark,
        )
        if wanted != self._drawn:
            self._drawn = wanted
            size = widget.size() * ratio
            if self._pixmap.size() != size:
                self._pixmap = QPixmap(size)
            self._pixmap.setDevicePixelRatio(ratio)
            painter = QPainter(self._pixmap)
            paint_ground(painter, self._model, outlook, widget.rect())
            painter.end()
        return self._pixmap


def paint_ground(painter: QPainter, model: RollModel, outlook: Outlook, rect: QRect) -> None:
    """Draw rows, then lines."""
    look, view = colours(), outlook.view
    painter.fillRect(rect, QColor(look.tokens.canvas))
    spans = scale_spans(model.score, outlook, view, rect.width())
    for place, pitch in enumerate(view.rows):
        y = place * view.row_height - view.top
        if y + view.row_height < 0 or y > rect.height():
            continue
        _paint_row(painter, pitch, (y, view.row_height), spans, look)
    lines = lines_of(model.score, model.bars, view, rect.width(), outlook.step)
    paint_lines(painter, lines, min(rect.height(), max(0, view.height - view.top)), look)


def scale_spans(
    score: Score, outlook: Outlook, view: Transform, width: int
) -> list[tuple[int, int, frozenset[int] | None, int | None]]:
    """Spans of pixels with the scale that is lit in each and its tonic; a score may change its key."""
    if not outlook.scale_shown:
        return [(0, width, None, None)]
    if outlook.own_scale is not None or not score.keys:
        return [(0, width, outlook.own_scale, None)]
    edges = [view.x(key.tick) for key in score.keys]
    spans: list[tuple[int, int, frozenset[int] | None, int | None]] = []
    if edges[0] > 0:
        spans.append((0, min(width, edges[0]), None, None))
    for number, key in enumerate(score.keys):
        left, right = max(0, edges[number]), edges[number + 1] if number + 1 < len(edges) else width
        if left < min(width, right):
            spans.append((left, min(width, right), key.scale, key.tonic))
    return spans


def _paint_row(
    painter: QPainter,
    pitch: int,
    row: tuple[int, int],
    spans: list[tuple[int, int, frozenset[int] | None, int | None]],
    look: RollColours,
) -> None:
    y, height = row
    line = QColor(look.tokens.roll_beat if pitch % 12 in (0, 5) else look.tokens.roll_step)
    for left, right, scale, tonic in spans:
        dark = pitch % 12 in BLACK if scale is None else pitch % 12 not in scale
        colour = QColor(look.tokens.roll_black if dark else look.tokens.roll_white)
        if tonic is not None and pitch % 12 == tonic:
            colour = mixed(colour, look.accent, 0.11 if look.tokens.dark else 0.09)
        painter.fillRect(left, y, right - left, height, colour)
        if height > 5 or pitch % 12 == 0:
            painter.fillRect(left, y + height - 1, right - left, 1, line)


def paint_lines(painter: QPainter, lines: Lines, height: int, look: RollColours) -> None:
    """Draw lines of three strengths, the strongest last."""
    steps = faded(QColor(look.tokens.roll_step), lines.steps_fade)
    for x in lines.steps:
        painter.fillRect(x, 0, 1, height, steps)
    beats = faded(QColor(look.tokens.roll_beat), lines.beats_fade)
    for x in lines.beats:
        painter.fillRect(x, 0, 1, height, beats)
    for x, _number in lines.bars:
        painter.fillRect(x, 0, 1, height, QColor(look.tokens.roll_bar))
