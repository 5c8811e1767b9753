"""What the tests of the own-painting page work with: the page, its controller, and an engine that waits to be told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtGui import QImage, QUndoStack
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from engines.paint.pictures import open_picture
from engines.paint.transfer.request import Transferred, TransferRequest
from engines.steps import Step, Task
from studio.documents.blobs import Blob, referenced
from studio.jobs.lanes import Lanes
from studio.panes.paint.look import Photograph
from studio.panes.paint.own.controller import OwnController
from studio.panes.paint.own.page import OwnPage
from studio.panes.paint.own.plan import Outcome
from studio.panes.paint.own.sitting import Engine
from studio.panes.pane import Desk
from studio.settings import SettingsStore
from studio.widgets.toast import Toasts

WAIT_MS = 15_000


@dataclass
class Brush:
    """An engine that paints one step whenever the test allows one, each in a grey of its own."""

    requests: list[TransferRequest] = field(default_factory=list)
    error: Exception | None = None
    allowed: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    closed: int = 0

    def allow(self, steps: int) -> None:
        self.allowed.release(steps)

    def __call__(self, request: TransferRequest) -> Task[Transferred]:
        self.requests.append(request)
        steps, before = request.settings.steps, request.continued.steps if request.continued else 0
        try:
            yield Step(0, steps)
            for done in range(1, steps + 1):
                while not self.allowed.acquire(timeout=0.005):
                    yield Step(done - 1, steps)
                if self.error is not None:
                    raise self.error
                losses = {"loss": 2.0 / done, "style": 1.0 / done, "content": 0.5, "smoothness": 0.1}
                pixels = np.full((20, 30, 3), before + done, np.uint8)
                floats = pixels.astype(np.float32) / np.float32(255)
                request.easel.result = Transferred(pixels, floats, before + done, 0.5, losses, losses)
                yield Step(done, steps, metrics=losses, preview=pixels)
            assert request.easel.result is not None
            return request.easel.result
        finally:
            self.closed += 1


class Shelf:
    """A project in memory: blobs by their names."""

    def __init__(self) -> None:
        self.blobs: dict[str, bytes] = {}

    def put(self, state: dict[str, Any]) -> dict[str, Any]:
        kept: dict[str, Any] = referenced(state, self._keep)
        return kept

    def _keep(self, blob: Blob) -> str:
        self.blobs[blob.sha] = blob.data
        return blob.sha

    def read(self, name: str) -> bytes:
        return self.blobs[name]


class Atelier:
    """The page in a window, with its controller, a history and everything that was said."""

    def __init__(self, qtbot: QtBot, folder: Path, engine: Engine | None = None) -> None:
        self.qtbot, self.folder = qtbot, folder
        self.window = QMainWindow()
        self.window.resize(288, 700)
        qtbot.addWidget(self.window)
        self.page = OwnPage()
        self.window.setCentralWidget(self.page)
        self.lanes = Lanes(on_thread_start=None)
        self.settings = SettingsStore(folder / "settings.json")
        self.toasts = Toasts(self.window)
        self.history = QUndoStack(self.window)
        self.brush = Brush()
        self.prepared = 0
        self.fetched: list[Path] = []
        desk = Desk(self.lanes, self.settings, self.toasts)
        self.own = OwnController(
            desk,
            self.page,
            self.window,
            history=self.history,
            engine=engine or self.brush,
            prepare=self._prepare,
            fetch=self._fetch,
        )
        self.shown: list[QImage | None] = []
        self.finished: list[Transferred] = []
        self.aside: list[tuple[Photograph, Outcome]] = []
        self.own.shown.connect(self.shown.append)
        self.own.finished.connect(self.finished.append)
        self.own.set_aside.connect(lambda photograph, outcome: self.aside.append((photograph, outcome)))
        self.window.show()
        qtbot.waitExposed(self.window)

    def close(self) -> None:
        self.own.stop_all()
        self.brush.allow(1000)
        self.toasts.clear()
        self.settings.flush()
        assert self.lanes.close(10)
        self.window.close()

    def _prepare(self) -> Task[None]:
        self.prepared += 1
        yield Step(1, 1)

    def _fetch(self, folder: Path) -> Task[Path]:
        yield Step(1_000_000, 2_000_000)
        self.fetched.append(folder)
        return folder / "vgg19.pth"

    # What a person has -----------------------------------------------------------------------------------

    def file(self, name: str = "wave.png", seed: int = 0, width: int = 24, height: int = 16) -> Path:
        path = self.folder / name
        Image.fromarray(noise(width, height, seed)).save(path)
        return path

    def photograph(self, name: str = "photo.png", seed: int = 50) -> Photograph:
        path = self.file(name, seed, 60, 40)
        return Photograph(name, open_picture(path), Blob(path.read_bytes(), "image/*"))

    # What a person does ----------------------------------------------------------------------------------

    def ready(self, steps: int = 3) -> Photograph:
        """A photograph, one painting and a few steps."""
        photograph = self.photograph()
        self.own.set_photograph(photograph)
        self.add(self.file())
        self.own.planning.change(self.own.plan.changed(steps=steps), "Steps")
        return photograph

    def add(self, *paths: Path) -> None:
        before = self.own.plan.paintings
        self.own.planning.add_files(paths)
        self.until(lambda: self.own.plan.paintings != before)

    def paint(self, steps: int = 3) -> None:
        """A whole painting."""
        self.ready(steps)
        self.brush.allow(steps)
        self.own.start()
        self.until(lambda: not self.own.running)

    def begin(self, seen: int = 1, steps: int = 9) -> None:
        """A painting of which so many steps have been seen."""
        self.ready(steps)
        self.own.start()
        self.brush.allow(seen)
        self.until(lambda: f"Step {seen} " in self.headline())

    def until(self, holds: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(holds, timeout=WAIT_MS)

    # What a person sees ----------------------------------------------------------------------------------

    def headline(self) -> str:
        return self.page.foot.headline.accessibleName()

    def hint(self) -> str:
        return self.page.foot.hint.text()

    def said(self) -> str:
        return " ".join(card.message.text for card in self.toasts.cards())

    def grey(self) -> int | None:
        """The grey of the picture that is shown, which is the number of its step."""
        image = self.own.image
        return None if image is None else image.pixelColor(1, 1).red()


def noise(width: int, height: int, seed: int = 0) -> NDArray[np.uint8]:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)
