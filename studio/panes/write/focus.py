"""Writing undisturbed: only the paragraph one is in at full strength, and a screen with nothing but the page."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import QMainWindow, QWidget

from studio.panes.write.paper import Paper

#: How much of the page's own colour lies over the other paragraphs.
_VEIL = 168


class FocusVeil:
    """A layer above the text that lets all paragraphs but one step back."""

    def __init__(self) -> None:
        self.shown = False

    def __call__(self, painter: QPainter, paper: Paper) -> None:
        """Veil what the cursor is not in."""
        if not self.shown or paper.document().isEmpty():
            return
        veil = QColor(paper.palette().color(QPalette.ColorRole.Base))
        veil.setAlpha(_VEIL)
        here, width = paper.textCursor().block(), paper.viewport().width()
        for block, corner in paper.visible_blocks():
            if block != here:
                rect = paper.blockBoundingRect(block)
                painter.fillRect(QRectF(0, corner.y(), width, rect.height()), veil)


class FullScreen(QObject):
    """Fills the screen with one widget and hides what the window has around it, until Esc."""

    changed = Signal()

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._hidden: list[QWidget] = []
        self._was_full = False
        self.is_on = False

    def toggle(self) -> None:
        """Into it and out of it."""
        if self.is_on:
            self.leave()
        else:
            self.enter()

    def enter(self) -> None:
        """Hide everything around the widget and fill the screen."""
        if self.is_on:
            return
        self.is_on = True
        window = self._widget.window()
        self._was_full = window.isFullScreen()
        self._hidden = [one for one in self._around(window) if one.isVisible()]
        for each in self._hidden:
            each.hide()
        window.setWindowState(window.windowState() | Qt.WindowState.WindowFullScreen)
        window.installEventFilter(self)
        self.changed.emit()

    def leave(self) -> None:
        """Bring everything back as it was."""
        if not self.is_on:
            return
        self.is_on = False
        window = self._widget.window()
        window.removeEventFilter(self)
        for each in self._hidden:
            each.show()
        self._hidden = []
        if not self._was_full:
            window.setWindowState(window.windowState() & ~Qt.WindowState.WindowFullScreen)
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whoever leaves the full screen in another way wants the window back too."""
        left = event.type() == QEvent.Type.WindowStateChange and isinstance(watched, QWidget)
        if left and not watched.isFullScreen():  # type: ignore[attr-defined]
            self._was_full = True
            self.leave()
        return False

    def _around(self, window: QWidget) -> list[QWidget]:
        """Bars of the window, and whatever stands in a layout beside the widget or one of its parents."""
        found: list[QWidget] = [window.menuBar(), window.statusBar()] if isinstance(window, QMainWindow) else []
        inner, outer = self._widget, self._widget.parentWidget()
        while outer is not None:
            layout = outer.layout()
            items = [layout.itemAt(place) for place in range(layout.count())] if layout is not None else []
            beside = [item.widget() for item in items if item is not None]
            found += [one for one in beside if one is not None and one is not inner]
            inner, outer = outer, outer.parentWidget()
        return found
