"""The blend: one row a style with its share, and a button that takes it out."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from engines.paint.looks import Look
from studio.look.icons import icon
from studio.look.tokens import SPACE
from studio.panes.paint import blending
from studio.widgets.elided import ElidedLabel
from studio.widgets.valueslider import SETTLE_MS, JumpSlider, NumberField

_NAME_WIDTH = 88
_REMOVE = 24


class BlendSection(QWidget):
    """Shows the shares of a look with two styles or more; of any other it shows nothing.

    ``changed`` brings the new look with every movement of a slider, ``settled`` comes once the hand has stopped.
    """

    changed = Signal(object)  # Look
    settled = Signal()
    removed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[_Row] = []
        self._titles: Mapping[str, str] = {}
        self._look = Look()
        self._base: Look | None = None  # as it was when the hand took the slider
        self._pause = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._pause.timeout.connect(self._settle)
        heading = QLabel(self.tr("Blend"))
        heading.setProperty("role", "heading")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE.xs // 2)
        self._column.addWidget(heading)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def set_titles(self, titles: Mapping[str, str]) -> None:
        """What a person calls the styles, by name."""
        self._titles = titles

    def show_look(self, look: Look) -> None:
        """Show the shares of ``look`` without telling anybody."""
        self._look = look
        if self._base is not None and self._base.names != look.names:
            self._base = None
        names = look.names if len(look.names) > 1 else ()
        if tuple(row.name for row in self.rows) != names:
            self._rebuild(names)
        whole = blending.percents(look) if names else {}
        for row, (_, share) in zip(self.rows, look.shares, strict=False):
            row.show_share(share, whole[row.name])
        self.setVisible(bool(names))

    def stops(self) -> list[QWidget]:
        """Where the Tab key stops, in order."""
        return [stop for row in self.rows for stop in (row.slider, row.number, row.remove)]

    def _rebuild(self, names: tuple[str, ...]) -> None:
        for row in self.rows:
            # Hidden at once: it may be the very row whose button is being pressed.
            row.hide()
            self._column.removeWidget(row)
            row.deleteLater()
        self.rows = [_Row(name, self._titles.get(name, name)) for name in names]
        for row in self.rows:
            self._column.addWidget(row)
            row.moved.connect(self._moved)
            row.released.connect(self._settle)
            row.reset_wanted.connect(lambda name: self._moved(name, 1 / len(self._look.styles)))
            row.remove_wanted.connect(self.removed)
        before: QWidget | None = None
        for stop in self.stops():
            if before is not None:
                QWidget.setTabOrder(before, stop)
            before = stop

    def _moved(self, name: str, share: float) -> None:
        if self._base is None:
            self._base = self._look
        self.changed.emit(blending.with_share(self._base, name, share))
        if not any(row.slider.isSliderDown() for row in self.rows):
            self._pause.start()

    def _settle(self) -> None:
        self._pause.stop()
        if self._base is not None:
            self._base = None
            self.settled.emit()


class _Row(QWidget):
    """Name, slider, percent, and the button that takes the style out."""

    moved = Signal(str, float)
    released = Signal()
    reset_wanted = Signal(str)
    remove_wanted = Signal(str)

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        self.name = name
        self._title = ElidedLabel()
        self._title.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._title.setFixedWidth(_NAME_WIDTH)
        self._title.show_words(title)
        self.slider = JumpSlider(0, 1000)
        self.slider.setSingleStep(10)
        self.number = NumberField(1, 99, " %")
        self.remove = QToolButton()
        self.remove.setIcon(icon("close", "muted"))
        self.remove.setIconSize(QSize(14, 14))
        self.remove.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.remove.setFixedSize(_REMOVE, _REMOVE)
        self._describe(title)
        self._connect()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE.xs)
        line.addWidget(self._title)
        line.addWidget(self.slider, 1)
        line.addWidget(self.number)
        line.addWidget(self.remove)

    def _describe(self, title: str) -> None:
        share = self.tr("Share of {}").format(title)
        self.slider.setAccessibleName(share)
        self.number.setAccessibleName(share)
        self.slider.setToolTip(self.tr("{}. Double-click for an even share").format(share))
        self.remove.setAccessibleName(self.tr("Take out {}").format(title))
        self.remove.setToolTip(self.tr("Take it out of the blend"))

    def _connect(self) -> None:
        self.slider.valueChanged.connect(lambda value: self.moved.emit(self.name, value / 1000))
        self.slider.sliderReleased.connect(self.released)
        self.slider.reset_wanted.connect(lambda: self.reset_wanted.emit(self.name))
        self.number.valueChanged.connect(lambda percent: self.moved.emit(self.name, percent / 100))
        self.remove.clicked.connect(lambda: self.remove_wanted.emit(self.name))

    def show_share(self, share: float, percent: int) -> None:
        """Show where the share stands without telling anybody."""
        for control, value in ((self.slider, round(share * 1000)), (self.number, percent)):
            # Under the hand the handle stays where the hand is, even past the end of what is possible.
            if control is self.slider and self.slider.isSliderDown():
                continue
            blocked = control.blockSignals(True)
            control.setValue(value)
            control.blockSignals(blocked)
