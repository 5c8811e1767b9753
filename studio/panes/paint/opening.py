"""Reading a photograph from a file, the clipboard or the project, off the GUI thread."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engines.errors import BadInput
from engines.paint.pictures import open_picture, open_picture_bytes
from engines.steps import Step, Task
from studio.documents.blobs import Blob
from studio.panes.paint.look import Photograph

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp", ".gif"})


def read_file(path: Path) -> Task[Photograph]:
    """The photograph in a file; raises BadInput with one sentence."""
    yield Step(0, None, note=path.name)
    picture = open_picture(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadInput(f"“{path.name}” cannot be read any more. Is its disk still there?") from error
    photograph = Photograph(path.name, picture, Blob(data, "image/*"))
    yield from _prepare(photograph)
    return photograph


def read_blob(data: bytes, name: str) -> Task[Photograph]:
    """The photograph that a project holds."""
    yield Step(0, None, note=name)
    photograph = Photograph(name, open_picture_bytes(data, name), Blob(data, "image/*"))
    yield from _prepare(photograph)
    return photograph


def read_pasted(pixels: NDArray[np.uint8], name: str) -> Task[Photograph]:
    """The photograph in pasted pixels (height, width, 4)."""
    from PIL import Image

    yield Step(0, None, note=name)
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG", compress_level=1)
    return (yield from read_blob(stream.getvalue(), name))


def _prepare(photograph: Photograph) -> Task[None]:
    """Make the smaller copies here and now: the window must not wait for them."""
    yield Step(0, None, note=photograph.name)
    _ = photograph.small, photograph.tiny, photograph.blob.sha
