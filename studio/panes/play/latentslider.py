"""One number of z: where it is on real roads, where V sees it now, and a handle that moves the dream's."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QAbstractSlider, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from studio.look.icons import icon
from studio.look.palette import current
from studio.look.tokens import SPACE

SCALE = 100
#: Farther than this no number of z is ever seen.
FARTHEST = 5.0
_KNOB = 5.0


class LatentSlider(QAbstractSlider):
    """Hundredths from -5 to 5. ``grasped`` and ``let_go`` enclose one movement, of the mouse or of a key."""

    grasped = Signal()
    let_go = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.low, self.high, self.real = -3.0, 3.0, 0.0
        self.held = False
        self._words = name
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setRange(round(-FARTHEST * SCALE), round(FARTHEST * SCALE))
        self.setSingleStep(10)
        self.setPageStep(50)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    def show_place(self, dreamed: float, real: float, held: bool) -> None:
        """Show where both are, and tell nobody."""
        steps = round(dreamed * SCALE)
        if (steps, held) == (self.value(), self.held) and abs(real - self.real) < 0.5 / SCALE:
            return
        self.real, self.held = real, held
        blocked = self.blockSignals(True)
        self.setValue(steps)
        self.blockSignals(blocked)
        self.update()

    def sizeHint(self) -> QSize:
        """As high as a line of text."""
        return QSize(120, max(20, self.fontMetrics().height() + 2))

    def _x(self, value: float) -> float:
        room = self.width() - 2 * _KNOB
        return _KNOB + room * (min(FARTHEST, max(-FARTHEST, value)) + FARTHEST) / (2 * FARTHEST)

    def _value_at(self, x: float) -> int:
        room = max(1.0, self.width() - 2 * _KNOB)
        return round(((x - _KNOB) / room * 2 - 1) * FARTHEST * SCALE)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go where the click is."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.grasped.emit()
            self.setSliderDown(True)
            self.setValue(self._value_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the hand."""
        if self.isSliderDown():
            self.setValue(self._value_at(event.position().x()))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """The hand is off."""
        if self.isSliderDown():
            self.setSliderDown(False)
            self.let_go.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Each key is a movement of its own; other keys are the pane's."""
        steps = {
            Qt.Key.Key_Left: -self.singleStep(),
            Qt.Key.Key_Right: self.singleStep(),
            Qt.Key.Key_PageDown: -self.pageStep(),
            Qt.Key.Key_PageUp: self.pageStep(),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            event.ignore()
            return
        self.grasped.emit()
        self.setValue(self.value() + step)
        self.let_go.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the column."""
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The line, the range of the data, a tick where V sees it, the handle."""
        painter, tokens = QPainter(self), current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.line))
        painter.drawRoundedRect(QRectF(_KNOB, middle - 1, self.width() - 2 * _KNOB, 2), 1, 1)
        painter.setBrush(QColor(tokens.line_strong))
        low, high = self._x(self.low), self._x(self.high)
        painter.drawRoundedRect(QRectF(low, middle - 2, high - low, 4), 2, 2)
        real = self._x(self.real)
        painter.setPen(QPen(QColor(tokens.text), 1.5))
        painter.drawLine(QPointF(real, middle - 5), QPointF(real, middle + 5))
        painter.setPen(QPen(QColor(tokens.focus if self.hasFocus() else tokens.panel), 1.5))
        painter.setBrush(QColor(tokens.warning if self.held else tokens.accent))
        painter.drawEllipse(QPointF(self._x(self.value() / SCALE), middle), _KNOB, _KNOB)
        painter.end()


class LatentRow(QWidget):
    """The number of the dimension, its slider, and a pin that holds it."""

    #: int, float: another value by hand.
    moved = Signal(int, float)
    #: int, bool: hold it, or let it go.
    pinned = Signal(int, bool)
    #: int: the mixture of this dimension is wanted.
    chosen = Signal(int)
    #: int: a movement begins; int: it has ended.
    grasped = Signal(int)
    let_go = Signal(int)

    def __init__(self, dimension: int, digits: int) -> None:
        super().__init__()
        self.dimension = dimension
        name = self.tr("z {number}").format(number=dimension)
        self.title, self.pin = QToolButton(), QToolButton()
        self.title.setText(str(dimension))
        self.title.setFixedWidth(digits)
        self.title.setCheckable(True)
        self.title.setAutoExclusive(False)
        self.title.setAccessibleName(self.tr("Mixture of {name}").format(name=name))
        self.title.setToolTip(self.tr("Show what M expects of {name}").format(name=name))
        self.slider = LatentSlider(name)
        self.pin.setCheckable(True)
        self.pin.setAccessibleName(self.tr("Hold {name}").format(name=name))
        self.pin.setToolTip(self.tr("Hold {name} while the dream goes on").format(name=name))
        for button in (self.title, self.pin):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.xs)
        row.addWidget(self.title)
        row.addWidget(self.slider, 1)
        row.addWidget(self.pin)
        self.title.clicked.connect(lambda: self.chosen.emit(dimension))
        self.pin.toggled.connect(self._pinned)
        self.slider.valueChanged.connect(lambda value: self.moved.emit(dimension, value / SCALE))
        self.slider.grasped.connect(lambda: self.grasped.emit(dimension))
        self.slider.let_go.connect(lambda: self.let_go.emit(dimension))
        self._show_pin()

    def show_pin(self, held: bool) -> None:
        """Show a pin, and tell nobody."""
        if held != self.pin.isChecked():
            blocked = self.pin.blockSignals(True)
            self.pin.setChecked(held)
            self.pin.blockSignals(blocked)
            self._show_pin()

    def _pinned(self, held: bool) -> None:
        self._show_pin()
        self.pinned.emit(self.dimension, held)

    def _show_pin(self) -> None:
        held = self.pin.isChecked()
        self.pin.setIcon(icon("lock" if held else "unlock", "accent" if held else "muted"))
