"""Filling the gallery with thumbnails: of the photograph, or of the sample while there is none."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QImage

from engines.steps import Task
from studio.jobs.job import Job
from studio.jobs.lanes import Lanes
from studio.panes.paint import painted
from studio.panes.paint.errand import send
from studio.panes.paint.gallery import StyleGallery
from studio.panes.paint.images import to_image
from studio.panes.paint.look import Photograph
from studio.widgets.jobwords import error_words

SAMPLE_AFTER_MS = 400


class Hanging(QObject):
    """Paints all thumbnails in one job and hangs them together."""

    failed = Signal(str)

    def __init__(self, lanes: Lanes, gallery: StyleGallery, parent: QObject) -> None:
        super().__init__(parent)
        self._lanes, self._gallery = lanes, gallery
        self._names: list[str] = []
        self._job: Job | None = None
        self._soon = QTimer(self, singleShot=True, interval=SAMPLE_AFTER_MS)
        self._soon.timeout.connect(self.hang_sample)

    def set_names(self, names: Sequence[str]) -> None:
        """Which styles hang there."""
        self._names = list(names)

    def hang(self, photograph: Photograph) -> None:
        """Paint the photograph, quite small, in every style."""
        self._soon.stop()
        self._gallery.set_picture("", to_image(photograph.tiny.pixels))
        self._paint(lambda: painted.gallery(photograph.tiny.pixels, self._names))

    @Slot()
    def hang_sample(self) -> None:
        """Paint the sample in every style."""
        self._paint(lambda: painted.sample_gallery(self._names))

    def hang_sample_soon(self) -> None:
        """Paint the sample once the window has been seen."""
        self._soon.start()

    def never_mind(self) -> None:
        """Nobody is there to see the sample."""
        self._soon.stop()

    def _paint(self, make_task: Callable[[], Task[dict[str, QImage]]]) -> None:
        job = Job(self.tr("Painting the gallery"), make_task, pane="paint", key="gallery", parent=self)
        job.done.connect(lambda images: self._hang(job, images))
        job.failed.connect(lambda error: self.failed.emit(error_words(error)))
        self._job = job
        send(self._lanes, "now", job, replace=True)

    def _hang(self, job: Job, images: dict[str, QImage]) -> None:
        if job is self._job:
            for style, image in images.items():
                self._gallery.set_picture(style, image)
