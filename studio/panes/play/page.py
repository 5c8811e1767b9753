"""The pane's places: the bar, the pictures with what belongs to them below, and the docks at the side."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from studio.look.tokens import SPACE
from studio.panes.play.bar import DriveBar
from studio.panes.play.divergence import DivergenceChart
from studio.panes.play.dreamdock import DreamDock
from studio.panes.play.latentdock import LatentDock
from studio.panes.play.memorydock import MemoryDock
from studio.panes.play.pedals import Pedals
from studio.panes.play.stage import Stage
from studio.widgets.sidearea import SideArea
from studio.widgets.valueslider import JumpSlider

SIDE = 304


class PlayPage(QWidget):
    """Puts things in their places; what they do is the pane's."""

    side_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar, self.stage, self.pedals = DriveBar(), Stage(), Pedals()
        self.timeline, self.place = JumpSlider(0, 0), QLabel()
        self.timeline.setAccessibleName(self.tr("Frame"))
        self.timeline.setToolTip(self.tr("Go back to any frame, and drive or dream on from there"))
        self.chart = DivergenceChart()
        self.dreams, self.latents, self.memory = DreamDock(), LatentDock(), MemoryDock()
        self.side = SideArea()
        self.side.setAccessibleName(self.tr("Beside the pictures"))
        self.add_dock(self.tr("Dream"), self.dreams, "dream")
        self.add_dock(self.tr("z"), self.latents, "latents")
        self.add_dock(self.tr("Memory"), self.memory, "memory")
        self._side_wanted = True
        self.side.show()
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self._centre())
        self.splitter.addWidget(self.side)
        self.splitter.setStretchFactor(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.splitter, 1)
        self.setFocusProxy(self.stage)
        self.side.dock_changed.connect(self.side_changed)

    def _centre(self) -> QWidget:
        centre = QWidget()
        below = QHBoxLayout()
        below.setSpacing(SPACE.s)
        below.addWidget(self.timeline, 1)
        below.addWidget(self.place)
        column = QVBoxLayout(centre)
        column.setContentsMargins(SPACE.m, SPACE.m, SPACE.m, SPACE.m)
        column.setSpacing(SPACE.s)
        column.addWidget(self.stage, 1)
        column.addWidget(self.pedals)
        column.addLayout(below)
        column.addWidget(self.chart)
        return centre

    def add_dock(self, title: str, widget: QWidget, name: str) -> None:
        """Put ``widget`` at the side behind a tab of its own."""
        self.side.add(title, widget, name)

    def show_dock(self, name: str) -> None:
        """Open the side and bring a part to the front."""
        self.side.show_dock(name)
        self.set_side_open(True)

    def is_side_open(self) -> bool:
        """Whether the docks are shown."""
        return self._side_wanted

    def set_side_open(self, wanted: bool) -> None:
        """Show or hide the docks."""
        if wanted != self._side_wanted:
            self._side_wanted = wanted
            self.side.setVisible(wanted)
            self.side_changed.emit()
