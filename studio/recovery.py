"""The recovery folder: work without a name yet, and what a process that died left behind."""

from __future__ import annotations

import json
import logging
import secrets
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QLockFile

from engines.errors import CannotWrite, ReverieError
from engines.files import write_text
from studio.documents.project import SUFFIX, Project

log = logging.getLogger(__name__)

#: A project that took the studio down this often while being restored is not offered again by itself.
ATTEMPTS_ALLOWED = 2
_HALF_WRITTEN_KEPT_S = 24 * 3600


@dataclass(frozen=True)
class Leftover:
    """Work found in the recovery folder that no living studio holds."""

    path: Path
    when: datetime
    #: What the person called it; empty for a project that never had a name.
    title: str
    #: The file it is a copy of, when it could not be saved there.
    origin: Path | None
    #: How often restoring it was begun and not lived through.
    attempts: int


class Recovery:
    """The recovery folder of one running studio; any thread may call.

    Each project in it has a lock file: its owner's process number, and the boot it belongs to. After kill -9
    the lock is stale, and that is how work is recognised as left behind.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._held: dict[Path, QLockFile] = {}

    def owns(self, path: Path) -> bool:
        """Whether the file lies in the recovery folder."""
        return path.parent == self.folder

    def claim(self, title: str = "", origin: Path | None = None) -> Path:
        """A new file name that is ours until released or discarded; raises CannotWrite."""
        kind = "untitled" if origin is None else "copy"
        path = self.folder / f"{kind}-{datetime.now():%Y%m%d-%H%M%S}-{secrets.token_hex(3)}{SUFFIX}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._no_folder() from error
        if not self._lock(path):
            raise self._no_folder()
        self._write_note(path, title, origin, attempts=0)
        return path

    def leftovers(self, *, given_up: bool = False) -> list[Leftover]:
        """Work that a dead process left, newest first; ``given_up`` lists what keeps crashing the studio instead."""
        self._sweep()
        found = [self._leftover(path) for path in self._projects() if self._is_abandoned(path)]
        kept = [each for each in found if each is not None and (each.attempts >= ATTEMPTS_ALLOWED) == given_up]
        return sorted(kept, key=lambda each: each.when, reverse=True)

    def adopt(self, leftover: Leftover) -> Path:
        """Take over a leftover and count the attempt; ``survived`` forgets it. Raises ReverieError."""
        if not leftover.path.exists() or not self._lock(leftover.path):
            raise ReverieError(_said("This work is not there any more, or another Reverie has opened it already."))
        self._write_note(leftover.path, leftover.title, leftover.origin, leftover.attempts + 1)
        return leftover.path

    def survived(self, path: Path) -> None:
        """Restoring this file did no harm: forget the attempts."""
        note = self._note(path)
        if note.get("attempts"):
            try:
                self._write_note(path, _title(note), _origin(note), attempts=0)
            except CannotWrite as error:
                log.warning("attempts not forgotten: %s", error)

    def release(self, path: Path) -> None:
        """Give up a file but leave it: the next start offers it."""
        held = self._held.pop(path, None)
        if held is not None:
            held.unlock()

    def discard(self, path: Path) -> None:
        """Remove a file of the recovery folder with everything beside it."""
        if not self.owns(path):
            raise ValueError(f"{path} is not in the recovery folder")
        for each in (path, path.with_name(f"{path.name}-journal"), _note_path(path)):
            try:
                each.unlink(missing_ok=True)
            except OSError as error:
                log.warning("“%s” stays in the recovery folder: %s", each.name, error)
        self.release(path)

    def _projects(self) -> list[Path]:
        # A leading dot is a file that was being written when its process died.
        return [path for path in self.folder.glob(f"*{SUFFIX}") if not path.name.startswith(".")]

    def _is_abandoned(self, path: Path) -> bool:
        if path in self._held or not self._lock(path):
            return False
        self.release(path)
        return True

    def _leftover(self, path: Path) -> Leftover | None:
        """What is left of one project; an empty one is removed without a word."""
        try:
            if Project.open(path).is_empty():
                self.discard(path)
                return None
            when = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
        except ReverieError as error:
            # Never thrown away: somebody may still rescue something from it.
            log.warning("leftover: %s", error)
            when = datetime.now().astimezone()
        except OSError:
            return None
        note = self._note(path)
        attempts = note.get("attempts")
        return Leftover(path, when, _title(note), _origin(note), attempts if isinstance(attempts, int) else 0)

    def _sweep(self) -> None:
        """Remove notes, locks and half-written files whose project never came to be."""
        for beside in (*self.folder.glob("*.note.json"), *self.folder.glob("*.lock")):
            project = beside.with_name(beside.name.removesuffix(".lock").removesuffix(".note.json") + SUFFIX)
            if not project.exists() and self._is_abandoned(project):
                beside.unlink(missing_ok=True)
        for half in self.folder.glob(f".*{SUFFIX}"):
            if time.time() - half.stat().st_mtime > _HALF_WRITTEN_KEPT_S:
                half.unlink(missing_ok=True)

    def _lock(self, path: Path) -> bool:
        if path in self._held:
            return True
        lock = QLockFile(str(path.with_suffix(".lock")))
        # Age makes no lock stale, only the death of its process: a drawing may stay open for days.
        lock.setStaleLockTime(0)
        if not lock.tryLock(0):
            return False
        self._held[path] = lock
        return True

    def _write_note(self, path: Path, title: str, origin: Path | None, attempts: int) -> None:
        note = {"title": title, "origin": None if origin is None else str(origin), "attempts": attempts}
        write_text(_note_path(path), json.dumps(note))

    def _note(self, path: Path) -> dict[str, Any]:
        try:
            note = json.loads(_note_path(path).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return note if isinstance(note, dict) else {}

    def _no_folder(self) -> CannotWrite:
        sentence = _said("The recovery folder “{folder}” cannot be written: save your work under a name of its own.")
        return CannotWrite(sentence.format(folder=self.folder))


def _note_path(path: Path) -> Path:
    return path.with_name(f"{path.stem}.note.json")


def _title(note: dict[str, Any]) -> str:
    title = note.get("title")
    return title if isinstance(title, str) else ""


def _origin(note: dict[str, Any]) -> Path | None:
    origin = note.get("origin")
    return Path(origin) if isinstance(origin, str) else None


def _said(sentence: str) -> str:
    return QCoreApplication.translate("Recovery", sentence)
