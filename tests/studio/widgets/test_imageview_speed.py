from __future__ import annotations

import time

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.widgets.imageview import ImageView

#: Measured: under 8 ms on two cores. The limit is where panning stops to feel smooth.
LIMIT = 0.030


@pytest.mark.parametrize("zoom", [0.3, 0.51, 1.0, 2.5])
def test_a_24_megapixel_photograph_pans_smoothly(qapp: QApplication, qtbot: QtBot, zoom: float) -> None:
    view = ImageView()
    qtbot.addWidget(view)
    view.resize(1280, 720)
    photograph = QImage(6000, 4000, QImage.Format.Format_RGB32)
    photograph.fill(QColor(90, 120, 60))
    view.set_before(photograph)
    view.set_after(photograph)
    view.set_opacity(0.7)
    view.show()
    view.set_zoom(zoom)
    screen = QImage(1280, 720, QImage.Format.Format_RGB32)
    view.render(screen)
    times = []
    for _ in range(7):
        view.pan(-5, -3)
        start = time.perf_counter()
        view.render(screen)
        times.append(time.perf_counter() - start)
    # The best of several: another program on the machine is not this one's slowness.
    assert min(times) < LIMIT
