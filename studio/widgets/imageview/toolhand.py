"""The hand that holds a tool: turns mouse and pen into touches of the picture."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPointingDevice, QTabletEvent

from studio.widgets.imageview.tool import Tool, Touch

_BUTTONS = (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton)


class ToolHand:
    """Holds at most one tool, and remembers which button began the stroke under way.

    ``at`` is where an event lies in the photograph, in its pixels.
    """

    def __init__(self) -> None:
        """Hold nothing."""
        self.tool: Tool | None = None
        self._button = Qt.MouseButton.NoButton

    @property
    def stroking(self) -> bool:
        """Whether a stroke is under way."""
        return self._button != Qt.MouseButton.NoButton

    def take(self, tool: Tool | None) -> None:
        """Hold another tool, or none."""
        self.cancel()
        if self.tool is not None and self.tool is not tool:
            self.tool.hover(None, False)
        self.tool = tool

    def press(self, event: QMouseEvent | QTabletEvent, at: QPointF) -> bool:
        """Begin a stroke; False when this press means nothing to a tool."""
        if self.tool is None or event.button() not in _BUTTONS:
            return False
        if not self.stroking:
            self._button = event.button()
            touch = self._touch(event, at)
            self.tool.hover(at, touch.erases)
            self.tool.press(touch)
        return True

    def move(self, event: QMouseEvent | QTabletEvent, at: QPointF) -> bool:
        """Go on with the stroke, or tell the tool where the hand is."""
        if self.tool is None:
            return False
        touch = self._touch(event, at)
        self.tool.hover(at, touch.erases)
        if self.stroking:
            self.tool.move(touch)
        return True

    def release(self, event: QMouseEvent | QTabletEvent) -> bool:
        """End the stroke if this was the button that began it."""
        if self.tool is None or not self.stroking or event.button() != self._button:
            return False
        self.finish()
        return True

    def pen(self, event: QTabletEvent, at: QPointF) -> bool:
        """Answer a pen as a mouse is answered; False lets Qt make a mouse event of it."""
        if event.type() == QEvent.Type.TabletRelease:
            return self.release(event)
        return self.press(event, at) if event.type() == QEvent.Type.TabletPress else self.move(event, at)

    def leave(self) -> None:
        """The mouse has left the view."""
        if self.tool is not None and not self.stroking:
            self.tool.hover(None, False)

    def key(self, event: QKeyEvent) -> bool:
        """Offer a key to the tool; Escape takes back the stroke under way."""
        if self.tool is None:
            return False
        if self.stroking and event.key() == Qt.Key.Key_Escape:
            self.cancel()
            return True
        return self.tool.key(event)

    def finish(self) -> None:
        """End the stroke under way and keep it."""
        if self.tool is not None and self.stroking:
            self._button = Qt.MouseButton.NoButton
            self.tool.release()

    def cancel(self) -> None:
        """End the stroke under way and take it back."""
        if self.tool is not None and self.stroking:
            self._button = Qt.MouseButton.NoButton
            self.tool.cancel()

    def _touch(self, event: QMouseEvent | QTabletEvent, at: QPointF) -> Touch:
        button = self._button if self.stroking else event.button()
        erases = button == Qt.MouseButton.RightButton or bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        pressure = 1.0
        if isinstance(event, QTabletEvent):
            erases = erases or event.pointerType() == QPointingDevice.PointerType.Eraser
            pressure = event.pressure()
        return Touch(at.x(), at.y(), pressure, erases)
