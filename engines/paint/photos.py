"""Folders of photographs and paintings to learn from."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from engines.errors import BadInput
from engines.paint.pictures import open_picture
from engines.steps import Step, Task

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp"}
#: Photographs are kept at this shorter side: large enough for a crop of 256 seen from near and from far.
SHORT_SIDE = 360
SMALLEST_CROP = 64


def pictures_in(folder: Path) -> list[Path]:
    """The picture files directly in ``folder``, by name; raises BadInput when there are none."""
    if not folder.is_dir():
        raise BadInput(f"“{folder}” is not a folder. Choose a folder of pictures.")
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES and path.is_file())
    if not paths:
        raise BadInput(f"There are no pictures in “{folder}”. Choose a folder with JPEG, PNG, WebP or TIFF files.")
    return paths


def fingerprint(paths: Sequence[Path]) -> str:
    """One SHA-256 over names and contents, so that a resumed run can tell that its pictures are the same."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode("utf-8") + b"\0")
        with path.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()


def read_photographs(paths: Sequence[Path], note: str) -> Task[list[NDArray[np.uint8]]]:
    """Read pictures with their shorter side brought to 360; unreadable ones are told of and left out.

    Yields a Step per file; raises BadInput when none can be read.
    """
    pictures: list[NDArray[np.uint8]] = []
    for number, path in enumerate(paths, start=1):
        try:
            pictures.append(_shorter_side(open_picture(path).pixels, SHORT_SIDE))
            yield Step(number, len(paths), note=note)
        except BadInput as error:
            yield Step(number, len(paths), note=str(error))
    if not pictures:
        raise BadInput("None of the pictures in the folder could be read.")
    return pictures


def painting(path: Path, long_side: int) -> Tensor:
    """A style picture (1, 3, h, w) in 0..1 with its longer side brought to ``long_side``."""
    pixels = open_picture(path).pixels
    height, width = pixels.shape[:2]
    scale = long_side / max(height, width)
    return _tensor(_resize(pixels, round(width * scale), round(height * scale)))[None]


def crops(pictures: Sequence[NDArray[np.uint8]], count: int, side: int, chance: random.Random) -> Tensor:
    """Random square crops (count, 3, side, side) in 0..1, near or far, mirrored or not."""
    chosen = []
    for _ in range(count):
        picture = chance.choice(pictures)
        height, width = picture.shape[:2]
        span = chance.randint(min(side, height, width), min(height, width))
        top, left = chance.randint(0, height - span), chance.randint(0, width - span)
        crop = _tensor(picture[top : top + span, left : left + span])[None]
        crop = F.interpolate(crop, (side, side), mode="bilinear", antialias=True, align_corners=False)
        chosen.append(crop.flip(3) if chance.random() < 0.5 else crop)
    return torch.cat(chosen).clamp(0.0, 1.0)


def _shorter_side(pixels: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    height, width = pixels.shape[:2]
    scale = side / min(height, width)
    if max(height, width) * scale > side * 8:
        raise BadInput("A picture is too narrow to learn from.")
    return _resize(pixels, max(side, round(width * scale)), max(side, round(height * scale)))


def _resize(pixels: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    size = (max(SMALLEST_CROP, width), max(SMALLEST_CROP, height))
    return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.LANCZOS))


def _tensor(pixels: NDArray[np.uint8]) -> Tensor:
    return torch.from_numpy(pixels.copy()).permute(2, 0, 1).float() / 255
