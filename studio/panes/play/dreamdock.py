"""The dreams: where they begin, how warm each is, and when they are brought back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from engines.play.branches import COOLEST, HOTTEST, MOST
from studio.look.tokens import SPACE
from studio.widgets.columnarea import ColumnArea
from studio.widgets.countchoice import CountChoice
from studio.widgets.emptystate import ActionButton
from studio.widgets.lineslider import LineSlider

#: The temperatures of dreams beside each other, until somebody chooses others.
USUAL = (1.0, 0.5, 1.25, 0.1)


class DreamDock(QWidget):
    """Tells what a hand changes; what that means is the pane's."""

    #: int, float: the dream at this place has another temperature.
    heated = Signal(int, float)
    count_changed = Signal(int)
    anchor_every_changed = Signal(int)
    alone_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.note = QLabel()
        self.note.setProperty("role", "small")
        self.note.setWordWrap(True)
        self.count = CountChoice(self.tr("Dreams"), MOST, self.tr("Side by side, each at a temperature of its own"))
        self.count.show_count(1)
        self.heats = [
            LineSlider(self.tr("Temperature"), COOLEST, HOTTEST, USUAL[place], decimals=2) for place in range(MOST)
        ]
        self.every = QSpinBox()
        self.every.setRange(0, 500)
        self.every.setSingleStep(10)
        self.every.setSpecialValueText(self.tr("never"))
        self.every.setSuffix(self.tr(" frames"))
        self.every.setAccessibleName(self.tr("Re-anchor every so many frames"))
        self.alone = QCheckBox(self.tr("Only the dream goes on"))
        self.alone.setToolTip(self.tr("The real car waits, and who drives sees the first dream"))
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(SPACE.m, SPACE.m, 0, SPACE.m)
        self._column.setSpacing(SPACE.s)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(ColumnArea(self._inside, self.tr("Dreams")))
        self._connect()
        self.show_count(1)

    def offer(self, action_of: Callable[[str], QAction]) -> None:
        """Buttons for the commands, and everything in its place."""
        column = self._column
        dream, wake = ActionButton(action_of("play.dream"), primary=True), ActionButton(action_of("play.wake"))
        row = QHBoxLayout()
        row.setSpacing(SPACE.s)
        row.addWidget(dream)
        row.addWidget(wake)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.note)
        column.addWidget(self.count)
        for slider in self.heats:
            column.addWidget(slider)
        column.addWidget(_line())
        again = QHBoxLayout()
        again.setSpacing(SPACE.s)
        label = QLabel(self.tr("Re-anchor every"))
        label.setBuddy(self.every)
        again.addWidget(label)
        again.addWidget(self.every)
        again.addStretch(1)
        column.addLayout(again)
        column.addWidget(ActionButton(action_of("play.anchor")))
        column.addWidget(self.alone)
        column.addStretch(1)

    def _connect(self) -> None:
        self.count.changed.connect(self._counted)
        for place, slider in enumerate(self.heats):
            slider.changed.connect(lambda value, place=place: self.heated.emit(place, value))
        self.every.valueChanged.connect(self.anchor_every_changed)
        self.alone.toggled.connect(self.alone_changed)

    def temperatures(self) -> list[float]:
        """Those of as many dreams as are wanted."""
        return [slider.value() for slider in self.heats[: self.count.count()]]

    def show_count(self, count: int) -> None:
        """Show as many sliders, and tell nobody."""
        self.count.show_count(count)
        for place, slider in enumerate(self.heats):
            slider.setVisible(place < count)
            name = self.tr("Temperature {number}").format(number=place + 1) if count > 1 else self.tr("Temperature")
            slider.label.setText(name)
            slider.set_spoken(name)

    def show_temperatures(self, temperatures: Sequence[float]) -> None:
        """Show these, and tell nobody."""
        for slider, value in zip(self.heats, temperatures, strict=False):
            slider.set_value(value)

    def show_switches(self, anchor_every: int, alone: bool, possible: bool, note: str) -> None:
        """Show the rest, and tell nobody."""
        for control in (self.every, self.alone):
            control.blockSignals(True)
        self.every.setValue(anchor_every)
        self.alone.setChecked(alone)
        for control in (self.every, self.alone):
            control.blockSignals(False)
        for widget in (self.count, self.every, *self.heats):
            widget.setEnabled(possible)
        if note != self.note.text():
            self.note.setText(note)

    @Slot()
    def _counted(self) -> None:
        self.show_count(self.count.count())
        self.count_changed.emit(self.count.count())


def _line() -> QFrame:
    line = QFrame()
    line.setProperty("separator", True)
    return line
