"""What stands beside the page: one part at a time, chosen by its tab."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from studio.look.palette import current, notifier, text_scale
from studio.look.tokens import SPACE

WIDTH = 288


class SideArea(QWidget):
    """A column with tabs; hidden while nobody has put anything in."""

    dock_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("surface", "panel")
        notifier().changed.connect(self._widen)
        self._widen()
        self.setAccessibleName(self.tr("Beside the page"))
        self._names: list[str] = []
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideRight)
        self.tabs.setUsesScrollButtons(True)
        self._stack = QStackedWidget()
        column = QVBoxLayout(self)
        # The line on the left is painted here and needs its pixel.
        column.setContentsMargins(1, SPACE.xs, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self._stack, 1)
        self.tabs.currentChanged.connect(self._chosen)
        self.hide()

    def add(self, title: str, widget: QWidget, name: str = "") -> str:
        """Put ``widget`` behind a tab of its own; returns the name to show it by."""
        name = name or title.lower()
        self._names.append(name)
        self._stack.addWidget(widget)
        self.tabs.addTab(title)
        self.tabs.setVisible(len(self._names) > 1)
        return name

    def show_dock(self, name: str) -> None:
        """Bring a part to the front."""
        self.tabs.setCurrentIndex(self._names.index(name))

    def current(self) -> str:
        """The name of the part on view; empty while there is none."""
        at = self.tabs.currentIndex()
        return self._names[at] if 0 <= at < len(self._names) else ""

    def names(self) -> tuple[str, ...]:
        """Every part, in the order of the tabs."""
        return tuple(self._names)

    def sizeHint(self) -> QSize:
        """As wide as it always is."""
        return QSize(self.width(), 400)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A hair between the page and what is beside it."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(current().panel))
        painter.fillRect(0, 0, 1, self.height(), QColor(current().line))
        painter.end()

    @Slot()
    def _widen(self) -> None:
        """Larger words need more room."""
        self.setFixedWidth(round(WIDTH * max(1.0, text_scale())))

    @Slot(int)
    def _chosen(self, at: int) -> None:
        self._stack.setCurrentIndex(at)
        self.dock_changed.emit(self.current())
