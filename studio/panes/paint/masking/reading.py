"""A mask from a picture: asked for, read beside the window, told when it is there."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QSize, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from studio.jobs.job import Job
from studio.panes.paint.errand import send
from studio.panes.paint.masking.layers import ReadMask, read_layer
from studio.panes.pane import Desk
from studio.widgets.jobwords import error_words

SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".bmp", ".gif")


class MaskReader(QObject):
    """Reads one mask at a time for the photograph of the moment; what it cannot read it says in a toast."""

    read = Signal(object)  # the mask's values, in the shape asked for

    def __init__(self, desk: Desk, over: QWidget, parent: QObject | None = None) -> None:
        """``over``: the widget whose window the dialog belongs to."""
        super().__init__(parent)
        self._desk, self._over = desk, over
        self._photograph = QSize()
        self._job: Job | None = None

    def set_photograph(self, photograph: QSize) -> None:
        """Stretch masks over a photograph of this size from now on; an empty one: there is none to read them for."""
        self.stop()
        self._photograph = QSize(photograph)

    @Slot()
    def ask(self) -> None:
        """The system's dialog; it does not hold up the window."""
        if self._photograph.isEmpty():
            return
        patterns = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        dialog = QFileDialog(self._over, self.tr("Take a picture as mask"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Pictures ({})").format(patterns), self.tr("All files (*)")])
        dialog.fileSelected.connect(lambda chosen: self.read_file(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def read_file(self, path: Path) -> None:
        """Take the light and dark of a picture as mask."""
        photograph = self._photograph
        if photograph.isEmpty():
            return
        title = self.tr("Reading the mask “{}”").format(path.name)
        job = Job(title, lambda: read_layer(path, photograph), pane="paint", key="mask", parent=self)
        job.done.connect(lambda mask: self._done(job, mask))
        job.failed.connect(lambda error: self._failed(job, error_words(error)))
        self._job = job
        send(self._desk.lanes, "disk", job, replace=True)

    def stop(self) -> None:
        """A mask that is still being read belongs to what was here before."""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _done(self, job: Job, mask: ReadMask) -> None:
        if job is self._job:
            self._job = None
            if mask.warning is not None:
                self._desk.toasts.say(mask.warning)
            self.read.emit(mask.values)

    def _failed(self, job: Job, sentence: str) -> None:
        if job is self._job:
            self._job = None
            self._desk.toasts.warn(sentence)
