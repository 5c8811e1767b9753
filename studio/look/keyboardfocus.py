"""Focus rings that appear when focus came by keyboard and stay away from people who click."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QAbstractButton, QApplication, QSlider, QWidget


class KeyboardFocus(QObject):
    """Keeps the property ``keyboardFocus`` of buttons and sliders true while the stylesheet should ring them."""

    def __init__(self, app: QApplication) -> None:
        """Watch every focus change of ``app``."""
        super().__init__(app)
        app.focusChanged.connect(self._focus_moved)

    @Slot(QWidget, QWidget)
    def _focus_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        if isinstance(old, QAbstractButton | QSlider):
            _mark(old, False)
        if isinstance(new, QAbstractButton | QSlider):
            _mark(new, new.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange))


def _mark(widget: QWidget, ringed: bool) -> None:
    if bool(widget.property("keyboardFocus")) == ringed:
        return
    widget.setProperty("keyboardFocus", ringed)
    # A stylesheet looks at properties only when the widget is polished.
    widget.style().unpolish(widget)
    widget.style().polish(widget)
