"""A progress bar as thin as a line."""

from __future__ import annotations

import math
import time

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QGuiApplication, QHideEvent, QPainter, QPaintEvent, QPalette, QShowEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from studio.jobs.job import Job, State

HEIGHT = 4
FINE = 1000  # steps of the bar: an engine's own counts may be larger than Qt's 32 bits
FRAME_MS = 33
SWEEP_S = 1.6  # once there and back while nobody knows how long it takes
TRACK_OPACITY = 0.16


class ThinBar(QProgressBar):
    """Shows how far a job is; wanders while nobody knows, and rests while the job does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextVisible(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._resting = False
        self._frames = QTimer(self, interval=FRAME_MS)
        self._frames.timeout.connect(self.update)
        self.setRange(0, 0)

    def show_job(self, job: Job) -> None:
        """Take over the job's progress."""
        fraction = job.fraction()
        self._resting = job.state is not State.RUNNING
        if fraction is None:
            self.setRange(0, 0)
        else:
            self.setRange(0, FINE)
            self.setValue(round(fraction * FINE))
        self._move_or_rest()
        self.update()

    def sizeHint(self) -> QSize:
        """As thin as a line."""
        return QSize(120, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Still a line when there is little room."""
        return QSize(40, HEIGHT)

    def showEvent(self, event: QShowEvent) -> None:
        """Wander again."""
        super().showEvent(event)
        self._move_or_rest()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: spend no time on frames."""
        super().hideEvent(event)
        self._frames.stop()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw the track and, on it, what is done."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        track = QRectF(0, (self.height() - HEIGHT) / 2, self.width(), HEIGHT)
        # The application's palette: a stylesheet that hides the bar's figures makes its own text colour transparent.
        palette = QGuiApplication.palette()
        self._draw(painter, track, palette.color(QPalette.ColorRole.WindowText), TRACK_OPACITY)
        fill = QPalette.ColorRole.PlaceholderText if self._resting else QPalette.ColorRole.Accent
        self._draw(painter, self._done_part(track), palette.color(fill))
        painter.end()

    def _done_part(self, track: QRectF) -> QRectF:
        if self.maximum() > 0:
            width = track.width() * self.value() / self.maximum()
            return QRectF(track.left(), track.top(), width, track.height())
        if self._resting:
            return QRectF()
        width = track.width() * 0.3
        swing = 0.5 - 0.5 * math.cos(time.monotonic() / SWEEP_S * math.tau)
        return QRectF(track.left() + (track.width() - width) * swing, track.top(), width, track.height())

    def _move_or_rest(self) -> None:
        wanders = self.maximum() == 0 and not self._resting and self.isVisible()
        if wanders and not self._frames.isActive():
            self._frames.start()
        elif not wanders:
            self._frames.stop()

    @staticmethod
    def _draw(painter: QPainter, rect: QRectF, colour: QColor, opacity: float = 1.0) -> None:
        if rect.isEmpty():
            return
        painter.setOpacity(opacity)
        painter.setBrush(colour)
        painter.drawRoundedRect(rect, HEIGHT / 2, HEIGHT / 2)
