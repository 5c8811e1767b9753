"""What the tests of Paint's pane work with: the pane in a window, photographs, and what the engine was asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QColor, QPixmap
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from studio.commands import Registry
from studio.jobs.job import Job
from studio.jobs.lanes import Lanes
from studio.panes.paint.look import Setting
from studio.panes.paint.pane import PaintPane
from studio.panes.paint.renderer import Rendered
from studio.panes.pane import Desk
from studio.settings import SettingsStore
from studio.widgets.toast import ToastCard, Toasts

WAIT_MS = 15_000
PICTURE = Qt.ItemDataRole.UserRole + 1


class Easel:
    """The pane, its desk, and every job and painting that came and went."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot, self.folder = qtbot, folder
        self.window = QMainWindow()
        self.window.resize(900, 640)
        qtbot.addWidget(self.window)
        self.lanes = Lanes(on_thread_start=None)
        self.settings = SettingsStore(folder / "settings.json")
        self.toasts = Toasts(self.window)
        self.pane = PaintPane(Desk(self.lanes, self.settings, self.toasts))
        self.registry = Registry(self.window)
        self.registry.add(self.pane.commands())
        self.registry.set_pane("paint")
        self.pane.commands_changed.connect(self.registry.refresh)
        self.pane.adopt(self.registry.action)
        self.asked: list[str] = []
        self.arrived: list[Rendered] = []
        self.lanes.job_added.connect(self._note)
        self.pane.renderer.ready.connect(self.arrived.append)
        self.window.setCentralWidget(self.pane)
        self.window.show()
        qtbot.waitExposed(self.window)

    def _note(self, job: Job) -> None:
        self.asked.append(job.key)

    def close(self) -> None:
        self.toasts.clear()
        self.pane.renderer.want(None, Setting())
        self.settings.flush()
        assert self.lanes.close(10)
        self.window.close()

    # What a person has -----------------------------------------------------------------------------------

    def photo(self, name: str = "photo.png", width: int = 48, height: int = 32, seed: int = 0) -> Path:
        """A file with a photograph of noise."""
        path = self.folder / name
        Image.fromarray(noise(width, height, seed)).save(path)
        return path

    def damaged(self) -> Path:
        path = self.folder / "damaged.png"
        path.write_bytes(self.photo("whole.png").read_bytes()[:60])
        return path

    # What a person does ----------------------------------------------------------------------------------

    def open(self, path: Path) -> None:
        before = self.pane.photograph
        self.pane.open_files([path])
        self.until(lambda: self.pane.photograph is not before)

    def paint(self, style: str, *, full: bool = True) -> None:
        """Choose ``style`` and wait for its painting."""
        self.pane.choose_style(style)
        self.until(lambda: self.newest() == (style, full))

    def newest(self) -> tuple[str, bool] | None:
        """The style and the completeness of what was painted last; of a blend its styles joined by +."""
        if not self.arrived:
            return None
        return "+".join(self.arrived[-1].setting.inside.names), self.arrived[-1].full

    def strength(self, percent: int) -> None:
        """Set the strength as the slider does."""
        self.pane.panel.styles.set_strength(percent)

    def blend(self, *styles: str) -> None:
        """Choose the first and blend in the others, and wait until the network has painted the blend."""
        self.pane.choose_style(styles[0])
        for style in styles[1:]:
            self.pane.panel.styles.toggle(style)
        self.until(lambda: self.newest() == ("+".join(styles), True))
        self.quiet()

    def settled(self) -> None:
        """Wait until nothing is left to paint, not even when the hand rests."""
        self.until(lambda: not self.lanes.jobs() and not self.pane.renderer.is_busy)

    def quiet(self) -> None:
        """Wait until every job has ended."""
        self.until(lambda: not self.lanes.jobs())

    def until(self, holds: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(holds, timeout=WAIT_MS)

    def action(self, name: str) -> QAction:
        return self.registry.action(f"paint.{name}")

    # What a person sees ----------------------------------------------------------------------------------

    def said(self) -> list[str]:
        return [card.message.text for card in self.toasts.cards()]

    def toast(self) -> ToastCard:
        self.until(lambda: bool(self.toasts.cards()))
        return self.toasts.cards()[-1]

    def middle(self) -> QColor:
        """The colour in the middle of the view."""
        image = self.pane.canvas.view.grab().toImage()
        return image.pixelColor(image.width() // 2, image.height() // 2)

    def thumbnails(self) -> list[bool]:
        """Which entries of the gallery have a picture."""
        gallery = self.pane.panel.styles.gallery
        return [isinstance(gallery.item(row).data(PICTURE), QPixmap) for row in range(gallery.count())]


def noise(width: int, height: int, seed: int = 0) -> NDArray[np.uint8]:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


def flat(colour: tuple[int, int, int], width: int = 40, height: int = 40) -> NDArray[np.uint8]:
    return np.full((height, width, 3), colour, dtype=np.uint8)
