"""Reading style pictures, and results that a project keeps, off the window's thread."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtGui import QImage

from engines.errors import ReverieError
from engines.paint.pictures import Picture, open_picture, open_picture_bytes, resized
from engines.paint.transfer.request import Transferred
from engines.steps import Step, Task
from studio.documents.blobs import Blob
from studio.panes.paint.images import to_screen_image
from studio.panes.paint.own.plan import Outcome, Painting, Plan
from studio.widgets.jobwords import error_words

#: A style picture is never looked at larger than this.
LARGEST_SIDE = 2048
#: Twice the side of a row's thumbnail, for screens with small pixels.
THUMBNAIL_SIDE = 160
_WHITE = 255.0


@dataclass(frozen=True)
class Hung:
    """What came of reading several files: the paintings, and a sentence for each that is none."""

    paintings: tuple[Painting, ...]
    sentences: tuple[str, ...] = ()


def read_files(paths: Sequence[Path]) -> Task[Hung]:
    """The paintings in the files; what cannot be read is told, and the rest comes all the same."""
    paintings, sentences = [], []
    for number, path in enumerate(paths):
        yield Step(number, len(paths), note=path.name)
        try:
            picture, data = open_picture(path), path.read_bytes()
            paintings.append(_painting(path.name, picture, data))
        except ReverieError as error:
            sentences.append(error_words(error))
        except OSError:
            sentences.append(f"“{path.name}” cannot be read any more. Is its disk still there?")
    return Hung(tuple(paintings), tuple(sentences))


def read_pasted(pixels: NDArray[np.uint8], name: str) -> Task[Hung]:
    """The painting in pasted pixels (height, width, 4)."""
    yield Step(0, None, note=name)
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG", compress_level=1)
    return Hung(((yield from read_bytes(stream.getvalue(), name)),))


def read_bytes(data: bytes, name: str) -> Task[Painting]:
    """The painting that a project holds."""
    yield Step(0, None, note=name)
    return _painting(name, open_picture_bytes(data, name), data)


def packed(transferred: Transferred, plan: Plan, photograph: str, alpha: NDArray[np.uint8] | None) -> Task[Outcome]:
    """The outcome with everything that takes a moment to make: what is shown, what is kept."""
    yield Step(0, None)
    blob, raw = _as_png(transferred.pixels, alpha), None
    if plan.settings.colours != "off":
        yield Step(0, None)
        raw = _as_png(np.round(transferred.picture * 255).clip(0, 255).astype(np.uint8), None)
    return Outcome(transferred, plan, photograph, shown_image(transferred.pixels, alpha), blob, raw)


def unpacked(data: bytes, name: str) -> tuple[NDArray[np.uint8], NDArray[np.uint8] | None]:
    """The pixels and the alpha of a result that a project or a take keeps.

    Raises:
        BadInput: they are damaged.
    """
    picture = open_picture_bytes(data, name)
    return picture.pixels, picture.alpha


def shown_image(pixels: NDArray[np.uint8], alpha: NDArray[np.uint8] | None) -> QImage:
    """``pixels`` as the window draws them, as transparent as the photograph is."""
    return to_screen_image(pixels, _fitting(alpha, pixels))


def _as_png(pixels: NDArray[np.uint8], alpha: NDArray[np.uint8] | None) -> Blob:
    alpha = _fitting(alpha, pixels)
    stream = io.BytesIO()
    Image.fromarray(pixels if alpha is None else np.dstack([pixels, alpha])).save(stream, "PNG", compress_level=3)
    blob = Blob(stream.getvalue(), "image/png")
    _ = blob.sha
    return blob


def _fitting(alpha: NDArray[np.uint8] | None, pixels: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
    """The photograph's alpha at the size of ``pixels``."""
    height, width = pixels.shape[:2]
    if alpha is None or alpha.shape == (height, width):
        return alpha
    return np.asarray(Image.fromarray(alpha).resize((width, height), Image.Resampling.BILINEAR))


def _painting(name: str, picture: Picture, data: bytes) -> Painting:
    pixels = resized(picture.pixels, LARGEST_SIDE)
    if picture.alpha is not None:
        pixels = _on_white(pixels, resized(picture.alpha, LARGEST_SIDE))
    blob = Blob(data, "image/*")
    _ = blob.sha
    return Painting(name, pixels, blob, to_screen_image(resized(pixels, THUMBNAIL_SIDE)))


def _on_white(pixels: NDArray[np.uint8], alpha: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Paper under what is transparent: nobody sees the colours there, so nobody wants them as style."""
    share = alpha[..., None].astype(np.float32) / _WHITE
    mixed: NDArray[np.uint8] = np.round(pixels * share + _WHITE * (1 - share)).astype(np.uint8)
    return mixed
