"""The gallery: one thumbnail a style, painted by the network itself, in two columns."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QListView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from engines.paint.stylecatalogue import Style
from studio.look.palette import current, notifier
from studio.look.tokens import RADIUS, SPACE

_NAME = Qt.ItemDataRole.UserRole
_PICTURE = Qt.ItemDataRole.UserRole + 1
_COLUMNS = 2
_RATIO = 0.72
#: Empty pixels around each thumbnail.
AIR = SPACE.s // 2
_DISABLED = 0.6


class StyleGallery(QListWidget):
    """Shows styles and says which one is chosen; the first entry is the photograph as it is (an empty name)."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setItemDelegate(_Thumbnail(self))
        self.setAccessibleName(self.tr("Styles"))
        self.currentItemChanged.connect(self._told)
        notifier().changed.connect(self.viewport().update)

    def set_styles(self, styles: Sequence[Style]) -> None:
        """Hang one thumbnail for each style, still without a picture."""
        self.clear()
        self._hang("", self.tr("Original"), self.tr("The photograph as it is"))
        for style in styles:
            self._hang(style.name, style.title, style.painter)
        self.choose("")
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two columns fill every width."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._arrange()

    def _arrange(self) -> None:
        # A list asks for the size of an item once and keeps it; a grid is told.
        # A bar that may be needed has its room kept free, so it is only allowed where it is.
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(policy.ScrollBarAlwaysOff if self._all_fit() else policy.ScrollBarAsNeeded)
        if self.gridSize() != self.cell():
            self.setGridSize(self.cell())

    def _hang(self, name: str, title: str, tip: str) -> None:
        item = QListWidgetItem(title)
        item.setData(_NAME, name)
        item.setToolTip(f"{title}, {tip}" if name else tip)
        item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, tip)
        self.addItem(item)

    def set_picture(self, name: str, image: QImage) -> None:
        """Put a painted thumbnail where style ``name`` hangs."""
        item = self._item(name)
        if item is not None:
            item.setData(_PICTURE, QPixmap.fromImage(image))

    def choose(self, name: str) -> None:
        """Select without telling anybody."""
        item = self._item(name)
        if item is not None and item is not self.currentItem():
            self.blockSignals(True)
            self.setCurrentItem(item)
            self.blockSignals(False)
            self.viewport().update()

    def _item(self, name: str) -> QListWidgetItem | None:
        items = (self.item(row) for row in range(self.count()))
        return next((item for item in items if item.data(_NAME) == name), None)

    def _told(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(_NAME))

    def cell(self) -> QSize:
        """The size of one thumbnail with its title."""
        bar = 0 if self._all_fit() else self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        return self._cell(self.width() - bar)

    def _all_fit(self) -> bool:
        rows = -(-self.count() // _COLUMNS)
        return self._cell(self.width()).height() * rows <= self.height()

    def _cell(self, room: int) -> QSize:
        width = (room - 2) // _COLUMNS
        picture = round((width - 2 * AIR) * _RATIO)
        return QSize(width, picture + self.fontMetrics().height() + SPACE.l)

    def is_ringed(self) -> bool:
        """Whether the keyboard is here, so that the person must see where."""
        return self.hasFocus() and self.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)


class _Thumbnail(QStyledItemDelegate):
    """Draws one style: a picture with soft corners, a ring when chosen, the title under it."""

    def __init__(self, gallery: StyleGallery) -> None:
        super().__init__(gallery)
        self._gallery = gallery

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return self._gallery.cell()

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        tokens = current()
        state: QStyle.StateFlag = option.state
        area: QRect = option.rect
        enabled = self._gallery.isEnabled()
        chosen = enabled and bool(state & QStyle.StateFlag.State_Selected)
        box = area.adjusted(AIR, AIR, -AIR, -(self._gallery.fontMetrics().height() + SPACE.s))
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setOpacity(1.0 if enabled else _DISABLED)
        self._paint_picture(painter, box, index.data(_PICTURE))
        if chosen:
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.drawRoundedRect(QRectF(box).adjusted(-1, -1, 1, 1), RADIUS.m + 1, RADIUS.m + 1)
        elif enabled and state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(QPen(QColor(tokens.faint), 1))
            painter.drawRoundedRect(QRectF(box).adjusted(-0.5, -0.5, 0.5, 0.5), RADIUS.m, RADIUS.m)
        if chosen and self._gallery.is_ringed():
            painter.setPen(QPen(QColor(tokens.focus), 1))
            painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -2.5), RADIUS.m + 2, RADIUS.m + 2)
        painter.setPen(QColor(tokens.text if chosen else tokens.muted))
        words = area.adjusted(AIR, box.height() + SPACE.s, -AIR, 0)
        title = self._gallery.fontMetrics().elidedText(index.data(), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, title)
        painter.restore()

    def _paint_picture(self, painter: QPainter, box: QRect, picture: object) -> None:
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(box), RADIUS.m, RADIUS.m)
        painter.fillPath(outline, QColor(current().raised))
        if isinstance(picture, QPixmap):
            painter.setClipPath(outline)
            painter.drawPixmap(box, picture, _centre_cut(picture.size(), box.size()))
            painter.setClipping(False)


def _centre_cut(picture: QSize, box: QSize) -> QRect:
    """The middle of a picture that has the box's shape."""
    scale = min(picture.width() / box.width(), picture.height() / box.height())
    width, height = max(1, round(box.width() * scale)), max(1, round(box.height() * scale))
    return QRect((picture.width() - width) // 2, (picture.height() - height) // 2, width, height)
