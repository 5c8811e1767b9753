"""Downloading VGG19, only when the person asks for it: the one time that Reverie goes online."""

from __future__ import annotations

import hashlib
import http.client
import urllib.request
from collections.abc import Generator
from contextlib import closing
from pathlib import Path

from engines.errors import CannotWrite, MissingWeights
from engines.files import sha256_of, written_beside
from engines.steps import Step, Task

FILE = "vgg19-dcbb9e9d.pth"
URL = f"https://download.pytorch.org/models/{FILE}"
#: How the SHA-256 of the file begins, as its publisher tells in its name.
SHA256 = "dcbb9e9d"
#: About 548 MB, for the question before the download.
BYTES = 574_673_361
_CHUNK = 1 << 18
_PATIENCE_S = 10.0


def fetch_vgg19(folder: Path, *, url: str = URL, sha256: str = SHA256) -> Task[Path]:
    """Download torchvision's VGG19 into ``folder`` and return its path; a file that is there already is used.

    Steps count bytes. Closing the task leaves nothing behind. The file gets its name only after its SHA-256 was found
    to begin with ``sha256``.

    Raises:
        MissingWeights: no connection, or what came is not what was published.
        CannotWrite: the folder takes no file, or the disk is full.
    """
    path = folder / url.rpartition("/")[2]
    yield Step(0, None, "Looking for VGG19")
    if path.is_file() and sha256_of(path).startswith(sha256):
        return path
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(f"The folder “{folder}” cannot be made ({error.strerror}). Choose another place.") from error
    with written_beside(path) as beside:
        digest = hashlib.sha256()
        received = 0
        with beside.open("wb") as stream, closing(_chunks(url)) as chunks:
            for chunk, total in chunks:
                stream.write(chunk)
                digest.update(chunk)
                received += len(chunk)
                yield Step(received, total, "Downloading VGG19")
        if not digest.hexdigest().startswith(sha256):
            raise MissingWeights("VGG19 did not arrive as it was published. Download it again.")
    return path


def _chunks(url: str) -> Generator[tuple[bytes, int | None], None, None]:
    """What the address holds, in pieces, each with the number of bytes in all where the server tells."""
    try:
        with urllib.request.urlopen(url, timeout=_PATIENCE_S) as answer:
            length = answer.headers.get("Content-Length", "")
            total = int(length) if length.isdecimal() else None
            while chunk := answer.read(_CHUNK):
                yield chunk, total
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or type(error).__name__
        raise MissingWeights(
            f"VGG19 could not be downloaded ({reason}). Check the connection, or choose a file that you have."
        ) from error
