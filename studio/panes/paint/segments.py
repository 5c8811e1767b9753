"""One choice out of a few, side by side in one frame."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QLabel, QSizePolicy, QWidget

from studio.look.palette import current, notifier
from studio.look.tokens import RADIUS, SIZE, SPACE


class Segments(QWidget):
    """A label, and under it the choices; arrow keys walk, ``chosen`` is silent when a program chooses."""

    chosen = Signal(str)

    def __init__(self, label: str, choices: Sequence[tuple[str, str, str]], parent: QWidget | None = None) -> None:
        """``choices`` are (name, title, tip)."""
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self.buttons = {name: _Segment(title, tip, label) for name, title, tip in choices}
        words = QLabel(label)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(0)
        grid.setVerticalSpacing(SPACE.xs)
        grid.addWidget(words, 0, 0, 1, len(choices))
        frame = _Frame()
        grid.addWidget(frame, 1, 0, 1, len(choices))
        for column, (name, button) in enumerate(self.buttons.items()):
            self._group.addButton(button)
            grid.addWidget(button, 1, column)
            grid.setColumnStretch(column, 1)
            button.toggled.connect(lambda on, name=name: self._told(name) if on else None)
        self._silent = True
        next(iter(self.buttons.values())).setChecked(True)
        self._silent = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def choose(self, name: str) -> None:
        """Show the choice ``name`` without telling anybody."""
        self._silent = True
        self.buttons[name].setChecked(True)
        self._silent = False

    def choice(self) -> str:
        """The name of what is chosen."""
        return next(name for name, button in self.buttons.items() if button.isChecked())

    def _told(self, name: str) -> None:
        if not self._silent:
            self.chosen.emit(name)


class _Frame(QWidget):
    """What holds the segments together."""

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        notifier().changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the outline and the ground."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(current().line_strong if self.isEnabled() else current().line), 1))
        painter.setBrush(QColor(current().panel))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS.m, RADIUS.m)
        painter.end()


class _Segment(QAbstractButton):
    """One of the choices."""

    def __init__(self, title: str, tip: str, label: str) -> None:
        super().__init__()
        self.setText(title)
        self.setToolTip(tip)
        self.setCheckable(True)
        self.setAccessibleName(f"{label}: {title}")
        self.setAccessibleDescription(tip)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        # The Tab key stops at the choice; from there the arrows go on.
        policy = Qt.FocusPolicy
        self.toggled.connect(lambda on: self.setFocusPolicy(policy.StrongFocus if on else policy.ClickFocus))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        notifier().changed.connect(self.update)
        self._fit_height()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_height()

    def _fit_height(self) -> None:
        self.setFixedHeight(max(SIZE.control, self.fontMetrics().height() + 2 * SPACE.s))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground of a chosen one, the ring of the keyboard, and the title."""
        tokens = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5)
        painter.setPen(Qt.PenStyle.NoPen)
        on = self.isEnabled() and self.isChecked()
        if on:
            painter.setBrush(QColor(tokens.selection))
            painter.drawRoundedRect(box, RADIUS.s, RADIUS.s)
        elif self.isEnabled() and self.underMouse():
            painter.setBrush(QColor(tokens.hover))
            painter.drawRoundedRect(box, RADIUS.s, RADIUS.s)
        if self.hasFocus() and self.property("keyboardFocus"):
            painter.setPen(QPen(QColor(tokens.focus), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, RADIUS.s, RADIUS.s)
        colour = tokens.selection_text if on else tokens.muted if self.isEnabled() else tokens.faint
        painter.setPen(QColor(colour))
        title = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width() - SPACE.s)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, title)
        painter.end()
