"""Asks the engine for paintings: a preview at once, the full size when the hand rests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QImage

from engines.paint.looks import Look
from engines.paint.stylise import LARGEST, working_size
from engines.steps import Task
from studio.jobs.job import Job
from studio.jobs.lanes import Lanes
from studio.panes.paint.errand import send
from studio.panes.paint.look import Photograph, Setting
from studio.panes.paint.painted import painted
from studio.panes.paint.proofs import Proofs, at_full, opacity_of, singles, whole
from studio.widgets.jobwords import error_words

REST_MS = 500
#: So long after the last movement of a blend the network paints what was only mixed.
PAUSE_MS = 150
#: Photographs above this many pixels are shown as previews only: each copy would take hundreds of megabytes.
LARGEST_SHOWN = 40_000_000


@dataclass(frozen=True)
class Rendered:
    """A painting ready to be drawn, to be laid over the photograph with ``opacity``."""

    photograph: Photograph
    setting: Setting
    image: QImage
    opacity: float
    full: bool


class Renderer(QObject):
    """Keeps the newest wish and forgets the older ones."""

    ready = Signal(object)  # Rendered
    failed = Signal(str)

    def __init__(self, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._lanes = lanes
        self._photograph: Photograph | None = None
        self._setting = Setting()
        self._proofs: Proofs | None = None
        self._full: tuple[Setting, QImage] | None = None
        self._job: Job | None = None
        self._aim: Look | Setting | None = None  # what the job paints: a proof, or the whole
        self._broken: Setting | None = None
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._rest_over)
        self._rested = False
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._go_on)

    @property
    def is_broken(self) -> bool:
        """Whether what is wanted could not be painted."""
        return self._broken is not None

    @property
    def is_busy(self) -> bool:
        """Whether something is being painted, or will be once the hand rests."""
        return self._job is not None or self._rest.isActive() or self._pause.isActive()

    def want(self, photograph: Photograph | None, setting: Setting) -> None:
        """Paint this from now on; no photograph or no style: nothing."""
        same = photograph is self._photograph
        if not same:
            self._proofs = Proofs(photograph) if photograph is not None else None
            self._full = None
        moved = whole(setting) != whole(self._setting)
        self._photograph, self._setting = photograph, setting
        if same and not moved:
            self._show()  # only the strength, which the window blends
            return
        self._broken = None
        self._rested = False
        self._rest.stop()
        if self._can_only_mix():
            self._pause.start()
        else:
            self._pause.stop()
        if self._job is not None and not (same and self._is_near()):
            self._job.cancel()
            self._job, self._aim = None, None
        self._show()
        self._go_on()

    # Showing what is there -----------------------------------------------------------------------------------

    def _show(self) -> None:
        if self._photograph is None or self._proofs is None or not self._setting.has_style:
            return
        opacity = opacity_of(self._setting)
        if self._full is not None and self._full[0] == whole(self._setting):
            self.ready.emit(Rendered(self._photograph, self._setting, self._full[1], opacity, True))
            return
        proof = self._proofs.of(self._setting)
        if proof is not None:
            full = proof.exact and self._photograph.is_small
            self.ready.emit(Rendered(self._photograph, self._setting, proof.image, opacity, full))

    @Slot()
    def _rest_over(self) -> None:
        self._rested = True
        self._go_on()

    # Painting what is not ------------------------------------------------------------------------------------

    @Slot()
    def _go_on(self) -> None:
        """Start the next job, if any is needed and none is under way."""
        photograph, proofs = self._photograph, self._proofs
        if self._job is not None or photograph is None or proofs is None or self._broken is not None:
            return
        aim = next((look for look in self._wanted_proofs() if not proofs.has(look)), None)
        if aim is not None:
            small = photograph.small.pixels
            self._start(self.tr("Painting"), aim, lambda: painted(small, Setting(aim)))
        elif self._wants_full():
            if not self._rested:
                self._rest.start()
                return
            setting = whole(self._setting)
            picture = photograph.picture
            self._start(
                self.tr("Painting in full size"), setting, lambda: painted(picture.pixels, setting, picture.alpha)
            )

    def _wanted_proofs(self) -> list[Look]:
        """What is to be painted small, the most pressing first."""
        looks = [look for look in self._setting.looks if look.styles]
        exact = [] if self._pause.isActive() else [at_full(look) for look in looks]
        return [*exact, *(single for look in looks for single in singles(look))]

    def _can_only_mix(self) -> bool:
        """Whether the looks are all there or can be mixed, so that the network may wait for the hand."""
        proofs = self._proofs
        looks = [look for look in self._setting.looks if look.styles]
        if proofs is None or all(proofs.has(at_full(look)) for look in looks):
            return False
        return all(proofs.has(at_full(look)) or proofs.can_mix(look) for look in looks)

    def _wants_full(self) -> bool:
        photograph = self._photograph
        if photograph is None or not self._setting.has_style or photograph.is_small:
            return False
        if self._full is not None and self._full[0] == whole(self._setting):
            return False
        return not self._pause.isActive() and fits_in_one_piece(photograph, self._setting)

    def _start(self, title: str, aim: Look | Setting, make_task: Callable[[], Task[QImage]]) -> None:
        job = Job(title, make_task, pane="paint", key="render", parent=self)
        job.done.connect(lambda image: self._arrived(job, aim, image))
        job.failed.connect(lambda error: self._broke(job, error_words(error)))
        self._job, self._aim = job, aim
        send(self._lanes, "now", job, replace=True)

    def _is_near(self) -> bool:
        """Whether what the job under way paints is still wanted, or the nearest to it while a brush is dragged."""
        if not isinstance(self._aim, Look):
            return False
        near = (set(look.names) for look in self._setting.looks)
        return set(self._aim.names) in near or self._aim in self._wanted_proofs()

    def _arrived(self, job: Job, aim: Look | Setting, image: QImage) -> None:
        if job is not self._job:
            return
        self._job, self._aim = None, None
        if isinstance(aim, Look):
            if self._proofs is not None:
                self._proofs.put(aim, image)
        else:
            # One full-size painting is kept, not six: each may have a hundred megabytes.
            self._full = (aim, image)
        self._show()
        self._go_on()

    def _broke(self, job: Job, sentence: str) -> None:
        if job is self._job:
            self._job, self._aim = None, None
            self._broken = self._setting
            self.failed.emit(sentence)


def fits_in_one_piece(photograph: Photograph, setting: Setting) -> bool:
    """Whether the whole photograph may be painted for the window."""
    size = (photograph.picture.width, photograph.picture.height)
    if size[0] * size[1] > LARGEST_SHOWN:
        return False
    worked = (working_size(size, look.brush) for look in setting.looks if look.styles)
    return all(width * height <= LARGEST for width, height in worked)
