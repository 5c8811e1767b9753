"""Mask layers in the photograph's shape: blank, full, fitted, and read from a picture."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import QSize

from engines.paint.masks import read_mask
from engines.steps import Step, Task
from studio.panes.paint.look import MASK_SIDE
from studio.panes.paint.masking.brush import Values


def mask_shape(photograph: QSize) -> tuple[int, int]:
    """Rows and columns of the mask for a photograph of this size: its own shape, not too large for a quick brush."""
    scale = min(1.0, MASK_SIDE / max(1, photograph.width(), photograph.height()))
    return max(1, round(photograph.height() * scale)), max(1, round(photograph.width() * scale))


def even(shape: tuple[int, int], inside: bool) -> Values:
    """A mask with everything inside, or nothing."""
    return np.full(shape, 255 if inside else 0, np.uint8)


def fitted(values: Values, shape: tuple[int, int]) -> Values:
    """``values`` stretched to ``shape``; themselves when they have it."""
    if values.shape == shape:
        return values
    rows, columns = shape
    return np.array(Image.fromarray(values).resize((columns, rows), Image.Resampling.BILINEAR), dtype=np.uint8)


@dataclass(frozen=True, eq=False)
class ReadMask:
    """A mask from a picture in the photograph's shape, and where the two differ much, a sentence about it."""

    values: Values
    warning: str | None = None


def read_layer(path: Path, photograph: QSize) -> Task[ReadMask]:
    """The mask in a picture's light and dark, for a photograph of this size; raises BadInput with one sentence."""
    yield Step(0, None, note=path.name)
    mask = read_mask(path)
    yield Step(0, None, note=path.name)
    warning = mask.stretch_warning((photograph.width(), photograph.height()))
    return ReadMask(fitted(mask.values, mask_shape(photograph)), warning)
