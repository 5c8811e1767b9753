"""The side panel: gallery of styles, strength, and the button that exports."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from studio.look.tokens import SPACE
from studio.panes.paint.gallery import AIR, StyleGallery
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
        heading.setContentsMargins(AIR, 0, 0, 0)
        # The thumbnails have air of their own: so far outside, their pictures stand in line with the rest.
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.l - AIR, SPACE.l, SPACE.l - AIR, SPACE.l)
        column.setSpacing(SPACE.m)
        column.addWidget(heading)
        column.addWidget(self.gallery, 1)
        self._foot = QVBoxLayout()
        self._foot.setContentsMargins(AIR, 0, AIR, 0)
        self._foot.setSpacing(SPACE.m)
        self._foot.addWidget(self.strength)
        column.addLayout(self._foot)

    def set_export(self, action: QAction) -> None:
        """Put the one button under everything."""
        self.export = ActionButton(action, primary=True)
        self._foot.addWidget(self.export)
