"""Changing the zoom: wheel, touch pad, pinch, and the keys + - 0 1."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QGestureEvent, QPinchGesture

#: One notch of an ordinary wheel.
_NOTCH = 120.0
_PER_NOTCH = 1.2
KEY_FACTOR = 1.25


def wheel_factor(event: QWheelEvent) -> float:
    """Return by how much a turn of the wheel zooms; fine wheels turn in parts of a notch."""
    delta = event.angleDelta().y() or event.angleDelta().x()
    return float(_PER_NOTCH ** (delta / _NOTCH))


def touch_pad_pan(event: QWheelEvent) -> tuple[float, float] | None:
    """Return the way two fingers moved on a touch pad, or None for a wheel.

    Two fingers pan as everywhere else on such machines; with Ctrl (or Cmd) they zoom.
    """
    if event.phase() == Qt.ScrollPhase.NoScrollPhase or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        return None
    delta = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta() / 4
    return float(delta.x()), float(delta.y())


def native_pinch_factor(event: QNativeGestureEvent) -> float | None:
    """Return by how much a pinch on a touch pad zooms, or None for other gestures."""
    if event.gestureType() != Qt.NativeGestureType.ZoomNativeGesture:
        return None
    return max(0.1, 1.0 + event.value())


def touch_pinch(event: QGestureEvent) -> QPinchGesture | None:
    """Return the pinch of two fingers on a touch screen, if the event holds one."""
    gesture = event.gesture(Qt.GestureType.PinchGesture)
    return gesture if isinstance(gesture, QPinchGesture) else None
