"""The panel at the right in which the drawer of jobs stands."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from studio.jobs.lanes import Lanes
from studio.look.icons import icon
from studio.look.tokens import SPACE
from studio.widgets.jobdrawer import JobDrawer

_WIDTH = 340


class DrawerPanel(QFrame):
    """A heading, a cross, and the jobs."""

    closed = Signal()

    def __init__(self, lanes: Lanes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(_WIDTH)
        heading = QLabel(self.tr("Work"))
        heading.setProperty("role", "heading")
        cross = QToolButton()
        cross.setIcon(icon("close", "muted"))
        cross.setToolTip(self.tr("Close the panel (Ctrl+J)"))
        cross.setAccessibleName(self.tr("Close the panel"))
        cross.clicked.connect(self.closed)
        top = QHBoxLayout()
        top.setContentsMargins(SPACE.l, SPACE.s, SPACE.s, 0)
        top.addWidget(heading, 1)
        top.addWidget(cross)
        self.drawer = JobDrawer(lanes)
        # The panel's own colour shows through.
        for layer in (self.drawer.viewport(), self.drawer.widget()):
            if layer is not None:
                layer.setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.drawer, 1)
