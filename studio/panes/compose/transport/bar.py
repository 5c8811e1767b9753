"""The bar above the roll: transport, where it is, signs, what is switched on, and how loud it is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from engines.compose.notes import FASTEST, SLOWEST
from studio.look.palette import current
from studio.look.tokens import SIZE, SPACE
from studio.panes.compose.transport.choices import KeyButton, MetreButton
from studio.panes.compose.transport.meter import LevelMeter
from studio.widgets.valueslider import NumberField


class TransportBar(QWidget):
    """Buttons are the faces of commands; signs are shown here and changed by the part."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("surface", "panel")
        self.setAccessibleName(self.tr("Transport"))
        self.buttons: dict[str, QToolButton] = {}
        self.place, self.time = _Figures(9), _Figures(8, small=True)
        self.place.setAccessibleName(self.tr("Position"))
        self.place.setToolTip(self.tr("Bar, beat and ticks of the playhead"))
        self.time.setAccessibleName(self.tr("Time"))
        self.tempo = NumberField(int(SLOWEST), int(FASTEST), "")
        self.tempo.setAccessibleName(self.tr("Tempo"))
        self.tempo.setToolTip(self.tr("Quarter notes a minute, from the last change of tempo on"))
        self.metre, self.key = MetreButton(), KeyButton()
        self.octave = QLabel()
        self.octave.setProperty("role", "small")
        self.octave.setToolTip(self.tr("The octave of the computer keyboard; Z and X change it"))
        self.octave.hide()
        self.meter = LevelMeter()
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.s, SPACE.xs, SPACE.m, SPACE.xs)
        row.setSpacing(SPACE.xs)
        self._group(row, "start", "play", "record")
        self._line(row)
        row.addWidget(self.place)
        row.addWidget(self.time)
        self._line(row)
        row.addWidget(_named(self.tr("Tempo"), self.tempo))
        row.addWidget(_named(self.tr("Metre"), self.metre))
        row.addWidget(_named(self.tr("Key"), self.key))
        self._line(row)
        self._group(row, "loop", "metronome", "countin")
        self._line(row)
        self._group(row, "keys", "steps")
        row.addWidget(self.octave)
        row.addStretch(1)
        row.addWidget(self.meter)

    def _group(self, row: QHBoxLayout, *names: str) -> None:
        for name in names:
            button = QToolButton()
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setIconSize(QSize(SIZE.icon, SIZE.icon))
            button.setFixedSize(SIZE.row, SIZE.row)
            self.buttons[name] = button
            row.addWidget(button)

    def _line(self, row: QHBoxLayout) -> None:
        line = QFrame()
        line.setFixedSize(1, SPACE.xl)
        line.setProperty("separator", True)
        line.setStyleSheet("QFrame { max-height: 24px; min-height: 24px; }")
        row.addSpacing(SPACE.xs)
        row.addWidget(line)
        row.addSpacing(SPACE.xs)

    def offer(self, action_of: Callable[[str], QAction]) -> None:
        """The buttons follow the commands of the same names."""
        for name, button in self.buttons.items():
            button.setDefaultAction(action_of(f"compose.{name}"))

    def show_place(self, place: str, time: str) -> None:
        """Where the playhead is."""
        self.place.say(place)
        self.time.say(time)

    def show_tempo(self, bpm: float) -> None:
        """Show a tempo, and tell nobody."""
        blocked = self.tempo.blockSignals(True)
        self.tempo.setValue(round(bpm))
        self.tempo.blockSignals(blocked)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A hair below."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(current().panel))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(current().line))
        painter.end()


class _Figures(QWidget):
    """Digits that stand still while they count."""

    def __init__(self, digits: int, *, small: bool = False) -> None:
        super().__init__()
        self._digits, self._small, self._words = digits, small, ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def say(self, words: str) -> None:
        """Show other figures; a screen reader is told when it asks."""
        if words != self._words:
            self._words = words
            self.setAccessibleDescription(words)
            self.update()

    def sizeHint(self) -> QSize:
        """Room for so many digits."""
        return QSize(QFontMetrics(self._font()).horizontalAdvance("0") * self._digits + SPACE.s, SIZE.row)

    def _font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(round(self.fontInfo().pixelSize() * (1.0 if self._small else 1.25)))
        if not self._small:
            font.setWeight(QFont.Weight.DemiBold)
        font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The figures."""
        painter = QPainter(self)
        painter.setFont(self._font())
        painter.setPen(QColor(current().muted if self._small else current().text))
        where = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(self.rect(), where, self._words)
        painter.end()


def _named(name: str, control: QWidget) -> QWidget:
    """A control with its name over it, small."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    label = QLabel(name)
    label.setProperty("role", "small")
    label.setContentsMargins(SPACE.xs + 1, 0, 0, 0)
    label.setBuddy(control)
    column.addWidget(label)
    # Numbers and words stand on one line, whatever air a control has of its own.
    control.setFixedHeight(SIZE.control - SPACE.xs)
    column.addWidget(control, 0, Qt.AlignmentFlag.AlignLeft)
    return box
