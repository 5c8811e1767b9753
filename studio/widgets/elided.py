"""Words that give way: shortened where there is no room, whole in their tooltip."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class ElidedLabel(QLabel):
    """One line that never widens what it stands in."""

    def __init__(
        self, mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight, role: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._whole = ""
        self._mode = mode
        if role:
            self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_words(self, words: str) -> None:
        """Show ``words``, whole where there is room."""
        self._whole = words
        self.setAccessibleName(words)
        self._shorten()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten anew."""
        super().resizeEvent(event)
        self._shorten()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._shorten()

    def minimumSizeHint(self) -> QSize:
        """As high as a line, as narrow as it must be."""
        return QSize(0, super().minimumSizeHint().height())

    def _shorten(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, self._mode, self.width())
        self.setText(shown)
        self.setToolTip("" if shown == self._whole else f"<p>{escape(self._whole)}</p>")
