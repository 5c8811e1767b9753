"""The bar above the pictures: drive and rest, who drives, how fast, on which track."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QToolButton, QWidget

from studio.look.palette import current
from studio.look.tokens import SIZE, SPACE
from studio.panes.play.clock import SPEEDS
from studio.widgets.seedfield import SeedField

#: Drivers in the order in which they are offered.
DRIVERS = ("controller", "person", "scripted", "hold", "brownian", "random")


class DriveBar(QWidget):
    """Buttons are the faces of commands; choices tell what a hand chose."""

    driver_changed = Signal(str)
    speed_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("surface", "panel")
        self.setAccessibleName(self.tr("Driving"))
        self.buttons: dict[str, QToolButton] = {}
        self.driver, self.speed = QComboBox(), QComboBox()
        self.driver.setAccessibleName(self.tr("Driver"))
        self.driver.setToolTip(self.tr("Who drives; the arrow keys take the wheel at any moment"))
        for name, title in zip(DRIVERS, self.driver_titles(), strict=True):
            self.driver.addItem(title, name)
        self.speed.setAccessibleName(self.tr("Speed"))
        for speed in SPEEDS:
            self.speed.addItem(f"{speed:g} ×", speed)
        self.seed = SeedField(
            self.tr("The number of the track; the same number is the same track"),
            self.tr("Keep the track when driving anew"),
        )
        self.driver.activated.connect(lambda place: self.driver_changed.emit(DRIVERS[place]))
        self.speed.activated.connect(lambda place: self.speed_changed.emit(SPEEDS[place]))
        self._lay_out()

    def driver_titles(self) -> tuple[str, ...]:
        """What a person calls the drivers, in the order of DRIVERS."""
        return (
            self.tr("Controller (C)"),
            self.tr("You"),
            self.tr("Scripted"),
            self.tr("Hold"),
            self.tr("Brownian"),
            self.tr("Random"),
        )

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.s, SPACE.xs, SPACE.m, SPACE.xs)
        row.setSpacing(SPACE.xs)
        self._group(row, "start", "back", "run", "step")
        row.addSpacing(SPACE.s)
        row.addWidget(QLabel(self.tr("Driver")))
        row.addWidget(self.driver)
        row.addSpacing(SPACE.s)
        row.addWidget(QLabel(self.tr("Speed")))
        row.addWidget(self.speed)
        row.addSpacing(SPACE.s)
        row.addWidget(self.seed)
        row.addStretch(1)
        self._group(row, "dream", "anchor", "record")

    def _group(self, row: QHBoxLayout, *names: str) -> None:
        for name in names:
            button = QToolButton()
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setIconSize(QSize(SIZE.icon, SIZE.icon))
            button.setFixedSize(SIZE.row, SIZE.row)
            self.buttons[name] = button
            row.addWidget(button)

    def offer(self, action_of: Callable[[str], QAction]) -> None:
        """The buttons follow the commands of the same names."""
        for name, button in self.buttons.items():
            button.setDefaultAction(action_of(f"play.{name}"))

    def show_driver(self, name: str, controlled: bool) -> None:
        """Show who drives; without a model C cannot."""
        self.driver.setCurrentIndex(DRIVERS.index(name))
        item = self.driver.model().index(0, 0)
        self.driver.model().setData(item, None if controlled else 0, Qt.ItemDataRole.UserRole - 1)

    def show_speed(self, speed: float) -> None:
        """Show how fast."""
        self.speed.setCurrentIndex(SPEEDS.index(speed))

    def paintEvent(self, event: QPaintEvent) -> None:
        """A hair below."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(current().panel))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(current().line))
        painter.end()
