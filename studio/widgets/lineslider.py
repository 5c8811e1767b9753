"""A slider in one line: what it is, where it stands, and the number; whole numbers or hundredths."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from studio.look.tokens import SPACE
from studio.widgets.valueslider import JumpSlider, NumberField


class LineSlider(QWidget):
    """``changed`` comes with every movement of the hand and never when a program sets the value."""

    changed = Signal(float)

    def __init__(self, label: str, least: float, most: float, default: float, *, decimals: int = 0) -> None:
        super().__init__()
        self._scale: int = 10**decimals
        self._default = default
        self.label = QLabel(label)
        self.slider = JumpSlider(round(least * self._scale), round(most * self._scale))
        self.number = _Number(round(least * self._scale), round(most * self._scale), decimals)
        self.label.setBuddy(self.number)
        for control in (self.slider, self.number):
            control.setAccessibleName(label)
        self.slider.setToolTip(self.tr("Double-click to reset"))
        self.set_value(default)
        self.slider.valueChanged.connect(self._moved)
        self.number.valueChanged.connect(self._moved)
        self.slider.reset_wanted.connect(self._reset)
        self.setFocusProxy(self.slider)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.s)
        row.addWidget(self.label)
        row.addWidget(self.slider, 1)
        # The number is as wide as its own digits; a column of sliders wants them all alike.
        self._place = QWidget()
        place = QHBoxLayout(self._place)
        place.setContentsMargins(0, 0, 0, 0)
        place.addWidget(self.number, 0, Qt.AlignmentFlag.AlignRight)
        row.addWidget(self._place)

    def value(self) -> float:
        """Where it stands."""
        return float(self.slider.value() / self._scale)

    def set_value(self, value: float) -> None:
        """Show ``value`` and tell nobody."""
        self._show(round(value * self._scale))

    def set_spoken(self, name: str) -> None:
        """What a screen reader says where a heading that is only seen says half of it."""
        for control in (self.slider, self.number):
            control.setAccessibleName(name)

    def set_widths(self, label: int, number: int) -> None:
        """Sliders one below the other begin and end at one line."""
        self.label.setMinimumWidth(label)
        self._place.setMinimumWidth(number)

    def _show(self, steps: int) -> None:
        for control in (self.slider, self.number):
            blocked = control.blockSignals(True)
            control.setValue(steps)
            control.blockSignals(blocked)

    @Slot(int)
    def _moved(self, steps: int) -> None:
        self._show(steps)
        self.changed.emit(self.value())

    @Slot()
    def _reset(self) -> None:
        self._moved(round(self._default * self._scale))


class _Number(NumberField):
    """Counts in steps and shows what they are worth."""

    def __init__(self, least: int, most: int, decimals: int) -> None:
        self._decimals = decimals
        super().__init__(least, most, "")

    def textFromValue(self, value: int) -> str:
        """0.80"""
        return f"{value / 10**self._decimals:.{self._decimals}f}"

    def valueFromText(self, text: str) -> int:
        """What was typed, with a point or a comma."""
        try:
            steps: float = float(text.replace(",", ".")) * 10**self._decimals
        except ValueError:
            return self.value()
        return round(steps)

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Digits and one point."""
        plain = text.replace(",", ".")
        if not plain or plain == ".":
            return QValidator.State.Intermediate, text, position
        allowed = plain.replace(".", "", 1 if self._decimals else 0).isdecimal()
        inside = allowed and self.minimum() <= self.valueFromText(plain) <= self.maximum()
        if inside:
            return QValidator.State.Acceptable, text, position
        return (QValidator.State.Intermediate if allowed else QValidator.State.Invalid), text, position
