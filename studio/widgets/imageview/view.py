"""The canvas with hands: wheel, pinch, drag and keys move the picture."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QTabletEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QWidget

from studio.widgets.imageview import zooming
from studio.widgets.imageview.canvas import PictureCanvas
from studio.widgets.imageview.panning import PanGesture, arrow_step
from studio.widgets.imageview.tool import Tool
from studio.widgets.imageview.toolhand import ToolHand

_KEYBOARD_REASONS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class ImageView(PictureCanvas):
    """Shows a photograph and what became of it, with zoom, pan, a divider and a peek at the original.

    At zoom 1 one pixel of the photograph is one pixel of the screen. ``peeking_changed`` also tells of the key B.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        self._pan = PanGesture()
        self._hand = ToolHand()
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.grabGesture(Qt.GestureType.PinchGesture)

    def set_tool(self, tool: Tool | None) -> None:
        """Give the hand a tool, which gets left and right button, pen and keys first; None: it pans again."""
        self._hand.take(tool)
        self.setMouseTracking(tool is not None)
        self.setTabletTracking(tool is not None)
        self._show_cursor()
        self.update()

    def tool(self) -> Tool | None:
        """What the hand holds."""
        return self._hand.tool

    def pan(self, dx: float, dy: float) -> None:
        """Move the picture by logical pixels, not past its edges."""
        ratio = self.devicePixelRatioF()
        self._look(self._camera.panned(dx * ratio, dy * ratio))

    def show_cursor(self) -> None:
        """Ask the tool again for its cursor."""
        self._show_cursor()

    def event(self, event: QEvent) -> bool:
        """Take the events that have no handler of their own: pinches."""
        if isinstance(event, QNativeGestureEvent):
            factor = zooming.native_pinch_factor(event)
            if factor is not None:
                self.set_zoom(self.zoom() * factor, event.position())
                return True
        if isinstance(event, QGestureEvent):
            pinch = zooming.touch_pinch(event)
            if pinch is not None:
                # The first of the two fingers came down as a mouse.
                self._hand.cancel()
                self.set_zoom(self.zoom() * pinch.scaleFactor(), QPointF(self.mapFromGlobal(pinch.hotSpot())))
                return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the cursor; two fingers on a touch pad pan."""
        pan = zooming.touch_pad_pan(event)
        if pan is None:
            self.set_zoom(self.zoom() * zooming.wheel_factor(event), event.position())
        else:
            self.pan(*pan)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to pan, if there is anything to pan to; else the tool has it."""
        # With a tool in the hand the left button pans only while Space is held.
        overflows = self._camera.overflows and self._hand.tool is None
        if self._hand.stroking or not self._pan.begin(event, overflows):
            self._hand.press(event, self.to_scene(event.position()))
        self._show_cursor()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan along, or let the tool follow."""
        if self._pan.active:
            self.pan(*self._pan.move(event))
        else:
            self._hand.move(event, self.to_scene(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Stop panning, or end the stroke."""
        if not self._pan.end(event):
            self._hand.release(event)
        self._show_cursor()

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Let the tool feel the pen's pressure; without a tool, or with Space held, the pen is a mouse."""
        free = not self._pan.active and not self._pan.space_held
        event.setAccepted(free and self._hand.pen(event, self.to_scene(event.position())))

    def leaveEvent(self, event: QEvent) -> None:
        """The tool has nothing under it any more."""
        self._hand.leave()
        super().leaveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The right button is the tool's while there is one."""
        event.setAccepted(self._hand.tool is not None)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Change between the whole picture and 100 % at the cursor."""
        if self._hand.tool is not None:
            # Two quick dabs are two dabs.
            self.mousePressEvent(event)
            return
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self._fitted:
            self.set_zoom(1.0, event.position())
        else:
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom with + - 0 1, pan with the arrows, hold B for the original and Space to drag."""
        if not self._hand.key(event) and not self._key_answered(event):
            super().keyPressEvent(event)

    def _key_answered(self, event: QKeyEvent) -> bool:
        plain = ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if event.modifiers() & plain:
            return False
        key, step = event.key(), arrow_step(event.key())
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.set_zoom(self.zoom() * zooming.KEY_FACTOR)
        elif key == Qt.Key.Key_Minus:
            self.set_zoom(self.zoom() / zooming.KEY_FACTOR)
        elif key == Qt.Key.Key_0:
            self.fit()
        elif key == Qt.Key.Key_1:
            self.set_zoom(1.0)
        elif key == Qt.Key.Key_B:
            self.set_peeking(True)
        elif key == Qt.Key.Key_Space:
            self._pan.space_held = True
            self._show_cursor()
        elif step is not None and self._camera.overflows:
            self.pan(*step)
        else:
            return False
        return True

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Let go of B or Space."""
        if self._hand.key(event):
            return
        if event.isAutoRepeat() or event.key() not in (Qt.Key.Key_B, Qt.Key.Key_Space):
            super().keyReleaseEvent(event)
        elif event.key() == Qt.Key.Key_B:
            self.set_peeking(False)
        else:
            self._pan.space_held = False
            self._show_cursor()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show a ring when the keyboard brought the focus here."""
        self._ringed = event.reason() in _KEYBOARD_REASONS
        self.update()

    def focusOutEvent(self, _event: QFocusEvent) -> None:
        """A key released elsewhere is never heard of, so let go of everything now."""
        self._ringed = False
        self._pan.cancel()
        self._hand.finish()
        self.set_peeking(False)
        self._show_cursor()
        self.update()

    def _paint_tool(self, painter: QPainter) -> None:
        if self._hand.tool is not None:
            self._hand.tool.paint(painter)

    def _show_cursor(self) -> None:
        tool = self._hand.tool
        if tool is None or self._pan.active or self._pan.space_held:
            self.setCursor(self._pan.cursor(self._camera.overflows))
        else:
            self.setCursor(tool.cursor())
