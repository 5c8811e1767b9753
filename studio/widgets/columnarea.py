"""A column that scrolls: room for the bar is always kept, so that its coming and going moves nothing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from studio.look.tokens import SPACE


class ColumnArea(QScrollArea):
    """As wide as it is, and as high as its content wants at that width.

    Qt's own way asks the content anew whenever the bar comes or goes; text that wraps then needs one more line with
    the bar and one less without it, and both go on for ever.
    """

    def __init__(self, content: QWidget, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(name)
        self.setWidget(content)
        # The panel behind shows through; setting the widget has turned this on.
        for surface in (content, self.viewport()):
            surface.setAutoFillBackground(False)
        content.installEventFilter(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another room."""
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The content wants another height."""
        if watched is self.widget() and event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def reveal(self, widget: QWidget) -> None:
        """Scroll no further than needed to see a widget, also one that has only just been shown."""
        content = self.widget()
        layout = content.layout() if content is not None else None
        if content is None or layout is None:
            return
        self._fit()
        layout.activate()
        # Qt's own way looks only at the row of a list that has the focus.
        top, bar = widget.mapTo(content, QPoint()).y(), self.verticalScrollBar()
        past = top + widget.height() + SPACE.s - self.viewport().height()
        bar.setValue(min(max(bar.value(), past), top))

    def _fit(self) -> None:
        content = self.widget()
        layout = content.layout() if content is not None else None
        if content is None or layout is None:
            return
        width = max(1, self.width() - SPACE.m)
        wanted = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
        wanted = max(wanted, layout.totalMinimumSize().height(), self.height())
        if (content.width(), content.height()) != (width, wanted):
            content.resize(width, wanted)
