"""A project on disk: one SQLite file ``NAME.reverie`` with what each pane holds, its takes and its blobs. No Qt."""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from engines.errors import CannotWrite, ReverieError
from engines.files import written_beside
from studio.documents import database, takes
from studio.documents.blobs import Blob, referenced, texts_in
from studio.documents.database import ChangedOutside, ProjectError, transaction
from studio.documents.takes import Take

__all__ = ["SUFFIX", "Blob", "ChangedOutside", "Project", "ProjectError", "Take"]

SUFFIX = ".reverie"

PaneStates = Mapping[str, Mapping[str, Any]]


class _Fingerprint(NamedTuple):
    """How we recognise the file as the one we last read or wrote."""

    size: int
    modified_ns: int
    counter: int
    revision: str


class Project:
    """An open project. Every call is one transaction, and any thread may call."""

    def __init__(self, path: Path) -> None:
        """Internal: use ``create`` or ``open``, which know that the file is a project."""
        self._path = path
        # One thread at a time: a transaction belongs to one connection, and save_as moves the path.
        self._lock = threading.RLock()
        with transaction(path, write=False) as db:
            revision = _revision(db, path)
        self._known = self._fingerprint(revision)

    @classmethod
    def create(cls, path: Path, changes: PaneStates | None = None) -> Project:
        """Make a project that holds just these panes, in place of what stands there; raises CannotWrite."""
        with _replacing(path) as beside, database.throwaway(beside) as db:
            database.build_tables(db)
            _found(db)
            _write_panes(db, changes or {})
        return cls(path)

    @classmethod
    def open(cls, path: Path) -> Project:
        """Open a project after checking all of it; raises ProjectError and changes nothing."""
        database.check_header(path)
        database.settle(path)
        with transaction(path, write=False) as db:
            if not database.is_whole(db, path):
                raise database.damaged(path)
        return cls(path)

    @property
    def path(self) -> Path:
        """Where the project lies now."""
        return self._path

    def panes(self) -> list[str]:
        """The panes that hold something."""
        with self._reading() as db:
            return [pane for (pane,) in db.execute("SELECT DISTINCT pane FROM pane_state ORDER BY pane")]

    def is_empty(self) -> bool:
        """Whether nothing worth keeping was ever written."""
        with self._reading() as db:
            counted = db.execute("SELECT (SELECT count(*) FROM pane_state) + (SELECT count(*) FROM take)")
            return bool(counted.fetchone()[0] == 0)

    def read_pane(self, pane: str) -> dict[str, Any]:
        """What a pane holds; empty when it never wrote anything."""
        with self._reading() as db:
            rows = db.execute("SELECT key, value FROM pane_state WHERE pane = ? ORDER BY key", (pane,)).fetchall()
        try:
            return {key: json.loads(value) for key, value in rows}
        except ValueError as error:
            raise database.damaged(self._path) from error

    def write(self, changes: PaneStates) -> None:
        """Make each named pane hold exactly the given state, all in one transaction.

        Blobs anywhere in a state are stored once and replaced by their SHA-256. Values are JSON: a tuple comes
        back as a list. Raises CannotWrite or ProjectError (ChangedOutside), and the file is as before.
        """
        with self._writing() as db:
            _write_panes(db, changes)

    def put_blob(self, data: bytes, media: str) -> str:
        """Store bytes under their SHA-256 and return it; a second time nothing is written."""
        with self._writing() as db:
            return _put_blob(db, Blob(data, media))

    def get_blob(self, sha: str) -> bytes:
        """The bytes with that SHA-256; raises ProjectError when they are missing or damaged."""
        with self._reading() as db:
            row = db.execute("SELECT bytes FROM blob WHERE sha256 = ?", (sha,)).fetchone()
        # SQLite has no checksums of its own: a flipped bit in a picture would pass its integrity check.
        if row is None or hashlib.sha256(row[0]).hexdigest() != sha:
            raise ProjectError(f"A picture or sound in “{self._path.name}” is missing or damaged. Try a backup of it.")
        data: bytes = row[0]
        return data

    def add_take(self, pane: str, title: str, recipe: Mapping[str, Any], blob: Blob | str | None = None) -> Take:
        """Keep a result at the end of its pane's list; ``blob`` is the bytes or the name of stored ones."""
        with self._writing() as db:
            name = _put_blob(db, blob) if isinstance(blob, Blob) else blob
            return takes.append(db, pane, title, referenced(recipe, lambda each: _put_blob(db, each)), name)

    def takes(self, pane: str) -> list[Take]:
        """The pane's results in their order."""
        with self._reading() as db:
            return takes.listed(db, pane)

    def remove_take(self, take_id: int) -> None:
        """Remove a result; ``put_back_take`` undoes it."""
        with self._writing() as db:
            takes.remove(db, take_id)

    def put_back_take(self, take: Take) -> None:
        """Undo ``remove_take``."""
        with self._writing() as db:
            takes.put_back(db, take)

    def copy_to(self, path: Path, changes: PaneStates | None = None) -> None:
        """Write a copy with these changes, without the blobs nobody names; this project stays as it is."""
        with self._lock, _replacing(path) as beside, database.throwaway(beside) as target:
            with transaction(self._path, write=False) as source:
                # Read first: backup() waits for ever on a locked file, a SELECT gives up with an error.
                _revision(source, self._path)
                source.backup(target)
            target.execute("BEGIN")
            _write_panes(target, changes or {})
            _renew_revision(target)
            dropped = _drop_orphans(target)
            target.execute("COMMIT")
            if dropped:
                target.execute("VACUUM")

    def save_as(self, path: Path, changes: PaneStates | None = None) -> None:
        """Copy to ``path`` and go on there; what lay at the old place is untouched."""
        with self._lock:
            self.copy_to(path, changes)
            with transaction(path, write=False) as db:
                revision = _revision(db, path)
            self._path = path
            self._known = self._fingerprint(revision)

    def changed_outside(self) -> bool:
        """Whether somebody else wrote to the file, replaced it or took it away."""
        with self._lock:
            try:
                stat = self._path.stat()
                if (stat.st_size, stat.st_mtime_ns) == self._known[:2]:
                    return False
                with transaction(self._path, write=False) as db:
                    revision = _revision(db, self._path)
                now = self._fingerprint(revision)
            except (OSError, ReverieError):
                return True
            if (now.counter, now.revision) != self._known[2:]:
                return True
            # Only the date moved: a backup program or a copy back and forth.
            self._known = now
            return False

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock, transaction(self._path, write=False) as db:
            yield db

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            if self.changed_outside():
                raise self._changed()
            with transaction(self._path, write=True) as db:
                # Again inside the transaction: now nobody can come between the look and the write.
                if _revision(db, self._path) != self._known.revision:
                    raise self._changed()
                before = db.total_changes
                yield db
                revision = _renew_revision(db) if db.total_changes != before else self._known.revision
            self._known = self._fingerprint(revision)

    def _changed(self) -> ProjectError:
        if not self._path.exists():
            return database.missing(self._path)
        return ChangedOutside(
            f"“{self._path.name}” was changed by another program and was not overwritten: choose Save As to keep both."
        )

    def _fingerprint(self, revision: str) -> _Fingerprint:
        counter = database.change_counter(self._path)
        stat = self._path.stat()
        return _Fingerprint(stat.st_size, stat.st_mtime_ns, counter, revision)


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """A name beside ``path`` that takes its place when all went well; SQLite's errors become sentences."""
    if not path.parent.is_dir():
        raise CannotWrite(f"The folder “{path.parent}” does not exist: “{path.name}” was not saved. Choose another.")
    try:
        with written_beside(path) as beside:
            # Now the folder says in its own words if it refuses; SQLite would only say “unable to open”.
            beside.touch()
            yield beside
            database.settle(path)
            # An old journal found beside a new file would be rolled back *into* it.
            database.journal_of(path).unlink(missing_ok=True)
    except sqlite3.Error as error:
        raise database.explained(path, error) from error


def _found(db: sqlite3.Connection) -> None:
    created = datetime.now(UTC).isoformat(timespec="seconds")
    db.executemany("INSERT INTO meta VALUES (?, ?)", [("created", created), ("revision", secrets.token_hex(8))])


def _revision(db: sqlite3.Connection, path: Path) -> str:
    row = db.execute("SELECT value FROM meta WHERE key = 'revision'").fetchone()
    if row is None:
        raise database.damaged(path)
    return str(row[0])


def _renew_revision(db: sqlite3.Connection) -> str:
    revision = secrets.token_hex(8)
    db.execute("UPDATE meta SET value = ? WHERE key = 'revision'", (revision,))
    return revision


def _write_panes(db: sqlite3.Connection, changes: PaneStates) -> None:
    for pane, state in changes.items():
        named = {key: referenced(value, lambda each: _put_blob(db, each)) for key, value in state.items()}
        rows = [(pane, key, json.dumps(value)) for key, value in named.items()]
        stored = {key for (key,) in db.execute("SELECT key FROM pane_state WHERE pane = ?", (pane,))}
        # An unchanged value is not written: an autosave costs what changed, not what the pane holds.
        db.executemany(
            "INSERT INTO pane_state VALUES (?, ?, ?) ON CONFLICT (pane, key) "
            "DO UPDATE SET value = excluded.value WHERE value IS NOT excluded.value",
            rows,
        )
        gone = [(pane, key) for key in stored - state.keys()]
        db.executemany("DELETE FROM pane_state WHERE pane = ? AND key = ?", gone)


def _put_blob(db: sqlite3.Connection, blob: Blob) -> str:
    if db.execute("SELECT 1 FROM blob WHERE sha256 = ?", (blob.sha,)).fetchone() is None:
        db.execute("INSERT INTO blob VALUES (?, ?, ?)", (blob.sha, blob.media, blob.data))
    return blob.sha


def _drop_orphans(db: sqlite3.Connection) -> bool:
    """Forget blobs that no pane and no take names; any equal text counts as a name, so none is lost."""
    named = {name for (name,) in db.execute("SELECT blob FROM take WHERE blob IS NOT NULL")}
    for (text,) in db.execute("SELECT value FROM pane_state UNION ALL SELECT recipe FROM take"):
        named.update(texts_in(json.loads(text)))
    orphans = [(sha,) for (sha,) in db.execute("SELECT sha256 FROM blob") if sha not in named]
    db.executemany("DELETE FROM blob WHERE sha256 = ?", orphans)
    return bool(orphans)
