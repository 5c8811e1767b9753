"""The side panel: gallery of styles, strength, and the button that exports."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from studio.look.tokens import SPACE
from studio.panes.paint.gallery import StyleGallery
from studio.widgets.emptystate import ActionButton
from studio.widgets.valueslider import ValueSlider

WIDTH = 288


class PaintPanel(QWidget):
    """Controls without logic: what they say is for the pane to act on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self.gallery = StyleGallery()
        self.strength = ValueSlider(self.tr("Strength"), 0, 100, 100, " %")
        self.export: QPushButton | None = None
        heading = QLabel(self.tr("Styles"))
        heading.setProperty("role", "heading")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(SPACE.l, SPACE.l, SPACE.l, SPACE.l)
        self._column.setSpacing(SPACE.m)
        self._column.addWidget(heading)
        self._column.addWidget(self.gallery, 1)
        self._column.addWidget(self.strength)

    def set_export(self, action: QAction) -> None:
        """Put the one button under everything."""
        self.export = ActionButton(action, primary=True)
        self._column.addWidget(self.export)
