"""A desk in a shown window without the pane: for tests of what the pane is made of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from engines.paint.pictures import open_picture
from studio.documents.blobs import Blob, referenced
from studio.jobs.lanes import Lanes
from studio.panes.paint.look import Photograph
from studio.panes.pane import Desk
from studio.settings import SettingsStore
from studio.widgets.toast import ToastCard, Toasts

WAIT_MS = 15_000
Child = TypeVar("Child", bound=QObject)


class Workroom:
    """Window, lanes, settings and toasts, and a person who waits."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot, self.folder = qtbot, folder
        self.window = QMainWindow()
        self.window.resize(900, 640)
        qtbot.addWidget(self.window)
        self.lanes = Lanes(on_thread_start=None)
        self.settings = SettingsStore(folder / "settings.json")
        self.toasts = Toasts(self.window)
        self.desk = Desk(self.lanes, self.settings, self.toasts)
        self.window.show()
        qtbot.waitExposed(self.window)

    def close(self) -> None:
        self.quiet()
        self.toasts.clear()
        self.settings.flush()
        assert self.lanes.close(10)
        for dialog in self.window.findChildren(QWidget):
            if dialog.isWindow():
                dialog.close()
        self.window.close()

    def photograph(self, name: str = "photo.png", width: int = 48, height: int = 32, **saving: Any) -> Photograph:
        """An opened photograph of noise that lies in the folder."""
        path = self.folder / name
        Image.fromarray(noise(width, height)).save(path, **saving)
        return Photograph(name, open_picture(path), Blob(path.read_bytes(), "image/*"))

    def quiet(self) -> None:
        """Wait until every job has ended."""
        self.until(lambda: not self.lanes.jobs())

    def until(self, holds: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(holds, timeout=WAIT_MS)

    def said(self) -> list[str]:
        return [card.message.text for card in self.toasts.cards()]

    def toast(self) -> ToastCard:
        self.until(lambda: bool(self.toasts.cards()))
        return self.toasts.cards()[-1]

    def dialog(self, kind: type[Child]) -> Child:
        """The newest dialog of a kind."""
        self.until(lambda: bool(self.window.findChildren(kind)))
        return self.window.findChildren(kind)[-1]


class Shelf:
    """A project in memory: blobs by their names."""

    def __init__(self) -> None:
        self.blobs: dict[str, bytes] = {}

    def put(self, state: Any) -> Any:
        """The state as it comes back from a project."""
        return referenced(state, self._keep)

    def read(self, name: str) -> bytes:
        return self.blobs[name]

    def _keep(self, blob: Blob) -> str:
        self.blobs[blob.sha] = blob.data
        return blob.sha


def noise(width: int, height: int, seed: int = 0) -> NDArray[np.uint8]:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)
