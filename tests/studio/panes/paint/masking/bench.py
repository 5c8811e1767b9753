"""What the tests of masking work with: a view, the section, a desk, and everything that was told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from studio.jobs.lanes import Lanes
from studio.panes.paint.look import MaskLayer
from studio.panes.paint.masking import Masking, MaskSection
from studio.panes.pane import Desk
from studio.settings import SettingsStore
from studio.widgets.imageview import ImageView
from studio.widgets.toast import Toasts

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NONE = Qt.KeyboardModifier.NoModifier
SIZE = QSize(800, 600)
GREY = 120


class Bench:
    """A photograph of 800 x 600, shown at half its size with its upper left corner at (16, 16)."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot, self.folder = qtbot, folder
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.view, self.section = ImageView(), MaskSection()
        self.view.setFixedSize(432, 332)
        self.section.setFixedWidth(256)
        row = QHBoxLayout(self.window)
        row.addWidget(self.view)
        row.addWidget(self.section)
        self.lanes = Lanes(on_thread_start=None)
        self.settings = SettingsStore(folder / "settings.json")
        self.toasts = Toasts(self.window)
        desk = Desk(self.lanes, self.settings, self.toasts)
        self.masking = Masking(self.view, self.section, desk, self.window)
        self.edits: list[MaskLayer | None] = []
        self.sides: list[str] = []
        self.masking.edited.connect(self.edits.append)
        self.masking.side_chosen.connect(self.sides.append)
        self.window.show()
        qtbot.waitExposed(self.window)

    def close(self) -> None:
        self.toasts.clear()
        self.settings.flush()
        assert self.lanes.close(10)
        self.window.close()

    def open(self, size: QSize = SIZE, layer: MaskLayer | None = None) -> None:
        """A grey photograph and its mask."""
        image = QImage(size, QImage.Format.Format_RGB32)
        image.fill(QColor(GREY, GREY, GREY))
        self.view.set_before(image)
        self.masking.show(layer, size)

    def take_brush(self, share: float = 0.05) -> None:
        """The brush, with a diameter of 40 pixels of the photograph."""
        self.click(self.section.brush)
        self.section.size_slider._take(share)

    def click(self, button: QWidget) -> None:
        QTest.mouseClick(button, LEFT)

    def drag(self, *points: tuple[int, int], button: Qt.MouseButton = LEFT, keys: Qt.KeyboardModifier = NONE) -> None:
        """A stroke through points of the view."""
        QTest.mousePress(self.view, button, keys, QPoint(*points[0]))
        for point in points[1:]:
            QTest.mouseMove(self.view, QPoint(*point))
        QTest.mouseRelease(self.view, button, keys, QPoint(*points[-1]))

    def hover(self, x: int, y: int) -> None:
        """The mouse over a point of the view; a mouse that is there already would tell nobody."""
        for there in (QPoint(x + 1, y + 1), QPoint(x, y)):
            QTest.mouseMove(self.view, there)

    def layer(self) -> MaskLayer:
        """The mask that was told last."""
        layer = self.edits[-1]
        assert layer is not None
        return layer

    def inside(self, x: int, y: int) -> bool:
        """Whether the place (x, y) of the photograph lies inside the mask."""
        layer = self.layer()
        rows, columns = layer.values.shape
        return bool(layer.values[y * rows // 600, x * columns // 800] > 127) != layer.inverted

    def picture(self, values: NDArray[np.uint8], name: str = "mask.png") -> Path:
        """A file with these values as a picture."""
        path = self.folder / name
        Image.fromarray(values).save(path)
        return path

    def colour(self, x: int, y: int) -> QColor:
        """The colour of the view at a place of it."""
        return self.view.grab().toImage().pixelColor(x, y)

    def is_veiled(self, x: int, y: int) -> bool:
        """Whether the veil is seen at a place of the view; the photograph is grey."""
        colour = self.colour(x, y)
        return colour.blue() - colour.red() > 20

    def until(self, holds: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(holds, timeout=10_000)
