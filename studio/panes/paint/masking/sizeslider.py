"""The brush's size: even steps of the slider are even ratios, the number is in pixels of the photograph."""

from __future__ import annotations

import math

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from studio.look.tokens import SPACE
from studio.widgets.valueslider import JumpSlider, NumberField

#: The brush's diameter as a share of the photograph's longer side.
SMALLEST, LARGEST, USUAL = 0.002, 0.5, 0.06
_STEPS = 200
#: How much one press of [ or ] changes.
_NUDGE = 1.2


class SizeSlider(QWidget):
    """Label left, number right, slider under both, as a ValueSlider has them.

    The share of the photograph is what stays when another photograph is opened, not the number.
    """

    changed = Signal(float)  # the share

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        """Start at the usual size, on no photograph."""
        super().__init__(parent)
        self._share = USUAL
        self._longest = 1000
        self.slider = JumpSlider(0, _STEPS)
        self.number = NumberField(1, 99_999, self.tr(" px"))
        words = QLabel(label)
        words.setBuddy(self.number)
        for control in (self.slider, self.number):
            control.setAccessibleName(label)
            control.setToolTip(self.tr("Size of the brush ([ and ])"))
        self.slider.valueChanged.connect(self._slid)
        self.slider.reset_wanted.connect(self._reset)
        self.number.valueChanged.connect(self._typed)
        self.setFocusProxy(self.slider)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(SPACE.xs)
        grid.setHorizontalSpacing(SPACE.s)
        grid.setColumnStretch(0, 1)
        grid.addWidget(words, 0, 0)
        grid.addWidget(self.number, 0, 1)
        grid.addWidget(self.slider, 1, 0, 1, 2)
        self._show()

    def share(self) -> float:
        """The diameter as a share of the photograph's longer side."""
        return self._share

    def diameter(self) -> float:
        """The diameter in pixels of the photograph."""
        return self._share * self._longest

    def set_photograph(self, longest: int) -> None:
        """Count in pixels of a photograph whose longer side is ``longest``."""
        self._longest = max(1, longest)
        self._show()

    def nudge(self, direction: int) -> None:
        """One step larger (+1) or smaller (-1), and tell."""
        self._take(self._share * _NUDGE**direction)

    def _slid(self, value: int) -> None:
        self._take(SMALLEST * (LARGEST / SMALLEST) ** (value / _STEPS))

    def _typed(self, value: int) -> None:
        self._take(value / self._longest)

    def _reset(self) -> None:
        self._take(USUAL)

    def _take(self, share: float) -> None:
        self._share = min(LARGEST, max(SMALLEST, share))
        self._show()
        self.changed.emit(self._share)

    def _show(self) -> None:
        place = round(_STEPS * math.log(self._share / SMALLEST) / math.log(LARGEST / SMALLEST))
        least, most = (max(1, round(share * self._longest)) for share in (SMALLEST, LARGEST))
        with QSignalBlocker(self.slider), QSignalBlocker(self.number):
            self.slider.setValue(place)
            self.number.setRange(least, most)
            self.number.setValue(round(self.diameter()))
