"""The attention as a matrix: a row for each note, a column for each sound that it could look at."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.look.palette import current, notifier
from studio.look.tokens import RADIUS

_EDGE = 6


class MatrixView(QWidget):
    """Says which row a hand is on and which it chose; the arrows walk through the rows."""

    row_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: NDArray[np.float32] = np.zeros((0, 0), np.float32)
        self._row = -1
        self._names: tuple[str, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(self.tr("Attention"))
        self.setToolTip(
            self.tr(
                "Each row is a note that was chosen, each column a sound before it; the brighter, the more it counted"
            )
        )
        notifier().changed.connect(self.update)

    def show_matrix(self, values: NDArray[np.float32], row: int, names: tuple[str, ...] = ()) -> None:
        """Show a matrix (notes, sounds) with one of its rows current; ``names`` are those of the rows."""
        self._values, self._row, self._names = values, row, names
        said = names[row] if 0 <= row < len(names) else ""
        self.setAccessibleDescription(said)
        self.updateGeometry()
        self.update()

    def row(self) -> int:
        """The current row; -1 for none."""
        return self._row

    def sizeHint(self) -> QSize:
        """Wide, and as high as the shape of the matrix asks for."""
        return QSize(240, self.heightForWidth(240))

    def heightForWidth(self, width: int) -> int:
        """Cells as square as they can be, within reason."""
        rows, columns = self._values.shape
        if not rows or not columns:
            return 120
        return int(min(width, max(100, width * rows / columns))) + 2 * _EDGE

    def minimumSizeHint(self) -> QSize:
        """Still a picture."""
        return QSize(120, 100)

    # -- by hand ------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the row."""
        self._choose(self._row_at(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the hand while it is down."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._choose(self._row_at(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through the rows."""
        last = len(self._values) - 1
        steps = {Qt.Key.Key_Up: self._row - 1, Qt.Key.Key_Down: self._row + 1, Qt.Key.Key_Home: 0, Qt.Key.Key_End: last}
        to = steps.get(Qt.Key(event.key()))
        if to is None or last < 0:
            super().keyPressEvent(event)
        else:
            self._choose(min(last, max(0, to)))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring shows."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes."""
        super().focusOutEvent(event)
        self.update()

    def _choose(self, row: int) -> None:
        if 0 <= row < len(self._values):
            self.row_chosen.emit(row)

    def _row_at(self, place: QPointF) -> int:
        box = self._box()
        return int((place.y() - box.top()) / max(1, box.height()) * len(self._values))

    def _box(self) -> QRect:
        return self.rect().adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)

    # -- how it looks -------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, cells, and a frame around the current row."""
        tokens, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.focus if self.hasFocus() else tokens.line), 1))
        painter.setBrush(QColor(tokens.window))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS.m, RADIUS.m)
        box = self._box()
        if self._values.size:
            painter.drawImage(box, self._image())
            if self._row >= 0:
                high = box.height() / len(self._values)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(QColor(tokens.text), 1.25))
                frame = QRectF(box.left(), box.top() + self._row * high, box.width(), max(3.0, high))
                painter.drawRect(frame.adjusted(-1, 0, 1, 0))
        else:
            painter.setPen(QColor(tokens.muted))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.tr("Nothing explained yet"))
        painter.end()

    def _image(self) -> QImage:
        """Each cell a pixel; a row is as bright as its brightest."""
        most = self._values.max(axis=1, keepdims=True)
        share = np.divide(self._values, most, out=np.zeros_like(self._values), where=most > 0)
        heat, ground = QColor(current().heat), QColor(current().window)
        ends = [(ground.blueF(), heat.blueF()), (ground.greenF(), heat.greenF()), (ground.redF(), heat.redF())]
        parts = [low + (high - low) * share for low, high in ends]
        pixels = np.ascontiguousarray(np.stack([*parts, np.ones_like(share)], axis=-1) * 255).astype(np.uint8)
        height, width = share.shape
        return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32).copy()
