"""The place that asks for a painting: click it, drop on it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from studio.look.icons import paint_icon
from studio.look.palette import current, notifier
from studio.look.tokens import RADIUS, SIZE, SPACE

_ICON = 28.0
_SMALL_ICON = 16.0


class AddArea(QAbstractButton):
    """A dashed field: tall with words while there is no painting, one line high after that."""

    def __init__(self) -> None:
        super().__init__()
        self._tall = True
        self.setText(self.tr("Add a painting…"))
        self.setAccessibleName(self.text())
        self.setToolTip(self.tr("Choose, drop or paste any picture: a painting, a drawing, a texture"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        notifier().changed.connect(self.update)

    def set_tall(self, tall: bool) -> None:
        """Whether it explains itself."""
        self._tall = tall
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """High enough for its words."""
        line = self.fontMetrics().height()
        return QSize(160, round(_ICON) + 3 * line + 2 * SPACE.l + SPACE.s if self._tall else max(36, line + SPACE.l))

    def minimumSizeHint(self) -> QSize:
        """The same height."""
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Come forward under the mouse."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Go back."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the dashes, the sign and the words."""
        tokens = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = self.isEnabled() and (self.underMouse() or self.isDown())
        ringed = self.hasFocus() and self.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        outline = QColor(tokens.focus if ringed else tokens.faint if lit else tokens.line_strong)
        pen = QPen(outline, 2 if ringed else 1)
        if not ringed:
            pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.setBrush(QColor(tokens.hover) if lit else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS.m, RADIUS.m)
        words = QColor(tokens.text if self.isEnabled() else tokens.faint)
        if self._tall:
            self._draw_tall(painter, words)
        else:
            self._draw_line(painter, words)
        painter.end()

    def _draw_tall(self, painter: QPainter, words: QColor) -> None:
        line = self.fontMetrics().height()
        muted = QColor(current().muted)
        top = (self.height() - _ICON - SPACE.s - 3 * line) / 2
        paint_icon(painter, QRectF((self.width() - _ICON) / 2, top, _ICON, _ICON), "image", muted)
        painter.setPen(words)
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        y = top + _ICON + SPACE.s
        painter.drawText(QRectF(0, y, self.width(), line), Qt.AlignmentFlag.AlignCenter, self.text())
        painter.setFont(self.font())
        painter.setPen(muted)
        below = QRectF(SPACE.m, y + line, self.width() - 2 * SPACE.m, 2 * line)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(below, flags, self.tr("Drop or paste any picture. Its manner becomes the style."))

    def _draw_line(self, painter: QPainter, words: QColor) -> None:
        width = QFontMetrics(self.font()).horizontalAdvance(self.text())
        left = (self.width() - width - _SMALL_ICON - SPACE.s) / 2
        sign = QRectF(left, (self.height() - _SMALL_ICON) / 2, _SMALL_ICON, _SMALL_ICON)
        paint_icon(painter, sign, "plus", words)
        painter.setPen(words)
        text = QRectF(sign.right() + SPACE.s, 0, width + SIZE.icon, self.height())
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, self.text())
