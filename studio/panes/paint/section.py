"""A part of the panel that folds away under its title."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy, QVBoxLayout, QWidget

from studio.look.icons import paint_icon
from studio.look.palette import current, notifier
from studio.look.tokens import RADIUS, SPACE

_ARROW = 14


class Section(QWidget):
    """A title that opens and closes what stands under it; where nothing may fold, the title is only words."""

    def __init__(self, title: str, content: QWidget, *, folds: bool = True, parent: QWidget | None = None) -> None:
        """``content`` belongs to the section from now on."""
        super().__init__(parent)
        self.content = content
        self.head = _Head(title) if folds else _words(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.xs)
        column.addWidget(self.head)
        column.addWidget(content)
        if isinstance(self.head, _Head):
            self.head.toggled.connect(content.setVisible)

    def set_open(self, is_open: bool) -> None:
        """Unfold or fold; without effect where nothing folds."""
        if isinstance(self.head, _Head):
            self.head.setChecked(is_open)

    def is_open(self) -> bool:
        """Whether the content can be seen."""
        return not isinstance(self.head, _Head) or self.head.isChecked()


class _Head(QAbstractButton):
    """The title with an arrow that tells whether something is folded."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setText(title)
        self.setAccessibleName(title)
        self.setCheckable(True)
        self.setChecked(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.toggled.connect(self._tell)
        notifier().changed.connect(self.update)
        self._tell(True)

    def sizeHint(self) -> QSize:
        """One line with some air."""
        metrics = QFontMetrics(self._font())
        return QSize(metrics.horizontalAdvance(self.text()) + SPACE.xs + _ARROW, metrics.height() + SPACE.xs)

    def minimumSizeHint(self) -> QSize:
        """As high as the hint."""
        return QSize(_ARROW, self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the title in line with the other headings, the arrow behind it."""
        tokens = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font())
        painter.setPen(QColor(tokens.text if self.isEnabled() else tokens.faint))
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), middle, self.text())
        left = painter.fontMetrics().horizontalAdvance(self.text()) + SPACE.xs
        arrow = QRectF(left, (self.height() - _ARROW) / 2, _ARROW, _ARROW)
        lively = self.isEnabled() and self.underMouse()
        colour = QColor(tokens.text if lively else tokens.muted)
        paint_icon(painter, arrow, "chevron-down" if self.isChecked() else "chevron-right", colour)
        if self.hasFocus() and self.property("keyboardFocus"):
            painter.setPen(QPen(QColor(tokens.focus), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS.s, RADIUS.s)
        painter.end()

    def _font(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _tell(self, is_open: bool) -> None:
        self.setToolTip(self.tr("Fold away") if is_open else self.tr("Unfold"))
        self.update()


def _words(title: str) -> QLabel:
    label = QLabel(title)
    label.setProperty("role", "heading")
    return label
