"""What the window holds: an open project, gathered from the panes and saved a second after each change."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from engines.errors import ReverieError
from studio.documents.blobs import Blob
from studio.documents.project import Project
from studio.documents.roster import Collect, Restore, Roster
from studio.documents.running import Run, at_once, worked
from studio.documents.writer import ProjectWriter, Snapshot
from studio.recovery import Leftover, Recovery

__all__ = ["Blob", "Document"]

QUIET_MS = 1_000
LONGEST_MS = 10_000


class Document(QObject):
    """The open project. Panes register and say ``touch``; the document decides when and where to write."""

    changed = Signal()
    title_changed = Signal(str)
    #: One sentence, and then silence until a save succeeds again.
    autosave_failed = Signal(str)
    #: What the person asked for, save or save as, could not be done.
    save_failed = Signal(str)
    #: A pane could not show what the project holds of it.
    restore_failed = Signal(str)
    saved = Signal()

    def __init__(self, recovery: Recovery, run: Run, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._recovery = recovery
        self._run = run
        self._roster = Roster()
        self._writer = ProjectWriter(recovery)
        self._name = ""
        self._title_told = ""
        self._dirty: set[str] = set()
        self._in_flight: Snapshot | None = None
        self._again = self._restoring = self._complained = self._asked = False
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._quiet.timeout.connect(self._autosave_when_free)
        self._longest = QTimer(self, singleShot=True, interval=LONGEST_MS)
        self._longest.timeout.connect(self._autosave)

    @property
    def path(self) -> Path | None:
        """The file the person named; None while there is none."""
        return self._writer.path

    @property
    def is_untitled(self) -> bool:
        """Whether the work has no file name of its own yet."""
        return self.path is None

    @property
    def title(self) -> str:
        """What to call the work in the window's title."""
        path = self.path
        return path.stem if path is not None else self._name or self.tr("Untitled")

    @property
    def is_dirty(self) -> bool:
        """Whether something is not on the disk yet."""
        return bool(self._unsaved())

    def project(self) -> Project:
        """The project, for takes and blobs: call it on the disk lane. Raises ReverieError."""
        return self._writer.project()

    def register(self, pane: str, collect: Collect, restore: Restore) -> None:
        """A pane joins, at any time; it is shown at once what the project holds of it, if anything."""
        self._roster.add(pane, collect, restore)
        project = self._writer.existing
        if project is not None and pane in project.panes():
            self._restore([pane])

    def touch(self, pane: str) -> None:
        """The pane changed: save it when it has been quiet for a second, and after ten at the latest."""
        if not self._roster.may_write(pane) or self._restoring:
            return
        self._dirty.add(pane)
        self._quiet.start()
        if not self._longest.isActive():
            self._longest.start()
        self.changed.emit()

    def new(self) -> None:
        """Begin an empty, untitled project."""
        self.close()
        self._switch(ProjectWriter(self._recovery), "")

    def open(self, path: Path) -> None:
        """Open a project; raises ProjectError and keeps what was open."""
        # Before the new one is read: it may be the same file.
        self.flush()
        project = Project.open(path)
        self.close()
        self._switch(ProjectWriter(self._recovery, project), "")

    def recover(self, leftover: Leftover) -> None:
        """Go on with work that a dead studio left; raises ReverieError and keeps what was open."""
        path = self._recovery.adopt(leftover)
        try:
            project = Project.open(path)
        except ReverieError:
            self._recovery.release(path)
            raise
        self.close()
        self._switch(ProjectWriter(self._recovery, project), leftover.title)

    def save(self) -> bool:
        """Save now; False when there is no name yet and the window must ask for one."""
        if self.is_untitled:
            return False
        self._asked = True
        if self.is_dirty:
            self._autosave()
        else:
            self._well_saved()
        return True

    def save_as(self, path: Path) -> None:
        """Save everything under another name and go on there; ``saved`` or ``save_failed`` tells the end."""
        writer = self._writer
        snapshot = self._taken(self._roster.names())

        def answered(trouble: object) -> None:
            if writer is not self._writer:
                return
            self._landed(snapshot)
            if trouble is None:
                self._well_saved()
            else:
                self._still_unsaved(snapshot)
                self.save_failed.emit(self._sentence(trouble))

        self._run(lambda: worked(lambda each: writer.save_as(path, each), snapshot), answered, answered)
        self._watch(snapshot)

    def flush(self) -> bool:
        """Save here and now what is not saved, for the quit; False when its own file does not have it all."""
        unsaved = self._unsaved()
        if unsaved:
            self._write(unsaved, at_once)
        return not self.is_dirty

    def close(self, *, discard: bool = False) -> None:
        """Save and let go; ``discard`` throws away work that never had a name."""
        if not (discard and self.is_untitled):
            self.flush()
        self._stop_timers()
        self._dirty.clear()
        self._in_flight = None
        self._writer.close(discard=discard)

    def _switch(self, writer: ProjectWriter, name: str) -> None:
        self._writer = writer
        self._name = name
        self._again = self._complained = self._asked = False
        self._restore(self._roster.names())
        self._tell_title()

    def _restore(self, names: list[str]) -> None:
        # What a pane says while it is being filled is no change of the person's.
        self._restoring = True
        try:
            troubles = self._roster.restore(self._writer.existing, names)
        finally:
            self._restoring = False
        for trouble in troubles:
            self.restore_failed.emit(trouble)

    def _unsaved(self) -> set[str]:
        """Panes whose newest state is not known to be on the disk: changed, or on the way."""
        return self._dirty if self._in_flight is None else self._dirty | self._in_flight.panes.keys()

    @Slot()
    def _autosave_when_free(self) -> None:
        if self._in_flight is None:
            self._autosave()
        else:
            self._again = True

    @Slot()
    def _autosave(self) -> None:
        """Write what is unsaved; what is still on its way after ten seconds is overtaken, not waited for."""
        unsaved = self._unsaved()
        if unsaved:
            self._write(unsaved, self._run)

    def _write(self, names: Iterable[str], run: Run) -> None:
        writer = self._writer
        snapshot = self._taken(names)

        def answered(trouble: object) -> None:
            # Overtaken by a newer snapshot or by another project: nobody waits for this answer.
            if not self._landed(snapshot):
                return
            if trouble is None:
                self._well_saved()
            else:
                self._badly_saved(snapshot, self._sentence(trouble), run)

        run(lambda: worked(writer.write, snapshot), answered, answered)
        self._watch(snapshot)

    def _taken(self, names: Iterable[str]) -> Snapshot:
        """What these panes hold now, on its way to the disk from here on."""
        self._stop_timers()
        self._again = False
        snapshot, troubles = self._roster.snapshot(sorted(names))
        self._dirty = self._unsaved() - snapshot.panes.keys()
        self._in_flight = snapshot
        for trouble in troubles:
            self.autosave_failed.emit(trouble)
        return snapshot

    def _watch(self, snapshot: Snapshot) -> None:
        """A job that somebody cancels never answers, and a pane may have failed to tell: try again later."""
        if snapshot is self._in_flight or self._dirty:
            self._longest.start()

    def _landed(self, snapshot: Snapshot) -> bool:
        """Whether this was the newest snapshot on its way; it is not any more."""
        newest = snapshot is self._in_flight
        if newest:
            self._in_flight = None
            if not self._dirty:
                self._stop_timers()
        return newest

    def _well_saved(self) -> None:
        self._complained = self._asked = False
        self._tell_title()
        self.saved.emit()
        if self._again:
            self._autosave()

    def _badly_saved(self, snapshot: Snapshot, trouble: str, run: Run) -> None:
        """Keep the work in the recovery folder, say it once, and try again later by itself."""
        self._still_unsaved(snapshot)
        if self.is_untitled:
            self._complain(trouble)
            return
        everything, _ = self._roster.snapshot(self._roster.names())
        keep_copy: Callable[[Snapshot], None] = self._writer.keep_copy

        def kept(second_trouble: object) -> None:
            safe = self.tr("Meanwhile your work is kept in a recovery copy.")
            lost = self.tr("There is no recovery copy of your work either: choose Save As now.")
            self._complain(f"{trouble} {safe if second_trouble is None else lost}")

        run(lambda: worked(keep_copy, everything), kept, kept)

    def _still_unsaved(self, snapshot: Snapshot) -> None:
        self._dirty |= snapshot.panes.keys()
        self._longest.start()

    def _complain(self, sentence: str) -> None:
        if self._asked:
            self.save_failed.emit(sentence)
        elif not self._complained:
            self.autosave_failed.emit(sentence)
        self._complained = True
        self._asked = False

    def _sentence(self, trouble: object) -> str:
        """What a task answered, or for a fault of ours the error that it died of, for a person."""
        if isinstance(trouble, str):
            return trouble
        sentence = self.tr("Saving failed for a reason that nobody foresaw ({reason}): please send a report.")
        return sentence.format(reason=trouble)

    def _tell_title(self) -> None:
        title = self.title
        if title != self._title_told:
            self._title_told = title
            self.title_changed.emit(title)

    def _stop_timers(self) -> None:
        self._quiet.stop()
        self._longest.stop()
