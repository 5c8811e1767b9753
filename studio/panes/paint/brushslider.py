"""How broad the brush is: a slider on which each step is the same ratio."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from engines.paint.looks import BROADEST_BRUSH, FINEST_BRUSH
from studio.look.tokens import SPACE
from studio.widgets.valueslider import SETTLE_MS, JumpSlider, NumberField

#: Positions of the slider to each doubling of the brush.
_PER_DOUBLING = 20


def position_of(brush: float) -> int:
    """Where the slider stands for ``brush``; 1 is position 0."""
    return round(math.log2(brush) * _PER_DOUBLING)


def brush_at(position: int) -> float:
    """The brush at a position, in hundredths, so that the number shown is the whole truth."""
    brush = round(math.pow(2.0, position / _PER_DOUBLING), 2)
    return min(BROADEST_BRUSH, max(FINEST_BRUSH, brush))


class BrushSlider(QWidget):
    """Label left, percent right, under both the slider between “Fine” and “Broad”.

    ``changed`` comes with every movement, ``settled`` once the hand has stopped; a program sets it silently.
    """

    changed = Signal(float)
    settled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._brush = 1.0
        self._moved = False
        self._label = QLabel(self.tr("Brush"))
        self.number = NumberField(round(FINEST_BRUSH * 100), round(BROADEST_BRUSH * 100), " %")
        self.slider = JumpSlider(position_of(FINEST_BRUSH), position_of(BROADEST_BRUSH))
        self._pause = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._pause.timeout.connect(self._settle)
        for control in (self.number, self.slider):
            control.setAccessibleName(self.tr("Brush"))
        self.slider.setAccessibleDescription(self.tr("From fine to broad strokes"))
        self.slider.setToolTip(self.tr("The size of the strokes against the picture. Double-click to reset"))
        self._label.setBuddy(self.number)
        self.slider.valueChanged.connect(lambda position: self._take(brush_at(position)))
        self.slider.sliderReleased.connect(self._settle)
        self.slider.reset_wanted.connect(lambda: self._take(1.0))
        self.number.valueChanged.connect(lambda percent: self._take(percent / 100))
        self.number.editingFinished.connect(self._settle)
        self._show()
        self.setFocusProxy(self.slider)
        self._lay_out()

    def brush(self) -> float:
        """The brush shown."""
        return self._brush

    def set_brush(self, brush: float) -> None:
        """Show ``brush`` without telling anybody."""
        self._brush = brush
        self._show()

    def _take(self, brush: float) -> None:
        if brush == self._brush:
            return
        self._brush = brush
        self._show()
        self._moved = True
        self.changed.emit(brush)
        if not self.slider.isSliderDown():
            self._pause.start()

    def _settle(self) -> None:
        self._pause.stop()
        if self._moved:
            self._moved = False
            self.settled.emit()

    def _show(self) -> None:
        for control, value in ((self.slider, position_of(self._brush)), (self.number, round(self._brush * 100))):
            blocked = control.blockSignals(True)
            control.setValue(value)
            control.blockSignals(blocked)

    def _lay_out(self) -> None:
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        fine, broad = QLabel(self.tr("Fine")), QLabel(self.tr("Broad"))
        for words in (fine, broad):
            words.setProperty("role", "small")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(SPACE.xs)
        grid.setHorizontalSpacing(SPACE.s)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._label, 0, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(self.number, 0, 1, 1, 2, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(fine, 1, 0)
        grid.addWidget(self.slider, 1, 1)
        grid.addWidget(broad, 1, 2)
