"""The side of a document that touches the disk: any thread may call it, and newer always wins over older."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engines.errors import ReverieError
from studio.documents.project import Project
from studio.recovery import Recovery


@dataclass(frozen=True)
class Snapshot:
    """What some panes held at one moment; a higher ``order`` is a later moment."""

    order: int
    panes: Mapping[str, Mapping[str, Any]]


class ProjectWriter:
    """One open project, titled or not, and its copy in the recovery folder when it cannot be saved."""

    def __init__(self, recovery: Recovery, project: Project | None = None) -> None:
        self._recovery = recovery
        self._project = project
        self._copy: Project | None = None
        self._written: dict[str, int] = {}
        self._closed = False
        self._lock = threading.RLock()

    @property
    def path(self) -> Path | None:
        """The file that the person named; None while there is none."""
        project = self._project
        return None if project is None or self._recovery.owns(project.path) else project.path

    @property
    def copy_path(self) -> Path | None:
        """Where the work is kept while it cannot be saved in its own file."""
        copy = self._copy
        return None if copy is None else copy.path

    @property
    def existing(self) -> Project | None:
        """The project, unless nothing was ever written."""
        return self._project

    def project(self) -> Project:
        """The project; an untitled one is made in the recovery folder when first needed. Raises CannotWrite."""
        with self._lock:
            if self._closed:
                raise ReverieError("This project was closed meanwhile. Open it again.")
            if self._project is None:
                self._project = self._new_in_recovery()
            return self._project

    def write(self, snapshot: Snapshot) -> None:
        """Write what is newer than what was written; raises ReverieError."""
        with self._lock:
            fresh = self._fresh(snapshot)
            if not fresh or self._closed:
                return
            project = self.project()
            project.write(fresh)
            self._note_written(snapshot)
            self._drop_copy()
            # Restored work that could be worked on and saved did not take the studio down.
            if self._recovery.owns(project.path):
                self._recovery.survived(project.path)

    def save_as(self, path: Path, snapshot: Snapshot) -> None:
        """Go on under another name with every pane's state; raises ReverieError and changes nothing."""
        with self._lock:
            if self._closed:
                return
            before = None if self._project is None else self._project.path
            self._save_under(path, snapshot)
            self._note_written(snapshot)
            self._drop_copy()
            if before is not None and self._recovery.owns(before) and before != path:
                self._recovery.discard(before)

    def keep_copy(self, snapshot: Snapshot) -> None:
        """Keep every pane's state in the recovery folder because the project refuses it; raises ReverieError."""
        with self._lock:
            if self._closed or self.path is None:
                return
            if self._copy is None:
                self._copy = self._copied(self.path)
            self._copy.write(snapshot.panes)

    def close(self, *, discard: bool = False) -> None:
        """Let go: an empty untitled project leaves nothing, other untitled work stays to be offered again."""
        with self._lock:
            self._closed = True
            project, self._project = self._project, None
            if project is not None and self._recovery.owns(project.path):
                self._let_go(project, discard)
            if self._copy is not None:
                self._recovery.survived(self._copy.path)
                self._recovery.release(self._copy.path)
                self._copy = None

    def _let_go(self, project: Project, discard: bool) -> None:
        try:
            worthless = discard or project.is_empty()
        except ReverieError:
            worthless = False
        if worthless:
            self._recovery.discard(project.path)
        else:
            self._recovery.survived(project.path)
            self._recovery.release(project.path)

    def _new_in_recovery(self) -> Project:
        path = self._recovery.claim()
        try:
            return Project.create(path)
        except ReverieError:
            self._recovery.discard(path)
            raise

    def _copied(self, origin: Path) -> Project:
        """A copy with the blobs and takes of the original where it can still be read."""
        path = self._recovery.claim(origin.stem, origin)
        try:
            try:
                self.project().copy_to(path)
                return Project.open(path)
            except ReverieError:
                return Project.create(path)
        except ReverieError:
            self._recovery.discard(path)
            raise

    def _save_under(self, path: Path, snapshot: Snapshot) -> None:
        if self._project is None:
            self._project = Project.create(path, snapshot.panes)
            return
        try:
            self._project.save_as(path, self._fresh(snapshot))
        except ReverieError:
            # The original went away: the copy, or else the panes themselves, know as much as anybody.
            if self._copy is not None:
                self._copy.copy_to(path, self._fresh(snapshot))
            elif self._project.path.exists():
                raise
            else:
                Project.create(path, snapshot.panes)
            self._project = Project.open(path)

    def _fresh(self, snapshot: Snapshot) -> dict[str, Mapping[str, Any]]:
        written = self._written
        return {pane: state for pane, state in snapshot.panes.items() if snapshot.order > written.get(pane, 0)}

    def _note_written(self, snapshot: Snapshot) -> None:
        for pane in snapshot.panes:
            self._written[pane] = max(snapshot.order, self._written.get(pane, 0))

    def _drop_copy(self) -> None:
        if self._copy is not None:
            self._recovery.discard(self._copy.path)
            self._copy = None
