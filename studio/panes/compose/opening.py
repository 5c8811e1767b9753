"""Bringing music into the pane: from files, read away from the window's thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from engines.compose.readings import Reading
from engines.steps import Task
from studio.jobs.job import Job
from studio.panes.pane import Desk
from studio.widgets.jobwords import error_words

#: What the engine reads; written down here too, because the window asks before it can wait for the reader.
SUFFIXES = frozenset({".mid", ".midi", ".musicxml", ".mxl", ".xml", ".abc"})


@dataclass(frozen=True)
class Opened:
    """A score out of a file, what it is called, and how many more pieces the file holds."""

    reading: Reading
    name: str
    more: int = 0


def read_file(path: Path) -> Task[Opened]:
    """Read one file; raises BadInput with a sentence for what is no music."""
    from engines.compose.reading import read

    readings = yield from read(path)
    return Opened(readings[0], path.stem, len(readings) - 1)


class ScoreOpener(QObject):
    """Reads one file at a time; a newer wish takes the place of the one before."""

    opened = Signal(object)  # Opened

    def __init__(self, desk: Desk, window: QWidget, read: Callable[[Path], Task[Opened]] = read_file) -> None:
        super().__init__(window)
        self._desk, self._window, self._read = desk, window, read
        self._job: Job | None = None

    def open_file(self, path: Path) -> None:
        """Read a score from a file."""
        title = self.tr("Opening “{}”").format(path.name)
        job = Job(title, lambda: self._read(path), pane="compose", key="open", parent=self)
        job.done.connect(lambda opened: self._take(job, opened))
        job.failed.connect(lambda error: self._not_opened(job, error))
        job.state_changed.connect(lambda state: job.deleteLater() if state.ended else None)
        self._job = job
        self._desk.lanes.submit("disk", job, replace=True)

    def ask_for_file(self) -> None:
        """The system's dialog; it does not hold up the window."""
        dialog = QFileDialog(self._window, self.tr("Open music"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        patterns = " ".join(f"*{suffix}" for suffix in sorted(SUFFIXES))
        dialog.setNameFilters([self.tr("Music ({})").format(patterns), self.tr("All files (*)")])
        dialog.fileSelected.connect(lambda chosen: self.open_file(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def stop(self) -> None:
        """What is still being read belongs to what was here before."""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _take(self, job: Job, opened: Opened) -> None:
        if job is self._job:
            self._job = None
            self.opened.emit(opened)

    def _not_opened(self, job: Job, error: Exception) -> None:
        if job is self._job:
            self._job = None
            self._desk.toasts.warn(error_words(error))
