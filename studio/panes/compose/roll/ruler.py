"""The ruler: bars and beats, tempo and metre where they change, the loop above and the playhead below."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from engines.compose.naming import key_name
from studio.look.palette import notifier
from studio.look.tokens import SIZE
from studio.panes.compose.roll.model import RollModel
from studio.panes.compose.roll.outlook import Outlook
from studio.panes.compose.roll.painting.colours import RollColours, colours, faded
from studio.panes.compose.roll.speaking import place_words
from studio.panes.compose.roll.wheel import turn

LOOP_STRIP = 18
HEIGHT = LOOP_STRIP + 26
_GRASP = 5


class Ruler(QWidget):
    """Upper strip: drag to loop, drag its edges, click it away. Lower strip: click or drag the playhead.

    ``playhead_wanted`` says where the person put the playhead; who plays answers with ``Outlook.set_playhead``.
    """

    playhead_wanted = Signal(int)

    def __init__(self, model: RollModel, outlook: Outlook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model, self._outlook = model, outlook
        self._drag = ""
        self._anchor = 0
        self._dragged = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("Ruler"))
        self.setAccessibleDescription(self.tr("Left and Right move the playhead, Home brings it to the start."))
        self.setToolTip(self.tr("Drag above to loop, below to move the playhead. Double-click to see all."))
        for changed in (
            model.score_changed,
            outlook.view_changed,
            outlook.options_changed,
            outlook.playhead_moved,
            outlook.loop_changed,
            notifier().changed,
        ):
            changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(900, HEIGHT)

    # Drawing ---------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw both strips."""
        painter, look = QPainter(self), colours()
        painter.fillRect(self.rect(), QColor(look.tokens.panel))
        painter.fillRect(0, 0, self.width(), LOOP_STRIP, QColor(look.tokens.window))
        font = self.font()
        font.setPixelSize(SIZE.text_small - 1)
        painter.setFont(font)
        lines = self._outlook.lines()
        for x in lines.beats:
            painter.fillRect(x, HEIGHT - 6, 1, 5, QColor(look.tokens.line_strong))
        self._paint_bars(painter, look, lines.bars)
        self._paint_signs(painter, look)
        self._paint_loop(painter, look)
        painter.fillRect(0, HEIGHT - 1, self.width(), 1, QColor(look.tokens.line_strong))
        self._paint_playhead(painter, look)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(look.tokens.focus), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_bars(self, painter: QPainter, look: RollColours, bars: list[tuple[int, int]]) -> None:
        metrics = QFontMetrics(painter.font())
        free = -1
        for x, number in bars:
            painter.fillRect(x, LOOP_STRIP + 2, 1, HEIGHT - LOOP_STRIP - 2, QColor(look.tokens.line_strong))
            text = str(number)
            if x + 4 > free:
                painter.setPen(QColor(look.tokens.muted))
                painter.drawText(x + 5, LOOP_STRIP + 4 + metrics.ascent(), text)
                free = x + 14 + metrics.horizontalAdvance(text)

    def _paint_signs(self, painter: QPainter, look: RollColours) -> None:
        metrics = QFontMetrics(painter.font())
        score, view = self._model.score, self._outlook.view
        signs: dict[int, list[str]] = {}
        for metre in score.metres:
            signs.setdefault(metre.tick, []).append(f"{metre.beats}/{metre.unit}")
        for tempo in score.tempos:
            signs.setdefault(tempo.tick, []).append(f"♩ = {tempo.bpm:.4g}")
        for key in score.keys:
            signs.setdefault(key.tick, []).append(key_name(key))
        free = -1
        painter.setPen(QColor(look.tokens.muted))
        for tick in sorted(signs):
            x, text = view.x(tick), "   ".join(signs[tick])
            if x + 5 > free and -400 < x < self.width():
                painter.fillRect(x, 3, 2, LOOP_STRIP - 6, look.accent)
                painter.drawText(x + 7, (LOOP_STRIP + metrics.ascent() - metrics.descent()) // 2, text)
                free = x + 16 + metrics.horizontalAdvance(text)

    def _paint_loop(self, painter: QPainter, look: RollColours) -> None:
        if self._outlook.loop is None:
            return
        left, right = (self._outlook.view.x(tick) for tick in self._outlook.loop)
        painter.fillRect(left, 0, right - left, LOOP_STRIP, faded(look.accent, 0.3))
        painter.fillRect(left, LOOP_STRIP - 3, right - left, 3, look.accent)
        for x in (left, right - 2):
            painter.fillRect(x, 0, 2, LOOP_STRIP, look.accent)

    def _paint_playhead(self, painter: QPainter, look: RollColours) -> None:
        x = self._outlook.view.x(self._outlook.playhead)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.playhead)
        top = HEIGHT - 11
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(x - 5, top),
                    QPointF(x + 6, top),
                    QPointF(x + 6, top + 4),
                    QPointF(x + 0.5, HEIGHT - 1),
                    QPointF(x - 5, top + 4),
                ]
            )
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    # Hands -----------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Grasp the loop, an edge of it, or the playhead."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self._dragged = False
        self._anchor = self._snapped(event)
        self._drag = self._grasped(event) if event.position().y() < LOOP_STRIP else "playhead"
        self._go_on(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it."""
        if self._drag:
            self._dragged = True
            self._go_on(event)
        else:
            edge = event.position().y() < LOOP_STRIP and self._grasped(event) in ("start", "end")
            self.setCursor(Qt.CursorShape.SizeHorCursor if edge else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go; a click in the upper strip takes the loop away."""
        if self._drag == "loop" and not self._dragged:
            self._outlook.set_loop(None)
        self._drag = ""
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """See the whole piece."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag = ""
            self._outlook.fit_time()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll and zoom as over the notes."""
        turn(event, self._outlook)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the playhead by steps, with Ctrl by bars."""
        grid, bars, here = self._outlook.grid(), self._model.bars, round(self._outlook.playhead)
        by_bars = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Home:
            tick = 0
        elif event.key() == Qt.Key.Key_End:
            tick = self._model.score.end
        elif event.key() == Qt.Key.Key_Right:
            tick = bars.start(bars.bar(here) + 1) if by_bars else grid.after(here)
        elif event.key() == Qt.Key.Key_Left:
            tick = bars.start(bars.bar(max(0, here - 1))) if by_bars else grid.before(max(0, here - 1))
        else:
            super().keyPressEvent(event)
            return
        self.setAccessibleDescription(place_words(self._model, tick))
        self.playhead_wanted.emit(tick)

    def _go_on(self, event: QMouseEvent) -> None:
        tick = self._snapped(event)
        loop = self._outlook.loop
        if self._drag == "playhead":
            self.playhead_wanted.emit(tick)
        elif self._drag == "loop" and self._dragged:
            self._outlook.set_loop((min(self._anchor, tick), max(self._anchor, tick)))
        elif loop is not None and self._drag in ("start", "end") and self._dragged:
            start, end = (tick, loop[1]) if self._drag == "start" else (loop[0], tick)
            if start < end:
                self._outlook.set_loop((start, end))

    def _grasped(self, event: QMouseEvent) -> str:
        if self._outlook.loop is not None:
            for edge, tick in zip(("start", "end"), self._outlook.loop, strict=True):
                if abs(self._outlook.view.x(tick) - event.position().x()) <= _GRASP:
                    return edge
        return "loop"

    def _snapped(self, event: QMouseEvent) -> int:
        snapping = not event.modifiers() & Qt.KeyboardModifier.AltModifier
        return self._outlook.grid(snapping).nearest(self._outlook.view.tick(event.position().x()))
