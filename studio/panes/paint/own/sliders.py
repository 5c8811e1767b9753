"""A slider over doublings and halvings, which says in a word how much that is."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from studio.look.tokens import SPACE
from studio.widgets.valueslider import SETTLE_MS, JumpSlider

#: Places of the slider in one doubling.
FINENESS = 10
#: Where the words change, in doublings from the usual.
_BOUNDS = (-2.0, -0.35, 0.35, 2.0)


class FactorSlider(QWidget):
    """Label left, word and factor right, slider under both; the middle is the usual value.

    ``changed`` comes with every movement, ``settled`` once the hand has stopped. Both are silent when a program sets
    the value.
    """

    changed = Signal(float)
    settled = Signal()

    def __init__(
        self,
        label: str,
        usual: float,
        words: Sequence[str],
        *,
        octaves: int = 4,
        off: str = "",
        tip: str = "",
    ) -> None:
        """``words`` are five, from very little to very much; with ``off`` the lowest place is 0 and called so."""
        super().__init__()
        self._usual, self._words, self._off, self._value = usual, tuple(words), off, usual
        self._end = octaves * FINENESS
        self._pause = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._pause.timeout.connect(self.settled)
        self._label = QLabel(label)
        self._word = QLabel()
        self._word.setProperty("role", "muted")
        self._word.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.slider = JumpSlider(-self._end - (1 if off else 0), self._end)
        self.slider.setPageStep(FINENESS)
        self.slider.setAccessibleName(label)
        self.slider.setToolTip("\n".join(text for text in (tip, self.tr("Double-click to reset")) if text))
        self._label.setToolTip(tip)
        self._label.setBuddy(self.slider)
        self.slider.valueChanged.connect(self._moved)
        self.slider.sliderReleased.connect(self._let_go)
        self.slider.reset_wanted.connect(self._reset)
        self.setFocusProxy(self.slider)
        self._lay_out()
        self._say()

    def value(self) -> float:
        """The value that is shown."""
        return self._value

    def set_value(self, value: float) -> None:
        """Show ``value`` without telling anybody; one between two places stays what it is."""
        self._value = value
        blocked = self.slider.blockSignals(True)
        self.slider.setValue(self._place(value))
        self.slider.blockSignals(blocked)
        self._say()

    def word(self) -> str:
        """What the person reads."""
        return self._word.text()

    def _place(self, value: float) -> int:
        if value <= 0:
            return self.slider.minimum()
        place = round(math.log2(value / self._usual) * FINENESS)
        return min(self._end, max(-self._end, place))

    def _moved(self, place: int) -> None:
        self._value = 0.0 if place < -self._end else self._usual * 2 ** (place / FINENESS)
        self._say()
        self.changed.emit(self._value)
        if not self.slider.isSliderDown():
            # Keys and wheel have no "released": a short silence is their release.
            self._pause.start()

    def _let_go(self) -> None:
        self._pause.stop()
        self.settled.emit()

    def _reset(self) -> None:
        self.slider.setValue(0)
        self._let_go()

    def _say(self) -> None:
        if self._off and self._value <= 0:
            words = self._off
        else:
            factor = max(self._value, 1e-9) / self._usual
            doublings = math.log2(factor)
            words = self._words[sum(doublings > bound for bound in _BOUNDS)]
            if abs(doublings) > 0.5 / FINENESS:
                words = f"{words}  {_short(factor)}×"
        self._word.setText(words)
        self.slider.setAccessibleDescription(words)

    def _lay_out(self) -> None:
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(SPACE.xs)
        grid.setHorizontalSpacing(SPACE.s)
        grid.setColumnStretch(0, 1)
        grid.addWidget(self._label, 0, 0)
        grid.addWidget(self._word, 0, 1)
        grid.addWidget(self.slider, 1, 0, 1, 2)


def _short(factor: float) -> str:
    return f"{factor:.0f}" if factor >= 10 else f"{factor:.1f}" if factor >= 1 else f"{factor:.2f}"
