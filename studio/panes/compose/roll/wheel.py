"""What turning the wheel means: scroll, with Shift sideways, with Ctrl zoom time, with Ctrl and Shift zoom pitch."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent

from studio.panes.compose.roll.outlook import Outlook

_NOTCH = 120.0
_PER_NOTCH = 1.2
#: Pixels scrolled for a notch.
_STRIDE = 64.0


def turn(event: QWheelEvent, outlook: Outlook) -> None:
    """Scroll or zoom at the cursor."""
    keys, at, view = event.modifiers(), event.position(), outlook.view
    angle = event.angleDelta()
    # With Alt or Shift held some systems turn the wheel sideways.
    notches = (angle.y() or angle.x()) / _NOTCH
    if keys & Qt.KeyboardModifier.ControlModifier:
        factor = _PER_NOTCH**notches
        tall = keys & Qt.KeyboardModifier.ShiftModifier
        outlook.look(view.taller(factor, at.y()) if tall else view.zoomed(factor, at.x()))
        return
    pixels = event.pixelDelta()
    if pixels.isNull():
        across, down = angle.x() / _NOTCH * _STRIDE, angle.y() / _NOTCH * _STRIDE
    else:
        across, down = float(pixels.x()), float(pixels.y())
    if keys & Qt.KeyboardModifier.ShiftModifier and not across:
        across, down = down, 0.0
    outlook.look(view.scrolled(-across, -down))
