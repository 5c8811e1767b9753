"""How one frame of the filmstrip is drawn, and how its title is changed in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from studio.look.palette import current
from studio.look.tokens import RADIUS, SIZE, SPACE

if TYPE_CHECKING:
    from studio.widgets.filmrow import Strip

ID = Qt.ItemDataRole.UserRole
PICTURE = Qt.ItemDataRole.UserRole + 1
SHOWN = Qt.ItemDataRole.UserRole + 2
BADGE = Qt.ItemDataRole.UserRole + 3
RENAMED = Qt.ItemDataRole.UserRole + 4

_WIDTH, _HEIGHT = 108, 56
_AIR = 5
_BADGE_SIDE = 17

Index = QModelIndex | QPersistentModelIndex


def cell_size(metrics: QFontMetrics) -> QSize:
    """The room of one frame with its title, for a text of that size."""
    return QSize(_WIDTH + 2 * _AIR, _AIR + _HEIGHT + SPACE.xs + metrics.height() + SPACE.xs)


class FrameDelegate(QStyledItemDelegate):
    """A picture with soft corners, ringed while on view, the title under it, a letter while it is compared."""

    def __init__(self, strip: Strip) -> None:
        super().__init__(strip)
        self._strip = strip

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """The same for every frame."""
        return cell_size(self._strip.fontMetrics())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one frame."""
        tokens = current()
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        box = QRect(area.left() + (area.width() - _WIDTH) // 2, area.top() + _AIR, _WIDTH, _HEIGHT)
        shown, compared = bool(index.data(SHOWN)), bool(index.data(BADGE))
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        self._paint_picture(painter, box, index.data(PICTURE))
        if shown or compared:
            painter.setPen(QPen(QColor(tokens.accent if shown else tokens.muted), 2))
            painter.drawRoundedRect(QRectF(box).adjusted(-1, -1, 1, 1), RADIUS.m + 1, RADIUS.m + 1)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(QPen(QColor(tokens.faint), 1))
            painter.drawRoundedRect(QRectF(box).adjusted(-0.5, -0.5, 0.5, 0.5), RADIUS.m, RADIUS.m)
        if self._strip.is_comparing() and (shown or compared):
            self._paint_badge(painter, box, "A" if compared else "B")
        if self._strip.is_ringed() and index.row() == self._strip.currentRow():
            painter.setPen(QPen(QColor(tokens.focus), 1))
            painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS.m + 2, RADIUS.m + 2)
        painter.setPen(QColor(tokens.text if shown else tokens.muted))
        words = QRect(box.left(), box.bottom() + 1 + SPACE.xs, box.width(), self._strip.fontMetrics().height())
        self._paint_title(painter, words, str(index.data()))
        painter.restore()

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, _index: Index) -> QWidget:
        """A field for another title."""
        field = QLineEdit(parent)
        field.setMaxLength(80)
        field.setAccessibleName(self._strip.tr("Name of the take"))
        return field

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Begin with the title there is, all of it selected."""
        assert isinstance(editor, QLineEdit)
        editor.setText(str(index.data()))
        editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Tell of the new title; the strip shows it when it is told to."""
        assert isinstance(editor, QLineEdit)
        title = editor.text().strip()
        if title and title != index.data():
            model.setData(index, title, RENAMED)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """Where the title stands, and as high as a field must be."""
        area: QRect = option.rect
        editor.setGeometry(area.adjusted(1, area.height() - SIZE.control - 1, -1, -1))

    def _paint_picture(self, painter: QPainter, box: QRect, picture: object) -> None:
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(box), RADIUS.m, RADIUS.m)
        painter.fillPath(outline, QColor(current().raised))
        if isinstance(picture, QPixmap):
            painter.setClipPath(outline)
            painter.drawPixmap(box, picture, _middle_of(picture.size(), box.size()))
            painter.setClipping(False)

    def _paint_badge(self, painter: QPainter, box: QRect, letter: str) -> None:
        spot = QRectF(box.left() + SPACE.xs, box.top() + SPACE.xs, _BADGE_SIDE, _BADGE_SIDE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(current().on_image_back))
        painter.drawRoundedRect(spot, RADIUS.s, RADIUS.s)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        font = painter.font()
        plain = painter.font()
        font.setPixelSize(11)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(current().on_image))
        painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, letter)
        painter.setFont(plain)

    def _paint_title(self, painter: QPainter, words: QRect, title: str) -> None:
        font = painter.font()
        font.setPixelSize(round(font.pixelSize() * SIZE.text_small / SIZE.text) if font.pixelSize() > 0 else 12)
        painter.setFont(font)
        shown = QFontMetrics(font).elidedText(title, Qt.TextElideMode.ElideMiddle, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, shown)


def _middle_of(picture: QSize, box: QSize) -> QRect:
    """The middle of a picture that has the box's shape."""
    scale = min(picture.width() / box.width(), picture.height() / box.height())
    width, height = max(1, round(box.width() * scale)), max(1, round(box.height() * scale))
    return QRect((picture.width() - width) // 2, (picture.height() - height) // 2, width, height)
