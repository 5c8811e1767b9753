"""Bringing photographs into the pane: from files, the clipboard, the project, and out of the history."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from engines.errors import ReverieError
from engines.paint.recipes import Recipe
from engines.paint.samples import sample_photograph
from engines.steps import Task
from studio.jobs.job import Job
from studio.panes.paint import opening
from studio.panes.paint.errand import send
from studio.panes.paint.images import from_image
from studio.panes.paint.negative import Negative
from studio.panes.paint.opening import Opened
from studio.panes.pane import Desk
from studio.widgets.jobwords import error_words

Take = Callable[[Opened], None]


class Opener(QObject):
    """Reads one photograph at a time; a newer wish takes the place of the one before."""

    opened = Signal(object)  # Opened: somebody brought a new photograph
    recipe_read = Signal(object)  # Recipe: somebody asked for the settings of a picture

    def __init__(self, desk: Desk, suffixes: Collection[str], window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._suffixes, self._window = desk, suffixes, window
        self._job: Job | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a photograph is being read."""
        return self._job is not None

    def open_file(self, path: Path) -> None:
        """Read a photograph from a file."""
        self._read(partial(opening.read_file, path), path.name, self.opened.emit)

    def open_sample(self) -> None:
        """The photograph that comes along to play with."""
        try:
            self.open_file(sample_photograph())
        except ReverieError as error:
            self._desk.toasts.warn(str(error))

    def ask_for_file(self) -> None:
        """The system's dialog; it does not hold up the window."""
        self._ask(self.tr("Open a photograph"), self.tr("Photographs ({})"), self.open_file)

    def ask_for_recipe(self) -> None:
        """Let the person choose a picture whose settings are to be used again."""
        self._ask(self.tr("Reuse the settings of a picture"), self.tr("Exported pictures ({})"), self.read_recipe)

    def read_recipe(self, path: Path) -> None:
        """Read the settings inside ``path``."""
        title = self.tr("Reading the settings of “{}”").format(path.name)
        job = Job(title, lambda: opening.read_settings(path), pane="paint", key="recipe", parent=self)
        job.done.connect(self._read_recipe)
        job.failed.connect(lambda error: self._desk.toasts.warn(error_words(error)))
        send(self._desk.lanes, "disk", job, replace=True)

    def paste(self) -> None:
        """A picture or a picture file from the clipboard."""
        mime = QGuiApplication.clipboard().mimeData()
        if mime is not None and mime.hasImage():
            image = QImage(mime.imageData())
            if image.isNull():
                self._desk.toasts.say(self.tr("The picture on the clipboard cannot be read. Copy it once more."))
                return
            name = self.tr("Pasted picture")
            self._read(lambda: opening.read_pasted(from_image(image), name), name, self.opened.emit)
            return
        urls = mime.urls() if mime is not None else []
        if not urls or not urls[0].isLocalFile():
            self._desk.toasts.say(self.tr("There is no picture on the clipboard."))
            return
        self.open_file(Path(urls[0].toLocalFile()))

    def open_blob(self, data: bytes, name: str, take: Take) -> None:
        """Read a photograph out of the project."""
        self._read(lambda: opening.read_blob(data, name), name, take)

    def develop(self, negative: Negative, take: Take) -> None:
        """Read a photograph again that the history has put away."""
        self.open_blob(negative.blob.data, negative.name, take)

    def stop(self) -> None:
        """A photograph that is still being read belongs to what was here before."""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _ask(self, title: str, kind: str, then: Callable[[Path], None]) -> None:
        patterns = " ".join(f"*{suffix}" for suffix in sorted(self._suffixes))
        dialog = QFileDialog(self._window, title)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([kind.format(patterns), self.tr("All files (*)")])
        dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _read(self, make_task: Callable[[], Task[Opened]], name: str, take: Take) -> None:
        job = Job(self.tr("Opening “{}”").format(name), make_task, pane="paint", key="open", parent=self)
        job.done.connect(lambda opened: self._take(job, opened, take))
        job.failed.connect(lambda error: self._not_opened(job, error_words(error)))
        self._job = job
        send(self._desk.lanes, "disk", job, replace=True)

    def _take(self, job: Job, opened: Opened, take: Take) -> None:
        if job is self._job:
            self._job = None
            take(opened)

    def _not_opened(self, job: Job, sentence: str) -> None:
        if job is self._job:
            self._job = None
            self._desk.toasts.warn(sentence)

    def _read_recipe(self, recipe: Recipe) -> None:
        self.recipe_read.emit(recipe)
