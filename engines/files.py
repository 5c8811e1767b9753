"""Writing files so that a crash, a full disk or a closed lid never costs the file that was there before."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from engines.errors import CannotWrite


@contextmanager
def written_beside(path: Path) -> Iterator[Path]:
    """Yield a temporary path in the same folder; on success it is flushed and renamed over ``path``.

    Beside it first, renamed after: a crash while writing keeps the old file. The temporary name keeps the
    suffix of ``path`` (Pillow and others choose the format by it).

    Raises:
        CannotWrite: the folder is missing or read-only, or the disk is full. ``path`` is as it was.
    """
    beside = path.with_name(f".{path.stem}.{secrets.token_hex(4)}{path.suffix}")
    try:
        yield beside
        _flush(beside)
        beside.replace(path)
    except OSError as error:
        raise CannotWrite(trouble_writing(path, error)) from error
    finally:
        # A failing clean-up (a folder that turned out to be a file) must not hide what went wrong.
        with suppress(OSError):
            beside.unlink()


def _flush(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def trouble_writing(path: Path, error: OSError) -> str:
    """One sentence for a person about a file that could not be written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full: “{path.name}” was not written. Free some space or choose another folder."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"“{path.parent}” does not allow writing: “{path.name}” was not written. Choose another folder."
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return f"The folder “{path.parent}” does not exist: “{path.name}” was not written. Choose another folder."
    if error.errno == errno.EISDIR:
        return f"“{path}” is a folder. Choose a file name."
    reason = error.strerror or str(error) or type(error).__name__
    return f"“{path.name}” could not be written ({reason}). Choose another place."


def write_bytes(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path``, beside it first; raises CannotWrite."""
    with written_beside(path) as beside:
        beside.write_bytes(content)


def write_text(path: Path, content: str) -> None:
    """Write ``content`` as UTF-8 to ``path``, beside it first; raises CannotWrite."""
    write_bytes(path, content.encode("utf-8"))


def sha256_of(path: Path) -> str:
    """The file's SHA-256 as 64 hexadecimal digits; raises OSError when it cannot be read."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
