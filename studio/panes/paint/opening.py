"""Reading a photograph from a file, the clipboard or the project, off the GUI thread."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engines.errors import BadInput
from engines.paint.pictures import open_picture, open_picture_bytes
from engines.paint.recipes import Recipe, read_recipe
from engines.steps import Step, Task
from studio.documents.blobs import Blob
from studio.panes.paint.look import Photograph

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp", ".gif"})


@dataclass(frozen=True)
class Opened:
    """A photograph, and the recipe that its file carries when Reverie painted it."""

    photograph: Photograph
    recipe: Recipe | None = None


def read_file(path: Path) -> Task[Opened]:
    """The photograph in a file; raises BadInput with one sentence."""
    yield Step(0, None, note=path.name)
    picture = open_picture(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadInput(f"“{path.name}” cannot be read any more. Is its disk still there?") from error
    photograph = Photograph(path.name, picture, Blob(data, "image/*"))
    yield from _prepare(photograph)
    return Opened(photograph, _recipe_in(path))


def read_blob(data: bytes, name: str) -> Task[Opened]:
    """The photograph that a project holds."""
    yield Step(0, None, note=name)
    photograph = Photograph(name, open_picture_bytes(data, name), Blob(data, "image/*"))
    yield from _prepare(photograph)
    return Opened(photograph)


def read_pasted(pixels: NDArray[np.uint8], name: str) -> Task[Opened]:
    """The photograph in pasted pixels (height, width, 4)."""
    from PIL import Image

    yield Step(0, None, note=name)
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG", compress_level=1)
    return (yield from read_blob(stream.getvalue(), name))


def read_settings(path: Path) -> Task[Recipe]:
    """The recipe inside an exported picture; raises BadInput where there is none."""
    yield Step(0, None, note=path.name)
    recipe = read_recipe(path)
    if recipe is None:
        raise BadInput(f"“{path.name}” carries no settings. Choose a picture that Reverie exported.")
    return recipe


def _recipe_in(path: Path) -> Recipe | None:
    """A recipe nobody asked for is not worth a complaint when it is damaged."""
    try:
        return read_recipe(path)
    except BadInput:
        return None


def _prepare(photograph: Photograph) -> Task[None]:
    """Make the copies and images here and now: the window must not wait for them."""
    for part in ("small", "tiny", "image", "small_image"):
        yield Step(0, None, note=photograph.name)
        getattr(photograph, part)
    _ = photograph.blob.sha
