"""A picture that is kept: scrolling moves its pixels, and only what is new or has changed is painted."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QWidget

#: Where so much of the picture is to be painted anew, painting all of it at once is quicker.
_MOST_PARTS, _MOST_SHARE = 32, 0.6
#: Painting one rectangle of such a share costs less than painting several small ones in it.
_SMALL_SHARE = 0.1
#: Pixels painted beyond the widget: at the rim of a picture smooth edges come out a shade different.
_RIM = 2


class Backing:
    """Keeps what ``paint`` drew of a widget. ``paint`` draws the same pixels whichever rectangle it is asked for."""

    def __init__(self, widget: QWidget, paint: Callable[[QPainter, QRect], None]) -> None:
        self._widget, self._paint = widget, paint
        self._picture = QPixmap()
        self._spoiled: list[QRect] = []
        self._manner: Hashable = None
        self._passing = False

    def spoil(self, rect: QRect | None = None) -> None:
        """Paint this part anew when it is next shown; None: all of it."""
        if rect is None or self._widget.devicePixelRatioF() % 1:
            # Between whole pixels nothing could be painted in parts.
            self._spoiled = [self._whole()]
        elif rect.intersects(self._whole()):
            self._spoiled.append(rect)

    def pass_by(self) -> None:
        """All is other than before, and most likely will be again in the next frame."""
        self.spoil()
        self._passing = True

    def spoil_if_other(self, manner: Hashable) -> None:
        """Paint all anew when what every part of it depends on is no longer as it was."""
        if manner != self._manner:
            self._manner = manner
            self.spoil()

    def scroll(self, dx: int, dy: int) -> None:
        """Move the picture so many pixels to the right and down."""
        whole, ratio = self._widget.rect(), self._widget.devicePixelRatioF()
        if abs(dx) >= whole.width() or abs(dy) >= whole.height() or ratio % 1:
            self.spoil()
        if self._whole() in self._spoiled:
            return
        self._picture.scroll(round(dx * ratio), round(dy * ratio), self._picture.rect())
        self._spoiled = [rect.translated(dx, dy) for rect in self._spoiled]
        if dx:
            left = -_RIM if dx > 0 else whole.width() + dx
            self._spoiled.append(QRect(left, -_RIM, abs(dx) + _RIM, whole.height() + 2 * _RIM))
        if dy:
            top = -_RIM if dy > 0 else whole.height() + dy
            self._spoiled.append(QRect(-_RIM, top, whole.width() + 2 * _RIM, abs(dy) + _RIM))

    def show(self, painter: QPainter, rect: QRect) -> None:
        """Draw the part in ``rect``, after what is spoiled has been painted."""
        if self._passing and rect == self._widget.rect():
            # A zoom seldom comes alone: until it rests, keeping what is thrown away at once would only cost time.
            self._passing = False
            painter.save()
            self._paint(painter, rect)
            painter.restore()
            return
        self._passing = False
        self._freshen()
        ratio = self._widget.devicePixelRatioF()
        corner = QPointF(rect.topLeft() + QPoint(_RIM, _RIM)) * ratio
        painter.drawPixmap(QRectF(rect), self._picture, QRectF(corner, rect.size().toSizeF() * ratio))

    def _whole(self) -> QRect:
        return self._widget.rect().adjusted(-_RIM, -_RIM, _RIM, _RIM)

    def _freshen(self) -> None:
        whole, ratio = self._whole(), self._widget.devicePixelRatioF()
        size = (whole.size().toSizeF() * ratio).toSize()
        if self._picture.size() != size:
            self._picture = QPixmap(size)
            self._picture.setDevicePixelRatio(ratio)
            self._spoiled = [whole]
        parts = _joined([rect & whole for rect in self._spoiled], whole)
        self._spoiled = []
        area = sum(rect.width() * rect.height() for rect in parts)
        if len(parts) > _MOST_PARTS or area > _MOST_SHARE * whole.width() * whole.height():
            parts = [whole]
        if not parts:
            return
        painter = QPainter(self._picture)
        painter.translate(_RIM, _RIM)
        for rect in parts:
            painter.setFont(self._widget.font())
            painter.setClipRect(rect)
            self._paint(painter, rect)
        painter.end()


def _joined(parts: list[QRect], whole: QRect) -> list[QRect]:
    """The rectangles that do not lie in another one, each once; small ones that are near each other as one."""
    found: list[QRect] = []
    near, most = QRect(), _SMALL_SHARE * whole.width() * whole.height()
    for rect in sorted(parts, key=lambda one: -one.width() * one.height()):
        both = near | rect
        if rect.isEmpty() or near.contains(rect) or any(other.contains(rect) for other in found):
            continue
        if both.width() * both.height() < most:
            near = both
        else:
            found.append(rect)
    return found if near.isEmpty() else [*found, near]
