"""The ground of the roll: rows of the keyboard, the scale, and the lines of bars, beats and steps."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from engines.compose.naming import BLACK
from engines.compose.score import Score
from studio.panes.compose.roll.lines import Lines
from studio.panes.compose.roll.model import RollModel
from studio.panes.compose.roll.outlook import Outlook
from studio.panes.compose.roll.painting.colours import RollColours, colours, faded, mixed
from studio.panes.compose.roll.transform import Transform


@dataclass(frozen=True)
class _Drawn:
    """Everything that the stripes depend on."""

    scale: float
    left: int
    row_height: int
    width: int
    ratio: float
    step: int
    scale_shown: bool
    own_scale: frozenset[int] | None
    signs: tuple[object, ...]
    dark: bool


class Ground:
    """Draws the ground row by row from stripes that are kept: rows of the same look share one.

    Lines that cross the whole roll would touch every line of the screen one by one; a stripe is drawn once and copied.
    """

    def __init__(self, model: RollModel, outlook: Outlook) -> None:
        self._model, self._outlook = model, outlook
        self._drawn: _Drawn | None = None
        self._stripes: dict[tuple[object, ...], QPixmap] = {}
        self._spans: list[Span] = []
        self._lines: list[tuple[QColor, list[QRect]]] = []

    def paint(self, painter: QPainter, widget: QWidget, rect: QRect) -> None:
        """Draw the part of the ground in ``rect``."""
        view, look = self._outlook.view, colours()
        self._take_note(widget)
        first = max(0, (rect.top() + view.top) // view.row_height)
        last = min(len(view.rows) - 1, (rect.bottom() + view.top) // view.row_height)
        ratio = widget.devicePixelRatioF()
        part = QRectF(rect.left() * ratio, 0, rect.width() * ratio, view.row_height * ratio)
        for place in range(first, last + 1):
            y = place * view.row_height - view.top
            target = QRectF(rect.left(), y, rect.width(), view.row_height)
            painter.drawPixmap(target, self._stripe(view.rows[place], look), part)
        below = len(view.rows) * view.row_height - view.top
        if below <= rect.bottom():
            empty = QRect(rect.left(), below, rect.width(), rect.bottom() + 1 - below)
            painter.fillRect(empty, QColor(look.tokens.canvas))

    def _take_note(self, widget: QWidget) -> None:
        """Throw the stripes away when anything they show has changed; scrolling up and down keeps them."""
        outlook, score, view = self._outlook, self._model.score, self._outlook.view
        wanted = _Drawn(
            view.scale,
            view.left,
            view.row_height,
            widget.width(),
            widget.devicePixelRatioF(),
            outlook.step,
            outlook.scale_shown,
            outlook.own_scale,
            (score.metres, score.keys),
            colours().tokens.dark,
        )
        if wanted != self._drawn:
            self._drawn = wanted
            self._stripes = {}
            self._spans = scale_spans(score, outlook, view, widget.width())
            self._lines = _rects(outlook.lines(), view.row_height, colours())

    def _stripe(self, pitch: int, look: RollColours) -> QPixmap:
        drawn = self._drawn
        assert drawn is not None
        kind = (pitch % 12 in (0, 5), *(_ground_of(pitch, span) for span in self._spans))
        if kind not in self._stripes:
            size = QSize(drawn.width, drawn.row_height) * drawn.ratio
            stripe = QPixmap(size)
            stripe.setDevicePixelRatio(drawn.ratio)
            painter = QPainter(stripe)
            _paint_row(painter, pitch, drawn.row_height, self._spans, look)
            painter.setPen(Qt.PenStyle.NoPen)
            for colour, rects in self._lines:
                painter.setBrush(colour)
                painter.drawRects(rects)
            painter.end()
            self._stripes[kind] = stripe
        return self._stripes[kind]


#: From a pixel to a pixel: the scale that is lit there, and its tonic.
Span = tuple[int, int, frozenset[int] | None, int | None]


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


def _paint_row(painter: QPainter, pitch: int, height: int, spans: list[Span], look: RollColours) -> None:
    light, dark = QColor(look.tokens.roll_white), QColor(look.tokens.roll_black)
    grounds = (light, dark, mixed(light, look.accent, 0.11 if look.tokens.dark else 0.09))
    line = QColor(look.tokens.roll_beat if pitch % 12 in (0, 5) else look.tokens.roll_step)
    for span in spans:
        left, right = span[:2]
        painter.fillRect(left, 0, right - left, height, grounds[_ground_of(pitch, span)])
        if height > 5 or pitch % 12 == 0:
            painter.fillRect(left, height - 1, right - left, 1, line)


def _rects(lines: Lines, height: int, look: RollColours) -> list[tuple[QColor, list[QRect]]]:
    """The lines of three strengths, the strongest last."""
    kinds = (
        (faded(QColor(look.tokens.roll_step), lines.steps_fade), lines.steps),
        (faded(QColor(look.tokens.roll_beat), lines.beats_fade), lines.beats),
        (QColor(look.tokens.roll_bar), [x for x, _number in lines.bars]),
    )
    return [(colour, [QRect(x, 0, 1, height) for x in places]) for colour, places in kinds if places]
