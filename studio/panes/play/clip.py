"""Recording what is shown, and writing it as a film in the background."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from engines.play.film import GAME_FPS, Clip, Picture, write_film
from engines.play.instants import View
from engines.play.montage import captions, montage
from studio.dialogs.placesheet import FileFormat, PlaceSheet
from studio.jobs.job import Job
from studio.widgets.jobwords import error_words

if TYPE_CHECKING:
    from studio.panes.play.pane import PlayPane

#: A minute is enough of one clip, and about 150 MB of pictures.
LONGEST = 60 * GAME_FPS
SCALE = 4


class ClipSheet(PlaceSheet):
    """Asks where the clip goes; ``chosen`` is emitted with its path."""

    chosen = Signal(object)  # Path

    def say(self) -> None:
        """Say it."""
        self.chosen.emit(self.path())


class ClipRecorder(QObject):
    """Keeps the pictures while it records; a clip that was never written leaves nothing behind."""

    changed = Signal()

    def __init__(self, pane: PlayPane) -> None:
        super().__init__(pane)
        self._pane = pane
        self.recording = False
        self.folder, self.format = "", "gif"
        self._frames: list[tuple[int, list[Picture | None]]] = []
        self._words: tuple[str, ...] = ()

    def toggle(self) -> None:
        """Record, or stop and ask where it goes."""
        if not self.recording:
            self._frames, self._words, self.recording = [], (), True
        else:
            self.recording = False
            self.ask()
        self.changed.emit()

    def keep(self, view: View) -> None:
        """One more frame is shown."""
        if not self.recording:
            return
        pictures: list[Picture | None] = [view.instant.frame]
        if view.seen is not None:
            pictures += [view.seen, *view.dreams]
        if len(pictures) > len(self._words):
            self._words = captions([branch.temperature for branch in view.instant.branches])[: len(pictures)]
        if not self._frames or self._frames[-1][0] != view.instant.number:
            self._frames.append((view.instant.number, pictures))
        if len(self._frames) >= LONGEST:
            self._pane.desk.toasts.say(self.tr("A clip is a minute long at most: it has been stopped."))
            self.toggle()

    def ask(self) -> ClipSheet | None:
        """Where it goes, unless nothing was driven meanwhile."""
        if not self._frames:
            self._pane.desk.toasts.say(self.tr("Nothing was driven while recording: there is no clip to write."))
            return None
        self._pane.drive.pause()
        formats = [FileFormat("gif", "GIF", ".gif"), FileFormat("webp", "WebP", ".webp")]
        if importlib.util.find_spec("av") is not None:
            formats.insert(0, FileFormat("mp4", "MP4", ".mp4"))
        name = self.tr("drive {seed}").format(seed=self._pane.drive.seed)
        sheet = ClipSheet(self.tr("Write the clip"), name, self.folder, formats, self.format, None, self._pane.window())
        sheet.begin()
        sheet.chosen.connect(self.write)
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()
        return sheet

    def write(self, path: Path) -> Job:
        """Write it in the background; closing the window meanwhile leaves no half file."""
        self.folder, self.format = str(path.parent), path.suffix[1:].lower()
        frames, words = self._frames, self._words
        self._frames = []

        def picture(place: int) -> Picture:
            shown = frames[place][1]
            return montage([*shown, *[None] * (len(words) - len(shown))], words, SCALE)

        title = self.tr("Writing “{}”").format(path.name)
        job = Job(title, lambda: write_film(path, len(frames), picture), pane="play", parent=self)
        job.done.connect(self._written)
        job.failed.connect(lambda error: self._pane.desk.toasts.warn(error_words(error)))
        job.state_changed.connect(lambda state: job.deleteLater() if state.ended else None)
        self._pane.desk.lanes.submit("disk", job)
        return job

    def _written(self, clip: Clip) -> None:
        words = self.tr("“{name}” is written: {seconds:.1f} seconds.").format(name=clip.path.name, seconds=clip.seconds)
        self._pane.desk.toasts.say(words)
