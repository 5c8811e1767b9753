"""How one style hangs in the gallery: its picture, the ring of a chosen one, its share, a badge to blend with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QCursor, QFont, QFontMetrics, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from studio.look.icons import paint_icon
from studio.look.palette import current
from studio.look.tokens import RADIUS, SPACE

if TYPE_CHECKING:
    from studio.panes.paint.gallery import StyleGallery

NAME = Qt.ItemDataRole.UserRole
PICTURE = Qt.ItemDataRole.UserRole + 1
SHARE = Qt.ItemDataRole.UserRole + 2

RATIO = 0.72
#: Empty pixels around each thumbnail.
AIR = SPACE.s // 2
_DISABLED = 0.6
_BADGE = 22


def badge_box(cell: QRect) -> QRect:
    """Where the badge of a thumbnail lies: in the upper right corner of its picture."""
    return QRect(cell.right() - AIR - SPACE.xs - _BADGE + 1, cell.top() + AIR + SPACE.xs, _BADGE, _BADGE)


class Thumbnail(QStyledItemDelegate):
    """Draws one style."""

    def __init__(self, gallery: StyleGallery) -> None:
        super().__init__(gallery)
        self._gallery = gallery

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return self._gallery.cell()

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        state: QStyle.StateFlag = option.state
        area: QRect = option.rect
        enabled = self._gallery.isEnabled()
        chosen = enabled and bool(state & QStyle.StateFlag.State_Selected)
        hovered = enabled and bool(state & QStyle.StateFlag.State_MouseOver)
        box = area.adjusted(AIR, AIR, -AIR, -(self._gallery.fontMetrics().height() + SPACE.s))
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setOpacity(1.0 if enabled else _DISABLED)
        _paint_picture(painter, box, index.data(PICTURE))
        self._paint_rings(painter, area, box, chosen, hovered)
        if chosen and index.data(SHARE):
            _paint_share(painter, box, f"{index.data(SHARE)} %", self._gallery.font())
        if hovered:
            self._paint_badge(painter, badge_box(area), index.data(NAME))
        self._paint_title(painter, area, box, index.data(), chosen)
        painter.restore()

    def _paint_rings(self, painter: QPainter, area: QRect, box: QRect, chosen: bool, hovered: bool) -> None:
        tokens = current()
        if chosen:
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.drawRoundedRect(QRectF(box).adjusted(-1, -1, 1, 1), RADIUS.m + 1, RADIUS.m + 1)
        elif hovered:
            painter.setPen(QPen(QColor(tokens.faint), 1))
            painter.drawRoundedRect(QRectF(box).adjusted(-0.5, -0.5, 0.5, 0.5), RADIUS.m, RADIUS.m)
        current_item = self._gallery.currentItem()
        if self._gallery.is_ringed() and current_item and self._gallery.visualItemRect(current_item) == area:
            painter.setPen(QPen(QColor(tokens.focus), 1))
            painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -2.5), RADIUS.m + 2, RADIUS.m + 2)

    def _paint_badge(self, painter: QPainter, badge: QRect, name: str) -> None:
        adds = self._gallery.can_add(name)
        if not adds and not self._gallery.can_remove(name):
            return
        tokens = current()
        pointed = badge.contains(self._gallery.viewport().mapFromGlobal(QCursor.pos()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent if pointed else tokens.on_image_back))
        painter.drawEllipse(QRectF(badge))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inner = QRectF(badge).adjusted(4, 4, -4, -4)
        paint_icon(
            painter, inner, "plus" if adds else "minus", QColor(tokens.accent_text if pointed else tokens.on_image)
        )

    def _paint_title(self, painter: QPainter, area: QRect, box: QRect, title: str, chosen: bool) -> None:
        painter.setPen(QColor(current().text if chosen else current().muted))
        font = self._gallery.font()
        if self._gallery.columns() > 2:
            font.setPixelSize(_small(font))
        painter.setFont(font)
        words = area.adjusted(1, box.height() + SPACE.s, -1, 0)
        shown = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, shown)


def _paint_picture(painter: QPainter, box: QRect, picture: object) -> None:
    outline = QPainterPath()
    outline.addRoundedRect(QRectF(box), RADIUS.m, RADIUS.m)
    painter.fillPath(outline, QColor(current().raised))
    if isinstance(picture, QPixmap):
        painter.setClipPath(outline)
        painter.drawPixmap(box, picture, _centre_cut(picture.size(), box.size()))
        painter.setClipping(False)


def _paint_share(painter: QPainter, box: QRect, words: str, font: QFont) -> None:
    """The share on a dark pill in the lower right corner."""
    small = QFont(font)
    small.setPixelSize(_small(font))
    small.setWeight(QFont.Weight.DemiBold)
    metrics = QFontMetrics(small)
    size = QSize(metrics.horizontalAdvance(words) + 2 * SPACE.xs + 2, metrics.height() + 2)
    corner = box.bottomRight() - QPoint(size.width() + SPACE.xs - 1, size.height() + SPACE.xs - 1)
    pill = QRectF(QRect(corner, size))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(current().on_image_back))
    painter.drawRoundedRect(pill, RADIUS.s, RADIUS.s)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QColor(current().on_image))
    before = painter.font()
    painter.setFont(small)
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, words)
    painter.setFont(before)


def _small(font: QFont) -> int:
    return max(10, font.pixelSize() - 2)


def _centre_cut(picture: QSize, box: QSize) -> QRect:
    """The middle of a picture that has the box's shape."""
    scale = min(picture.width() / box.width(), picture.height() / box.height())
    width, height = max(1, round(box.width() * scale)), max(1, round(box.height() * scale))
    return QRect((picture.width() - width) // 2, (picture.height() - height) // 2, width, height)
