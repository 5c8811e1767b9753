"""Takes: paintings worth coming back to, each with the setting that made it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QUndoStack

from engines.errors import ReverieError
from studio.jobs.job import Job
from studio.panes.paint.errand import send
from studio.panes.paint.takefiles import PaintTake, decoded, new_take, read_take, take_state, thumbnails
from studio.panes.paint.takesteps import InsertTake, RemoveTake, RenameTake
from studio.panes.pane import Desk
from studio.widgets.filmstrip import Filmstrip, Frame
from studio.widgets.jobwords import error_words

__all__ = ["PaintTake", "Takes"]


class Takes(QObject):
    """Holds the takes, shows them on the filmstrip, and says which one is wanted; the newest stands at the right.

    Keeping, removing and renaming are steps of the pane's history. Pictures are packed and unpacked on a lane.
    """

    wanted = Signal(object, object)  # PaintTake, QImage: show both; the image is null where it is damaged
    compared = Signal(object, object)  # PaintTake, QImage for the left of the slider; None, None: the photograph again
    kept = Signal(object)  # PaintTake: it stands on the strip now
    changed = Signal()  # something that belongs in the project

    def __init__(self, desk: Desk, strip: Filmstrip, undo_stack: QUndoStack, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._strip, self._undo_stack = desk, strip, undo_stack
        self._takes: list[PaintTake] = []
        self._small: dict[str, QImage] = {}
        #: What could not be read stays in the project as it is.
        self._unread: list[Mapping[str, Any]] = []
        self._packing: list[Job] = []
        self._unpacking: Job | None = None
        self._shown = self._compared = ""
        self._moves = 0
        strip.chosen.connect(self.choose)
        strip.compare.connect(self.compare)
        strip.removed.connect(self.remove)
        strip.renamed.connect(self.rename)

    def all(self) -> list[PaintTake]:
        """Every take, the oldest first."""
        return list(self._takes)

    @property
    def shown(self) -> PaintTake | None:
        """The take whose setting is the one on view."""
        return self._find(self._shown)

    @property
    def on_the_left(self) -> PaintTake | None:
        """The take on the left of the compare slider."""
        return self._find(self._compared)

    # What the pane asks --------------------------------------------------------------------------------------

    def keep(self, title: str, kind: str, setting: Mapping[str, Any], image: QImage) -> None:
        """Keep what is seen under ``title`` (a number is added where it is taken) with the setting that made it.

        ``setting`` is plain values and ``Blob``, as ``setting_state`` gives; ``kind`` is "stylize" or "transfer".
        """
        job = Job(self.tr("Keeping “{}”").format(title), lambda: new_take(title, kind, setting, image), pane="paint")
        job.setParent(self)
        self._packing.append(job)
        moves = self._moves
        job.done.connect(lambda packed: self._packed(job, *packed, still_seen=self._moves == moves))
        job.failed.connect(lambda error: self._desk.toasts.warn(error_words(error)))
        # Not the disk lane: a take is there at once, also while a large export is being written.
        send(self._desk.lanes, "now", job)

    def moved_on(self) -> None:
        """The setting on view is no longer that of the chosen take."""
        self._moves += 1
        self._stop_unpacking()
        self._mark(shown="")

    def stop_comparing(self) -> None:
        """Put the photograph on the left of the slider again."""
        if self._compared:
            self._mark(compared="")
            self.compared.emit(None, None)

    def collect(self) -> list[Any]:
        """The takes for the project file."""
        return [*(take_state(take) for take in self._takes), *self._unread]

    def restore(self, state: object, read_blob: Callable[[str], bytes]) -> None:
        """Show the takes of a project in place of those there are; the caller clears the history."""
        for job in [*self._packing]:
            job.cancel()
        self._packing.clear()
        self._stop_unpacking()
        self.stop_comparing()
        self._takes, self._unread, self._small, self._shown = [], [], {}, ""
        read_blob = functools.cache(read_blob)  # many takes are made of one photograph
        for each in state if isinstance(state, Sequence) and not isinstance(state, str) else ():
            try:
                self._takes.append(read_take(each, read_blob))
            except (ReverieError, LookupError, TypeError, ValueError):
                self._unread.append(each)
        if self._unread:
            self._desk.toasts.warn(self._unread_words())
        self._show()
        if self._takes:
            self._paint_thumbnails(self._takes)

    # What the person does ------------------------------------------------------------------------------------

    def choose(self, name: str) -> None:
        """Ask for the take to be shown: its picture at once, its setting with it."""
        take = self._find(name)
        if take is not None:
            # A damaged picture is told, and its setting still comes back: the pane can paint it anew.
            self._unpack(take, lambda image: self._choose(take, image), lambda: self._choose(take, QImage()))

    def compare(self, name: str) -> None:
        """Put the take on the left of the slider; the one that stands there already leaves."""
        take = self._find(name)
        if take is None or name == self._compared:
            self.stop_comparing()
            return
        self._unpack(take, lambda image: self._compare(take, image))

    def remove(self, name: str) -> None:
        """Take it off the strip; undo puts it back."""
        take = self._find(name)
        if take is not None:
            text = self.tr("Remove the take “{}”").format(take.title)
            self._undo_stack.push(RemoveTake(text, self, take, self._takes.index(take)))

    def rename(self, name: str, title: str) -> None:
        """Call it something else; undo calls it as before."""
        take = self._find(name)
        if take is not None and title and title != take.title:
            self._undo_stack.push(RenameTake(self.tr("Rename the take “{}”").format(take.title), self, take, title))

    # What the steps of the history do ------------------------------------------------------------------------

    def put(self, take: PaintTake, place: int) -> None:
        """Insert the take at its place."""
        self._takes.insert(min(place, len(self._takes)), take)
        self._show()
        self.changed.emit()

    def drop(self, take: PaintTake) -> None:
        """Let go of the take; whoever looks at it looks at something else from now on."""
        self._takes = [each for each in self._takes if each.id != take.id]
        if take.id == self._compared:
            self.stop_comparing()
        if take.id == self._shown:
            self._shown = ""
        self._show()
        self.changed.emit()

    def call(self, name: str, title: str) -> None:
        """Give a take another title."""
        self._takes = [replace(each, title=title) if each.id == name else each for each in self._takes]
        self._show()
        self.changed.emit()

    def _unread_words(self) -> str:
        if len(self._unread) == 1:
            return self.tr("One take could not be shown; it stays in the project as it is.")
        return self.tr("%n takes could not be shown; they stay in the project as they are.", "", len(self._unread))

    # How it happens ------------------------------------------------------------------------------------------

    def _find(self, name: str) -> PaintTake | None:
        return next((take for take in self._takes if take.id == name), None)

    def _packed(self, job: Job, take: PaintTake, small: QImage, *, still_seen: bool) -> None:
        if job not in self._packing:  # another project is here by now
            return
        self._packing.remove(job)
        take = replace(take, title=self._free_title(take.title))
        self._small[take.id] = small
        text = self.tr("Keep the take “{}”").format(take.title)
        self._undo_stack.push(InsertTake(text, self, take, len(self._takes)))
        if still_seen:
            self._mark(shown=take.id)
        self.kept.emit(take)

    def _free_title(self, title: str) -> str:
        taken = {take.title for take in self._takes}
        number = 2
        free = title
        while free in taken:
            free, number = f"{title}, {number}", number + 1
        return free

    def _unpack(
        self, take: PaintTake, show: Callable[[QImage], None], instead: Callable[[], None] | None = None
    ) -> None:
        self._stop_unpacking()
        job = Job(self.tr("Opening “{}”").format(take.title), lambda: decoded(take), pane="paint", key="take")
        job.setParent(self)
        self._unpacking = job
        job.done.connect(lambda image: show(image) if job is self._unpacking else None)
        job.failed.connect(lambda error: self._not_unpacked(job, error, instead))
        send(self._desk.lanes, "now", job, replace=True)

    def _not_unpacked(self, job: Job, error: Exception, instead: Callable[[], None] | None) -> None:
        self._desk.toasts.warn(error_words(error))
        if job is self._unpacking and instead is not None:
            instead()

    def _stop_unpacking(self) -> None:
        if self._unpacking is not None:
            unpacking, self._unpacking = self._unpacking, None
            unpacking.cancel()

    def _choose(self, take: PaintTake, image: QImage) -> None:
        self._unpacking = None
        self.wanted.emit(take, image)
        # After it: the pane's own change of setting says ``moved_on``.
        self._mark(shown=take.id)

    def _compare(self, take: PaintTake, image: QImage) -> None:
        self._unpacking = None
        self._mark(compared=take.id)
        self.compared.emit(take, image)

    def _paint_thumbnails(self, takes: Sequence[PaintTake]) -> None:
        these = tuple(takes)
        job = Job(self.tr("Opening the takes"), lambda: thumbnails(these), pane="paint", key="takes")
        job.setParent(self)
        job.done.connect(self._hang)
        job.failed.connect(lambda error: self._desk.toasts.warn(error_words(error)))
        send(self._desk.lanes, "now", job, replace=True)

    def _hang(self, images: Mapping[str, QImage]) -> None:
        known = {take.id for take in self._takes}
        self._small |= {name: image for name, image in images.items() if name in known}
        self._show()

    def _show(self) -> None:
        frames = [Frame(take.id, self._small.get(take.id, QImage()), take.title, take.when()) for take in self._takes]
        self._strip.set_frames(frames)
        self._mark()

    def _mark(self, *, shown: str | None = None, compared: str | None = None) -> None:
        self._shown = self._shown if shown is None else shown
        self._compared = self._compared if compared is None else compared
        self._strip.set_shown(self._shown)
        self._strip.set_compared(self._compared)
