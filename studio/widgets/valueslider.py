"""A labelled slider whose number can be dragged, turned, typed, and put back with a double click."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QSizePolicy,
    QSlider,
    QSpinBox,
    QStyle,
    QStyleOptionSlider,
    QWidget,
)

from studio.look.tokens import SPACE

SETTLE_MS = 250


class ValueSlider(QWidget):
    """Label left, number right, slider under both.

    ``changed`` comes with every movement, for what is cheap; ``settled`` once the hand has stopped, for what is not.
    Both are silent when a program sets the value.
    """

    changed = Signal(int)
    settled = Signal(int)

    def __init__(
        self,
        label: str,
        minimum: int = 0,
        maximum: int = 100,
        default: int = 0,
        suffix: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """``suffix`` is written behind the number, with its space: " %"."""
        super().__init__(parent)
        self._default = default
        self._pause = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._pause.timeout.connect(self._settle)
        self._told = default
        self._label = QLabel(label)
        self.number = NumberField(minimum, maximum, suffix)
        self.slider = JumpSlider(minimum, maximum)
        self.slider.setValue(default)
        self.number.setValue(default)
        self._label.setBuddy(self.number)
        self.slider.valueChanged.connect(self._slid)
        self.slider.sliderReleased.connect(self._settle)
        self.slider.reset_wanted.connect(self.reset)
        self.number.valueChanged.connect(self._typed)
        self.number.editingFinished.connect(self._settle)
        self.set_label(label)
        self.setFocusProxy(self.slider)
        self._lay_out()

    def value(self) -> int:
        """The number shown."""
        return self.slider.value()

    def set_value(self, value: int) -> None:
        """Show ``value`` without telling anybody, as when a project is opened."""
        self._pause.stop()
        self._show(value)
        self._told = self.value()

    def reset(self) -> None:
        """Go back to the default, and tell."""
        self.slider.setValue(self._default)
        self._settle()

    def set_label(self, label: str) -> None:
        """Change the label, and with it what a screen reader calls the controls."""
        self._label.setText(label)
        self.slider.setAccessibleName(label)
        self.number.setAccessibleName(label)
        self.slider.setToolTip(self.tr("Double-click to reset"))

    def _slid(self, value: int) -> None:
        self._show(value)
        self._moved(value)

    def _typed(self, value: int) -> None:
        self._show(value)
        self._moved(value)

    def _show(self, value: int) -> None:
        for control in (self.slider, self.number):
            blocked = control.blockSignals(True)
            control.setValue(value)
            control.blockSignals(blocked)

    def _moved(self, value: int) -> None:
        self.changed.emit(value)
        if not self.slider.isSliderDown():
            # Keys and wheel have no "released": a short silence is their release.
            self._pause.start()

    def _settle(self) -> None:
        self._pause.stop()
        if self.value() != self._told:
            self._told = self.value()
            self.settled.emit(self._told)

    def _lay_out(self) -> None:
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(SPACE.xs)
        grid.setHorizontalSpacing(SPACE.s)
        grid.setColumnStretch(0, 1)
        grid.addWidget(self._label, 0, 0)
        grid.addWidget(self.number, 0, 1)
        grid.addWidget(self.slider, 1, 0, 1, 2)


class JumpSlider(QSlider):
    """A slider that goes where it is clicked, and lets the wheel scroll the page unless it has the focus."""

    reset_wanted = Signal()

    def __init__(self, minimum: int, maximum: int) -> None:
        """Horizontal, from ``minimum`` to ``maximum``, in steps that cross it in a hundred keys at most."""
        super().__init__(Qt.Orientation.Horizontal)
        self.setRange(minimum, maximum)
        self.setSingleStep(max(1, (maximum - minimum) // 100))
        self.setPageStep(max(1, (maximum - minimum) // 10))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Jump to the click first; the ordinary slider then grasps the handle and drags."""
        if event.button() == Qt.MouseButton.LeftButton:
            option = QStyleOptionSlider()
            self.initStyleOption(option)
            part = QStyle.SubControl.SC_SliderHandle
            handle = self.style().subControlRect(QStyle.ComplexControl.CC_Slider, option, part, self)
            if not handle.contains(event.position().toPoint()):
                travel = self.width() - handle.width()
                x = round(event.position().x() - handle.width() / 2)
                self.setSliderDown(True)
                self.setValue(QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), x, travel))
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask for the default."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.reset_wanted.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn only what has been chosen: a page that scrolls past must not change anything."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class NumberField(QSpinBox):
    """The number, which looks like text until somebody wants to type."""

    def __init__(self, minimum: int, maximum: int, suffix: str) -> None:
        """As wide as its widest number."""
        super().__init__()
        # The stylesheet hides the buttons of a bare one: Qt's own NoButtons leaves a styled field no room.
        self.setProperty("bare", True)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setRange(minimum, maximum)
        self.setSuffix(suffix)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # "1", "12", "120": a number half typed is not yet a wish.
        self.setKeyboardTracking(False)
        self._fit_width()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_width()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the number and goes no further, so that no dialog closes by it."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.selectAll()
            event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn only while focused."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _fit_width(self) -> None:
        texts = (self.textFromValue(value) + self.suffix() for value in (self.minimum(), self.maximum()))
        widest = max(self.fontMetrics().horizontalAdvance(text) for text in texts)
        self.setFixedWidth(widest + 2 * SPACE.s)
