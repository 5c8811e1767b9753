"""The SQLite side of a project: its shape, one connection for each transaction, and errors as sentences."""

from __future__ import annotations

import logging
import os
import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from engines.errors import CannotWrite, ReverieError

log = logging.getLogger(__name__)

#: Written into every project so that any program can tell what the file is: “RVRI”.
APPLICATION_ID = 0x52565249
SCHEMA = 1

_MAGIC = b"SQLite format 3\0"
_HEADER_BYTES = 100

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE pane_state (
    pane TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (pane, key)
);
CREATE TABLE blob (sha256 TEXT PRIMARY KEY, media TEXT NOT NULL, bytes BLOB NOT NULL);
CREATE TABLE take (
    id INTEGER PRIMARY KEY AUTOINCREMENT, pane TEXT NOT NULL, position INTEGER NOT NULL,
    created TEXT NOT NULL, title TEXT NOT NULL, recipe TEXT NOT NULL, blob TEXT
);
CREATE INDEX take_of_pane ON take (pane, position);
"""


class ProjectError(ReverieError):
    """A project cannot be used; ``str(error)`` says why and the way out."""


class ChangedOutside(ProjectError):
    """Somebody else wrote to the file since we last read or wrote it; nothing was overwritten."""


def connect(path: Path) -> sqlite3.Connection:
    """A connection to an existing file; the caller closes it."""
    # “file:” without slashes: as_uri() would name a Windows share as a host, which SQLite refuses.
    place = "file:" + quote(os.fsencode(path.absolute()))
    connection = sqlite3.connect(f"{place}?mode=rw", uri=True, isolation_level=None, timeout=2.0)
    # A project may come from a stranger: its schema may not call functions, its pages are checked when read.
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    return connection


@contextmanager
def transaction(path: Path, *, write: bool) -> Iterator[sqlite3.Connection]:
    """One connection for one transaction, so that any thread may call; an error leaves the file as it was.

    Journal mode DELETE, not WAL. At rest the person has one file to copy, mail or put in the cloud folder; with
    WAL the last minutes may lie in a second file that nobody copies. After kill -9 the rollback journal beside
    the file undoes the unfinished transaction at the next open, and is gone. WAL would write a little faster, but
    we write once a second. EXTRA flushes the folder too: a power cut cannot bring an old journal back.
    """
    try:
        with closing(connect(path)) as connection:
            if write:
                connection.execute("PRAGMA journal_mode = DELETE")
                connection.execute("PRAGMA synchronous = EXTRA")
            connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
            # No rollback here: closing without COMMIT is the rollback, also when the disk is full.
            yield connection
            connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise explained(path, error, writing=write) from error


@contextmanager
def throwaway(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to a file that gets its real name only when it is complete: no journal is needed."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = MEMORY")
        connection.execute("PRAGMA synchronous = OFF")
        yield connection


def build_tables(connection: sqlite3.Connection) -> None:
    """Make an empty database a project."""
    connection.executescript(_TABLES)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA}")


def settle(path: Path) -> None:
    """Finish what a killed process left beside a project: its journal is rolled back, or removed when it is void.

    SQLite keeps a journal that was begun but never counted; the person would wonder what that second file is.
    """
    journal = journal_of(path)
    if not journal.exists():
        return
    try:
        with closing(connect(path)) as connection:
            # With this lock nobody else is writing, so what still lies there belongs to nobody.
            connection.execute("BEGIN IMMEDIATE")
            journal.unlink(missing_ok=True)
    except (sqlite3.Error, OSError) as error:
        log.warning("“%s” stays: %s", journal, error)


def journal_of(path: Path) -> Path:
    """Where SQLite keeps what it needs to undo an unfinished transaction."""
    return path.with_name(f"{path.name}-journal")


def is_whole(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the file holds all its pages and SQLite finds no fault in them."""
    ((pages,), (page_bytes,)) = (
        connection.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "page_size")
    )
    # A page cut in two reads as if it ended in zeros: the check of the pages would not notice.
    if path.stat().st_size < pages * page_bytes:
        return False
    return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))


def check_header(path: Path) -> None:
    """Refuse what is not a project of ours before SQLite touches it; raises ProjectError."""
    header = read_header(path)
    if len(header) < _HEADER_BYTES:
        if header.startswith(_MAGIC):
            raise damaged(path)
        raise _not_a_project(path)
    version, application = struct.unpack_from(">I4xI", header, 60)
    if not header.startswith(_MAGIC) or application != APPLICATION_ID:
        raise _not_a_project(path)
    if version > SCHEMA:
        raise ProjectError(f"“{path.name}” was made by a newer Reverie. Update Reverie to open it.")


def change_counter(path: Path) -> int:
    """SQLite's own count of changes: it also moves when another program edits the tables."""
    header = read_header(path)
    return int(struct.unpack_from(">I", header, 24)[0]) if len(header) == _HEADER_BYTES else -1


def read_header(path: Path) -> bytes:
    """The first hundred bytes; raises ProjectError when the file is missing or cannot be read.

    Only while no connection of ours is in a transaction on the file: closing any handle of a process drops
    all its POSIX locks.
    """
    try:
        with path.open("rb") as stream:
            return stream.read(_HEADER_BYTES)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise missing(path) from error
    except IsADirectoryError as error:
        raise ProjectError(f"“{path}” is a folder. Choose a Reverie project.") from error
    except OSError as error:
        raise _unreadable(path, error.strerror or type(error).__name__) from error


def explained(path: Path, error: sqlite3.Error, *, writing: bool = True) -> ReverieError:
    """What SQLite says as one sentence for the person."""
    # The low byte is the kind, the rest a detail.
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    name = path.name
    if code == sqlite3.SQLITE_FULL:
        return CannotWrite(f"The disk is full: “{name}” was not saved. Free some space or save it elsewhere.")
    # In a read-only folder it is the journal that cannot be opened.
    refused = writing and code == sqlite3.SQLITE_CANTOPEN and path.exists()
    if refused or code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
        return CannotWrite(f"“{name}” does not allow writing: it was not saved. Save it in another folder.")
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return CannotWrite(f"“{name}” is in use by another program. Close it there, or save under another name.")
    if code == sqlite3.SQLITE_TOOBIG:
        return CannotWrite(f"A picture or sound is too large for “{name}”. Export it as a file of its own.")
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR):
        return damaged(path)
    if code == sqlite3.SQLITE_CANTOPEN:
        return _unreadable(path, "it cannot be opened") if path.exists() else missing(path)
    return CannotWrite(f"“{name}” could not be read or written ({error}). Save it on another disk.")


def damaged(path: Path) -> ProjectError:
    """The file is broken; nothing of it was changed."""
    return ProjectError(f"“{path.name}” is damaged and cannot be opened. Nothing was changed: try a backup of it.")


def missing(path: Path) -> ProjectError:
    """The file went away or was never there."""
    return ProjectError(f"“{path.name}” is not in “{path.parent}” any more. Look for it under another name or folder.")


def _not_a_project(path: Path) -> ProjectError:
    return ProjectError(f"“{path.name}” is not a Reverie project. Choose a file that Reverie saved.")


def _unreadable(path: Path, reason: str) -> ProjectError:
    return ProjectError(f"“{path.name}” cannot be read ({reason}). Check that you may open it, or choose another.")
