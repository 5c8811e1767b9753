"""M looked into: what it expects of one number of z, and all that it remembers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSpinBox, QVBoxLayout, QWidget

from engines.play.mind import LATENTS, Mixture, expected
from engines.play.session import Session
from studio.look.palette import current
from studio.look.tokens import RADIUS, SPACE
from studio.panes.play.latentslider import FARTHEST
from studio.widgets.columnarea import ColumnArea

_POINTS = 81
HIDDEN_SIDE = 16


class MixturePlot(QWidget):
    """The density that M gave the next z, each of its five parts, and what came."""

    def __init__(self) -> None:
        super().__init__()
        self._mixture: Mixture | None = None
        self._real = self._dreamed = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("What M expected of the chosen number of z"))

    def show_mixture(self, mixture: Mixture | None, real: float, dreamed: float) -> None:
        """Draw it, with a line where the real number is and a dot where the dream went."""
        self._mixture, self._real, self._dreamed = mixture, real, dreamed
        self.update()

    def sizeHint(self) -> QSize:
        """Wider than high."""
        return QSize(240, max(120, 8 * self.fontMetrics().height()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Frame, parts, whole, marks."""
        painter, tokens = QPainter(self), current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.setBrush(QColor(tokens.window))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS.m, RADIUS.m)
        if self._mixture is not None:
            self._draw(painter, self._mixture)
        painter.end()

    def _draw(self, painter: QPainter, mixture: Mixture) -> None:
        tokens, metrics = current(), QFontMetricsF(self.font())
        area = QRectF(self.rect()).adjusted(SPACE.s, SPACE.s, -SPACE.s, -metrics.height() - SPACE.xs)
        places = np.linspace(-FARTHEST, FARTHEST, _POINTS, dtype=np.float32)
        whole = mixture.density(places)
        most = max(0.4, float(whole.max()))

        def at(place: float, height: float) -> QPointF:
            return QPointF(
                area.left() + area.width() * (place + FARTHEST) / (2 * FARTHEST),
                area.bottom() - area.height() * min(1.0, height / most),
            )

        painter.setBrush(Qt.BrushStyle.NoBrush)
        # Smooth edges of all five cost more than the rest of the frame.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for part in range(len(mixture.weights)):
            alone = Mixture(*(each[part : part + 1] for each in (mixture.weights, mixture.means, mixture.deviations)))
            painter.setPen(QPen(QColor(tokens.faint), 1))
            heights = alone.density(places)
            painter.drawPolyline(QPolygonF([at(*pair) for pair in zip(places.tolist(), heights.tolist(), strict=True)]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.accent), 1.0))
        painter.drawPolyline(QPolygonF([at(*pair) for pair in zip(places.tolist(), whole.tolist(), strict=True)]))
        painter.setPen(QPen(QColor(tokens.text), 1.5))
        painter.drawLine(at(self._real, 0), at(self._real, most))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent))
        painter.drawEllipse(at(self._dreamed, 0), 4, 4)
        painter.setPen(QColor(tokens.muted))
        below = QRectF(area.left(), area.bottom() + SPACE.xs, area.width(), metrics.height())
        for words, side in ((f"{-FARTHEST:g}", "AlignLeft"), ("0", "AlignHCenter"), (f"{FARTHEST:g}", "AlignRight")):
            painter.drawText(below, getattr(Qt.AlignmentFlag, side), words)


class HeatMap(QWidget):
    """256 numbers from -1 to 1 as 16 by 16 squares: one colour below nothing, another above."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._values: NDArray[np.float32] | None = None
        # Whole pixels for each square, and both maps alike.
        self.setFixedSize(8 * HIDDEN_SIDE, 8 * HIDDEN_SIDE)
        self.setAccessibleName(name)

    def show_values(self, values: NDArray[np.float32] | None) -> None:
        """Draw these (256,)."""
        self._values = values
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The squares."""
        painter, tokens = QPainter(self), current()
        where = QRectF(self.rect())
        if self._values is None or self._values.size != HIDDEN_SIDE**2:
            painter.fillRect(where, QColor(tokens.raised))
        else:
            values = np.clip(self._values.reshape(HIDDEN_SIDE, HIDDEN_SIDE, 1), -1, 1)
            ground, above, below = (_rgb(getattr(tokens, name)) for name in ("window", "heat", "accent"))
            strength = np.abs(values)
            pixels = ground * (1 - strength) + np.where(values > 0, above, below) * strength
            image = np.ascontiguousarray(pixels.astype(np.uint8))
            shown = QImage(image.data, HIDDEN_SIDE, HIDDEN_SIDE, 3 * HIDDEN_SIDE, QImage.Format.Format_RGB888)
            painter.drawImage(where, shown)
        painter.end()


def _rgb(colour: str) -> NDArray[np.float32]:
    made = QColor(colour)
    return np.array([made.red(), made.green(), made.blue()], np.float32)


class MemoryDock(QWidget):
    """A number to choose, its mixture, and both hidden states."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.dimension = QSpinBox()
        self.dimension.setRange(0, LATENTS - 1)
        self.dimension.setAccessibleName(self.tr("Number of z"))
        self.note = QLabel()
        self.note.setProperty("role", "small")
        self.note.setWordWrap(True)
        self.plot = MixturePlot()
        self.real, self.dreamed = HeatMap(self.tr("Hidden state of M")), HeatMap(self.tr("Hidden state in the dream"))
        self._lay_out()
        self.dimension.valueChanged.connect(self.chosen)

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(SPACE.m, SPACE.m, 0, SPACE.m)
        column.setSpacing(SPACE.s)
        top = QHBoxLayout()
        label = QLabel(self.tr("What M expected of z"))
        label.setProperty("role", "heading")
        label.setBuddy(self.dimension)
        top.addWidget(label)
        top.addStretch(1)
        top.addWidget(self.dimension)
        column.addLayout(top)
        column.addWidget(self.plot)
        column.addWidget(self.note)
        column.addSpacing(SPACE.s)
        heading = QLabel(self.tr("What M remembers"))
        heading.setProperty("role", "heading")
        column.addWidget(heading)
        maps = QHBoxLayout()
        maps.setSpacing(SPACE.s)
        for title, widget in ((self.tr("On the road"), self.real), (self.tr("In the dream"), self.dreamed)):
            box = QVBoxLayout()
            box.setSpacing(SPACE.xs)
            small = QLabel(title)
            small.setProperty("role", "small")
            box.addWidget(small)
            box.addWidget(widget)
            maps.addLayout(box)
        maps.addStretch(1)
        column.addLayout(maps)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(ColumnArea(inside, self.tr("What M expects and remembers")))

    def show_session(self, session: Session, dimension: int) -> None:
        """At the frame that is looked at; of the first dream where there is one."""
        blocked = self.dimension.blockSignals(True)
        self.dimension.setValue(dimension)
        self.dimension.blockSignals(blocked)
        instant = session.shown
        known = session.mind is not None and instant.z is not None
        self.dimension.setEnabled(known)
        if session.mind is None or instant.z is None:
            self.plot.show_mixture(None, 0, 0)
            self.real.show_values(None)
            self.dreamed.show_values(None)
            self.note.setText(self.tr("M remembers what was seen and done. It needs a model, and none is installed."))
            return
        branch = instant.branches[0] if instant.branches else None
        state = instant.state if branch is None else branch.state
        mixture = expected(session.mind, state, dimension, 1.0 if branch is None else branch.temperature)
        real = float(instant.z[dimension])
        self.plot.show_mixture(mixture, real, real if branch is None else float(branch.z[dimension]))
        self.real.show_values(np.asarray(instant.state[0]).reshape(-1))
        self.dreamed.show_values(None if branch is None else np.asarray(branch.state[0]).reshape(-1))
        self.note.setText(
            self.tr("Grey: its five guesses. Line: what V sees.")
            if branch is None
            else self.tr("Grey: its five guesses. Line: what V sees. Dot: what was dreamed.")
        )
