"""Asks the engine for paintings: a preview at once, the full size when the hand rests, thumbnails in between."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from engines.paint.pictures import open_picture, resized
from engines.paint.samples import sample_photograph
from engines.paint.stylise import StyleRequest, Stylised, stylise
from engines.steps import Step, Task
from studio.jobs.job import Job
from studio.jobs.lanes import Lanes
from studio.panes.paint.errand import send
from studio.panes.paint.images import to_image
from studio.panes.paint.look import THUMBNAIL_SIDE, Photograph
from studio.widgets.jobwords import error_words

REST_MS = 600


@dataclass(frozen=True)
class Rendered:
    """A painting ready to be drawn, always at full strength: the window blends it over the photograph."""

    photograph: Photograph
    style: str
    image: QImage
    full: bool


class Renderer(QObject):
    """Keeps the newest wish and forgets the older ones."""

    ready = Signal(object)  # Rendered
    failed = Signal(str)
    thumbnail = Signal(object, str, object)  # Photograph | None, style name, QImage

    def __init__(self, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._lanes = lanes
        self._wanted: tuple[Photograph, str] | None = None
        self._job: Job | None = None
        self._kept: dict[tuple[int, str], Rendered] = {}
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._ask_for_full)
        self.busy = False

    def want(self, photograph: Photograph | None, style: str) -> None:
        """Paint this from now on; no photograph or no style: nothing."""
        wanted = (photograph, style) if photograph is not None and style else None
        if wanted == self._wanted:
            return
        if self._wanted is not None and (wanted is None or wanted[0] is not self._wanted[0]):
            self._kept.clear()
        self._wanted = wanted
        self._rest.stop()
        if self._job is not None:
            self._job.cancel()
            self._job = None
        if wanted is None:
            self.busy = False
            return
        kept = self._kept.get((id(wanted[0]), wanted[1]))
        if kept is not None:
            self.busy = False
            self.ready.emit(kept)
            if not kept.full:
                self._rest.start()
            return
        self._ask(wanted[0], wanted[1], full=wanted[0].is_small)

    def _ask_for_full(self) -> None:
        if self._wanted is not None:
            self._ask(*self._wanted, full=True)

    def _ask(self, photograph: Photograph, style: str, *, full: bool) -> None:
        source = photograph.picture if full else photograph.small
        title = self.tr("Painting in full size") if full else self.tr("Painting")
        job = Job(title, lambda: _painted(source.pixels, source.alpha, style), pane="paint", key="render", parent=self)
        job.done.connect(lambda image: self._arrived(job, Rendered(photograph, style, image, full)))
        job.failed.connect(lambda error: self._broke(job, error_words(error)))
        self._job = job
        self.busy = True
        send(self._lanes, "now", job, replace=True)

    def _arrived(self, job: Job, rendered: Rendered) -> None:
        if job is not self._job:
            return
        self._job, self.busy = None, False
        # One full-size painting is kept, not six: each may have a hundred megabytes.
        if rendered.full:
            self._kept = {key: kept for key, kept in self._kept.items() if not kept.full or kept.photograph.is_small}
        self._kept[id(rendered.photograph), rendered.style] = rendered
        self.ready.emit(rendered)
        if not rendered.full:
            self._rest.start()

    def _broke(self, job: Job, sentence: str) -> None:
        if job is self._job:
            self._job, self.busy = None, False
            self.failed.emit(sentence)

    def want_thumbnails(self, photograph: Photograph, names: Sequence[str]) -> None:
        """Paint the photograph, quite small, in every style; all arrive together."""
        self._paint_gallery(photograph, lambda: _gallery(photograph.tiny.pixels, names))

    def want_sample_thumbnails(self, names: Sequence[str]) -> None:
        """Paint the sample in every style, for a gallery without a photograph."""
        self._paint_gallery(None, lambda: _sample_gallery(names))

    def _paint_gallery(self, photograph: Photograph | None, make_task: Callable[[], Task[dict[str, QImage]]]) -> None:
        title = self.tr("Painting the gallery")
        job = Job(title, make_task, pane="paint", key="gallery", parent=self)
        job.done.connect(lambda images: self._hang(photograph, images))
        job.failed.connect(lambda error: self.failed.emit(error_words(error)))
        send(self._lanes, "now", job, replace=True)

    def _hang(self, photograph: Photograph | None, images: dict[str, QImage]) -> None:
        for style, image in images.items():
            self.thumbnail.emit(photograph, style, image)


def _painted(pixels: NDArray[np.uint8], alpha: NDArray[np.uint8] | None, style: str) -> Task[QImage]:
    result: Stylised = yield from stylise(StyleRequest(pixels, style))
    return to_image(result.pixels, alpha)


def _gallery(pixels: NDArray[np.uint8], names: Sequence[str]) -> Task[dict[str, QImage]]:
    images: dict[str, QImage] = {}
    for number, name in enumerate(names):
        yield Step(number, len(names), note=name)
        images[name] = yield from _painted(pixels, None, name)
    return images


def _sample_gallery(names: Sequence[str]) -> Task[dict[str, QImage]]:
    yield Step(0, len(names))
    pixels = resized(open_picture(sample_photograph()).pixels, THUMBNAIL_SIDE)
    images = yield from _gallery(pixels, names)
    return {"": to_image(pixels), **images}
