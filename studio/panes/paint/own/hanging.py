"""Fetching what a painting needs: style pictures from files and the clipboard, VGG19 from the net."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication, QImage

from engines.steps import Step, Task
from studio.jobs.job import Job
from studio.panes.paint.errand import send
from studio.panes.paint.images import from_image
from studio.panes.paint.own.reading import Hung, read_files, read_pasted
from studio.panes.pane import Desk
from studio.paths import models_folder
from studio.widgets.jobwords import error_words

Fetch = Callable[[Path], Task[Path]]


class Hanging(QObject):
    """Reads style pictures on the disk lane, in the order in which they were wanted."""

    read = Signal(object)  # tuple[Painting, ...]

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._jobs: list[Job] = []

    def read_files(self, paths: Sequence[Path]) -> None:
        """Read these files; what cannot be read is told."""
        if paths:
            self._read(lambda: read_files(paths), ", ".join(path.name for path in paths))

    def paste(self) -> None:
        """Read the picture, or the picture files, on the clipboard."""
        mime = QGuiApplication.clipboard().mimeData()
        urls = mime.urls() if mime is not None else []
        if mime is not None and mime.hasImage():
            image = QImage(mime.imageData())
            if not image.isNull():
                name = self.tr("Pasted painting")
                self._read(lambda: read_pasted(from_image(image), name), name)
                return
        paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
        if paths:
            self.read_files(paths)
        else:
            self._desk.toasts.say(self.tr("There is no picture on the clipboard."))

    def forget(self) -> None:
        """What is still being read belongs to another project."""
        for job in self._jobs:
            job.cancel()
        self._jobs = []

    def _read(self, make_task: Callable[[], Task[Hung]], name: str) -> None:
        job = Job(self.tr("Opening “{}”").format(name), make_task, pane="paint", parent=self)
        self._jobs.append(job)
        job.done.connect(lambda hung: self._hang(job, hung))
        job.failed.connect(lambda error: self._desk.toasts.warn(error_words(error)))
        send(self._desk.lanes, "disk", job)

    def _hang(self, job: Job, hung: Hung) -> None:
        if job not in self._jobs:
            return
        self._jobs.remove(job)
        for sentence in hung.sentences:
            self._desk.toasts.warn(sentence)
        if hung.paintings:
            self.read.emit(hung.paintings)


class Fetching(QObject):
    """Downloads VGG19 when the person asks for it, and for nothing else."""

    moved = Signal(object)  # Job or None
    fetched = Signal(str)

    def __init__(self, desk: Desk, parent: QObject, fetch: Fetch) -> None:
        super().__init__(parent)
        self._desk, self._fetch = desk, fetch
        self._job: Job | None = None

    def begin(self) -> None:
        """Download into the folder of the person's models; nothing if that is under way."""
        if self._job is not None:
            return
        fetch = self._fetch
        self._job = job = Job(self.tr("Downloading VGG19"), lambda: _into_models(fetch), pane="paint", parent=self)
        job.stepped.connect(lambda _step: self.moved.emit(self._job))
        job.done.connect(lambda path: self.fetched.emit(str(path)))
        job.failed.connect(lambda error: self._desk.toasts.warn(error_words(error)))
        job.state_changed.connect(lambda state: self._ended() if state.ended else self.moved.emit(self._job))
        # Not the disk lane: for minutes no photograph could be opened and no project saved.
        send(self._desk.lanes, "train", job)

    def cancel(self) -> None:
        """End it; nothing stays behind."""
        if self._job is not None:
            self._job.cancel()

    def _ended(self) -> None:
        self._job = None
        self.moved.emit(None)


def fetch_from_the_net(folder: Path) -> Task[Path]:
    """The real download."""
    from engines.paint.transfer.fetching import fetch_vgg19

    return fetch_vgg19(folder)


def _into_models(fetch: Fetch) -> Task[Path]:
    yield Step(0, None)
    return (yield from fetch(models_folder()))
